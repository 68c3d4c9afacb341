//! What it is worth that words occur so often in a document: BM25.

use std::sync::Arc;

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;

use crate::search::scoring::postings::QuoteColumns;

/// BM25's saturation of repeated words. 1.2 and 0.75 are the textbook's numbers and most engines' defaults; judged
/// collections of news like all from 0.9 to 2 and from 0.6 to 0.9 about as much.
const K1: f32 = 1.2;
/// BM25's punishment of long documents.
const B: f32 = 0.75;

/// How long the text of a document is.
pub enum DocLengths {
    /// Length does not matter.
    Average,
    /// A body's, as roughly as tantivy keeps it.
    Bodies(FieldNormReader),
    /// A quotation's.
    Quotes(Arc<QuoteColumns>),
}

/// What occurring so often is worth.
pub struct Bm25Weight {
    weight: f32,
    lengths: DocLengths,
    average_words: f32,
    /// What each of tantivy's lengths does to a score.
    body_norms: Vec<f32>,
}

impl Bm25Weight {
    pub fn new(weight: f32, lengths: DocLengths, average_words: f32) -> Self {
        let mut bm25 = Self { weight, lengths, average_words, body_norms: Vec::new() };
        if matches!(bm25.lengths, DocLengths::Bodies(_)) {
            let lengths = (0..=u8::MAX).map(|id| FieldNormReader::id_to_fieldnorm(id) as f32);
            bm25.body_norms = lengths.map(|words| bm25.length_norm(words)).collect();
        }
        bm25
    }

    /// What a length in words does to a score.
    fn length_norm(&self, words: f32) -> f32 {
        K1 * (1.0 - B + B * (words / self.average_words.max(1.0)))
    }

    /// What no frequency exceeds.
    pub fn max_score(&self) -> f32 {
        self.weight * (K1 + 1.0)
    }

    #[inline]
    pub fn score(&self, frequency: f32, doc: DocId) -> f32 {
        let length = match &self.lengths {
            DocLengths::Bodies(norms) => {
                self.body_norms.get(usize::from(norms.fieldnorm_id(doc))).copied()
            }
            DocLengths::Quotes(columns) => {
                columns.words.first(doc).map(|words| self.length_norm(words as f32))
            }
            DocLengths::Average => None,
        };
        let length = length.unwrap_or(K1 * (1.0 - B + B * 1.0));
        self.weight * frequency * (K1 + 1.0) / (frequency + length)
    }
}
