//! What the features of words themselves come to, remembered: a quarter of a token's features, and the dearest, depend
//! on nothing but the word.

use crate::annotate::names::features::{Word, collect_own};
use crate::annotate::names::label::LABELS;
use crate::annotate::names::table::Weights;

/// Places for words, of which each has one; capitalised words of news are some ten thousand.
const REMEMBERED: usize = 1 << 14;

/// The sums of one word.
#[derive(Clone, Copy, Debug, Default)]
pub struct OwnSums {
    /// What the word's features depend on; 0 for a free slot.
    hash: u64,
    /// The hash of its short shape.
    pub short: u64,
    /// The weights of its features, added up.
    pub sums: [i32; LABELS],
}

/// The sums of words that came before, of one table of weights.
#[derive(Debug)]
pub struct Remembered {
    words: Vec<OwnSums>,
    features: Vec<u64>,
}

impl Default for Remembered {
    fn default() -> Self {
        Self { words: vec![OwnSums::default(); REMEMBERED], features: Vec::new() }
    }
}

impl Remembered {
    /// The sums of a word; `weights` are the same ones each time.
    pub fn of(&mut self, word: Word<'_>, weights: &Weights) -> OwnSums {
        let hash = word.hash();
        let place = &mut self.words[(hash >> 40) as usize % REMEMBERED];
        if place.hash != hash {
            self.features.clear();
            let short = collect_own(word, &mut self.features);
            let mut sums = [0; LABELS];
            weights.add(&self.features, &mut sums);
            *place = OwnSums { hash, short, sums };
        }
        *place
    }
}
