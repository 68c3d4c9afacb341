//! Hashes of words and runs of words.
//!
//! All are made of the words as search sees them ([`Words`]), so that marks, blanks, capitals and a
//! tokeniser's cuts make no difference. They are xxh3, fixed by its specification, since signatures
//! and digests stay on disk.

use xxhash_rust::xxh3::xxh3_64;

use crate::text::analyzer::Words;

/// Start of every digest.
const DIGEST_SEED: u64 = 0x6f6e_7265_636f_7264;

/// Hash of a folded word.
pub fn word_hash(folded: &str) -> u64 {
    xxh3_64(folded.as_bytes())
}

/// Hashes of a text's words, in order.
pub fn word_hashes(text: &str) -> Vec<u64> {
    let mut hashes = Vec::new();
    let mut scanner = Words::new(text);
    while let Some(word) = scanner.advance() {
        hashes.push(word_hash(word.folded));
    }
    hashes
}

/// Digest of a short text's words, such as a headline's: equal words, equal digest.
pub fn digest(text: &str) -> u64 {
    let mut digest = DIGEST_SEED;
    let mut scanner = Words::new(text);
    while let Some(word) = scanner.advance() {
        digest = mix64(digest ^ word_hash(word.folded));
    }
    digest
}

/// Digest of words given by their hashes: equal words, equal digest.
pub fn digest_of_hashes(words: &[u64]) -> u64 {
    words.iter().fold(DIGEST_SEED, |digest, hash| mix64(digest ^ hash))
}

/// Hash of every run of `LENGTH` words (w-shingle), given the hashes of the words.
pub fn run_hashes<const LENGTH: usize, W: Copy + Into<u64>>(
    words: &[W],
) -> impl Iterator<Item = u64> + '_ {
    words.windows(LENGTH).map(|run| {
        mix64(run.iter().fold(0_u64, |hash, word| {
            hash.rotate_left(23).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (*word).into()
        }))
    })
}

/// Finaliser of `SplitMix64` (Steele, Lea and Flood 2014): spreads a hash over all its bits.
pub fn mix64(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
