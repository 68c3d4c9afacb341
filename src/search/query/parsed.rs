//! Results of parsing a query: its tree, warnings, and the reasons to refuse it.

use std::fmt;

use crate::search::query::ast::Node;
use crate::search::query::dates::DateError;

/// Most bytes of a query.
pub const MAX_BYTES: usize = 20_000;
/// Most levels that parentheses and operators may be nested.
pub const MAX_DEPTH: usize = 60;
/// Most words and phrases of a query.
pub const MAX_WORDS: usize = 600;

/// Query as understood, with warnings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// Syntax tree; `None` where there is no word and no condition.
    pub tree: Option<Node>,
    /// Parts of the query that were understood otherwise than they were written.
    pub warnings: Vec<Warning>,
}

/// Warning about a part of a query that was understood otherwise than it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Column, in characters from 1; `None` when the warning is about no place.
    pub column: Option<usize>,
    /// Sentence that says what was found and how it was taken.
    pub text: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "column {column}: {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

/// Reasons to refuse a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Query of more bytes than are taken.
    #[error("the query is {0} bytes long; at most {MAX_BYTES} are taken")]
    TooLong(usize),
    /// Query of more words and phrases than are taken.
    #[error("the query has more than {MAX_WORDS} words and phrases")]
    TooMany,
    /// Nesting deeper than is taken, at a column.
    #[error("column {0}: parentheses and operators are nested more than {MAX_DEPTH} deep")]
    TooDeep(usize),
    /// Date that is none, at a column. Leaving it out would answer another question.
    #[error("column {0}: {1}")]
    Date(usize, DateError),
}

/// Warnings about places of a query, in the order in which they were met.
#[derive(Debug, Default)]
pub struct Warnings(Vec<Warning>);

impl Warnings {
    /// Adds a warning about what stands at `column`.
    pub fn add(&mut self, column: usize, text: impl Into<String>) {
        self.0.push(Warning { column: Some(column), text: text.into() });
    }

    /// All warnings.
    pub fn into_vec(self) -> Vec<Warning> {
        self.0
    }
}
