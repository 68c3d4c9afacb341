//! Explanations of scores.

/// Contribution of a part of the question to a hit's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Part of the question, as understood.
    pub clause: String,
    /// Field in which the part was found.
    pub field: &'static str,
    /// Frequency in the field.
    pub frequency: f32,
    /// Weight: inverse document frequency times the field's weight.
    pub weight: f32,
    /// Contribution to the score.
    pub score: f32,
}
