//! What the tagger looks at: each feature of a token is one hash.
//!
//! The word, its neighbours to two on either side, its parts and shape, the lists, the ends of its
//! stretch and what stands around it. The trained file depends on every line here: change one and the
//! model has to be trained anew.

use crate::annotate::gazetteer::word_lists::ListFlags;
use crate::annotate::hash::{Rolling, letters, mix, word};
use crate::annotate::names::tagger_input::{Stretch, TaggerInput};
use crate::text::{Case, TokenKind};

/// Stands for what lies before and after a sentence.
const EDGE: u64 = 7;

/// Lists of words that stand at the head of a name: "Minister", "Ministry", "River".
const HEAD_WORDS: ListFlags =
    ListFlags::TITLE.union(ListFlags::ORGANISATION_WORD).union(ListFlags::PLACE_WORD);

/// Collects hashes under numbered templates.
struct Collector<'v> {
    out: &'v mut Vec<u64>,
}

impl Collector<'_> {
    fn add(&mut self, template: u64, value: u64) {
        self.out.push(mix(value, template));
    }
}

/// What features look at in a word itself.
#[derive(Clone, Copy, Debug)]
pub struct WordForm<'t> {
    text: &'t str,
    /// Its hashes as printed and in small letters.
    printed: u64,
    lower: u64,
}

impl<'t> WordForm<'t> {
    pub fn of(input: &TaggerInput<'_, 't>, at: usize) -> Self {
        let text = input.prose.tokens[at].of(input.prose.text);
        Self { text, printed: word(text), lower: input.lower[at] }
    }

    /// A hash of all that its own features depend on.
    pub fn hash(&self) -> u64 {
        mix(self.printed, self.lower)
    }
}

/// Adds the features of the token at `at`, within `stretch`, to `out`.
pub fn token_features(
    input: &TaggerInput<'_, '_>,
    stretch: &Stretch,
    at: usize,
    out: &mut Vec<u64>,
) {
    let short = word_features(WordForm::of(input, at), out);
    context_features(input, stretch, at, short, out);
}

/// Adds the features that depend on the word alone; returns the hash of its short shape.
pub fn word_features(word: WordForm<'_>, out: &mut Vec<u64>) -> u64 {
    let mut to = Collector { out };
    to.add(1, 0);
    to.add(2, word.printed);
    to.add(3, word.lower);
    parts(word.text, &mut to);
    let form = shape(word.text);
    to.add(20, form.long);
    to.add(21, form.short);
    form.short
}

/// Adds the features that depend on what stands around the word and on the lists. `short` is the hash of its short shape.
pub fn context_features(
    input: &TaggerInput<'_, '_>,
    stretch: &Stretch,
    at: usize,
    short: u64,
    out: &mut Vec<u64>,
) {
    let mut to = Collector { out };
    let token = &input.prose.tokens[at];
    let low = |offset: isize| -> u64 {
        let index = at.wrapping_add_signed(offset);
        if index < stretch.to && index >= stretch.from { input.lower[index] } else { EDGE }
    };
    let bits = |offset: isize| -> u64 {
        let index = at.wrapping_add_signed(offset);
        if index < stretch.to && index >= stretch.from {
            u64::from(input.flags[index].bits())
        } else {
            1 << 16
        }
    };
    let (own, before, after) = (low(0), low(-1), low(1));

    to.add(4, before);
    to.add(5, after);
    to.add(6, low(-2));
    to.add(7, low(2));
    to.add(8, mix(before, own));
    to.add(9, mix(own, after));
    to.add(10, mix(before, after));
    to.add(11, mix(low(-2), before));
    to.add(12, mix(after, low(2)));

    let place = place(stretch, at);
    let style = stretch.style as u64;
    let case = form_of(input, stretch, at);
    to.add(22, mix(short, mix(place, style)));
    to.add(
        23,
        mix(
            mix(case, form_of_offset(input, stretch, at, -1)),
            form_of_offset(input, stretch, at, 1),
        ),
    );
    to.add(24, mix(mix(case, own), style));
    to.add(25, mix(form_of_offset(input, stretch, at, -1), before));

    // The lists.
    let listed = bits(0);
    to.add(30, listed);
    to.add(31, mix(listed, bits(1)));
    to.add(32, mix(bits(-1), listed));
    to.add(33, bits(-1));
    to.add(34, bits(1));
    to.add(35, mix(mix(bits(-1), listed), bits(1)));
    for bit in 0..10 {
        if listed & (1 << bit) != 0 {
            to.add(36, mix(bit, place));
        }
    }

    // Where it stands in the sentence, and whether it is a plain word of this text.
    let first = at == stretch.from
        || (at == stretch.from + 1 && input.prose.tokens[at - 1].kind == TokenKind::QuoteMark);
    let plain = u64::from(token.case != Case::Lower && input.stands_small(at));
    to.add(40, mix(u64::from(first), mix(plain, style)));
    to.add(41, mix(mix(u64::from(first), plain), short));
    to.add(42, mix(mix(u64::from(first), plain), listed));

    // The ends of the stretch and what stands around it: "the … Ministry", "… said".
    if style != 3 {
        let edge = |index: Option<usize>| {
            index.filter(|i| *i >= stretch.from && *i < stretch.to).map_or(EDGE, |i| input.lower[i])
        };
        let last = input.lower[stretch.end - 1];
        let length = (stretch.end - stretch.start).min(6) as u64;
        to.add(50, mix(last, place));
        to.add(51, mix(input.lower[stretch.start], place));
        to.add(52, mix(edge(stretch.start.checked_sub(1)), place));
        to.add(53, mix(edge(Some(stretch.end)), place));
        to.add(54, mix(length, place));
        to.add(55, mix(mix(edge(Some(stretch.end)), edge(stretch.start.checked_sub(1))), length));
        let heads = (at + 1..stretch.end)
            .fold(ListFlags::empty(), |all, i| all | input.flags[i] & HEAD_WORDS);
        to.add(56, mix(u64::from(heads.bits()), short));
    }
}

/// Prefixes and suffixes to four letters, in small letters.
fn parts(text: &str, to: &mut Collector<'_>) {
    let mut rolling = Rolling::new();
    let mut ends = [' '; 4];
    let mut count = 0_usize;
    for c in letters(text).flat_map(char::to_lowercase) {
        if count < 4 {
            rolling.push(c);
            to.add(13, mix(rolling.finish(), count as u64));
        }
        ends = [ends[1], ends[2], ends[3], c];
        count += 1;
    }
    let mut rolling = Rolling::new();
    for (length, c) in ends.iter().rev().take(count.min(4)).enumerate() {
        rolling.push(*c);
        to.add(14, mix(rolling.finish(), length as u64));
    }
}

struct Shape {
    /// "Xxxxx-Xx"
    long: u64,
    /// "Xx-Xx"
    short: u64,
}

fn shape(text: &str) -> Shape {
    let (mut long, mut short) = (Rolling::new(), Rolling::new());
    let mut last = ' ';
    for c in letters(text).take(24) {
        let class = if c.is_uppercase() {
            'X'
        } else if c.is_lowercase() {
            'x'
        } else if c.is_numeric() {
            '9'
        } else {
            c
        };
        long.push(class);
        if class != last {
            short.push(class);
        }
        last = class;
    }
    Shape { long: long.finish(), short: short.finish() }
}

/// Alone, first, inner or last in its stretch.
fn place(stretch: &Stretch, at: usize) -> u64 {
    match (at == stretch.start, at + 1 == stretch.end) {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (false, false) => 3,
    }
}

/// A token's kind and case as one small number.
fn form_of(input: &TaggerInput<'_, '_>, stretch: &Stretch, at: usize) -> u64 {
    if at < stretch.from || at >= stretch.to {
        return 99;
    }
    let token = &input.prose.tokens[at];
    token.kind as u64 * 8 + token.case as u64
}

fn form_of_offset(input: &TaggerInput<'_, '_>, stretch: &Stretch, at: usize, offset: isize) -> u64 {
    form_of(input, stretch, at.wrapping_add_signed(offset))
}
