//! What the rest of the text says about a word: the features of the second pass.
//!
//! "Jordan" in one sentence may be a man or a country; "Michael Jordan" two paragraphs above settles
//! it. After the first pass each word's labels are counted over the whole text, apart for words alone,
//! last and elsewhere in a name; then each occurrence sees the counts of all the others.

use rustc_hash::FxHashMap;

use crate::annotate::hash::{Rolling, mix};
use crate::annotate::names::label::runs;
use crate::annotate::names::tagger_input::{Style, TaggerInput};
use crate::text::{Case, TokenKind};

/// Where a word stood: 0 outside; then four kinds alone, last, and first or within a name.
const SLOTS: usize = 13;
const ALONE: u8 = 1;
const LAST: u8 = 5;
const WITHIN: u8 = 9;

/// The first pass's labels, counted by word.
#[derive(Debug)]
pub struct DocumentFeatures {
    counts: FxHashMap<u64, [u16; SLOTS]>,
    /// Kinds of longer names by their initials.
    initials: FxHashMap<u64, u8>,
    /// The slot of each token of the stretches, in order; `NONE` for what is not counted.
    slots: Vec<u8>,
}

const NONE: u8 = u8::MAX;

impl DocumentFeatures {
    /// Counts the labels of all stretches, given one after another.
    pub fn new(input: &TaggerInput<'_, '_>, labels: &[u8]) -> Self {
        let mut counts: FxHashMap<u64, [u16; SLOTS]> = FxHashMap::default();
        let mut initials = FxHashMap::default();
        let mut slots = vec![NONE; labels.len()];
        let mut offset = 0;
        for stretch in &input.stretches {
            let length = stretch.end - stretch.start;
            let own = &mut slots[offset..offset + length];
            for (index, at) in (stretch.start..stretch.end).enumerate() {
                if counted(input, stretch.style, at) {
                    own[index] = 0;
                }
            }
            for (start, end, kind) in runs(&labels[offset..offset + length]) {
                let mut letters = Rolling::new();
                let mut count = 0;
                for (index, slot_of) in own.iter_mut().enumerate().take(end).skip(start) {
                    let slot = if end - start == 1 {
                        ALONE
                    } else if index + 1 == end {
                        LAST
                    } else {
                        WITHIN
                    };
                    if *slot_of != NONE {
                        *slot_of = slot + kind;
                    }
                    let word = input.prose.word(stretch.start + index);
                    if let Some(first) = word.chars().next().filter(|c| c.is_uppercase()) {
                        first.to_lowercase().for_each(|c| letters.push(c));
                        count += 1;
                    }
                }
                if count >= 2 {
                    initials.insert(letters.finish(), kind);
                }
            }
            for (index, at) in (stretch.start..stretch.end).enumerate() {
                if own[index] != NONE {
                    let slot =
                        &mut counts.entry(input.lower[at]).or_default()[usize::from(own[index])];
                    *slot = slot.saturating_add(1);
                }
            }
            offset += length;
        }
        Self { counts, initials, slots }
    }

    /// Adds the features of the token at `at`, whose place among all tokens of stretches is `index`
    /// and whose label so far is `label`; returns whether anything is known of it from elsewhere.
    pub fn collect(
        &self,
        input: &TaggerInput<'_, '_>,
        at: usize,
        index: usize,
        label: u8,
        out: &mut Vec<u64>,
    ) -> bool {
        let mut add = |template: u64, value: u64| out.push(mix(value, template));
        let known = self.summary(input, at, index);
        let own = u64::from(label);
        let mut any = false;
        if let Some(known) = &known {
            let Summary { best, agreement, amount, alone, last, within } = *known;
            let all = mix(best, agreement);
            add(60, mix(all, own));
            add(61, mix(all, amount));
            add(62, mix(last, own));
            add(63, mix(within, own));
            add(64, mix(alone, own));
            add(65, mix(mix(alone, last), within));
            any = true;
        }
        let beside = |at: usize, index: usize| self.summary(input, at, index).map_or(9, |s| s.best);
        let best = known.as_ref().map_or(9, |s| s.best);
        if index > 0 && at > 0 && self.slots[index - 1] != NONE {
            let before = beside(at - 1, index - 1);
            add(66, mix(mix(before, best), own));
            any |= before != 9;
        }
        if index + 1 < self.slots.len()
            && at + 1 < input.lower.len()
            && self.slots[index + 1] != NONE
        {
            let after = beside(at + 1, index + 1);
            add(67, mix(mix(after, best), own));
            any |= after != 9;
        }
        if input.prose.tokens[at].case == Case::Upper
            && let Some(kind) = self.initials.get(&initials_of(input.prose.word(at)))
        {
            add(68, mix(u64::from(*kind), own));
            any = true;
        }
        any
    }

    /// What the other occurrences of the word say.
    fn summary(&self, input: &TaggerInput<'_, '_>, at: usize, index: usize) -> Option<Summary> {
        let slot = *self.slots.get(index)?;
        if slot == NONE {
            return None;
        }
        let mut counts = *self.counts.get(&input.lower[at])?;
        counts[usize::from(slot)] = counts[usize::from(slot)].saturating_sub(1);
        let mut kinds = [0_u32; 5];
        kinds[4] = u32::from(counts[0]);
        for kind in 0..4 {
            kinds[kind] = [ALONE, LAST, WITHIN]
                .iter()
                .map(|s| u32::from(counts[usize::from(*s) + kind]))
                .sum();
        }
        let total: u32 = kinds.iter().sum();
        if total == 0 {
            return None;
        }
        let best = (0..5).max_by_key(|k| (kinds[*k], 4 - k)).unwrap_or(4);
        let agreement = match kinds[best] * 3 {
            n if n == total * 3 => 2,
            n if n >= total * 2 => 1,
            _ => 0,
        };
        let amount = match total {
            1 => 1,
            2..=3 => 2,
            _ => 3,
        };
        let top = |from: u8| {
            let part = &counts[usize::from(from)..usize::from(from) + 4];
            (0..4).filter(|k| part[*k] > 0).max_by_key(|k| part[*k]).map_or(9, |k| k as u64)
        };
        Some(Summary {
            best: best as u64,
            agreement,
            amount,
            alone: top(ALONE),
            last: top(LAST),
            within: top(WITHIN),
        })
    }
}

struct Summary {
    best: u64,
    agreement: u64,
    amount: u64,
    alone: u64,
    last: u64,
    within: u64,
}

fn counted(input: &TaggerInput<'_, '_>, style: Style, at: usize) -> bool {
    let token = &input.prose.tokens[at];
    token.kind == TokenKind::Word && (token.has_capital() || style == Style::Lower)
}

fn initials_of(word: &str) -> u64 {
    let mut hash = Rolling::new();
    word.chars().filter(|c| *c != '.').flat_map(char::to_lowercase).for_each(|c| hash.push(c));
    hash.finish()
}
