//! Forms of words as keys under which all forms of a stem lie side by side.
//!
//! A full-text index keeps either stems, and forgets how a word was spelt, or forms, and has to find them all for
//! a search by stem; keeping both doubles it. A key is a stem and what makes it the form: in a sorted
//! dictionary all forms of a stem are one short range, so that each word is kept once and either
//! search is one look-up. `talk`, `talks`, `talked` are `talk`, `talk·s`, `talk·ed`; `happy`, whose stem is
//! `happi`, is `happi:y`, where the mark tells how many letters of the stem fall away.

use std::borrow::Cow;

use crate::text::{EnglishStems, Words, word_hash};

/// Marks lie below every letter, digit and sign of a folded word, so that a stem's forms come right behind it.
/// The first takes nothing from the stem, the next one byte, and so on.
const FIRST_MARK: u8 = 1;
/// The most bytes of a stem that a form lacks ("dying" of "die" lacks two). A form that lacks more is its own stem.
pub const MOST_DROPPED: usize = 3;
/// What stands between the keys of a text.
pub const BETWEEN_KEYS: char = ' ';
/// Above every mark, and below all that a word may hold.
const BEHIND_MARKS: char = ' ';
/// Places for cuts that are remembered, of which each word has one; a vocabulary of news has some hundred thousand
/// words, but nine in ten that come are among a few thousand.
const REMEMBERED: usize = 1 << 15;

/// Whether a byte of a key is a mark, and how many bytes of the stem it takes away.
pub fn mark(byte: u8) -> Option<usize> {
    let dropped = usize::from(byte).checked_sub(usize::from(FIRST_MARK))?;
    (dropped <= MOST_DROPPED).then_some(dropped)
}

/// The key of a folded word.
pub fn key_of(folded: &str) -> String {
    let cut = Cut::of(EnglishStems::default(), folded, 0);
    let mut key = String::new();
    cut.push(folded, &mut key);
    key
}

/// The form that a key stands for.
pub fn form_of(key: &str) -> Cow<'_, str> {
    let marked = key.bytes().position(|byte| mark(byte).is_some());
    let Some(at) = marked else { return Cow::Borrowed(key) };
    let kept = at.saturating_sub(mark(key.as_bytes()[at]).unwrap_or(0));
    let stem = key.get(..kept).unwrap_or_default();
    Cow::Owned(format!("{stem}{}", &key[at + 1..]))
}

/// The first key that a form of this stem can have, and the first behind all of them.
pub fn keys_of_stem(stem: &str) -> (String, String) {
    (stem.to_owned(), format!("{stem}{BEHIND_MARKS}"))
}

/// How a form differs from its stem, which is all that its key needs beside it.
#[derive(Clone, Copy, Debug, Default)]
struct Cut {
    /// The hash of the form; 0 for a free slot.
    hash: u64,
    /// How many bytes both begin with.
    common: u8,
    /// The stem's further bytes, [`MOST_DROPPED`] at most, and how many they are.
    tail: [u8; MOST_DROPPED],
    tail_length: u8,
    /// Whether the form is its own key.
    whole: bool,
}

/// Makes keys, remembering of words that come again how they differ from their stems: cutting a stem takes far
/// longer than finding it.
#[derive(Debug)]
pub struct Keys {
    cuts: Vec<Cut>,
    stems: EnglishStems,
}

impl Default for Keys {
    fn default() -> Self {
        Self { cuts: vec![Cut::default(); REMEMBERED], stems: EnglishStems::default() }
    }
}

impl Keys {
    /// Appends the key of a folded word, given with its [`word_hash`].
    pub fn push(&mut self, folded: &str, hash: u64, keys: &mut String) {
        let cut = &mut self.cuts[(hash >> 40) as usize % REMEMBERED];
        if cut.hash != hash {
            *cut = Cut::of(self.stems, folded, hash);
        }
        cut.push(folded, keys);
    }

    /// The keys of a text's words in their order, one blank between them. `each` is called with the start of each
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
            each(word.span.start, hash);
        }
        keys
    }
}

impl Cut {
    fn of(stems: EnglishStems, folded: &str, hash: u64) -> Self {
        let stem = stems.stem(folded);
        let common = stem.bytes().zip(folded.bytes()).take_while(|(a, b)| a == b).count();
        let own = &stem.as_bytes()[common..];
        let mut cut = Self { hash, whole: true, ..Self::default() };
        if stem != folded
            && let Some(tail) = cut.tail.get_mut(..own.len())
        {
            tail.copy_from_slice(own);
            cut.tail_length = own.len() as u8;
            cut.common = common as u8;
            cut.whole = false;
        }
        cut
    }

    /// Appends the key of the form that this is the cut of.
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
            assert_eq!(key_of(&folded), key);
            assert_eq!(form_of(key), folded);
        }
        let (from, to) = keys_of_stem("talk");
        for form in ["talk", "talks", "talked", "talking"] {
            assert!((from.as_str()..to.as_str()).contains(&key_of(form).as_str()), "{form}");
        }
        for form in ["talkative", "tal", "talkie", "walk"] {
            let key = key_of(form);
            let within = (from.as_str()..to.as_str()).contains(&key.as_str());
            assert_eq!(within, EnglishStems::default().stem(form) == "talk", "{form}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_form_and_lies_with_its_stem(
            word in "[a-z]{1,12}(s|es|ed|ing|ly|ies|ational|ization|fulness|ously|y|ability)?|\\PC{1,12}"
        ) {
            let folded = crate::text::fold(&word);
            let stems = EnglishStems::default();
            for word in folded.split(' ').filter(|word| !word.is_empty()) {
                let key = key_of(word);
                prop_assert_eq!(form_of(&key), word);
                let (from, to) = keys_of_stem(&stems.stem(word));
                prop_assert!(from <= key && key < to, "{:?}", key);
            }
        }
    }

    #[test]
    fn a_text_is_its_keys() {
        let mut keys = Keys::default();
        let mut starts = Vec::new();
        let made = keys.of_text("Talks: isn’t it?", |start, _| starts.push(start));
        assert_eq!(made, "talk\u{1}s is n't it");
        assert_eq!(starts, [0, 7, 9, 15]);
    }
}
