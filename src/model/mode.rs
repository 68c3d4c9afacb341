//! Mode of a reported utterance: asserted, or only asked, denied, refused or supposed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Mode in which an article reports an utterance: what it says of the saying, not of the said.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "mode")]
pub enum Mode {
    /// The words were said; also a question or an order that is printed in marks.
    #[default]
    Asserted = 0,
    /// A reported question, or a report that is itself only asked about: "did she say …?"
    Asked = 1,
    /// The saying, or what was said, is denied: "did not say", "denied that".
    Denied = 2,
    /// The saying was refused: "declined to say".
    Refused = 3,
    /// The saying is supposed, wished, expected or foretold: "if she says", "should say".
    Hypothetical = 4,
}

impl Mode {
    /// All values, in the order of their numbers.
    pub const ALL: [Self; 5] =
        [Self::Asserted, Self::Asked, Self::Denied, Self::Refused, Self::Hypothetical];

    /// Name of the mode, as outputs and the query language have it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Asked => "asked",
            Self::Denied => "denied",
            Self::Refused => "refused",
            Self::Hypothetical => "hypothetical",
        }
    }

    /// Mode of this name, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.name().eq_ignore_ascii_case(name))
    }

    /// True if the words count as said.
    pub fn is_asserted(self) -> bool {
        self == Self::Asserted
    }
}
