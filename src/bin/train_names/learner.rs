//! The learner: likelihood of a linear-chain CRF, one step a stretch, step sizes by `AdaGrad`.
//!
//! Where a label is not known (a set that leaves out some kinds), all that are possible count: the
//! likelihood is then of the set of labellings and not of one.

use onrecord::annotate::training::{
    DocumentFeatures, LABELS, Pass, START, Scores, TaggerInput, Transitions, WordLists,
    WordScoreCache, best_labels, first_scores, hash, may_follow, token_features,
};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::Text;
use crate::forward_backward::{ANY, Allowed, ForwardBackward, forward_backward};
use crate::quantise::quantise;

/// How many of a token's features (the first ones: none, the word as printed, the word in small
/// letters) are also learnt apart by family of sets.
const HABITS: usize = 3;

/// Step size and pull to zero.
#[derive(Clone, Copy, Debug)]
pub struct Rates {
    pub rate: f32,
    pub pull: f32,
}

/// Stretches to learn from, laid out flat.
#[derive(Debug, Default)]
pub struct Examples {
    stretches: Vec<Example>,
    /// End of each token's features in `features`.
    ends: Vec<usize>,
    allowed: Vec<Allowed>,
    /// Scores that come from elsewhere, one row a token; empty in the first pass.
    base: Vec<Scores>,
    /// Feature hashes, and after pruning their numbers.
    hashes: Vec<u64>,
    features: Vec<u32>,
    /// Which hashes are habits of a family of sets: learnt, and left out of the model.
    habits: FxHashSet<u64>,
    /// The hash of each numbered feature.
    names: Vec<u64>,
}

#[derive(Debug)]
struct Example {
    first: usize,
    last: usize,
    text: usize,
    weight: f32,
}

impl Examples {
    /// The examples of the first pass.
    pub fn first(texts: &[Text], lists: &WordLists) -> Self {
        let mut examples = Self::default();
        for (number, text) in texts.iter().enumerate() {
            let prose = text.prose();
            let input = TaggerInput::new(&prose, lists);
            examples.allowed.extend(text.allowed(&input));
            for stretch in &input.stretches {
                let first = examples.ends.len();
                for at in stretch.start..stretch.end {
                    let from = examples.hashes.len();
                    token_features(&input, stretch, at, &mut examples.hashes);
                    // Each family of sets has its own habits. What is learnt of them under these
                    // names is not seen in other texts, and so kept out of what is.
                    for n in from..(from + HABITS).min(examples.hashes.len()) {
                        let own = hash::mix(hash::mix(examples.hashes[n], text.family), 99);
                        examples.hashes.push(own);
                        examples.habits.insert(own);
                    }
                    examples.ends.push(examples.hashes.len());
                }
                let last = examples.ends.len();
                examples.stretches.push(Example { first, last, text: number, weight: text.weight });
            }
        }
        examples
    }

    /// The examples of the second pass: stretches of which the text knows something, scored by the
    /// first pass that `first` gives for each text.
    pub fn second<'m>(
        texts: &[Text],
        lists: &WordLists,
        first: impl Fn(usize) -> &'m Pass,
    ) -> Self {
        let mut examples = Self::default();
        for (number, text) in texts.iter().enumerate() {
            let prose = text.prose();
            let input = TaggerInput::new(&prose, lists);
            let pass = first(number);
            let scores = first_scores(&input, pass, &mut WordScoreCache::default());
            let labels = best_labels(&input, &scores, pass);
            let evidence = DocumentFeatures::new(&input, &labels);
            let allowed = text.allowed(&input);
            let mut index = 0;
            for stretch in &input.stretches {
                let (tokens, hashes) = (examples.ends.len(), examples.hashes.len());
                let from = index;
                let mut known = false;
                for at in stretch.start..stretch.end {
                    known |=
                        evidence.collect(&input, at, index, labels[index], &mut examples.hashes);
                    examples.ends.push(examples.hashes.len());
                    index += 1;
                }
                if known {
                    examples.allowed.extend_from_slice(&allowed[from..index]);
                    examples.base.extend_from_slice(&scores[from..index]);
                    let last = examples.ends.len();
                    examples.stretches.push(Example {
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

    pub fn len(&self) -> usize {
        self.stretches.len()
    }

    /// Drops features seen fewer than `least` times and numbers the others; returns how many.
    pub fn prune(&mut self, least: u32) -> usize {
        let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
        for hash in &self.hashes {
            *counts.entry(*hash).or_default() += 1;
        }
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        let mut start = 0;
        for end in &mut self.ends {
            for hash in &self.hashes[start..*end] {
                if counts.get(hash).is_some_and(|n| *n >= least) {
                    let number = *numbers.entry(*hash).or_insert_with(|| {
                        self.names.push(*hash);
                        self.names.len() as u32 - 1
                    });
                    self.features.push(number);
                }
            }
            start = *end;
            *end = self.features.len();
        }
        self.hashes = Vec::new();
        self.names.len()
    }

    fn features_of(&self, token: usize) -> &[u32] {
        let start = if token == 0 { 0 } else { self.ends[token - 1] };
        &self.features[start..self.ends[token]]
    }
}

/// Weights while they are learnt.
#[derive(Debug)]
pub struct Learner {
    rates: Rates,
    weights: Vec<[f32; LABELS]>,
    /// Sums of squared gradients.
    squares: Vec<[f32; LABELS]>,
    transitions: Transitions,
    transition_squares: [[f32; LABELS]; LABELS + 1],
    share: f32,
    share_square: f32,
    /// Sums of weights and transitions at points along the way, and how many.
    sums: Vec<[f32; LABELS]>,
    transition_sums: [[f32; LABELS]; LABELS + 1],
    points: f32,
}

impl Learner {
    pub fn new(examples: &Examples, rates: Rates) -> Self {
        Self {
            rates,
            weights: vec![[0.0; LABELS]; examples.names.len()],
            squares: vec![[0.1; LABELS]; examples.names.len()],
            transitions: Transitions::new(),
            transition_squares: [[1.0; LABELS]; LABELS + 1],
            share: 1.0,
            share_square: 100.0,
            sums: vec![[0.0; LABELS]; examples.names.len()],
            transition_sums: [[0.0; LABELS]; LABELS + 1],
            points: 0.0,
        }
    }

    /// Begins with transitions learnt before.
    pub fn start_from(&mut self, transitions: &Transitions) {
        self.transitions = transitions.clone();
    }

    /// How much the base scores count.
    pub fn share(&self) -> f32 {
        self.share
    }

    /// One pass over the examples of the texts that `takes` says, in an order drawn from `epoch`;
    /// returns the mean loss a stretch.
    pub fn epoch(
        &mut self,
        examples: &Examples,
        epoch: usize,
        takes: impl Fn(usize) -> bool,
    ) -> f64 {
        let mut order: Vec<usize> =
            (0..examples.len()).filter(|n| takes(examples.stretches[*n].text)).collect();
        order.sort_by_cached_key(|n| hash::mix(*n as u64, epoch as u64 + 1000));
        let mut loss = 0.0;
        let mut room = Room::default();
        let quarter = order.len() / 4 + 1;
        for part in order.chunks(quarter) {
            for number in part {
                loss += f64::from(self.step(examples, &examples.stretches[*number], &mut room));
            }
            if epoch > 1 {
                self.keep();
            }
        }
        loss / order.len().max(1) as f64
    }

    /// Adds the weights of this moment to the average, which is steadier than where the steps end.
    fn keep(&mut self) {
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

    fn step(&mut self, examples: &Examples, example: &Example, room: &mut Room) -> f32 {
        let tokens = example.first..example.last;
        room.scores.clear();
        for token in tokens.clone() {
            let mut row =
                examples.base.get(token).map_or([0.0; LABELS], |base| base.map(|s| s * self.share));
            for feature in examples.features_of(token) {
                for (sum, weight) in row.iter_mut().zip(&self.weights[*feature as usize]) {
                    *sum += weight;
                }
            }
            room.scores.push(row);
        }
        let allowed = &examples.allowed[tokens.clone()];
        room.any.resize(allowed.len().max(room.any.len()), ANY);
        let any = &room.any[..allowed.len()];
        let mut expected = [[0.0; LABELS]; LABELS + 1];
        let mut wanted = [[0.0; LABELS]; LABELS + 1];
        let total =
            forward_backward(&room.scores, &self.transitions, any, &mut room.free, &mut expected);
        let good = forward_backward(
            &room.scores,
            &self.transitions,
            allowed,
            &mut room.bound,
            &mut wanted,
        );
        let loss = total - good;
        if loss < 1.0e-3 {
            return loss * example.weight;
        }
        let rate = self.rates.rate;
        let mut share_gradient = 0.0;
        for (index, token) in tokens.enumerate() {
            let mut gradient = [0.0; LABELS];
            let mut size = 0.0_f32;
            for (label, value) in gradient.iter_mut().enumerate() {
                *value = (room.free.marginals[index][label] - room.bound.marginals[index][label])
                    * example.weight;
                size = size.max(value.abs());
            }
            if size < 1.0e-3 {
                continue;
            }
            if let Some(base) = examples.base.get(token) {
                share_gradient += base.iter().zip(&gradient).map(|(b, g)| b * g).sum::<f32>();
            }
            for feature in examples.features_of(token) {
                let weights = &mut self.weights[*feature as usize];
                let squares = &mut self.squares[*feature as usize];
                for label in 0..LABELS {
                    let g = gradient[label];
                    squares[label] += g * g;
                    let step = rate / squares[label].sqrt();
                    let moved = weights[label] - step * g;
                    // The pull stops at zero, so that what is not needed takes no room.
                    let pull = step * self.rates.pull;
                    weights[label] = if moved > pull {
                        moved - pull
                    } else if moved < -pull {
                        moved + pull
                    } else {
                        0.0
                    };
                }
            }
        }
        for from in 0..=START {
            for to in 0..LABELS {
                if !may_follow(if from == START { 0 } else { from as u8 }, to as u8) {
                    continue;
                }
                let g = (expected[from][to] - wanted[from][to]) * example.weight;
                self.transition_squares[from][to] += g * g;
                self.transitions.0[from][to] -= rate * g / self.transition_squares[from][to].sqrt();
            }
        }
        if share_gradient != 0.0 {
            self.share_square += share_gradient * share_gradient;
            self.share -= 0.05 * share_gradient / self.share_square.sqrt();
        }
        loss * example.weight
    }

    /// What was learnt, rounded.
    pub fn pass(&self, examples: &Examples) -> Pass {
        let points = self.points;
        let mean = |sum: f32, last: f32| if points > 0.0 { sum / points } else { last };
        let mut rows = Vec::with_capacity(examples.names.len());
        for ((name, sums), last) in examples.names.iter().zip(&self.sums).zip(&self.weights) {
            if examples.habits.contains(name) {
                continue;
            }
            let mut row = *last;
            for (weight, sum) in row.iter_mut().zip(sums) {
                *weight = mean(*sum, *weight);
            }
            rows.push((*name, row));
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

#[derive(Debug, Default)]
struct Room {
    scores: Vec<Scores>,
    any: Vec<Allowed>,
    free: ForwardBackward,
    bound: ForwardBackward,
}
