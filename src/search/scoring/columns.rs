//! The columns that every question reads, opened once: looking one up by its name costs more than many a query.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::{DocId, Searcher, SegmentReader};

use crate::search::scoring::postings::QuoteColumns;
use crate::store::{ArticleIds, columns};

/// Columns of one segment.
#[derive(Clone, Debug)]
pub struct Columns {
    /// The article's id, for articles and quotations.
    pub article: ArticleIds,
    /// The same for articles alone.
    pub article_id: Column<u64>,
    /// The quotation's own id.
    pub key: Column<u64>,
    /// Where quotations stand in their articles.
    pub quotes: Arc<QuoteColumns>,
    /// First day of the published date.
    pub day: Column<i64>,
    /// Last day of the published date.
    pub day_last: Column<i64>,
    /// The deleted documents, in order: after most runs few, so that what they would add to a count is sooner
    /// taken off than all others are looked at.
    pub deleted: Vec<DocId>,
}

/// The segments of one commit with what was opened of them once.
#[derive(Clone, Copy)]
pub struct Segments<'e> {
    pub searcher: &'e Searcher,
    pub columns: &'e [Columns],
}

impl<'e> Segments<'e> {
    /// Each with its columns.
    pub fn iter(self) -> impl Iterator<Item = (&'e SegmentReader, &'e Columns)> {
        self.searcher.segment_readers().iter().zip(self.columns)
    }
}

impl Columns {
    /// Those of all segments.
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

fn deleted(segment: &SegmentReader) -> Vec<DocId> {
    let Some(alive) = segment.alive_bitset() else { return Vec::new() };
    let all = (0..segment.max_doc()).filter(|doc| alive.is_deleted(*doc));
    all.take(segment.num_deleted_docs() as usize).collect()
}
