//! Tags of the tagger, and what they are among the parts of speech of the grammar.

use crate::annotate::quotes::lexicon::Pos;

/// Number of tags: one lane of scores each.
pub const TAGS: usize = 16;

/// Tag of a word: one of the classes that the clause grammar tells apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Tag {
    /// Sign, number, possessive ending, folded quotation.
    #[default]
    Other,
    /// Common noun.
    Noun,
    /// Proper name.
    Name,
    /// Finite verb.
    Finite,
    /// Base form of a verb.
    Base,
    /// Verb in -ing.
    Ing,
    /// Past participle.
    Participle,
    /// Adjective.
    Adjective,
    /// Adverb, particle.
    Adverb,
    /// Preposition.
    Preposition,
    /// Conjunction that begins a clause, "that" among them.
    Subordinator,
    /// Determiner, possessive pronoun.
    Determiner,
    /// Modal verb.
    Modal,
    /// Coordinating conjunction.
    Coordinator,
    /// Pronoun.
    Pronoun,
    /// Question word, relative pronoun.
    Wh,
}

impl Tag {
    /// Tags in the order of their numbers.
    pub const ALL: [Self; TAGS] = [
        Self::Other,
        Self::Noun,
        Self::Name,
        Self::Finite,
        Self::Base,
        Self::Ing,
        Self::Participle,
        Self::Adjective,
        Self::Adverb,
        Self::Preposition,
        Self::Subordinator,
        Self::Determiner,
        Self::Modal,
        Self::Coordinator,
        Self::Pronoun,
        Self::Wh,
    ];

    /// Returns the part of speech that the tag stands for.
    pub fn pos(self) -> Pos {
        match self {
            Self::Other => Pos::NUM,
            Self::Noun => Pos::NOUN,
            Self::Name => Pos::NAME,
            Self::Finite => Pos::FINITE,
            Self::Base => Pos::BASE,
            Self::Ing => Pos::ING,
            Self::Participle => Pos::PART,
            Self::Adjective => Pos::ADJ,
            Self::Adverb => Pos::ADV,
            Self::Preposition => Pos::PREP,
            Self::Subordinator => Pos::SUB,
            Self::Determiner => Pos::DET,
            Self::Modal => Pos::MODAL,
            Self::Coordinator => Pos::CONJ,
            Self::Pronoun => Pos::PRON,
            Self::Wh => Pos::WH,
        }
    }
}

/// Set of tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TagSet(u16);

/// Tags of the classes to which new words are added.
const OPEN: [Tag; 7] = [
    Tag::Noun,
    Tag::Finite,
    Tag::Base,
    Tag::Ing,
    Tag::Participle,
    Tag::Adjective,
    Tag::Adverb,
];

impl TagSet {
    /// Returns the tags that a word of these parts of speech can have.
    pub fn of(pos: Pos, plural: bool) -> Self {
        if pos.intersects(Pos::NAME) {
            return Self::single(Tag::Name);
        }
        if pos.intersects(Pos::MODAL) {
            return Self::single(Tag::Modal);
        }
        if pos.intersects(Pos::BE | Pos::HAVE | Pos::DO) {
            return Self::single(Tag::Finite);
        }
        if pos.contains(Pos::GUESSED) {
            return Self(OPEN.iter().fold(0, |set, tag| set | bit(*tag)));
        }
        let mut set = 0;
        for tag in Tag::ALL {
            if pos.intersects(tag.pos()) {
                set |= bit(tag);
            }
        }
        if pos.intersects(Pos::TIME) {
            set |= bit(Tag::Noun);
        }
        if pos.intersects(Pos::NEG) {
            set |= bit(Tag::Adverb);
        }
        if pos.intersects(Pos::REL) {
            set |= bit(Tag::Wh);
        }
        // "a protest", "protests"
        if pos.intersects(Pos::BASE) || plural && pos.intersects(Pos::FINITE) {
            set |= bit(Tag::Noun);
        }
        // "that"
        if pos.contains(Pos::REL | Pos::DET) {
            set |= bit(Tag::Subordinator);
        }
        Self(if set == 0 { bit(Tag::Other) } else { set })
    }

    fn single(tag: Tag) -> Self {
        Self(bit(tag))
    }

    /// True if the tag is in the set.
    pub fn contains(self, tag: Tag) -> bool {
        self.0 & bit(tag) != 0
    }

    /// The tag, if it is the only one.
    pub fn only(self) -> Option<Tag> {
        let first = Tag::ALL.get(self.0.trailing_zeros() as usize)?;
        (self.0.count_ones() == 1).then_some(*first)
    }
}

fn bit(tag: Tag) -> u16 {
    1 << tag as u16
}
