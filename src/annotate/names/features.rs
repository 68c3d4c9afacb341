//! Features of the tagger: the signs that it weighs of each token, each as one hash.
//!
//! The word, its neighbours to two on either side, its affixes and shape, the lists, the ends of
//! its sequence and what stands around it. The trained file depends on every line here, on the
//! numbers of the templates and, for training, on the order in which features are added: change one
//! and the model has to be trained anew.

use crate::annotate::gazetteer::word_lists::{Cluster, ListFlags, WordLists};
use crate::annotate::hash::{Rolling, letters, mix, word};
use crate::annotate::names::tagger_input::{Casing, Sequence, TaggerInput};
use crate::text::{Case, TokenKind};

/// Stands for the word before a sentence and after it.
const EDGE: u64 = 7;
/// Stands for the lists of the word before a sentence and after it.
const EDGE_FLAGS: u64 = 1 << 16;

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
    pub printed: u64,
    /// Hash in small letters.
    lower: u64,
}

impl<'t> WordForm<'t> {
    /// Stands for the word before a sentence and after it.
    pub const EDGE: Self = Self { text: "", printed: EDGE, lower: EDGE };

    /// The form of a token.
    pub fn new(input: &TaggerInput<'_, 't>, at: usize) -> Self {
        let token = &input.prose.tokens[at];
        let text = token.of(input.prose.text);
        let lower = input.lower[at];
        let form = token.kind as u64 * 8 + token.case as u64;
        // The small letters and the case tell how most words are printed.
        let told = token.kind == TokenKind::Word
            && matches!(token.case, Case::Lower | Case::Capitalised | Case::Upper);
        let printed = mix(if told { lower } else { word(text) }, form);
        Self { text, printed, lower }
    }

    /// The form of a token, or the edge's if it does not lie in the sentence.
    pub fn within(input: &TaggerInput<'_, 't>, sequence: &Sequence, at: Option<usize>) -> Self {
        at.filter(|at| (sequence.sentence_start..sequence.sentence_end).contains(at))
            .map_or(Self::EDGE, |at| Self::new(input, at))
    }

    /// Cluster of the word.
    pub fn cluster(&self, lists: &WordLists) -> Cluster {
        if self.lower == EDGE { Cluster::EDGE } else { lists.cluster(self.lower) }
    }
}

/// Adds the features that depend on the word alone; returns the hash of its short shape.
pub fn word_features(word: WordForm<'_>, cluster: Cluster, out: &mut Vec<u64>) -> u64 {
    let mut to = FeatureSet { out };
    to.add(1, 0);
    to.add(2, word.printed);
    to.add(3, word.lower);
    affixes(word.text, &mut to);
    let shape = shape(word.text);
    to.add(20, shape.long);
    to.add(21, shape.short);
    for (level, template) in [80, 81, 82].into_iter().enumerate() {
        to.add(template, cluster.at_level(level));
    }
    shape.short
}

/// Adds the features that a word gives to the token behind it.
pub fn features_behind(word: WordForm<'_>, cluster: Cluster, out: &mut Vec<u64>) {
    let mut to = FeatureSet { out };
    to.add(4, word.lower);
    to.add(25, word.printed);
    for (level, template) in [83, 84, 85].into_iter().enumerate() {
        to.add(template, cluster.at_level(level));
    }
}

/// Adds the features that a word gives to the token before it.
pub fn features_ahead(word: WordForm<'_>, cluster: Cluster, out: &mut Vec<u64>) {
    let mut to = FeatureSet { out };
    to.add(5, word.lower);
    for (level, template) in [86, 87, 88].into_iter().enumerate() {
        to.add(template, cluster.at_level(level));
    }
}

/// Shapes of the words of a sequence, and clusters of these, of the one before and the one after.
#[derive(Clone, Debug, Default)]
pub struct Window {
    /// Hashes of the short shapes.
    pub shapes: Vec<u64>,
    /// Clusters; that of the word before the sequence is the first.
    pub clusters: Vec<Cluster>,
}

impl Window {
    /// Forgets the words of the sequence before.
    pub fn clear(&mut self) {
        self.shapes.clear();
        self.clusters.clear();
    }
}

/// Words of a sequence, the one before it first and the one after it last.
pub fn words_around<'i, 't>(
    input: &'i TaggerInput<'_, 't>,
    sequence: &'i Sequence,
) -> impl Iterator<Item = WordForm<'t>> + 'i {
    let before = WordForm::within(input, sequence, sequence.start.checked_sub(1));
    let after = WordForm::within(input, sequence, Some(sequence.end));
    let words = (sequence.start..sequence.end).map(|at| WordForm::new(input, at));
    std::iter::once(before).chain(words).chain(std::iter::once(after))
}

/// Adds the features of each token of a sequence to `out`, and calls `end` after each token's.
pub fn sequence_features(
    input: &TaggerInput<'_, '_>,
    lists: &WordLists,
    sequence: &Sequence,
    out: &mut Vec<u64>,
    mut end: impl FnMut(&mut Vec<u64>),
) {
    let words: Vec<WordForm<'_>> = words_around(input, sequence).collect();
    let clusters = words.iter().map(|word| word.cluster(lists)).collect();
    let shapes = words[1..words.len() - 1].iter().map(|word| shape(word.text).short).collect();
    let window = Window { shapes, clusters };
    for (index, at) in (sequence.start..sequence.end).enumerate() {
        word_features(words[index + 1], window.clusters[index + 1], out);
        features_behind(words[index], window.clusters[index], out);
        features_ahead(words[index + 2], window.clusters[index + 2], out);
        let token = Context::new(input, sequence, &window, at);
        token.add_form(out);
        token.add_lists(out);
        token.add_context(out);
        end(out);
    }
}

/// A token in its sequence.
#[derive(Debug)]
pub struct Context<'i, 'p, 't> {
    input: &'i TaggerInput<'p, 't>,
    sequence: &'i Sequence,
    window: &'i Window,
    at: usize,
    position: u64,
    /// Stands first in the sentence.
    first: u64,
    /// Occurs in small letters elsewhere.
    plain: u64,
    length: u64,
}

impl<'i, 'p, 't> Context<'i, 'p, 't> {
    /// The token at `at`.
    pub fn new(
        input: &'i TaggerInput<'p, 't>,
        sequence: &'i Sequence,
        window: &'i Window,
        at: usize,
    ) -> Self {
        let (tokens, start) = (&input.prose.tokens, sequence.sentence_start);
        // 0 alone, 1 first, 2 last, 3 between.
        let position = match (at == sequence.start, at + 1 == sequence.end) {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        };
        let first = at == start || (at == start + 1 && tokens[at - 1].kind == TokenKind::QuoteMark);
        let plain = tokens[at].case != Case::Lower && input.occurs_lowercase(at);
        let length = (sequence.end - sequence.start).min(MAX_LENGTH) as u64;
        let (first, plain) = (u64::from(first), u64::from(plain));
        Self { input, sequence, window, at, position, first, plain, length }
    }

    fn shape(&self) -> u64 {
        self.window.shapes[self.at - self.sequence.start]
    }

    /// Cluster of the word before (0), the token (1) or the word after (2), at a level.
    fn cluster(&self, place: usize, level: usize) -> u64 {
        self.window.clusters[self.at - self.sequence.start + place].at_level(level)
    }

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

    fn casing(&self) -> u64 {
        self.sequence.casing as u64
    }

    /// Hash of all that the features of [`Context::add_form`] depend on.
    pub fn form_key(&self) -> u64 {
        let small = self.position << 8
            | self.casing() << 6
            | self.first << 5
            | self.plain << 4
            | self.length;
        mix(self.shape(), small << 16 | self.flags(0))
    }

    /// Adds the features of the token's form, lists and position.
    pub fn add_form(&self, out: &mut Vec<u64>) {
        let mut to = FeatureSet { out };
        let (position, casing, shape) = (self.position, self.casing(), self.shape());
        let (own, sign) = (self.flags(0), mix(self.first, self.plain));
        to.add(22, mix(shape, mix(position, casing)));
        to.add(30, own);
        for bit in 0..LISTS {
            if own & (1 << bit) != 0 {
                to.add(36, mix(bit, position));
            }
        }
        let body = self.input.flags[self.at];
        if body.intersects(ListFlags::BODY) {
            let bits = own >> LISTS;
            to.add(37, bits);
            to.add(38, mix(bits, position));
        }
        to.add(40, mix(self.first, mix(self.plain, casing)));
        to.add(41, mix(sign, shape));
        to.add(42, mix(sign, own));
        to.add(54, mix(self.length, position));
    }

    /// Hash of all that the features of [`Context::add_lists`] depend on.
    pub fn lists_key(&self) -> u64 {
        self.flags(-1) << 40 | self.flags(0) << 20 | self.flags(1) | 1 << 63
    }

    /// Adds the features of the lists of the token and its neighbours.
    pub fn add_lists(&self, out: &mut Vec<u64>) {
        let mut to = FeatureSet { out };
        let (before, own, after) = (self.flags(-1), self.flags(0), self.flags(1));
        to.add(31, mix(own, after));
        to.add(32, mix(before, own));
        to.add(33, before);
        to.add(34, after);
        to.add(35, mix(mix(before, own), after));
    }

    /// Adds the features of several words at once.
    pub fn add_context(&self, out: &mut Vec<u64>) {
        let mut to = FeatureSet { out };
        let (own, before, after) = (self.lower(0), self.lower(-1), self.lower(1));
        let flags = self.flags(0);
        to.add(6, self.lower(-2));
        to.add(7, self.lower(2));
        to.add(8, mix(before, own));
        to.add(9, mix(own, after));
        to.add(10, mix(before, after));
        to.add(11, mix(self.lower(-2), before));
        to.add(12, mix(after, self.lower(2)));
        to.add(93, mix(self.cluster(0, 2), self.cluster(1, 2)));
        to.add(94, mix(self.cluster(1, 2), self.cluster(2, 2)));
        to.add(96, mix(self.cluster(0, 1), flags));
        to.add(97, mix(self.cluster(2, 1), flags));
        if self.sequence.casing != Casing::Lower {
            self.add_sequence(&mut to);
        }
    }

    /// Adds features of the ends of the sequence and the words around it: "the … Ministry", "…
    /// said".
    fn add_sequence(&self, to: &mut FeatureSet<'_>) {
        let (input, sequence, position) = (self.input, self.sequence, self.position);
        let edge = |at: Option<usize>| {
            at.filter(|at| self.in_sentence(*at)).map_or(EDGE, |at| input.lower[at])
        };
        let (before, after) = (edge(sequence.start.checked_sub(1)), edge(Some(sequence.end)));
        to.add(50, mix(input.lower[sequence.end - 1], position));
        to.add(51, mix(input.lower[sequence.start], position));
        to.add(52, mix(before, position));
        to.add(53, mix(after, position));
        let heads = u64::from(input.heads_after[self.at].bits());
        to.add(56, mix(heads, self.shape()));
        let length = sequence.end - sequence.start;
        let clusters = &self.window.clusters;
        for (template, place) in [(101, 0), (102, 1), (99, length), (100, length + 1)] {
            to.add(template, mix(clusters[place].at_level(1), position));
        }
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
