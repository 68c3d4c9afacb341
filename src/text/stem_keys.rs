//! Keys of words, under which all forms of a stem lie side by side in a sorted dictionary.
//!
//! A full-text index keeps either stems, and forgets how a word was spelt, or forms, and has to
//! find them all for a search by stem; keeping both doubles it. A key is a stem and what makes it
//! the form: in a sorted dictionary all forms of a stem are one short range, so that each word is
//! kept once and either search is one look-up. `talk`, `talks`, `talked` are `talk`, `talk·s`,
//! `talk·ed`; `happy`, whose stem is `happi`, is `happi:y`, where the mark tells how many letters
//! of the stem fall away. A form of words that stand apart in the text (`talkback` for talk-back)
//! carries the number of them at its end, so that a search for the word finds it and a phrase knows
//! how far it reaches.

use std::borrow::Cow;

use crate::text::analyzer::Words;
use crate::text::compounds::MAX_PARTS;
use crate::text::hash::word_hash;
use crate::text::stem::EnglishStems;

/// Lowest mark. Marks lie below every letter, digit and sign of a folded word, so that a stem's
/// forms come right behind it. The first takes nothing from the stem, the next one byte, and so on.
const FIRST_MARK: u8 = 1;
/// Most bytes of a stem that a form may lack ("dying" of "die" lacks two). A form that lacks more
/// is its own stem.
pub const MAX_DROPPED: usize = 3;
/// Mark at the end of a form of two words; of three the next, and so on.
const FIRST_JOINED: u8 = FIRST_MARK + MAX_DROPPED as u8 + 1;
/// Character between the keys of a text.
pub const BETWEEN_KEYS: char = ' ';
/// Character above every mark and below all that a word may contain.
const BEHIND_MARKS: char = ' ';
/// Number of slots for remembered words, of which each word has one; a vocabulary of news has some
/// hundred thousand words, but nine in ten that come are among a few thousand.
const REMEMBERED: usize = 1 << 15;

/// Number of bytes of the stem that a mark takes away; `None` if the byte of a key is no mark.
pub fn dropped_bytes(byte: u8) -> Option<usize> {
    let dropped = usize::from(byte).checked_sub(usize::from(FIRST_MARK))?;
    (dropped <= MAX_DROPPED).then_some(dropped)
}

/// Number of words that the last byte of a key says it stands for; `None` if it says nothing.
pub fn joined_words(byte: u8) -> Option<usize> {
    let words = usize::from(byte).checked_sub(usize::from(FIRST_JOINED))? + 2;
    (words <= MAX_PARTS).then_some(words)
}

/// Mark of a form of several words.
fn mark_of_joined(words: usize) -> char {
    char::from(FIRST_JOINED + words.saturating_sub(2) as u8)
}

/// Key of a folded word that stands for several words of a text.
pub fn key_of_joined(folded: &str, words: usize) -> String {
    let mut key = key_of_form(folded);
    key.push(mark_of_joined(words));
    key
}

/// Key of a folded word.
pub fn key_of_form(folded: &str) -> String {
    let diff = StemDiff::new(EnglishStems::default(), folded, 0);
    let mut key = String::new();
    diff.push(folded, &mut key);
    key
}

/// Form that a key stands for.
pub fn form_of_key(key: &str) -> Cow<'_, str> {
    let marked_at_end = key.bytes().next_back().is_some_and(|byte| joined_words(byte).is_some());
    let key = &key[..key.len() - usize::from(marked_at_end)];
    let marked = key.bytes().position(|byte| dropped_bytes(byte).is_some());
    let Some(at) = marked else { return Cow::Borrowed(key) };
    let kept = at.saturating_sub(dropped_bytes(key.as_bytes()[at]).unwrap_or(0));
    let stem = key.get(..kept).unwrap_or_default();
    Cow::Owned(format!("{stem}{}", &key[at + 1..]))
}

/// First key that a form of this stem can have, and the first behind all of them.
pub fn keys_of_stem(stem: &str) -> (String, String) {
    (stem.to_owned(), format!("{stem}{BEHIND_MARKS}"))
}

/// Difference between a form and its stem, which is all that its key needs beside the form.
#[derive(Clone, Copy, Debug, Default)]
struct StemDiff {
    /// Hash of the form; 0 for a free slot.
    hash: u64,
    /// Length of what both begin with, in bytes.
    common: u8,
    /// Further bytes of the stem, [`MAX_DROPPED`] at most.
    tail: [u8; MAX_DROPPED],
    /// Number of these bytes.
    tail_length: u8,
    /// True if the form is its own key.
    whole: bool,
}

/// Maker of keys. Remembers of words that come again how they differ from their stems: stemming
/// takes far longer than a look-up.
#[derive(Debug)]
pub struct StemKeys {
    diffs: Vec<StemDiff>,
    stems: EnglishStems,
}

impl Default for StemKeys {
    fn default() -> Self {
        Self { diffs: vec![StemDiff::default(); REMEMBERED], stems: EnglishStems::default() }
    }
}

impl StemKeys {
    /// Appends the key of a folded word, given with its [`word_hash`].
    pub fn push(&mut self, folded: &str, hash: u64, keys: &mut String) {
        let diff = &mut self.diffs[(hash >> 40) as usize % REMEMBERED];
        if diff.hash != hash {
            *diff = StemDiff::new(self.stems, folded, hash);
        }
        diff.push(folded, keys);
    }

    /// Keys of a text's words in their order, one blank between them, each followed by those of the
    /// forms in which it and the words before it are one. `each` is called with the start of each
    /// word in `text`, in bytes, and with its [`word_hash`].
    pub fn of_text(&mut self, text: &str, mut each: impl FnMut(usize, u64)) -> String {
        let mut keys = String::with_capacity(text.len() + text.len() / 8);
        let mut words = Words::new(text);
        while let Some(word) = words.advance() {
            if !keys.is_empty() {
                keys.push(BETWEEN_KEYS);
            }
            let hash = word_hash(word.folded);
            self.push(word.folded, hash, &mut keys);
            for joined in word.joined {
                keys.push(BETWEEN_KEYS);
                self.push(&joined.folded, word_hash(&joined.folded), &mut keys);
                keys.push(mark_of_joined(joined.words));
            }
            each(word.span.start, hash);
        }
        keys
    }
}

impl StemDiff {
    fn new(stems: EnglishStems, folded: &str, hash: u64) -> Self {
        let stem = stems.stem(folded);
        let common = stem.bytes().zip(folded.bytes()).take_while(|(a, b)| a == b).count();
        let own = &stem.as_bytes()[common..];
        let mut diff = Self { hash, whole: true, ..Self::default() };
        if stem != folded
            && let Some(tail) = diff.tail.get_mut(..own.len())
        {
            tail.copy_from_slice(own);
            diff.tail_length = own.len() as u8;
            diff.common = common as u8;
            diff.whole = false;
        }
        diff
    }

    /// Appends the key of the form.
    fn push(&self, folded: &str, keys: &mut String) {
        let common = usize::from(self.common);
        let tail = std::str::from_utf8(&self.tail[..usize::from(self.tail_length)]);
        match (folded.get(..common), folded.get(common..), tail) {
            (Some(start), Some(rest), Ok(tail)) if !self.whole => {
                keys.push_str(start);
                keys.push_str(tail);
                keys.push(char::from(FIRST_MARK + self.tail_length));
                keys.push_str(rest);
            }
            _ => keys.push_str(folded),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_a_stem_lie_side_by_side() {
        for (form, key) in [
            ("talk", "talk"),
            ("talks", "talk\u{1}s"),
            ("happy", "happi\u{2}y"),
            ("hoping", "hope\u{2}ing"),
            ("dying", "die\u{3}ying"),
            ("1980s", "1980s"),
            ("n't", "n't"),
            ("élan", "elan"),
        ] {
            let folded = crate::text::fold(form);
            assert_eq!(key_of_form(&folded), key);
            assert_eq!(form_of_key(key), folded);
        }
        let (from, to) = keys_of_stem("talk");
        for form in ["talk", "talks", "talked", "talking"] {
            assert!((from.as_str()..to.as_str()).contains(&key_of_form(form).as_str()), "{form}");
        }
        for form in ["talkative", "tal", "talkie", "walk"] {
            let key = key_of_form(form);
            let within = (from.as_str()..to.as_str()).contains(&key.as_str());
            assert_eq!(within, EnglishStems::default().stem(form) == "talk", "{form}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_form_and_lies_with_its_stem(
            word in "[a-z]{1,12}(s|es|ed|ing|ly|ies|ational|ization|fulness|ously|y|ability)?\
                     |\\PC{1,12}"
        ) {
            let folded = crate::text::fold(&word);
            let stems = EnglishStems::default();
            for word in folded.split(' ').filter(|word| !word.is_empty()) {
                let key = key_of_form(word);
                prop_assert_eq!(form_of_key(&key), word);
                let (from, to) = keys_of_stem(&stems.stem(word));
                prop_assert!(from <= key && key < to, "{:?}", key);
            }
        }
    }

    #[test]
    fn a_text_is_its_keys() {
        let mut keys = StemKeys::default();
        let mut starts = Vec::new();
        let made = keys.of_text("Talks: isn’t it?", |start, _| starts.push(start));
        assert_eq!(made, "talk\u{1}s is n't it");
        assert_eq!(starts, [0, 7, 9, 15]);
    }

    #[test]
    fn forms_of_several_words_lie_with_their_stem() {
        let made = StemKeys::default().of_text("pre-heated", |_, _| {});
        assert_eq!(made, "pre heat\u{1}ed preheat\u{1}ed\u{5}");
        let key = key_of_joined("preheated", 2);
        assert!(made.ends_with(&key));
        assert_eq!(form_of_key(&key), "preheated");
        let (from, to) = keys_of_stem("preheat");
        assert!(from < key && key < to);
        assert_eq!((joined_words(5), joined_words(7), joined_words(8)), (Some(2), Some(4), None));
    }
}
