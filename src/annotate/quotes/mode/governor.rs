//! Classes of the words that govern a verb of saying, from `lexicon/modes.txt`.
//!
//! A table beside that of `lexicon`: these words are looked up beside a verb of saying only, and
//! not for each word of an archive.

use std::sync::LazyLock;

use bitflags::bitflags;
use rustc_hash::FxHashMap;

use crate::annotate::quotes::lexicon::inflection::verb_forms;
use crate::annotate::quotes::narration::{ItemKind, Narration};

bitflags! {
    /// Classes of governing words. A class is listed in `modes.txt` under its name here, in lower
    /// case with hyphens.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Governor: u32 {
        /// Verbs of denial: "denied saying", "dismissed claims that".
        const DENIES = 1;
        /// Nouns of denial: "her denial that".
        const DENIAL = 1 << 1;
        /// Nouns for what others say: "claims that she said".
        const CLAIM = 1 << 2;
        /// Refusal: "refused to say", "unwilling to say".
        const REFUSES = 1 << 3;
        /// Failure: "failed to say", "has yet to say".
        const FAILS = 1 << 4;
        /// Prevention: "kept him from saying".
        const PREVENTS = 1 << 5;
        /// Wish, plan, demand, expectation: "wants her to say".
        const WANTS = 1 << 6;
        /// Possibility: "it is possible that".
        const POSSIBLE = 1 << 7;
        /// Words that begin a condition: "if", "unless".
        const CONDITION = 1 << 8;
        /// Verbs of asking: "asked whether".
        const ASKS = 1 << 9;
        /// Verbs whose clause is true even if they are negated: "did not know that".
        const FACTIVE = 1 << 10;
        /// Verbs before somebody who does something: "hear the mayor say".
        const PERCEIVES = 1 << 11;
        /// Verbs that put words in somebody's mouth: "quoted as saying".
        const QUOTES = 1 << 12;
        /// The same, wrongly: "misquoted".
        const MISQUOTES = 1 << 13;
        /// Adverbs of falsehood: "falsely quoted".
        const FALSELY = 1 << 14;
        /// Adjectives of forgery: "a fake quote".
        const FAKE = 1 << 15;
        /// Nouns for what can be forged: "a fake post".
        const DOCUMENT = 1 << 16;
        /// Predicates of falsehood: "are false".
        const UNTRUE = 1 << 17;
        /// Adverbs with which "would" tells the past: "would later say".
        const LATER_ON = 1 << 18;
        /// Adverbs of limitation: "not only said", "would only say".
        const ONLY = 1 << 19;
        /// Words behind a negation that let through what they introduce: "nothing but".
        const BEYOND = 1 << 20;
        /// Pronouns for no person.
        const NOBODY = 1 << 21;
        /// Pronouns for any person.
        const ANYONE = 1 << 22;
        /// Verbs whose object was said even if they are negated: "never stopped saying".
        const PERSISTS = 1 << 23;
        /// Nouns of wish or duty: "the right to say".
        const WISH = 1 << 24;
        /// Verbs of going on: "would go on to say".
        const UNFOLDS = 1 << 25;
        /// Prepositions of absence: "without saying".
        const WITHOUT = 1 << 26;
        /// Words before "of", "than" or "from": "instead of saying".
        const INSTEAD = 1 << 27;
        /// Word before "of": "stopped short of saying".
        const SHORT = 1 << 28;
        /// Verbs that make somebody speak: "forced him to say".
        const FORCES = 1 << 29;
        /// Verbs of doing: "dared to say".
        const ACHIEVES = 1 << 30;
    }
}

impl Governor {
    /// Returns the classes of the item at `at`; none for a part of a name.
    pub fn at(narration: &Narration<'_>, at: usize) -> Self {
        match narration.items.get(at) {
            Some(item) if item.kind == ItemKind::Word && item.mention.is_none() => {
                // "May", "Will" and other capitals are told by the parts of speech.
                look_up(narration.word(at)).unwrap_or_default()
            }
            _ => Self::empty(),
        }
    }
}

/// Longest word that is looked up, in bytes: the table has none that is longer.
const MAX_WORD_BYTES: usize = 24;

fn look_up(word: &str) -> Option<Governor> {
    let mut buffer = [0u8; MAX_WORD_BYTES];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    TABLE.get(std::str::from_utf8(lower).ok()?).copied()
}

static TABLE: LazyLock<FxHashMap<Box<str>, Governor>> = LazyLock::new(|| {
    let mut table: FxHashMap<Box<str>, Governor> = FxHashMap::default();
    for line in include_str!("../../lexicon/modes.txt").lines() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.split(' ');
        let name = words.next().unwrap_or("");
        let class = class_of(name);
        for word in words {
            if name.ends_with('+') {
                for form in verb_forms(word) {
                    *table.entry(form.into()).or_default() |= class;
                }
            } else {
                *table.entry(word.into()).or_default() |= class;
            }
        }
    }
    table
});

/// Class of a line that begins with `name`: `LATER_ON` for "later-on".
fn class_of(name: &str) -> Governor {
    let name = name.trim_end_matches('+').to_uppercase().replace('-', "_");
    Governor::from_name(&name).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_words_and_every_line_a_class() {
        let mut listed = Governor::empty();
        for line in include_str!("../../lexicon/modes.txt").lines() {
            if let Some(name) = line.split(' ').next().filter(|n| !n.is_empty() && *n != "#") {
                let class = class_of(name);
                assert!(!class.is_empty(), "{line}");
                listed |= class;
            }
        }
        assert_eq!(listed, Governor::all());
    }

    #[test]
    fn verbs_are_listed_in_all_their_forms() {
        for form in ["denied", "denies", "refusing", "forgot", "begged", "dismissed", "told"] {
            assert!(TABLE.contains_key(form), "{form}");
        }
    }
}
