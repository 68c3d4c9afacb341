//! Scorers: matching documents of a segment, with BM25 scores.
//!
//! Matching has two phases: [`ClauseScorer::seek`] goes by the cheapest signs to a document that
//! may match, [`ClauseScorer::matches`] looks at positions, columns or the text itself. The score
//! is BM25F (Robertson, Zaragoza and Taylor 2004): occurrences in the fields that a clause is
//! looked for in are weighed, added up and scored as one frequency. A phrase is scored as one term
//! that is as rare as all its words together.
//!
//! Documents that cannot come among the best are skipped by upper bounds of their scores, as in
//! MaxScore (Turtle and Flood 1995): what a word scores is exact, that of a phrase and what the
//! spelling adds are at most their maxima.
//! Maxima of blocks of postings (Ding and Suel 2011) would let whole blocks be left unread; here
//! each match is visited in any case, since the total is exact.
//!
//! Named apart from tantivy's trait `Scorer`, which conditions are decided by.

use tantivy::query::Scorer;
use tantivy::{DocId, TERMINATED};

use crate::search::scoring::approximation::seek_conjunction;
use crate::search::scoring::text_scorer::{DocPredicate, TermCursor, TextScorer};

/// Factor by which a bound on a score is raised before it decides: sums of the same terms in
/// another order differ by less.
pub const ROUNDING_MARGIN: f32 = 1.001;

/// Scorer of a clause in one segment.
pub enum ClauseScorer<'a> {
    /// Matches no document.
    Nothing,
    /// Words of a text: the only scorer that adds to a score.
    Text(Box<TextScorer<'a>>),
    /// Documents that a query of tantivy finds.
    Query(Box<dyn Scorer>),
    /// Documents of a list, in ascending order.
    Listed(&'a [DocId]),
    /// Documents that a predicate accepts, up to the segment's number of documents. Every document
    /// is a candidate.
    Predicate(DocPredicate<'a>, DocId),
    /// Documents that match all parts.
    And(Vec<ClauseScorer<'a>>),
    /// Documents that match any part.
    Or(Vec<ClauseScorer<'a>>),
    /// Documents that do not match, up to the segment's number of documents.
    Not(Box<ClauseScorer<'a>>, DocId),
}

impl ClauseScorer<'_> {
    /// Moves to the first document at or after `target` that may match, and returns it.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Self::Nothing => TERMINATED,
            Self::Text(text) => text.seek(target),
            Self::Query(docs) => {
                if docs.doc() < target {
                    docs.seek(target)
                } else {
                    docs.doc()
                }
            }
            Self::Listed(docs) => {
                let passed = match docs.first() {
                    Some(first) if *first < target => docs.partition_point(|doc| *doc < target),
                    _ => 0,
                };
                *docs = &docs[passed..];
                docs.first().copied().unwrap_or(TERMINATED)
            }
            Self::Predicate(_, end) | Self::Not(_, end) => {
                if target < *end {
                    target
                } else {
                    TERMINATED
                }
            }
            Self::And(parts) => seek_conjunction(parts, target, ClauseScorer::seek),
            Self::Or(parts) => {
                parts.iter_mut().map(|part| part.seek(target)).min().unwrap_or(TERMINATED)
            }
        }
    }

    /// True if `doc` matches.
    pub fn matches(&mut self, doc: DocId) -> bool {
        match self {
            Self::Nothing => false,
            Self::Text(text) => text.matches(doc),
            Self::Query(_) | Self::Listed(_) => self.seek(doc) == doc,
            Self::Predicate(accepts, _) => accepts(doc),
            Self::And(parts) => {
                parts.iter_mut().all(|part| part.seek(doc) == doc)
                    && parts.iter_mut().all(|part| part.matches(doc))
            }
            Self::Or(parts) => parts.iter_mut().any(|part| part.matches(doc)),
            Self::Not(inner, _) => !inner.matches(doc),
        }
    }

    /// Share of the clause that `doc` holds: 1 where it matches, less where only a part of it does.
    pub fn share(&mut self, doc: DocId) -> f32 {
        match self {
            Self::Text(text) => text.share(doc),
            Self::Or(parts) => {
                let held = parts.iter_mut();
                let held = held.map(|part| if part.matches(doc) { part.share(doc) } else { 0.0 });
                held.fold(0.0, f32::max)
            }
            Self::And(parts) => {
                let held = parts.iter_mut();
                held.map(|part| if part.matches(doc) { part.share(doc) } else { 0.0 })
                    .fold(1.0, f32::min)
            }
            other => f32::from(u8::from(other.matches(doc))),
        }
    }

    /// Score of a document that matches. Calls `explain` with the index, the frequency and the
    /// score of each field that a clause of text occurs in.
    pub fn score(&mut self, doc: DocId, explain: &mut dyn FnMut(usize, f32, f32)) -> f32 {
        match self {
            Self::Text(text) => text.score(doc, explain),
            Self::And(parts) => parts.iter_mut().map(|part| part.score(doc, explain)).sum(),
            Self::Or(parts) => parts
                .iter_mut()
                .map(|part| if part.matches(doc) { part.score(doc, explain) } else { 0.0 })
                .sum(),
            _ => 0.0,
        }
    }

    /// Score of a document that matches as far as it is cheap to know, and an upper bound of the
    /// rest.
    pub fn score_bound(&mut self, doc: DocId) -> (f32, f32) {
        match self {
            Self::Text(text) => text.score_bound(doc),
            Self::And(parts) | Self::Or(parts) => {
                let here = parts
                    .iter_mut()
                    .filter_map(|part| (part.seek(doc) == doc).then(|| part.score_bound(doc)));
                here.fold((0.0, 0.0), |(known, rest), (more, most)| (known + more, rest + most))
            }
            _ => (0.0, 0.0),
        }
    }

    /// Estimate of the number of candidates.
    pub fn cost(&self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Text(text) => text.cost(),
            Self::Query(_) | Self::Predicate(..) | Self::Not(..) => u64::from(TERMINATED),
            Self::Listed(docs) => docs.len() as u64,
            Self::And(parts) => parts.iter().map(Self::cost).min().unwrap_or(0),
            Self::Or(parts) => parts.iter().map(Self::cost).sum(),
        }
    }

    /// True if [`advance_to_competitive`](Self::advance_to_competitive) applies: the clause is a
    /// single term, or a disjunction of such.
    pub fn can_skip_by_score(&self) -> bool {
        match self {
            Self::Text(text) => text.is_single_term(),
            Self::Or(parts) => parts.iter().all(|part| match part {
                Self::Text(text) => text.is_single_term(),
                part => matches!(part, Self::Nothing),
            }),
            _ => false,
        }
    }

    /// Moves on from `doc` to the first document whose score may reach `threshold`, when all that
    /// is not looked at here adds `rest` at most; calls `pass` with each document passed over. The
    /// one tight loop: most documents end here.
    pub fn advance_to_competitive(
        &mut self,
        doc: DocId,
        threshold: f64,
        rest: f32,
        pass: impl FnMut(DocId),
    ) -> DocId {
        let falls_short = |score: f32| f64::from((score + rest) * ROUNDING_MARGIN) < threshold;
        match self {
            Self::Text(text) => text.advance_to_competitive(doc, falls_short, pass),
            Self::Or(parts) => advance_any_to_competitive(parts, doc, falls_short, pass),
            _ => doc,
        }
    }

    /// True if posting lists lead to every match, which finds nothing but documents of their kind.
    pub fn is_led_by_postings(&self) -> bool {
        match self {
            Self::Text(_) | Self::Nothing => true,
            Self::Query(_) | Self::Listed(_) | Self::Predicate(..) | Self::Not(..) => false,
            Self::And(parts) => parts.iter().any(Self::is_led_by_postings),
            Self::Or(parts) => parts.iter().all(Self::is_led_by_postings),
        }
    }
}

/// [`ClauseScorer::advance_to_competitive`] for a disjunction of single terms.
fn advance_any_to_competitive(
    parts: &mut [ClauseScorer<'_>],
    doc: DocId,
    falls_short: impl Fn(f32) -> bool,
    mut pass: impl FnMut(DocId),
) -> DocId {
    let mut cursors = Vec::with_capacity(parts.len());
    let mut end = TERMINATED;
    for part in parts {
        if let ClauseScorer::Text(text) = part {
            let (cursor, other) = text.cursor(doc);
            cursors.extend(cursor);
            end = end.min(other);
        }
    }
    loop {
        let doc = cursors.iter().map(|cursor| cursor.doc).min().unwrap_or(TERMINATED);
        if doc >= end {
            return end;
        }
        let here = cursors.iter_mut().filter(|cursor| cursor.doc == doc);
        let bounds = here.map(TermCursor::score_bound);
        if !falls_short(bounds.sum()) {
            return doc;
        }
        pass(doc);
        for cursor in cursors.iter_mut().filter(|cursor| cursor.doc == doc) {
            cursor.advance();
        }
    }
}
