//! All that was found out about an article: annotations beside its text, never within it.

use serde::{Deserialize, Serialize};

use crate::model::{Entity, Mention, Quote};

/// The annotations of one article. Spans point into its body.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Notes {
    /// Names, in order of position, none overlapping another.
    pub mentions: Vec<Mention>,
    /// The people, organisations and places behind the mentions, in order of first mention.
    pub entities: Vec<Entity>,
    /// Quotations, in order of position.
    pub quotes: Vec<Quote>,
    /// The language found (a tag such as `en`), when it was looked for.
    pub language: Option<String>,
}
