//! Tagging: the sequences of a text → labelled names, in two passes of a linear-chain CRF.
//!
//! The first pass labels each sentence by itself; the second labels anew the sequences of whose
//! words the rest of the text knows something.

use crate::annotate::names::crf::{Scores, viterbi};
use crate::annotate::names::document_features::DocumentFeatures;
use crate::annotate::names::features::{WordForm, context_features};
use crate::annotate::names::label::{OUTSIDE, runs};
use crate::annotate::names::model::{Model, Pass};
use crate::annotate::names::tagger_input::TaggerInput;
use crate::annotate::names::word_score_cache::{WordScoreCache, WordScores};

/// A tagged name: tokens `start..end` and its kind as the tagger counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaggedSpan {
    /// First token.
    pub start: usize,
    /// Token after the last.
    pub end: usize,
    /// Kind of name, 0 to 3, as in the labels.
    pub kind: u8,
}

/// Weighs a missed name against a false one. The training sets miss names more often than they
/// invent them, so the outside is a little dearer than it was learnt to be.
const OUTSIDE_PENALTY: f32 = 0.4;

/// Most features of one token, about.
const FEATURES: usize = 80;

/// Names of a text, in order. `cache` is one that was filled with this model.
pub fn tag(
    input: &TaggerInput<'_, '_>,
    model: &Model,
    cache: &mut WordScoreCache,
) -> Vec<TaggedSpan> {
    let mut scores = first_scores(input, &model.first, cache);
    for score in &mut scores {
        score[usize::from(OUTSIDE)] -= OUTSIDE_PENALTY;
    }
    let mut labels = best_labels(input, &scores, &model.first);
    second_pass(input, model, &scores, &mut labels);
    let mut names = Vec::new();
    let mut offset = 0;
    for sequence in &input.sequences {
        let length = sequence.end - sequence.start;
        for (start, end, kind) in runs(&labels[offset..offset + length]) {
            let (start, end) = (sequence.start + start, sequence.start + end);
            names.push(TaggedSpan { start, end, kind });
        }
        offset += length;
    }
    names
}

/// Scores of the first pass for all tokens of sequences, one after another.
pub fn first_scores(
    input: &TaggerInput<'_, '_>,
    pass: &Pass,
    cache: &mut WordScoreCache,
) -> Vec<Scores> {
    let count = input.sequences.iter().map(|s| s.end - s.start).sum();
    let mut all = Vec::with_capacity(count);
    let mut features = Vec::with_capacity(FEATURES);
    for sequence in &input.sequences {
        for at in sequence.start..sequence.end {
            let word = WordForm::new(input, at);
            let WordScores { shape, mut sums, .. } = cache.get_or_compute(word, &pass.weights);
            features.clear();
            context_features(input, sequence, at, shape, &mut features);
            pass.weights.add(&features, &mut sums);
            all.push(sums.map(|sum| sum as f32 * pass.scale));
        }
    }
    all
}

/// Best labels of all sequences, one after another.
pub fn best_labels(input: &TaggerInput<'_, '_>, scores: &[Scores], pass: &Pass) -> Vec<u8> {
    let mut all = Vec::with_capacity(scores.len());
    let (mut back, mut labels) = (Vec::new(), Vec::new());
    let mut offset = 0;
    for sequence in &input.sequences {
        let length = sequence.end - sequence.start;
        viterbi(&scores[offset..offset + length], &pass.transitions, &mut back, &mut labels);
        all.extend_from_slice(&labels);
        offset += length;
    }
    all
}

/// Labels anew the sequences of which the rest of the text knows something.
fn second_pass(input: &TaggerInput<'_, '_>, model: &Model, scores: &[Scores], labels: &mut [u8]) {
    let document = DocumentFeatures::new(input, labels);
    let mut revised = Vec::new();
    let (mut features, mut back, mut best) = (Vec::new(), Vec::new(), Vec::new());
    let mut changes = Vec::new();
    let mut offset = 0;
    for (number, sequence) in input.sequences.iter().enumerate() {
        let length = sequence.end - sequence.start;
        revised.clear();
        let mut known = false;
        for (index, at) in (offset..).zip(sequence.start..sequence.end) {
            features.clear();
            known |= document.collect(input, number, at, index, labels[index], &mut features);
            let mut row = scores[index].map(|score| score * model.share);
            model.second.add_scores(&features, &mut row);
            revised.push(row);
        }
        if known {
            viterbi(&revised, &model.second.transitions, &mut back, &mut best);
            changes.push((offset, best.clone()));
        }
        offset += length;
    }
    for (offset, best) in changes {
        labels[offset..offset + best.len()].copy_from_slice(&best);
    }
}
