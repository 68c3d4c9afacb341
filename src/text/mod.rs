//! Pure functions on text: prose cut into tokens and sentences, folding, character offsets.

mod around;
mod chars;
mod prose;
mod stem;
mod words;

pub use around::sentence_around;
pub use chars::CharOffsets;
pub use prose::Prose;
pub use stem::EnglishStems;
pub use words::{Word, Words, fold, is_apostrophe};
