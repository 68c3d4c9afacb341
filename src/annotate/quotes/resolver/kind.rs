//! Kinds of words that stand for a speaker, each with weights of its own.

/// Kind of words that stand for a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// "He", "she", "her".
    HeOrShe,
    /// "It", "its".
    It,
    /// "They", "their".
    They,
    /// "The professor".
    Person,
    /// "The company", "police".
    Organisation,
    /// "The scientists".
    Plural,
    /// "The letter".
    Document,
    /// No words: the sentence is nothing but quotations.
    Bare,
    /// No words: the quotation stands in a sentence that reports nothing.
    Embedded,
}

/// Number of kinds.
pub const KINDS: usize = 9;

/// Names of the kinds, as the trainer prints them.
pub const KIND_NAMES: [&str; KINDS] =
    ["he or she", "it", "they", "person", "organisation", "plural", "document", "bare", "embedded"];
