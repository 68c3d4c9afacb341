//! A cache of the scores of words: a quarter of a token's features, and the dearest to compute,
//! depend on nothing but the word.

use crate::annotate::names::features::{WordForm, word_features};
use crate::annotate::names::label::LABELS;
use crate::annotate::names::weights::Weights;

/// Slots of the cache, of which each word has one; capitalised words of news are some ten thousand.
const SLOTS: usize = 1 << 14;

/// Scores that one word has by itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordScores {
    /// Hash of all that the word's features depend on; 0 for a free slot.
    hash: u64,
    /// Hash of the word's short shape.
    pub shape: u64,
    /// Sums of the weights of its features, by label.
    pub sums: [i32; LABELS],
}

/// Scores of words that came before, all by one table of weights. Direct-mapped: a word replaces
/// the one in its slot.
#[derive(Debug)]
pub struct WordScoreCache {
    slots: Vec<WordScores>,
    /// Space for the features of one word, kept between calls.
    features: Vec<u64>,
}

impl Default for WordScoreCache {
    fn default() -> Self {
        Self { slots: vec![WordScores::default(); SLOTS], features: Vec::new() }
    }
}

impl WordScoreCache {
    /// Scores of a word, computed unless they are in the cache; `weights` are the same at each
    /// call.
    pub fn get_or_compute(&mut self, word: WordForm<'_>, weights: &Weights) -> WordScores {
        let hash = word.hash();
        let slot = &mut self.slots[(hash >> 40) as usize % SLOTS];
        if slot.hash != hash {
            self.features.clear();
            let shape = word_features(word, &mut self.features);
            let mut sums = [0; LABELS];
            weights.add(&self.features, &mut sums);
            *slot = WordScores { hash, shape, sums };
        }
        *slot
    }
}
