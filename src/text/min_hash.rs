//! `MinHash` signatures (Broder 1997), by which copies of articles and quotations are found.
//!
//! A signature is kept for every article and quotation of an index, so it is small: it only has to
//! bring copies together. Whether two texts are copies,
//! [`TokenHashes::compare`](crate::text::TokenHashes::compare) decides over the words themselves.

use crate::text::hash::{digest_of_hashes, mix64, run_hashes, word_hashes};

/// Number of words in a run (shingle) of an article. Shorter runs are shared by strangers, longer
/// ones are broken by every figure that was changed.
const RUN: usize = 4;
/// Number of words in a run of a quotation, which is short.
const QUOTE_RUN: usize = 3;
/// Number of minima in an article's signature.
pub const SIGNATURE_LENGTH: usize = 16;
/// Number of minima in a quotation's signature.
pub const QUOTE_MINIMA: usize = 3;
/// Number of words below which a quotation has no minima: what "we will see" is like says nothing.
pub const MIN_QUOTE_WORDS: u64 = 6;
/// Seeds of the hash functions of a quotation's minima.
const QUOTE_SEEDS: [u64; QUOTE_MINIMA] =
    [0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f, 0x1656_67b1_9e37_79f9];

/// Signature of an article's words, to find its copies by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinHash {
    /// Number of words.
    pub words: u64,
    /// Digest of the words in their order: equal words, equal digest.
    pub digest: u64,
    /// Least hashes of its runs of words, one for each part of the hash space (one-permutation
    /// hashing: Li, Owen and Zhang 2012). Two texts agree in about as large a share of them as they
    /// share of their runs. All zero for a text shorter than a run.
    pub signature: [u16; SIGNATURE_LENGTH],
}

impl MinHash {
    /// Signature of a text.
    pub fn new(text: &str) -> Self {
        Self::from_hashes(&word_hashes(text))
    }

    /// Signature of a text of words with these hashes ([`word_hash`](crate::text::word_hash)).
    pub fn from_hashes(words: &[u64]) -> Self {
        let mut least = [u64::MAX; SIGNATURE_LENGTH];
        for run in run_hashes::<RUN, u64>(words) {
            // One hash serves all minima: its upper bits say which, the rest compete.
            let slot = (run >> 60) as usize;
            least[slot] = least[slot].min(run << 4);
        }
        let digest = digest_of_hashes(words);
        Self { words: words.len() as u64, digest, signature: densify(&least) }
    }

    /// Number of minima in which two signatures agree.
    pub fn agreeing(a: &[u16; SIGNATURE_LENGTH], b: &[u16; SIGNATURE_LENGTH]) -> usize {
        a.iter().zip(b).filter(|(a, b)| a == b).count()
    }

    /// Signature in the form that columns keep: four minima to a number.
    pub fn pack(&self) -> [u64; SIGNATURE_LENGTH / 4] {
        let mut packed = [0; SIGNATURE_LENGTH / 4];
        for (at, least) in self.signature.iter().enumerate() {
            packed[at / 4] |= u64::from(*least) << (16 * (at % 4));
        }
        packed
    }

    /// Signature that [`pack`](Self::pack) packed.
    pub fn unpack(packed: impl Iterator<Item = u64>) -> [u16; SIGNATURE_LENGTH] {
        let mut signature = [0; SIGNATURE_LENGTH];
        for (part, slots) in packed.zip(signature.chunks_mut(4)) {
            for (at, slot) in slots.iter_mut().enumerate() {
                *slot = (part >> (16 * at)) as u16;
            }
        }
        signature
    }
}

/// Signature of these minima. A part of the hash space that no run fell into takes the least of the
/// next that has one, changed by how far that is (densification by rotation: Shrivastava and Li
/// 2014): so short texts have all their minima, and agree in them as longer ones do.
fn densify(least: &[u64; SIGNATURE_LENGTH]) -> [u16; SIGNATURE_LENGTH] {
    let mut signature = [0; SIGNATURE_LENGTH];
    for (at, slot) in signature.iter_mut().enumerate() {
        let next =
            (0..SIGNATURE_LENGTH).find(|far| least[(at + far) % SIGNATURE_LENGTH] != u64::MAX);
        if let Some(far) = next {
            *slot = (mix64(least[(at + far) % SIGNATURE_LENGTH] ^ far as u64) >> 48) as u16;
        }
    }
    signature
}

/// Signature of a quotation, given the hashes of its words: eight bytes, with its number of words
/// the whole of what tells equal wordings.
///
/// From [`MIN_QUOTE_WORDS`] words on the upper 48 bits are three minima of sixteen bits and the
/// rest is digest; of fewer words all is digest. Both together tell equal wordings, the minima
/// alone find those that are alike.
pub fn quote_signature(words: &[u64]) -> u64 {
    let digest = digest_of_hashes(words);
    if (words.len() as u64) < MIN_QUOTE_WORDS {
        return digest;
    }
    let mut least = [u64::MAX; QUOTE_MINIMA];
    for run in run_hashes::<QUOTE_RUN, u64>(words) {
        for (least, seed) in least.iter_mut().zip(QUOTE_SEEDS) {
            *least = (*least).min(mix64(run ^ seed));
        }
    }
    let mut signature = digest & 0xFFFF;
    for (at, least) in least.iter().enumerate() {
        signature |= (mix64(*least) >> 48) << (16 + 16 * at);
    }
    signature
}

/// Minima in the signature of a quotation of at least [`MIN_QUOTE_WORDS`] words.
pub fn quote_minima(signature: u64) -> [u16; QUOTE_MINIMA] {
    [0, 1, 2].map(|at| (signature >> (16 + 16 * at)) as u16)
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
        let cut = "`` It is n't over , '' said O ’ Brien ’ s lawyer in the U.S. on MONDAY ; \
                   the cafe paid 1000 .";
        let plain = "It isn't over said O'Brien's lawyer in the US on Monday the cafe paid 1000";
        assert_eq!(MinHash::new(printed), MinHash::new(plain));
        assert_ne!(MinHash::new(printed).digest, MinHash::new("It isn't over said").digest);
        assert_eq!(quote_signature(&word_hashes(printed)), quote_signature(&word_hashes(plain)));
        // The tokeniser's "O ’ Brien" alone stays two words; most minima agree all the same.
        assert!(
            MinHash::agreeing(&MinHash::new(printed).signature, &MinHash::new(cut).signature) >= 8
        );
    }

    #[test]
    fn minima_agree_as_runs_are_shared() {
        for (shared, min, max) in [(400, 16, 16), (300, 7, 16), (100, 0, 7), (0, 0, 2)] {
            let a = MinHash::new(&words(0, 400));
            let b = MinHash::new(&(words(0, shared) + &words(1000, 400 - shared)));
            let agreeing = MinHash::agreeing(&a.signature, &b.signature);
            assert!((min..=max).contains(&agreeing), "{shared}: {agreeing}");
        }
    }

    proptest! {
        #[test]
        fn signatures_pack_and_unpack(text in "([a-e]{1,3} ){0,60}") {
            let hash = MinHash::new(&text);
            prop_assert_eq!(MinHash::unpack(hash.pack().into_iter()), hash.signature);
        }
    }
}
