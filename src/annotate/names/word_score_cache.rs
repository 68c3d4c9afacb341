//! What the features of words themselves come to, remembered: a quarter of a token's features, and the dearest, depend
//! on nothing but the word.

use crate::annotate::names::features::{WordForm, word_features};
use crate::annotate::names::label::LABELS;
use crate::annotate::names::weights::Weights;

/// Places for words, of which each has one; capitalised words of news are some ten thousand.
const REMEMBERED: usize = 1 << 14;

/// The sums of one word.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordScores {
    /// What the word's features depend on; 0 for a free slot.
    hash: u64,
    /// The hash of its short shape.
    pub short: u64,
    /// The weights of its features, added up.
    pub sums: [i32; LABELS],
}

/// The sums of words that came before, of one table of weights.
#[derive(Debug)]
pub struct WordScoreCache {
    words: Vec<WordScores>,
    features: Vec<u64>,
}

impl Default for WordScoreCache {
    fn default() -> Self {
        Self { words: vec![WordScores::default(); REMEMBERED], features: Vec::new() }
    }
}

impl WordScoreCache {
    /// The sums of a word; `weights` are the same ones each time.
    pub fn of(&mut self, word: WordForm<'_>, weights: &Weights) -> WordScores {
        let hash = word.hash();
        let place = &mut self.words[(hash >> 40) as usize % REMEMBERED];
        if place.hash != hash {
            self.features.clear();
            let short = word_features(word, &mut self.features);
            let mut sums = [0; LABELS];
            weights.add(&self.features, &mut sums);
            *place = WordScores { hash, short, sums };
        }
        *place
    }
}
