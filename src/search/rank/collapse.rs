//! Field collapsing: of the hits of one cluster of copies only the best is kept.

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use crate::search::scoring::top_docs::{ScoredDoc, TopDocs};
use crate::search::snapshot::cluster_index::{ArticleClusterIndex, QuoteClusterIndex};

/// Clusters that hits are collapsed by.
#[derive(Clone, Copy, Debug)]
pub enum Collapse<'e> {
    /// None: every hit stands for itself.
    Off,
    /// Clusters of articles that are copies of one another.
    Articles(&'e ArticleClusterIndex),
    /// Clusters of quotations that are one.
    Quotes(&'e QuoteClusterIndex),
}

impl Collapse<'_> {
    /// Number of the cluster of a document; `id` returns the document's own id.
    pub fn cluster(&self, address: DocAddress, id: impl FnOnce() -> u64) -> Option<u32> {
        match self {
            Self::Off => None,
            Self::Articles(clusters) => clusters.cluster(address),
            Self::Quotes(clusters) => clusters.cluster(id()),
        }
    }
}

/// Numbers of documents and of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Number of documents that match.
    pub documents: u64,
    /// Number of hits when copies are one.
    pub distinct: u64,
}

/// Best hit of each cluster so far. They are ranked against the others at the end only, since a
/// better one may come from the next segment; so the documents of no cluster alone make the
/// threshold on the way, which keeps more than need be and loses nothing.
#[derive(Debug, Default)]
pub struct CollapsedHits {
    best: FxHashMap<u32, Option<ScoredDoc>>,
    alone: u64,
    documents: u64,
}

impl CollapsedHits {
    /// Counts a document of a cluster, or of none.
    pub fn count(&mut self, cluster: Option<u32>) {
        self.documents += 1;
        match cluster {
            Some(cluster) => {
                self.best.entry(cluster).or_default();
            }
            None => self.alone += 1,
        }
    }

    /// Adds a document that may be among the best.
    pub fn push(&mut self, cluster: Option<u32>, ranked: ScoredDoc, top: &mut TopDocs) {
        let Some(cluster) = cluster else { return top.push(ranked) };
        let best = self.best.entry(cluster).or_default();
        if best.is_none_or(|best| ranked < best) {
            *best = Some(ranked);
        }
    }

    /// Ranks the best of each cluster with the rest.
    pub fn finish(self, top: &mut TopDocs) -> Totals {
        let totals =
            Totals { documents: self.documents, distinct: self.alone + self.best.len() as u64 };
        for ranked in self.best.into_values().flatten() {
            top.push(ranked);
        }
        totals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_one_hit_whatever_the_order_of_arrival() {
        let ranked = |rank, id| ScoredDoc {
            held: 0,
            rank,
            score: rank as f32,
            tie: (id, 0),
            id,
            address: DocAddress::new(0, 0),
        };
        let all = [
            (Some(1), 5.0, 1),
            (None, 4.0, 2),
            (Some(1), 9.0, 3),
            (Some(2), 1.0, 4),
            (None, 3.0, 5),
        ];
        for turn in 0..all.len() {
            let (mut collapsed, mut top) = (CollapsedHits::default(), TopDocs::new(3, None));
            for at in 0..all.len() {
                let (cluster, rank, id) = all[(at + turn) % all.len()];
                collapsed.count(cluster);
                collapsed.push(cluster, ranked(rank, id), &mut top);
            }
            assert_eq!(collapsed.finish(&mut top), Totals { documents: 5, distinct: 4 });
            let ids: Vec<u64> = top.into_sorted().iter().map(|r| r.id).collect();
            assert_eq!(ids, [3, 2, 5]);
        }
    }
}
