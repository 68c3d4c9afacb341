//! Kinds of documents that are asked for, and the texts of them that words are looked for in.

use crate::store::Kind;

/// Kind of the documents that are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Articles.
    Articles,
    /// Quotations.
    Quotes,
}

impl Domain {
    /// Kind in the index.
    pub fn kind(self) -> Kind {
        match self {
            Self::Articles => Kind::Article,
            Self::Quotes => Kind::Quote,
        }
    }
}

/// Text of a document that words are looked for in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Headline and body; a quotation, its sentence and headline.
    Anywhere,
    /// Headline.
    Title,
    /// Body of an article.
    Body,
    /// Words of a quotation alone.
    Quote,
}
