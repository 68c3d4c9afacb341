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

/// Tags of the classes to which new words are added.
const OPEN: [Tag; 7] =
    [Tag::Noun, Tag::Finite, Tag::Base, Tag::Ing, Tag::Participle, Tag::Adjective, Tag::Adverb];

/// Set of tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TagSet(u16);

/// Tags that the word keeps if it can have one of them, the likeliest first: the grammar decides by
/// itself what "that" and "as" are, and has no use for a choice between adjective and adverb.
const KEPT: [(Pos, Tag); 14] = [
    (Pos::NAME, Tag::Name),
    (Pos::MODAL, Tag::Modal),
    (Pos::BE.union(Pos::HAVE).union(Pos::DO), Tag::Finite),
    (Pos::REL, Tag::Subordinator),
    (Pos::WH, Tag::Wh),
    (Pos::DET, Tag::Determiner),
    (Pos::PRON, Tag::Pronoun),
    (Pos::CONJ, Tag::Coordinator),
    (Pos::PREP, Tag::Preposition),
    (Pos::SUB, Tag::Subordinator),
    (Pos::TIME, Tag::Noun),
    (Pos::NEG, Tag::Adverb),
    (Pos::NUM, Tag::Other),
    (Pos::POSS, Tag::Other),
];

impl TagSet {
    /// Returns the tags that a word of these parts of speech can have, `plural` if it ends in -s.
    pub fn of(pos: Pos, plural: bool) -> Self {
        if let Some((_, tag)) = KEPT.iter().find(|(kept, _)| pos.intersects(*kept)) {
            return Self::single(*tag);
        }
        let mut set = 0;
        for tag in OPEN {
            if pos.intersects(tag.pos()) {
                set |= bit(tag);
            }
        }
        // "a protest", "protests"
        if pos.intersects(Pos::BASE) || plural && pos.intersects(Pos::FINITE) {
            set |= bit(Tag::Noun);
        }
        if pos.intersects(Pos::GUESSED) {
            if pos.intersects(Pos::NOUN) && !plural {
                set |= bit(Tag::Finite) | bit(Tag::Base);
            } else if pos.intersects(Pos::ING) {
                set |= bit(Tag::Noun);
            }
        }
        if set == bit(Tag::Adjective) | bit(Tag::Adverb) {
            return Self::single(Tag::Adjective);
        }
        Self(if set == 0 { bit(Tag::Other) } else { set })
    }

    /// Returns the set of one tag.
    pub fn single(tag: Tag) -> Self {
        Self(bit(tag))
    }

    /// True if the tag is in the set.
    pub fn contains(self, tag: Tag) -> bool {
        self.0 & bit(tag) != 0
    }

    /// The tag after one with the tag `left`, if there is no other: what can be a noun is no verb
    /// after an article, adjective or preposition, and the grammar needs no more.
    pub fn only(self, left: Tag) -> Option<Tag> {
        let first = Tag::ALL.get(self.0.trailing_zeros() as usize)?;
        let nominal = self.contains(Tag::Noun)
            && matches!(left, Tag::Determiner | Tag::Adjective | Tag::Preposition);
        (self.0.is_power_of_two() || nominal).then_some(*first)
    }
}

fn bit(tag: Tag) -> u16 {
    1 << tag as u16
}
