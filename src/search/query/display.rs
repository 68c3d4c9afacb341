//! Syntax tree → a query that parses to the same tree.

use std::fmt;

use crate::search::query::ast::{Node, Pattern, Scope};

/// Precedence of a node: a looser one inside a tighter one needs parentheses.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Precedence {
    Or,
    And,
    Near,
    Not,
    Boost,
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self, Precedence::Or, f)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) | Self::Wild(word) => f.write_str(word),
            Self::Exact(word) => write!(f, "={word}"),
            Self::Regex(regex) => write!(f, "/{}/", regex.replace('/', "\\/")),
            Self::Fuzzy { word, edits } => write!(f, "{word}~{edits}"),
        }
    }
}

/// Precedence of a node; `None` for those that hold together by themselves.
fn precedence(node: &Node) -> Option<Precedence> {
    match node {
        Node::Or(_) => Some(Precedence::Or),
        Node::And { .. } => Some(Precedence::And),
        Node::Near { .. } => Some(Precedence::Near),
        Node::Not(_) => Some(Precedence::Not),
        Node::Boost(..) => Some(Precedence::Boost),
        _ => None,
    }
}

/// Writes parts with an operator between them.
fn list(parts: &[Node], between: &str, min: Precedence, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        write(part, min, f)?;
    }
    Ok(())
}

/// Writes a node, in parentheses if its precedence is lower than `min`.
fn write(node: &Node, min: Precedence, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let bare = precedence(node).is_none_or(|precedence| precedence >= min);
    if !bare {
        f.write_str("(")?;
    }
    match node {
        Node::Word(pattern) => write!(f, "{pattern}")?,
        Node::Phrase(patterns) => {
            f.write_str("\"")?;
            for (at, pattern) in patterns.iter().enumerate() {
                let blank = if at > 0 { " " } else { "" };
                write!(f, "{blank}{pattern}")?;
            }
            f.write_str("\"")?;
        }
        // A part of the same kind keeps its parentheses, since the chain would absorb it.
        Node::Near { parts, distance, ordered } => {
            let word = if *ordered { "ONEAR" } else { "NEAR" };
            list(parts, &format!(" {word}/{distance} "), Precedence::Boost, f)?;
        }
        Node::Within(Scope::Sentence, inner) => write!(f, "same-sentence({inner})")?,
        Node::Within(Scope::Paragraph, inner) => write!(f, "same-paragraph({inner})")?,
        Node::Within(Scope::First(words), inner) => write!(f, "first/{words}({inner})")?,
        Node::Field(field, inner) => {
            write!(f, "{}:", field.name())?;
            let single = matches!(**inner, Node::Word(_) | Node::Phrase(_));
            if single { write!(f, "{inner}")? } else { write!(f, "({inner})")? }
        }
        Node::Date(date) => write!(f, "date:{date}")?,
        Node::And { parts, written } => {
            let between = if *written { " AND " } else { " " };
            list(parts, between, Precedence::Near, f)?;
        }
        Node::Or(parts) => list(parts, " OR ", Precedence::And, f)?,
        Node::Not(inner) => {
            f.write_str("NOT ")?;
            write(inner, Precedence::Boost, f)?;
        }
        Node::Boost(inner, factor) => {
            let joined = precedence(inner).is_some();
            if joined || matches!(**inner, Node::Field(..) | Node::Date(_)) {
                write!(f, "({inner})^{factor}")?;
            } else {
                write!(f, "{inner}^{factor}")?;
            }
        }
    }
    if !bare {
        f.write_str(")")?;
    }
    Ok(())
}
