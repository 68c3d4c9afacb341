//! What a query is made of.

use crate::search::query::dates::DateSpec;

/// A part of a query.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// One word, or something that stands for words.
    Word(Pattern),
    /// Words that stand next to each other, at least one.
    Phrase(Vec<Pattern>),
    /// Parts that stand close together, at least two.
    Near {
        /// Words, phrases, alternatives of these, or further such groups.
        parts: Vec<Node>,
        /// How many other words may stand between one part and the next.
        distance: u32,
        /// Whether they must stand in this order.
        ordered: bool,
    },
    /// All of it within one sentence, one paragraph, or the beginning.
    Within(Scope, Box<Node>),
    /// In this field only.
    Field(FieldName, Box<Node>),
    /// Published then.
    Date(DateSpec),
    /// All of these.
    And {
        /// At least two.
        parts: Vec<Node>,
        /// Whether AND was written. Where it was not, documents that hold only some of the words may follow.
        written: bool,
    },
    /// Any of these, at least two.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// This, counting so many times as much.
    Boost(Box<Node>, f32),
}

impl Node {
    /// Whether what it asks for depends on the day of reference.
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

/// Something that stands for a word or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// A word in all its forms, as typed. It may be written with a hyphen or apostrophe and be two words to search.
    Word(String),
    /// The word in this form only, with its capitals and accents where it has any.
    Exact(String),
    /// `*` stands for any letters, `?` for one.
    Wild(String),
    /// A regular expression for a whole word.
    Regex(String),
    /// A word spelt alike.
    Fuzzy {
        /// The word.
        word: String,
        /// How many letters may be wrong, missing, too many or swapped: 1 or 2.
        edits: u8,
    },
}

/// A stretch that all of a part must stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One sentence.
    Sentence,
    /// One paragraph.
    Paragraph,
    /// The first words of the text, so many.
    First(u32),
}

/// A field that can be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldName {
    /// The headline.
    Title,
    /// The body of an article.
    Body,
    /// The words of a quotation.
    Quote,
    /// Who said a quotation.
    Speaker,
    /// What the article calls the speaker ("energy minister").
    Role,
    /// A person whom the article names.
    Person,
    /// An organisation that it names.
    Organisation,
    /// A place that it names.
    Place,
    /// A nationality or a religious or political group that it names.
    Group,
    /// Any of the four.
    Entity,
    /// The publication, or words of the path.
    Source,
    /// Who wrote it.
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
    /// All, each with the name that prints.
    pub const ALL: &'static [(Self, &'static str)] = &[
        (Self::Title, "title"),
        (Self::Body, "body"),
        (Self::Quote, "quote"),
        (Self::Speaker, "speaker"),
        (Self::Role, "role"),
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

    /// The field of this name, in any case; some have a second name.
    pub fn named(name: &str) -> Option<Self> {
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

    /// Whether it holds text, with word positions, and not names.
    pub fn is_text(self) -> bool {
        matches!(self, Self::Title | Self::Body | Self::Quote)
    }

    /// Whether quotations have it and articles have not.
    pub fn is_of_quotes(self) -> bool {
        matches!(self, Self::Quote | Self::Speaker | Self::Role)
    }
}

/// Whether a word of a query stands for several by this character.
pub fn is_pattern_char(c: char) -> bool {
    matches!(c, '*' | '?')
}

/// Whether there is anything to search for in the word.
pub fn holds_letter(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}
