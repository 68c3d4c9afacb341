//! Articles that documents belong to.

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use crate::store::columns;

/// Ids of articles by document, of one segment. Only articles have the column; their quotations
/// come right behind them, and eight bytes more for each would be a fiftieth of the index.
#[derive(Clone, Debug)]
pub struct ArticleIds {
    ids: Column<u64>,
    ordinals: Column<u64>,
}

impl ArticleIds {
    /// Opens the columns of a segment.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self {
            ids: columns::ARTICLE_ID.open(segment)?,
            ordinals: columns::ORDINAL.open(segment)?,
        })
    }

    /// Id of an article, or of the article of a quotation; `None` for a ledger row.
    pub fn first(&self, doc: DocId) -> Option<u64> {
        match self.ordinals.first(doc) {
            None => self.ids.first(doc),
            Some(ordinal) => self.ids.first(article_of(doc, ordinal)?),
        }
    }
}

/// Document of the article that a quotation belongs to, given the index of the quotation in it:
/// quotations come right behind their article, in their order.
pub fn article_of(quotation: DocId, ordinal: u64) -> Option<DocId> {
    quotation.checked_sub(1)?.checked_sub(u32::try_from(ordinal).ok()?)
}
