//! Features of the second pass: labels that the rest of the text gave to the same word.
//!
//! "Jordan" in one sentence may be a man or a country; "Michael Jordan" two paragraphs above
//! settles it. After the first pass each word's labels are counted over the whole text, apart for
//! words alone, last and elsewhere in a name; then each occurrence sees the counts of all the
//! others.

use rustc_hash::FxHashMap;

use crate::annotate::hash::{Rolling, mix};
use crate::annotate::names::label::{kind_of, runs};
use crate::annotate::names::tagger_input::{Casing, TaggerInput};
use crate::text::{Case, TokenKind};

/// Number of roles that a word is counted in: outside of names; then, for each of four kinds,
/// alone, last, and first or within.
const ROLES: usize = 13;
const ALONE: u8 = 1;
const LAST: u8 = 5;
const WITHIN: u8 = 9;
/// Role of a token that is not counted.
const UNCOUNTED: u8 = u8::MAX;

/// Stands for "no kind" in features.
const NO_KIND: u8 = 9;

/// Labels of the first pass, counted by word.
#[derive(Debug)]
pub struct DocumentFeatures {
    counts: FxHashMap<u64, [u16; ROLES]>,
    /// Kinds of longer names by their initials.
    initials: FxHashMap<u64, u8>,
    /// Role of each token of the sequences, one after another.
    roles: Vec<u8>,
    /// Uses of each of these tokens elsewhere.
    summaries: Vec<Option<Summary>>,
    /// Links of each sequence to the name before it and the name after it, 0 where there is none.
    links: Vec<[u64; 2]>,
}

/// Labels of the other occurrences of a word, as features see them.
#[derive(Clone, Copy, Debug)]
struct Summary {
    /// Commonest kind; 4 for outside.
    best: u8,
    /// Share of the commonest kind: 2 all, 1 two thirds or more, 0 less.
    agreement: u8,
    /// Number of occurrences: 1, 2 for two or three, 3 for more.
    amount: u8,
    /// Commonest kind where it is a name alone.
    alone: u8,
    /// Commonest kind where it is a name's last word.
    last: u8,
    /// Commonest kind where it is first or within.
    within: u8,
}

/// Everything that the rest of a text tells of one token.
#[derive(Clone, Copy, Debug)]
pub struct Evidence {
    /// Label that the token has so far.
    own: u8,
    summary: Option<Summary>,
    /// Commonest kinds of the words before it and after it in the sequence, if they are counted.
    beside: [Option<u8>; 2],
    /// Kind of the longer name with these initials.
    initials: Option<u8>,
    /// Links of the sequence before and after, and the distances of the token from them.
    links: [(u64, u64); 2],
}

impl Evidence {
    /// True if anything is known of the token from elsewhere.
    pub fn is_known(&self) -> bool {
        self.summary.is_some()
            || self.beside.iter().flatten().any(|kind| *kind != NO_KIND)
            || self.initials.is_some()
            || self.links.iter().any(|(link, _)| *link != 0)
    }

    /// Hash of all that the features of [`Evidence::add_words`] depend on.
    pub fn key(&self) -> u64 {
        let nibble = |kind: Option<u8>| u64::from(kind.unwrap_or(15));
        let mut key = u64::from(self.own) << 12
            | nibble(self.initials) << 8
            | nibble(self.beside[0]) << 4
            | nibble(self.beside[1]);
        if let Some(s) = self.summary {
            for part in [s.best, s.agreement, s.amount, s.alone, s.last, s.within] {
                key = key << 4 | u64::from(part);
            }
            key |= 1 << 60;
        }
        key
    }

    /// Adds the features of the same word elsewhere, of its neighbours and of its initials.
    pub fn add_words(&self, out: &mut Vec<u64>) {
        let mut add = |template: u64, value: u64| out.push(mix(value, template));
        let own = u64::from(self.own);
        if let Some(summary) = self.summary {
            let [best, agreement, amount, alone, last, within] = summary.numbers();
            let all = mix(best, agreement);
            add(60, mix(all, own));
            add(61, mix(all, amount));
            add(62, mix(last, own));
            add(63, mix(within, own));
            add(64, mix(alone, own));
            add(65, mix(mix(alone, last), within));
        }
        let best = u64::from(kind_of_summary(self.summary));
        for (template, beside) in [66, 67].into_iter().zip(self.beside) {
            if let Some(kind) = beside {
                add(template, mix(mix(u64::from(kind), best), own));
            }
        }
        if let Some(kind) = self.initials {
            add(68, mix(u64::from(kind), own));
        }
    }

    /// Adds the features of the names before and after the sequence.
    pub fn add_links(&self, out: &mut Vec<u64>) {
        for (template, (link, distance)) in [70, 71].into_iter().zip(self.links) {
            if link != 0 {
                out.push(mix(mix(mix(link, u64::from(self.own)), distance), template));
            }
        }
    }
}

impl Summary {
    fn numbers(self) -> [u64; 6] {
        [self.best, self.agreement, self.amount, self.alone, self.last, self.within].map(u64::from)
    }
}

fn kind_of_summary(summary: Option<Summary>) -> u8 {
    summary.map_or(NO_KIND, |summary| summary.best)
}

impl DocumentFeatures {
    /// Counts the labels of all sequences, given one after another.
    pub fn new(input: &TaggerInput<'_, '_>, labels: &[u8]) -> Self {
        let mut counts: FxHashMap<u64, [u16; ROLES]> = FxHashMap::default();
        let mut initials = FxHashMap::default();
        let mut roles = vec![UNCOUNTED; labels.len()];
        let mut offset = 0;
        for sequence in &input.sequences {
            let length = sequence.end - sequence.start;
            let own = &mut roles[offset..offset + length];
            for (index, at) in (sequence.start..sequence.end).enumerate() {
                if is_counted(input, sequence.casing, at) {
                    own[index] = 0;
                }
            }
            for (start, end, kind) in runs(&labels[offset..offset + length]) {
                let mut letters = Rolling::new();
                let mut count = 0;
                for (index, role) in own.iter_mut().enumerate().take(end).skip(start) {
                    if *role != UNCOUNTED {
                        *role = kind
                            + match (end - start, index + 1 == end) {
                                (1, _) => ALONE,
                                (_, true) => LAST,
                                (_, false) => WITHIN,
                            };
                    }
                    let word = input.prose.word(sequence.start + index);
                    if let Some(first) = word.chars().next().filter(|c| c.is_uppercase()) {
                        first.to_lowercase().for_each(|c| letters.push(c));
                        count += 1;
                    }
                }
                if count >= 2 {
                    initials.insert(letters.finish(), kind);
                }
            }
            for (role, at) in own.iter().zip(sequence.start..sequence.end) {
                if *role != UNCOUNTED {
                    let counts = counts.entry(input.lower[at]).or_default();
                    counts[usize::from(*role)] = counts[usize::from(*role)].saturating_add(1);
                }
            }
            offset += length;
        }
        let mut document =
            Self { counts, initials, roles, summaries: Vec::new(), links: links(input, labels) };
        let tokens = input.sequences.iter().flat_map(|s| s.start..s.end);
        document.summaries =
            tokens.enumerate().map(|(index, at)| document.summary(input, at, index)).collect();
        document
    }

    /// Evidence about the token at `at` of the sequence of this number; it is number `index`
    /// among all tokens of sequences and has the label `label` so far.
    pub fn evidence(
        &self,
        input: &TaggerInput<'_, '_>,
        number: usize,
        at: usize,
        index: usize,
        label: u8,
    ) -> Evidence {
        let sequence = &input.sequences[number];
        let beside = |index: usize| {
            (self.roles[index] != UNCOUNTED).then(|| kind_of_summary(self.summaries[index]))
        };
        let before = if at > sequence.start { beside(index - 1) } else { None };
        let after = if at + 1 < sequence.end { beside(index + 1) } else { None };
        let initials = (input.prose.tokens[at].case == Case::Upper && !self.initials.is_empty())
            .then(|| self.initials.get(&hash_of_initials(input.prose.word(at))).copied());
        let [link_before, link_after] = self.links[number];
        let distances = [at - sequence.start, sequence.end - 1 - at].map(|d| d.min(2) as u64);
        Evidence {
            own: label,
            summary: self.summaries[index],
            beside: [before, after],
            initials: initials.flatten(),
            links: [(link_before, distances[0]), (link_after, distances[1])],
        }
    }

    /// Summary of the other occurrences of the word; `None` if there are none.
    fn summary(&self, input: &TaggerInput<'_, '_>, at: usize, index: usize) -> Option<Summary> {
        let role = *self.roles.get(index)?;
        if role == UNCOUNTED {
            return None;
        }
        let mut counts = *self.counts.get(&input.lower[at])?;
        counts[usize::from(role)] = counts[usize::from(role)].saturating_sub(1);
        let mut kinds = [0_u32; 5];
        kinds[4] = u32::from(counts[0]);
        for kind in 0..4 {
            kinds[kind] = [ALONE, LAST, WITHIN]
                .iter()
                .map(|role| u32::from(counts[usize::from(*role) + kind]))
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
        let commonest = |role: u8| {
            let part = &counts[usize::from(role)..usize::from(role) + 4];
            let kind = (0..4).filter(|k| part[*k] > 0).max_by_key(|k| part[*k]);
            kind.map_or(NO_KIND, |k| k as u8)
        };
        Some(Summary {
            best: best as u8,
            agreement,
            amount,
            alone: commonest(ALONE),
            last: commonest(LAST),
            within: commonest(WITHIN),
        })
    }
}

fn is_counted(input: &TaggerInput<'_, '_>, casing: Casing, at: usize) -> bool {
    let token = &input.prose.tokens[at];
    token.kind == TokenKind::Word && (token.has_capital() || casing == Casing::Lower)
}

/// Hash of an abbreviation, alike that of the initials of a longer name.
fn hash_of_initials(word: &str) -> u64 {
    let mut hash = Rolling::new();
    word.chars().filter(|c| *c != '.').flat_map(char::to_lowercase).for_each(|c| hash.push(c));
    hash.finish()
}
/// Most tokens between two names of one list.
const MAX_LINK_TOKENS: usize = 2;

/// For each sequence the kind of the name that ends the one before and of the name that begins the
/// one after, each hashed with the words between (", and"); 0 if none is near.
fn links(input: &TaggerInput<'_, '_>, labels: &[u8]) -> Vec<[u64; 2]> {
    let mut links = vec![[0; 2]; input.sequences.len()];
    let mut offset = 0;
    for (number, pair) in input.sequences.windows(2).enumerate() {
        offset += pair[0].end - pair[0].start;
        let (from, to) = (pair[0].end, pair[1].start);
        if pair[0].sentence_start != pair[1].sentence_start || to - from > MAX_LINK_TOKENS {
            continue;
        }
        let words = input.lower[from..to].iter().fold(1, |hash, word| mix(hash, *word));
        if let Some(kind) = kind_of(labels[offset - 1]) {
            links[number + 1][0] = mix(words, u64::from(kind) + 1);
        }
        if let Some(kind) = kind_of(labels[offset]) {
            links[number][1] = mix(words, u64::from(kind) + 1);
        }
    }
    links
}
