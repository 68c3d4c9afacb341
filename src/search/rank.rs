//! Runs a question through the segments of an index and keeps the best.
//!
//! Every match is visited, since the total is exact; so nothing is lost by scoring in our own order
//! instead of with tantivy's pruning.

use rustc_hash::FxHashSet;
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, DocSet, Searcher, TERMINATED};

use crate::search::Sort;
use crate::search::authority::SpeakerFilter;
use crate::search::matcher::{Matcher, WeighedClause};
use crate::search::top::{Ranked, Standing, Top};

/// A question made ready for the segments.
pub(super) struct Plan<'q> {
    pub(super) searcher: &'q Searcher,
    pub(super) query: Box<dyn Query>,
    pub(super) wanted: Vec<WeighedClause<'q>>,
    pub(super) negated: Vec<WeighedClause<'q>>,
    pub(super) allowed: Option<FxHashSet<u64>>,
    /// Decides about the speaker of quotations.
    pub(super) speakers: Option<&'q SpeakerFilter<'q>>,
    pub(super) id_column: &'static str,
    pub(super) sort: Sort,
    pub(super) size: usize,
    /// Only what goes behind this hit.
    pub(super) after: Option<Standing>,
}

impl Plan<'_> {
    /// The best of the documents that hold at least `least` and at most `most` of the clauses, and
    /// how many there are. With `most_held_first`, those that hold more go before those that hold fewer.
    pub(super) fn run(
        &self,
        least: usize,
        most: usize,
        most_held_first: bool,
    ) -> tantivy::Result<(Vec<Ranked>, u64)> {
        let mut top = Top::new(self.size, self.after);
        let mut total = 0;
        self.visit(least, most, most_held_first, |ranked| {
            total += 1;
            top.push(ranked);
        })?;
        Ok((top.into_sorted(), total))
    }

    /// Calls `each` with every document that holds at least `least` and at most `most` of the
    /// clauses, segment by segment.
    pub(super) fn visit(
        &self,
        least: usize,
        most: usize,
        most_held_first: bool,
        mut each: impl FnMut(Ranked),
    ) -> tantivy::Result<()> {
        let weight = self.query.weight(EnableScoring::disabled_from_searcher(self.searcher))?;
        for (ordinal, segment) in self.searcher.segment_readers().iter().enumerate() {
            let in_segment =
                |clauses: &[WeighedClause<'_>]| -> tantivy::Result<Vec<Option<Matcher>>> {
                    clauses.iter().map(|clause| clause.in_segment(segment)).collect()
                };
            let mut wanted = in_segment(&self.wanted)?;
            let mut negated = in_segment(&self.negated)?;
            if wanted.iter().flatten().count() < least {
                continue;
            }
            let fast = segment.fast_fields();
            let ids: Column<u64> = fast.u64(self.id_column)?;
            let articles: Column<u64> = fast.u64("article")?;
            let ordinals: Column<u64> = fast.u64("ordinal")?;
            let days: Column<i64> = fast.i64("day")?;
            let speakers =
                self.speakers.map(|speakers| speakers.in_segment(segment)).transpose()?;
            let mut filter = weight.scorer(segment, 1.0)?;
            let mut doc = filter.doc();
            while doc != TERMINATED {
                // The next document that enough clauses can hold, then the next that the filter lets by.
                let candidate = next_candidate(&mut wanted, least, doc);
                if candidate > doc {
                    doc = if candidate == TERMINATED { TERMINATED } else { filter.seek(candidate) };
                    continue;
                }
                let holds = |matcher: &mut Option<Matcher>| {
                    matcher.as_mut().is_some_and(|m| m.seek(doc) == doc)
                };
                let held = wanted.iter_mut().filter_map(|m| holds(m).then_some(())).count();
                let fits = (least..=most).contains(&held)
                    && !segment.is_deleted(doc)
                    && !negated.iter_mut().any(holds)
                    && self.allows(&articles, doc)
                    && speakers.as_ref().is_none_or(|speakers| speakers(doc));
                if fits {
                    let mut score = 0.0;
                    for matcher in wanted.iter_mut().flatten() {
                        if matcher.doc() == doc {
                            score += matcher.score(doc);
                        }
                    }
                    each(Ranked {
                        held: if most_held_first { held } else { 0 },
                        rank: self.rank(score, days.first(doc)),
                        score,
                        tie: (first(&articles, doc), first(&ordinals, doc)),
                        id: first(&ids, doc),
                        address: DocAddress::new(ordinal as u32, doc),
                    });
                }
                doc = filter.advance();
            }
        }
        Ok(())
    }

    fn allows(&self, articles: &Column<u64>, doc: DocId) -> bool {
        match &self.allowed {
            Some(allowed) => articles.first(doc).is_some_and(|id| allowed.contains(&id)),
            None => true,
        }
    }

    /// What a document is ordered by: higher goes first.
    fn rank(&self, score: f32, day: Option<i64>) -> f64 {
        let newest = |day: i64| day as f64;
        match (self.sort, day) {
            (Sort::Relevance, day) if self.wanted.is_empty() => {
                day.map_or(f64::NEG_INFINITY, newest)
            }
            (Sort::Relevance, _) => f64::from(score),
            (_, None) => f64::NEG_INFINITY,
            (Sort::Newest, Some(day)) => newest(day),
            (Sort::Oldest, Some(day)) => -newest(day),
        }
    }
}

/// A document's value, 0 when it has none.
fn first(column: &Column<u64>, doc: DocId) -> u64 {
    column.first(doc).unwrap_or_default()
}

/// The first document at or after `doc` that at least `least` of the matchers may hold.
fn next_candidate(wanted: &mut [Option<Matcher>], least: usize, doc: DocId) -> DocId {
    if least == 0 {
        return doc;
    }
    let all = least == wanted.len();
    let mut candidate = if all { doc } else { TERMINATED };
    for matcher in wanted.iter_mut().flatten() {
        let at = if matcher.doc() < doc { matcher.seek(doc) } else { matcher.doc() };
        candidate = if all { candidate.max(at) } else { candidate.min(at) };
    }
    candidate
}
