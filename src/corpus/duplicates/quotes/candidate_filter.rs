//! Lets through the quotations that bear a key which another bears too, and of the others few.

use crate::corpus::duplicates::quotes::fingerprints::QuoteFingerprint;
use crate::text::mix64;

/// Keys are not kept but counted in bits, 64 a quotation: none, one, or more. Two keys may share a bit by chance; so
/// what is left is sifted again with other bits, of which it then has more to itself. All quotations go through in the same
/// order each time.
pub struct CandidateFilter {
    /// Bits of the keys that came this time, and those that came more than once.
    once: Vec<u64>,
    twice: Vec<u64>,
    /// Those that came more than once the last time.
    before: Vec<u64>,
    /// Which quotations are left, a bit each.
    left: Vec<u64>,
    times: u64,
    /// The number of the next quotation.
    next: usize,
    /// How many were left this time, and the last time.
    held: usize,
    held_before: usize,
}

impl CandidateFilter {
    /// For about so many quotations.
    pub fn new(quotations: usize) -> Self {
        let words = quotations.max(1024);
        Self {
            once: vec![0; words],
            twice: vec![0; words],
            before: vec![u64::MAX; words],
            left: Vec::new(),
            times: 0,
            next: 0,
            held: 0,
            held_before: usize::MAX,
        }
    }

    /// Whether the next quotation is left; if not, the one after it is the next.
    pub fn has_next(&mut self) -> bool {
        let (word, bit) = (self.next / 64, 1 << (self.next % 64));
        if word == self.left.len() {
            self.left.push(u64::MAX);
        }
        let left = self.left[word] & bit != 0;
        self.next += usize::from(!left);
        left
    }

    /// Takes the next quotation, which is left; tells whether it still is.
    pub fn sift(&mut self, card: &QuoteFingerprint) -> bool {
        let (word, bit) = (self.next / 64, 1 << (self.next % 64));
        self.next += 1;
        let keys = card.keys();
        let held = keys.as_slice().iter().any(|key| {
            let (word, bit) = self.place(*key, self.times);
            self.before[word] & bit != 0
        });
        if !held {
            self.left[word] &= !bit;
            return false;
        }
        for key in keys.as_slice() {
            let (word, bit) = self.place(*key, self.times + 1);
            self.twice[word] |= self.once[word] & bit;
            self.once[word] |= bit;
        }
        self.held += 1;
        true
    }

    /// Starts again with the first quotation; tells whether it is worth it, since many fell through this time.
    pub fn again(&mut self) -> bool {
        let worth = self.held < self.held_before / 5 * 4;
        std::mem::swap(&mut self.before, &mut self.twice);
        self.once.fill(0);
        self.twice.fill(0);
        self.times += 1;
        self.next = 0;
        self.held_before = std::mem::take(&mut self.held);
        worth
    }

    fn place(&self, key: u64, times: u64) -> (usize, u64) {
        let key = mix64(key ^ times << 56);
        let word = (u128::from(key) * self.once.len() as u128) >> 64;
        (word as usize, 1 << (key & 63))
    }
}

#[cfg(test)]
mod tests {
    use tantivy::DocAddress;

    use super::*;

    fn card(number: u64, sketch: u64) -> QuoteFingerprint {
        QuoteFingerprint {
            key: number,
            article: 0,
            address: DocAddress::new(0, 0),
            ordinal: 0,
            day: Some(1),
            words: 9,
            sketch: mix64(sketch),
            speaker: 0,
            copies: None,
        }
    }

    #[test]
    fn what_comes_twice_is_left_and_little_else() {
        // Each tenth is one with the tenth after it.
        let count = 20_000;
        let cards: Vec<QuoteFingerprint> =
            (0..count).map(|n| card(n, if n % 10 == 0 { n / 20 * 20 } else { n })).collect();
        let mut sieve = CandidateFilter::new(count as usize);
        let mut sift = || {
            let left = cards.iter().filter(|card| sieve.has_next() && sieve.sift(card));
            let left: Vec<u64> = left.map(|card| card.key).collect();
            (left, sieve.again())
        };
        assert_eq!(sift().0.len(), cards.len());
        while sift().1 {}
        let left = sift().0;
        assert!((0..count).step_by(10).all(|n| left.binary_search(&n).is_ok()));
        assert!(left.len() < 2_100, "{} are left", left.len());
    }
}
