//! The tables of the trained file, read where they lie.
//!
//! Both are open-addressing hash tables that are searched in the embedded bytes themselves: loading
//! decodes nothing, so a cold start costs only the pages it touches. A compressed file would be half
//! as long and take longer to unpack than most runs of the program.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::annotate::hash;
use crate::annotate::names::label::LABELS;

/// Bytes of a slot of [`Weights`]: a tag, then one weight a label.
const ROW: usize = 2 + LABELS;

/// Rows of int8 weights by feature hash. A 16-bit tag stands for the feature, so that one in
/// thirty thousand unknown features borrows another's weights, which does no harm.
#[derive(Clone, Debug)]
pub struct Weights {
    bytes: Cow<'static, [u8]>,
    slots: usize,
    /// The tags of all slots, and of the first ones once more behind them, so that a search need not start over: most
    /// features are in no table, and side by side the tags that say so lie in one line of a cache. Read when they are
    /// first needed, which is never while questions are answered.
    tags: OnceLock<Vec<u16>>,
}

/// How many slots a search looks at: a full table cannot be written, yet a damaged one must not hang.
const SEARCHED: usize = 64;

impl Weights {
    /// Takes bytes written by [`Weights::build`]; `None` if their length is none of a table.
    pub fn new(bytes: Cow<'static, [u8]>) -> Option<Self> {
        let slots = bytes.len() / ROW;
        (slots > 0 && slots * ROW == bytes.len()).then(|| Self::of(bytes))
    }

    fn of(bytes: Cow<'static, [u8]>) -> Self {
        Self { slots: bytes.len() / ROW, bytes, tags: OnceLock::new() }
    }

    fn tags(&self) -> &[u16] {
        self.tags.get_or_init(|| {
            let rows = self.bytes.chunks_exact(ROW).cycle().take(self.slots + SEARCHED);
            rows.map(|row| u16::from_le_bytes([row[0], row[1]])).collect()
        })
    }

    /// A table of these rows, a third of its slots free.
    pub fn build(rows: &[(u64, [i8; LABELS])]) -> Self {
        let slots = rows.len() * 4 / 3 + 2;
        let mut bytes = vec![0_u8; slots * ROW];
        for (hash, weights) in rows {
            let mut slot = hash::bucket(*hash, slots);
            while bytes[slot * ROW] != 0 || bytes[slot * ROW + 1] != 0 {
                slot = (slot + 1) % slots;
            }
            bytes[slot * ROW..slot * ROW + 2].copy_from_slice(&tag(*hash).to_le_bytes());
            for (byte, weight) in bytes[slot * ROW + 2..].iter_mut().zip(weights) {
                *byte = weight.cast_unsigned();
            }
        }
        Self::of(Cow::Owned(bytes))
    }

    /// The encoded table.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Adds the weights of features to `sums`.
    ///
    /// The tables are larger than the caches near the processor, so the first tags of all features are read before any
    /// is looked at, and all are looked for before any row is added: the waits for memory then overlap.
    pub fn add(&self, features: &[u64], sums: &mut [i32; LABELS]) {
        const AT_ONCE: usize = 64;
        let (mut starts, mut found) = ([(0_usize, 0_u16); AT_ONCE], [0_usize; AT_ONCE]);
        let tags = self.tags();
        for features in features.chunks(AT_ONCE) {
            for (start, hash) in starts.iter_mut().zip(features) {
                let at = hash::bucket(*hash, self.slots);
                *start = (at, tags.get(at).copied().unwrap_or(0));
            }
            let mut count = 0;
            for ((start, first), hash) in starts.iter().zip(features) {
                if *first != 0
                    && let Some(slot) = self.slot(tags, *start, tag(*hash))
                {
                    found[count] = slot;
                    count += 1;
                }
            }
            for slot in &found[..count] {
                let Some(row) = self.bytes.get(slot * ROW + 2..slot * ROW + ROW) else { continue };
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum += i32::from(weight.cast_signed());
                }
            }
        }
    }

    /// The slot of a feature with this tag, whose search begins at `start`, if it is in the table.
    fn slot(&self, tags: &[u16], start: usize, tag: u16) -> Option<usize> {
        let tags = tags.get(start..start + SEARCHED)?;
        let at = tags.iter().position(|other| *other == tag || *other == 0)?;
        let slot = start + at;
        (tags[at] == tag).then_some(if slot < self.slots { slot } else { slot - self.slots })
    }
}

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
