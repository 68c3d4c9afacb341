//! Pure functions on text: prose cut into tokens and sentences, folding, character offsets.

mod abbreviation;
mod around;
mod chars;
mod prose;
mod sentence;
mod stem;
mod token;
mod words;

pub(crate) use abbreviation::starts_sentence;
pub use around::sentence_around;
pub use chars::CharOffsets;
pub use prose::Prose;
pub use sentence::{Paragraph, Sentence};
pub use stem::EnglishStems;
pub use token::{Case, Token, TokenKind};
pub use words::{Word, Words, fold};
