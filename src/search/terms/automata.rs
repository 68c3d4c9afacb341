//! Patterns for one word, run over the dictionary of words and over the words of a text.
//!
//! Each runs in memory and time that its length bounds, whatever was typed: a wildcard is a set of places in its
//! text, a regular expression is determinised only as far as words lead, and both have a ceiling.

use std::cell::RefCell;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use rustc_hash::FxHashMap;
use tantivy_fst::Automaton;

use crate::text::Words;

/// Something that takes some words and not others. It sees them folded.
#[derive(Debug)]
pub enum WordPattern {
    Wild(Wildcard),
    Regex(Box<WordRegex>),
    Fuzzy(Fuzzy),
}

impl WordPattern {
    pub fn takes(&self, folded: &str) -> bool {
        match self {
            Self::Wild(wild) => wild.may_start(folded) && run(wild, folded),
            Self::Regex(regex) => run(&**regex, folded),
            Self::Fuzzy(fuzzy) => run(fuzzy, folded),
        }
    }
}

pub fn run<A: Automaton>(automaton: &A, word: &str) -> bool {
    let mut state = automaton.start();
    for byte in word.bytes() {
        if !automaton.can_match(&state) {
            return false;
        }
        state = automaton.accept(&state, byte);
    }
    automaton.is_match(&state)
}

/// `*` and `?` among letters.
#[derive(Debug)]
pub struct Wildcard {
    elements: Vec<Element>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Element {
    Byte(u8),
    One,
    Any,
}

/// A state is a set of places in the pattern, and it has at most so many.
const PLACES: usize = 127;

impl Wildcard {
    /// `None` when it is longer than any word.
    pub fn new(typed: &str) -> Option<Self> {
        let mut elements: Vec<Element> = Vec::new();
        let mut run = String::new();
        let fold = |run: &mut String, elements: &mut Vec<Element>| {
            let mut words = Words::new(run);
            while let Some(word) = words.advance() {
                elements.extend(word.folded.bytes().map(Element::Byte));
            }
            run.clear();
        };
        for c in typed.chars() {
            match c {
                '*' | '?' => {
                    fold(&mut run, &mut elements);
                    let element = if c == '*' { Element::Any } else { Element::One };
                    // Several stars are one.
                    if element == Element::One || elements.last() != Some(&Element::Any) {
                        elements.push(element);
                    }
                }
                c => run.push(c),
            }
        }
        fold(&mut run, &mut elements);
        (elements.len() < PLACES).then_some(Self { elements })
    }

    /// Whether a word that starts so may fit at all.
    fn may_start(&self, word: &str) -> bool {
        match self.elements.first() {
            Some(Element::Byte(first)) => word.as_bytes().first() == Some(first),
            _ => true,
        }
    }

    /// Stars stand for nothing too.
    fn closed(&self, mut places: u128) -> u128 {
        for (at, element) in self.elements.iter().enumerate() {
            if *element == Element::Any && places & (1 << at) != 0 {
                places |= 1 << (at + 1);
            }
        }
        places
    }
}

impl Automaton for Wildcard {
    type State = u128;

    fn start(&self) -> u128 {
        self.closed(1)
    }

    fn is_match(&self, places: &u128) -> bool {
        places & (1 << self.elements.len()) != 0
    }

    fn can_match(&self, places: &u128) -> bool {
        *places != 0
    }

    fn accept(&self, places: &u128, byte: u8) -> u128 {
        let continues = byte & 0xC0 == 0x80;
        let mut next = 0;
        for at in 0..=self.elements.len() {
            if places & (1 << at) == 0 {
                continue;
            }
            match self.elements.get(at) {
                Some(Element::Byte(wanted)) if *wanted == byte => next |= 1 << (at + 1),
                Some(Element::One) if !continues => next |= 1 << (at + 1),
                Some(Element::Any) => next |= 1 << at,
                _ => {}
            }
            // The rest of the character that a ? has begun.
            if continues && at > 0 && self.elements[at - 1] == Element::One {
                next |= 1 << at;
            }
        }
        self.closed(next)
    }
}

/// A word with letters wrong, missing, too many, or two swapped.
pub struct Fuzzy {
    dfa: DFA,
    edits: u8,
}

impl std::fmt::Debug for Fuzzy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fuzzy").field("edits", &self.edits).finish_non_exhaustive()
    }
}

impl Fuzzy {
    pub fn new(folded: &str, edits: u8) -> Self {
        let dfa = LevenshteinAutomatonBuilder::new(edits, true).build_dfa(folded);
        Self { dfa, edits }
    }
}

impl Automaton for Fuzzy {
    type State = u32;

    fn start(&self) -> u32 {
        self.dfa.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.dfa.distance(*state), Distance::Exact(edits) if edits <= self.edits)
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != levenshtein_automata::SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.dfa.transition(*state, byte)
    }
}

/// The most nodes of a regular expression, repetitions written out.
const NODES: usize = 256;
/// The most states that may be made of them.
const STATES: usize = 4_000;

type NodeSet = [u64; NODES / 64];

#[derive(Debug)]
enum RegexNode {
    /// A character of these ranges, then the next node.
    Chars(Vec<(char, char)>, usize),
    /// Either node, at once.
    Split(Vec<usize>),
    Match,
}

/// A regular expression for a whole word, in any case.
#[derive(Debug)]
pub struct WordRegex {
    nodes: Vec<RegexNode>,
    start: usize,
    states: RefCell<States>,
}

#[derive(Debug, Default)]
struct States {
    sets: Vec<NodeSet>,
    numbers: FxHashMap<NodeSet, u32>,
    steps: FxHashMap<(u32, char), u32>,
    too_many: bool,
}

/// A number of a state, and the bytes of a character that is not whole yet.
#[derive(Clone, Copy, Debug)]
pub struct RegexState {
    number: u32,
    pending: [u8; 4],
    length: u8,
}

/// The state that nothing leaves.
const DEAD: u32 = 0;

impl WordRegex {
    /// # Errors
    /// A sentence that says what is wrong with it.
    pub fn new(pattern: &str) -> Result<Self, String> {
        let hir = regex_syntax::ParserBuilder::new()
            .case_insensitive(true)
            .nest_limit(40)
            .build()
            .parse(pattern)
            .map_err(|error| match error {
                regex_syntax::Error::Parse(error) => error.kind().to_string(),
                regex_syntax::Error::Translate(error) => error.kind().to_string(),
                _ => "it cannot be read".to_owned(),
            })?;
        let mut regex =
            Self { nodes: vec![RegexNode::Match], start: 0, states: RefCell::default() };
        regex.start = regex.add(&hir, 0)?;
        {
            let mut states = regex.states.borrow_mut();
            states.number([0; NODES / 64]);
            let mut first = [0; NODES / 64];
            regex.close(regex.start, &mut first);
            states.number(first);
        }
        Ok(regex)
    }

    /// Whether it grew too large to be followed further; then it may have missed words.
    pub fn gave_up(&self) -> bool {
        self.states.borrow().too_many
    }

    fn push(&mut self, node: RegexNode) -> Result<usize, String> {
        if self.nodes.len() >= NODES {
            return Err(format!("it is larger than {NODES} characters and repetitions"));
        }
        self.nodes.push(node);
        Ok(self.nodes.len() - 1)
    }

    /// Adds what leads through `hir` to the node `next`, from the end backward.
    fn add(&mut self, hir: &Hir, next: usize) -> Result<usize, String> {
        match hir.kind() {
            // A pattern is for the whole word anyway.
            HirKind::Empty | HirKind::Look(Look::Start | Look::End) => Ok(next),
            HirKind::Look(_) => {
                Err("it looks around, which has no use in a single word".to_owned())
            }
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).map_err(|e| e.to_string())?;
                let mut next = next;
                for c in text.chars().rev() {
                    next = self.push(RegexNode::Chars(vec![(c, c)], next))?;
                }
                Ok(next)
            }
            HirKind::Class(class) => {
                let ranges = match class {
                    Class::Unicode(class) => {
                        class.iter().map(|range| (range.start(), range.end())).collect()
                    }
                    Class::Bytes(class) => class
                        .iter()
                        .map(|range| (char::from(range.start()), char::from(range.end())))
                        .collect(),
                };
                self.push(RegexNode::Chars(ranges, next))
            }
            HirKind::Capture(capture) => self.add(&capture.sub, next),
            HirKind::Concat(parts) => {
                parts.iter().rev().try_fold(next, |next, part| self.add(part, next))
            }
            HirKind::Alternation(parts) => {
                let starts =
                    parts.iter().map(|part| self.add(part, next)).collect::<Result<_, _>>()?;
                self.push(RegexNode::Split(starts))
            }
            HirKind::Repetition(repetition) => {
                let mut next = next;
                match repetition.max {
                    None => {
                        let turn = self.push(RegexNode::Split(vec![next]))?;
                        let start = self.add(&repetition.sub, turn)?;
                        if let RegexNode::Split(starts) = &mut self.nodes[turn] {
                            starts.push(start);
                        }
                        next = turn;
                    }
                    Some(most) => {
                        let end = next;
                        for _ in repetition.min..most {
                            let start = self.add(&repetition.sub, next)?;
                            next = self.push(RegexNode::Split(vec![start, end]))?;
                        }
                    }
                }
                for _ in 0..repetition.min {
                    let before = self.nodes.len();
                    next = self.add(&repetition.sub, next)?;
                    if self.nodes.len() == before {
                        break; // of nothing, however often
                    }
                }
                Ok(next)
            }
        }
    }

    /// Adds a node and all that it leads to at once.
    fn close(&self, start: usize, set: &mut NodeSet) {
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            if set[node / 64] & (1 << (node % 64)) != 0 {
                continue;
            }
            set[node / 64] |= 1 << (node % 64);
            if let RegexNode::Split(starts) = &self.nodes[node] {
                open.extend(starts);
            }
        }
    }

    fn step(&self, number: u32, c: char) -> u32 {
        let mut states = self.states.borrow_mut();
        if let Some(next) = states.steps.get(&(number, c)) {
            return *next;
        }
        if states.sets.len() >= STATES {
            states.too_many = true;
            return DEAD;
        }
        let from = states.sets[number as usize];
        let mut to = [0; NODES / 64];
        for (at, node) in self.nodes.iter().enumerate() {
            if from[at / 64] & (1 << (at % 64)) == 0 {
                continue;
            }
            if let RegexNode::Chars(ranges, next) = node {
                let range = ranges.partition_point(|(_, last)| *last < c);
                if ranges.get(range).is_some_and(|(first, _)| *first <= c) {
                    self.close(*next, &mut to);
                }
            }
        }
        let next = states.number(to);
        states.steps.insert((number, c), next);
        next
    }
}

impl States {
    fn number(&mut self, set: NodeSet) -> u32 {
        let next = self.sets.len() as u32;
        let number = *self.numbers.entry(set).or_insert(next);
        if number == next {
            self.sets.push(set);
        }
        number
    }
}

impl Automaton for WordRegex {
    type State = RegexState;

    fn start(&self) -> RegexState {
        let number = u32::from(self.states.borrow().sets.len() > 1);
        RegexState { number, pending: [0; 4], length: 0 }
    }

    fn is_match(&self, state: &RegexState) -> bool {
        // The match is node 0.
        state.length == 0 && self.states.borrow().sets[state.number as usize][0] & 1 != 0
    }

    fn can_match(&self, state: &RegexState) -> bool {
        state.number != DEAD
    }

    fn accept(&self, state: &RegexState, byte: u8) -> RegexState {
        let mut next = *state;
        let Some(place) = next.pending.get_mut(usize::from(next.length)) else {
            return RegexState { number: DEAD, pending: [0; 4], length: 0 };
        };
        *place = byte;
        next.length += 1;
        let bytes = &next.pending[..usize::from(next.length)];
        if let Some(c) = std::str::from_utf8(bytes).ok().and_then(|text| text.chars().next()) {
            next = RegexState { number: self.step(state.number, c), pending: [0; 4], length: 0 };
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wildcards() {
        let check = |pattern: &str, word: &str, taken: bool| {
            let wild = WordPattern::Wild(Wildcard::new(pattern).unwrap());
            assert_eq!(wild.takes(word), taken, "{pattern} {word}");
        };
        check("neg*", "negotiate", true);
        check("neg*", "neg", true);
        check("neg*", "anneg", false);
        check("n?g", "nag", true);
        check("n?g", "ng", false);
        check("n?g", "naag", false);
        check("*wolf", "werewolf", true);
        check("*w*f*", "werewolves and fs", true);
        check("Caf?", "cafй", true);
        check("?b", "éb", true);
        check("?b", "éé", false);
        check("É*", "etat", true);
        assert!(Wildcard::new(&"a?".repeat(200)).is_none());
    }

    #[test]
    fn regular_expressions() {
        let check = |pattern: &str, word: &str, taken: bool| {
            let regex = WordPattern::Regex(Box::new(WordRegex::new(pattern).unwrap()));
            assert_eq!(regex.takes(word), taken, "{pattern} {word}");
        };
        check("col(ou|o)r", "colour", true);
        check("col(ou|o)r", "color", true);
        check("col(ou|o)r", "colors", false);
        check("^Neg.*$", "negotiate", true);
        check("[a-c]{2,3}", "ab", true);
        check("[a-c]{2,3}", "abca", false);
        check("(ab)+", "abab", true);
        check("(ab)*", "", true);
        check(".", "й", true);
        check("\\d{4}", "2024", true);
        check("(a*)*", "aaa", true);
    }

    #[test]
    fn expressions_that_explode_are_refused() {
        for pattern in ["(a{100}){100}", "((a{20}){20}){20}", "(", "a{1000000}", "\\bx", "[z-a]"] {
            assert!(WordRegex::new(pattern).is_err(), "{pattern}");
        }
        let regex = WordRegex::new(".*a.{14}").unwrap();
        for number in 0..20_000_u32 {
            let word: String =
                (0..15).map(|bit| if number >> bit & 1 == 1 { 'a' } else { 'b' }).collect();
            run(&regex, &word);
        }
        assert!(regex.gave_up());
    }

    #[test]
    fn misspellings() {
        let check = |edits, word: &str, taken: bool| {
            let fuzzy = WordPattern::Fuzzy(Fuzzy::new("minister", edits));
            assert_eq!(fuzzy.takes(word), taken, "{edits} {word}");
        };
        check(1, "minister", true);
        check(1, "minster", true);
        check(1, "minitser", true);
        check(1, "monstre", false);
        check(2, "mimistr", true);
    }

    proptest! {
        #[test]
        fn any_pattern_on_any_word(pattern in "[a-zé*?]{1,30}|\\PC{1,30}", word in "[a-zé]{0,20}") {
            if let Some(wild) = Wildcard::new(&pattern) {
                let _ = run(&wild, &word);
            }
            if let Ok(regex) = WordRegex::new(&pattern) {
                let _ = run(&regex, &word);
            }
        }
    }
}
