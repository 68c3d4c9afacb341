//! Postings of a term of a query: the documents that contain it.

use tantivy::{DocId, TERMINATED};

use crate::search::scoring::postings_union::PostingsUnion;
use crate::search::scoring::quote_postings::QuotePostings;

/// Documents of a segment to one entry, above which sorting the entries of a list is cheaper than
/// an accumulator for each document.
const SPARSE: usize = 64;

/// Documents that contain a term of a query, in ascending order, with frequencies and positions.
pub enum TermPostings {
    /// Articles, by the index's own lists.
    Articles(Box<PostingsUnion>),
    /// Quotations, by way of their articles.
    Quotes(Box<QuotePostings>),
    /// Documents with weighted frequencies, gathered from the lists of many terms, and the index of
    /// the current one. Has no positions.
    Listed(Vec<(DocId, f32)>, usize),
}

impl TermPostings {
    /// Postings without any document.
    pub fn empty() -> Self {
        Self::Listed(Vec::new(), 0)
    }

    /// Moves to the first document at or after `target`, and returns it.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Articles(union) => union.seek(target),
            Self::Quotes(quoted) => quoted.seek(target),
            Self::Listed(docs, at) => {
                if docs.get(*at).is_some_and(|(doc, _)| *doc < target) {
                    *at += docs[*at..].partition_point(|(doc, _)| *doc < target);
                }
                docs.get(*at).map_or(TERMINATED, |(doc, _)| *doc)
            }
        }
    }

    /// Moves to the next document, and returns it.
    #[inline]
    pub fn advance(&mut self) -> DocId {
        match self {
            Self::Articles(union) => union.advance(),
            Self::Quotes(quoted) => quoted.seek(quoted.doc().saturating_add(1).min(TERMINATED)),
            Self::Listed(docs, at) => {
                *at += 1;
                docs.get(*at).map_or(TERMINATED, |(doc, _)| *doc)
            }
        }
    }

    /// Estimate of the number of documents to go through.
    pub fn cost(&self) -> u64 {
        match self {
            Self::Articles(union) => union.cost(),
            Self::Quotes(quoted) => quoted.cost(),
            Self::Listed(docs, _) => docs.len() as u64,
        }
    }

    /// Current document; `TERMINATED` behind the last.
    pub fn doc(&self) -> DocId {
        match self {
            Self::Articles(union) => union.doc(),
            Self::Quotes(quoted) => quoted.doc(),
            Self::Listed(docs, at) => docs.get(*at).map_or(TERMINATED, |(doc, _)| *doc),
        }
    }

    /// Number of occurrences in the current document, weighted where the lists were gathered.
    pub fn frequency(&mut self) -> f32 {
        match self {
            Self::Articles(union) => union.frequency() as f32,
            Self::Quotes(quoted) => quoted.positions().len() as f32,
            Self::Listed(docs, at) => docs.get(*at).map_or(0.0, |(_, frequency)| *frequency),
        }
    }

    /// Replaces `found` by the positions in the current document, in ascending order.
    pub fn positions(&mut self, found: &mut Vec<u32>) {
        match self {
            Self::Articles(union) => union.positions(found),
            Self::Quotes(quoted) => quoted.positions().clone_into(found),
            Self::Listed(..) => found.clear(),
        }
    }

    /// Appends all documents to a list, each with its frequency times `weight`.
    pub fn gather_into(&mut self, listed: &mut Vec<(DocId, f32)>, weight: f32) {
        let mut doc = self.doc();
        while doc != TERMINATED {
            listed.push((doc, self.frequency() * weight));
            doc = self.advance();
        }
    }

    /// Merges documents and frequencies of several lists, which stand one behind the other; `None`
    /// when there are none. `max_doc` is the number of documents of the segment.
    pub fn from_gathered(mut all: Vec<(DocId, f32)>, max_doc: DocId) -> Option<Self> {
        // Term-at-a-time accumulators, or a sort of the entries. Either way frequencies are added
        // in the order of the lists.
        if all.len() > max_doc as usize / SPARSE {
            let mut frequencies = vec![0.0_f32; max_doc as usize];
            for (doc, frequency) in all.drain(..) {
                frequencies[doc as usize] += frequency;
            }
            let some = (0..max_doc).zip(frequencies).filter(|(_, frequency)| *frequency > 0.0);
            all.extend(some);
        } else {
            all.sort_by_key(|(doc, _)| *doc);
            all.dedup_by(|(doc, frequency), (kept, sum)| {
                let same = doc == kept;
                if same {
                    *sum += *frequency;
                }
                same
            });
        }
        (!all.is_empty()).then_some(Self::Listed(all, 0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn lists_are_added_up_alike_however_many_documents_there_are(
            all in proptest::collection::vec((0_u32..90, 1_u8..9), 1..200),
        ) {
            let all: Vec<(DocId, f32)> =
                all.into_iter().map(|(doc, times)| (doc, f32::from(times) * 0.6)).collect();
            let docs = |postings: Option<TermPostings>| match postings {
                Some(TermPostings::Listed(docs, 0)) => docs,
                _ => Vec::new(),
            };
            let dense = docs(TermPostings::from_gathered(all.clone(), 90));
            prop_assert_eq!(dense, docs(TermPostings::from_gathered(all, 1_000_000)));
        }
    }
}
