//! Cursors: the end of a page of hits, as a text that the next page is asked for with.
//!
//! A cursor holds the sort key of the last hit and its id, so that the next page starts behind it
//! however deep it lies (`search_after`, as Lucene has it), and a stamp of the question and of the
//! state of the index. With another question or after the index has changed it is refused: scores
//! are relative to the whole collection, so a new article moves the others, and a page that
//! silently skipped or repeated a hit could not be trusted. That holds for all orders alike, since
//! one rule is easier to rely on than one that sometimes misses what is new. Exports run on one
//! state of the index from beginning to end and need no cursor.

use std::fmt::Write;

use thiserror::Error as ThisError;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::model::Days;
use crate::search::plan::question::{Filters, Question};
use crate::search::query::ast::Node;
use crate::search::scoring::top_docs::SearchAfter;
use crate::search::snapshot::Snapshot;
use crate::store::{Kind, bytes_of};

/// First byte of a cursor: the layout of the rest.
const LAYOUT: u8 = 1;
/// Length in characters that no cursor exceeds.
const MAX_LENGTH: usize = 400;

/// Reason why a cursor is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ThisError)]
pub enum CursorError {
    /// No cursor, or a damaged one.
    #[error("this is no cursor; copy the whole of what stands behind --after at the end of a page")]
    Garbage,
    /// Another question, other filters or another order.
    #[error(
        "this cursor belongs to another question, other filters or another order; ask again as \
         for the page before, or start without --after"
    )]
    OtherQuestion,
    /// Another index, or the same one before it was updated.
    #[error(
        "the index is another or has changed since this cursor was given, so hits \
         may have moved; start again without --after"
    )]
    OtherIndex,
}

/// Cursor of the page that ended with `last`.
pub fn encode(snapshot: &Snapshot, question: &Question, kind: Kind, last: SearchAfter) -> String {
    let mut bytes = vec![LAYOUT];
    bytes.extend_from_slice(&stamp(question, kind).to_le_bytes());
    bytes.extend_from_slice(&snapshot.state().to_le_bytes());
    bytes.extend_from_slice(&bytes_of(&last));
    // The end tells a damaged cursor from one of another question.
    bytes.extend_from_slice(&checksum(&bytes));
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Place in the order of an answer that the page asked for with `cursor` starts behind.
///
/// # Errors
/// No cursor of this question at this state of the index.
pub fn decode(
    snapshot: &Snapshot,
    question: &Question,
    kind: Kind,
    cursor: &str,
) -> Result<SearchAfter, CursorError> {
    let bytes = from_hex(cursor.trim()).ok_or(CursorError::Garbage)?;
    let (content, end) = bytes.split_last_chunk::<4>().ok_or(CursorError::Garbage)?;
    let Some((&[LAYOUT, ref stamps @ ..], last)) = content.split_first_chunk::<17>() else {
        return Err(CursorError::Garbage);
    };
    if *end != checksum(content) {
        return Err(CursorError::Garbage);
    }
    let (question_stamp, index_stamp) = stamps.split_at(8);
    if question_stamp != stamp(question, kind).to_le_bytes() {
        return Err(CursorError::OtherQuestion);
    }
    if index_stamp != snapshot.state().to_le_bytes() {
        return Err(CursorError::OtherIndex);
    }
    postcard::from_bytes(last).map_err(|_| CursorError::Garbage)
}

/// Digest of all of a question that decides the hits and their order. Made of the question's
/// `Debug` form, so that no part can be forgotten when questions learn to ask for more; so to
/// rename a field of [`Question`] makes older cursors invalid. The day of reference counts only
/// where something is reckoned from it, so that a cursor outlives midnight.
fn stamp(question: &Question, kind: Kind) -> u64 {
    let reckons = question.recency || question.query.as_ref().is_some_and(Node::is_relative);
    let today = if reckons { question.today } else { Days(0) };
    // An embargo that ends between two pages moves no hit that was shown.
    let filters = Filters { now: None, ..question.filters.clone() };
    let page = Question { limit: 0, offset: 0, after: None, explain: false, ..question.clone() };
    let question = Question { filters, today, ..page };
    let mut hash = Xxh3::new();
    hash.update(&[kind as u8]);
    hash.update(format!("{question:?}").as_bytes());
    hash.digest()
}

/// Last bytes of a cursor, by which a damaged one is recognised.
fn checksum(bytes: &[u8]) -> [u8; 4] {
    (xxh3_64(bytes) as u32).to_le_bytes()
}

/// Bytes that pairs of hexadecimal digits stand for.
fn from_hex(hex: &str) -> Option<Vec<u8>> {
    if hex.len() > MAX_LENGTH
        || !hex.len().is_multiple_of(2)
        || !hex.bytes().all(|b| b.is_ascii_hexdigit())
    {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::parser::parse_query;
    use proptest::prelude::*;

    #[test]
    fn only_pairs_of_hexadecimal_digits_are_bytes() {
        assert_eq!(from_hex("01fF"), Some(vec![1, 255]));
        for wrong in ["1", "0x11", "+1+1", "é1", &"00".repeat(1000)] {
            assert_eq!(from_hex(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_stamp_depends_on_the_question_and_not_on_the_page() {
        let question = Question { any: true, limit: 10, ..Question::default() };
        let page = Question { limit: 20, offset: 3, ..question.clone() };
        assert_eq!(stamp(&question, Kind::Quote), stamp(&page, Kind::Quote));
        assert_ne!(stamp(&question, Kind::Quote), stamp(&question, Kind::Article));
        let other = Question { any: false, ..question.clone() };
        assert_ne!(stamp(&question, Kind::Quote), stamp(&other, Kind::Quote));
    }

    #[test]
    fn a_stamp_depends_on_the_words_and_on_the_day_where_they_do() {
        let stamps = |typed: &str, day: i64| {
            let query = parse_query(typed).unwrap().tree;
            stamp(&Question { query, today: Days(day), ..Question::default() }, Kind::Article)
        };
        assert_eq!(stamps("dam  wall", 1), stamps("dam wall", 2));
        assert_ne!(stamps("dam wall", 1), stamps("dam OR wall", 1));
        assert_ne!(stamps("dam wall", 1), stamps("title:dam wall", 1));
        assert_ne!(stamps("dam -(date:last30d)", 1), stamps("dam -(date:last30d)", 2));
        let now = Filters { now: Some(1), ..Filters::default() };
        let later = Question { filters: now, ..Question::default() };
        assert_eq!(stamp(&later, Kind::Quote), stamp(&Question::default(), Kind::Quote));
        let recent = |day| Question { recency: true, today: Days(day), ..Question::default() };
        assert_ne!(stamp(&recent(1), Kind::Quote), stamp(&recent(2), Kind::Quote));
    }

    proptest! {
        #[test]
        fn any_text_is_bytes_or_refused(text in "\\PC*|[0-9a-f]*") {
            if let Some(bytes) = from_hex(&text) {
                prop_assert_eq!(bytes.len() * 2, text.len());
            }
        }
    }
}
