//! Patterns for one word, run over the dictionary of words and over the words of a text.
//!
//! Each runs in memory and time that its length bounds, whatever was typed: the state of a wildcard
//! is a set of positions in it, a regular expression is determinised only as far as words lead, a
//! misspelt word is a Levenshtein automaton, and all have a ceiling.

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use tantivy_fst::Automaton;

use crate::search::terms::wildcard::Wildcard;
use crate::search::terms::word_regex::WordRegex;

/// Pattern that accepts some words, given folded, and not others.
#[derive(Debug)]
pub enum WordPattern {
    /// Letters among `*` and `?`.
    Wild(Wildcard),
    /// A regular expression.
    Regex(Box<WordRegex>),
    /// A word that may be misspelt.
    Fuzzy(FuzzyWord),
}

impl WordPattern {
    /// True if the pattern accepts a folded word.
    pub fn accepts(&self, folded: &str) -> bool {
        match self {
            Self::Wild(wild) => wild.may_start(folded) && run(wild, folded),
            Self::Regex(regex) => run(&**regex, folded),
            Self::Fuzzy(fuzzy) => run(fuzzy, folded),
        }
    }
}

/// True if the automaton accepts a word.
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

/// Levenshtein automaton of a word (Schulz and Mihov 2002, “Fast String Correction with
/// Levenshtein Automata”): accepts words with letters wrong, missing, too many, or two swapped.
pub struct FuzzyWord {
    dfa: DFA,
    edits: u8,
}

impl std::fmt::Debug for FuzzyWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FuzzyWord").field("edits", &self.edits).finish_non_exhaustive()
    }
}

impl FuzzyWord {
    /// Automaton of a folded word, which accepts words within `edits` letters of it.
    pub fn new(folded: &str, edits: u8) -> Self {
        let dfa = LevenshteinAutomatonBuilder::new(edits, true).build_dfa(folded);
        Self { dfa, edits }
    }
}

impl Automaton for FuzzyWord {
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wildcards() {
        let check = |pattern: &str, word: &str, taken: bool| {
            let wild = WordPattern::Wild(Wildcard::new(pattern).unwrap());
            assert_eq!(wild.accepts(word), taken, "{pattern} {word}");
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
            assert_eq!(regex.accepts(word), taken, "{pattern} {word}");
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
        // Words are folded, and so is what is asked.
        check("péch[éè]", "peche", true);
        check("pe\u{301}ch.", "peche", true);
        check("P\\u{C9}CHE", "peche", true);
        check("gro(ß|tt)e", "grosse", true);
        check("[à-ü]+", "aeiou", true);
        check("[^é]at", "eat", true);
        check("M[ØÖ]ller", "moller", true);
        check("ｗｉｄｅ", "wide", true);
        check("péche", "pache", false);
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
            let fuzzy = WordPattern::Fuzzy(FuzzyWord::new("minister", edits));
            assert_eq!(fuzzy.accepts(word), taken, "{edits} {word}");
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
