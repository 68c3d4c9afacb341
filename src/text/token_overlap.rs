//! Overlap of two texts: an exact comparison of their words, in time linear in both.
//!
//! Signatures ([`MinHash`](crate::text::MinHash)) bring texts together; this decides whether they
//! are copies.

use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::text::analyzer::Words;
use crate::text::hash::run_hashes;

/// Number of words in a run that counts as copied: no two writers hit on the same eight words by
/// chance, and a form filled with other figures seldom has eight in a row.
const COPIED_RUN: usize = 8;
/// Number of words of a text that [`TokenHashes::in_order`] looks at, which bounds its work.
const MAX_ALIGNED: usize = 400;

/// Hashes of a text's words, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenHashes {
    /// Four bytes a word: runs of them are compared, in which two words that are one by chance cost
    /// nothing.
    words: Vec<u32>,
    /// Indexes of the words that hold a digit.
    figures: Vec<u32>,
}

/// Overlap of two texts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Overlap {
    /// Share of the first text's words that stand in runs which the second has too.
    pub of_first: f64,
    /// Share of the second text's words that stand in runs which the first has too.
    pub of_second: f64,
    /// Share of a text's figures that the other has too, of the text where that is more (what
    /// was dropped was not changed); 1 when there are none. Figures in long stretches of a text's
    /// own (another lead, a passage more) do not count: what tells a form filled in anew is that
    /// they differ in the midst of what is copied.
    pub figures: f64,
    /// Number of figures that `figures` is a share of.
    pub figures_compared: usize,
}

/// Share of a text from which it counts as copied as a whole, and says nothing of its own.
const AS_A_WHOLE: f64 = 0.97;
/// Number of words from which a text's own stretch is one that somebody wrote, and no blank of a
/// form.
const OWN_STRETCH: usize = 12;

impl TokenHashes {
    /// Hashes of the words of `text`.
    pub fn new(text: &str) -> Self {
        let mut hashes = Self::default();
        let mut scanner = Words::new(text);
        while let Some(word) = scanner.advance() {
            let hash = xxh3_64_with_seed(word.folded.as_bytes(), 1) as u32;
            if word.folded.bytes().any(|b| b.is_ascii_digit()) {
                hashes.figures.push(hashes.words.len() as u32);
            }
            hashes.words.push(hash);
        }
        hashes
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// True if there is no word.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Overlap with another text, by runs of eight words: time is linear in both.
    pub fn compare(&self, other: &Self) -> Overlap {
        let (runs, other_runs) = (self.runs(), other.runs());
        let copied = self.copied(&runs, &other_runs.iter().copied().collect());
        if !copied.contains(&true) {
            return Overlap { figures: 1.0, ..Overlap::default() };
        }
        let other_copied = other.copied(&other_runs, &runs.into_iter().collect());
        let (of_first, kept, all) = self.copied_from(other, &copied);
        let (of_second, other_kept, other_all) = other.copied_from(self, &other_copied);
        // Of a text that is copied as a whole its own figures count: what the other has more was
        // dropped.
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

    /// True for each word that stands in a run that `other` has too.
    pub fn copied_words(&self, other: &Self) -> Vec<bool> {
        self.copied(&self.runs(), &other.runs().into_iter().collect())
    }

    /// True for each word that stands in a run that is among `theirs`.
    fn copied(&self, runs: &[u64], theirs: &FxHashSet<u64>) -> Vec<bool> {
        let mut copied = vec![false; self.words.len()];
        let mut end = 0;
        for (at, _) in runs.iter().enumerate().filter(|(_, run)| theirs.contains(run)) {
            copied[end.max(at)..at + COPIED_RUN].fill(true);
            end = at + COPIED_RUN;
        }
        copied
    }

    /// Share of the words that are `copied` from `other`, number of different figures that `other`
    /// has too, and number of those that count.
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
        run_hashes::<COPIED_RUN, u32>(&self.words).collect()
    }

    /// Share of the shorter text's words that the longer one has in the same order, gaps allowed
    /// (longest common subsequence), and their share of the longer one's: for quotations, whose
    /// runs are too short to count. Only the first 400 words of either count, which bounds the
    /// work.
    pub fn in_order(&self, other: &Self) -> (f64, f64) {
        let (short, long) =
            if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        let end = |words: &[u32]| words.len().min(MAX_ALIGNED);
        let (short, long) = (&short.words[..end(&short.words)], &long.words[..end(&long.words)]);
        if short.is_empty() {
            return (0.0, 0.0);
        }
        // A row of the table at a time.
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

    /// A text of `count` words, all different, from the number `from`.
    fn words(from: usize, count: usize) -> String {
        (from..from + count).map(|n| format!("word{n} ")).collect::<Vec<_>>().concat()
    }

    #[test]
    fn copied_words_are_those_in_long_runs() {
        let a = TokenHashes::new(&words(0, 100));
        let without_lead = TokenHashes::new(&words(30, 70));
        let common = a.compare(&without_lead);
        assert!((common.of_first - 0.7).abs() < 1e-9 && (common.of_second - 1.0).abs() < 1e-9);
        // Every sixth word another: nothing stands in a run of eight.
        let form: String = (0..100)
            .map(|n| if n % 6 == 0 { format!("x{n} ") } else { format!("word{n} ") })
            .collect();
        assert!(a.compare(&TokenHashes::new(&form)).of_first < 1e-9);
        // Of a form's figures those count that stand among copied words, not those of another lead.
        let form = |lead: &str, figure: usize| {
            format!("{lead} {}{figure} {}", words(0, 20), words(50, 20).replace("word", "w"))
        };
        let common = TokenHashes::new(&form("", 7)).compare(&TokenHashes::new(&form("", 8)));
        assert!(common.figures < 1.0 && common.of_first > 0.9);
        let lead = "a new lead of 12 words and 99 more by another hand in town";
        let common = TokenHashes::new(&form("", 7)).compare(&TokenHashes::new(&form(lead, 7)));
        assert!((common.figures - 1.0).abs() < 1e-9);
    }

    #[test]
    fn words_in_order_with_gaps() {
        let a = TokenHashes::new("we will never leave this town");
        let b = TokenHashes::new("we will, he said, never ever leave this town");
        let (short, long) = a.in_order(&b);
        assert!((short - 1.0).abs() < 1e-9 && long > 0.6 && long < 1.0);
        assert_eq!(a.in_order(&TokenHashes::default()), (0.0, 0.0));
    }
}
