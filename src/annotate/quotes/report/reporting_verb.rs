//! Reporting verbs in their sentence, distinguished from the nouns of the same letters.

use crate::annotate::quotes::lexicon::{Pos, WordClass};
use crate::annotate::quotes::mode::scene::Scene;
use crate::annotate::quotes::narration::{
    ItemKind, ItemRange, Narration, NarrationItem, NarrationSentence,
};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::report::perception::heard;
use crate::annotate::quotes::report::span::{Report, ReportOrder};
use crate::annotate::quotes::subject;
use crate::annotate::quotes::verb_group::VerbGroup;

/// Most items looked back over for the start of a clause.
const MAX_CLAUSE: usize = 80;
/// Most items between an "and" and a plural verb.
const MAX_JOINED: usize = 8;

/// Reporting verb with what stands before it.
pub struct ReportingVerb<'a, 't> {
    /// Narration of the article.
    pub narration: &'a Narration<'t>,
    /// First item of the sentence.
    pub low: usize,
    /// First item past the sentence.
    pub high: usize,
    /// The verb.
    pub at: usize,
    /// Item of the verb.
    pub item: NarrationItem,
    /// Start of the clause that can contain the verb's subject.
    pub clause: usize,
    /// The verb with its auxiliaries.
    pub group: VerbGroup,
    /// Report before this one in the sentence.
    pub last: Option<&'a Report>,
}

impl<'a, 't> ReportingVerb<'a, 't> {
    /// Returns the verb at `at`, unless the word is a noun or adjective there.
    pub fn new(
        narration: &'a Narration<'t>,
        sentence: NarrationSentence,
        at: usize,
        last: Option<&'a Report>,
    ) -> Option<Self> {
        let (low, high) = (sentence.start, sentence.end);
        let word = PossibleVerb { narration, low, high, at };
        if NO_VERB.iter().any(|rule| rule(&word)) {
            return None;
        }
        let clause = clause_start(narration, low, at);
        let group = VerbGroup::before(narration, clause, at);
        Some(Self { narration, low, high, at, item: narration.items[at], clause, group, last })
    }

    /// Item before the verb group, if the sentence has one.
    pub fn left(&self) -> Option<usize> {
        self.group.start.checked_sub(1).filter(|left| *left >= self.low)
    }

    /// Item before the verb group, with its kind and parts of speech.
    pub fn left_item(&self) -> Option<&NarrationItem> {
        self.left().map(|left| &self.narration.items[left])
    }

    /// Item after the verb, if the sentence has one.
    pub fn next(&self) -> Option<&NarrationItem> {
        self.narration.before(self.at + 1, self.high)
    }

    /// Items of the clause before the verb group.
    pub fn before(&self) -> ItemRange {
        ItemRange::new(self.clause, self.group.start)
    }

    /// Subject of the report before this one.
    pub fn last_subject(&self) -> Option<NounPhrase> {
        self.last.and_then(|report| report.subject)
    }

    /// Returns a report of this verb, without subject and reported words.
    pub fn report(&self, order: ReportOrder) -> Report {
        Report {
            cue: ItemRange::single(self.at),
            subcat: self.item.subcat,
            order,
            subject: None,
            from: self.group.start,
            left: Vec::new(),
            right: None,
        }
    }
}

/// Returns the start of the clause that can contain the subject of `verb`: past the last quotation,
/// colon or semicolon before it.
fn clause_start(narration: &Narration<'_>, low: usize, verb: usize) -> usize {
    let low = low.max(verb.saturating_sub(MAX_CLAUSE));
    let ends = |at: usize| match narration.items[at].kind {
        ItemKind::Quote => {
            let nickname = narration.items.get(at + 1).is_some_and(|n| n.is(Pos::NAME))
                && at > low
                && narration.items[at - 1].is(Pos::NAME);
            !nickname
        }
        ItemKind::Semicolon | ItemKind::Colon | ItemKind::Stop => true,
        _ => false,
    };
    (low..verb).rev().find(|at| ends(*at)).map_or(low, |at| at + 1)
}

/// Word that is a reporting verb, if it is a verb here.
struct PossibleVerb<'a, 't> {
    narration: &'a Narration<'t>,
    low: usize,
    high: usize,
    at: usize,
}

/// Rules by which a word is no verb here.
const NO_VERB: &[fn(&PossibleVerb<'_, '_>) -> bool] = &[
    is_name_or_alternative,
    has_no_verb_form,
    is_value_added,
    follows_singular,
    follows_plural,
    is_noun_with_complement,
    follows_conjunction,
    follows_no_subject,
];

impl PossibleVerb<'_, '_> {
    fn item(&self) -> &NarrationItem {
        &self.narration.items[self.at]
    }

    fn left(&self) -> Option<&NarrationItem> {
        self.at
            .checked_sub(1)
            .filter(|left| *left >= self.low)
            .map(|left| &self.narration.items[left])
    }

    fn next(&self) -> Option<&NarrationItem> {
        self.narration.before(self.at + 1, self.high)
    }
}

/// "the Report", "and/or report"
fn is_name_or_alternative(word: &PossibleVerb<'_, '_>) -> bool {
    word.at > word.low && (word.item().capital || word.narration.word(word.at - 1) == "/")
}

/// "a report", after its neighbour has ruled out the verb.
fn has_no_verb_form(word: &PossibleVerb<'_, '_>) -> bool {
    !word.item().is(Pos::FINITE | Pos::BASE | Pos::ING | Pos::PART)
}

/// "value added"
fn is_value_added(word: &PossibleVerb<'_, '_>) -> bool {
    word.at > word.low
        && word.narration.says(word.at - 1, "value")
        && word.narration.says(word.at, "added")
}

/// "a UN report found": a verb of this form needs more than one to do it.
fn follows_singular(word: &PossibleVerb<'_, '_>) -> bool {
    let (narration, item) = (word.narration, word.item());
    let Some(left) = word.left() else { return false };
    if !item.forms.contains(Pos::BASE) || item.forms.contains(Pos::PART) {
        return false;
    }
    let singular = (left.is(Pos::NAME) || left.is(Pos::NOUN) && !left.is(Pos::PRON | Pos::TIME))
        && !narration.word(word.at - 1).ends_with('s')
        && !left.is_listed(WordClass::PLURAL)
        && !(word.at == word.low + 1 && left.is_listed_in_any_case(WordClass::PLURAL));
    let joined = (word.low.max(word.at.saturating_sub(MAX_JOINED))..word.at)
        .any(|i| narration.says(i, "and"));
    // "sources close to the mayor say"
    let plural = || {
        subject::left_of_verb(narration, word.low, word.at).is_some_and(|subject| {
            let head = narration.items[subject.head];
            let ending = narration.word(subject.head);
            subject.head + 1 < word.at
                && head.is_plain_word()
                && (head.is_listed_in_any_case(WordClass::PLURAL)
                    || head.is(Pos::NOUN) && ending.ends_with('s') && !ending.ends_with("ss"))
        })
    };
    // "heard Smith say"
    let heard = || heard(narration, word.low, word.at).is_some();
    singular
        && !joined
        && left.kind == ItemKind::Word
        && (item.is(Pos::NOUN) || !plural())
        && !heard()
        && !Scene { narration, low: word.low, high: word.high }.may_be_bare(word.at)
}

/// "denied all claims that": no verb in -s goes with several.
fn follows_plural(word: &PossibleVerb<'_, '_>) -> bool {
    let left = word.left().filter(|left| left.is_plain_word());
    word.item().is(Pos::NOUN)
        && word.narration.word(word.at).ends_with('s')
        && left.is_some_and(|left| left.is_listed(WordClass::PLURAL_DETERMINER))
}

/// "the report of", "claims against", "company report said"
fn is_noun_with_complement(word: &PossibleVerb<'_, '_>) -> bool {
    word.item().is(Pos::NOUN)
        && word.next().is_some_and(|next| {
            next.kind == ItemKind::Word
                && (next.is_listed(WordClass::NOUN_PREPOSITION) || next.is_finite())
        })
}

/// "and report": a noun, unless its form or what follows makes it a verb ("and reported", "and
/// report that").
fn follows_conjunction(word: &PossibleVerb<'_, '_>) -> bool {
    let text = word.narration.word(word.at);
    word.item().is(Pos::NOUN)
        && word.left().is_none_or(|left| {
            left.is(Pos::CONJ)
                && !text.ends_with("ed")
                && !matches!(text, "said" | "says")
                && !word.next().is_some_and(|next| {
                    next.is_quote()
                        || next.is(Pos::PRON | Pos::REL | Pos::DET) && !next.is(Pos::PREP)
                })
        })
}

/// "in report": a noun after a word that is no subject and no auxiliary.
fn follows_no_subject(word: &PossibleVerb<'_, '_>) -> bool {
    let before_verb = Pos::NOUN
        | Pos::NAME
        | Pos::PRON
        | Pos::ADV
        | Pos::HAVE
        | Pos::MODAL
        | Pos::REL
        | Pos::BASE
        | Pos::CONJ;
    word.item().is(Pos::NOUN)
        && word.left().is_none_or(|left| {
            left.is_plain_word()
                && !left.is(before_verb)
                && word.narration.word(word.at - 1) != "to"
                && !names_after_preposition(word)
        })
}

/// "short of calling it “…”": a verb in -ing after a preposition, with an object and a quotation.
fn names_after_preposition(word: &PossibleVerb<'_, '_>) -> bool {
    let object = word
        .next()
        .is_some_and(|next| next.is_quote() || next.is(Pos::DET | Pos::PRON) || next.is_named());
    object
        && word.item().forms.contains(Pos::ING)
        && word.left().is_some_and(|left| left.is(Pos::PREP))
        && (word.at + 1..word.high.min(word.at + MAX_JOINED))
            .any(|at| word.narration.items[at].is_quote())
}
