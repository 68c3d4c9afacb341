//! Clauses of text: words and their arrangement, weighed in the index.

use tantivy::SegmentReader;
use tantivy::schema::Field;

use crate::search::plan::text_part::{FieldRole, SearchField, TextPart, WeightedField};
use crate::search::scoring::approximation::Approximation;
use crate::search::scoring::bm25::{Bm25Weight, DocLengths};
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
    /// Weight: inverse document frequency times what the question weighs the clause by.
    pub weight: f32,
    /// Parts of documents that the clause is looked for in; the text itself first, where it is.
    pub fields: Vec<WeightedField>,
    /// Average length of documents, in words.
    pub average_words: f32,
}

impl TextClause {
    /// Weighs the clause in the whole index: the step from query to weight. A word has one rarity
    /// wherever it stands, that among the articles which it is printed in: over headlines alone
    /// every word would be rare.
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
        let mut documents = vec![0; self.terms.len()];
        for field in search_fields {
            let role = field.part.role();
            let wanted = match role {
                FieldRole::Decides => true,
                FieldRole::Counts => matches!(self.intervals, IntervalExpr::Term(_)) && stems,
                // The spelling adds to the scores of words and phrases alone.
                FieldRole::Adds => typed.is_some() && stems,
            };
            if !wanted {
                continue;
            }
            // Nothing but the words as typed is spelt as typed.
            let counted = typed.filter(|_| role == FieldRole::Adds).unwrap_or(self.terms.len());
            let mut terms = Vec::with_capacity(self.terms.len());
            for (term, documents) in self.terms[..counted].iter().zip(&mut documents) {
                let found = field.part.terms(fields, |index_field| {
                    terms_of(segments, index_field, field.part, term)
                })?;
                if role == FieldRole::Decides {
                    let most = found.iter().flatten().map(|(_, terms)| terms.documents).max();
                    *documents = most.unwrap_or(0).max(*documents);
                }
                terms.push(found);
            }
            let none = |(_, terms): &(Field, FieldTerms)| terms.documents == 0;
            if role != FieldRole::Counts || !terms.iter().flatten().flatten().all(none) {
                self.fields.push(WeightedField { field: *field, role, terms });
            }
        }
        if self.fields.first().is_some_and(|main| main.field.part == TextPart::Title) {
            for (term, documents) in self.terms.iter().zip(&mut documents) {
                let body = FieldTerms::for_term(segments, fields.body, term)?;
                *documents = body.documents.max(*documents);
            }
        }
        let rarities: Vec<f32> = documents.into_iter().map(|n| collection.idf(n)).collect();
        self.weight = rarity(&self.intervals, &rarities) * boost;
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
        let (mut deciding, mut akin, mut adding) = (Vec::new(), Vec::new(), None);
        for (number, weighted) in self.fields.iter().enumerate() {
            let Some(constraint) = self.constraint(weighted.role) else { continue };
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
            let SearchField { part, weight, .. } = weighted.field;
            let counting = part.counting(weight);
            let field = FieldScorer::new(postings.collect(), constraint, counting, number);
            match weighted.role {
                FieldRole::Decides => deciding.push(field),
                FieldRole::Counts => akin.push(field),
                FieldRole::Adds => {
                    let weight = self.weight * weight;
                    let weight = Bm25Weight::new(weight, DocLengths::Average, self.average_words);
                    adding = Some((field, weight));
                }
            }
        }
        if self.relaxed.is_none() {
            // Only the text can tell, of every document.
            let accepts: DocPredicate<'a> = verify.unwrap_or_else(|| Box::new(|_| false));
            return Ok(ClauseScorer::Predicate(accepts, segment.max_doc()));
        }
        if deciding.is_empty() {
            return Ok(ClauseScorer::Nothing);
        }
        let lengths = match self.fields.first() {
            Some(main) => main.lengths(segment, columns)?,
            None => DocLengths::Average,
        };
        let weight = Bm25Weight::new(self.weight, lengths, self.average_words);
        let text = TextScorer::new(deciding, akin, weight, adding, verify);
        Ok(ClauseScorer::Text(Box::new(text)))
    }

    /// Condition on the positions of the words in a part of documents; `None` when the index cannot
    /// decide anything.
    fn constraint(&self, role: FieldRole) -> Option<PositionalConstraint> {
        if self.terms.len() == 1 && matches!(self.intervals, IntervalExpr::Term(_)) {
            return Some(PositionalConstraint::Term);
        }
        if role == FieldRole::Adds {
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

/// Terms of a word in a field of the index, for a part of documents.
fn terms_of(
    segments: Segments<'_>,
    field: Field,
    part: TextPart,
    term: &QueryTerm,
) -> tantivy::Result<FieldTerms> {
    match (part, &term.folded) {
        (TextPart::Spelt | TextPart::SaidSpelt, Some(typed)) => {
            FieldTerms::for_forms(segments, field, &[(typed.clone(), 1.0)], false)
        }
        (TextPart::Speaker, Some(typed)) => FieldTerms::for_word(segments, field, typed),
        (TextPart::Akin, _) => FieldTerms::for_stems(segments, field, term.akin(), None),
        _ => FieldTerms::for_term(segments, field, term),
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
