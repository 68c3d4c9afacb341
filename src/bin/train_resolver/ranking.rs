//! A linear model that ranks candidates: conditional log-linear, fitted to all examples at once by
//! Adam (Kingma and Ba 2015).
//!
//! Each weight is the sum of one that all kinds of words share and one of the kind's own (Daumé
//! 2007, "Frustratingly easy domain adaptation"), both drawn to a prior, so that rare kinds lean on
//! the others: whom the rules take is the likeliest before anything is learned.

use onrecord::annotate::training::quotes::{Feature, KINDS, ResolverModel, UNIT, VALUES};

use crate::examples::Example;

/// Steps of the fit.
const STEPS: usize = 300;
/// Size of the first step.
const RATE: f64 = 0.08;
/// Shares of the mean and of the mean square that last from step to step.
const MEMORY: (f64, f64) = (0.9, 0.99);

/// Weight of whom the rules take, before anything is learned.
const PRIOR: f64 = 4.0;
/// Strength by which the weights that all kinds share, and those of one, are drawn to the prior.
const DECAY: (f64, f64) = (6.0, 10.0);

/// Weights before anything is learned.
fn prior() -> Vec<f64> {
    let mut prior = vec![0.0; VALUES * (KINDS + 1)];
    for value in 1..5 {
        prior[usize::from(Feature::Ruled.value(value))] = PRIOR;
    }
    prior[usize::from(Feature::Nobody.value(1))] = PRIOR;
    prior
}

/// Returns the model that ranks the right candidates of the examples highest.
pub fn train(examples: &[Example]) -> ResolverModel {
    let prior = prior();
    let mut weights = prior.clone();
    let (mut mean, mut square) = (vec![0.0; weights.len()], vec![0.0; weights.len()]);
    for step in 0..STEPS {
        let mut slopes: Vec<f64> = weights
            .iter()
            .zip(&prior)
            .enumerate()
            .map(|(at, (w, p))| (w - p) * if at < VALUES { DECAY.0 } else { DECAY.1 })
            .collect();
        for example in examples {
            add_slopes(&weights, example, &mut slopes);
        }
        let rate = RATE * (1.0 - step as f64 / STEPS as f64);
        for (at, slope) in slopes.iter().enumerate() {
            mean[at] = MEMORY.0 * mean[at] + (1.0 - MEMORY.0) * slope;
            square[at] = MEMORY.1 * square[at] + (1.0 - MEMORY.1) * slope * slope;
            let unbiased = square[at] / (1.0 - MEMORY.1.powi(step as i32 + 1));
            weights[at] -= rate * mean[at] / (unbiased.sqrt() + 1e-3);
        }
    }
    let weight = |kind: usize, feature: usize| {
        let sum = weights[feature] + weights[VALUES * (kind + 1) + feature];
        (sum * f64::from(UNIT)).round() as i32
    };
    ResolverModel::new(
        (0..KINDS).map(|kind| std::array::from_fn(|feature| weight(kind, feature))).collect(),
    )
}

/// Adds the slopes of the loss of one example.
fn add_slopes(weights: &[f64], example: &Example, slopes: &mut [f64]) {
    let own = VALUES * (example.kind + 1);
    let score = |features: &Vec<u16>| -> f64 {
        features.iter().map(|f| weights[usize::from(*f)] + weights[own + usize::from(*f)]).sum()
    };
    let scores: Vec<f64> = example.candidates.iter().map(score).collect();
    let top = scores.iter().copied().fold(f64::MIN, f64::max);
    let odds: Vec<f64> = scores.iter().map(|score| (score - top).exp()).collect();
    let all: f64 = odds.iter().sum();
    let right: f64 = odds.iter().zip(&example.right).filter(|(_, r)| **r).map(|(o, _)| o).sum();
    for ((features, odds), is_right) in example.candidates.iter().zip(&odds).zip(&example.right) {
        let wanted = if *is_right { odds / right.max(1e-12) } else { 0.0 };
        let slope = (odds / all - wanted) * example.weight;
        for feature in features {
            slopes[usize::from(*feature)] += slope;
            slopes[own + usize::from(*feature)] += slope;
        }
    }
}
