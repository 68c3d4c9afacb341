//! Shared state of compiling one question: the snapshot it is compiled for, and the remarks on it.

use std::cell::RefCell;

use tantivy::schema::Field;

use crate::model::Days;
use crate::search::plan::query_plan::Condition;
use crate::search::plan::question::Question;
use crate::search::query::dates::DateSpec;
use crate::search::query::parsed::Warning;
use crate::search::scoring::columns::Columns;
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::article_reader::ArticleReader;
use crate::search::terms::expansion::expand;
use crate::search::terms::query_term::QueryTerm;

/// Snapshot that a question is compiled for, with the warnings and expansions met on the way.
pub struct CompileContext<'e> {
    /// Snapshot that is asked.
    pub snapshot: &'e Snapshot,
    /// Reader of texts; keeps the one read last.
    pub reader: ArticleReader<'e>,
    /// Columns of each segment.
    pub columns: &'e [Columns],
    today: Days,
    loose_dates: bool,
    warnings: RefCell<Vec<Warning>>,
    expansions: RefCell<Vec<(String, usize)>>,
}

impl<'e> CompileContext<'e> {
    /// Context of compiling `question` for `snapshot`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(snapshot: &'e Snapshot, question: &Question) -> tantivy::Result<Self> {
        Ok(Self {
            snapshot,
            reader: snapshot.reader(),
            columns: snapshot.columns()?,
            today: question.today,
            loose_dates: question.filters.loose_dates,
            warnings: RefCell::default(),
            expansions: RefCell::default(),
        })
    }

    /// Warnings so far.
    pub fn warnings(&self) -> Vec<Warning> {
        self.warnings.borrow().clone()
    }

    /// Warnings, and the patterns with the number of words that each stands for.
    pub fn into_remarks(self) -> (Vec<Warning>, Vec<(String, usize)>) {
        (self.warnings.into_inner(), self.expansions.into_inner())
    }

    /// Adds a warning about no place of the query; each only once.
    pub fn warn(&self, text: String) {
        let warning = Warning { column: None, text };
        let mut warnings = self.warnings.borrow_mut();
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }

    /// Condition that a document was published on the days of `date`.
    pub fn date_condition(&self, date: &DateSpec) -> Condition {
        match date.days(self.today) {
            Some(range) => Condition::Days { range, loose: self.loose_dates },
            None => Condition::Undated,
        }
    }

    /// Looks up the words that a pattern stands for in some fields; nothing to do for a stem.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn expand(&self, term: &mut QueryTerm, fields: &[Field]) -> tantivy::Result<()> {
        if term.is_stem() {
            return Ok(());
        }
        let stem_keyed = fields.contains(&self.reader.fields.body);
        let expansion = expand(self.snapshot.segments()?, fields, stem_keyed, term)?;
        if let Some(text) = expansion.incomplete {
            self.warn(text);
        }
        let mut all = self.expansions.borrow_mut();
        if term.is_pattern() && !all.iter().any(|(label, _)| *label == term.label) {
            all.push((term.label.clone(), expansion.total));
        }
        Ok(())
    }
}
