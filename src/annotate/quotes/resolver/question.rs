//! Questions to the resolver: the words for a speaker, and what the rules make of them.

use crate::annotate::quotes::discourse::ReferentIndex;
use crate::annotate::quotes::resolver::kind::ReferenceKind;
use crate::model::Span;

/// Number of rules that propose somebody.
pub const RULES: usize = 4;

/// Words for a speaker, and what the rules make of them.
#[derive(Clone, Copy, Debug)]
pub struct Question<'q> {
    /// Kind of the words.
    pub kind: ReferenceKind,
    /// Number of their sentence.
    pub sentence: usize,
    /// Byte span of the words, or of the quotation if there are none.
    pub key: Span,
    /// Referent that the rules take, with their margin; `None` for nobody that is known.
    pub ruled: Option<(ReferentIndex, f32)>,
    /// Referent that each rule proposes.
    pub rules: [Option<ReferentIndex>; RULES],
    /// Common noun that heads the words.
    pub noun: Option<Noun<'q>>,
    /// Surroundings of a quotation without words for its speaker.
    pub turn: Option<Turn>,
    /// Place of a pronoun in its sentence.
    pub place: Option<Place>,
}

/// Place of a pronoun in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Behind what it says: "The mayor ran, he said."
    Aside,
    /// Behind an adverbial without a subject: "Speaking to the mayor, he said".
    AfterAdverbial,
    /// Anywhere else.
    Plain,
}

/// Common noun that heads the words for a speaker.
#[derive(Clone, Copy, Debug)]
pub struct Noun<'q> {
    /// The noun.
    pub head: &'q str,
    /// Word before it: "health" in "the health minister"; empty if there is none.
    pub modifier: &'q str,
    /// True if nothing but an article stands before it, and nothing behind it.
    pub bare: bool,
    /// Shape of the phrase, as a value of a feature.
    pub shape: usize,
}

/// Grammatical person in which a quotation speaks.
#[derive(Clone, Copy, Debug, Default)]
pub enum FirstPerson {
    /// Of others alone.
    #[default]
    Neither,
    /// "I", "my".
    Singular,
    /// "We", "our".
    Plural,
}

impl FirstPerson {
    /// Returns the person in which these words speak.
    pub fn of(words: &str) -> Self {
        let mut plural = false;
        for word in words.split(|c: char| !c.is_alphanumeric()) {
            match word {
                "I" | "my" | "My" | "me" => return Self::Singular,
                "we" | "We" | "our" | "Our" | "us" => plural = true,
                _ => {}
            }
        }
        if plural { Self::Plural } else { Self::Neither }
    }
}

/// Surroundings of a quotation without words for its speaker.
#[derive(Clone, Copy, Debug, Default)]
pub struct Turn {
    /// Last speaker of the paragraph.
    pub in_paragraph: Option<ReferentIndex>,
    /// Last speaker of the article.
    pub last_speaker: Option<ReferentIndex>,
    /// The one whose turn it is in a dialogue.
    pub reply: Option<ReferentIndex>,
    /// Subject of the quotation's sentence.
    pub own_subject: Option<ReferentIndex>,
    /// True if the marks re-open those of the paragraph before.
    pub reopened: bool,
    /// True if the sentence before ends in a colon.
    pub after_colon: bool,
    /// Paragraphs since anybody spoke.
    pub pause: u32,
    /// Person in which the quotation speaks.
    pub first_person: FirstPerson,
}
