//! A run of tokens that may be a name, as the rules of post-processing see it.

use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::annotate::gazetteer::word_lists::ListFlags;
use crate::annotate::names::tagger_input::TaggerInput;
use crate::model::EntityKind;

/// Tokens `start..end` of a text, tagged as a name of a kind.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'i, 'p, 't> {
    /// The text.
    pub input: &'i TaggerInput<'p, 't>,
    /// First token.
    pub start: usize,
    /// Token after the last.
    pub end: usize,
    /// Kind that the tagger gave it.
    pub kind: EntityKind,
}

impl<'t> Candidate<'_, '_, 't> {
    /// Number of tokens.
    pub fn token_count(&self) -> usize {
        self.end - self.start
    }

    /// True if it was tagged a person.
    pub fn is_person(&self) -> bool {
        self.kind == EntityKind::Person
    }

    /// Lists that the first word stands in.
    pub fn first_flags(&self) -> ListFlags {
        self.input.flags[self.start]
    }

    /// First word.
    pub fn first_word(&self) -> &'t str {
        self.input.prose.word(self.start)
    }

    /// Last word.
    pub fn last_word(&self) -> &'t str {
        self.input.prose.word(self.end - 1)
    }

    /// Word before the first; empty at the start of the text.
    pub fn word_before(&self) -> &'t str {
        self.start.checked_sub(1).map_or("", |at| self.input.prose.word(at))
    }

    /// True if the words before the last say only where members of a party sit: "House", "Texas".
    pub fn names_seats(&self) -> bool {
        (self.start..self.end - 1).all(|at| {
            let word = self.input.prose.word(at);
            // "Liberal" is a town in Kansas.
            (self.input.flags[at].intersects(ListFlags::PLACE_NAME) && word != "Liberal")
                || is_word_of(WordClass::CHAMBER, word)
        })
    }
}
