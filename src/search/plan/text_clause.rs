//! Clauses of text: words and their arrangement, weighed in the index.

use tantivy::SegmentReader;

use crate::search::plan::text_part::{SearchField, TextPart, WeightedField};
use crate::search::scoring::approximation::Approximation;
use crate::search::scoring::bm25::Bm25Weight;
use crate::search::scoring::columns::{Columns, Segments};
use crate::search::scoring::field_scorer::{FieldScorer, PositionalConstraint};
use crate::search::scoring::intervals::IntervalExpr;
use crate::search::scoring::postings::TermPostings;
use crate::search::scoring::scorer::ClauseScorer;
use crate::search::scoring::statistics::CollectionStatistics;
use crate::search::scoring::text_scorer::{DocPredicate, TextScorer};
use crate::search::snapshot::target::Target;
use crate::search::terms::query_term::QueryTerm;
use crate::search::terms::term_dictionary::FieldTerms;
use crate::store::Fields;

/// Words as they must occur in a text, with their weights in the index.
pub struct TextClause {
    /// Clause as understood, for explanations.
    pub label: String,
    /// Text that the words are looked for in.
    pub target: Target,
    /// Words; `intervals` refers to them by number.
    pub terms: Vec<QueryTerm>,
    /// Arrangement of the words.
    pub intervals: IntervalExpr,
    /// Part of `intervals` that the index alone can decide; `None` when it can decide nothing.
    pub relaxed: Option<IntervalExpr>,
    /// True if the text itself must be read to decide.
    pub verify: bool,
    /// True for a single word too common to be asked for.
    pub stop: bool,
    /// Parts of documents that the clause is looked for in, with its weights there.
    pub fields: Vec<WeightedField>,
    /// Average length of documents, in words.
    pub average_words: f32,
}

impl TextClause {
    /// Weighs the clause in the whole index: the step from query to weight. The rarity of a word is
    /// that among articles, also where quotations are asked for: they are what it is printed in.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn create_weights(
        &mut self,
        (segments, fields): (Segments<'_>, &Fields),
        search_fields: &[SearchField],
        collection: &CollectionStatistics,
        average_words: f32,
        boost: f32,
    ) -> tantivy::Result<()> {
        self.average_words = average_words;
        let typed = match &self.intervals {
            IntervalExpr::Term(_) => Some(1),
            IntervalExpr::Phrase(terms) => Some(terms.len()),
            IntervalExpr::Graph(graph) => Some(graph.typed.len()),
            _ => None,
        };
        let stems = self.terms.iter().all(QueryTerm::is_stem);
        for field in search_fields {
            let spelt = field.part.is_spelt();
            // The spelling adds to the scores of words and phrases alone.
            if spelt && !(typed.is_some() && stems) {
                continue;
            }
            // Nothing but the words as typed is spelt as typed.
            let counted = typed.filter(|_| spelt).unwrap_or(self.terms.len());
            let mut rarities = Vec::with_capacity(self.terms.len());
            let mut terms = Vec::with_capacity(self.terms.len());
            for term in &self.terms[..counted] {
                let found = field.part.terms(fields, |field| match &term.folded {
                    Some(typed) if spelt => {
                        FieldTerms::for_forms(segments, field, &[(typed.clone(), 1.0)], false)
                    }
                    _ => FieldTerms::for_term(segments, field, term),
                })?;
                let documents = found.iter().flatten().map(|(_, terms)| terms.documents).sum();
                rarities.push(collection.idf(documents));
                terms.push(found);
            }
            let weight = rarity(&self.intervals, &rarities) * field.weight * boost;
            self.fields.push(WeightedField { field: *field, weight, decides: !spelt, terms });
        }
        Ok(())
    }

    /// Scorer of the clause in one segment: the step from weight to scorer. `verify` reads the text
    /// of a document.
    ///
    /// # Errors
    /// The segment cannot be read.
    pub fn scorer<'a>(
        &'a self,
        segment: &SegmentReader,
        ordinal: u32,
        columns: &Columns,
        verify: Option<DocPredicate<'a>>,
    ) -> tantivy::Result<ClauseScorer<'a>> {
        let (mut deciding, mut adding) = (Vec::new(), Vec::new());
        for (number, weighted) in self.fields.iter().enumerate() {
            let Some(constraint) = self.constraint(weighted.field.part) else { continue };
            let with_positions =
                !matches!(constraint, PositionalConstraint::Term | PositionalConstraint::AllTerms);
            let mut postings = Vec::with_capacity(self.terms.len());
            for term in 0..weighted.terms.len() {
                postings.push(weighted.open(term, segment, ordinal, columns, with_positions)?);
            }
            let all_needed = !matches!(constraint, PositionalConstraint::Intervals(..));
            if all_needed && postings.iter().any(Option::is_none) {
                continue;
            }
            let postings =
                postings.into_iter().map(|postings| postings.unwrap_or_else(TermPostings::empty));
            let lengths = weighted.lengths(segment, columns)?;
            let weight = Bm25Weight::new(weighted.weight, lengths, self.average_words);
            let field = FieldScorer::new(postings.collect(), constraint, weight, number);
            if weighted.decides { deciding.push(field) } else { adding.push(field) }
        }
        if self.relaxed.is_none() {
            // Only the text can tell, of every document.
            let accepts: DocPredicate<'a> = verify.unwrap_or_else(|| Box::new(|_| false));
            return Ok(ClauseScorer::Predicate(accepts, segment.max_doc()));
        }
        if deciding.is_empty() {
            return Ok(ClauseScorer::Nothing);
        }
        Ok(ClauseScorer::Text(Box::new(TextScorer::new(deciding, adding, verify))))
    }

    /// Condition on the positions of the words in a part of documents; `None` when the index cannot
    /// decide anything.
    fn constraint(&self, part: TextPart) -> Option<PositionalConstraint> {
        if self.terms.len() == 1 && matches!(self.intervals, IntervalExpr::Term(_)) {
            return Some(PositionalConstraint::Term);
        }
        if part.is_spelt() {
            return Some(PositionalConstraint::AllTerms);
        }
        match self.relaxed.as_ref()? {
            IntervalExpr::Phrase(terms) if terms.iter().copied().eq(0..terms.len()) => {
                Some(PositionalConstraint::Phrase)
            }
            relaxed => {
                let approximation = Approximation::new(relaxed);
                Some(PositionalConstraint::Intervals(approximation, relaxed.clone()))
            }
        }
    }
}

/// Rarity of an interval expression: the sum of that of its words, and the lowest of alternatives.
fn rarity(intervals: &IntervalExpr, rarities: &[f32]) -> f32 {
    match intervals {
        IntervalExpr::Term(term) => rarities[*term],
        IntervalExpr::Phrase(terms) => terms.iter().map(|term| rarities[*term]).sum(),
        IntervalExpr::Graph(graph) => graph.typed.iter().map(|term| rarities[*term]).sum(),
        IntervalExpr::Near { parts, .. } | IntervalExpr::And(parts) => {
            parts.iter().map(|part| rarity(part, rarities)).sum()
        }
        IntervalExpr::Or(parts) => {
            let min = parts.iter().map(|part| rarity(part, rarities)).fold(f32::INFINITY, f32::min);
            if min.is_finite() { min } else { 0.0 }
        }
        IntervalExpr::Within(_, inner) => rarity(inner, rarities),
        IntervalExpr::Not(_) => 0.0,
    }
}
