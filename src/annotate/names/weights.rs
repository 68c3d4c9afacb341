//! The weights of the trained file: an open-addressing hash table, read where it lies.
//!
//! It is searched in the embedded bytes themselves: loading decodes nothing, so a cold start costs
//! only the pages it touches. A compressed file would be half as long and take longer to unpack
//! than most runs of the program.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::annotate::hash;
use crate::annotate::names::label::LABELS;

/// Bytes of a slot: a tag, then one weight a label.
const SLOT_BYTES: usize = 2 + LABELS;

/// Rows of int8 weights by feature hash. A 16-bit tag stands for the feature, so that one in
/// thirty thousand unknown features borrows another's weights, which does no harm.
#[derive(Clone, Debug)]
pub struct Weights {
    bytes: Cow<'static, [u8]>,
    slots: usize,
    /// Tags of all slots, and of the first ones once more behind them, so that a search need not
    /// start over: most features are in no table, and side by side the tags that say so lie in one
    /// line of a cache. Read when they are first needed, which is never while questions are
    /// answered.
    tags: OnceLock<Vec<u16>>,
}

/// Slots that one search visits: a full table cannot be written, yet a damaged one must not hang.
const MAX_PROBES: usize = 64;

impl Weights {
    /// Wraps bytes written by [`Weights::build`]; `None` if their length is none of a table.
    pub fn new(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let slots = bytes.len() / SLOT_BYTES;
        (slots > 0 && slots * SLOT_BYTES == bytes.len()).then(|| Self::from_table(bytes))
    }

    fn from_table(bytes: Cow<'static, [u8]>) -> Self {
        Self { slots: bytes.len() / SLOT_BYTES, bytes, tags: OnceLock::new() }
    }

    fn tags(&self) -> &[u16] {
        self.tags.get_or_init(|| {
            let rows = self.bytes.chunks_exact(SLOT_BYTES).cycle().take(self.slots + MAX_PROBES);
            rows.map(|row| u16::from_le_bytes([row[0], row[1]])).collect()
        })
    }

    /// Builds a table of these rows, a third of its slots free.
    pub fn build(rows: &[(u64, [i8; LABELS])]) -> Self {
        let slots = rows.len() * 4 / 3 + 2;
        let mut bytes = vec![0_u8; slots * SLOT_BYTES];
        for (hash, weights) in rows {
            let mut slot = hash::bucket(*hash, slots);
            while bytes[slot * SLOT_BYTES] != 0 || bytes[slot * SLOT_BYTES + 1] != 0 {
                slot = (slot + 1) % slots;
            }
            bytes[slot * SLOT_BYTES..slot * SLOT_BYTES + 2]
                .copy_from_slice(&tag(*hash).to_le_bytes());
            for (byte, weight) in bytes[slot * SLOT_BYTES + 2..].iter_mut().zip(weights) {
                *byte = weight.cast_unsigned();
            }
        }
        Self::from_table(Cow::Owned(bytes))
    }

    /// The encoded table.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Adds the weights of features to `sums`, by label.
    ///
    /// The table is larger than the caches near the processor, so the first tags of all features
    /// are read before any is looked at, and all are looked for before any row is added: the waits
    /// for memory then overlap.
    pub fn add(&self, features: &[u64], sums: &mut [i32; LABELS]) {
        const BATCH: usize = 32;
        let (mut starts, mut found) = ([(0_usize, 0_u16); BATCH], [0_usize; BATCH]);
        let tags = self.tags();
        for features in features.chunks(BATCH) {
            for (start, hash) in starts.iter_mut().zip(features) {
                let at = hash::bucket(*hash, self.slots);
                *start = (at, tags.get(at).copied().unwrap_or(0));
            }
            let mut count = 0;
            for ((start, first), hash) in starts.iter().zip(features) {
                if *first != 0
                    && let Some(slot) = self.find_slot(tags, *start, tag(*hash))
                {
                    found[count] = slot;
                    count += 1;
                }
            }
            for slot in &found[..count] {
                let Some(row) =
                    self.bytes.get(slot * SLOT_BYTES + 2..slot * SLOT_BYTES + SLOT_BYTES)
                else {
                    continue;
                };
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum += i32::from(weight.cast_signed());
                }
            }
        }
    }

    /// Slot of a feature with this tag, whose search begins at `start`, if it is in the table.
    fn find_slot(&self, tags: &[u16], start: usize, tag: u16) -> Option<usize> {
        let tags = tags.get(start..start + MAX_PROBES)?;
        let at = tags.iter().position(|other| *other == tag || *other == 0)?;
        let slot = start + at;
        (tags[at] == tag).then_some(if slot < self.slots { slot } else { slot - self.slots })
    }
}

/// The part of a hash that a slot stores, never 0, which marks a free one.
fn tag(hash: u64) -> u16 {
    (hash as u16).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_built_is_found_again() {
        let key = |n: u64| hash::mix(n, 1);
        let rows: Vec<_> = (0..1000).map(|n| (key(n), [(n % 100) as i8 - 50; LABELS])).collect();
        let weights = Weights::new(Cow::Owned(Weights::build(&rows).bytes().to_vec())).unwrap();
        let right = (0..1000).filter(|n| {
            let mut sums = [0; LABELS];
            weights.add(&[key(*n)], &mut sums);
            sums[0] == (n % 100) as i32 - 50
        });
        assert!(right.count() > 990);
    }
}
