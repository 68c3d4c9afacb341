//! Features of a word where it stands, as rows of the table of weights.
//!
//! Those of Honnibal's perceptron tagger (word, ending, shape, two neighbours on either side, two
//! tags to the left), with the sets of classes that the lexicon allows to the word and its
//! neighbours.

use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::tagger::tag_set::{Tag, TagSet};

/// Number of features of a word.
pub const FEATURES: usize = 20;
/// Bits of a row's number.
pub const ROW_BITS: u32 = 15;
/// Items on either side that are looked at.
const WINDOW: usize = 2;

/// Spread of the golden ratio over 64 bits.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
/// Odd number of `MurmurHash3`'s finaliser.
const SPREAD: u64 = 0xff51_afd7_ed55_8ccd;

/// An item of the narration as the tagger sees it.
#[derive(Clone, Copy, Debug, Default)]
pub struct SeenWord {
    /// Hash of the word in small letters.
    word: u32,
    /// Last three bytes, in small letters.
    ending: u32,
    /// Parts of speech by the lexicon, or the sort of sign; the case in the upper bits.
    set: u32,
    /// Tags that the word can have.
    pub tags: TagSet,
}

impl SeenWord {
    /// Returns what is seen of a word with these parts of speech.
    pub fn word(word: &str, pos: Pos, speech: bool, capital: bool) -> Self {
        let bytes = word.as_bytes();
        let mut hash = bytes.len() as u64;
        for chunk in bytes.chunks(8) {
            let mut eight = [0_u8; 8];
            eight[..chunk.len()].copy_from_slice(chunk);
            let lower = u64::from_le_bytes(eight) | 0x2020_2020_2020_2020;
            hash = (hash ^ lower).wrapping_mul(GOLDEN);
            hash ^= hash >> 32;
        }
        let mut three = [0_u8; 4];
        let tail = &bytes[bytes.len().saturating_sub(3)..];
        three[..tail.len()].copy_from_slice(tail);
        Self {
            word: hash as u32,
            ending: u32::from_le_bytes(three) | 0x2020_2020,
            set: pos.bits() | u32::from(speech) << 29 | u32::from(capital) << 30,
            // What follows "to" is what follows "will", and no noun as after "of".
            tags: if word.eq_ignore_ascii_case("to") {
                TagSet::single(Tag::Modal)
            } else {
                TagSet::of(pos, word.ends_with(['s', 'S']))
            },
        }
    }

    /// Returns what is seen of a sign or quotation of the sort `kind`.
    pub fn sign(kind: u32) -> Self {
        Self {
            word: kind,
            ending: kind,
            set: 1 << 31 | kind,
            tags: TagSet::of(Pos::empty(), false),
        }
    }
}

/// Returns the rows of the features of the word at `at`, before which `left` and, before that,
/// `second` are the tags.
pub fn rows(words: &[SeenWord], at: usize, left: Tag, second: Tag) -> [u32; FEATURES] {
    let near = |by: usize| words.get(at + by).copied().unwrap_or_default();
    let before = |by: usize| at.checked_sub(by).map_or(SeenWord::default(), |at| words[at]);
    let this = words[at];
    let (next, after) = (near(1), near(WINDOW));
    let (last, earlier) = (before(1), before(WINDOW));
    let (left, second) = (left as u64, second as u64);
    let wide = |a: u32, b: u32| u64::from(a) << 32 | u64::from(b);
    [
        row(1, u64::from(this.word)),
        row(2, u64::from(this.ending)),
        row(3, u64::from(this.set)),
        row(4, left),
        row(5, left << 8 | second),
        row(6, left << 32 | u64::from(this.word)),
        row(7, u64::from(last.word)),
        row(8, u64::from(next.word)),
        row(9, u64::from(earlier.word)),
        row(10, u64::from(after.word)),
        row(11, u64::from(next.ending)),
        row(12, wide(next.set, this.set)),
        row(13, left << 32 | u64::from(this.set)),
        row(14, wide(next.set, this.set) ^ left << 58),
        row(15, wide(next.set, after.set)),
        row(16, wide(this.word, next.word)),
        row(17, wide(last.word, this.word)),
        row(18, left << 32 | u64::from(next.word)),
        row(19, wide(this.ending, next.set)),
        row(20, (left << 8 | second) << 32 | u64::from(this.set)),
    ]
}

fn row(template: u64, value: u64) -> u32 {
    let mixed = (value ^ template.wrapping_mul(GOLDEN)).wrapping_mul(SPREAD);
    let mixed = (mixed ^ mixed >> 29).wrapping_mul(GOLDEN);
    (mixed >> (64 - ROW_BITS)) as u32
}
