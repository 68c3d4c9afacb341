//! Features of the tagger: the signs that it weighs of each token, each as one hash.
//!
//! The word, its neighbours to two on either side, its affixes and shape, the lists, the ends of
//! its sequence and what stands around it. The trained file depends on every line here, on the
//! numbers of the templates and, for training, on the order in which features are added: change one
//! and the model has to be trained anew.

use crate::annotate::gazetteer::word_lists::ListFlags;
use crate::annotate::hash::{Rolling, letters, mix, word};
use crate::annotate::names::tagger_input::{Casing, Sequence, TaggerInput};
use crate::text::{Case, TokenKind};

/// Stands for the word before a sentence and after it.
const EDGE: u64 = 7;
/// Stands for the lists of the word before a sentence and after it.
const EDGE_FLAGS: u64 = 1 << 16;
/// Stands for the form of the word before a sentence and after it.
const EDGE_FORM: u64 = 99;

/// Lists that have a feature each, from the first bit of the flags on.
const LISTS: u64 = 10;
/// Longest sequence whose length is told from longer ones, in tokens.
const MAX_LENGTH: usize = 6;
/// Letters of a word that its shape is made of.
const MAX_SHAPE_LETTERS: usize = 24;

/// Features of one token: hashes of values under numbered templates.
struct FeatureSet<'v> {
    out: &'v mut Vec<u64>,
}

impl FeatureSet<'_> {
    fn add(&mut self, template: u64, value: u64) {
        self.out.push(mix(value, template));
    }
}

/// The parts of a word that its own features depend on.
#[derive(Clone, Copy, Debug)]
pub struct WordForm<'t> {
    text: &'t str,
    /// Hash as printed.
    printed: u64,
    /// Hash in small letters.
    lower: u64,
}

impl<'t> WordForm<'t> {
    /// The form of a token.
    pub fn new(input: &TaggerInput<'_, 't>, at: usize) -> Self {
        let text = input.prose.tokens[at].of(input.prose.text);
        Self { text, printed: word(text), lower: input.lower[at] }
    }

    /// Hash of all that the word's own features depend on.
    pub fn hash(&self) -> u64 {
        mix(self.printed, self.lower)
    }
}

/// Adds the features of the token at `at`, within `sequence`, to `out`.
pub fn token_features(
    input: &TaggerInput<'_, '_>,
    sequence: &Sequence,
    at: usize,
    out: &mut Vec<u64>,
) {
    let shape = word_features(WordForm::new(input, at), out);
    context_features(input, sequence, at, shape, out);
}

/// Adds the features that depend on the word alone; returns the hash of its short shape.
pub fn word_features(word: WordForm<'_>, out: &mut Vec<u64>) -> u64 {
    let mut to = FeatureSet { out };
    to.add(1, 0);
    to.add(2, word.printed);
    to.add(3, word.lower);
    affixes(word.text, &mut to);
    let shape = shape(word.text);
    to.add(20, shape.long);
    to.add(21, shape.short);
    shape.short
}

/// Adds the features that depend on the words around the token and on the lists. `shape` is the
/// hash of its short shape.
pub fn context_features(
    input: &TaggerInput<'_, '_>,
    sequence: &Sequence,
    at: usize,
    shape: u64,
    out: &mut Vec<u64>,
) {
    let token = Context { input, sequence, at };
    let mut to = FeatureSet { out };
    token.add_neighbours(&mut to);
    token.add_forms(shape, &mut to);
    token.add_lists(&mut to);
    token.add_position(shape, &mut to);
    if sequence.casing != Casing::Lower {
        token.add_sequence(shape, &mut to);
    }
}

/// A token in its sequence.
struct Context<'i, 'p, 't> {
    input: &'i TaggerInput<'p, 't>,
    sequence: &'i Sequence,
    at: usize,
}

impl Context<'_, '_, '_> {
    /// Token at a distance, if it lies in the sentence.
    fn token_at(&self, distance: isize) -> Option<usize> {
        let at = self.at.wrapping_add_signed(distance);
        self.in_sentence(at).then_some(at)
    }

    fn in_sentence(&self, at: usize) -> bool {
        at >= self.sequence.sentence_start && at < self.sequence.sentence_end
    }

    /// Hash of the word at a distance, in small letters.
    fn lower(&self, distance: isize) -> u64 {
        self.token_at(distance).map_or(EDGE, |at| self.input.lower[at])
    }

    /// Lists of the word at a distance.
    fn flags(&self, distance: isize) -> u64 {
        self.token_at(distance).map_or(EDGE_FLAGS, |at| u64::from(self.input.flags[at].bits()))
    }

    /// Kind and case of the token at a distance, as one small number.
    fn form(&self, distance: isize) -> u64 {
        self.token_at(distance).map_or(EDGE_FORM, |at| {
            let token = &self.input.prose.tokens[at];
            token.kind as u64 * 8 + token.case as u64
        })
    }

    /// Position in the sequence: 0 alone, 1 first, 2 last, 3 between.
    fn position(&self) -> u64 {
        match (self.at == self.sequence.start, self.at + 1 == self.sequence.end) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        }
    }

    fn casing(&self) -> u64 {
        self.sequence.casing as u64
    }

    fn add_neighbours(&self, to: &mut FeatureSet<'_>) {
        let (own, before, after) = (self.lower(0), self.lower(-1), self.lower(1));
        to.add(4, before);
        to.add(5, after);
        to.add(6, self.lower(-2));
        to.add(7, self.lower(2));
        to.add(8, mix(before, own));
        to.add(9, mix(own, after));
        to.add(10, mix(before, after));
        to.add(11, mix(self.lower(-2), before));
        to.add(12, mix(after, self.lower(2)));
    }

    fn add_forms(&self, shape: u64, to: &mut FeatureSet<'_>) {
        let (position, casing) = (self.position(), self.casing());
        to.add(22, mix(shape, mix(position, casing)));
        to.add(23, mix(mix(self.form(0), self.form(-1)), self.form(1)));
        to.add(24, mix(mix(self.form(0), self.lower(0)), casing));
        to.add(25, mix(self.form(-1), self.lower(-1)));
    }

    fn add_lists(&self, to: &mut FeatureSet<'_>) {
        let (before, own, after) = (self.flags(-1), self.flags(0), self.flags(1));
        to.add(30, own);
        to.add(31, mix(own, after));
        to.add(32, mix(before, own));
        to.add(33, before);
        to.add(34, after);
        to.add(35, mix(mix(before, own), after));
        to.add(44, mix(mix(self.lower(-1), own), after));
        to.add(45, mix(mix(self.lower(1), own), before));
        for bit in 0..LISTS {
            if own & (1 << bit) != 0 {
                to.add(36, mix(bit, self.position()));
            }
        }
        let body = self.input.flags[self.at];
        if body.intersects(ListFlags::BODY) {
            let bits = u64::from(body.bits()) >> LISTS;
            to.add(37, bits);
            to.add(38, mix(bits, self.position()));
        }
    }

    /// Adds features of the position in the sentence, and whether it is a plain word of this text.
    fn add_position(&self, shape: u64, to: &mut FeatureSet<'_>) {
        let (tokens, start) = (&self.input.prose.tokens, self.sequence.sentence_start);
        let first = self.at == start
            || (self.at == start + 1 && tokens[self.at - 1].kind == TokenKind::QuoteMark);
        let plain = tokens[self.at].case != Case::Lower && self.input.occurs_lowercase(self.at);
        let (first, plain) = (u64::from(first), u64::from(plain));
        to.add(40, mix(first, mix(plain, self.casing())));
        to.add(41, mix(mix(first, plain), shape));
        to.add(42, mix(mix(first, plain), self.flags(0)));
    }

    /// Adds features of the ends of the sequence and the words around it: "the … Ministry", "…
    /// said".
    fn add_sequence(&self, shape: u64, to: &mut FeatureSet<'_>) {
        let (input, sequence, position) = (self.input, self.sequence, self.position());
        let edge = |at: Option<usize>| {
            at.filter(|at| self.in_sentence(*at)).map_or(EDGE, |at| input.lower[at])
        };
        let (before, after) = (edge(sequence.start.checked_sub(1)), edge(Some(sequence.end)));
        let length = (sequence.end - sequence.start).min(MAX_LENGTH) as u64;
        to.add(50, mix(input.lower[sequence.end - 1], position));
        to.add(51, mix(input.lower[sequence.start], position));
        to.add(52, mix(before, position));
        to.add(53, mix(after, position));
        to.add(54, mix(length, position));
        to.add(55, mix(mix(after, before), length));
        to.add(56, mix(u64::from(input.heads_after[self.at].bits()), shape));
        let second = edge(sequence.start.checked_sub(2));
        to.add(57, mix(mix(second, before), position));
    }
}

/// Adds prefixes and suffixes to four letters, in small letters.
fn affixes(text: &str, to: &mut FeatureSet<'_>) {
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

/// Hashes of a word's shape, in which a letter stands for its class.
struct Shape {
    /// "Xxxxx-Xx" for "Harker-Ox".
    long: u64,
    /// "Xx-Xx", runs of one class shortened to one letter.
    short: u64,
}

fn shape(text: &str) -> Shape {
    let (mut long, mut short) = (Rolling::new(), Rolling::new());
    let mut last = ' ';
    for c in letters(text).take(MAX_SHAPE_LETTERS) {
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
