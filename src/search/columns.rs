//! The columns that every question reads, opened once: looking one up by its name costs more than many a query.

use std::sync::Arc;

use tantivy::Searcher;
use tantivy::columnar::Column;

use crate::search::postings::QuoteColumns;
use crate::store::ArticleIds;

/// Columns of one segment.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    /// The article's id, for articles and quotations.
    pub(super) article: ArticleIds,
    /// The same for articles alone.
    pub(super) article_id: Column<u64>,
    /// The quotation's own id.
    pub(super) key: Column<u64>,
    /// Where quotations stand in their articles.
    pub(super) quotes: Arc<QuoteColumns>,
    /// First day of the published date.
    pub(super) day: Column<i64>,
    /// Last day of the published date.
    pub(super) day_last: Column<i64>,
}

impl Columns {
    /// Those of all segments.
    pub(super) fn of(searcher: &Searcher) -> tantivy::Result<Vec<Self>> {
        let segments = searcher.segment_readers().iter();
        segments
            .map(|segment| {
                let fast = segment.fast_fields();
                Ok(Self {
                    article: ArticleIds::open(segment)?,
                    article_id: fast.u64("article_id")?,
                    key: fast.u64("key")?,
                    quotes: Arc::new(QuoteColumns::open(segment)?),
                    day: fast.i64("day")?,
                    day_last: fast.i64("day_last")?,
                })
            })
            .collect()
    }
}
