//! Complements after the verb: "said that …", "told them to …", "called it “…”".
//!
//! The rules of [`RULES`] are tried in order; each shows what it is for.

use crate::annotate::quotes::lexicon::{Pos, Subcat, WordClass};
use crate::annotate::quotes::mode::governor::Governor;
use crate::annotate::quotes::narration::{ItemKind, ItemRange, Narration, NarrationItem};
use crate::annotate::quotes::report::clause::{
    is_clause, is_title, opens_clause, short_clause, words_end,
};
use crate::annotate::quotes::report::lookahead::{past_adverbials, past_hearer};
use crate::annotate::quotes::report::resumption::from_quote;
use crate::annotate::quotes::report::rule::{RuleOutcome, first_match};
use crate::annotate::quotes::report::span::ReportedSpan;

/// Most items between a verb and a quotation that it reports.
const MAX_BEFORE_QUOTE: usize = 14;
/// Most items looked over for the comma after an adverbial clause.
const MAX_ADVERBIAL: usize = 40;
/// Most items between "called on" and "to".
const MAX_CALLED_ON: usize = 12;
/// Most items between "accused" and "of", and between "expressed" and what was felt.
const MAX_ACCUSED: usize = 14;

/// Words after a reporting verb.
struct AfterVerb<'a, 't> {
    narration: &'a Narration<'t>,
    /// Item before the complement: the verb.
    verb: Option<NarrationItem>,
    /// First item after the verb.
    at: usize,
    /// First item after the verb and its hearer.
    from: usize,
    /// First item after the verb, its hearer and adverbials.
    start: usize,
    /// End of the sentence.
    high: usize,
    /// Complements that the verb accepts.
    subcat: Subcat,
}

type Outcome = RuleOutcome<ReportedSpan>;

/// Rules for the complement of a verb. Those before `left_over` see the words beside the verb,
/// those after it the words past hearers and adverbials; those after `no_word` see a word there.
const RULES: &[fn(&AfterVerb<'_, '_>) -> Outcome] = &[
    addition_of_things,
    topic_told,
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
    if subcat.contains(Subcat::HEARER) {
        from = past_hearer(narration, from, high);
    }
    let start = past_adverbials(narration, from, high);
    first_match(RULES, &AfterVerb { narration, verb, at, from, start, high, subcat })
}

impl AfterVerb<'_, '_> {
    /// Item at which the complement may start.
    fn first(&self) -> Option<&NarrationItem> {
        self.narration.before(self.start, self.high)
    }

    /// True if the item at which the complement may start has any of the parts of speech.
    fn begins_with(&self, pos: Pos) -> bool {
        self.first().is_some_and(|first| first.is(pos))
    }

    /// True if the verb accepts any of the complements.
    fn accepts(&self, complements: Subcat) -> bool {
        self.subcat.intersects(complements)
    }

    /// True if the verb, as the lexicon has it, is of this kind.
    fn verb_is(&self, kind: Subcat) -> bool {
        self.verb.is_some_and(|verb| verb.accepts(kind))
    }

    /// Returns the words from item `start` to where the narration takes over.
    fn words(&self, start: usize) -> ReportedSpan {
        ReportedSpan::words(start, words_end(self.narration, start, self.high))
    }

    /// Accepts the words from item `start` on if `condition` is true.
    fn words_if(&self, condition: bool, start: usize) -> Outcome {
        RuleOutcome::accept_if(condition.then(|| self.words(start)))
    }
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
    let quoted = case.first().is_some_and(NarrationItem::is_quote)
        && case.accepts(Subcat::QUOTE | Subcat::NAMING | Subcat::THAT)
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

/// "explained why the talks go on"
fn question(case: &AfterVerb<'_, '_>) -> Outcome {
    let asks = case.begins_with(Pos::WH)
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
    let short =
        case.accepts(Subcat::SHORT_CLAUSE) && short_clause(case.narration, case.start, case.high);
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
    let clause = case.accepts(Subcat::CLAUSE) && is_clause(case.narration, case.start, case.high);
    case.words_if(clause, case.start)
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

/// "called for a new vote", "warned of a new vote", "called on them to vote"
fn thing_called_for(case: &AfterVerb<'_, '_>) -> Outcome {
    let (narration, at, high) = (case.narration, case.at, case.high);
    if case.verb_is(Subcat::CALLS_FOR) && narration.says(at, "for")
        || case.verb_is(Subcat::WARNS_OF) && narration.says(at, "of")
    {
        return RuleOutcome::decide(noun_phrase_at(case, at + 1));
    }
    if case.verb_is(Subcat::CALLS_FOR) && matches!(narration.word(at), "on" | "upon") {
        let to = (at + 1..high.min(at + MAX_CALLED_ON)).find(|to| narration.says(*to, "to"));
        return RuleOutcome::decide(to.and_then(|to| infinitive_at(narration, to, high)));
    }
    RuleOutcome::Pass
}

/// "accused them of theft", "criticised them for coming", "described the plan as a mistake"
fn thing_accused_of(case: &AfterVerb<'_, '_>) -> Outcome {
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
        let deed = narration.before(at + 1, case.high).is_some_and(|next| next.is(Pos::ING));
        if narration.says(at, preposition) && (deed || !only_deeds) {
            let found = if deed { Some(case.words(at + 1)) } else { noun_phrase_at(case, at + 1) };
            return RuleOutcome::accept_if(found.map(|said| without_next_verb(narration, said)));
        }
    }
    RuleOutcome::Pass
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
fn feeling_expressed(case: &AfterVerb<'_, '_>) -> Outcome {
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
fn noun_phrase(case: &AfterVerb<'_, '_>) -> Outcome {
    RuleOutcome::accept_if(
        case.accepts(Subcat::NOUN).then(|| noun_phrase_at(case, case.start)).flatten(),
    )
}

/// Returns the thing reported without a verb at item `start`: a noun phrase of two words or more.
fn noun_phrase_at(case: &AfterVerb<'_, '_>, start: usize) -> Option<ReportedSpan> {
    let first = case.narration.before(start, case.high)?;
    let noun = first.kind == ItemKind::Word
        && (first.is_named()
            || first.is(Pos::DET | Pos::NOUN | Pos::NUM | Pos::ADJ | Pos::NAME)
            || first.is(Pos::PART) && !first.is(Pos::BASE))
        && !first.is(Pos::PREP | Pos::TIME)
        && (first.is(Pos::DET) || !first.is(Pos::PRON))
        // "announced further help", "announced more than 40 arrests"
        && (first.is(Pos::DET | Pos::ADJ) || !first.is(Pos::ADV));
    let end = words_end(case.narration, start, case.high);
    (noun && end >= start + 2).then_some(ReportedSpan::words(start, end))
}

/// Returns a quotation a few words on from item `from`.
fn near_quote(case: &AfterVerb<'_, '_>, from: usize) -> Option<ReportedSpan> {
    let narration = case.narration;
    let quote = (from..case.high.min(from + MAX_BEFORE_QUOTE))
        .find(|at| narration.items[*at].is_quote())?;
    let mut between = narration.items[from..quote].iter();
    // "a song called “Q”" names a thing; somebody who calls something so has an object first.
    let names_a_thing = case.accepts(Subcat::NAMING)
        && !case.accepts(Subcat::PREPOSED)
        && !between.clone().any(|item| {
            item.is(Pos::NOUN | Pos::NAME | Pos::PRON | Pos::PREP)
                || item.is_listed(WordClass::OBJECT_PRONOUN)
        });
    if names_a_thing {
        return None;
    }
    // "denies calling him “…”", "insists she never called him “…”": the inner verb reports.
    let denies = from
        .checked_sub(1)
        .is_some_and(|verb| Governor::at(narration, verb).contains(Governor::DENIES));
    let inner = |at: usize| {
        let item = &narration.items[at];
        item.accepts(Subcat::NAMING | Subcat::QUOTE)
            && !item.is(Pos::NOUN)
            && (denies || narration.items[at - 1].is(Pos::NEG))
    };
    if (from..quote).any(inner) {
        return None;
    }
    let clear = between.all(|item| {
        item.kind == ItemKind::Word && !item.is_finite() && !item.accepts(Subcat::CLAUSE)
            || matches!(item.kind, ItemKind::Sign | ItemKind::Comma)
    });
    let reports = case.accepts(Subcat::NAMING | Subcat::QUOTE) && !case.accepts(Subcat::BESIDE);
    (clear && !is_title(narration.word(quote)) && reports).then_some(ReportedSpan::Quote(quote))
}

/// Returns "to" and a base verb at `at`, with what follows.
fn infinitive_at(narration: &Narration<'_>, at: usize, high: usize) -> Option<ReportedSpan> {
    let to = if at < high && narration.says(at, "not") { at + 1 } else { at };
    let verb = narration.before(to + 1, high)?;
    // "urged her to say “…”": the second verb reports what follows by itself.
    let quoted = |at: usize| narration.before(at, high).is_some_and(NarrationItem::is_quote);
    let that = usize::from(narration.says(to + 2, "that"));
    if verb.accepts(Subcat::QUOTE) && verb.accepts(Subcat::THAT) && quoted(to + 2 + that) {
        return None;
    }
    (narration.says(to, "to")
        && verb.kind == ItemKind::Word
        && (verb.is(Pos::BASE | Pos::BE | Pos::HAVE | Pos::DO | Pos::ADV)
            || verb.is(Pos::GUESSED) && !verb.capital)
        && !verb.is(Pos::NAME | Pos::DET))
    .then(|| ReportedSpan::words(at, words_end(narration, at, high)))
}
