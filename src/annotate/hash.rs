//! The one hash of the trained file: words, parts of words and features become numbers here.
//!
//! It is written out rather than borrowed because the trained file depends on it to the bit: a
//! crate that changed its hash would silently turn the weights into noise.

/// Prime and offset basis of FNV-1a with 64 bits.
const PRIME: u64 = 0x0000_0100_0000_01b3;
const START: u64 = 0xcbf2_9ce4_8422_2325;

/// Folds two numbers into one, each bit of both counting: the first step of `MurmurHash3`'s
/// finaliser, after the second number is spread by the golden ratio.
pub fn mix(a: u64, b: u64) -> u64 {
    let x = (a ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    x ^ (x >> 32)
}

/// FNV-1a over the characters of a word: it grows with each, so that prefixes come for free.
#[derive(Clone, Copy, Debug)]
pub struct Rolling(u64);

impl Rolling {
    /// The hash of no characters.
    pub fn new() -> Self {
        Self(START)
    }

    /// Appends a character.
    pub fn push(&mut self, c: char) {
        self.0 = (self.0 ^ u64::from(u32::from(c))).wrapping_mul(PRIME);
    }

    /// Hash of the characters so far.
    pub fn finish(self) -> u64 {
        mix(self.0, 0)
    }
}

/// Characters of a word as the model reads them: blanks inside ("O ’ Hara") are dropped, curly
/// apostrophes are straight.
pub fn letters(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().filter(|c| *c != ' ').map(|c| if c == '’' { '\'' } else { c })
}

/// Hash of a word as printed.
pub fn word(word: &str) -> u64 {
    let mut hash = Rolling::new();
    letters(word).for_each(|c| hash.push(c));
    hash.finish()
}

/// Hash of a word in small letters.
pub fn lower(word: &str) -> u64 {
    let mut hash = Rolling::new();
    if word.is_ascii() {
        for byte in word.bytes().filter(|b| *b != b' ') {
            hash.push(byte.to_ascii_lowercase() as char);
        }
    } else {
        letters(word).flat_map(char::to_lowercase).for_each(|c| hash.push(c));
    }
    hash.finish()
}

/// Hash of a phrase from the hashes of its words.
pub fn phrase(words: impl IntoIterator<Item = u64>) -> u64 {
    words.into_iter().fold(0, |hash, word| if hash == 0 { word } else { mix(hash, word) })
}

/// Slot where the search for a hash begins in an open-addressing table: the hash's upper half,
/// scaled to the number of slots.
pub fn bucket(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_apostrophes_are_folded_and_nothing_else() {
        assert_eq!(lower("O ’ Hara"), lower("o'hara"));
        assert_eq!(lower("É"), lower("é"));
        assert_ne!(word("Ox"), word("ox"));
        assert_ne!(phrase([1, 2]), phrase([2, 1]));
        assert_eq!(phrase([7]), 7);
    }
}
