//! Linear-chain CRF: transition scores, and decoding by the Viterbi algorithm.
//!
//! A conditional random field (Lafferty, `McCallum` and Pereira 2001) scores a sequence of labels
//! by the sum of each token's scores and of each transition between neighbours. Nine labels make
//! all of it small dense loops; nothing is allocated per token. The forward–backward marginals,
//! which only training needs, are with the trainer (`src/bin/train_names`).

use crate::annotate::names::label::{LABELS, may_follow};

/// Scores of the labels of one token.
pub type Scores = [f32; LABELS];

/// Scores of one label after another; row `LABELS` is the start of a sequence.
#[derive(Clone, Debug, PartialEq)]
pub struct Transitions(pub [[f32; LABELS]; LABELS + 1]);

/// The row of [`Transitions`] for the first token of a sequence.
pub const START: usize = LABELS;
/// Score of a transition that cannot happen.
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

/// Finds the best labels of a sequence by the Viterbi algorithm, into `labels` (cleared first).
pub fn viterbi(
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
        viterbi(&scores, &Transitions::new(), &mut back, &mut labels);
        assert_eq!(labels, [1, 2]);
    }
}
