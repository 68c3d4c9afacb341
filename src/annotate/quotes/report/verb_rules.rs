//! Rules for the report of a verb: "Smith said", "said Smith", "…, adding that".
//!
//! The rules of [`RULES`] are tried in order. The first ones reject verbs that report nothing here,
//! and pass on those without a subject of their own; the last ones distinguish the inverted order
//! from the plain one, and what stands before the verb from what stands after it.

use crate::annotate::quotes::lexicon::{Pos, Subcat, WordClass};
use crate::annotate::quotes::narration::{ItemKind, Narration, NarrationItem, NarrationSentence};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::report::clause::{clause_between, is_clause, is_title, quotes_verb};
use crate::annotate::quotes::report::complement::right_of;
use crate::annotate::quotes::report::elliptical::{infinitive, issuer, participle};
use crate::annotate::quotes::report::lookahead::{apposition_end, tail_end};
use crate::annotate::quotes::report::preposed::left_of;
use crate::annotate::quotes::report::relay::{
    called_by, heard_saying, hears, quoted_as_saying, told_by,
};
use crate::annotate::quotes::report::reporting_verb::ReportingVerb;
use crate::annotate::quotes::report::resumption::{quote_after, resumed};
use crate::annotate::quotes::report::rule::{RuleOutcome, first_match};
use crate::annotate::quotes::report::span::{Report, ReportOrder, ReportedSpan};
use crate::annotate::quotes::report::unasserted::{
    asked_for, governed_infinitive, keeps_report, only_tells_when, passive_with_agent,
};
use crate::annotate::quotes::subject;

type Outcome = RuleOutcome<Report>;

/// Rules for the report of a verb.
const RULES: &[fn(&ReportingVerb<'_, '_>) -> Outcome] = &[
    hears,
    heard_saying,
    participial,
    quoted_as_saying,
    told_by,
    called_by,
    passive,
    infinitival,
    negated,
    modal,
    not_finite,
    inverted,
    coordinated,
    plain,
];

/// Returns the report made by the verb at `at`, if it makes one. `last` is the report before it in
/// its sentence.
pub fn report_of_verb(
    narration: &Narration<'_>,
    sentence: NarrationSentence,
    at: usize,
    last: Option<&Report>,
) -> Option<Report> {
    first_match(RULES, &ReportingVerb::new(narration, sentence, at, last)?)
}

/// "…, adding that", "with Smith calling it “…”", "by saying …"
fn participial(verb: &ReportingVerb<'_, '_>) -> Outcome {
    let having = verb.narration.says(verb.group.start, "having") && verb.group.is_perfect();
    if is_progressive(verb) {
        return RuleOutcome::Pass;
    }
    if (verb.item.forms.contains(Pos::ING) || having) && !verb.group.passive {
        RuleOutcome::decide(participle(verb))
    } else {
        RuleOutcome::Pass
    }
}

/// "is saying", "were claiming": a finite form, though it ends in -ing.
fn is_progressive(verb: &ReportingVerb<'_, '_>) -> bool {
    let helper = verb.group.start;
    verb.item.forms.contains(Pos::ING)
        && verb.group.passive
        && matches!(
            verb.narration.word(helper),
            "is" | "are" | "was" | "were" | "am" | "’re" | "'re"
        )
}

/// "was told that" has no speaker, "the rate noted by the team" reports nothing, and "was quoted as
/// saying" is found at "saying". "“Q” was never said by Smith" has both.
fn passive(verb: &ReportingVerb<'_, '_>) -> Outcome {
    if let Some(report) = passive_with_agent(verb) {
        return RuleOutcome::Accept(report);
    }
    let by_agent = verb.narration.word(verb.at + 1) == "by" && !verb.group.is_perfect();
    RuleOutcome::reject_if(verb.item.forms.contains(Pos::PART) && (verb.group.passive || by_agent))
}

/// "went on to say", "declined to say"
fn infinitival(verb: &ReportingVerb<'_, '_>) -> Outcome {
    let to = verb.left().filter(|left| verb.narration.says(*left, "to"));
    if to.is_some_and(|to| verb.narration.items[to].kind == ItemKind::Word) {
        let found = infinitive(verb);
        RuleOutcome::decide(found.or_else(|| to.and_then(|to| governed_infinitive(verb, to))))
    } else {
        RuleOutcome::Pass
    }
}

/// "did not say why" reports nothing, but "did not say: “…”" and "did not deny that" do.
fn negated(verb: &ReportingVerb<'_, '_>) -> Outcome {
    RuleOutcome::reject_if(
        verb.group.is_negated()
            && verb.item.accepts(Subcat::THAT)
            && !verb.item.accepts(Subcat::NEGATES)
            && !keeps_report(verb),
    )
}

/// "would say more" reports nothing, but "would say: “…”" does.
fn modal(verb: &ReportingVerb<'_, '_>) -> Outcome {
    let quotes = verb
        .narration
        .items
        .get(verb.at + 1)
        .is_some_and(|next| next.is_quote() || next.kind == ItemKind::Colon);
    RuleOutcome::reject_if(verb.group.is_modal() && !quotes && !keeps_report(verb))
}

/// "the said man": no finite form, and no auxiliary that it could go with.
fn not_finite(verb: &ReportingVerb<'_, '_>) -> Outcome {
    let auxiliary = verb.group.is_modal() || verb.group.is_perfect();
    let finite = verb.item.forms.contains(Pos::FINITE) || auxiliary || is_progressive(verb);
    RuleOutcome::reject_if(!finite)
}

/// "…, said Smith": nothing that could be a subject stands before the verb.
fn inverted(verb: &ReportingVerb<'_, '_>) -> Outcome {
    let ReportingVerb { narration, low, high, at, item, .. } = *verb;
    let bare = verb.group.start == at || narration.items[verb.group.start].is(Pos::ADV);
    let nothing_left = verb
        .left_item()
        .is_none_or(|left| matches!(left.kind, ItemKind::Quote | ItemKind::Dash | ItemKind::Colon));
    // "As Smith, a lawyer, put it": nobody is "it".
    let puts_it = matches!(narration.word(at), "put" | "puts") && narration.says(at + 1, "it");
    if !bare
        || puts_it
        || item.accepts(Subcat::NEEDS_HEARER)
        || !item.accepts(Subcat::PREPOSED | Subcat::QUOTE)
        || !(nothing_left || can_invert_after_comma(verb))
    {
        return RuleOutcome::Pass;
    }
    let Some(subject) = NounPhrase::starting_at(narration, at + 1, high) else {
        return RuleOutcome::reject_if(nothing_left);
    };
    // "“…,” state television cited Smith as saying": a noun before the verb.
    let plural = item.forms.contains(Pos::BASE) && !item.forms.contains(Pos::PART);
    let verb_after = || {
        let mut items = narration.items[at + 1..high.min(subject.end + 1)].iter();
        items.any(|item| item.is_plain_word() && item.forms.contains(Pos::FINITE))
    };
    if plural && verb_after() {
        return RuleOutcome::Reject;
    }
    let mut report = verb.report(ReportOrder::Inverted);
    report.subject = Some(subject);
    report.from = at;
    report.left = accepted_left_of(verb, at);
    let end = apposition_end(narration, subject.end, high);
    report.right = if report.left.is_empty() {
        quote_after(narration, end, high).or_else(|| {
            // "Since it is cold, says the study, it sinks"
            let rest = resumed(narration, end, high).filter(|_| item.accepts(Subcat::PREPOSED))?;
            report.left = before_parenthesis(narration, low, at, Some(rest));
            (!report.left.is_empty()).then_some(rest)
        })
    } else {
        // Words after the speaker are an apposition, not more of what was said.
        resumed(narration, end, high).filter(|said| matches!(said, ReportedSpan::Quote(_)))
    };
    RuleOutcome::decide(report.reports_anything().then_some(report))
}

/// True if a verb after a comma may have its subject after it: the part before is a whole clause or
/// ends in a quotation.
fn can_invert_after_comma(verb: &ReportingVerb<'_, '_>) -> bool {
    let ReportingVerb { narration, low, high, at, .. } = *verb;
    let comma = verb.left().filter(|left| narration.items[*left].kind == ItemKind::Comma);
    let Some(comma) = comma else { return false };
    if comma > low && narration.items[comma - 1].is_quote() {
        return true;
    }
    let next = verb.next();
    let subject_follows = next.is_some_and(|n| {
        n.is(Pos::NAME | Pos::DET | Pos::NOUN | Pos::ADJ)
            && !n.is(Pos::TIME | Pos::PREP)
            && !narration.says(at + 1, "that")
    });
    let named = next.is_some_and(NarrationItem::is_named);
    let clause = named && verb.item.accepts(Subcat::PREPOSED) && is_clause(narration, low, comma);
    let rival = subject::before_comma(narration, verb.clause, comma).filter(|_| !clause);
    if !subject_follows || rival.is_some_and(|r| !named || narration.items[r.head].is_named()) {
        return false;
    }
    // "X, said Y" is an inversion only if nothing like a clause follows the subject.
    let Some(subject) = NounPhrase::starting_at(narration, at + 1, high) else { return false };
    let closes = narration.before(subject.end, high).is_none_or(|n| {
        n.kind != ItemKind::Word
            || n.is(Pos::PREP | Pos::TIME | Pos::REL | Pos::ADV) && !n.is(Pos::BASE)
    });
    let quoted =
        narration.before(subject.end, high).is_some() && quotes_verb(narration, subject.end);
    clause_between(narration, low, comma) && closes && !quoted
}

/// "Smith smiled and said": the subject is that of the verb before.
fn coordinated(verb: &ReportingVerb<'_, '_>) -> Outcome {
    let joined = verb.left().filter(|left| {
        let left = &verb.narration.items[*left];
        left.is(Pos::CONJ) && !left.is_named()
    });
    let Some(conjunction) = joined else { return RuleOutcome::Pass };
    let mut report = verb.report(ReportOrder::Inherited);
    report.subject =
        verb.last_subject().or_else(|| subject::of_main_clause(verb.narration, verb.before()));
    let comma =
        conjunction > verb.low && verb.narration.items[conjunction - 1].kind == ItemKind::Comma;
    report.from = if comma { conjunction - 1 } else { conjunction };
    RuleOutcome::decide(report.subject.map(|_| with_reported(verb, report)))
}

/// "Smith said", "a statement which said"
fn plain(verb: &ReportingVerb<'_, '_>) -> Outcome {
    let relative = verb.left().filter(|left| {
        let left = &verb.narration.items[*left];
        left.is(Pos::REL) && !left.is_named()
    });
    let mut report = verb.report(ReportOrder::Plain);
    report.subject = relative
        .and_then(|relative| issuer(verb.narration, verb.clause, relative))
        .or_else(|| subject::left_of_verb(verb.narration, verb.clause, verb.group.start))
        .or_else(|| asked_for(verb));
    let Some(subject) = report.subject else { return RuleOutcome::Reject };
    // "The results suggest that …" is nobody's word.
    if verb.item.is_listed(WordClass::SUGGESTS)
        && verb.narration.is_listed_in_any_case(subject.head, WordClass::FINDING)
    {
        return RuleOutcome::Reject;
    }
    report.from = subject.start;
    if relative.is_none() {
        report.left = accepted_left_of(verb, report.from);
        if report.left.is_empty() {
            as_put_by(verb, &mut report);
        }
    }
    let mut report = with_reported(verb, report);
    if only_tells_when(verb, &report) {
        report.right = None;
    }
    RuleOutcome::Accept(report)
}

/// "“…,” as Smith put it"
fn as_put_by(verb: &ReportingVerb<'_, '_>, report: &mut Report) {
    let narration = verb.narration;
    let word = report.from.checked_sub(1).filter(|at| *at > verb.low);
    let Some(word) = word.filter(|at| narration.says(*at, "as")) else { return };
    let mut left = left_of(narration, verb.low, word);
    left.retain(|said| matches!(said, ReportedSpan::Quote(_)) && verb.item.accepts(Subcat::QUOTE));
    if !left.is_empty() {
        (report.left, report.from) = (left, word);
    }
}

/// Returns what is reported before item `from`, if the verb may stand after it.
fn accepted_left_of(verb: &ReportingVerb<'_, '_>, from: usize) -> Vec<ReportedSpan> {
    let mut left = left_of(verb.narration, verb.low, from);
    left.retain(|said| {
        verb.item.accepts(match said {
            ReportedSpan::Quote(_) => Subcat::QUOTE | Subcat::PREPOSED,
            ReportedSpan::Words(_) => Subcat::PREPOSED,
        })
    });
    left
}

/// Adds what is reported after the verb, and takes back what only seemed to be reported before it.
fn with_reported(verb: &ReportingVerb<'_, '_>, mut report: Report) -> Report {
    let ReportingVerb { narration, low, high, at, item, .. } = *verb;
    let right = right_of(narration, at + 1, high, item.subcat);
    let is_comma = |at: usize| narration.items[at].kind == ItemKind::Comma;
    // "On the “Morning Hour,” Smith said the talks go on", "Citing “safety”, Smith said the …"
    let another = |at: usize| {
        let phrase = at > low && {
            let left = &narration.items[at - 1];
            left.kind == ItemKind::Word && !left.is(Pos::CONJ | Pos::ADV)
        };
        phrase || is_title(narration.word(at))
    };
    let worded = matches!(right, Some(ReportedSpan::Words(_)));
    let quoted_left = report
        .left
        .iter()
        .any(|said| matches!(said, ReportedSpan::Quote(at) if !worded || !another(*at)));
    let comma_between = right.is_some_and(|said| (at + 1..said.start()).any(is_comma));
    if report.left.is_empty() {
        report.right = right;
        let parenthesis = report.from > low && is_comma(report.from - 1);
        if right.is_none() && parenthesis && item.accepts(Subcat::PREPOSED) {
            // "Too often, he says, they get it."
            report.right = resumed(narration, tail_end(narration, at + 1, high), high);
            report.left = before_parenthesis(narration, low, report.from, report.right);
        }
    } else if !quoted_left
        && (matches!(right, Some(ReportedSpan::Quote(_))) || right.is_some() && !comma_between)
    {
        // "As talks went on, Smith said that …": the words before are no report.
        report.left.clear();
        report.right = right;
    } else {
        // "…," she said: what follows is another part of the utterance, if anything.
        report.right = resumed(narration, tail_end(narration, at + 1, high), high);
    }
    report
}

/// "Too often, he says, they get it", "The talks, he says, go on": the words before a reporting
/// clause between commas, of which the words after it are the rest. A conjunction or adverb alone
/// leads from the sentence before.
fn before_parenthesis(
    narration: &Narration<'_>,
    low: usize,
    from: usize,
    rest: Option<ReportedSpan>,
) -> Vec<ReportedSpan> {
    let goes_on = match rest {
        Some(ReportedSpan::Words(_)) => true,
        Some(ReportedSpan::Quote(at)) => quotes_verb(narration, at),
        None => false,
    };
    let end = from.saturating_sub(1);
    let is_lead = |at: &usize| {
        let item = &narration.items[*at];
        item.is_plain_word() && item.is(Pos::CONJ | Pos::ADV) && !item.is(Pos::NOUN | Pos::DET)
    };
    let start = (low..end).find(|at| !is_lead(at)).unwrap_or(end);
    let plain = (low..end).all(|at| matches!(narration.items[at].kind, ItemKind::Word));
    if goes_on && plain && start < end { vec![ReportedSpan::words(start, end)] } else { Vec::new() }
}
