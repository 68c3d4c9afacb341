//! Scorer of a clause of text in one segment: occurrences in the fields that it is looked for in
//! are added up, as BM25F does, and scored as one frequency.

use tantivy::{DocId, TERMINATED};

use crate::search::scoring::bm25::{Bm25Weight, Occurrences};
use crate::search::scoring::field_scorer::{Counting, FieldScorer};
use crate::search::scoring::postings::TermPostings;

/// Predicate on documents that no posting list decides.
pub type DocPredicate<'a> = Box<dyn FnMut(DocId) -> bool + 'a>;

/// Scorer of a clause of text in one segment.
pub struct TextScorer<'a> {
    /// Fields whose occurrences count.
    counted: Vec<FieldScorer>,
    /// Number of the first of them of which any decides that the clause matches.
    deciding: usize,
    /// Weight of the occurrences together.
    weight: Bm25Weight,
    /// Field that adds a score of its own.
    adding: Option<(FieldScorer, Bm25Weight)>,
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
    /// Worth of an occurrence.
    pub counting: Counting,
    /// Upper bound of what the spelling adds to a score.
    pub max_added: f32,
}

impl TermCursor<'_> {
    /// Upper bound of the score of the current document: exact but for the spelling.
    pub fn score_bound(&mut self) -> f32 {
        let occurrences = self.counting.occurrences(self.postings.frequency());
        self.weight.score(occurrences, self.doc) + self.max_added
    }

    /// Moves to the next document.
    pub fn advance(&mut self) {
        self.doc = self.postings.advance();
    }
}

impl<'a> TextScorer<'a> {
    /// Creates a scorer. Occurrences in `deciding` fields make the clause match and count; those in
    /// `counting` fields only count. `verify` reads the text where the index alone cannot decide.
    pub fn new(
        mut deciding: Vec<FieldScorer>,
        counting: Vec<FieldScorer>,
        weight: Bm25Weight,
        adding: Option<(FieldScorer, Bm25Weight)>,
        verify: Option<DocPredicate<'a>>,
    ) -> Self {
        let number = deciding.len();
        deciding.extend(counting);
        let counted = deciding;
        Self { counted, deciding: number, weight, adding, verify, last_decision: None }
    }

    /// Moves to the first document at or after `target` that may match, and returns it.
    pub fn seek(&mut self, target: DocId) -> DocId {
        let deciding = self.counted[..self.deciding].iter_mut();
        deciding.map(|field| field.seek(target)).min().unwrap_or(TERMINATED)
    }

    /// True if `doc` matches, by positions and, where it must be, by its text.
    pub fn matches(&mut self, doc: DocId) -> bool {
        if let Some((decided, matched)) = self.last_decision
            && decided == doc
        {
            return matched;
        }
        let mut matched = self.counted[..self.deciding].iter_mut().any(|field| field.matches(doc));
        if matched && let Some(verify) = &mut self.verify {
            matched = verify(doc);
        }
        self.last_decision = Some((doc, matched));
        matched
    }

    /// Share of the clause that `doc` holds: 1 where it matches or holds a word akin, less where
    /// only the surroundings of a quotation do, 0 where nothing occurs.
    pub fn share(&mut self, doc: DocId) -> f32 {
        if self.verify.is_some() && !self.matches(doc) {
            return 0.0;
        }
        let mut held = 0.0_f32;
        for field in &mut self.counted {
            if held >= 1.0 {
                break;
            }
            if field.matches(doc) {
                held = held.max(field.counting().share);
            }
        }
        held
    }

    /// Estimate of the number of candidates.
    pub fn cost(&self) -> u64 {
        self.counted[..self.deciding].iter().map(FieldScorer::cost).sum()
    }

    /// True if the clause is a single term that the index alone decides.
    pub fn is_single_term(&self) -> bool {
        self.verify.is_none() && self.counted.first().is_some_and(FieldScorer::is_single_term)
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

    /// Cursor of the clause's term from `doc` on, and the first document in which occurrences in
    /// another field count.
    pub fn cursor(&mut self, doc: DocId) -> (Option<TermCursor<'_>>, DocId) {
        let max_added = self.max_added();
        let Some((main, others)) = self.counted.split_first_mut() else { return (None, doc) };
        let end = others.iter_mut().map(|field| field.seek(doc)).min().unwrap_or(TERMINATED);
        let counting = main.counting();
        let postings = main.first_term();
        let doc = postings.seek(doc);
        (Some(TermCursor { doc, postings, weight: &self.weight, counting, max_added }), end)
    }

    /// Upper bound of what the spelling adds to a score.
    fn max_added(&self) -> f32 {
        self.adding.as_ref().map_or(0.0, |(_, weight)| weight.max_score())
    }

    /// Score of `doc` as far as it is cheap to know, and an upper bound of the rest.
    pub fn score_bound(&mut self, doc: DocId) -> (f32, f32) {
        let (mut occurrences, mut more) = (Occurrences::default(), false);
        for field in &mut self.counted {
            if !field.is_cheap(doc) {
                more |= !field.is_beyond(doc);
            } else if field.matches(doc) {
                occurrences += field.counted();
            }
        }
        let known = if occurrences.any() { self.weight.score(occurrences, doc) } else { 0.0 };
        let mut rest = if more { self.weight.max_score() - known } else { 0.0 };
        if self.adding.as_ref().is_some_and(|(field, _)| !field.is_beyond(doc)) {
            rest += self.max_added();
        }
        (known, rest)
    }

    /// Score of `doc`, 0 if nothing of the clause occurs. Calls `explain` with the index, the
    /// frequency and the part of the score of each field that the clause occurs in.
    pub fn score(&mut self, doc: DocId, explain: &mut dyn FnMut(usize, f32, f32)) -> f32 {
        if self.verify.is_some() && !self.matches(doc) {
            return 0.0;
        }
        let mut occurrences = Occurrences::default();
        for field in &mut self.counted {
            if field.matches(doc) {
                occurrences += field.counted();
            }
        }
        if !occurrences.any() {
            return 0.0;
        }
        let mut score = self.weight.score(occurrences, doc);
        let all = self.weight.frequency(occurrences, doc);
        for field in &mut self.counted {
            if field.matches(doc) {
                let part = score * self.weight.frequency(field.counted(), doc) / all;
                explain(field.field(), field.frequency(), part);
            }
        }
        if let Some((field, weight)) = &mut self.adding
            && field.matches(doc)
        {
            let added = weight.score(Occurrences::in_text(field.frequency()), doc);
            explain(field.field(), field.frequency(), added);
            score += added;
        }
        score
    }
}
