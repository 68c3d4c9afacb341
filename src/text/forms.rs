//! Forms of words as keys under which all forms of a stem lie side by side.
//!
//! A full-text index keeps either stems, and forgets how a word was spelt, or forms, and has to find them all for
//! a search by stem; keeping both doubles it. A key is a stem and what makes it the form: in a sorted
//! dictionary all forms of a stem are one short range, so that each word is kept once and either
//! search is one look-up. `talk`, `talks`, `talked` are `talk`, `talk·s`, `talk·ed`; `happy`, whose stem is
//! `happi`, is `happi:y`, where the mark tells how many letters of the stem fall away.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::text::{EnglishStems, Words};

/// Marks lie below every letter, digit and sign of a folded word, so that a stem's forms come right behind it.
/// The first takes nothing from the stem, the next one byte, and so on.
const FIRST_MARK: u8 = 1;
/// The most bytes of a stem that a form lacks ("dying" of "die" lacks two). A form that lacks more is its own stem.
pub const MOST_DROPPED: usize = 3;
/// What stands between the keys of a text.
pub const BETWEEN_KEYS: char = ' ';
/// Above every mark, and below all that a word may hold.
const BEHIND_MARKS: char = ' ';
/// Keys that are remembered; a vocabulary of news has some hundred thousand words, most of them once.
const REMEMBERED: usize = 1 << 17;

/// Whether a byte of a key is a mark, and how many bytes of the stem it takes away.
pub fn mark(byte: u8) -> Option<usize> {
    let dropped = usize::from(byte).checked_sub(usize::from(FIRST_MARK))?;
    (dropped <= MOST_DROPPED).then_some(dropped)
}

/// Appends the key of a folded word.
pub fn push_key(stems: EnglishStems, folded: &str, key: &mut String) {
    let stem = stems.stem(folded);
    let common = stem.bytes().zip(folded.bytes()).take_while(|(a, b)| a == b).count();
    let dropped = stem.len() - common;
    if stem == folded || dropped > MOST_DROPPED {
        key.push_str(folded);
    } else {
        // What differs from its stem is a word of small Latin letters: any cut is between characters.
        key.push_str(&stem);
        key.push(char::from(FIRST_MARK + dropped as u8));
        key.push_str(&folded[common..]);
    }
}

/// The key of a folded word.
pub fn key_of(folded: &str) -> String {
    let mut key = String::new();
    push_key(EnglishStems::default(), folded, &mut key);
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

/// Makes keys, remembering those of words that come again: cutting a stem takes far longer than finding it.
#[derive(Debug, Default)]
pub struct Keys {
    known: FxHashMap<Box<str>, Box<str>>,
    stems: EnglishStems,
}

impl Keys {
    /// Appends the key of a folded word.
    pub fn push(&mut self, folded: &str, keys: &mut String) {
        if let Some(key) = self.known.get(folded) {
            keys.push_str(key);
            return;
        }
        let start = keys.len();
        push_key(self.stems, folded, keys);
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(folded.into(), keys[start..].into());
    }

    /// The keys of a text's words in their order, one blank between them. `each` is called with the start of each
    /// word in `text`, in bytes, and with the word as folded.
    pub fn of_text(&mut self, text: &str, mut each: impl FnMut(usize, &str)) -> String {
        let mut keys = String::with_capacity(text.len() + text.len() / 8);
        let mut words = Words::new(text);
        while let Some(word) = words.advance() {
            if !keys.is_empty() {
                keys.push(BETWEEN_KEYS);
            }
            self.push(word.folded, &mut keys);
            each(word.span.start, word.folded);
        }
        keys
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
