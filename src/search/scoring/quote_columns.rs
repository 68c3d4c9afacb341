//! Columns that locate quotations in the bodies of their articles.

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use crate::store::{article_of, columns};

/// Columns that locate quotations in the bodies of their articles, in words, for one segment.
#[derive(Debug)]
pub struct QuoteColumns {
    /// Number of words of the body that stand for the headline of an article without one.
    pub headline_words: Column<u64>,
    /// Ordinal of the quotation among those of its article.
    pub ordinal: Column<u64>,
    /// Position of the quotation's first word in the body.
    pub start: Column<u64>,
    /// Length of the quotation, in words.
    pub words: Column<u64>,
    /// Number of words of its sentence before the quotation.
    pub before: Column<u64>,
    /// Number of words of its sentence after the quotation.
    pub after: Column<u64>,
}

impl QuoteColumns {
    /// Opens the columns of a segment.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self {
            headline_words: columns::HEADLINE_WORDS.open(segment)?,
            ordinal: columns::ORDINAL.open(segment)?,
            start: columns::QUOTE_START.open(segment)?,
            words: columns::QUOTE_WORDS.open(segment)?,
            before: columns::QUOTE_BEFORE.open(segment)?,
            after: columns::QUOTE_AFTER.open(segment)?,
        })
    }

    /// Article that a quotation belongs to; `None` for a document that is no quotation.
    pub fn article_of(&self, doc: DocId) -> Option<DocId> {
        article_of(doc, self.ordinal.first(doc)?)
    }

    /// Quotations of an article, from the document `from` on.
    pub fn quotes_of(&self, article: DocId, from: DocId) -> impl Iterator<Item = DocId> + '_ {
        let first = from.max(article + 1);
        (first..)
            .take_while(move |doc| self.ordinal.first(*doc) == Some(u64::from(*doc - article - 1)))
    }

    /// Value of one of the columns, 0 where the document has none.
    pub fn value(column: &Column<u64>, doc: DocId) -> u32 {
        column.first(doc).unwrap_or_default() as u32
    }
}
