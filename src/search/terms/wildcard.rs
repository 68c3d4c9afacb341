//! Wildcards: a non-deterministic automaton whose state is a set of positions in the pattern, one bit
//! each.

use tantivy_fst::Automaton;

use crate::text::Words;

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
    pub fn may_start(&self, word: &str) -> bool {
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
