//! How alike two texts are in their words: small sketches to find candidates by, and an exact comparison.
//!
//! Everything is made of the words as search sees them ([`Words`]), so that marks, blanks, capitals and a tokeniser's
//! cuts make no difference. A sketch is kept for every article and quotation of an index, so it is small: it
//! only has to bring copies together (`MinHash`: of all runs of some words, the ones with the least hashes). Whether two
//! texts are copies, [`TokenHashes::compare`] decides over the words themselves. Hashes are xxh3, fixed by
//! its specification, since sketches stay on disk.

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::text::Words;

/// How many words stand in a run that an article's sketch is made of. Shorter runs are shared by strangers, longer
/// ones are broken by every figure that was changed.
const RUN: usize = 4;
/// The same for quotations, which are short.
const SAYING_RUN: usize = 3;
/// How many words stand in a run that counts as copied: no two writers hit on the same eight words by chance, and
/// a form filled with other figures seldom has eight in a row.
const COPIED_RUN: usize = 8;
/// How many minima an article's sketch holds.
pub const MINIMA: usize = 16;
/// How many a quotation's.
pub const SAYING_MINIMA: usize = 3;
/// A quotation of fewer words has no minima: what "we will see" is like says nothing.
pub const LEAST_SAYING: u64 = 6;

/// What is kept of a text's words to find its copies by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinHash {
    /// How many words it has.
    pub words: u64,
    /// A digest of the words in their order: equal words, equal digest.
    pub digest: u64,
    /// The least hashes of its runs of words, a part of the hash space each. Two texts agree in about
    /// as large a share of them as they share of their runs. All zero for a text shorter than a run.
    pub minima: [u16; MINIMA],
}

impl MinHash {
    /// The sketch of a text.
    pub fn of(text: &str) -> Self {
        Self::of_hashes(&hashes(text))
    }

    /// The sketch of a text of words with these hashes.
    pub fn of_hashes(words: &[u64]) -> Self {
        let mut least = [u64::MAX; MINIMA];
        let digest = digest_and_runs::<RUN>(words, |run| {
            // One hash serves all minima: its upper bits say which, the rest compete.
            let slot = (run >> 60) as usize;
            least[slot] = least[slot].min(run << 4);
        });
        Self { words: words.len() as u64, digest, minima: minima(&least) }
    }

    /// In how many of the minima two texts agree.
    pub fn agreeing(a: &[u16; MINIMA], b: &[u16; MINIMA]) -> usize {
        a.iter().zip(b).filter(|(a, b)| a == b).count()
    }

    /// The minima in the form that columns keep.
    pub fn pack(&self) -> [u64; MINIMA / 4] {
        let mut packed = [0; MINIMA / 4];
        for (at, least) in self.minima.iter().enumerate() {
            packed[at / 4] |= u64::from(*least) << (16 * (at % 4));
        }
        packed
    }

    /// The minima that [`pack`](Self::pack) packed.
    pub fn unpack(packed: impl Iterator<Item = u64>) -> [u16; MINIMA] {
        let mut minima = [0; MINIMA];
        for (part, slots) in packed.zip(minima.chunks_mut(4)) {
            for (at, slot) in slots.iter_mut().enumerate() {
                *slot = (part >> (16 * at)) as u16;
            }
        }
        minima
    }
}

/// A part of the hash space that no run fell into takes the least of the next that has one, changed by how far that
/// is: so short texts have all their minima, and agree in them as longer ones do.
fn minima(least: &[u64; MINIMA]) -> [u16; MINIMA] {
    let mut minima = [0; MINIMA];
    for (at, slot) in minima.iter_mut().enumerate() {
        let next = (0..MINIMA).find(|far| least[(at + far) % MINIMA] != u64::MAX);
        if let Some(far) = next {
            *slot = (mix64(least[(at + far) % MINIMA] ^ far as u64) >> 48) as u16;
        }
    }
    minima
}

/// The sketch of a quotation, given the hashes of its words: eight bytes, with its number of words the whole of what
/// tells equal wordings.
///
/// From [`LEAST_SAYING`] words on the upper 48 bits are three minima of sixteen bits and the rest is digest; of fewer
/// words all is digest. Both together tell equal wordings, the minima alone find those that are alike.
pub fn saying_signature(words: &[u64]) -> u64 {
    let mut least = [u64::MAX; SAYING_MINIMA];
    let digest = digest_and_runs::<SAYING_RUN>(words, |run| {
        for (least, seed) in least.iter_mut().zip(SAYING_SEEDS) {
            *least = (*least).min(mix64(run ^ seed));
        }
    });
    if (words.len() as u64) < LEAST_SAYING {
        return digest;
    }
    let mut sketch = digest & 0xFFFF;
    for (at, least) in least.iter().enumerate() {
        sketch |= (mix64(*least) >> 48) << (16 + 16 * at);
    }
    sketch
}

/// The hash of a folded word, which sketches are made of.
pub fn word_hash(folded: &str) -> u64 {
    xxh3_64(folded.as_bytes())
}

/// The hashes of a text's words.
fn hashes(text: &str) -> Vec<u64> {
    let mut hashes = Vec::new();
    let mut scanner = Words::new(text);
    while let Some(word) = scanner.advance() {
        hashes.push(word_hash(word.folded));
    }
    hashes
}

/// A digest of words given by their hashes; each run of `LENGTH` words is handed over as a hash.
fn digest_and_runs<const LENGTH: usize>(words: &[u64], each: impl FnMut(u64)) -> u64 {
    runs::<LENGTH, u64>(words).for_each(each);
    words.iter().fold(DIGEST_SEED, |digest, hash| mix64(digest ^ hash))
}

/// The hash of every run of `LENGTH` words.
fn runs<const LENGTH: usize, W: Copy + Into<u64>>(words: &[W]) -> impl Iterator<Item = u64> + '_ {
    words.windows(LENGTH).map(|run| {
        mix64(run.iter().fold(0_u64, |hash, word| {
            hash.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (*word).into()
        }))
    })
}

/// The minima of a quotation's sketch of at least [`LEAST_SAYING`] words.
pub fn saying_minima(sketch: u64) -> [u16; SAYING_MINIMA] {
    [0, 1, 2].map(|at| (sketch >> (16 + 16 * at)) as u16)
}

/// A digest of a short text's words, such as a headline's.
pub fn digest(text: &str) -> u64 {
    let mut digest = DIGEST_SEED;
    let mut scanner = Words::new(text);
    while let Some(word) = scanner.advance() {
        digest = mix64(digest ^ word_hash(word.folded));
    }
    digest
}

const DIGEST_SEED: u64 = 0x6f6e_7265_636f_7264;
const SAYING_SEEDS: [u64; SAYING_MINIMA] =
    [0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f, 0x1656_67b1_9e37_79f9];

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): spreads a hash over all its bits.
pub fn mix64(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// The words of a text as hashes, in order, for an exact comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenHashes {
    /// Four bytes a word: runs of them are compared, in which two words that are one by chance cost nothing.
    words: Vec<u32>,
    /// The places of those that hold a digit.
    figures: Vec<u32>,
}

/// What two wordings have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Overlap {
    /// The share of the first text's words that stand in runs which the second has too.
    pub of_first: f64,
    /// The share of the second text's words that stand in runs which the first has too.
    pub of_second: f64,
    /// The share of a text's figures that the other has too, of the text where that is more (what was dropped was not
    /// changed); 1 when there are none. Figures in long stretches of a text's own (another lead, a passage more) do not count: what tells a form
    /// filled in anew is that they differ in the midst of what is copied.
    pub figures: f64,
    /// How many figures that is a share of.
    pub figures_compared: usize,
}

/// A text of which so much is copied says nothing of its own.
const AS_A_WHOLE: f64 = 0.97;
/// A text's own stretch of so many words is one that somebody wrote, and no blank of a form.
const OWN_STRETCH: usize = 12;

impl TokenHashes {
    /// The words of `text`.
    pub fn of(text: &str) -> Self {
        let mut wording = Self::default();
        let mut scanner = Words::new(text);
        while let Some(word) = scanner.advance() {
            let hash = xxh3_64_with_seed(word.folded.as_bytes(), 1) as u32;
            if word.folded.bytes().any(|b| b.is_ascii_digit()) {
                wording.figures.push(wording.words.len() as u32);
            }
            wording.words.push(hash);
        }
        wording
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// What this wording and another have in common, by runs of eight words: time is linear in both.
    pub fn compare(&self, other: &Self) -> Overlap {
        let (runs, other_runs) = (self.runs(), other.runs());
        let copied = self.copied(&runs, &other_runs.iter().copied().collect());
        if !copied.contains(&true) {
            return Overlap { figures: 1.0, ..Overlap::default() };
        }
        let other_copied = other.copied(&other_runs, &runs.into_iter().collect());
        let (of_first, kept, all) = self.copied_from(other, &copied);
        let (of_second, other_kept, other_all) = other.copied_from(self, &other_copied);
        // Of a text that is copied as a whole its own figures count: what the other has more was dropped.
        let (kept, all) = match (all, other_all) {
            (0, _) if of_first < AS_A_WHOLE => (other_kept, other_all),
            (_, 0) if of_second < AS_A_WHOLE => (kept, all),
            (0, _) | (_, 0) => (0, 0),
            // The greater share, in whole numbers.
            _ if kept * other_all >= other_kept * all => (kept, all),
            _ => (other_kept, other_all),
        };
        let figures = if all == 0 { 1.0 } else { kept as f64 / all as f64 };
        Overlap { of_first, of_second, figures, figures_compared: all }
    }

    /// Which words stand in runs that `other` has too.
    pub fn copied_words(&self, other: &Self) -> Vec<bool> {
        self.copied(&self.runs(), &other.runs().into_iter().collect())
    }

    /// Which words stand in runs that are among `theirs`.
    fn copied(&self, runs: &[u64], theirs: &FxHashSet<u64>) -> Vec<bool> {
        let mut copied = vec![false; self.words.len()];
        let mut end = 0;
        for (at, _) in runs.iter().enumerate().filter(|(_, run)| theirs.contains(run)) {
            copied[end.max(at)..at + COPIED_RUN].fill(true);
            end = at + COPIED_RUN;
        }
        copied
    }

    /// The share of the words that are `copied` from `other`; how many different figures `other` has too, and
    /// of how many that count.
    fn copied_from(&self, other: &Self, copied: &[bool]) -> (f64, usize, usize) {
        if self.words.is_empty() {
            return (0.0, 0, 0);
        }
        let count = copied.iter().filter(|copied| **copied).count();
        let mut own = vec![false; copied.len()];
        let mut end = 0;
        for stretch in copied.chunk_by(|a, b| a == b) {
            end += stretch.len();
            own[end - stretch.len()..end].fill(!stretch[0] && stretch.len() >= OWN_STRETCH);
        }
        let theirs: FxHashSet<u32> =
            other.figures.iter().map(|at| other.words[*at as usize]).collect();
        let counted = self.figures.iter().filter(|at| !own[**at as usize]);
        let figures: FxHashSet<u32> = counted.map(|at| self.words[*at as usize]).collect();
        let kept = figures.iter().filter(|figure| theirs.contains(figure)).count();
        (count as f64 / self.words.len() as f64, kept, figures.len())
    }

    fn runs(&self) -> Vec<u64> {
        runs::<COPIED_RUN, u32>(&self.words).collect()
    }

    /// The share of the shorter wording's words that the longer one has in the same order, gaps allowed, and
    /// the same share of the longer one's: for quotations, whose runs are too short to count. Only the first
    /// 400 words of either count, which bounds the work.
    pub fn in_order(&self, other: &Self) -> (f64, f64) {
        let (short, long) =
            if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        let cut = |words: &'_ [u32]| words.len().min(400);
        let (short, long) = (&short.words[..cut(&short.words)], &long.words[..cut(&long.words)]);
        if short.is_empty() {
            return (0.0, 0.0);
        }
        // The longest common subsequence, a row at a time.
        let mut row = vec![0_u16; long.len() + 1];
        for word in short {
            let mut diagonal = 0;
            for (at, other) in long.iter().enumerate() {
                let above = row[at + 1];
                row[at + 1] = if word == other { diagonal + 1 } else { above.max(row[at]) };
                diagonal = above;
            }
        }
        let common = f64::from(row[long.len()]);
        (common / short.len() as f64, common / long.len() as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A text of `count` words, all different, from the number `from`.
    fn words(from: usize, count: usize) -> String {
        (from..from + count).map(|n| format!("word{n} ")).collect::<Vec<_>>().concat()
    }

    #[test]
    fn tokenised_or_not_is_the_same_text() {
        let printed =
            "“It isn’t over,” said O’Brien’s lawyer in the U.S. on Monday; the café paid 1,000.";
        let cut = "`` It is n't over , '' said O ’ Brien ’ s lawyer in the U.S. on MONDAY ; the cafe paid 1000 .";
        let plain = "It isn't over said O'Brien's lawyer in the US on Monday the cafe paid 1000";
        assert_eq!(MinHash::of(printed), MinHash::of(plain));
        assert_ne!(MinHash::of(printed).digest, MinHash::of("It isn't over said").digest);
        assert_eq!(saying_signature(&hashes(printed)), saying_signature(&hashes(plain)));
        // The tokeniser's "O ’ Brien" alone stays two words; most minima agree all the same.
        assert!(MinHash::agreeing(&MinHash::of(printed).minima, &MinHash::of(cut).minima) >= 8);
    }

    #[test]
    fn minima_agree_as_runs_are_shared() {
        for (shared, least, most) in [(400, 16, 16), (300, 7, 16), (100, 0, 7), (0, 0, 2)] {
            let a = MinHash::of(&words(0, 400));
            let b = MinHash::of(&(words(0, shared) + &words(1000, 400 - shared)));
            let agreeing = MinHash::agreeing(&a.minima, &b.minima);
            assert!((least..=most).contains(&agreeing), "{shared}: {agreeing}");
        }
    }

    #[test]
    fn copied_words_are_those_in_long_runs() {
        let a = TokenHashes::of(&words(0, 100));
        let without_lead = TokenHashes::of(&words(30, 70));
        let common = a.compare(&without_lead);
        assert!((common.of_first - 0.7).abs() < 1e-9 && (common.of_second - 1.0).abs() < 1e-9);
        // Every sixth word another: nothing stands in a run of eight.
        let form: String = (0..100)
            .map(|n| if n % 6 == 0 { format!("x{n} ") } else { format!("word{n} ") })
            .collect();
        assert!(a.compare(&TokenHashes::of(&form)).of_first < 1e-9);
        // Of a form's figures those count that stand among copied words, not those of another lead.
        let form = |lead: &str, figure: usize| {
            format!("{lead} {}{figure} {}", words(0, 20), words(50, 20).replace("word", "w"))
        };
        let common = TokenHashes::of(&form("", 7)).compare(&TokenHashes::of(&form("", 8)));
        assert!(common.figures < 1.0 && common.of_first > 0.9);
        let lead = "a new lead of 12 words and 99 more by another hand in town";
        let common = TokenHashes::of(&form("", 7)).compare(&TokenHashes::of(&form(lead, 7)));
        assert!((common.figures - 1.0).abs() < 1e-9);
    }

    #[test]
    fn words_in_order_with_gaps() {
        let a = TokenHashes::of("we will never leave this town");
        let b = TokenHashes::of("we will, he said, never ever leave this town");
        let (short, long) = a.in_order(&b);
        assert!((short - 1.0).abs() < 1e-9 && long > 0.6 && long < 1.0);
        assert_eq!(a.in_order(&TokenHashes::default()), (0.0, 0.0));
    }

    proptest! {
        #[test]
        fn sketches_pack_and_unpack(text in "([a-e]{1,3} ){0,60}") {
            let sketch = MinHash::of(&text);
            prop_assert_eq!(MinHash::unpack(sketch.pack().into_iter()), sketch.minima);
            prop_assert_eq!(TokenHashes::of(&text).len() as u64, sketch.words);
        }
    }
}
