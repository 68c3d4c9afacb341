//! Forward–backward inference on a linear-chain CRF: marginal probabilities for training.

use onrecord::annotate::training::{LABELS, START, Scores, Transitions};

/// Which labels a token may have, one bit each.
pub type Allowed = u16;
/// Any label.
pub const ANY: Allowed = (1 << LABELS) - 1;

/// The probability of each label of each token, and of each pair of neighbours summed over the
/// stretch, given which labels are allowed. Returns the logarithm of the total.
pub fn forward_backward(
    scores: &[Scores],
    transitions: &Transitions,
    allowed: &[Allowed],
    space: &mut ForwardBackward,
    pairs: &mut [[f32; LABELS]; LABELS + 1],
) -> f32 {
    let count = scores.len();
    space.forward.clear();
    space.forward.resize(count, [0.0; LABELS]);
    space.backward.clear();
    space.backward.resize(count, [0.0; LABELS]);
    space.own.clear();
    space.marginals.clear();
    let ForwardBackward { forward, backward, own, marginals } = space;
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

/// Room for [`forward_backward`], kept between calls.
#[derive(Debug, Default)]
pub struct ForwardBackward {
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
    fn probabilities_sum_to_one_and_obey_what_is_allowed() {
        let scores = vec![[0.5; LABELS], [0.1; LABELS], [0.2; LABELS]];
        let mut space = ForwardBackward::default();
        let mut pairs = [[0.0; LABELS]; LABELS + 1];
        let allowed = [ANY, 1 << 1, ANY];
        forward_backward(&scores, &Transitions::new(), &allowed, &mut space, &mut pairs);
        for row in &space.marginals {
            assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-4);
        }
        assert!((space.marginals[1][1] - 1.0).abs() < 1e-4);
        let total: f32 = pairs.iter().flatten().sum();
        assert!((total - 3.0).abs() < 1e-3);
    }
}
