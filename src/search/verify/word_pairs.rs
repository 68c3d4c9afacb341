//! A saying beside the words asked, word by word.

use crate::search::verify::align::{Alignment, ComparedWord, EditStep};

/// A word of a saying beside the one asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordPair {
    /// What is with it.
    pub how: Difference,
    /// As it stands in the archive; empty when only the words asked have it.
    pub found: String,
    /// What stands between it and the next one.
    pub after: String,
    /// As asked; empty when only the archive has it.
    pub asked: String,
}

/// How a word of the saying compares with the words asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Before or behind what was asked.
    Around,
    /// The same word.
    Same,
    /// Another word or another form of it was asked.
    Changed,
    /// It was left out.
    Missing,
    /// It was added: nobody said it.
    Added,
    /// It was asked at another place.
    Moved,
}

/// How many words of a saying differ: changed, left out, added, moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DifferenceCounts {
    /// Other words, or other forms.
    pub changed: usize,
    /// Left out.
    pub missing: usize,
    /// Added.
    pub added: usize,
    /// At another place.
    pub moved: usize,
}

impl DifferenceCounts {
    /// Counts the words.
    pub fn new(words: &[WordPair]) -> Self {
        let count = |how| words.iter().filter(|word| word.how == how).count();
        Self {
            changed: count(Difference::Changed),
            missing: count(Difference::Missing),
            added: count(Difference::Added),
            moved: count(Difference::Moved),
        }
    }

    /// All that differ.
    pub fn total(self) -> usize {
        self.changed + self.missing + self.added + self.moved
    }
}

/// The saying word by word, as it stands in `body`, beside the words asked as typed.
pub fn word_pairs(
    typed: &str,
    body: &str,
    asked: &[ComparedWord],
    found: &[ComparedWord],
    alignment: &Alignment,
) -> Vec<WordPair> {
    let (first, last) = alignment.window().unwrap_or((0, 0));
    let as_found = |at: usize| found[at].span.of(body).to_owned();
    let as_asked = |at: usize| asked[at].span.of(typed).to_owned();
    let after = |at: usize| match found.get(at + 1) {
        // Parts of one utterance may stand far apart.
        Some(next) if next.span.start <= found[at].span.end + 40 => body
            .get(found[at].span.end..next.span.start)
            .map_or(" ", |text| if text.trim().chars().count() > 3 { " … " } else { text })
            .to_owned(),
        Some(_) => " … ".to_owned(),
        None => String::new(),
    };
    let around = |at: usize| WordPair {
        how: Difference::Around,
        found: as_found(at),
        after: after(at),
        asked: String::new(),
    };
    let mut words: Vec<WordPair> = (0..first).map(around).collect();
    let mut shown = first;
    for step in &alignment.steps {
        let (how, at, asked) = match *step {
            EditStep::Same { asked, found } => (Difference::Same, Some(found), Some(asked)),
            EditStep::Changed { asked, found } => (Difference::Changed, Some(found), Some(asked)),
            EditStep::Moved { asked, found } => (Difference::Moved, Some(found), Some(asked)),
            EditStep::Missing { found } => (Difference::Missing, Some(found), None),
            EditStep::Added { asked } => (Difference::Added, None, Some(asked)),
        };
        if let Some(at) = at {
            // What was moved from far away leaves words between.
            words.extend(
                (shown..at).map(|between| WordPair { how: Difference::Missing, ..around(between) }),
            );
            shown = shown.max(at + 1);
        }
        words.push(WordPair {
            how,
            found: at.map_or(String::new(), as_found),
            after: at.map_or(" ".to_owned(), after),
            asked: asked.map_or(String::new(), as_asked),
        });
    }
    words.extend((shown.max(last + 1)..found.len()).map(around));
    words
}
