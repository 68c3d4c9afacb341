//! Syntax tree of the query language.

use crate::search::query::dates::DateSpec;

/// Node of the syntax tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// One word, or a pattern that stands for words.
    Word(Pattern),
    /// Words that stand next to each other, at least one.
    Phrase(Vec<Pattern>),
    /// Parts that stand close together; at least two.
    Near {
        /// Words, phrases, alternatives of these, or further such groups.
        parts: Vec<Node>,
        /// Most other words between one part and the next.
        distance: u32,
        /// True if the parts must stand in this order.
        ordered: bool,
    },
    /// A part all of which stands within one sentence, one paragraph, or the beginning.
    Within(Scope, Box<Node>),
    /// A part that is looked for in one field only.
    Field(FieldName, Box<Node>),
    /// Condition on the published date.
    Date(DateSpec),
    /// Conjunction.
    And {
        /// Parts; at least two.
        parts: Vec<Node>,
        /// True if AND was written. Where it was not, documents that contain only some of the words
        /// may follow.
        written: bool,
    },
    /// Disjunction; at least two parts.
    Or(Vec<Node>),
    /// Negation.
    Not(Box<Node>),
    /// A part whose score is multiplied by a factor.
    Boost(Box<Node>, f32),
}

impl Node {
    /// True if the query depends on the day of reference.
    pub fn is_relative(&self) -> bool {
        match self {
            Self::Date(date) => matches!(date, DateSpec::Last(_)),
            Self::Word(_) | Self::Phrase(_) => false,
            Self::Near { parts, .. } | Self::And { parts, .. } | Self::Or(parts) => {
                parts.iter().any(Self::is_relative)
            }
            Self::Within(_, inner)
            | Self::Field(_, inner)
            | Self::Not(inner)
            | Self::Boost(inner, _) => inner.is_relative(),
        }
    }
}

/// Pattern that stands for a word or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// A word in all its forms, as typed. One written with a hyphen or apostrophe may be two words
    /// to search for.
    Word(String),
    /// A word in this form only, with its capitals and accents where it has any.
    Exact(String),
    /// A wildcard: `*` stands for any letters, `?` for one.
    Wild(String),
    /// A regular expression for a whole word.
    Regex(String),
    /// A word spelt alike.
    Fuzzy {
        /// Word as typed.
        word: String,
        /// Most letters that may be wrong, missing, too many or swapped: 1 or 2.
        edits: u8,
    },
}

/// Stretch of text that all of a part must stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One sentence.
    Sentence,
    /// One paragraph.
    Paragraph,
    /// Beginning of the text, of this number of words.
    First(u32),
}

/// Field that can be named in a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldName {
    /// The headline.
    Title,
    /// The body of an article.
    Body,
    /// The words of a quotation.
    Quote,
    /// Speaker of a quotation.
    Speaker,
    /// Role in which the article presents the speaker ("energy minister").
    Role,
    /// Mode of a quotation: asserted, asked, denied, refused, hypothetical.
    Mode,
    /// A person whom the article names.
    Person,
    /// An organisation that the article names.
    Organisation,
    /// A place that the article names.
    Place,
    /// A nationality, or a religious or political group, that the article names.
    Group,
    /// A person, organisation, place or group that the article names.
    Entity,
    /// The publication, or words of the path.
    Source,
    /// Author of the article.
    Byline,
    /// The section or desk.
    Section,
    /// The URL.
    Url,
    /// The path in the archive.
    Path,
    /// The language, as a tag.
    Language,
}

impl FieldName {
    /// All fields, each with the name that prints.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Title, "title"),
        (Self::Body, "body"),
        (Self::Quote, "quote"),
        (Self::Speaker, "speaker"),
        (Self::Role, "role"),
        (Self::Mode, "mode"),
        (Self::Person, "person"),
        (Self::Organisation, "org"),
        (Self::Place, "place"),
        (Self::Group, "group"),
        (Self::Entity, "entity"),
        (Self::Source, "source"),
        (Self::Byline, "byline"),
        (Self::Section, "section"),
        (Self::Url, "url"),
        (Self::Path, "path"),
        (Self::Language, "lang"),
    ];

    /// The field's name in a query.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(field, _)| *field == self).map_or("", |(_, name)| name)
    }

    /// Field of this name, in any case; some fields have a second name.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let name = match name.as_str() {
            "headline" => "title",
            "text" => "body",
            "organisation" | "organization" => "org",
            "author" => "byline",
            "publisher" => "source",
            "language" => "lang",
            name => name,
        };
        Self::ALL.iter().find(|(_, other)| *other == name).map(|(field, _)| *field)
    }

    /// True for fields of text, with word positions, and not of names.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Title | Self::Body | Self::Quote)
    }

    /// True for fields that quotations have and articles have not.
    pub fn is_of_quotes(self) -> bool {
        matches!(self, Self::Quote | Self::Speaker | Self::Role | Self::Mode)
    }
}

/// True if a word of a query stands for several by this character.
pub fn is_pattern_char(c: char) -> bool {
    matches!(c, '*' | '?')
}

/// True if the word contains a letter or digit, which is something to search for.
pub fn has_letter(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}
