//! Collectors: a compiled query is run through the segments of an index, and a collector keeps the
//! best of the documents that match, or counts them.
//!
//! Every match is visited, since the total is exact. But only documents that can still come among
//! the best are scored in full, as MaxScore does (Turtle and Flood 1995): of most documents the
//! body's own score and an upper bound of all that headline, spelling and positions could add say
//! that they cannot.

use std::ops::RangeInclusive;

use rustc_hash::FxHashSet;
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query, Scorer};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader, TERMINATED};

use crate::corpus::names::speakers::SpeakerFilter;
use crate::model::Days;
use crate::search::plan::query_plan::Clause;
use crate::search::plan::question::Sort;
use crate::search::plan::segment_filter::SegmentContext;
use crate::search::rank::collapse::{Collapse, CollapsedHits, Totals};
use crate::search::rank::coordination::Coordination;
use crate::search::rank::hit_order::HitOrder;
use crate::search::rank::proximity::{Proximity, SegmentProximity};
use crate::search::scoring::columns::Columns;
use crate::search::scoring::scorer::{ClauseScorer, ROUNDING_MARGIN};
use crate::search::scoring::top_docs::{ScoredDoc, SearchAfter, TopDocs};

/// Execution of a compiled query over the segments of a commit.
pub struct Execution<'q> {
    /// Commit that is searched.
    pub searcher: &'q Searcher,
    /// Filter of documents by their own fields.
    pub query: Box<dyn Query>,
    /// True if the query filters by nothing but the kind of document.
    pub kind_only: bool,
    /// Clauses that documents are ranked by.
    pub wanted: &'q [Clause],
    /// Clauses that documents must match and are not ranked by.
    pub required: &'q [Clause],
    /// Context that clauses are opened in for a segment.
    pub context: &'q SegmentContext<'q>,
    /// Ids of the articles that documents must belong to; any if `None`.
    pub allowed: Option<FxHashSet<u64>>,
    /// Filter of quotations by their speaker.
    pub speakers: Option<&'q SpeakerFilter<'q>>,
    /// Share of the question that a document holds, which the score is multiplied by a power of.
    pub coordination: Coordination,
    /// Proximity of the words, which adds to the score.
    pub proximity: Proximity<'q>,
    /// Columns of each segment.
    pub columns: &'q [Columns],
    /// True if a document's id is the one of its article.
    pub of_articles: bool,
    /// Order of the hits.
    pub order: HitOrder,
    /// Day of reference, where recent documents are preferred.
    pub recent: Option<Days>,
    /// Number of hits to keep.
    pub size: usize,
    /// Hit behind which hits are kept; all matches count.
    pub after: Option<SearchAfter>,
    /// Clusters of which only the best hit is kept.
    pub collapse: Collapse<'q>,
    /// Ids of documents that were shown before and are passed over.
    pub seen: Option<&'q FxHashSet<u64>>,
}

/// Scorers of one segment.
pub struct SegmentScorers<'s, 'q> {
    /// Number of the segment in its commit.
    pub ordinal: u32,
    wanted: Vec<ClauseScorer<'q>>,
    proximity: SegmentProximity<'s>,
    columns: &'q Columns,
    ids: &'q Column<u64>,
}

/// Filter of a segment's documents, by all conditions besides the wanted clauses.
struct DocFilter<'g, 'q, S> {
    execution: &'g Execution<'q>,
    segment: &'g SegmentReader,
    columns: &'q Columns,
    ids: &'q Column<u64>,
    /// Filter by the document's own fields; `None` where the wanted clauses lead to no other
    /// documents.
    filter: Option<Box<dyn Scorer>>,
    required: Vec<ClauseScorer<'q>>,
    speakers: Option<S>,
}

impl<S: Fn(DocId) -> bool> DocFilter<'_, '_, S> {
    /// First document at or after `doc` that may be accepted.
    fn seek(&mut self, mut doc: DocId) -> DocId {
        if let Some(filter) = &mut self.filter
            && doc != TERMINATED
        {
            doc = if filter.doc() < doc { filter.seek(doc) } else { filter.doc() };
        }
        for matcher in &mut self.required {
            if doc == TERMINATED {
                break;
            }
            doc = matcher.seek(doc);
        }
        doc
    }

    /// True if every document is accepted.
    fn accepts_all(&self) -> bool {
        let Execution { allowed, seen, .. } = self.execution;
        !self.segment.has_deletes()
            && self.filter.is_none()
            && allowed.is_none()
            && self.required.is_empty()
            && self.speakers.is_none()
            && seen.is_none()
    }

    /// True if a document meets all conditions.
    fn accepts(&mut self, doc: DocId) -> bool {
        let Execution { allowed, seen, .. } = self.execution;
        let article = |allowed: &FxHashSet<u64>| {
            self.columns.article.first(doc).is_some_and(|id| allowed.contains(&id))
        };
        !self.segment.is_deleted(doc)
            && self.filter.as_mut().is_none_or(|filter| {
                let at = if filter.doc() < doc { filter.seek(doc) } else { filter.doc() };
                at == doc
            })
            && allowed.as_ref().is_none_or(article)
            && self.required.iter_mut().all(|matcher| matcher.matches(doc))
            && self.speakers.as_ref().is_none_or(|speakers| speakers(doc))
            && seen.is_none_or(|seen| !seen.contains(&first(self.ids, doc)))
    }
}

/// Collector of the documents that match.
pub trait Collector<'q> {
    /// Rank that a document must have to be collected; any if `None`.
    fn threshold(&self) -> Option<f64> {
        None
    }

    /// Counts a document of a segment that matches and ranks below the threshold; `ids` is the
    /// column of ids.
    fn count(&mut self, _ordinal: u32, _ids: &Column<u64>, _doc: DocId) {}

    /// Collects a document that matches `held` clauses.
    ///
    /// # Errors
    /// The index cannot be read.
    fn collect(
        &mut self,
        scorers: &mut SegmentScorers<'_, 'q>,
        doc: DocId,
        held: usize,
    ) -> tantivy::Result<()>;
}

/// Collector of the best documents.
struct TopCollector<'p, 'q> {
    execution: &'p Execution<'q>,
    top: TopDocs,
    collapsed: CollapsedHits,
    /// True if documents that cannot come among the best may be skipped.
    prunes: bool,
    /// True if documents that match more clauses go first.
    most_held_first: bool,
}

impl<'q> Collector<'q> for TopCollector<'_, 'q> {
    fn threshold(&self) -> Option<f64> {
        self.top.threshold().filter(|_| self.prunes)
    }

    fn count(&mut self, ordinal: u32, ids: &Column<u64>, doc: DocId) {
        let address = DocAddress::new(ordinal, doc);
        self.collapsed.count(self.execution.collapse.cluster(address, || first(ids, doc)));
    }

    fn collect(
        &mut self,
        scorers: &mut SegmentScorers<'_, 'q>,
        doc: DocId,
        held: usize,
    ) -> tantivy::Result<()> {
        let (execution, threshold) = (self.execution, self.threshold());
        let address = DocAddress::new(scorers.ordinal, doc);
        let cluster = execution.collapse.cluster(address, || first(scorers.ids, doc));
        self.collapsed.count(cluster);
        if threshold.is_some_and(|threshold| {
            execution.is_uncompetitive(&mut scorers.wanted, doc, threshold)
        }) {
            return Ok(());
        }
        let held = if self.most_held_first { held } else { 0 };
        if let Some(ranked) = execution.ranked(scorers, doc, held, threshold)? {
            self.collapsed.push(cluster, ranked, &mut self.top);
        }
        Ok(())
    }
}

impl<'q> Execution<'q> {
    /// Best documents that match between `min` and `max` of the clauses (both within), and their
    /// number. With `most_held_first`, documents that match more clauses go before those that match
    /// fewer.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn run(
        &self,
        min: usize,
        max: usize,
        most_held_first: bool,
    ) -> tantivy::Result<(Vec<ScoredDoc>, Totals)> {
        let prunes =
            self.order.sort == Sort::Relevance && !most_held_first && !self.wanted.is_empty();
        let top = TopDocs::new(self.size, self.after);
        let mut best = TopCollector {
            execution: self,
            top,
            collapsed: CollapsedHits::default(),
            prunes,
            most_held_first,
        };
        self.visit(min, max, &mut best)?;
        let TopCollector { mut top, collapsed, .. } = best;
        let totals = collapsed.finish(&mut top);
        Ok((top.into_sorted(), totals))
    }

    /// Shows the collector every document that matches between `min` and `max` of the clauses (both
    /// within), segment by segment, in ascending order.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn visit(
        &self,
        min: usize,
        max: usize,
        collector: &mut impl Collector<'q>,
    ) -> tantivy::Result<()> {
        let searcher: &'q Searcher = self.searcher;
        let weight = self.query.weight(EnableScoring::disabled_from_searcher(searcher))?;
        for (ordinal, segment) in searcher.segment_readers().iter().enumerate() {
            let ordinal = ordinal as u32;
            let in_segment = |clauses: &'q [Clause]| -> tantivy::Result<Vec<ClauseScorer<'q>>> {
                let clauses = clauses.iter();
                clauses.map(|c| self.context.scorer(c, segment, ordinal)).collect()
            };
            let wanted = in_segment(self.wanted)?;
            let possible = wanted.iter().filter(|m| !matches!(m, ClauseScorer::Nothing)).count();
            if possible < min {
                continue;
            }
            let columns = &self.columns[ordinal as usize];
            let mut scorers = SegmentScorers {
                ordinal,
                wanted,
                proximity: self.proximity.in_segment(segment, ordinal, columns),
                columns,
                ids: if self.of_articles { &columns.article_id } else { &columns.key },
            };
            // Words lead to documents of their own kind only.
            let led = min > 0
                && self.kind_only
                && scorers.wanted.iter().all(ClauseScorer::is_led_by_postings);
            let mut filter = DocFilter {
                execution: self,
                segment,
                columns,
                ids: scorers.ids,
                filter: if led { None } else { Some(weight.scorer(segment, 1.0)?) },
                required: in_segment(self.required)?,
                speakers: self.speakers.map(|s| s.in_segment(segment)).transpose()?,
            };
            self.walk(&mut scorers, &mut filter, min..=max, collector)?;
        }
        Ok(())
    }

    /// Shows the collector every document of a segment that passes the filter and matches so many
    /// of the clauses.
    fn walk(
        &self,
        scorers: &mut SegmentScorers<'_, 'q>,
        filter: &mut DocFilter<'_, 'q, impl Fn(DocId) -> bool>,
        clauses: RangeInclusive<usize>,
        collector: &mut impl Collector<'q>,
    ) -> tantivy::Result<()> {
        let (min, ordinal) = (*clauses.start(), scorers.ordinal);
        // Of a single word or some of which any will do, what cannot come among the best is
        // only counted.
        let skims = min == 1 && matches!(&scorers.wanted[..], [word] if word.can_skip_by_score());
        let mut rarest_first: Vec<usize> = (0..scorers.wanted.len()).collect();
        rarest_first.sort_by_key(|at| scorers.wanted[*at].cost());
        let unfiltered = filter.accepts_all();
        let mut doc = 0;
        while doc != TERMINATED {
            if skims
                && let Some(threshold) = collector.threshold()
                && let [word] = &mut scorers.wanted[..]
            {
                doc =
                    word.advance_to_competitive(doc, threshold, self.proximity.max_score, |doc| {
                        if unfiltered || filter.accepts(doc) {
                            collector.count(ordinal, scorers.ids, doc);
                        }
                    });
                if doc == TERMINATED {
                    break;
                }
            }
            // The next document that enough clauses can hold, then the next that all else lets
            // by.
            let at = filter.seek(next_candidate(&mut scorers.wanted, &rarest_first, min, doc));
            if at > doc {
                doc = at;
                continue;
            }
            if filter.accepts(doc) {
                let confirmed =
                    scorers.wanted.iter_mut().filter_map(|m| m.matches(doc).then_some(()));
                let held = confirmed.count();
                if clauses.contains(&held) {
                    collector.collect(scorers, doc, held)?;
                }
            }
            doc += 1;
        }
        Ok(())
    }

    /// Document that matches, scored in full; `None` when it turns out on the way to rank below
    /// `threshold`.
    fn ranked(
        &self,
        scorers: &mut SegmentScorers<'_, 'q>,
        doc: DocId,
        held: usize,
        threshold: Option<f64>,
    ) -> tantivy::Result<Option<ScoredDoc>> {
        let mut score = 0.0;
        for matcher in &mut scorers.wanted {
            if matcher.share(doc) > 0.0 {
                score += matcher.score(doc, &mut |_, _, _| {});
            }
        }
        let share = self.coordination.share(&mut scorers.wanted, doc);
        let factor = self.coordination.factor(share);
        // Positions are read of those alone that are close behind the best.
        let bound = f64::from((score + self.proximity.max_score) * factor * ROUNDING_MARGIN);
        if threshold.is_some_and(|threshold| bound < threshold) {
            return Ok(None);
        }
        let (close, early) = scorers.proximity.score(doc)?;
        score += close + early;
        let Columns { article, quotes, day, .. } = scorers.columns;
        let day = day.first(doc);
        let score = score * factor * self.freshness(day);
        let address = DocAddress::new(scorers.ordinal, doc);
        Ok(Some(ScoredDoc {
            held,
            rank: self.order.key(!self.wanted.is_empty(), score, day, address),
            score,
            tie: (article.first(doc).unwrap_or_default(), first(&quotes.ordinal, doc)),
            id: first(scorers.ids, doc),
            address,
        }))
    }

    /// True if a document cannot come among the best any more. Never of one that could: the sums
    /// are those of the score but for their order, for which there is a margin.
    fn is_uncompetitive(
        &self,
        wanted: &mut [ClauseScorer<'_>],
        doc: DocId,
        threshold: f64,
    ) -> bool {
        let mut bound = self.proximity.max_score;
        for matcher in wanted.iter_mut() {
            if matcher.share(doc) > 0.0 {
                let (known, rest) = matcher.score_bound(doc);
                bound += known + rest;
            }
        }
        if f64::from(bound * ROUNDING_MARGIN) < threshold {
            return true;
        }
        let share = self.coordination.share(wanted, doc);
        f64::from(bound * self.coordination.factor(share) * ROUNDING_MARGIN) < threshold
    }

    /// Factor of a score by its day: 1 for the day of reference, less by half of the way to a
    /// quarter for every year before it. Never 0: an old article that says it beats a new one that
    /// does not.
    pub fn freshness(&self, day: Option<i64>) -> f32 {
        const LEAST: f32 = 0.25;
        let Some(today) = self.recent else { return 1.0 };
        let Some(day) = day else { return LEAST };
        let years = (today.0 - day).max(0) as f32 / 365.25;
        LEAST + (1.0 - LEAST) * (-years).exp2()
    }
}

/// Value of a document, 0 if it has none.
fn first(column: &Column<u64>, doc: DocId) -> u64 {
    column.first(doc).unwrap_or_default()
}

/// First document at or after `doc` that at least `min` of the scorers may match.
fn next_candidate(
    wanted: &mut [ClauseScorer<'_>],
    rarest_first: &[usize],
    min: usize,
    doc: DocId,
) -> DocId {
    if min == 0 {
        return doc;
    }
    let all = min == wanted.len();
    let mut candidate = if all { doc } else { TERMINATED };
    for matcher in rarest_first {
        let matcher = &mut wanted[*matcher];
        // Where all must hold, the later ones need not look at what an earlier one has passed.
        let at = matcher.seek(if all { candidate } else { doc });
        if at == TERMINATED && all {
            return TERMINATED;
        }
        candidate = if all { at } else { candidate.min(at) };
    }
    candidate
}
