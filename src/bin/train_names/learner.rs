//! The learner: likelihood of a linear-chain CRF, maximised by stochastic gradient, one step a
//! sequence, with step sizes by `AdaGrad` (Duchi, Hazan and Singer 2011) and an L1 penalty.
//!
//! Where a label is not known (a set that leaves out some kinds), all that are possible count: the
//! likelihood is then of the set of labellings and not of one.

use onrecord::annotate::training::{LABELS, Pass, START, Scores, Transitions, hash, may_follow};

use crate::examples::{Examples, SequenceExample};
use crate::forward_backward::{ANY, Allowed, ForwardBackward, Pairs};
use crate::quantise::quantise;

/// Loss of a sequence, and gradient of a token, below which nothing is learnt from it.
const NEGLIGIBLE: f32 = 1.0e-3;
/// Step size of the share of the first pass.
const SHARE_RATE: f32 = 0.05;

/// Step size and L1 penalty.
#[derive(Clone, Copy, Debug)]
pub struct LearningRates {
    /// Step size before `AdaGrad` divides it.
    pub rate: f32,
    /// L1 penalty: a weight that no example needs becomes 0.
    pub l1: f32,
}

/// Weights while they are learnt.
#[derive(Debug)]
pub struct Learner {
    rates: LearningRates,
    weights: Vec<[f32; LABELS]>,
    /// Sums of squared gradients, for `AdaGrad`.
    squares: Vec<[f32; LABELS]>,
    transitions: Transitions,
    transition_squares: Pairs,
    share: f32,
    share_square: f32,
    /// Sums of weights and transitions at points along the way, and the number of those.
    sums: Vec<[f32; LABELS]>,
    transition_sums: Pairs,
    points: f32,
}

/// Space for one step, kept between steps.
#[derive(Debug, Default)]
struct Buffers {
    scores: Vec<Scores>,
    any: Vec<Allowed>,
    /// Marginals if any label is allowed.
    free: ForwardBackward,
    /// Marginals if only the right ones are.
    bound: ForwardBackward,
}

impl Learner {
    /// A learner whose weights are all 0.
    pub fn new(examples: &Examples, rates: LearningRates) -> Self {
        let features = examples.feature_hashes.len();
        Self {
            rates,
            weights: vec![[0.0; LABELS]; features],
            squares: vec![[0.1; LABELS]; features],
            transitions: Transitions::new(),
            transition_squares: [[1.0; LABELS]; LABELS + 1],
            share: 1.0,
            share_square: 100.0,
            sums: vec![[0.0; LABELS]; features],
            transition_sums: [[0.0; LABELS]; LABELS + 1],
            points: 0.0,
        }
    }

    /// Begins with transitions learnt before.
    pub fn start_from(&mut self, transitions: &Transitions) {
        self.transitions = transitions.clone();
    }

    /// Weight of the base scores.
    pub fn share(&self) -> f32 {
        self.share
    }

    /// Passes once over the examples of the texts that `accepts` says, in an order drawn from
    /// `epoch`; returns the mean loss a sequence.
    pub fn epoch(
        &mut self,
        examples: &Examples,
        epoch: usize,
        accepts: impl Fn(usize) -> bool,
    ) -> f64 {
        let mut order: Vec<usize> =
            (0..examples.len()).filter(|n| accepts(examples.sequences[*n].text)).collect();
        order.sort_by_cached_key(|n| hash::mix(*n as u64, epoch as u64 + 1000));
        let mut loss = 0.0;
        let mut buffers = Buffers::default();
        let quarter = order.len() / 4 + 1;
        for part in order.chunks(quarter) {
            for number in part {
                let example = &examples.sequences[*number];
                loss += f64::from(self.step(examples, example, &mut buffers));
            }
            if epoch > 1 {
                self.add_to_average();
            }
        }
        loss / order.len().max(1) as f64
    }

    /// Adds the weights of this moment to the average, which is steadier than where the steps end.
    fn add_to_average(&mut self) {
        for (sum, now) in self.sums.iter_mut().flatten().zip(self.weights.iter().flatten()) {
            *sum += now;
        }
        for (sum, now) in
            self.transition_sums.iter_mut().flatten().zip(self.transitions.0.iter().flatten())
        {
            *sum += now;
        }
        self.points += 1.0;
    }

    /// Learns from one sequence; returns its loss.
    fn step(
        &mut self,
        examples: &Examples,
        example: &SequenceExample,
        buffers: &mut Buffers,
    ) -> f32 {
        let tokens = example.first..example.last;
        self.score(examples, example, &mut buffers.scores);
        let allowed = &examples.allowed[tokens.clone()];
        buffers.any.resize(allowed.len().max(buffers.any.len()), ANY);
        let any = &buffers.any[..allowed.len()];
        let mut expected = [[0.0; LABELS]; LABELS + 1];
        let mut wanted = [[0.0; LABELS]; LABELS + 1];
        let total = buffers.free.run(&buffers.scores, &self.transitions, any, &mut expected);
        let good = buffers.bound.run(&buffers.scores, &self.transitions, allowed, &mut wanted);
        let loss = total - good;
        if loss < NEGLIGIBLE {
            return loss * example.weight;
        }
        let mut share_gradient = 0.0;
        let marginals = buffers.free.marginals.iter().zip(&buffers.bound.marginals);
        for (token, (free, bound)) in tokens.zip(marginals) {
            let gradient: Scores =
                std::array::from_fn(|label| (free[label] - bound[label]) * example.weight);
            if gradient.iter().fold(0.0_f32, |size, value| size.max(value.abs())) < NEGLIGIBLE {
                continue;
            }
            if let Some(base) = examples.base.get(token) {
                share_gradient += base.iter().zip(&gradient).map(|(b, g)| b * g).sum::<f32>();
            }
            for feature in examples.features_of(token) {
                self.step_weights(*feature as usize, &gradient);
            }
        }
        self.step_transitions(&expected, &wanted, example.weight);
        if share_gradient != 0.0 {
            self.share_square += share_gradient * share_gradient;
            self.share -= SHARE_RATE * share_gradient / self.share_square.sqrt();
        }
        loss * example.weight
    }

    /// Scores the tokens of a sequence by the weights of this moment, into `scores`.
    fn score(&self, examples: &Examples, example: &SequenceExample, scores: &mut Vec<Scores>) {
        scores.clear();
        for token in example.first..example.last {
            let mut row =
                examples.base.get(token).map_or([0.0; LABELS], |base| base.map(|s| s * self.share));
            for feature in examples.features_of(token) {
                for (sum, weight) in row.iter_mut().zip(&self.weights[*feature as usize]) {
                    *sum += weight;
                }
            }
            scores.push(row);
        }
    }

    /// Moves the weights of one feature against their gradient and towards 0.
    fn step_weights(&mut self, feature: usize, gradient: &Scores) {
        let (weights, squares) = (&mut self.weights[feature], &mut self.squares[feature]);
        for label in 0..LABELS {
            let g = gradient[label];
            squares[label] += g * g;
            let step = self.rates.rate / squares[label].sqrt();
            let moved = weights[label] - step * g;
            // Soft thresholding: the penalty stops at zero, so that what is not needed takes no
            // room.
            let penalty = step * self.rates.l1;
            weights[label] = if moved > penalty {
                moved - penalty
            } else if moved < -penalty {
                moved + penalty
            } else {
                0.0
            };
        }
    }

    fn step_transitions(&mut self, expected: &Pairs, wanted: &Pairs, weight: f32) {
        for from in 0..=START {
            for to in 0..LABELS {
                if !may_follow(if from == START { 0 } else { from as u8 }, to as u8) {
                    continue;
                }
                let g = (expected[from][to] - wanted[from][to]) * weight;
                let square = &mut self.transition_squares[from][to];
                *square += g * g;
                self.transitions.0[from][to] -= self.rates.rate * g / square.sqrt();
            }
        }
    }

    /// The pass that was learnt: average weights, rounded, without those of single domains.
    pub fn pass(&self, examples: &Examples) -> Pass {
        let points = self.points;
        let mean = |sum: f32, last: f32| if points > 0.0 { sum / points } else { last };
        let mut rows = Vec::with_capacity(examples.feature_hashes.len());
        for ((hash, sums), last) in
            examples.feature_hashes.iter().zip(&self.sums).zip(&self.weights)
        {
            if examples.domain_features.contains(hash) {
                continue;
            }
            let mut row = *last;
            for (weight, sum) in row.iter_mut().zip(sums) {
                *weight = mean(*sum, *weight);
            }
            rows.push((*hash, row));
        }
        let mut transitions = self.transitions.clone();
        for (score, sum) in
            transitions.0.iter_mut().flatten().zip(self.transition_sums.iter().flatten())
        {
            *score = mean(*sum, *score);
        }
        let (weights, scale) = quantise(&rows);
        Pass { weights, transitions, scale }
    }
}
