//! Normalised words of quotations, by which variants of one are recognised.

use crate::text::{TokenHashes, digest, is_stop_word};

/// Number of words from which on a quotation is not short, for the rules that judge by length.
pub const FEW_WORDS: u64 = 10;

/// Share of the shorter wording's words that must stand in both in one order.
const MIN_OF_SHORTER: f64 = 0.8;
/// Share of the longer wording's words that must stand in both in one order.
const MIN_OF_LONGER: f64 = 0.3;
/// Number of words of a wording that are compared.
const MAX_COMPARED_WORDS: u64 = 400;

/// True if wordings of these numbers of words can be variants.
pub fn may_be_variants(words: u64, others: u64) -> bool {
    let (shorter, longer) = (words.min(others), words.max(others));
    longer > MAX_COMPARED_WORDS || shorter as f64 >= MIN_OF_LONGER * longer as f64
}

/// Words of a quotation, with the parts that must not differ between variants.
#[derive(Clone, Debug, Default)]
pub struct NormalisedQuote {
    wording: TokenHashes,
    /// Words that hold a digit, in order of their letters.
    figures: Vec<String>,
    /// Number of negations.
    negations: usize,
    /// Digests of the words that are no stop words, in order.
    content: Vec<u64>,
}

impl NormalisedQuote {
    /// Normalises the text of a quotation.
    pub fn new(text: &str) -> Self {
        let folded = crate::text::fold(text);
        let words = || folded.split(' ');
        let mut figures: Vec<String> = words()
            .filter(|word| word.bytes().any(|b| b.is_ascii_digit()))
            .map(str::to_owned)
            .collect();
        figures.sort();
        figures.dedup();
        let negation = |word: &&str| {
            matches!(*word, "not" | "n't" | "never" | "no" | "cannot" | "nobody" | "none")
        };
        let mut content: Vec<u64> =
            words().filter(|word| !is_stop_word(word)).map(digest).collect();
        content.sort_unstable();
        content.dedup();
        let negations = words().filter(negation).count();
        Self { wording: TokenHashes::new(text), figures, negations, content }
    }

    /// True if two wordings are variants of one quotation.
    pub fn is_variant(&self, other: &Self) -> bool {
        let (short, long) =
            if self.wording.len() <= other.wording.len() { (self, other) } else { (other, self) };
        if short.negations > long.negations
            || !short.figures.iter().all(|f| long.figures.contains(f))
        {
            return false;
        }
        // A cut wording may have left the negation out with its clause; one of equal length has
        // dropped it.
        let cut = short.wording.len() * 4 <= long.wording.len() * 3;
        if !cut && (short.negations != long.negations || short.figures != long.figures) {
            return false;
        }
        // Of few words one makes another statement: "back to Indiana", "back to the hills".
        if short.wording.len() < FEW_WORDS as usize
            && !short.content.iter().all(|word| long.content.binary_search(word).is_ok())
        {
            return false;
        }
        let (of_shorter, of_longer) = short.wording.in_order(&long.wording);
        of_shorter >= MIN_OF_SHORTER && of_longer >= MIN_OF_LONGER
    }
}
