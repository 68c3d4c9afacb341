//! Reasons for a score.

/// What a part of the question adds to a hit's score.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The part, as understood.
    pub clause: String,
    /// The field in which it was found.
    pub field: &'static str,
    /// How often it occurs there.
    pub frequency: f32,
    /// What its rarity and its field weigh.
    pub weight: f32,
    /// What it adds.
    pub score: f32,
}
