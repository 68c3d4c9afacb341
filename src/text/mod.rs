//! Pure functions on text: prose split into tokens and sentences, folding, keys of words,
//! signatures and overlap, character offsets.
//!
//! Two tokenisers: `analyzer` for search, which folds and forgets marks; `tokenizer` for
//! annotation, which keeps every mark and letter.

mod abbreviation;
mod akin;
mod analyzer;
mod chars;
mod clitic;
mod compounds;
mod elision;
mod hash;
mod headline;
mod headline_key;
mod min_hash;
mod name_words;
mod prose;
mod sentence;
mod sentence_at;
mod spacing;
mod stem;
mod stem_keys;
mod stop_words;
mod token_overlap;
mod tokenizer;
mod word_chars;

pub use abbreviation::starts_sentence;
pub use akin::akin;
pub use analyzer::{Word, Words, fold};
pub use chars::CharOffsets;
pub use compounds::{JoinedWord, MAX_PARTS};
pub use hash::{digest, mix64, word_hash};
pub use headline::{has_title, headline, opening};
pub use headline_key::{HeadlineKey, headline_key};
pub use min_hash::{
    MIN_QUOTE_WORDS, MinHash, QUOTE_MINIMA, SIGNATURE_LENGTH, quote_minima, quote_signature,
};
pub use name_words::{contains_words, folded_has_word_prefix, has_word_prefix, spellings};
pub use prose::Prose;
pub use sentence::{Paragraph, Sentence};
pub use sentence_at::sentence_at;
pub use spacing::single_spaced;
pub use stem::EnglishStems;
pub use stem_keys::{
    BETWEEN_KEYS, MAX_DROPPED, StemKeys, dropped_bytes, form_of_key, joined_words, key_of_form,
    key_of_joined, keys_of_stem,
};
pub use stop_words::is_stop_word;
pub use token_overlap::{Overlap, TokenHashes};
pub use tokenizer::{Case, Token, TokenKind};
pub use word_chars::{fold_char, is_apostrophe, stands_alone};
