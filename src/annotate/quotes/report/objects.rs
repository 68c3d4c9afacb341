//! Complements that are no clause: "called for a vote", "accused them of theft", "announced his
//! resignation", "expressed concern that".

use crate::annotate::quotes::lexicon::{Pos, Subcat, WordClass};
use crate::annotate::quotes::narration::{ItemKind, ItemRange, Narration};
use crate::annotate::quotes::report::after_verb::{
    AfterVerb, Outcome, infinitive_at, noun_phrase_at,
};
use crate::annotate::quotes::report::rule::RuleOutcome;
use crate::annotate::quotes::report::span::ReportedSpan;

/// Most items between "called on" and "to".
const MAX_CALLED_ON: usize = 12;
/// Most items between "accused" and "of", and between "expressed" and what was felt.
const MAX_ACCUSED: usize = 14;

/// "called for Smith to resign", "called on residents of the city to vote": what the preposition
/// has is no adverbial.
pub fn somebody_called_on(case: &AfterVerb<'_, '_>) -> Outcome {
    let (narration, at, high) = (case.narration, case.at, case.high);
    let preposition = matches!(narration.word(at), "for" | "on" | "upon");
    if !preposition || !case.verb_is(Subcat::CALLS_FOR) {
        return RuleOutcome::Pass;
    }
    let limit = high.min(at + MAX_CALLED_ON);
    let sign = (at..limit).find(|at| narration.items[*at].kind != ItemKind::Word);
    if sign.is_some_and(|at| narration.items[at].is_quote()) {
        return RuleOutcome::Pass;
    }
    if narration.says(at, "for") {
        let pronoun = narration.before(at + 1, high).is_some_and(|i| i.is(Pos::PRON))
            && narration.says(at + 2, "to");
        let found = if pronoun { Some(case.words(at + 1)) } else { noun_phrase_at(case, at + 1) };
        return RuleOutcome::accept_if(found);
    }
    let to = (at + 1..limit).find(|to| narration.says(*to, "to"));
    RuleOutcome::accept_if(to.and_then(|to| infinitive_at(narration, to, high)))
}

/// "called for “chaos” and a new vote", "warned of a new vote"
pub fn thing_called_for(case: &AfterVerb<'_, '_>) -> Outcome {
    let (narration, at) = (case.narration, case.at);
    if case.verb_is(Subcat::CALLS_FOR) && narration.says(at, "for")
        || case.verb_is(Subcat::WARNS_OF) && narration.says(at, "of")
    {
        return RuleOutcome::decide(noun_phrase_at(case, at + 1));
    }
    RuleOutcome::Pass
}

/// "accused them of theft", "criticised them for coming", "described the plan as a mistake"
pub fn thing_accused_of(case: &AfterVerb<'_, '_>) -> Outcome {
    let narration = case.narration;
    let (preposition, only_deeds) = if case.verb_is(Subcat::ACCUSES_OF) {
        ("of", false)
    } else if case.verb_is(Subcat::BLAMES_FOR) {
        ("for", true)
    } else if case.verb_is(Subcat::DESCRIBES_AS) {
        ("as", false)
    } else {
        return RuleOutcome::Pass;
    };
    for at in case.at + 1..case.high.min(case.at + MAX_ACCUSED) {
        let item = &narration.items[at];
        if !item.is_named() && item.is_finite() || matches!(item.kind, ItemKind::Stop) {
            break;
        }
        let deed = is_deed(narration, at + 1, case.high);
        if narration.says(at, preposition) && (deed || !only_deeds) {
            let found = if deed { Some(case.words(at + 1)) } else { noun_phrase_at(case, at + 1) };
            return RuleOutcome::accept_if(found.map(|said| without_next_verb(narration, said)));
        }
    }
    RuleOutcome::Pass
}

/// True for a verb in -ing at item `at`, also for "being" and "having".
fn is_deed(narration: &Narration<'_>, at: usize, high: usize) -> bool {
    narration.before(at, high).is_some_and(|item| {
        item.is(Pos::ING) || item.is(Pos::BE | Pos::HAVE) && narration.word(at).ends_with("ing")
    })
}

/// Ends what somebody is accused of before the next verb of the sentence, "and has left", and
/// before a quotation after a dash.
fn without_next_verb(narration: &Narration<'_>, said: ReportedSpan) -> ReportedSpan {
    let ReportedSpan::Words(words) = said else { return said };
    let ends = |at: &usize| {
        let (item, next) = (&narration.items[*at], narration.before(at + 1, words.end));
        let conjunction = item.is_plain_word() && item.is(Pos::CONJ);
        next.is_some_and(|next| {
            conjunction && next.is_finite() || item.kind == ItemKind::Dash && next.is_quote()
        })
    };
    let end = words.iter().skip(1).find(ends).unwrap_or(words.end);
    ReportedSpan::quote_or_words(narration, ItemRange::new(words.start, end))
}

/// "expressed concern that the talks go on", "voiced fears about how the talks go on"
pub fn feeling_expressed(case: &AfterVerb<'_, '_>) -> Outcome {
    let narration = case.narration;
    if !case.verb_is(Subcat::EXPRESSES) {
        return RuleOutcome::Pass;
    }
    let limit = case.high.min(case.at + MAX_ACCUSED);
    let feeling = (case.at..limit).find(|at| narration.is_listed(*at, WordClass::FEELING));
    let Some(feeling) = feeling else { return RuleOutcome::Pass };
    let about = usize::from(matches!(narration.word(feeling + 1), "about" | "over" | "at" | "as"));
    let start = feeling + 1 + about;
    let opens = narration.before(start, case.high).is_some_and(|item| {
        item.is_plain_word() && (narration.says(start, "that") || item.is(Pos::WH))
    });
    case.words_if(opens, start)
}

/// "announced his resignation"
pub fn noun_phrase(case: &AfterVerb<'_, '_>) -> Outcome {
    RuleOutcome::accept_if(
        case.accepts(Subcat::NOUN).then(|| noun_phrase_at(case, case.start)).flatten(),
    )
}
