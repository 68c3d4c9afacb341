//! Part-of-speech tagger: a greedy averaged perceptron over hashed features (Collins 2002).
//!
//! It reads a sentence from left to right and chooses one tag for each word that the lexicon leaves
//! open. The weights are bytes in one table without keys; two features that share a row are
//! learned so. `train_tagger` makes the table.

pub mod features;
pub mod tag_set;

use crate::annotate::quotes::tagger::features::{FEATURES, ROW_BITS, SeenWord, rows};
use crate::annotate::quotes::tagger::tag_set::{TAGS, Tag};

/// Bytes of the table of weights.
pub const TABLE_BYTES: usize = TAGS << ROW_BITS;

static EMBEDDED: &[u8; TABLE_BYTES] = include_bytes!("weights.bin");

/// Table of weights: a row for each hash of a feature, a byte for each tag.
#[derive(Clone, Copy, Debug)]
pub struct Tagger<'b> {
    rows: &'b [[u8; TAGS]],
}

/// Tag chosen for a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The tag.
    pub tag: Tag,
    /// Points by which it won over the next one; the most there can be if it was the only one.
    pub margin: i16,
}

impl Choice {
    /// True if there was nothing to choose.
    pub fn is_only(self) -> bool {
        self.margin == i16::MAX
    }
}

impl Tagger<'static> {
    /// Returns the tagger whose weights are embedded in the program.
    pub fn embedded() -> Self {
        Self { rows: EMBEDDED.as_chunks().0 }
    }
}

impl<'b> Tagger<'b> {
    /// Returns the tagger of a table of weights; `None` if its size is wrong.
    pub fn new(table: &'b [u8]) -> Option<Self> {
        (table.len() == TABLE_BYTES).then_some(Self { rows: table.as_chunks().0 })
    }

    /// Tags the words in order and calls `chosen` with the place and tag of each.
    pub fn tag(self, words: &[SeenWord], mut chosen: impl FnMut(usize, Choice)) {
        let (mut left, mut second) = (Tag::Other, Tag::Other);
        for at in 0..words.len() {
            let choice = match words[at].tags.only(left) {
                Some(tag) => Choice { tag, margin: i16::MAX },
                None => self.choose(words, at, left, second),
            };
            chosen(at, choice);
            (left, second) = (choice.tag, left);
        }
    }

    fn choose(self, words: &[SeenWord], at: usize, left: Tag, second: Tag) -> Choice {
        let rows: [u32; FEATURES] = rows(words, at, left, second);
        let mut scores = [0_i16; TAGS];
        for row in rows {
            let weights = self.rows[row as usize];
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += i16::from(weight.cast_signed());
            }
        }
        best(&scores, words[at])
    }
}

/// Returns the best of the tags that the word can have.
fn best(scores: &[i16; TAGS], word: SeenWord) -> Choice {
    let (mut tag, mut first, mut next) = (Tag::Other, i16::MIN, i16::MIN);
    for (candidate, score) in Tag::ALL.into_iter().zip(*scores) {
        if !word.tags.contains(candidate) {
            continue;
        }
        if score > first {
            (tag, first, next) = (candidate, score, first);
        } else if score > next {
            next = score;
        }
    }
    Choice { tag, margin: first.saturating_sub(next) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::quotes::lexicon;

    /// The tags of the words of a sentence in small letters.
    fn tags(sentence: &str) -> Vec<Tag> {
        let words: Vec<SeenWord> = sentence
            .split(' ')
            .map(|word| {
                let entry = lexicon::entry(word);
                SeenWord::word(word, entry.pos, !entry.subcat.is_empty(), false)
            })
            .collect();
        let mut tags = Vec::new();
        Tagger::embedded().tag(&words, |at, choice| {
            assert_eq!(at, tags.len());
            tags.push(choice.tag);
        });
        tags
    }

    #[test]
    fn nouns_and_verbs_of_the_same_letters_are_told_apart() {
        assert_eq!(tags("they plan to report the work")[3], Tag::Base);
        assert_eq!(tags("the report was long")[1], Tag::Noun);
        assert_eq!(tags("he was arrested by the police")[2], Tag::Participle);
        assert_eq!(tags("he denied the claims")[1], Tag::Finite);
    }

    #[test]
    fn a_table_of_another_size_is_none() {
        assert!(Tagger::new(&[0; 16]).is_none());
        assert!(Tagger::new(&vec![0; TABLE_BYTES]).is_some());
    }
}
