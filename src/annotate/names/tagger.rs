//! From a input to labelled names: two passes over its stretches.

use crate::annotate::names::crf::{Scores, viterbi};
use crate::annotate::names::document_features::DocumentFeatures;
use crate::annotate::names::features::{WordForm, context_features};
use crate::annotate::names::label::{OUTSIDE, runs};
use crate::annotate::names::model::{Model, Pass};
use crate::annotate::names::tagger_input::TaggerInput;
use crate::annotate::names::word_score_cache::{WordScoreCache, WordScores};

/// A name: tokens `start..end` and its kind as the tagger counts (see [`label`](super::label)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaggedSpan {
    pub start: usize,
    pub end: usize,
    pub kind: u8,
}

/// Weighs a missed name against a false one. The training sets miss names more often than they
/// invent them, so the outside is a little dearer than it was learnt to be.
const OUTSIDE_PENALTY: f32 = 0.4;

/// The names of a input, in order. What is remembered is of this model.
pub fn tag(
    input: &TaggerInput<'_, '_>,
    model: &Model,
    known: &mut WordScoreCache,
) -> Vec<TaggedSpan> {
    let mut scores = first_scores(input, &model.first, known);
    for score in &mut scores {
        score[usize::from(OUTSIDE)] -= OUTSIDE_PENALTY;
    }
    let mut labels = best_labels(input, &scores, &model.first);
    second_pass(input, model, &scores, &mut labels);
    let mut names = Vec::new();
    let mut offset = 0;
    for stretch in &input.stretches {
        let length = stretch.end - stretch.start;
        for (start, end, kind) in runs(&labels[offset..offset + length]) {
            names.push(TaggedSpan { start: stretch.start + start, end: stretch.start + end, kind });
        }
        offset += length;
    }
    names
}

/// The scores of the first pass for all tokens of stretches, one after another.
pub fn first_scores(
    input: &TaggerInput<'_, '_>,
    pass: &Pass,
    known: &mut WordScoreCache,
) -> Vec<Scores> {
    let count = input.stretches.iter().map(|s| s.end - s.start).sum();
    let mut all = Vec::with_capacity(count);
    let mut features = Vec::with_capacity(80);
    for stretch in &input.stretches {
        for at in stretch.start..stretch.end {
            let WordScores { short, mut sums, .. } =
                known.of(WordForm::of(input, at), &pass.weights);
            features.clear();
            context_features(input, stretch, at, short, &mut features);
            pass.weights.add(&features, &mut sums);
            all.push(sums.map(|sum| sum as f32 * pass.scale));
        }
    }
    all
}

/// The best labels of all stretches, one after another.
pub fn best_labels(input: &TaggerInput<'_, '_>, scores: &[Scores], pass: &Pass) -> Vec<u8> {
    let mut all = Vec::with_capacity(scores.len());
    let (mut back, mut labels) = (Vec::new(), Vec::new());
    let mut offset = 0;
    for stretch in &input.stretches {
        let length = stretch.end - stretch.start;
        viterbi(&scores[offset..offset + length], &pass.transitions, &mut back, &mut labels);
        all.extend_from_slice(&labels);
        offset += length;
    }
    all
}

/// Labels anew the stretches of which the rest of the text knows something.
fn second_pass(input: &TaggerInput<'_, '_>, model: &Model, scores: &[Scores], labels: &mut [u8]) {
    let evidence = DocumentFeatures::new(input, labels);
    let mut revised = Vec::new();
    let (mut features, mut back, mut best) = (Vec::new(), Vec::new(), Vec::new());
    let mut changes = Vec::new();
    let mut offset = 0;
    for stretch in &input.stretches {
        let length = stretch.end - stretch.start;
        revised.clear();
        let mut known = false;
        for index in offset..offset + length {
            features.clear();
            known |= evidence.collect(
                input,
                stretch.start + index - offset,
                index,
                labels[index],
                &mut features,
            );
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
