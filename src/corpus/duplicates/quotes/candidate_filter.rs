//! Candidate filter: drops quotations whose signature keys are unique. A counting Bloom filter
//! (Fan, Cao, Almeida and Broder 2000) of two bits a counter and one hash, rerun with fresh hashes.

use crate::corpus::duplicates::quotes::fingerprints::QuoteFingerprint;
use crate::text::mix64;

/// Counting Bloom filter over the keys of quotations, of 64 counters a quotation that say none,
/// one, or more. Two keys may share a counter by chance; so the quotations that are left pass again
/// with another hash, and have more counters to themselves. All quotations pass in one order each
/// time.
pub struct CandidateFilter {
    /// Bits of the keys that came in this pass.
    once: Vec<u64>,
    /// Bits of the keys that came more than once in this pass.
    twice: Vec<u64>,
    /// Bits of the keys that came more than once in the last pass.
    before: Vec<u64>,
    /// Quotations that are left, a bit each.
    left: Vec<u64>,
    /// Number of passes so far, which seeds the hash.
    passes: u64,
    /// Number of the next quotation.
    next: usize,
    /// Number of quotations that are left after this pass.
    left_now: usize,
    /// Number of quotations that were left after the last pass.
    left_before: usize,
}

impl CandidateFilter {
    /// Filter for about `quotations` quotations.
    pub fn new(quotations: usize) -> Self {
        let words = quotations.max(1024);
        Self {
            once: vec![0; words],
            twice: vec![0; words],
            before: vec![u64::MAX; words],
            left: Vec::new(),
            passes: 0,
            next: 0,
            left_now: 0,
            left_before: usize::MAX,
        }
    }

    /// True if the next quotation is left; if not, the one after it becomes the next.
    pub fn next_is_left(&mut self) -> bool {
        let (word, bit) = (self.next / 64, 1 << (self.next % 64));
        if word == self.left.len() {
            self.left.push(u64::MAX);
        }
        let left = self.left[word] & bit != 0;
        self.next += usize::from(!left);
        left
    }

    /// True if the next quotation, which was left after the last pass, still is.
    pub fn accepts(&mut self, fingerprint: &QuoteFingerprint) -> bool {
        let (word, bit) = (self.next / 64, 1 << (self.next % 64));
        self.next += 1;
        let keys = fingerprint.keys();
        let held = keys.as_slice().iter().any(|key| {
            let (word, bit) = self.counter(*key, self.passes);
            self.before[word] & bit != 0
        });
        if !held {
            self.left[word] &= !bit;
            return false;
        }
        for key in keys.as_slice() {
            let (word, bit) = self.counter(*key, self.passes + 1);
            self.twice[word] |= self.once[word] & bit;
            self.once[word] |= bit;
        }
        self.left_now += 1;
        true
    }

    /// Starts a new pass with the first quotation; true if it is worth it, since this one dropped
    /// many.
    pub fn restart(&mut self) -> bool {
        let worth = self.left_now < self.left_before / 5 * 4;
        std::mem::swap(&mut self.before, &mut self.twice);
        self.once.fill(0);
        self.twice.fill(0);
        self.passes += 1;
        self.next = 0;
        self.left_before = std::mem::take(&mut self.left_now);
        worth
    }

    /// Counter of a key in one pass: index of a word, and a bit of it.
    fn counter(&self, key: u64, passes: u64) -> (usize, u64) {
        let key = mix64(key ^ passes << 56);
        let word = (u128::from(key) * self.once.len() as u128) >> 64;
        (word as usize, 1 << (key & 63))
    }
}

#[cfg(test)]
mod tests {
    use tantivy::DocAddress;

    use super::*;

    fn fingerprint(number: u64, signature: u64) -> QuoteFingerprint {
        QuoteFingerprint {
            key: number,
            article: 0,
            address: DocAddress::new(0, 0),
            ordinal: 0,
            day: Some(1),
            words: 9,
            signature: mix64(signature),
            speaker: 0,
            article_cluster: None,
        }
    }

    #[test]
    fn what_comes_twice_is_left_and_little_else() {
        // Each tenth is one with the tenth after it.
        let count = 20_000;
        let fingerprints: Vec<QuoteFingerprint> =
            (0..count).map(|n| fingerprint(n, if n % 10 == 0 { n / 20 * 20 } else { n })).collect();
        let mut filter = CandidateFilter::new(count as usize);
        let mut pass = || {
            let left = fingerprints
                .iter()
                .filter(|fingerprint| filter.next_is_left() && filter.accepts(fingerprint));
            let left: Vec<u64> = left.map(|fingerprint| fingerprint.key).collect();
            (left, filter.restart())
        };
        assert_eq!(pass().0.len(), fingerprints.len());
        while pass().1 {}
        let left = pass().0;
        assert!((0..count).step_by(10).all(|n| left.binary_search(&n).is_ok()));
        assert!(left.len() < 2_100, "{} are left", left.len());
    }
}
