//! The columns that every question reads, opened once: looking one up by its name costs more than
//! many a query.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::{DocId, Searcher, SegmentReader};

use crate::search::scoring::quote_columns::QuoteColumns;
use crate::store::{ArticleIds, columns};

/// Columns of one segment.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Id of the article, for articles and quotations.
    pub article: ArticleIds,
    /// Id of the article, for articles alone.
    pub article_id: Column<u64>,
    /// Id of the quotation.
    pub key: Column<u64>,
    /// Location of quotations in their articles.
    pub quotes: Arc<QuoteColumns>,
    /// First day of the published date.
    pub day: Column<i64>,
    /// Last day of the published date.
    pub day_last: Column<i64>,
    /// Deleted documents, in ascending order: after most runs few, so that what they would add to a
    /// count is sooner taken off than all others are looked at.
    pub deleted: Vec<DocId>,
}

/// Segments of one commit, with their columns.
#[derive(Clone, Copy)]
pub struct Segments<'e> {
    /// Searcher of the commit.
    pub searcher: &'e Searcher,
    /// Columns of each segment.
    pub columns: &'e [Columns],
}

impl<'e> Segments<'e> {
    /// Segments, each with its columns.
    pub fn iter(self) -> impl Iterator<Item = (&'e SegmentReader, &'e Columns)> {
        self.searcher.segment_readers().iter().zip(self.columns)
    }
}

impl Columns {
    /// Opens the columns of all segments.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn open_all(searcher: &Searcher) -> tantivy::Result<Vec<Self>> {
        let segments = searcher.segment_readers().iter();
        segments
            .map(|segment| {
                Ok(Self {
                    article: ArticleIds::open(segment)?,
                    article_id: columns::ARTICLE_ID.open(segment)?,
                    key: columns::KEY.open(segment)?,
                    quotes: Arc::new(QuoteColumns::open(segment)?),
                    day: columns::DAY.open(segment)?,
                    day_last: columns::DAY_LAST.open(segment)?,
                    deleted: deleted(segment),
                })
            })
            .collect()
    }
}

/// Deleted documents of a segment, in ascending order.
fn deleted(segment: &SegmentReader) -> Vec<DocId> {
    let Some(alive) = segment.alive_bitset() else { return Vec::new() };
    let all = (0..segment.max_doc()).filter(|doc| alive.is_deleted(*doc));
    all.take(segment.num_deleted_docs() as usize).collect()
}
