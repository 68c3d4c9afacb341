//! Folds the hits of one group of copies into the best of them.

use rustc_hash::{FxBuildHasher, FxHashMap};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId};

use crate::corpus::duplicates::articles::clusters::ArticleClusters;
use crate::corpus::duplicates::quotes::clusters::QuoteClusters;
use crate::search::scoring::columns::{Columns, Segments};
use crate::search::scoring::top_docs::{Ranked, Top};

/// By which groups hits are folded.
#[derive(Clone, Copy, Debug)]
pub enum Folding<'e> {
    /// Every hit stands for itself.
    Off,
    /// Articles that are copies of one another are one hit.
    Articles(&'e ArticleGroups),
    /// Quotations that are one are one hit.
    Quotes(&'e QuoteGroups),
}

impl Folding<'_> {
    /// The group of a document; `id` gives its own id.
    pub fn group(&self, address: DocAddress, id: impl FnOnce() -> u64) -> Option<u32> {
        match self {
            Self::Off => None,
            Self::Articles(groups) => groups.of(address),
            Self::Quotes(groups) => groups.of(id()),
        }
    }
}

/// The groups of articles by their documents. Of most questions every match is counted, and to look up its id first
/// would cost more than all the rest that is done about it.
#[derive(Debug)]
pub struct ArticleGroups {
    segments: Vec<FxHashMap<DocId, u32>>,
}

/// The groups of quotations by their ids. A common word stands in some hundred thousand quotations, and to search a
/// list for each took half of the time of the question.
#[derive(Debug)]
pub struct QuoteGroups {
    by_id: FxHashMap<u64, u32>,
}

impl QuoteGroups {
    pub fn new(sayings: &QuoteClusters) -> Self {
        let mut by_id = FxHashMap::with_capacity_and_hasher(sayings.grouped(), FxBuildHasher);
        for group in 0..sayings.groups() as u32 {
            by_id.extend(sayings.group(group).iter().map(|member| (member.id().0, group)));
        }
        Self { by_id }
    }

    fn of(&self, id: u64) -> Option<u32> {
        self.by_id.get(&id).copied()
    }
}

/// So many ids are read at once.
const AT_ONCE: usize = 1024;

impl ArticleGroups {
    pub fn new(segments: Segments<'_>, copies: &ArticleClusters) -> Self {
        let mut by_id = FxHashMap::default();
        for group in 0..copies.groups() as u32 {
            by_id.extend(copies.group(group).iter().map(|member| (member.id().0, group)));
        }
        Self { segments: segments.iter().map(|(_, columns)| of_segment(columns, &by_id)).collect() }
    }

    fn of(&self, address: DocAddress) -> Option<u32> {
        self.segments.get(address.segment_ord as usize)?.get(&address.doc_id).copied()
    }
}

fn of_segment(columns: &Columns, by_id: &FxHashMap<u64, u32>) -> FxHashMap<DocId, u32> {
    let Column { index, values } = &columns.article_id;
    let (mut rows, mut groups) = (Vec::new(), Vec::new());
    let count = if by_id.is_empty() { 0 } else { values.num_vals() };
    let mut some = [0; AT_ONCE];
    for start in (0..count).step_by(AT_ONCE) {
        let some = &mut some[..((count - start) as usize).min(AT_ONCE)];
        values.get_range(u64::from(start), some);
        for (row, id) in (start..).zip(some) {
            if let Some(group) = by_id.get(id) {
                rows.push(row);
                groups.push(*group);
            }
        }
    }
    index.select_batch_in_place(0, &mut rows);
    rows.into_iter().zip(groups).collect()
}

/// How many documents match, and of how many hits that is when copies are one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub documents: u64,
    pub distinct: u64,
}

/// The best of each group so far. They are ranked against the others at the end only, since a better one may come
/// from the next segment; so what is not of any group alone decides what falls short on the way, which keeps more
/// than need be and loses nothing.
#[derive(Debug, Default)]
pub struct Folded {
    best: FxHashMap<u32, Option<Ranked>>,
    alone: u64,
    documents: u64,
}

impl Folded {
    /// Counts a document of this group.
    pub fn count(&mut self, group: Option<u32>) {
        self.documents += 1;
        match group {
            Some(group) => {
                self.best.entry(group).or_default();
            }
            None => self.alone += 1,
        }
    }

    /// Takes a document that may be among the best.
    pub fn push(&mut self, group: Option<u32>, ranked: Ranked, top: &mut Top) {
        let Some(group) = group else { return top.push(ranked) };
        let best = self.best.entry(group).or_default();
        if best.is_none_or(|best| ranked < best) {
            *best = Some(ranked);
        }
    }

    /// Ranks the best of each group with the rest.
    pub fn finish(self, top: &mut Top) -> Totals {
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
        let ranked = |rank, id| Ranked {
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
            let (mut folded, mut top) = (Folded::default(), Top::new(3, None));
            for at in 0..all.len() {
                let (group, rank, id) = all[(at + turn) % all.len()];
                folded.count(group);
                folded.push(group, ranked(rank, id), &mut top);
            }
            assert_eq!(folded.finish(&mut top), Totals { documents: 5, distinct: 4 });
            let ids: Vec<u64> = top.into_sorted().iter().map(|r| r.id).collect();
            assert_eq!(ids, [3, 2, 5]);
        }
    }
}
