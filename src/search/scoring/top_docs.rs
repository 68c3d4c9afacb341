//! The best of many, in an order that depends on nothing but the documents.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use serde::{Deserialize, Serialize};
use tantivy::DocAddress;

/// A document that matched, with all that decides its place.
#[derive(Clone, Copy, Debug)]
pub struct ScoredDoc {
    /// How many of the clauses it holds.
    pub held: usize,
    /// What it is ordered by: the score, or the day when sorted by date.
    pub rank: f64,
    /// The score.
    pub score: f32,
    /// What breaks ties: the article's id, then the place in the article.
    pub tie: (u64, u64),
    /// The document's own id.
    pub id: u64,
    pub address: DocAddress,
}

/// Where a hit stands in the order of an answer: what decides its place, without the document.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SearchAfter {
    pub rank: f64,
    pub score: f32,
    pub tie: (u64, u64),
    /// How many hits go before it, itself counted.
    pub shown: u64,
}

impl SearchAfter {
    /// Whether `ranked`, of those that hold everything, goes behind this one.
    fn is_before(&self, ranked: &ScoredDoc) -> bool {
        let order = ranked.rank.total_cmp(&self.rank);
        let order = order.then_with(|| ranked.score.total_cmp(&self.score));
        order.then_with(|| self.tie.cmp(&ranked.tie)) == Ordering::Less
    }
}

impl ScoredDoc {
    /// Where it stands when `shown` hits go up to it.
    pub fn standing(&self, shown: u64) -> SearchAfter {
        SearchAfter { rank: self.rank, score: self.score, tie: self.tie, shown }
    }

    /// `Less` when it goes before `other`.
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

/// Keeps the first `size` of all that are pushed.
#[derive(Debug)]
pub struct TopDocs {
    size: usize,
    after: Option<SearchAfter>,
    worst_first: BinaryHeap<ScoredDoc>,
}

impl TopDocs {
    /// Keeps only what goes behind `after`.
    pub fn new(size: usize, after: Option<SearchAfter>) -> Self {
        Self { size, after, worst_first: BinaryHeap::new() }
    }

    pub fn push(&mut self, ranked: ScoredDoc) {
        if self.after.is_some_and(|after| !after.is_before(&ranked)) {
            return;
        }
        if self.worst_first.len() < self.size {
            self.worst_first.push(ranked);
        } else if let Some(mut worst) = self.worst_first.peek_mut()
            && ranked < *worst
        {
            *worst = ranked;
        }
    }

    /// What a document must be ordered by at least to be kept; anything until there are enough.
    pub fn threshold(&self) -> Option<f64> {
        let full = self.worst_first.len() >= self.size;
        if full { self.worst_first.peek().map(|worst| worst.rank) } else { None }
    }

    /// The kept ones, best first.
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
