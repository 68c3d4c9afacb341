//! BM25 term weights (Robertson and Zaragoza 2009, “The Probabilistic Relevance Framework: BM25 and
//! Beyond”). The frequencies of a term in several fields are weighed and added up before they
//! saturate, as in BM25F (Robertson, Zaragoza and Taylor 2004).

use std::sync::Arc;

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;

use crate::search::scoring::quote_columns::QuoteColumns;

/// Saturation of repeated terms. Judged news like all from 1.2 to 2 about as much, and lengths from
/// 0.6 to 0.8: long questions the upper ends, short ones the lower.
const K1: f32 = 1.5;
/// Strength of length normalisation, 0 to 1.
const B: f32 = 0.75;

/// Source of the lengths of documents, in words.
pub enum DocLengths {
    /// Every document counts as one of average length.
    Average,
    /// Lengths of bodies, as roughly as tantivy keeps them.
    Bodies(FieldNormReader),
    /// Lengths of quotations.
    Quotes(Arc<QuoteColumns>),
}

/// Weighed occurrences of a term in the fields of a document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Occurrences {
    /// Occurrences that the length of the text divides.
    pub in_text: f32,
    /// Occurrences in a headline or a name, which are short whatever the text is.
    pub beside: f32,
}

impl Occurrences {
    /// Occurrences in a text alone.
    pub fn in_text(in_text: f32) -> Self {
        Self { in_text, beside: 0.0 }
    }

    /// True if there are some.
    pub fn any(self) -> bool {
        self.in_text + self.beside > 0.0
    }
}

impl std::ops::AddAssign for Occurrences {
    fn add_assign(&mut self, other: Self) {
        self.in_text += other.in_text;
        self.beside += other.beside;
    }
}

/// Weight of a term: how often it occurs → a score.
pub struct Bm25Weight {
    weight: f32,
    lengths: DocLengths,
    average_words: f32,
    /// Length normalisation for each of the lengths that tantivy tells apart.
    body_norms: Vec<f32>,
}

impl Bm25Weight {
    /// Weight of a term. `weight` is its inverse document frequency times what the question weighs
    /// it by, `average_words` the average length of documents.
    pub fn new(weight: f32, lengths: DocLengths, average_words: f32) -> Self {
        let mut bm25 = Self { weight, lengths, average_words, body_norms: Vec::new() };
        if matches!(bm25.lengths, DocLengths::Bodies(_)) {
            let lengths = (0..=u8::MAX).map(|id| FieldNormReader::id_to_fieldnorm(id) as f32);
            bm25.body_norms = lengths.map(|words| bm25.length_norm(words)).collect();
        }
        bm25
    }

    /// Length normalisation: k1 · (1 − b + b · len / `avg_len`).
    fn length_norm(&self, words: f32) -> f32 {
        K1 * (1.0 - B + B * (words / self.average_words.max(1.0)))
    }

    /// Upper bound of the score for any frequency and length.
    pub fn max_score(&self) -> f32 {
        self.weight * (K1 + 1.0)
    }

    /// Length normalisation of `doc`, times k1.
    #[inline]
    fn norm(&self, doc: DocId) -> f32 {
        let norm = match &self.lengths {
            DocLengths::Bodies(norms) => {
                self.body_norms.get(usize::from(norms.fieldnorm_id(doc))).copied()
            }
            DocLengths::Quotes(columns) => {
                columns.words.first(doc).map(|words| self.length_norm(words as f32))
            }
            DocLengths::Average => None,
        };
        norm.unwrap_or(K1)
    }

    /// Occurrences in `doc` as so many in a text of its length: those that no length divides count
    /// as more in a longer one.
    pub fn frequency(&self, occurrences: Occurrences, doc: DocId) -> f32 {
        occurrences.in_text + occurrences.beside * self.norm(doc) / K1
    }

    /// Score of `doc`, in which the term occurs so often: weight · f · (k1 + 1) / (f + norm).
    #[inline]
    pub fn score(&self, occurrences: Occurrences, doc: DocId) -> f32 {
        let norm = self.norm(doc);
        let frequency = occurrences.in_text + occurrences.beside * norm / K1;
        self.weight * frequency * (K1 + 1.0) / (frequency + norm)
    }
}
