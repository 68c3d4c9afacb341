//! A sentence seen from its verbs: verb groups with all that stands in them, subjects, clauses.

use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::mode::governor::Governor;
use crate::annotate::quotes::narration::{ItemKind, Narration, NarrationItem};
use crate::annotate::quotes::noun_phrase::NounPhrase;

/// Most items of an insertion between commas: "did not, however, say".
const MAX_INSERTION: usize = 6;
/// Most items of a subject between an auxiliary and its verb.
const MAX_INVERTED: usize = 14;
/// Most items looked back over for the start of a clause.
const MAX_CLAUSE: usize = 40;

/// Sentence of a narration.
#[derive(Clone, Copy)]
pub struct Scene<'a, 't> {
    /// Narration of the article.
    pub narration: &'a Narration<'t>,
    /// First item of the sentence.
    pub low: usize,
    /// First item past it.
    pub high: usize,
}

/// Auxiliaries, negations and adverbs of a verb.
#[derive(Clone, Copy, Debug)]
pub struct Auxiliaries {
    /// First item of the verb group.
    pub start: usize,
    /// Negation: "not", "never".
    pub negation: Option<usize>,
    /// Modal verb.
    pub modal: Option<usize>,
    /// Form of "have".
    pub have: Option<usize>,
    /// Form of "be".
    pub be: Option<usize>,
    /// Form of "do".
    pub do_form: Option<usize>,
    /// Classes of the adverbs in the group.
    pub adverbs: Governor,
}

impl Auxiliaries {
    /// True if any auxiliary stands in the group.
    pub fn any(&self) -> bool {
        self.modal.or(self.have).or(self.be).or(self.do_form).is_some()
    }
}

impl<'a> Scene<'a, '_> {
    /// Item at `at`, if it stands in the sentence.
    pub fn item(&self, at: usize) -> Option<&'a NarrationItem> {
        self.narration.items.get(at).filter(|_| (self.low..self.high).contains(&at))
    }

    /// Position before `at`, if it is in the sentence.
    pub fn before(&self, at: usize) -> Option<usize> {
        at.checked_sub(1).filter(|left| *left >= self.low)
    }

    /// Classes of the item at `at`.
    pub fn governor(&self, at: usize) -> Governor {
        if self.item(at).is_some() { Governor::at(self.narration, at) } else { Governor::empty() }
    }

    /// True if the item at `at` is the word `word`, whatever its case, and no part of a name.
    pub fn says(&self, at: usize, word: &str) -> bool {
        self.item(at).is_some_and(NarrationItem::is_plain_word) && self.narration.says(at, word)
    }

    /// True if the item at `at` is a plain word with any of the parts of speech.
    pub fn is(&self, at: usize, pos: Pos) -> bool {
        self.item(at).is_some_and(|item| item.is_plain_word() && item.is(pos))
    }

    /// True if the item at `at` is of this kind.
    pub fn is_kind(&self, at: usize, kind: ItemKind) -> bool {
        self.item(at).is_some_and(|item| item.kind == kind)
    }

    /// True if the item at `at` is an adverb and nothing that ends a verb group.
    pub fn is_adverb(&self, at: usize) -> bool {
        let other = Pos::NAME | Pos::PRON | Pos::CONJ | Pos::DET | Pos::BE | Pos::HAVE;
        let adverb = self.is(at, Pos::ADV) && !self.is(at, other);
        let noun = self.is(at, Pos::NOUN) && self.governor(at).is_empty();
        adverb && !noun || self.is(at, Pos::TIME) && self.is(at, Pos::ADV)
    }

    /// Position before `at` that no adverb stands at.
    pub fn before_adverbs(&self, mut at: usize) -> Option<usize> {
        loop {
            at = self.before(at)?;
            let negated = self.is(at, Pos::NEG);
            if negated || !self.is_adverb(at) {
                return Some(at);
            }
        }
    }

    /// True if the sentence is a question of the narrator.
    pub fn is_question(&self) -> bool {
        self.high > self.low && self.narration.word(self.high - 1) == "?"
    }

    /// Auxiliaries, negations and adverbs before the verb at `verb`.
    pub fn auxiliaries(&self, verb: usize) -> Auxiliaries {
        let mut group = Auxiliaries {
            start: verb,
            negation: None,
            modal: None,
            have: None,
            be: None,
            do_form: None,
            adverbs: Governor::empty(),
        };
        while let Some(at) = self.before(group.start) {
            if self.is_kind(at, ItemKind::Comma) {
                match self.insertion(at) {
                    Some(start) => group.start = start,
                    None => break,
                }
                continue;
            }
            if !self.take(at, verb, &mut group) {
                break;
            }
            group.start = at;
        }
        group
    }

    /// Takes the item at `at` into the group of `verb`, if it belongs there.
    fn take(&self, at: usize, verb: usize, group: &mut Auxiliaries) -> bool {
        let Some(item) = self.item(at).filter(|item| item.is_plain_word()) else { return false };
        let would = matches!(self.narration.word(at), "'d" | "’d")
            && item.is(Pos::BE)
            && self.is(verb, Pos::BASE)
            && !self.narration.items[verb].forms.intersects(Pos::PART);
        if item.is(Pos::NEG) {
            group.negation = Some(at);
        } else if item.is(Pos::MODAL) || would {
            // "May" and "Will" within a sentence are names.
            if item.capital && at > self.low && !self.is_question() {
                return false;
            }
            group.modal = Some(at);
        } else if item.is(Pos::HAVE) {
            group.have = Some(at);
        } else if item.is(Pos::BE) {
            group.be = Some(at);
        } else if item.is(Pos::DO) {
            group.do_form = Some(at);
        } else if !self.is_adverb(at) {
            return false;
        }
        group.adverbs |= self.governor(at);
        true
    }

    /// Start of an insertion between commas that ends with the comma at `comma`, if an auxiliary
    /// stands before it: "did not, however, say".
    fn insertion(&self, comma: usize) -> Option<usize> {
        let low = self.low.max(comma.saturating_sub(MAX_INSERTION));
        let first = (low..comma).rev().find(|at| self.is_kind(*at, ItemKind::Comma))?;
        let before = self.before(first)?;
        let helper = Pos::MODAL | Pos::HAVE | Pos::DO | Pos::NEG | Pos::BE;
        (self.is(before, helper) && comma > first + 1).then_some(first)
    }

    /// Subject that ends before the item at `end`.
    pub fn subject_before(&self, end: usize) -> Option<NounPhrase> {
        let low = self.low.max(end.saturating_sub(MAX_CLAUSE));
        let left = self.before(end)?;
        let item = self.item(left)?;
        if item.kind != ItemKind::Word || item.is(Pos::REL) && !item.is(Pos::NOUN | Pos::PRON) {
            return None;
        }
        let found = NounPhrase::ending_at(self.narration, low, end)?;
        // "shows Smith saying": the verb looks like a noun of the phrase.
        let classes = Governor::PERCEIVES | Governor::WANTS | Governor::DENIES;
        let verb = (found.start + 1..end).rev().find(|at| {
            self.governor(*at).intersects(classes)
                && self.is(*at, VERBAL)
                && !self.is(at - 1, Pos::DET | Pos::ADJ | Pos::POSS | Pos::PREP)
        });
        match verb {
            Some(verb) if verb + 1 < end => NounPhrase::ending_at(self.narration, verb + 1, end),
            _ => Some(found),
        }
    }

    /// Auxiliary before the subject of a verb whose group begins at `start`: "did the mayor say".
    pub fn inverted(&self, verb: usize, start: usize) -> Option<usize> {
        let subject = self.subject_before(start)?;
        if subject.len() > MAX_INVERTED {
            return None;
        }
        let mut at = self.before(subject.start)?;
        if self.is(at, Pos::NEG) {
            at = self.before(at)?;
        }
        let item = self.item(at).filter(|item| item.is_plain_word())?;
        let forms = self.narration.items[verb].pos | self.narration.items[verb].forms;
        let fits = item.is(Pos::DO | Pos::MODAL) && forms.intersects(Pos::BASE)
            || item.is(Pos::HAVE | Pos::MODAL) && forms.intersects(Pos::PART)
            || item.is(Pos::BE) && (forms.intersects(Pos::ING) || !forms.intersects(VERBAL));
        fits.then_some(at)
    }

    /// True if the word at `at`, which follows a singular noun, may be a bare infinitive all the
    /// same: "hear the mayor say", "did the mayor say".
    pub fn may_be_bare(&self, at: usize) -> bool {
        let start = self.auxiliaries(at).start;
        if self.inverted(at, start).is_some() {
            return true;
        }
        let Some(subject) = self.subject_before(start) else { return false };
        self.before_adverbs(subject.start).is_some_and(|before| {
            self.governor(before).contains(Governor::PERCEIVES)
                && self.is(before, VERBAL | Pos::HAVE)
        })
    }

    /// Start of the clause that the item at `at` stands in: past the last comma, sign or quotation.
    pub fn clause_start(&self, at: usize) -> usize {
        let low = self.low.max(at.saturating_sub(MAX_CLAUSE));
        let parts = |i: &usize| {
            self.item(*i).is_some_and(|item| !matches!(item.kind, ItemKind::Word | ItemKind::Sign))
        };
        (low..at).rev().find(parts).map_or(low, |i| i + 1)
    }
}

/// Forms that only verbs have.
pub const VERBAL: Pos = Pos::FINITE.union(Pos::BASE).union(Pos::ING).union(Pos::PART);
