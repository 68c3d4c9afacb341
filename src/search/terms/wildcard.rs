//! Wildcards: a non-deterministic automaton whose state is a set of positions in the pattern, one
//! bit each.

use tantivy_fst::Automaton;

use crate::text::Words;

/// Pattern of letters, `*` for any letters and `?` for one.
#[derive(Debug)]
pub struct Wildcard {
    elements: Vec<Element>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Element {
    /// This byte.
    Byte(u8),
    /// One character.
    One,
    /// Any characters.
    Any,
}

/// Most positions in a pattern, a set of which is a state.
const MAX_POSITIONS: usize = 127;

impl Wildcard {
    /// Compiles a pattern as typed; `None` when it is longer than any word.
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
        (elements.len() < MAX_POSITIONS).then_some(Self { elements })
    }

    /// True if a word that starts like `word` may match at all.
    pub fn may_start(&self, word: &str) -> bool {
        match self.elements.first() {
            Some(Element::Byte(first)) => word.as_bytes().first() == Some(first),
            _ => true,
        }
    }

    /// Epsilon closure: a star stands for nothing, too.
    fn closure(&self, mut positions: u128) -> u128 {
        for (at, element) in self.elements.iter().enumerate() {
            if *element == Element::Any && positions & (1 << at) != 0 {
                positions |= 1 << (at + 1);
            }
        }
        positions
    }
}

impl Automaton for Wildcard {
    type State = u128;

    fn start(&self) -> u128 {
        self.closure(1)
    }

    fn is_match(&self, positions: &u128) -> bool {
        positions & (1 << self.elements.len()) != 0
    }

    fn can_match(&self, positions: &u128) -> bool {
        *positions != 0
    }

    fn accept(&self, positions: &u128, byte: u8) -> u128 {
        let continues = byte & 0xC0 == 0x80;
        let mut next = 0;
        for at in 0..=self.elements.len() {
            if positions & (1 << at) == 0 {
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
        self.closure(next)
    }
}
