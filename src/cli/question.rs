//! Words as typed → a question, within filters.

use anyhow::bail;

use crate::cli::clock;
use crate::search::{Filters, Node, Parsed, Question, Warning, parse_query, plain_query};

/// The words that were typed, within filters, as a question; and warnings of what in them was taken
/// otherwise than written.
///
/// # Errors
/// A query that is refused, words in which there is nothing to search for, or only words that must
/// not occur.
pub fn parse(
    words: &str,
    plain: bool,
    date: Option<&str>,
    filters: Filters,
) -> anyhow::Result<(Question, Vec<Warning>)> {
    let Parsed { tree, warnings } = if plain { plain_query(words)? } else { parse_query(words)? };
    let tree = match date.map(parse_date).transpose()? {
        Some(date) => Some(and_date(tree, date)),
        None => tree,
    };
    match &tree {
        None if !words.trim().is_empty() => {
            bail!("“{}” holds no word to search for", shorten(words));
        }
        Some(tree) if filters.is_empty() && only_negated(tree) => {
            bail!("only words that must not occur; add one that must, or a filter");
        }
        _ => {}
    }
    let question = Question { query: tree, filters, today: clock::today(), ..Question::default() };
    Ok((question, warnings))
}

/// The `--date` that was typed, as the query language has it.
fn parse_date(typed: &str) -> anyhow::Result<Node> {
    match parse_query(&format!("date:{typed}"))? {
        Parsed { tree: Some(date @ Node::Date(_)), warnings } if warnings.is_empty() => Ok(date),
        _ => bail!("“{}” is no date; see `onrecord help query`", shorten(typed)),
    }
}

/// A query whose answers must also be published then.
fn and_date(tree: Option<Node>, date: Node) -> Node {
    match tree {
        None => date,
        Some(Node::And { mut parts, written }) => {
            parts.push(date);
            Node::And { parts, written }
        }
        Some(tree) => Node::And { parts: vec![tree, date], written: false },
    }
}

/// True if a query has no part that must occur.
fn only_negated(tree: &Node) -> bool {
    match tree {
        Node::Not(_) => true,
        Node::And { parts, .. } | Node::Or(parts) => parts.iter().all(only_negated),
        Node::Boost(inner, _) => only_negated(inner),
        _ => false,
    }
}

/// The first 60 characters of a text, for a message.
fn shorten(typed: &str) -> String {
    let mut start: String = typed.chars().take(60).collect();
    if start.len() < typed.len() {
        start.push('…');
    }
    start
}
