//! Examples to learn from: labelled sequences with the features of their tokens, laid out flat.

use onrecord::annotate::training::{
    DocumentFeatures, Pass, Scores, TaggerInput, WordLists, WordScoreCache, best_labels,
    first_scores, hash, sequence_features,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::Text;
use crate::forward_backward::Allowed;

/// Number of a token's features (the first ones: none, the word as printed, the word in small
/// letters) that are also learnt apart for each domain, as in Daumé, "Frustratingly easy domain
/// adaptation" (2007).
const DOMAIN_FEATURES: usize = 3;

/// Sequences to learn from.
#[derive(Debug, Default)]
pub struct Examples {
    /// Sequences, in the order of the texts.
    pub sequences: Vec<SequenceExample>,
    /// Labels that each token may have.
    pub allowed: Vec<Allowed>,
    /// Scores of the first pass, one row a token; empty in the examples of that pass.
    pub base: Vec<Scores>,
    /// Features that are learnt for one domain, and left out of the model, by their hashes.
    pub domain_features: FxHashSet<u64>,
    /// Hash of each numbered feature.
    pub feature_hashes: Vec<u64>,
    /// End of each token's features in `hashes`; after pruning, in `features`.
    ends: Vec<usize>,
    /// Feature hashes of all tokens; empty after pruning.
    hashes: Vec<u64>,
    /// Feature numbers of all tokens, after pruning.
    features: Vec<u32>,
}

/// One sequence of the tagger: tokens `first..last` of [`Examples`].
#[derive(Debug)]
pub struct SequenceExample {
    /// First token.
    pub first: usize,
    /// Token after the last.
    pub last: usize,
    /// Number of the text.
    pub text: usize,
    /// Weight of its loss.
    pub weight: f32,
}

impl Examples {
    /// Examples of the first pass.
    pub fn for_first_pass(texts: &[Text], lists: &WordLists) -> Self {
        let mut examples = Self::default();
        for (number, text) in texts.iter().enumerate() {
            let prose = text.prose();
            let input = TaggerInput::new(&prose, lists);
            examples.allowed.extend(text.allowed(&input));
            for sequence in &input.sequences {
                let first = examples.ends.len();
                let Examples { hashes, ends, domain_features, .. } = &mut examples;
                let mut from = hashes.len();
                sequence_features(&input, lists, sequence, hashes, |hashes| {
                    // Each domain has its own habits. What is learnt of them under these names is
                    // not seen in other texts, and so kept out of what is.
                    for n in from..(from + DOMAIN_FEATURES).min(hashes.len()) {
                        let own = hash::mix(hash::mix(hashes[n], text.domain), 99);
                        hashes.push(own);
                        domain_features.insert(own);
                    }
                    from = hashes.len();
                    ends.push(from);
                });
                let last = examples.ends.len();
                examples.sequences.push(SequenceExample {
                    first,
                    last,
                    text: number,
                    weight: text.weight,
                });
            }
        }
        examples
    }

    /// Examples of the second pass: sequences of which the text knows something, scored by the
    /// first pass that `first` gives for each text.
    pub fn for_second_pass<'m>(
        texts: &[Text],
        lists: &WordLists,
        first: impl Fn(usize) -> &'m Pass,
    ) -> Self {
        let mut examples = Self::default();
        for (number, text) in texts.iter().enumerate() {
            let prose = text.prose();
            let input = TaggerInput::new(&prose, lists);
            let pass = first(number);
            let scores = first_scores(&input, lists, pass, &mut WordScoreCache::default());
            let labels = best_labels(&input, &scores, pass);
            let document = DocumentFeatures::new(&input, &labels);
            let allowed = text.allowed(&input);
            let mut index = 0;
            for (place, sequence) in input.sequences.iter().enumerate() {
                let (tokens, hashes) = (examples.ends.len(), examples.hashes.len());
                let from = index;
                let mut known = false;
                for at in sequence.start..sequence.end {
                    let evidence = document.evidence(&input, place, at, index, labels[index]);
                    known |= evidence.is_known();
                    evidence.add_words(&mut examples.hashes);
                    evidence.add_links(&mut examples.hashes);
                    examples.ends.push(examples.hashes.len());
                    index += 1;
                }
                if known {
                    examples.allowed.extend_from_slice(&allowed[from..index]);
                    examples.base.extend_from_slice(&scores[from..index]);
                    let last = examples.ends.len();
                    examples.sequences.push(SequenceExample {
                        first: tokens,
                        last,
                        text: number,
                        weight: text.weight,
                    });
                } else {
                    examples.ends.truncate(tokens);
                    examples.hashes.truncate(hashes);
                }
            }
        }
        examples
    }

    /// Number of sequences.
    pub fn len(&self) -> usize {
        self.sequences.len()
    }

    /// Drops features seen fewer than `min_count` times and numbers the others; returns the number
    /// of those.
    pub fn prune(&mut self, min_count: u32) -> usize {
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        for hash in &self.hashes {
            *counts.entry(*hash).or_default() += 1;
        }
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        let mut start = 0;
        for end in &mut self.ends {
            for hash in &self.hashes[start..*end] {
                if counts.get(hash).is_some_and(|n| *n >= min_count) {
                    let number = *numbers.entry(*hash).or_insert_with(|| {
                        self.feature_hashes.push(*hash);
                        self.feature_hashes.len() as u32 - 1
                    });
                    self.features.push(number);
                }
            }
            start = *end;
            *end = self.features.len();
        }
        self.hashes = Vec::new();
        self.feature_hashes.len()
    }

    /// Numbers of the features of a token.
    pub fn features_of(&self, token: usize) -> &[u32] {
        let start = if token == 0 { 0 } else { self.ends[token - 1] };
        &self.features[start..self.ends[token]]
    }
}
