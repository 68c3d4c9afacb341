//! The stored form of an article: all of it in one record, so that showing a hit needs one read.
//!
//! postcard (compact, documented wire format) instead of JSON: half the size and no parsing of the
//! body. The record is a type of its own, since what is on disk must not change when a noun does; a change here
//! raises [`FORMAT`](crate::store::FORMAT).

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::Xxh3;

use crate::model::{Article, Notes, Problem, QuoteId, Source};

/// An article as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// Where it came from.
    pub source: Source,
    /// The article as read.
    pub article: Article,
    /// What was found in it.
    pub notes: Notes,
    /// The digest by which the next run tells whether it has changed; see [`ArticleRecord::digest`].
    #[serde(skip)]
    pub content: u64,
}

/// A ledger row's problems as stored: the position in the file and what went wrong there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct ProblemsRecord {
    /// The first problems of the file.
    pub(super) problems: Vec<(u64, Problem)>,
}

impl ArticleRecord {
    /// The digest of an article read and annotated by these versions.
    pub fn digest(article: &Article, versions: u64) -> u64 {
        let mut hash = Xxh3::new();
        hash.update(&versions.to_le_bytes());
        hash.update(&bytes_of(article));
        hash.digest()
    }

    /// The ids of its quotations, in their order.
    pub fn quote_ids(&self) -> Vec<QuoteId> {
        let body = &self.article.body;
        let texts: Vec<&str> = self.notes.quotes.iter().map(|q| q.span.of(body)).collect();
        self.source.article_id().quotes(&texts)
    }

    /// The record's bytes.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        bytes_of(self)
    }

    /// The record in `bytes`.
    ///
    /// # Errors
    /// The bytes are no record of this format.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }
}

/// Serialises plain data, which cannot fail: there are no maps of unknown length, and memory is the
/// only sink.
pub(super) fn bytes_of<T: Serialize>(value: &T) -> Vec<u8> {
    postcard::to_stdvec(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DateOrigin, PublishedDate};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn records_round_trip(body in "\\PC*", title in proptest::option::of("\\PC*"), position: u64, year in 1600..2200) {
            let record = ArticleRecord {
                source: Source { root: "r".into(), path: "a/b.txt".into(), position },
                article: Article {
                    title,
                    body,
                    date: PublishedDate::from_parts(year, Some(2), None, DateOrigin::Path),
                    ..Article::default()
                },
                notes: Notes::default(),
                content: 0,
            };
            prop_assert_eq!(ArticleRecord::from_bytes(&record.to_bytes()), Ok(record));
        }

        #[test]
        fn damaged_bytes_are_an_error(bytes: Vec<u8>) {
            let _ = ArticleRecord::from_bytes(&bytes);
        }
    }
}
