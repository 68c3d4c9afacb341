//! Digests of the stored articles, looked up by id: eight bytes that tell whether an article has
//! changed.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, Searcher, TERMINATED, Term};

use crate::model::ArticleId;
use crate::store::columns;

/// Digests of all articles of a commit.
pub struct ArticleDigests {
    searcher: Searcher,
    segments: Vec<(Arc<InvertedIndexReader>, Column<u64>)>,
    article: Field,
}

impl ArticleDigests {
    /// Opens the digests of a commit; `article` is the field of the articles' ids.
    ///
    /// # Errors
    /// A segment cannot be read.
    pub(crate) fn open(searcher: Searcher, article: Field) -> tantivy::Result<Self> {
        let open = |segment: &tantivy::SegmentReader| {
            Ok((segment.inverted_index(article)?, columns::CONTENT.open(segment)?))
        };
        let segments =
            searcher.segment_readers().iter().map(open).collect::<tantivy::Result<_>>()?;
        Ok(Self { searcher, segments, article })
    }

    /// Digest of the article with this id, if the index has it.
    pub fn get(&self, id: ArticleId) -> Option<u64> {
        let term = Term::from_field_u64(self.article, id.0);
        for (segment, (terms, digests)) in
            self.searcher.segment_readers().iter().zip(&self.segments)
        {
            // A segment that cannot be read has nothing that could be kept: the article is made
            // anew.
            let Ok(Some(mut postings)) = terms.read_postings(&term, IndexRecordOption::Basic)
            else {
                continue;
            };
            while postings.doc() != TERMINATED {
                let doc = postings.doc();
                // Of the documents with this id only the article itself has a digest.
                if !segment.is_deleted(doc)
                    && let Some(digest) = digests.first(doc)
                {
                    return Some(digest);
                }
                postings.advance();
            }
        }
        None
    }
}

impl std::fmt::Debug for ArticleDigests {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ArticleDigests")
    }
}
