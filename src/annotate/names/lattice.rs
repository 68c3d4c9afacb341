//! The chain itself: the best sequence of labels, and the expected ones for training.
//!
//! Nine labels make all of it small dense loops; nothing is allocated per token.

use crate::annotate::names::label::{LABELS, may_follow};

/// Scores of the labels of one token.
pub type Scores = [f32; LABELS];

/// Scores of one label after another; row `LABELS` is the start of a stretch.
#[derive(Clone, Debug, PartialEq)]
pub struct Transitions(pub [[f32; LABELS]; LABELS + 1]);

/// The row of [`Transitions`] for the first token of a stretch.
pub const START: usize = LABELS;
/// What cannot happen.
pub const NEVER: f32 = -1.0e4;

impl Transitions {
    /// No preference, except that the inside of a name needs its begin.
    pub fn new() -> Self {
        let mut scores = [[0.0; LABELS]; LABELS + 1];
        for (from, row) in scores.iter_mut().enumerate() {
            let from = if from == START { 0 } else { from as u8 };
            for (to, score) in row.iter_mut().enumerate() {
                if !may_follow(from, to as u8) {
                    *score = NEVER;
                }
            }
        }
        Self(scores)
    }
}

/// The best labels of a stretch, into `labels` (cleared first).
pub fn decode(
    scores: &[Scores],
    transitions: &Transitions,
    back: &mut Vec<[u8; LABELS]>,
    labels: &mut Vec<u8>,
) {
    labels.clear();
    back.clear();
    let Some(first) = scores.first() else { return };
    let mut best = *first;
    for (score, start) in best.iter_mut().zip(&transitions.0[START]) {
        *score += start;
    }
    for token in &scores[1..] {
        let mut from = [0_u8; LABELS];
        let mut next = [f32::NEG_INFINITY; LABELS];
        for (previous, row) in transitions.0[..LABELS].iter().enumerate() {
            for to in 0..LABELS {
                let score = best[previous] + row[to];
                if score > next[to] {
                    next[to] = score;
                    from[to] = previous as u8;
                }
            }
        }
        for (score, own) in next.iter_mut().zip(token) {
            *score += own;
        }
        back.push(from);
        best = next;
    }
    let mut label = 0;
    for (candidate, score) in best.iter().enumerate() {
        if *score > best[label] {
            label = candidate;
        }
    }
    labels.push(label as u8);
    for from in back.iter().rev() {
        label = usize::from(from[label]);
        labels.push(label as u8);
    }
    labels.reverse();
}

/// Which labels a token may have, one bit each.
pub type Allowed = u16;
/// Any label.
pub const ANY: Allowed = (1 << LABELS) - 1;

/// The probability of each label of each token, and of each pair of neighbours summed over the
/// stretch, given which labels are allowed. Returns the logarithm of the total.
pub fn expect(
    scores: &[Scores],
    transitions: &Transitions,
    allowed: &[Allowed],
    space: &mut Space,
    pairs: &mut [[f32; LABELS]; LABELS + 1],
) -> f32 {
    let count = scores.len();
    space.forward.clear();
    space.forward.resize(count, [0.0; LABELS]);
    space.backward.clear();
    space.backward.resize(count, [0.0; LABELS]);
    space.own.clear();
    space.marginals.clear();
    let Space { forward, backward, own, marginals } = space;
    let moves = transitions.0.map(|row| row.map(f32::exp));
    let mut log_total = 0.0;
    for (token, allowed) in scores.iter().zip(allowed) {
        let top = token.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        log_total += top;
        let mut weights = [0.0; LABELS];
        for (label, weight) in weights.iter_mut().enumerate() {
            if allowed & (1 << label) != 0 {
                *weight = (token[label] - top).exp();
            }
        }
        own.push(weights);
    }
    for at in 0..count {
        let mut row = [0.0; LABELS];
        if at == 0 {
            row = moves[START];
        } else {
            for (previous, probability) in forward[at - 1].iter().enumerate() {
                for (sum, step) in row.iter_mut().zip(&moves[previous]) {
                    *sum += probability * step;
                }
            }
        }
        let mut total = 0.0;
        for (value, weight) in row.iter_mut().zip(&own[at]) {
            *value *= weight;
            total += *value;
        }
        let total = total.max(1.0e-30);
        log_total += total.ln();
        forward[at] = row.map(|value| value / total);
    }
    backward[count - 1] = [1.0; LABELS];
    for at in (1..count).rev() {
        let mut ahead = [0.0; LABELS];
        for (value, (weight, later)) in ahead.iter_mut().zip(own[at].iter().zip(&backward[at])) {
            *value = weight * later;
        }
        let mut row = [0.0; LABELS];
        let mut total = 0.0;
        for (previous, value) in row.iter_mut().enumerate() {
            *value = moves[previous].iter().zip(&ahead).map(|(step, a)| step * a).sum();
            total += *value;
        }
        let total = total.max(1.0e-30);
        backward[at - 1] = row.map(|value| value / total);
        let mut sum = 0.0;
        let mut joint = [[0.0; LABELS]; LABELS];
        for (previous, probability) in forward[at - 1].iter().enumerate() {
            for to in 0..LABELS {
                let value = probability * moves[previous][to] * ahead[to];
                joint[previous][to] = value;
                sum += value;
            }
        }
        let scale = 1.0 / sum.max(1.0e-30);
        for (to, from) in pairs.iter_mut().zip(&joint) {
            for (total, value) in to.iter_mut().zip(from) {
                *total += value * scale;
            }
        }
    }
    for (before, after) in forward.iter().zip(backward.iter()) {
        let mut row = [0.0; LABELS];
        let mut total = 0.0;
        for (value, (a, b)) in row.iter_mut().zip(before.iter().zip(after)) {
            *value = a * b;
            total += *value;
        }
        let total: f32 = total.max(1.0e-30);
        marginals.push(row.map(|value| value / total));
    }
    for (total, value) in pairs[START].iter_mut().zip(&marginals[0]) {
        *total += value;
    }
    log_total
}

/// Room for [`expect`], kept between calls.
#[derive(Debug, Default)]
pub struct Space {
    forward: Vec<Scores>,
    backward: Vec<Scores>,
    own: Vec<Scores>,
    /// The probability of each label of each token.
    pub marginals: Vec<Scores>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inside_of_a_name_needs_its_begin() {
        let mut scores = vec![[0.0; LABELS]; 2];
        scores[0][1] = 1.0;
        scores[1][2] = 1.0;
        scores[1][4] = 1.5;
        let (mut back, mut labels) = (Vec::new(), Vec::new());
        decode(&scores, &Transitions::new(), &mut back, &mut labels);
        assert_eq!(labels, [1, 2]);
    }

    #[test]
    fn probabilities_sum_to_one_and_obey_what_is_allowed() {
        let scores = vec![[0.5; LABELS], [0.1; LABELS], [0.2; LABELS]];
        let mut space = Space::default();
        let mut pairs = [[0.0; LABELS]; LABELS + 1];
        let allowed = [ANY, 1 << 1, ANY];
        expect(&scores, &Transitions::new(), &allowed, &mut space, &mut pairs);
        for row in &space.marginals {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
        assert!((space.marginals[1][1] - 1.0).abs() < 1e-4);
        let total: f32 = pairs.iter().flatten().sum();
        assert!((total - 3.0).abs() < 1e-3);
    }
}
