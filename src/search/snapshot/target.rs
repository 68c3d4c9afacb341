//! Kinds of documents that are asked for, and the texts of them that words are looked for in.

use crate::store::Kind;

/// Which documents are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    Articles,
    Quotes,
}

impl Domain {
    /// As the index calls it.
    pub fn kind(self) -> Kind {
        match self {
            Self::Articles => Kind::Article,
            Self::Quotes => Kind::Quote,
        }
    }
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Headline and body; a quotation, its sentence and headline.
    Anywhere,
    Title,
    Body,
    /// The words of a quotation alone.
    Quote,
}
