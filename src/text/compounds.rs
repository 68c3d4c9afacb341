//! Words that are written in parts here and in one elsewhere: `co-operative` and `cooperative`,
//! `F-16` and `F16`, `J. K.` and `JK`, `d’Angelo` and `DAngelo`.
//!
//! The parts are words each; what they are together is told beside the last of them, so that an
//! index may keep it at the place of the first, as synonyms are kept.

use crate::text::word_chars::{is_apostrophe, is_full_stop, is_hyphen};

/// Most words that are written as one.
pub const MAX_PARTS: usize = 4;
/// Most parts that hyphens join: a chain of more is a phrase.
const MAX_HYPHENATED: usize = 3;
/// Length in bytes above which nobody writes the parts as one.
const MAX_JOINED: usize = 40;

/// Several words in a form in which they are written as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JoinedWord {
    /// Folded form of all of them.
    pub folded: String,
    /// Number of the words, of which the last is the one that this is told of.
    pub words: usize,
}

/// Words before the current one that may be written as one with it.
#[derive(Debug, Default)]
pub struct Chain {
    /// Folded forms of the words before, the last first.
    before: [String; MAX_PARTS - 1],
    /// Number of these that are joined with one another and with the current word.
    length: usize,
    /// The word before; `None` where nothing can be joined with it.
    last: Option<Part>,
    joined: Vec<JoinedWord>,
}

/// Traits that decide whether a word is joined with its neighbour.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a trait of its own
pub struct Part {
    /// Byte at which the word ends.
    pub end: usize,
    /// True if it begins with a letter.
    pub letters: bool,
    /// True if it is a lone letter.
    pub lone: bool,
    /// True if it is a lone capital.
    pub capital: bool,
    /// True if it lost its vowel before the next.
    pub elided: bool,
}

impl Chain {
    /// Forms of the current word together with those before it.
    pub fn joined(&self) -> &[JoinedWord] {
        &self.joined
    }

    /// Forgets the words before.
    pub fn clear(&mut self) {
        self.length = 0;
        self.joined.clear();
        self.last = None;
    }

    /// Takes the word before, whose form `folded` is given up for an empty one; forgets all where
    /// a blank parts it from the next, as most words are.
    pub fn shift(&mut self, text: &str, folded: &mut String) {
        let Some(last) = self.last else { return };
        if !last.lone && text.as_bytes().get(last.end) == Some(&b' ') {
            self.clear();
            return;
        }
        self.before.rotate_right(1);
        std::mem::swap(&mut self.before[0], folded);
    }

    /// Takes the current word, which starts at byte `start` of `text`.
    pub fn push(&mut self, text: &str, start: usize, part: Part, folded: &str) {
        self.joined.clear();
        let before = self.last.replace(part);
        let most = match before.and_then(|before| joint(text, before, start, part)) {
            None => {
                self.length = 0;
                return;
            }
            Some(Joint::Initials) => MAX_PARTS,
            Some(Joint::Hyphen) => MAX_HYPHENATED,
            Some(Joint::Elision) => 2,
        };
        self.length = (self.length + 1).min(most - 1);
        for parts in 1..=self.length {
            let length: usize = self.before[..parts].iter().map(String::len).sum();
            if length + folded.len() > MAX_JOINED {
                break;
            }
            let mut whole = String::with_capacity(length + folded.len());
            self.before[..parts].iter().rev().for_each(|part| whole.push_str(part));
            whole.push_str(folded);
            self.joined.push(JoinedWord { folded: whole, words: parts + 1 });
        }
    }
}

/// Kind of what stands between two words that may be written as one.
enum Joint {
    Hyphen,
    Initials,
    Elision,
}

/// Joint between the word before and the one that starts at `start`; `None` if they are two.
fn joint(text: &str, before: Part, start: usize, part: Part) -> Option<Joint> {
    let gap = text.get(before.end..start).filter(|gap| !gap.is_empty() && gap.len() <= 6)?;
    let first = gap.chars().next()?;
    let rest = &gap[first.len_utf8()..];
    if is_hyphen(first) && rest.is_empty() {
        // Scores, dates and ranges are numbers side by side.
        return (before.letters || part.letters).then_some(Joint::Hyphen);
    }
    if first == '–' && rest.is_empty() {
        // A dash parts words, but where it stands for the hyphen of COVID-19.
        return (before.letters != part.letters).then_some(Joint::Hyphen);
    }
    if before.elided && is_apostrophe(first) && rest.is_empty() {
        return Some(Joint::Elision);
    }
    if !(before.lone && part.lone) {
        return None;
    }
    let blank = |c: char| matches!(c, ' ' | '\u{A0}' | '\u{2009}' | '\u{202F}' | '\u{3000}');
    if is_full_stop(first) {
        let stopped = text[part.end..].starts_with(is_full_stop);
        let plain = rest.chars().all(|c| blank(c) || is_hyphen(c));
        return (stopped && plain).then_some(Joint::Initials);
    }
    (before.capital && part.capital && gap.chars().all(blank)).then_some(Joint::Initials)
}
