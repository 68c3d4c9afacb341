//! Pure functions on text: prose cut into tokens and sentences, folding, character offsets.

mod chars;
mod prose;

pub use chars::CharOffsets;
pub use prose::Prose;
