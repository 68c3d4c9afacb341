//! Pure functions on text: prose cut into tokens and sentences, folding, character offsets.

mod abbreviation;
mod chars;
mod prose;
mod sentence;
mod token;

pub(crate) use abbreviation::starts_sentence;
pub use chars::CharOffsets;
pub use prose::Prose;
pub use sentence::{Paragraph, Sentence};
pub use token::{Case, Token, TokenKind};
