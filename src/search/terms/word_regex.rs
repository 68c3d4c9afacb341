//! Regular expressions for one word.

use std::cell::RefCell;

use regex_automata::Anchored;
use regex_automata::MatchKind;
use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::{Builder, Cache, Config, DFA};
use regex_automata::nfa::thompson;
use regex_automata::util::start;
use regex_syntax::hir::{Hir, HirKind, Look};
use tantivy_fst::Automaton;
use unicode_normalization::UnicodeNormalization;

use crate::search::terms::folded_regex::folded;

/// Most characters and repetitions of an expression, repetitions written out.
const MAX_NODES: usize = 256;
/// Most bytes that the states of an expression may take, some thousand of them.
const MAX_CACHE: usize = 2 << 20;
/// Deepest nesting of groups.
const MAX_NESTING: u32 = 40;

/// Reasons to refuse a regular expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegexError {
    /// Expression that the parser refuses, with its reason.
    #[error("{0}")]
    Syntax(String),
    /// Expression that neither the parser nor the translator explains.
    #[error("it cannot be read")]
    Unreadable,
    /// Expression of more characters and repetitions than are taken.
    #[error("it is larger than {MAX_NODES} characters and repetitions")]
    TooLarge,
    /// Expression that looks at what stands around the word.
    #[error("it looks around, which has no use in a single word")]
    LooksAround,
    /// Expression that no automaton can be built of, with the reason.
    #[error("{0}")]
    Build(String),
}

/// A regular expression for a whole word, in any case and with any accents: a lazy DFA,
/// determinised only as far as words lead, with a ceiling on its memory.
#[derive(Debug)]
pub struct WordRegex {
    dfa: DFA,
    start: Option<LazyStateID>,
    states: RefCell<States>,
}

/// States of the automaton so far.
#[derive(Debug)]
struct States {
    cache: Cache,
    /// True once the states no longer fit.
    full: bool,
}

impl WordRegex {
    /// Compiles an expression.
    ///
    /// # Errors
    /// The expression cannot be read, is too large, or looks around the word.
    pub fn new(pattern: &str) -> Result<Self, RegexError> {
        let hir = regex_syntax::ParserBuilder::new()
            .case_insensitive(true)
            .nest_limit(MAX_NESTING)
            .build()
            .parse(&pattern.nfc().collect::<String>())
            .map_err(|error| match error {
                regex_syntax::Error::Parse(error) => RegexError::Syntax(error.kind().to_string()),
                regex_syntax::Error::Translate(error) => {
                    RegexError::Syntax(error.kind().to_string())
                }
                _ => RegexError::Unreadable,
            })?;
        if nodes(&hir) > MAX_NODES {
            return Err(RegexError::TooLarge);
        }
        let nfa = thompson::Compiler::new()
            .build_from_hir(&without_anchors(folded(hir))?)
            .map_err(|error| RegexError::Build(error.to_string()))?;
        // Leftmost-first matching would stop at the first alternative: words are matched whole. The
        // cache is never cleared, so that states stay what they are while a dictionary is walked.
        let config = Config::new()
            .match_kind(MatchKind::All)
            .cache_capacity(MAX_CACHE)
            .minimum_cache_clear_count(Some(0));
        let dfa = Builder::new().configure(config).build_from_nfa(nfa);
        let dfa = dfa.map_err(|error| RegexError::Build(error.to_string()))?;
        let mut cache = dfa.create_cache();
        let anchored = start::Config::new().anchored(Anchored::Yes);
        let start = dfa.start_state(&mut cache, &anchored).ok();
        let states = RefCell::new(States { cache, full: start.is_none() });
        Ok(Self { dfa, start, states })
    }

    /// True if it grew too large to be followed further; then it may have missed words.
    pub fn gave_up(&self) -> bool {
        self.states.borrow().full
    }
}

impl Automaton for WordRegex {
    /// `None` where nothing leads on.
    type State = Option<LazyStateID>;

    fn start(&self) -> Self::State {
        self.start
    }

    fn is_match(&self, state: &Self::State) -> bool {
        let mut states = self.states.borrow_mut();
        let States { cache, full } = &mut *states;
        let Some(state) = *state else { return false };
        let Ok(end) = self.dfa.next_eoi_state(cache, state) else {
            *full = true;
            return false;
        };
        end.is_match()
    }

    fn can_match(&self, state: &Self::State) -> bool {
        state.is_some()
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        let mut states = self.states.borrow_mut();
        let States { cache, full } = &mut *states;
        let Ok(next) = self.dfa.next_state(cache, (*state)?, byte) else {
            *full = true;
            return None;
        };
        (!next.is_dead() && !next.is_quit()).then_some(next)
    }
}

/// Number of characters and repetitions, repetitions written out.
fn nodes(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).chars().count(),
        HirKind::Class(_) => 1,
        HirKind::Capture(capture) => nodes(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(nodes).fold(0, usize::saturating_add),
        HirKind::Alternation(parts) => parts.iter().map(nodes).fold(1, usize::saturating_add),
        HirKind::Repetition(repetition) => {
            let (inner, min) = (nodes(&repetition.sub), repetition.min as usize);
            let optional = match repetition.max {
                Some(max) => (max as usize).saturating_sub(min),
                None => 1,
            };
            let once = inner.saturating_mul(min);
            once.saturating_add(inner.saturating_add(1).saturating_mul(optional))
        }
    }
}

/// Expression without `^` and `$`, which add nothing: it is for the whole word anyway.
fn without_anchors(hir: Hir) -> Result<Hir, RegexError> {
    let all = |parts: Vec<Hir>| parts.into_iter().map(without_anchors).collect::<Result<_, _>>();
    Ok(match hir.into_kind() {
        HirKind::Empty | HirKind::Look(Look::Start | Look::End) => Hir::empty(),
        HirKind::Look(_) => {
            return Err(RegexError::LooksAround);
        }
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(class) => Hir::class(class),
        HirKind::Capture(capture) => without_anchors(*capture.sub)?,
        HirKind::Concat(parts) => Hir::concat(all(parts)?),
        HirKind::Alternation(parts) => Hir::alternation(all(parts)?),
        HirKind::Repetition(mut repetition) => {
            repetition.sub = Box::new(without_anchors(*repetition.sub)?);
            Hir::repetition(repetition)
        }
    })
}
