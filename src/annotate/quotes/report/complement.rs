//! Complements after the verb: "said that …", "told them to …", "called it “…”".
//!
//! The rules of [`RULES`] are tried in order; each shows what it is for.

use crate::annotate::quotes::lexicon::{Pos, Subcat, WordClass};
use crate::annotate::quotes::mode::governor::Governor;
use crate::annotate::quotes::narration::{ItemKind, Narration, NarrationItem};
use crate::annotate::quotes::report::after_verb::{
    AfterVerb, MAX_BEFORE_QUOTE, Outcome, infinitive_at, near_quote,
};
use crate::annotate::quotes::report::clause::{is_clause, opens_clause, short_clause, words_end};
use crate::annotate::quotes::report::lookahead::{past_adverbials, past_apposition, past_hearer};
use crate::annotate::quotes::report::objects::{
    feeling_expressed, noun_phrase, somebody_called_on, thing_accused_of, thing_called_for,
};
use crate::annotate::quotes::report::resumption::from_quote;
use crate::annotate::quotes::report::rule::{RuleOutcome, first_match};
use crate::annotate::quotes::report::span::ReportedSpan;

/// Most items looked over for the comma after an adverbial clause.
const MAX_ADVERBIAL: usize = 40;
/// Fewest items of a clause in which no verb is known.
const MIN_UNCLEAR: usize = 4;

/// Rules for the complement of a verb. Those before `left_over` see the words beside the verb,
/// those after it the words past hearers and adverbials; those after `no_word` see a word there.
const RULES: &[fn(&AfterVerb<'_, '_>) -> Outcome] = &[
    addition_of_things,
    topic_told,
    somebody_called_on,
    infinitive_after_hearer,
    nothing_left,
    name_in_marks,
    quotation,
    past_a_sign,
    no_word,
    that_clause,
    question,
    infinitive,
    clause_after_hearer,
    short_subject,
    gerund,
    gap,
    clause,
    clause_with_adverbial,
    quotation_nearby,
    thing_called_for,
    thing_accused_of,
    feeling_expressed,
    noun_phrase,
    unclear_clause,
];

/// Returns what is reported from item `at` on, right after a verb with the complements `subcat`.
pub fn right_of(
    narration: &Narration<'_>,
    at: usize,
    high: usize,
    subcat: Subcat,
) -> Option<ReportedSpan> {
    let verb = narration.items.get(at.saturating_sub(1)).copied();
    // "pointed out that"
    let out = narration.says(at, "out")
        && verb.is_some_and(|verb| verb.accepts(Subcat::POINTS) && !verb.capital);
    let mut from = if out { at + 1 } else { at };
    let subcat = if out { subcat | Subcat::CLAUSE } else { subcat };
    if subcat.contains(Subcat::HEARER) {
        from = past_hearer(narration, from, high);
        from = past_apposition(narration, from, high).unwrap_or(from);
    }
    let start = past_adverbials(narration, from, high);
    first_match(RULES, &AfterVerb { narration, verb, at, from, start, high, subcat })
}

/// "the index added 2 percent", "adds to our understanding", "pointed to the door" say nothing. A
/// participle that begins its sentence ("Adding to the concern is …") is left to the other rules,
/// wrongly: that is how the figures of tests/gold were measured.
fn addition_of_things(case: &AfterVerb<'_, '_>) -> Outcome {
    let narration = case.narration;
    if case.verb.is_none_or(|verb| verb.capital) {
        return RuleOutcome::Pass;
    }
    let number = narration
        .items
        .get(case.at)
        .is_some_and(|i| i.is(Pos::NUM) || matches!(narration.word(case.at), "$" | "€" | "£"));
    RuleOutcome::reject_if(
        narration.says(case.at, "to") && case.verb_is(Subcat::ADDITIVE | Subcat::POINTS)
            || number && case.verb_is(Subcat::ADDITIVE),
    )
}

/// "told them about the “chaos”", "warned reporters against “panic”": a quotation nearby, what they
/// are warned against doing, or nothing.
fn topic_told(case: &AfterVerb<'_, '_>) -> Outcome {
    if case.accepts(Subcat::HEARER)
        && case.from < case.high
        && matches!(case.narration.word(case.from), "about" | "for" | "against")
    {
        let deed = case.narration.before(case.from + 1, case.high);
        if case.verb_is(Subcat::WARNS_OF)
            && case.narration.says(case.from, "against")
            && deed.is_some_and(|next| next.is(Pos::ING))
        {
            return RuleOutcome::Accept(case.words(case.from + 1));
        }
        return RuleOutcome::decide(near_quote(case, case.from));
    }
    RuleOutcome::Pass
}

/// "urged them to wait", "told reporters on Monday to wait"; but not after a verb that accepts no
/// infinitive.
fn infinitive_after_hearer(case: &AfterVerb<'_, '_>) -> Outcome {
    if !case.accepts(Subcat::HEARER) {
        return RuleOutcome::Pass;
    }
    let found = [case.from, case.start]
        .into_iter()
        .find_map(|start| infinitive_at(case.narration, start, case.high));
    match found {
        Some(found) => RuleOutcome::decide(case.accepts(Subcat::INFINITIVE).then_some(found)),
        None => RuleOutcome::Pass,
    }
}

/// "Smith said." reports nothing to the right.
fn nothing_left(case: &AfterVerb<'_, '_>) -> Outcome {
    RuleOutcome::reject_if(case.first().is_none())
}

/// "a song called “Q”" names a thing.
fn name_in_marks(case: &AfterVerb<'_, '_>) -> Outcome {
    RuleOutcome::reject_if(
        case.first().is_some_and(NarrationItem::is_quote)
            && case.accepts(Subcat::NAMING)
            && !case.accepts(Subcat::PREPOSED)
            && case.verb.is_some_and(|verb| verb.is_listed(WordClass::NAMING_PAST)),
    )
}

/// "said “Q”"
fn quotation(case: &AfterVerb<'_, '_>) -> Outcome {
    let takes = Subcat::QUOTE | Subcat::NAMING | Subcat::HEARER;
    let quoted = case.first().is_some_and(NarrationItem::is_quote)
        && (case.accepts(takes) || case.accepts(Subcat::THAT) && !case.verb_in_ing())
        && (!case.accepts(Subcat::BESIDE) || is_utterance(case.narration.word(case.start)));
    RuleOutcome::accept_if(quoted.then(|| from_quote(case.narration, case.start, case.high)))
}

/// True if the text between marks, and the marks, begin and end like a sentence.
fn is_utterance(quoted: &str) -> bool {
    let is_mark = |c: char| !c.is_alphanumeric() && !matches!(c, '.' | '?' | '!' | ',');
    let words = quoted.trim_matches(is_mark);
    words.starts_with(char::is_uppercase) && words.ends_with(['.', '?', '!', ','])
}

/// "said, “Q”", "said: “Q”", "said, the talks go on", "said, however, the talks go on".
fn past_a_sign(case: &AfterVerb<'_, '_>) -> Outcome {
    let (narration, high) = (case.narration, case.high);
    let (sign, next) = (case.start, case.start + 1);
    let kind = case.first().map(|first| first.kind);
    if !matches!(kind, Some(ItemKind::Colon | ItemKind::Comma | ItemKind::Dash)) {
        return RuleOutcome::Pass;
    }
    let Some(after) = narration.before(next, high) else { return RuleOutcome::Reject };
    if after.is_quote() && case.accepts(Subcat::QUOTE) {
        return RuleOutcome::Accept(from_quote(narration, next, high));
    }
    if kind != Some(ItemKind::Comma) {
        return RuleOutcome::Reject;
    }
    if case.accepts(Subcat::CLAUSE)
        && is_clause(narration, next, high)
        && !after.is(Pos::ING)
        && (!after.is(Pos::REL | Pos::WH) || after.is(Pos::DET))
        // "said on Monday, as the talks went on"
        && (!after.is(Pos::SUB) || after.is(Pos::PREP) && !narration.says(next, "as"))
        && (sign > case.from || opens_clause(narration, next))
    {
        return RuleOutcome::Accept(case.words(next));
    }
    let however = narration.says(next, "however");
    RuleOutcome::decide(however.then(|| right_of(narration, sign + 3, high, case.subcat)).flatten())
}

/// Past a quotation or other sign no word follows that the rules below could begin with.
fn no_word(case: &AfterVerb<'_, '_>) -> Outcome {
    RuleOutcome::reject_if(case.first().is_none_or(|first| first.kind != ItemKind::Word))
}

/// "said that the talks go on", "said that “Q”"
fn that_clause(case: &AfterVerb<'_, '_>) -> Outcome {
    let (narration, start) = (case.narration, case.start);
    if !narration.says(start, "that") || !case.accepts(Subcat::THAT) {
        return RuleOutcome::Pass;
    }
    // "spoke on Monday of rules that would end"
    if start > case.at && is_relative(narration, start, case.high) {
        return RuleOutcome::Reject;
    }
    // "said in a letter that: “Q”"
    let colon = narration.before(start + 1, case.high).is_some_and(|i| i.kind == ItemKind::Colon);
    if colon {
        let quote = narration.before(start + 2, case.high).is_some_and(NarrationItem::is_quote);
        return RuleOutcome::decide(quote.then_some(ReportedSpan::Quote(start + 2)));
    }
    if narration.before(start + 1, case.high).is_some_and(NarrationItem::is_quote) {
        let end = words_end(narration, start + 1, case.high);
        return RuleOutcome::Accept(if end == start + 2 {
            ReportedSpan::Quote(start + 1)
        } else {
            ReportedSpan::words(start, end)
        });
    }
    RuleOutcome::Accept(case.words(start))
}

/// True for a "that" before a finite verb, which begins a relative clause.
fn is_relative(narration: &Narration<'_>, that: usize, high: usize) -> bool {
    let adverb = |at: &usize| {
        let item = &narration.items[*at];
        item.is_plain_word() && item.is(Pos::ADV) && !item.is(Pos::NOUN | Pos::PRON | Pos::DET)
    };
    let next = (that + 1..high).find(|at| !adverb(at));
    next.is_some_and(|at| {
        let item = &narration.items[at];
        item.is_finite() && !item.is(Pos::GUESSED) && !narration.word(at).ends_with("ing")
    })
}

/// "explained why the talks go on"
fn question(case: &AfterVerb<'_, '_>) -> Outcome {
    // "said of the day on which"
    let hangs = case.start > case.at && case.narration.items[case.start - 1].is(Pos::PREP);
    let asks = case.begins_with(Pos::WH)
        && !hangs
        && !case.begins_with(Pos::DET | Pos::PRON | Pos::REL)
        && case.accepts(Subcat::THAT)
        && !case.accepts(Subcat::NAMING);
    // "asked if the talks go on", "wondered who goes on"
    let asking = case
        .at
        .checked_sub(1)
        .is_some_and(|verb| Governor::at(case.narration, verb).contains(Governor::ASKS));
    let wonders = asking
        && (case.narration.says(case.start, "if")
            && is_clause(case.narration, case.start + 1, case.high)
            || case.begins_with(Pos::WH) && case.accepts(Subcat::THAT));
    case.words_if(asks || wonders, case.start)
}

/// "promised to resign"
fn infinitive(case: &AfterVerb<'_, '_>) -> Outcome {
    RuleOutcome::accept_if(
        case.accepts(Subcat::INFINITIVE)
            .then(|| infinitive_at(case.narration, case.start, case.high))
            .flatten(),
    )
}

/// "told reporters the talks go on"
fn clause_after_hearer(case: &AfterVerb<'_, '_>) -> Outcome {
    let told = case.subcat.contains(Subcat::HEARER | Subcat::QUOTE)
        && case.start > case.at
        && is_clause(case.narration, case.start, case.high);
    case.words_if(told, case.start)
}

/// "confirmed he was ill"
fn short_subject(case: &AfterVerb<'_, '_>) -> Outcome {
    let short = case.accepts(Subcat::SHORT_CLAUSE)
        && !case.narration.says(case.start, "to")
        && short_clause(case.narration, case.start, case.high);
    case.words_if(short, case.start)
}

/// "denied taking money"
fn gerund(case: &AfterVerb<'_, '_>) -> Outcome {
    let gerund = case.accepts(Subcat::GERUND)
        && (case.begins_with(Pos::ING)
            || ["having", "being"].iter().any(|word| case.narration.says(case.start, word)))
        && !case.begins_with(Pos::NOUN | Pos::ADJ | Pos::PREP)
        && case.start == case.at
        && !reports_itself(case);
    case.words_if(gerund, case.start)
}

/// "denied saying “…”": the verb in -ing reports what follows by itself.
fn reports_itself(case: &AfterVerb<'_, '_>) -> bool {
    let verb = if case.first().is_some_and(|first| first.is(Pos::HAVE)) {
        case.start + 1
    } else {
        case.start
    };
    let quoted = (verb + 1..case.high.min(verb + MAX_BEFORE_QUOTE))
        .any(|at| case.narration.items[at].is_quote());
    quoted && case.narration.before(verb, case.high).is_some_and(|item| !item.subcat.is_empty())
}

/// "a move the company said was needed"
fn gap(case: &AfterVerb<'_, '_>) -> Outcome {
    let gap = case.accepts(Subcat::CLAUSE)
        && case.start == case.at
        && case.begins_with(Pos::BE | Pos::HAVE | Pos::MODAL);
    case.words_if(gap, case.start)
}

/// "said the talks go on", "said on Monday the talks go on"
fn clause(case: &AfterVerb<'_, '_>) -> Outcome {
    let clause = case.accepts(Subcat::CLAUSE)
        && !case.narration.says(case.start, "to")
        && !case.first().is_some_and(|first| {
            first.is_plain_word() && first.is(Pos::CONJ) && !first.is(Pos::DET)
        })
        && !is_wh_phrase(case)
        && is_clause(case.narration, case.start, case.high);
    case.words_if(clause, case.start)
}

/// True for "in which", "of whom" at the start, with which a relative clause begins.
fn is_wh_phrase(case: &AfterVerb<'_, '_>) -> bool {
    let next = case.narration.before(case.start + 1, case.high);
    case.begins_with(Pos::PREP)
        && next.is_some_and(|next| next.is(Pos::WH | Pos::REL) && !next.is(Pos::DET))
}

/// "said in 2019 the firm made …": adverbials may be the start of what is said.
fn clause_with_adverbial(case: &AfterVerb<'_, '_>) -> Outcome {
    if !case.accepts(Subcat::CLAUSE) || case.start == case.from {
        return RuleOutcome::Pass;
    }
    let comma = (case.from..case.high.min(case.from + MAX_ADVERBIAL))
        .find(|c| case.narration.items[*c].kind == ItemKind::Comma);
    let clause = is_clause(case.narration, case.from, comma.unwrap_or(case.high));
    case.words_if(clause, case.from)
}

/// "called the plan “absurd”", "warned of “chaos”"
fn quotation_nearby(case: &AfterVerb<'_, '_>) -> Outcome {
    RuleOutcome::accept_if(near_quote(case, case.start))
}

/// "said the dredger idles off the coast": what follows a verb that takes clauses is one, though
/// none of its words is known for a verb; but "said nothing", "said the same".
fn unclear_clause(case: &AfterVerb<'_, '_>) -> Outcome {
    let (narration, start) = (case.narration, case.start);
    // "over alleged plots"; "…, says Smith, a doctor" is an inversion, if anything.
    let barred = case.at < 2 || {
        let left = &narration.items[case.at - 2];
        left.kind != ItemKind::Word || left.is(Pos::PREP | Pos::DET) && !left.is_named()
    };
    let clause = case.accepts(Subcat::CLAUSE)
        && !case.verb_is(Subcat::ADDITIVE)
        && case.verb.is_some_and(|verb| {
            let pronoun = case.begins_with(Pos::PRON) && !case.begins_with(Pos::DET);
            (!case.verb_in_ing() || pronoun) && !verb.capital
        })
        && !barred
        && opens_clause(narration, start)
        && !narration.is_listed_in_any_case(start, WordClass::INDEFINITE_WORDS)
        && !narration.says(start + 1, "same")
        && start == case.from
        && narration.before(start + 1, case.high).is_some_and(|next| !next.is(Pos::TIME));
    let end = words_end(narration, start, case.high);
    let long = end >= start + MIN_UNCLEAR;
    RuleOutcome::accept_if((clause && long).then_some(ReportedSpan::words(start, end)))
}
