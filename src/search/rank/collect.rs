//! Runs a question through the segments of an index and keeps the best.
//!
//! Every match is visited, since the total is exact. But only what can still come among the best is scored in full:
//! of most documents the body's own score and the most that headline, spelling and places could add say that they
//! cannot.

use rustc_hash::FxHashSet;
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Query, Scorer};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader, TERMINATED};

use crate::corpus::names::speakers::SpeakerFilter;
use crate::model::Days;
use crate::search::plan::query_plan::{Clause, WeightedField};
use crate::search::plan::question::Sort;
use crate::search::plan::segment_filter::SegmentContext;
use crate::search::rank::collapse::{Collapse, CollapsedHits, Totals};
use crate::search::rank::proximity::{Proximity, SegmentProximity};
use crate::search::scoring::columns::Columns;
use crate::search::scoring::explanation::Explanation;
use crate::search::scoring::scorer::{ClauseScorer, ROUNDING_MARGIN};
use crate::search::scoring::top_docs::{ScoredDoc, SearchAfter, TopDocs};

/// A question made ready for the segments.
pub struct Execution<'q> {
    pub searcher: &'q Searcher,
    /// What the documents must be.
    pub query: Box<dyn Query>,
    /// Whether the query says no more than what kind of document it is.
    pub kind_only: bool,
    pub wanted: &'q [Clause],
    pub required: &'q [Clause],
    pub context: &'q SegmentContext<'q>,
    pub allowed: Option<FxHashSet<u64>>,
    /// Decides about the speaker of quotations.
    pub speakers: Option<&'q SpeakerFilter<'q>>,
    pub proximity: Proximity<'q>,
    /// The columns of each segment.
    pub columns: &'q [Columns],
    /// Whether a document's id is the one of its article.
    pub of_articles: bool,
    pub sort: Sort,
    /// The day of reference, where recent documents are preferred.
    pub recent: Option<Days>,
    pub size: usize,
    /// Only what goes behind this hit is kept; all matches count.
    pub after: Option<SearchAfter>,
    /// Which hits are one.
    pub collapse: Collapse<'q>,
    /// Ids of documents that were shown before and are passed over.
    pub seen: Option<&'q FxHashSet<u64>>,
}

/// A segment of the index with what decides about its documents and ranks them.
pub struct SegmentScorers<'s, 'q> {
    pub ordinal: u32,
    wanted: Vec<ClauseScorer<'q>>,
    proximity: SegmentProximity<'s>,
    columns: &'q Columns,
    ids: &'q Column<u64>,
}

/// What a document of a segment must be, besides holding what is wanted.
struct DocFilter<'g, 'q, S> {
    execution: &'g Execution<'q>,
    segment: &'g SegmentReader,
    columns: &'q Columns,
    ids: &'q Column<u64>,
    /// By its own fields; `None` where what is wanted leads to nothing else.
    filter: Option<Box<dyn Scorer>>,
    required: Vec<ClauseScorer<'q>>,
    speakers: Option<S>,
}

impl<S: Fn(DocId) -> bool> DocFilter<'_, '_, S> {
    /// The first document at or after `doc` that may be let by.
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

    /// Whether it lets everything by.
    fn accepts_all(&self) -> bool {
        let Execution { allowed, seen, .. } = self.execution;
        !self.segment.has_deletes()
            && self.filter.is_none()
            && allowed.is_none()
            && self.required.is_empty()
            && self.speakers.is_none()
            && seen.is_none()
    }

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

/// What is done with the documents that match.
pub trait Collector<'q> {
    /// What a document must be worth to be taken; anything when `None`.
    fn threshold(&self) -> Option<f64> {
        None
    }

    /// A document of a segment that matches and is worth less, with the column of ids.
    fn count(&mut self, _ordinal: u32, _ids: &Column<u64>, _doc: DocId) {}

    /// A document that matches, and how many clauses it holds.
    fn collect(
        &mut self,
        scorers: &mut SegmentScorers<'_, 'q>,
        doc: DocId,
        held: usize,
    ) -> tantivy::Result<()>;
}

/// Keeps the best.
struct TopCollector<'p, 'q> {
    execution: &'p Execution<'q>,
    top: TopDocs,
    collapsed: CollapsedHits,
    /// Whether what cannot come among the best may be left out.
    prunes: bool,
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
        let (execution, least) = (self.execution, self.threshold());
        let address = DocAddress::new(scorers.ordinal, doc);
        let cluster = execution.collapse.cluster(address, || first(scorers.ids, doc));
        self.collapsed.count(cluster);
        if least.is_some_and(|least| execution.is_uncompetitive(&mut scorers.wanted, doc, least)) {
            return Ok(());
        }
        let held = if self.most_held_first { held } else { 0 };
        if let Some(ranked) = execution.ranked(scorers, doc, held, least)? {
            self.collapsed.push(cluster, ranked, &mut self.top);
        }
        Ok(())
    }
}

impl<'q> Execution<'q> {
    /// The best of the documents that hold at least `least` and at most `most` of the clauses, and
    /// how many there are. With `most_held_first`, those that hold more go before those that hold fewer.
    pub fn run(
        &self,
        least: usize,
        most: usize,
        most_held_first: bool,
    ) -> tantivy::Result<(Vec<ScoredDoc>, Totals)> {
        let prunes = self.sort == Sort::Relevance && !most_held_first && !self.wanted.is_empty();
        let top = TopDocs::new(self.size, self.after);
        let mut best = TopCollector {
            execution: self,
            top,
            collapsed: CollapsedHits::default(),
            prunes,
            most_held_first,
        };
        self.visit(least, most, &mut best)?;
        let TopCollector { mut top, collapsed, .. } = best;
        let totals = collapsed.finish(&mut top);
        Ok((top.into_sorted(), totals))
    }

    /// Shows the visitor every document that holds at least `least` and at most `most` of the clauses, segment by
    /// segment, in ascending order.
    pub fn visit(
        &self,
        least: usize,
        most: usize,
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
            if possible < least {
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
            let led = least > 0
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
            // Of a single word or some of which any will do, what cannot come among the best is only counted.
            let skims =
                least == 1 && matches!(&scorers.wanted[..], [word] if word.can_skip_by_score());
            let mut rarest_first: Vec<usize> = (0..scorers.wanted.len()).collect();
            rarest_first.sort_by_key(|at| scorers.wanted[*at].size());
            let unfiltered = filter.accepts_all();
            let mut doc = 0;
            while doc != TERMINATED {
                if skims
                    && let Some(least) = collector.threshold()
                    && let [word] = &mut scorers.wanted[..]
                {
                    doc =
                        word.advance_to_competitive(doc, least, self.proximity.max_score, |doc| {
                            if unfiltered || filter.accepts(doc) {
                                collector.count(ordinal, scorers.ids, doc);
                            }
                        });
                    if doc == TERMINATED {
                        break;
                    }
                }
                // The next document that enough clauses can hold, then the next that all else lets by.
                let at =
                    filter.seek(next_candidate(&mut scorers.wanted, &rarest_first, least, doc));
                if at > doc {
                    doc = at;
                    continue;
                }
                if filter.accepts(doc) {
                    let confirmed =
                        scorers.wanted.iter_mut().filter_map(|m| m.matches(doc).then_some(()));
                    let held = confirmed.count();
                    if (least..=most).contains(&held) {
                        collector.collect(&mut scorers, doc, held)?;
                    }
                }
                doc += 1;
            }
        }
        Ok(())
    }

    /// A document that matches, scored in full; none when it turns out on the way to be worth less than `least`.
    fn ranked(
        &self,
        scorers: &mut SegmentScorers<'_, 'q>,
        doc: DocId,
        held: usize,
        least: Option<f64>,
    ) -> tantivy::Result<Option<ScoredDoc>> {
        let mut score = 0.0;
        for matcher in &mut scorers.wanted {
            if matcher.matches(doc) {
                score += matcher.score(doc, &mut |_, _, _| {});
            }
        }
        // Positions are read of those alone that are close behind the best.
        let most = f64::from((score + self.proximity.max_score) * ROUNDING_MARGIN);
        if least.is_some_and(|least| most < least) {
            return Ok(None);
        }
        let (close, early) = scorers.proximity.score(doc)?;
        score += close + early;
        let Columns { article, quotes, day, .. } = scorers.columns;
        let day = day.first(doc);
        let score = score * self.freshness(day);
        Ok(Some(ScoredDoc {
            held,
            rank: self.rank(score, day),
            score,
            tie: (article.first(doc).unwrap_or_default(), first(&quotes.ordinal, doc)),
            id: first(scorers.ids, doc),
            address: DocAddress::new(scorers.ordinal, doc),
        }))
    }

    /// Whether a document cannot come among the best any more. Never said of one that could: the sums are the same as
    /// those of the score but for their order, for which there is a margin.
    fn is_uncompetitive(&self, wanted: &mut [ClauseScorer<'_>], doc: DocId, least: f64) -> bool {
        let mut most = self.proximity.max_score;
        for matcher in wanted {
            if matcher.matches(doc) {
                let (known, rest) = matcher.score_bound(doc);
                most += known + rest;
            }
        }
        f64::from(most * ROUNDING_MARGIN) < least
    }

    /// What each part of the question adds to the score of a document.
    pub fn explain(&self, address: DocAddress) -> tantivy::Result<Vec<Explanation>> {
        let searcher: &'q Searcher = self.searcher;
        let DocAddress { segment_ord, doc_id } = address;
        let segment = searcher.segment_reader(segment_ord);
        let context = self.context;
        let columns = &self.columns[segment_ord as usize];
        let mut explanations = Vec::new();
        for clause in self.wanted {
            let mut parts = Vec::new();
            clause.each_text(&mut |text| parts.push(text));
            for text in parts {
                let check =
                    text.verify.then(|| -> crate::search::scoring::scorer::DocPredicate<'q> {
                        Box::new(move |doc| {
                            context.matches_text(text, DocAddress::new(segment_ord, doc))
                        })
                    });
                let mut matcher = text.scorer(segment, segment_ord, columns, check)?;
                if matcher.seek(doc_id) != doc_id || !matcher.matches(doc_id) {
                    continue;
                }
                matcher.score(doc_id, &mut |number, frequency, score| {
                    let Some(WeightedField { field, weight, .. }) = text.fields.get(number) else {
                        return;
                    };
                    explanations.push(Explanation {
                        clause: text.label.clone(),
                        field: field.name,
                        frequency,
                        weight: *weight,
                        score,
                    });
                });
            }
        }
        let (close, early) =
            self.proximity.in_segment(segment, segment_ord, columns).score(doc_id)?;
        let places = [
            ("words close together", "body or quotation", close),
            ("words in the lead", "body", early),
        ];
        for (clause, field, score) in places {
            if score > 0.0 {
                let clause = clause.to_owned();
                explanations.push(Explanation {
                    clause,
                    field,
                    frequency: 1.0,
                    weight: score,
                    score,
                });
            }
        }
        Ok(explanations)
    }

    /// What a score is multiplied by for its day: 1 for the day of reference, less by half of the way to a
    /// quarter for every year before it. Never nothing: an old article that says it beats a new one that does not.
    fn freshness(&self, day: Option<i64>) -> f32 {
        const LEAST: f32 = 0.25;
        let Some(today) = self.recent else { return 1.0 };
        let Some(day) = day else { return LEAST };
        let years = (today.0 - day).max(0) as f32 / 365.25;
        LEAST + (1.0 - LEAST) * (-years).exp2()
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
fn next_candidate(
    wanted: &mut [ClauseScorer<'_>],
    rarest_first: &[usize],
    least: usize,
    doc: DocId,
) -> DocId {
    if least == 0 {
        return doc;
    }
    let all = least == wanted.len();
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
