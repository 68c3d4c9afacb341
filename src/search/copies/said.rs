//! What the columns of an index say of each quotation, and the keys under which those meet that may be one.

use tantivy::DocAddress;

use crate::text::{LEAST_SAYING, SAYING_MINIMA, saying_minima};

/// Variants lie no more days apart.
pub(super) const VARIANT_DAYS: i64 = 30;

/// A quotation as the columns have it.
#[derive(Clone, Copy, Debug)]
pub(in crate::search) struct SayingCard {
    pub(in crate::search) key: u64,
    pub(in crate::search) article: u64,
    /// Where the article's document is, and which of its quotations it is.
    pub(in crate::search) address: DocAddress,
    pub(in crate::search) ordinal: u32,
    pub(in crate::search) day: Option<i64>,
    pub(in crate::search) words: u64,
    pub(in crate::search) sketch: u64,
    /// A digest of the speaker's one name in the archive; 0 for nobody and those without a name.
    pub(in crate::search) speaker: u64,
    /// The group of copies that the article is in.
    pub(in crate::search) copies: Option<u32>,
}

impl SayingCard {
    pub(super) fn wording(&self) -> u64 {
        self.sketch ^ self.words.rotate_left(52)
    }

    /// Longest first, then the earliest: a group begins with its fullest wording.
    pub(super) fn order(&self) -> (std::cmp::Reverse<u64>, i64, u64) {
        (std::cmp::Reverse(self.words), self.day.unwrap_or(i64::MAX), self.key)
    }

    /// What a variant of it shares one of: its speaker with one of its minima, and each of the two stretches of weeks that its
    /// day is counted to, which overlap so that days near to each other share one. None where nobody is named, for too few
    /// words, and without a date.
    pub(super) fn leads_in_time(&self, minimum: usize) -> Option<[u64; 2]> {
        let day = self.day.filter(|_| self.speaker != 0 && self.words >= LEAST_SAYING)?;
        let least = saying_minima(self.sketch)[minimum];
        let parts = [self.speaker, minimum as u64, u64::from(least)];
        let lead = parts.iter().fold(1, |hash, part| spread(hash ^ part));
        let period = day.div_euclid(VARIANT_DAYS);
        Some([period, period + 1].map(|period| spread(lead ^ period as u64)))
    }

    /// All keys under which it may meet another.
    pub(super) fn keys(&self) -> Keys {
        let mut keys = Keys::default();
        let short = self.words < LEAST_SAYING;
        match self.copies {
            Some(group) if short => keys.push(spread(self.wording() ^ u64::from(group) << 20)),
            None if short => {}
            _ => keys.push(spread(self.wording())),
        }
        let leads = (0..SAYING_MINIMA).filter_map(|minimum| self.leads_in_time(minimum));
        leads.flatten().for_each(|key| keys.push(key));
        keys
    }
}

/// Keys of one quotation, as many as there can be.
#[derive(Default)]
pub(super) struct Keys {
    keys: [u64; 1 + 2 * SAYING_MINIMA],
    count: usize,
}

impl Keys {
    fn push(&mut self, key: u64) {
        self.keys[self.count] = key;
        self.count += 1;
    }

    pub(super) fn as_slice(&self) -> &[u64] {
        &self.keys[..self.count]
    }
}

/// Spreads a hash over all its bits (the finaliser of `SplitMix64`).
pub(super) fn spread(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}
