//! Loops over the documents of a segment that are not deleted.

use rustc_hash::FxHashSet;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use crate::store::article_ids::ArticleIds;

/// Calls `each` with every document of `docs` that is not deleted.
pub fn for_each_live(
    segment: &SegmentReader,
    docs: &mut (impl DocSet + ?Sized),
    mut each: impl FnMut(DocId),
) {
    while docs.doc() != TERMINATED {
        if !segment.is_deleted(docs.doc()) {
            each(docs.doc());
        }
        docs.advance();
    }
}

/// Documents that a query matches, perhaps of some articles only.
#[derive(Clone, Copy)]
pub struct LiveDocuments<'q> {
    /// Commit that is read.
    pub searcher: &'q Searcher,
    /// Query that the documents match; not scored.
    pub query: &'q dyn Query,
    /// Ids of the articles, if only these and their quotations count.
    pub articles: Option<&'q FxHashSet<u64>>,
}

impl LiveDocuments<'_> {
    /// Calls `each` with every matching document of a segment that is not deleted.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn for_each(
        &self,
        segment: &SegmentReader,
        mut each: impl FnMut(DocId),
    ) -> tantivy::Result<()> {
        let weight = self.query.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        let ids = ArticleIds::open(segment)?;
        for_each_live(segment, weight.scorer(segment, 1.0)?.as_mut(), |doc| {
            let allowed = match self.articles {
                Some(articles) => ids.first(doc).is_some_and(|id| articles.contains(&id)),
                None => true,
            };
            if allowed {
                each(doc);
            }
        });
        Ok(())
    }
}
