//! The weights of the confidence, as a text file beside the code.
//!
//! A line for each feature: its name, its weight in the confidence in span and speaker together,
//! and in the confidence in the speaker alone, both in [`UNIT`]s of the logarithm of the odds.
//! `train_resolver` writes the file.

/// Parts into which a unit of the logarithm of the odds is cut.
pub const UNIT: f32 = 100.0;
/// Name of the weights that every quotation has.
pub const BIAS: &str = "bias";

/// Weights of a feature: for span and speaker together, and for the speaker alone.
pub type Pair = (f32, f32);

/// Weights of the confidence, by the number of a feature.
#[derive(Clone, Debug)]
pub struct ConfidenceModel {
    bias: Pair,
    weights: Vec<Pair>,
}

impl ConfidenceModel {
    /// Reads a file of weights for the features of these names. A feature that the file does not
    /// have weighs nothing.
    pub fn parse<'n>(file: &str, names: impl Iterator<Item = &'n str>) -> Self {
        let weights_of = |name: &str| {
            let line = |line: &&str| line.split(' ').next() == Some(name);
            let mut numbers = file.lines().find(line)?.split(' ').skip(1);
            let mut next = || numbers.next()?.parse::<i32>().ok();
            let (both, name) = (next()?, next()?);
            Some((both as f32 / UNIT, name as f32 / UNIT))
        };
        Self {
            bias: weights_of(BIAS).unwrap_or_default(),
            weights: names.map(|name| weights_of(name).unwrap_or_default()).collect(),
        }
    }

    /// Weights that every quotation has.
    pub fn bias(&self) -> Pair {
        self.bias
    }

    /// Weights of the feature of this number.
    pub fn weights(&self, feature: usize) -> Pair {
        self.weights.get(feature).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_found_by_name() {
        let names = ["short", "long"].into_iter();
        let model = ConfidenceModel::parse("# direct\nbias 100 -50\nlong 25 0\n", names);
        assert_eq!(model.bias(), (1.0, -0.5));
        assert_eq!(model.weights(0), (0.0, 0.0));
        assert_eq!(model.weights(1), (0.25, 0.0));
    }
}
