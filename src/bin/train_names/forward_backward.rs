//! Forward–backward inference on a linear-chain CRF: marginal probabilities for training.

use onrecord::annotate::training::{LABELS, START, Scores, Transitions};

/// Set of labels that a token may have, one bit each.
pub type Allowed = u16;
/// All labels.
pub const ANY: Allowed = (1 << LABELS) - 1;

/// Values for each pair of a label and the next; row `LABELS` is the start of a sequence.
pub type Pairs = [[f32; LABELS]; LABELS + 1];

/// Keeps a sum that is divided by away from zero.
const TINY: f32 = 1.0e-30;

/// Marginals of one sequence, and space for computing them that is kept between calls.
#[derive(Debug, Default)]
pub struct ForwardBackward {
    /// Probability of each label of each token.
    pub marginals: Vec<Scores>,
    forward: Vec<Scores>,
    backward: Vec<Scores>,
    /// Exponentiated scores of each token, divided by the largest.
    own: Vec<Scores>,
}

impl ForwardBackward {
    /// Computes the marginals of a sequence of one token or more, given the labels that are
    /// allowed, and adds the probabilities of pairs of neighbours to `pairs`. Returns the logarithm
    /// of the total over all allowed labellings.
    pub fn run(
        &mut self,
        scores: &[Scores],
        transitions: &Transitions,
        allowed: &[Allowed],
        pairs: &mut Pairs,
    ) -> f32 {
        let steps = transitions.0.map(|row| row.map(f32::exp));
        let log_total = self.set_own(scores, allowed);
        let log_total = self.run_forward(&steps, log_total);
        self.run_backward(&steps, pairs);
        self.marginals.clear();
        for (before, after) in self.forward.iter().zip(&self.backward) {
            let mut row = [0.0; LABELS];
            for (value, (a, b)) in row.iter_mut().zip(before.iter().zip(after)) {
                *value = a * b;
            }
            self.marginals.push(normalised(row).0);
        }
        for (total, value) in pairs[START].iter_mut().zip(&self.marginals[0]) {
            *total += value;
        }
        log_total
    }

    /// Exponentiates the scores; returns the logarithm of what they were divided by.
    fn set_own(&mut self, scores: &[Scores], allowed: &[Allowed]) -> f32 {
        self.own.clear();
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
            self.own.push(weights);
        }
        log_total
    }

    fn run_forward(&mut self, steps: &Pairs, mut log_total: f32) -> f32 {
        self.forward.clear();
        for (at, own) in self.own.iter().enumerate() {
            let mut row = [0.0; LABELS];
            if at == 0 {
                row = steps[START];
            } else {
                for (previous, probability) in self.forward[at - 1].iter().enumerate() {
                    for (sum, step) in row.iter_mut().zip(&steps[previous]) {
                        *sum += probability * step;
                    }
                }
            }
            for (value, weight) in row.iter_mut().zip(own) {
                *value *= weight;
            }
            let (row, total) = normalised(row);
            log_total += total.ln();
            self.forward.push(row);
        }
        log_total
    }

    fn run_backward(&mut self, steps: &Pairs, pairs: &mut Pairs) {
        let count = self.own.len();
        self.backward.clear();
        self.backward.resize(count, [1.0; LABELS]);
        for at in (1..count).rev() {
            let mut ahead = [0.0; LABELS];
            let later = self.own[at].iter().zip(&self.backward[at]);
            for (value, (weight, later)) in ahead.iter_mut().zip(later) {
                *value = weight * later;
            }
            let row = std::array::from_fn(|previous| {
                steps[previous].iter().zip(&ahead).map(|(step, a)| step * a).sum()
            });
            self.backward[at - 1] = normalised(row).0;
            add_pairs(&self.forward[at - 1], steps, &ahead, pairs);
        }
    }
}

/// Adds the probabilities of the pairs of two neighbours to `pairs`.
fn add_pairs(before: &Scores, steps: &Pairs, ahead: &Scores, pairs: &mut Pairs) {
    let mut sum = 0.0;
    let mut joint = [[0.0; LABELS]; LABELS];
    for (previous, probability) in before.iter().enumerate() {
        for to in 0..LABELS {
            let value = probability * steps[previous][to] * ahead[to];
            joint[previous][to] = value;
            sum += value;
        }
    }
    let scale = 1.0 / sum.max(TINY);
    for (to, from) in pairs.iter_mut().zip(&joint) {
        for (total, value) in to.iter_mut().zip(from) {
            *total += value * scale;
        }
    }
}

/// The row divided by its sum, and that sum.
fn normalised(row: Scores) -> (Scores, f32) {
    let mut total = 0.0;
    for value in row {
        total += value;
    }
    let total = total.max(TINY);
    (row.map(|value| value / total), total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_sum_to_one_and_obey_the_allowed_labels() {
        let scores = vec![[0.5; LABELS], [0.1; LABELS], [0.2; LABELS]];
        let mut marginals = ForwardBackward::default();
        let mut pairs = [[0.0; LABELS]; LABELS + 1];
        let allowed = [ANY, 1 << 1, ANY];
        marginals.run(&scores, &Transitions::new(), &allowed, &mut pairs);
        for row in &marginals.marginals {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
        assert!((marginals.marginals[1][1] - 1.0).abs() < 1e-4);
        let total: f32 = pairs.iter().flatten().sum();
        assert!((total - 3.0).abs() < 1e-3);
    }
}
