//! Stored form of an article: all of it in one record, so that showing a hit needs one read.
//!
//! postcard (compact, documented wire format) instead of JSON: half the size and no parsing of the
//! body. The record is a type of its own, since what is on disk must not change when a noun does; a
//! change here raises [`FORMAT`](crate::store::FORMAT).

use serde::{Deserialize, Serialize};
use thiserror::Error;
use xxhash_rust::xxh3::Xxh3;

use crate::model::{Article, Notes, Problem, QuoteId, Source};
use crate::store::notes_codec::StoredNotes;
use crate::store::seal::{Sealed, bytes_of, seal, unseal};

/// An article as stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// Address of the article: root, path, position.
    pub source: Source,
    /// The article as read.
    pub article: Article,
    /// Annotations of its body.
    pub notes: Notes,
    /// Digest by which the next run tells whether it has changed ([`ArticleRecord::digest`]); 0 if
    /// not known.
    #[serde(skip)]
    pub content: u64,
}

/// Problems of a ledger row as stored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProblemsRecord {
    /// First problems of the file, each with its position in it.
    pub problems: Vec<(u64, Problem)>,
}

impl ArticleRecord {
    /// Digest of an article read and annotated by these versions.
    pub fn digest(article: &Article, versions: u64) -> u64 {
        let mut hash = Xxh3::new();
        hash.update(&versions.to_le_bytes());
        hash.update(&bytes_of(article));
        hash.digest()
    }

    /// Ids of its quotations, in their order.
    pub fn quote_ids(&self) -> Vec<QuoteId> {
        let body = &self.article.body;
        let texts: Vec<&str> = self.notes.quotes.iter().map(|q| q.span.of(body)).collect();
        self.source.article_id().quotes(&texts)
    }

    /// Bytes of the record, sealed.
    pub fn to_bytes(&self) -> Vec<u8> {
        let notes = StoredNotes::new(&self.notes, &self.article.body);
        seal(Sealed::Article, bytes_of(&(&self.source, &self.article, notes)))
    }

    /// Parses a record.
    ///
    /// # Errors
    /// The bytes are no record of this format, or not as they were written.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordError> {
        let bytes = unseal(Sealed::Article, bytes).ok_or(RecordError::Altered)?;
        let (source, article, notes): (Source, Article, StoredNotes) = postcard::from_bytes(bytes)?;
        let notes = notes.into_notes(&article.body);
        Ok(Self { source, article, notes, content: 0 })
    }
}

impl ProblemsRecord {
    /// Bytes of the record, sealed.
    pub fn to_bytes(&self) -> Vec<u8> {
        seal(Sealed::Problems, bytes_of(self))
    }

    /// Parses a record; without problems if there are no bytes.
    ///
    /// # Errors
    /// The bytes are no record of this format, or not as they were written.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordError> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        let bytes = unseal(Sealed::Problems, bytes).ok_or(RecordError::Altered)?;
        Ok(postcard::from_bytes(bytes)?)
    }
}

/// Reason why stored bytes are not the record that they should be.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RecordError {
    /// Bytes with another checksum.
    #[error("a stored record is not as it was written")]
    Altered,
    /// Bytes of another layout.
    #[error("a stored record cannot be read: {0}")]
    Layout(#[from] postcard::Error),
}

/// Oldest format whose records are still understood.
pub const OLDEST_FORMAT: u32 = 2;

/// Parses an article as an index of `format` stored it. A format that changes the record leaves a
/// frozen copy of the types before it here, with what makes today's of them.
///
/// # Errors
/// The bytes are no record of the format, or not as they were written.
pub fn decode(format: u32, bytes: &[u8]) -> Result<ArticleRecord, RecordError> {
    match format {
        // Not sealed, and the notes as the nouns are; what is sealed is of today, whatever its
        // index says.
        OLDEST_FORMAT => match ArticleRecord::from_bytes(bytes) {
            Ok(record) => Ok(record),
            Err(_) => Ok(postcard::from_bytes(bytes)?),
        },
        _ => ArticleRecord::from_bytes(bytes),
    }
}

/// Parses the problems of a file as an index of `format` stored them; see [`decode`].
///
/// # Errors
/// The bytes are no record of the format, or not as they were written.
pub fn decode_problems(format: u32, bytes: &[u8]) -> Result<ProblemsRecord, RecordError> {
    match format {
        OLDEST_FORMAT if bytes.is_empty() => Ok(ProblemsRecord::default()),
        OLDEST_FORMAT => Ok(postcard::from_bytes(bytes)?),
        _ => ProblemsRecord::from_bytes(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DateOrigin, PublishedDate};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn records_round_trip(
            body in "\\PC*",
            title in proptest::option::of("\\PC*"),
            position: u64,
            year in 1600..2200,
        ) {
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
