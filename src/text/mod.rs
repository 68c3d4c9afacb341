//! Pure functions on text: prose cut into tokens and sentences, folding, keys of words, likeness, character offsets.

mod abbreviation;
mod analyzer;
mod chars;
pub mod forms;
mod headline_key;
mod likeness;
mod name_words;
mod prose;
mod sentence;
mod sentence_at;
mod stem;
mod stop_words;
mod tokenizer;

pub use abbreviation::starts_sentence;
pub use analyzer::{Word, Words, fold};
pub use chars::CharOffsets;
pub use headline_key::{HeadlineKey, headline_key};
pub use likeness::{
    LEAST_SAYING, MINIMA, MinHash, Overlap, SAYING_MINIMA, TokenHashes, digest, mix64,
    saying_minima, saying_signature, word_hash,
};
pub use name_words::{contains_words, folded_has_word_prefix, has_word_prefix};
pub use prose::Prose;
pub use sentence::{Paragraph, Sentence};
pub use sentence_at::sentence_at;
pub use stem::EnglishStems;
pub use stop_words::is_stop_word;
pub use tokenizer::{Case, Token, TokenKind};
