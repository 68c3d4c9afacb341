//! A quotation and its attribution to a speaker.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::mention::EntityId;
use crate::model::mode::Mode;
use crate::model::span::Span;

/// Form in which words are reported.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "quotation-kind")]
pub enum QuoteKind {
    /// Between quotation marks.
    Direct,
    /// Reported without marks.
    Indirect,
    /// Reported, with some of the words in marks.
    Mixed,
}

/// Method by which the speaker's name was resolved from what the sentence says.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "resolution-method")]
pub enum ResolutionMethod {
    /// The full name stands beside the quotation.
    Named = 0,
    /// A surname or other short form, resolved within the article.
    Surname = 1,
    /// A pronoun.
    Pronoun = 2,
    /// A title or common noun ("the professor").
    Title = 3,
    /// Nothing stands there; the speaker of the quotation before goes on.
    CarriedOver = 4,
    /// A person corrected it.
    ByHand = 5,
}

/// Speaker of a quotation, and the words of the text that say so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// Span of the words that stand for the speaker: a name, "he", "the professor"; none when
    /// carried over from far away.
    pub mention: Option<Span>,
    /// Span of the verb or phrase of saying ("said", "according to"), if there is one.
    pub cue: Option<Span>,
    /// Canonical name of the speaker in this article: a full name where the article gives one, else
    /// the words as printed ("An Iranian source").
    pub speaker: String,
    /// Entity behind the name, if the speaker is one of those found.
    pub entity: Option<EntityId>,
    /// Role that the text gives, as printed.
    pub role: Option<String>,
    /// Method by which the name was resolved.
    pub reached: ResolutionMethod,
}

/// One quotation of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Span of the words in the body; a direct quotation takes its marks along.
    pub span: Span,
    /// Form in which the words are reported.
    pub kind: QuoteKind,
    /// Mode of the utterance. Indexes of the oldest format keep notes as serde writes them, and
    /// have none: what they report counts as asserted.
    #[serde(skip)]
    pub mode: Mode,
    /// Speaker and evidence; `None` is an honest "unknown".
    pub attribution: Option<Attribution>,
    /// Confidence of the annotator in span and speaker together, 0 to 1.
    pub confidence: f32,
    /// Part of the same utterance that went before ("…," she said, "…"): an index into
    /// [`Notes::quotes`](crate::model::Notes::quotes).
    pub continues: Option<u32>,
}

impl Quote {
    /// Canonical name of the speaker, if known.
    pub fn speaker(&self) -> Option<&str> {
        self.attribution.as_ref().map(|a| a.speaker.as_str())
    }
}
