//! Pure functions on text: prose cut into tokens and sentences, folding, keys of words, likeness, character offsets.

mod abbreviation;
mod around;
mod chars;
pub mod forms;
mod likeness;
mod prose;
mod sentence;
mod sign;
mod stem;
mod token;
mod words;

pub(crate) use abbreviation::starts_sentence;
pub use around::sentence_around;
pub use chars::CharOffsets;
pub use likeness::{
    Common, LEAST_SAYING, MINIMA, SAYING_MINIMA, Sketch, Wording, digest, saying_minima,
    saying_sketch, word_hash,
};
pub use prose::Prose;
pub use sentence::{Paragraph, Sentence};
pub use sign::{Sign, sign};
pub use stem::EnglishStems;
pub use token::{Case, Token, TokenKind};
pub use words::{Word, Words, fold};
