//! Names in a text, and the people, organisations and places behind them.

use serde::{Deserialize, Serialize};

use crate::model::span::Span;

/// Type of a named entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// A human being, also a fictional one.
    Person,
    /// A company, agency, party, team, paper: anything that acts as a body.
    Organisation,
    /// A country, town, river, building: anything one can be at.
    Place,
    /// A nationality, religious or political group ("Iranian", "Republicans").
    Group,
}

impl EntityKind {
    /// Tag in the annotation scheme of the gold data: `PER`, `ORG`, `LOC`, `NORP`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organisation => "ORG",
            Self::Place => "LOC",
            Self::Group => "NORP",
        }
    }
}

/// Index of an entity in [`Notes::entities`](crate::model::Notes::entities).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntityId(pub u32);

/// One occurrence of a name in the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// Span of the name itself, without title, article or possessive.
    pub span: Span,
    /// Type of the entity that it names here.
    pub kind: EntityKind,
    /// Entity of this article that it refers to.
    pub entity: EntityId,
}

/// One person, organisation or place of an article: what its mentions have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    /// Type of the entity.
    pub kind: EntityKind,
    /// Fullest form of the name in the article, in the case of normal prose ("Donald Trump").
    pub name: String,
    /// Role or title that the article gives with the name, as printed ("US President",
    /// "Islamabad-based expert on Iran").
    pub role: Option<String>,
}
