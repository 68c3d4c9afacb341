//! Which article a document belongs to.

use tantivy::columnar::Column;
use tantivy::{DocId, SegmentReader};

use crate::store::columns;

/// The ids of articles by document of one segment. Only articles have the column; their quotations come right behind
/// them, and eight bytes more for each would be a fiftieth of the index.
#[derive(Clone, Debug)]
pub struct ArticleIds {
    ids: Column<u64>,
    ordinals: Column<u64>,
}

impl ArticleIds {
    /// Those of a segment.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        Ok(Self {
            ids: columns::ARTICLE_ID.open(segment)?,
            ordinals: columns::ORDINAL.open(segment)?,
        })
    }

    /// The article of an article or quotation; `None` for a ledger row.
    pub fn first(&self, doc: DocId) -> Option<u64> {
        match self.ordinals.first(doc) {
            None => self.ids.first(doc),
            Some(ordinal) => self.ids.first(article_of(doc, ordinal)?),
        }
    }
}

/// The document of the article that a quotation belongs to: its quotations come right behind it, in their order.
pub fn article_of(quotation: DocId, ordinal: u64) -> Option<DocId> {
    quotation.checked_sub(1)?.checked_sub(u32::try_from(ordinal).ok()?)
}
