//! Coordination: documents that hold more of the question come before those that hold one word of
//! it often.
//!
//! A score is multiplied by the share of the question's weight that the document holds, raised to a
//! power. What this does for short questions was shown by Wilkinson, Zobel and Sacks-Davis (1995,
//! “Similarity Measures for Short Queries”); of a long one few documents hold all words, and the
//! power falls with the number of words.

use tantivy::DocId;

use crate::search::plan::query_plan::Clause;
use crate::search::scoring::scorer::ClauseScorer;

/// Power for a question of two words; of n words it is so much divided by n − 1.
const POWER: f32 = 2.0;

/// Weights of a question's clauses, by which documents are told apart that hold some of them.
pub struct Coordination {
    weights: Vec<f32>,
    /// Sum of the weights.
    total: f32,
    power: f32,
}

impl Coordination {
    /// Coordination of the clauses of a question.
    pub fn new(clauses: &[Clause]) -> Self {
        let weights: Vec<f32> = clauses.iter().map(Clause::weight).collect();
        let others = clauses.len().saturating_sub(1).max(1);
        Self { total: weights.iter().sum(), weights, power: POWER / others as f32 }
    }

    /// Share of the question's weight that a document holds, 0 to 1.
    pub fn share(&self, scorers: &mut [ClauseScorer<'_>], doc: DocId) -> f32 {
        let (mut held, mut all) = (0.0, true);
        for (weight, scorer) in self.weights.iter().zip(scorers) {
            let share = scorer.share(doc);
            held += weight * share;
            all &= share >= 1.0;
        }
        if all || self.total <= 0.0 { 1.0 } else { held / self.total }
    }

    /// Factor of the score of a document that holds such a share.
    pub fn factor(&self, share: f32) -> f32 {
        if share >= 1.0 { 1.0 } else { share.powf(self.power) }
    }
}
