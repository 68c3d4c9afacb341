//! Scorer of a clause of text in one segment: the sum of its scores in the fields it is looked for
//! in.

use tantivy::{DocId, TERMINATED};

use crate::search::scoring::bm25::Bm25Weight;
use crate::search::scoring::field_scorer::FieldScorer;
use crate::search::scoring::postings::TermPostings;

/// Predicate on documents that no posting list decides.
pub type DocPredicate<'a> = Box<dyn FnMut(DocId) -> bool + 'a>;

/// Scorer of a clause of text in one segment.
pub struct TextScorer<'a> {
    /// Fields of which any decides that the clause matches.
    deciding: Vec<FieldScorer>,
    /// Fields that only add to the score.
    adding: Vec<FieldScorer>,
    /// Reads the text where the index alone cannot decide.
    verify: Option<DocPredicate<'a>>,
    /// Document decided last, and true if it matches.
    last_decision: Option<(DocId, bool)>,
}

/// Position in the postings of a clause's term, for skipping documents by their score bounds.
pub struct TermCursor<'m> {
    /// Current document.
    pub doc: DocId,
    /// Postings, which stand at the current document.
    pub postings: &'m mut TermPostings,
    /// BM25 weight of the term.
    pub weight: &'m Bm25Weight,
    /// Upper bound of what the other fields add to a score.
    pub max_added: f32,
}

impl TermCursor<'_> {
    /// Upper bound of the score of the current document: exact for the term's main field.
    pub fn score_bound(&mut self) -> f32 {
        self.weight.score(self.postings.frequency(), self.doc) + self.max_added
    }

    /// Moves to the next document.
    pub fn advance(&mut self) {
        self.doc = self.postings.advance();
    }
}

impl<'a> TextScorer<'a> {
    /// Creates a scorer. `verify` reads the text where the index alone cannot decide.
    pub fn new(
        deciding: Vec<FieldScorer>,
        adding: Vec<FieldScorer>,
        verify: Option<DocPredicate<'a>>,
    ) -> Self {
        Self { deciding, adding, verify, last_decision: None }
    }

    /// Moves to the first document at or after `target` that may match, and returns it.
    pub fn seek(&mut self, target: DocId) -> DocId {
        self.deciding.iter_mut().map(|field| field.seek(target)).min().unwrap_or(TERMINATED)
    }

    /// True if `doc` matches, by positions and, where it must be, by its text.
    pub fn matches(&mut self, doc: DocId) -> bool {
        if let Some((decided, matched)) = self.last_decision
            && decided == doc
        {
            return matched;
        }
        let mut matched = self.deciding.iter_mut().any(|field| field.matches(doc));
        if matched && let Some(verify) = &mut self.verify {
            matched = verify(doc);
        }
        self.last_decision = Some((doc, matched));
        matched
    }

    /// Estimate of the number of candidates.
    pub fn cost(&self) -> u64 {
        self.deciding.iter().map(FieldScorer::cost).sum()
    }

    /// True if the clause is a single term that the index alone decides.
    pub fn is_single_term(&self) -> bool {
        self.verify.is_none() && self.deciding.first().is_some_and(FieldScorer::is_single_term)
    }

    /// Moves on from `doc` to the first document whose score bound does not fall short; calls
    /// `pass` with each document passed over.
    pub fn advance_to_competitive(
        &mut self,
        doc: DocId,
        falls_short: impl Fn(f32) -> bool,
        mut pass: impl FnMut(DocId),
    ) -> DocId {
        let (cursor, end) = self.cursor(doc);
        let Some(mut cursor) = cursor else { return doc };
        while cursor.doc < end && falls_short(cursor.score_bound()) {
            pass(cursor.doc);
            cursor.advance();
        }
        cursor.doc.min(end)
    }

    /// Cursor of the clause's term from `doc` on, and the first document that another field
    /// decides.
    pub fn cursor(&mut self, doc: DocId) -> (Option<TermCursor<'_>>, DocId) {
        let max_added = self.adding.iter().map(FieldScorer::max_score).sum();
        let Some((main, others)) = self.deciding.split_first_mut() else { return (None, doc) };
        let end = others.iter_mut().map(|field| field.seek(doc)).min().unwrap_or(TERMINATED);
        let (postings, weight) = main.first_term();
        let doc = postings.seek(doc);
        (Some(TermCursor { doc, postings, weight, max_added }), end)
    }

    /// Score of `doc` as far as it is cheap to know, and an upper bound of the rest.
    pub fn score_bound(&mut self, doc: DocId) -> (f32, f32) {
        let rest = self.deciding.iter().chain(&self.adding).skip(1);
        let rest: f32 =
            rest.filter(|field| !field.is_beyond(doc)).map(FieldScorer::max_score).sum();
        let Some(first) = self.deciding.first_mut() else { return (0.0, rest) };
        let cheap = first.is_cheap(doc);
        match cheap && first.matches(doc) {
            true => (first.score(doc), rest),
            false if cheap => (0.0, rest),
            false => (0.0, rest + first.max_score()),
        }
    }

    /// Score of `doc`, 0 if it does not match. Calls `explain` with the index, the frequency and
    /// the score of each field that the clause occurs in.
    pub fn score(&mut self, doc: DocId, explain: &mut dyn FnMut(usize, f32, f32)) -> f32 {
        let mut sum = 0.0;
        if !self.matches(doc) {
            return sum;
        }
        for field in self.deciding.iter_mut().chain(&mut self.adding) {
            if field.matches(doc) {
                let score = field.score(doc);
                explain(field.field(), field.frequency(), score);
                sum += score;
            }
        }
        sum
    }
}
