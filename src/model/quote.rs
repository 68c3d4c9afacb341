//! A quotation, and who is said to have said it.

use serde::{Deserialize, Serialize};

use crate::model::{EntityId, Span};

/// How the words are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuoteKind {
    /// Between quotation marks.
    Direct,
    /// Reported without marks.
    Indirect,
    /// Reported, with some of the words in marks.
    Mixed,
}

/// How the speaker's name was reached from what the sentence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reached {
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

/// Who said it, and what in the text says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    /// The words that stand for the speaker: a name, "he", "the professor"; none when carried over
    /// from far away.
    pub mention: Option<Span>,
    /// The verb or phrase of saying ("said", "according to"), if there is one.
    pub cue: Option<Span>,
    /// The speaker's canonical name in this article: a full name where the article gives one, else
    /// the words as printed ("An Iranian source").
    pub speaker: String,
    /// The entity behind the name, if the speaker is one of those found.
    pub entity: Option<EntityId>,
    /// The role the text gives, as printed.
    pub role: Option<String>,
    /// How the name was reached.
    pub reached: Reached,
}

/// One quotation of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Its words in the body; a direct quotation takes its marks along.
    pub span: Span,
    /// How the words are given.
    pub kind: QuoteKind,
    /// Who said it; `None` is an honest "unknown".
    pub attribution: Option<Attribution>,
    /// How sure the annotator is of span and speaker together, 0 to 1.
    pub confidence: f32,
    /// The part of the same utterance that went before ("…," she said, "…"): an index into
    /// [`Notes::quotes`](crate::model::Notes::quotes).
    pub continues: Option<u32>,
}

impl Quote {
    /// The speaker's canonical name, if known.
    pub fn speaker(&self) -> Option<&str> {
        self.attribution.as_ref().map(|a| a.speaker.as_str())
    }
}
