//! Items and sentences of the narration, and the indices that lead from them to other lists.
//!
//! Positions of items are plain `usize`: the rules step through them by one and walk over ranges of
//! them all the time, and std's `Range` of a newtype cannot be iterated. Pairs of them are an
//! [`ItemRange`], and numbers that point into any other list are types of their own.

use std::num::NonZeroU32;
use std::ops::Range;

use crate::annotate::quotes::lexicon::{Pos, Subcat, WordClass};
use crate::model::Span;

/// Index into one list, a type for each list. Kept one up, so that an `Option` of it takes four
/// bytes: every item of every article has two.
macro_rules! index {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(NonZeroU32);

        impl $name {
            /// Returns the index of the entry at `position`.
            pub fn new(position: usize) -> Self {
                Self(NonZeroU32::MIN.saturating_add(position as u32))
            }

            /// Position in the list, from 0.
            pub fn get(self) -> usize {
                self.0.get() as usize - 1
            }
        }
    };
}

index! {
    /// Index of a name among the mentions of an article's notes.
    MentionIndex
}

index! {
    /// Index of a stretch between marks among those of an article.
    MarkedIndex
}

/// Run of items, from `start` to before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemRange {
    /// First item.
    pub start: usize,
    /// First item past the run.
    pub end: usize,
}

impl ItemRange {
    /// Returns the items from `start` to before `end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Returns the run of one item.
    pub fn single(at: usize) -> Self {
        Self { start: at, end: at + 1 }
    }

    /// Positions of the items, in order.
    pub fn iter(self) -> Range<usize> {
        self.start..self.end
    }

    /// Number of items.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// True if the range has no items.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }
}

/// Sort of sign that an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemKind {
    /// Word, number or clitic.
    Word,
    /// Whole stretch between marks.
    Quote,
    /// Comma.
    Comma,
    /// Colon.
    Colon,
    /// Semicolon.
    Semicolon,
    /// Dash, or a hyphen that stands alone.
    Dash,
    /// Full stop, question or exclamation mark.
    Stop,
    /// Any other sign.
    Sign,
}

/// Word, sign or folded quotation of the narration.
#[derive(Clone, Copy, Debug)]
pub struct NarrationItem {
    /// Byte span in the article's body.
    pub span: Span,
    /// Sort of sign.
    pub kind: ItemKind,
    /// Most likely parts of speech.
    pub pos: Pos,
    /// Complements accepted as a reporting verb; empty for other words and within names.
    pub subcat: Subcat,
    /// Forms as a reporting verb.
    pub forms: Pos,
    /// Classes of usage of the word in lower case.
    pub classes: WordClass,
    /// Stretch between marks that the item stands for.
    pub quote: Option<MarkedIndex>,
    /// Name of which the item is a part.
    pub mention: Option<MentionIndex>,
    /// True if the word begins with or contains a capital.
    pub capital: bool,
}

impl NarrationItem {
    /// Returns the item of a folded quotation.
    pub fn folded(span: Span, quote: MarkedIndex) -> Self {
        Self {
            span,
            kind: ItemKind::Quote,
            pos: Pos::empty(),
            subcat: Subcat::empty(),
            forms: Pos::empty(),
            classes: WordClass::empty(),
            quote: Some(quote),
            mention: None,
            capital: false,
        }
    }

    /// True if any of the parts of speech is among `set`.
    pub fn is(&self, set: Pos) -> bool {
        self.pos.intersects(set)
    }

    /// True if the reporting verb accepts any of the complements.
    pub fn accepts(&self, complements: Subcat) -> bool {
        self.subcat.intersects(complements)
    }

    /// True if the word is listed in one of the classes and written in lower case.
    pub fn is_listed(&self, classes: WordClass) -> bool {
        self.classes.intersects(classes) && !self.capital
    }

    /// True if the word, whatever its case, is listed in one of the classes.
    pub fn is_listed_in_any_case(&self, classes: WordClass) -> bool {
        self.classes.intersects(classes)
    }

    /// True for a folded quotation.
    pub fn is_quote(&self) -> bool {
        self.kind == ItemKind::Quote
    }

    /// True for a word that can only be a finite verb or an auxiliary.
    pub fn is_finite(&self) -> bool {
        self.kind == ItemKind::Word
            && (self.is(Pos::BE | Pos::HAVE | Pos::DO | Pos::MODAL)
                || self.is(Pos::FINITE) && !self.is(Pos::NOUN | Pos::ADJ | Pos::PART | Pos::PREP))
    }

    /// True for a word that can head a noun phrase.
    pub fn is_nominal(&self) -> bool {
        self.kind == ItemKind::Word && self.is(Pos::NOUN | Pos::NAME | Pos::NUM | Pos::PRON)
    }

    /// True for a part of a name.
    pub fn is_named(&self) -> bool {
        self.mention.is_some()
    }

    /// True for a word that is no part of a name.
    pub fn is_plain_word(&self) -> bool {
        self.kind == ItemKind::Word && self.mention.is_none()
    }
}

/// Sentence of the narration.
#[derive(Clone, Copy, Debug)]
pub struct NarrationSentence {
    /// First item.
    pub start: usize,
    /// First item past the sentence.
    pub end: usize,
    /// Number of the paragraph, from 0.
    pub paragraph: u32,
    /// True in a caption or a pointer to another article.
    pub aside: bool,
}

/// Narration of an article, as items and sentences.
#[derive(Debug)]
pub struct Narration<'t> {
    /// Article's body.
    pub text: &'t str,
    /// Items in order.
    pub items: Vec<NarrationItem>,
    /// Sentences in order.
    pub sentences: Vec<NarrationSentence>,
}

impl<'t> Narration<'t> {
    /// Byte span from the first to the last of the items; empty if there is none.
    pub fn span(&self, range: ItemRange) -> Span {
        let last = range.end.checked_sub(1).and_then(|last| self.items.get(last));
        match (self.items.get(range.start), last) {
            (Some(first), Some(last)) if !range.is_empty() => {
                Span::new(first.span.start, last.span.end)
            }
            _ => Span::new(0, 0),
        }
    }

    /// Text of the item at `at`; empty past the end.
    pub fn word(&self, at: usize) -> &'t str {
        self.items.get(at).map_or("", |item| item.span.of(self.text))
    }

    /// True if the item at `at` is the word `word`, whatever its case.
    pub fn says(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// True if the item at `at` is listed in one of the classes and written in lower case.
    pub fn is_listed(&self, at: usize, classes: WordClass) -> bool {
        self.items.get(at).is_some_and(|item| item.is_listed(classes))
    }

    /// True if the item at `at`, whatever its case, is listed in one of the classes.
    pub fn is_listed_in_any_case(&self, at: usize, classes: WordClass) -> bool {
        self.items.get(at).is_some_and(|item| item.is_listed_in_any_case(classes))
    }

    /// Item at `at` if it stands before `high`.
    pub fn before(&self, at: usize, high: usize) -> Option<&NarrationItem> {
        self.items.get(at).filter(|_| at < high)
    }
}
