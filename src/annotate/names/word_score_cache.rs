//! Caches of sums of scores: a word has half of a token's features by itself, and the forms and
//! lists that it has with them are few.

use crate::annotate::gazetteer::word_lists::{Cluster, WordLists};
use crate::annotate::hash::mix;
use crate::annotate::names::document_features::Evidence;
use crate::annotate::names::features::{
    Context, WordForm, features_ahead, features_behind, word_features,
};
use crate::annotate::names::label::LABELS;
use crate::annotate::names::weights::Weights;

/// Slots for words in sequences; those of news are some ten thousand.
const WORD_SLOTS: usize = 1 << 14;
/// Slots for words beside tokens of sequences.
const BESIDE_SLOTS: usize = 1 << 14;
/// Slots for other sums.
const SLOTS: usize = 1 << 13;

/// Sums of weights, by label.
pub type LabelSums = [i16; LABELS];

/// Scores that one word has by itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct WordScores {
    /// Hash of all that the word's features depend on; 0 for a free slot.
    hash: u64,
    /// Hash of the word's short shape.
    pub shape: u64,
    /// Sums of the weights of its features.
    pub sums: LabelSums,
}

/// Scores that one word gives to the tokens beside it.
#[derive(Clone, Copy, Debug, Default)]
pub struct BesideScores {
    /// Hash of all that the features depend on; 0 for a free slot.
    hash: u64,
    /// Cluster of the word.
    pub cluster: Cluster,
    /// Sums for the token behind it.
    pub behind: LabelSums,
    /// Sums for the token before it.
    pub ahead: LabelSums,
}

/// Sums of the weights of some features.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    /// Hash of all that the features depend on; 0 for a free slot.
    hash: u64,
    sums: LabelSums,
}

/// Scores that came before, all by one table of weights. Direct-mapped: what comes replaces what is
/// in its slot.
#[derive(Debug)]
pub struct WordScoreCache {
    words: Vec<WordScores>,
    beside: Vec<BesideScores>,
    sums: SumCache,
    second: SumCache,
    /// Space for features, kept between calls.
    features: Vec<u64>,
}

impl Default for WordScoreCache {
    fn default() -> Self {
        Self {
            words: vec![WordScores::default(); WORD_SLOTS],
            beside: vec![BesideScores::default(); BESIDE_SLOTS],
            sums: SumCache::default(),
            second: SumCache::default(),
            features: Vec::new(),
        }
    }
}

impl WordScoreCache {
    /// Scores of a word, computed unless they are in the cache; `weights` are the same at each
    /// call.
    pub fn word(&mut self, word: WordForm<'_>, cluster: Cluster, weights: &Weights) -> &WordScores {
        let hash = word.printed;
        let slot = &mut self.words[(hash >> 40) as usize % WORD_SLOTS];
        if slot.hash != hash {
            self.features.clear();
            let shape = word_features(word, cluster, &mut self.features);
            *slot = WordScores { hash, shape, sums: sum(&self.features, weights) };
        }
        slot
    }

    /// Scores that a word gives to the tokens beside it, likewise.
    pub fn beside(
        &mut self,
        word: WordForm<'_>,
        lists: &WordLists,
        weights: &Weights,
    ) -> &BesideScores {
        let hash = word.printed;
        let slot = &mut self.beside[(hash >> 40) as usize % BESIDE_SLOTS];
        if slot.hash != hash {
            let cluster = word.cluster(lists);
            self.features.clear();
            features_behind(word, cluster, &mut self.features);
            let behind = sum(&self.features, weights);
            self.features.clear();
            features_ahead(word, cluster, &mut self.features);
            *slot = BesideScores { hash, cluster, behind, ahead: sum(&self.features, weights) };
        }
        slot
    }

    /// Adds to `row` the scores of the token's form, of its lists and of its neighbours' lists.
    pub fn add_first(
        &mut self,
        token: &Context<'_, '_, '_>,
        row: &mut [i32; LABELS],
        weights: &Weights,
    ) {
        self.sums.add(token.form_key(), row, weights, |out| token.add_form(out));
        self.sums.add(token.lists_key(), row, weights, |out| token.add_lists(out));
    }

    /// Adds to `row` the scores of what the rest of the text tells of a token, its links left out.
    pub fn add_second(&mut self, evidence: &Evidence, row: &mut [i32; LABELS], weights: &Weights) {
        self.second.add(evidence.key(), row, weights, |out| evidence.add_words(out));
    }
}

/// Sums of scores by the hash of all that they depend on.
#[derive(Debug)]
struct SumCache(Vec<Sums>);

impl Default for SumCache {
    fn default() -> Self {
        Self(vec![Sums::default(); SLOTS])
    }
}

impl SumCache {
    /// Adds to `row` the scores of the features that `fill` gives, all of which `key` depends on.
    fn add(
        &mut self,
        key: u64,
        row: &mut [i32; LABELS],
        weights: &Weights,
        fill: impl FnOnce(&mut Vec<u64>),
    ) {
        let hash = mix(key, 5);
        let slot = &mut self.0[(hash >> 40) as usize % SLOTS];
        if slot.hash != hash {
            let mut features = Vec::new();
            fill(&mut features);
            *slot = Sums { hash, sums: sum(&features, weights) };
        }
        add(row, &slot.sums);
    }
}

/// Adds sums to a row.
pub fn add(row: &mut [i32; LABELS], sums: &LabelSums) {
    for (total, sum) in row.iter_mut().zip(sums) {
        *total += i32::from(*sum);
    }
}

/// Sums of the weights of features, by label.
fn sum(features: &[u64], weights: &Weights) -> [i16; LABELS] {
    let mut sums = [0; LABELS];
    weights.add(features, &mut sums);
    sums.map(|sum| sum.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16)
}
