//! Tagging: the sequences of a text → labelled names, in two passes of a linear-chain CRF.
//!
//! The first pass labels each sentence by itself; the second labels anew the sequences of whose
//! words the rest of the text knows something.

use crate::annotate::gazetteer::word_lists::WordLists;
use crate::annotate::names::crf::{Scores, viterbi};
use crate::annotate::names::document_features::{DocumentFeatures, Evidence};
use crate::annotate::names::features::{Context, Window, words_around};
use crate::annotate::names::label::{LABELS, OUTSIDE, runs};
use crate::annotate::names::model::{Model, Pass};
use crate::annotate::names::tagger_input::TaggerInput;
use crate::annotate::names::word_score_cache::{WordScoreCache, add};

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
    let mut scores = first_scores(input, &model.lists, &model.first, cache);
    for score in &mut scores {
        score[usize::from(OUTSIDE)] -= OUTSIDE_PENALTY;
    }
    let mut labels = best_labels(input, &scores, &model.first);
    second_pass(input, model, cache, &scores, &mut labels);
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
    lists: &WordLists,
    pass: &Pass,
    cache: &mut WordScoreCache,
) -> Vec<Scores> {
    let count = input.sequences.iter().map(|s| s.end - s.start).sum();
    let mut all = Vec::with_capacity(count);
    let mut features = Vec::with_capacity(FEATURES);
    let mut window = Window::default();
    let mut rows: Vec<[i32; LABELS]> = Vec::new();
    for sequence in &input.sequences {
        let length = sequence.end - sequence.start;
        window.clear();
        rows.clear();
        rows.resize(length, [0; LABELS]);
        for (index, word) in words_around(input, sequence).enumerate() {
            let beside = cache.beside(word, lists, &pass.weights);
            window.clusters.push(beside.cluster);
            if let Some(row) = rows.get_mut(index) {
                add(row, &beside.behind);
            }
            if let Some(row) = index.checked_sub(2).and_then(|index| rows.get_mut(index)) {
                add(row, &beside.ahead);
            }
            let cluster = beside.cluster;
            if (1..=length).contains(&index) {
                let own = cache.word(word, cluster, &pass.weights);
                add(&mut rows[index - 1], &own.sums);
                window.shapes.push(own.shape);
            }
        }
        for (at, row) in (sequence.start..sequence.end).zip(&mut rows) {
            let token = Context::new(input, sequence, &window, at);
            cache.add_first(&token, row, &pass.weights);
            features.clear();
            token.add_context(&mut features);
            pass.weights.add(&features, row);
            all.push(row.map(|sum| sum as f32 * pass.scale));
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
fn second_pass(
    input: &TaggerInput<'_, '_>,
    model: &Model,
    cache: &mut WordScoreCache,
    scores: &[Scores],
    labels: &mut [u8],
) {
    let document = DocumentFeatures::new(input, labels);
    let Pass { weights, transitions, scale } = &model.second;
    let (mut revised, mut evidence) = (Vec::new(), Vec::new());
    let (mut features, mut back, mut best) = (Vec::new(), Vec::new(), Vec::new());
    let mut offset = 0;
    for (number, sequence) in input.sequences.iter().enumerate() {
        let length = sequence.end - sequence.start;
        evidence.clear();
        for (index, at) in (offset..).zip(sequence.start..sequence.end) {
            evidence.push(document.evidence(input, number, at, index, labels[index]));
        }
        if evidence.iter().any(Evidence::is_known) {
            revised.clear();
            for (evidence, first) in evidence.iter().zip(&scores[offset..]) {
                let mut sums = [0; LABELS];
                cache.add_second(evidence, &mut sums, weights);
                features.clear();
                evidence.add_links(&mut features);
                if !features.is_empty() {
                    weights.add(&features, &mut sums);
                }
                let mut row = first.map(|score| score * model.share);
                for (score, sum) in row.iter_mut().zip(sums) {
                    *score += sum as f32 * scale;
                }
                revised.push(row);
            }
            viterbi(&revised, transitions, &mut back, &mut best);
            labels[offset..offset + length].copy_from_slice(&best);
        }
        offset += length;
    }
}
