//! Words of a saying beside the words asked.

use crate::search::verify::align::{Alignment, EditStep};
use crate::search::verify::compared_word::ComparedWord;

/// Word of a saying beside the one asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordPair {
    /// Difference between both.
    pub how: Difference,
    /// Word as it stands in the archive; empty if only the words asked have it.
    pub found: String,
    /// Text between this word and the next one.
    pub after: String,
    /// Word as asked; empty if only the archive has it.
    pub asked: String,
}

/// Difference of a word of the saying from the words asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Word before or behind those asked.
    Around,
    /// Equal words.
    Same,
    /// Another word, or another form of it.
    Changed,
    /// Word that was left out.
    Missing,
    /// Word that was added: nobody said it.
    Added,
    /// Word that was asked at another place.
    Moved,
}

/// Numbers of the words of a saying that differ: changed, left out, added, moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DifferenceCounts {
    /// Number of words that are others, or other forms.
    pub changed: usize,
    /// Number of words left out.
    pub missing: usize,
    /// Number of words added.
    pub added: usize,
    /// Number of words at another place.
    pub moved: usize,
}

impl DifferenceCounts {
    /// Counts the words that differ.
    pub fn new(words: &[WordPair]) -> Self {
        let count = |how| words.iter().filter(|word| word.how == how).count();
        Self {
            changed: count(Difference::Changed),
            missing: count(Difference::Missing),
            added: count(Difference::Added),
            moved: count(Difference::Moved),
        }
    }

    /// Number of all words that differ.
    pub fn total(self) -> usize {
        self.changed + self.missing + self.added + self.moved
    }
}

/// Words of the saying, as they stand in `body`, beside the words asked as typed.
pub fn word_pairs(
    typed: &str,
    body: &str,
    asked: &[ComparedWord],
    found: &[ComparedWord],
    alignment: &Alignment,
) -> Vec<WordPair> {
    let (first, last) = alignment.window().unwrap_or((0, 0));
    let found_only = |step: &EditStep| match *step {
        EditStep::Missing { found } => Some(found),
        _ => None,
    };
    // A negation before the words asked belongs to them.
    let first = alignment.steps.iter().filter_map(found_only).min().unwrap_or(first).min(first);
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
