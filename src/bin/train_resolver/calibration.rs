//! The confidence: logistic regression, fitted by Newton's method (iteratively reweighted least
//! squares) with a ridge.

use std::fmt::Write;

use onrecord::annotate::training::quotes::feature_names;

/// Quotation as a case for the confidence.
#[derive(Clone)]
pub struct Case {
    /// Numbers of the features that it has.
    pub features: Vec<u16>,
    /// True if span and speaker are right.
    pub right: bool,
    /// True if the speaker is right, where the span is and there is one.
    pub named: Option<bool>,
}

/// Strength by which the weights are drawn to zero.
const RIDGE: f64 = 3.0;
/// Steps.
const STEPS: usize = 12;
/// Parts into which a unit of the logarithm of the odds is cut.
const UNIT: f64 = 100.0;

/// Returns the weights for span and speaker together and for the speaker alone; the bias first.
pub fn fit(cases: &[&Case]) -> [Vec<f64>; 2] {
    let both: Vec<_> = cases.iter().map(|case| (case.features.as_slice(), case.right)).collect();
    let named = cases
        .iter()
        .filter_map(|case| Some((case.features.as_slice(), case.named?)))
        .collect::<Vec<_>>();
    [logistic(&both), logistic(&named)]
}

/// Returns the weights as a file.
pub fn confidence_file([both, name]: [Vec<f64>; 2]) -> String {
    let mut out = String::new();
    for (at, feature) in std::iter::once("bias").chain(feature_names()).enumerate() {
        let whole = |weight: f64| (weight * UNIT).round() as i32;
        let _ = writeln!(out, "{feature} {} {}", whole(both[at]), whole(name[at]));
    }
    out
}

fn logistic(cases: &[(&[u16], bool)]) -> Vec<f64> {
    let count = feature_names().count() + 1;
    let mut weights = vec![0.0; count];
    for _ in 0..STEPS {
        let mut slopes: Vec<f64> = weights.iter().map(|weight| -RIDGE * weight).collect();
        slopes[0] = 0.0;
        let mut curve = vec![vec![0.0; count]; count];
        for (at, row) in curve.iter_mut().enumerate() {
            row[at] = if at == 0 { 1e-9 } else { RIDGE };
        }
        for (features, right) in cases {
            let held: Vec<usize> =
                std::iter::once(0).chain(features.iter().map(|f| usize::from(*f) + 1)).collect();
            let sum: f64 = held.iter().map(|at| weights[*at]).sum();
            let told = 1.0 / (1.0 + (-sum).exp());
            let missed = f64::from(u8::from(*right)) - told;
            for at in &held {
                slopes[*at] += missed;
                for other in &held {
                    curve[*at][*other] += told * (1.0 - told);
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solved(curve, slopes)) {
            *weight += step;
        }
    }
    weights
}

/// Solves a positive definite system of equations (Gauss).
fn solved(mut rows: Vec<Vec<f64>>, mut values: Vec<f64>) -> Vec<f64> {
    let count = values.len();
    for at in 0..count {
        let (done, rest) = rows.split_at_mut(at + 1);
        let pivot = &done[at];
        for (below, row) in rest.iter_mut().enumerate() {
            let factor = row[at] / pivot[at];
            if factor != 0.0 {
                for (value, of_pivot) in row.iter_mut().zip(pivot).skip(at) {
                    *value -= factor * of_pivot;
                }
                values[at + 1 + below] -= factor * values[at];
            }
        }
    }
    for at in (0..count).rev() {
        let known: f64 = (at + 1..count).map(|after| rows[at][after] * values[after]).sum();
        values[at] = (values[at] - known) / rows[at][at];
    }
    values
}
