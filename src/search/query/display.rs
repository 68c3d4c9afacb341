//! A tree as a query that parses to the same tree.

use std::fmt;

use crate::search::query::ast::{Node, Pattern, Scope};

/// How tightly parts hold together: what stands inside something tighter needs parentheses.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Tightness {
    Or,
    And,
    Near,
    Not,
    Boost,
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write(self, Tightness::Or, f)
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

fn tightness(node: &Node) -> Option<Tightness> {
    match node {
        Node::Or(_) => Some(Tightness::Or),
        Node::And { .. } => Some(Tightness::And),
        Node::Near { .. } => Some(Tightness::Near),
        Node::Not(_) => Some(Tightness::Not),
        Node::Boost(..) => Some(Tightness::Boost),
        _ => None,
    }
}

fn list(
    parts: &[Node],
    between: &str,
    least: Tightness,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        write(part, least, f)?;
    }
    Ok(())
}

/// Writes a node where only what holds at least this tightly may stand bare.
fn write(node: &Node, least: Tightness, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let bare = tightness(node).is_none_or(|tightness| tightness >= least);
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
        // A part of the same kind keeps its parentheses, since the chain would take it in.
        Node::Near { parts, distance, ordered } => {
            let word = if *ordered { "ONEAR" } else { "NEAR" };
            list(parts, &format!(" {word}/{distance} "), Tightness::Boost, f)?;
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
            list(parts, between, Tightness::Near, f)?;
        }
        Node::Or(parts) => list(parts, " OR ", Tightness::And, f)?,
        Node::Not(inner) => {
            f.write_str("NOT ")?;
            write(inner, Tightness::Boost, f)?;
        }
        Node::Boost(inner, factor) => {
            let joined = tightness(inner).is_some();
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
