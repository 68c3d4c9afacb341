//! Top documents, in an order that depends on nothing but the documents.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};
use tantivy::DocAddress;

/// Document that matched, with all that decides its rank.
#[derive(Clone, Copy, Debug)]
pub struct ScoredDoc {
    /// Number of clauses that match.
    pub held: usize,
    /// Sort key, higher first: the score, or the day when sorted by date.
    pub rank: f64,
    /// Score.
    pub score: f32,
    /// Tie breaker: the article's id, then the ordinal in the article.
    pub tie: (u64, u64),
    /// Id of the document.
    pub id: u64,
    /// Address of the document in the index.
    pub address: DocAddress,
}

/// Position in the order of an answer, behind which the next page begins: all that decides the rank
/// of its last hit, without the document.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchAfter {
    /// Sort key of the hit, higher first.
    pub rank: f64,
    /// Score of the hit.
    pub score: f32,
    /// Tie breaker of the hit.
    pub tie: (u64, u64),
    /// Number of hits up to this one, itself included.
    pub shown: u64,
}

impl SearchAfter {
    /// True if `doc`, of those that match all clauses, goes behind this position.
    fn is_before(&self, doc: &ScoredDoc) -> bool {
        let order = doc.rank.total_cmp(&self.rank);
        let order = order.then_with(|| doc.score.total_cmp(&self.score));
        order.then_with(|| self.tie.cmp(&doc.tie)) == Ordering::Less
    }
}

impl ScoredDoc {
    /// Position of the document when it is hit number `shown`.
    pub fn standing(&self, shown: u64) -> SearchAfter {
        SearchAfter { rank: self.rank, score: self.score, tie: self.tie, shown }
    }

    /// `Less` when the document goes before `other`.
    fn order(&self, other: &Self) -> Ordering {
        other
            .held
            .cmp(&self.held)
            .then_with(|| other.rank.total_cmp(&self.rank))
            .then_with(|| other.score.total_cmp(&self.score))
            .then_with(|| self.tie.cmp(&other.tie))
    }
}

impl PartialEq for ScoredDoc {
    fn eq(&self, other: &Self) -> bool {
        self.order(other) == Ordering::Equal
    }
}

impl Eq for ScoredDoc {}

impl PartialOrd for ScoredDoc {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ScoredDoc {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order(other)
    }
}

/// Collector of the first `size` of all documents that are pushed.
#[derive(Debug)]
pub struct TopDocs {
    size: usize,
    after: Option<SearchAfter>,
    worst_first: BinaryHeap<ScoredDoc>,
}

impl TopDocs {
    /// Collector of `size` documents, of those behind `after` only.
    pub fn new(size: usize, after: Option<SearchAfter>) -> Self {
        Self { size, after, worst_first: BinaryHeap::new() }
    }

    /// Adds a document if it is among the first so far.
    pub fn push(&mut self, doc: ScoredDoc) {
        if self.after.is_some_and(|after| !after.is_before(&doc)) {
            return;
        }
        if self.worst_first.len() < self.size {
            self.worst_first.push(doc);
        } else if let Some(mut worst) = self.worst_first.peek_mut()
            && doc < *worst
        {
            *worst = doc;
        }
    }

    /// Lowest sort key that may still be kept; `None` until there are enough documents.
    pub fn threshold(&self) -> Option<f64> {
        let full = self.worst_first.len() >= self.size;
        if full { self.worst_first.peek().map(|worst| worst.rank) } else { None }
    }

    /// Collected documents, best first.
    pub fn into_sorted(self) -> Vec<ScoredDoc> {
        self.worst_first.into_sorted_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_go_by_article_whatever_the_order_of_arrival() {
        let ranked = |held, rank, id| ScoredDoc {
            held,
            rank,
            score: 1.0,
            tie: (id, 0),
            id,
            address: DocAddress::new(0, 0),
        };
        let all = [ranked(1, 9.0, 1), ranked(2, 1.0, 7), ranked(2, 1.0, 3), ranked(2, 2.0, 9)];
        for turn in 0..all.len() {
            let mut top = TopDocs::new(3, None);
            for at in 0..all.len() {
                top.push(all[(at + turn) % all.len()]);
            }
            let ids: Vec<u64> = top.into_sorted().iter().map(|r| r.id).collect();
            assert_eq!(ids, [9, 3, 7]);
        }
    }
}
