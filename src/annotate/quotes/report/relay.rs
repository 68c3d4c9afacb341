//! Words that somebody else passes on: "the Herald quoted Smith as saying", "Hill was told by
//! Smith", "Hill heard Smith say". The speaker is Smith, whoever relays it.

use crate::annotate::quotes::lexicon::{Pos, Subcat, WordClass};
use crate::annotate::quotes::narration::{ItemKind, ItemRange, Narration, NarrationItem};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::report::complement::right_of;
use crate::annotate::quotes::report::lookahead::tail_end;
use crate::annotate::quotes::report::perception::heard;
use crate::annotate::quotes::report::preposed::left_of;
use crate::annotate::quotes::report::reporting_verb::ReportingVerb;
use crate::annotate::quotes::report::resumption::resumed;
use crate::annotate::quotes::report::rule::RuleOutcome;
use crate::annotate::quotes::report::span::{Report, ReportOrder, ReportedSpan};
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};
use crate::annotate::quotes::subject;
use crate::annotate::quotes::verb_group::VerbGroup;

type Outcome = RuleOutcome<Report>;

/// Most items between "quoted" and "saying".
const MAX_QUOTED: usize = 30;
/// Most items between "remembers" and "telling".
const MAX_HEARD: usize = 10;
/// Most items between "described by Smith as" and the quotation.
const MAX_BEFORE_QUOTE: usize = 4;

/// "“…,” the Herald quoted Smith as saying", "“…,” Smith was quoted as saying": what stands before.
/// What stands after is found at "saying".
pub fn quoted_as_saying(verb: &ReportingVerb<'_, '_>) -> Outcome {
    let narration = verb.narration;
    if !verb.item.is_listed(WordClass::QUOTES_PERSON) {
        return RuleOutcome::Pass;
    }
    let Some(saying) = saying_after(narration, verb.at + 1, verb.high) else {
        return RuleOutcome::Pass;
    };
    let relayer = subject::left_of_verb(narration, verb.clause, verb.group.start);
    let end = if narration.says(saying - 1, "as") { saying - 1 } else { saying };
    let quoted = NounPhrase::starting_at(narration, verb.at + 1, end);
    let subject = if verb.group.passive { relayer } else { quoted };
    let from = relayer.map_or(verb.group.start, |relayer| relayer.start);
    let mut report = verb.report(ReportOrder::Plain);
    report.left = left_of(narration, verb.low, from);
    if subject.is_none() || report.left.is_empty() {
        return RuleOutcome::Pass;
    }
    report.cue = ItemRange::single(saying);
    report.subcat = narration.items[saying].subcat;
    report.subject = subject;
    report.from = from;
    report.right = resumed(narration, tail_end(narration, saying + 1, verb.high), verb.high);
    RuleOutcome::Accept(report)
}

/// Returns the participle of a verb of speech in "quoted Smith as saying" and "quoted Smith
/// saying", looked for from item `start` on.
fn saying_after(narration: &Narration<'_>, start: usize, high: usize) -> Option<usize> {
    for at in start..high.min(start + MAX_QUOTED) {
        let item = &narration.items[at];
        let saying = item.is_plain_word() && item.forms.contains(Pos::ING);
        let quoted =
            narration.says(at - 1, "as") || at > start && narration.items[at - 1].is_named();
        if saying && quoted {
            return Some(at);
        }
        if !matches!(item.kind, ItemKind::Word | ItemKind::Comma | ItemKind::Sign) {
            return None;
        }
    }
    None
}

/// "“…,” Hill was told by Smith", "Hill was told by Smith that …": the one after "by" speaks.
/// Without "by" nobody is named, but surely it is not Hill.
pub fn told_by(verb: &ReportingVerb<'_, '_>) -> Outcome {
    let (narration, high) = (verb.narration, verb.high);
    let told = verb.group.passive
        && verb.item.forms.contains(Pos::PART)
        && verb.item.accepts(Subcat::HEARER);
    if !told {
        return RuleOutcome::Pass;
    }
    let hearer = subject::left_of_verb(narration, verb.clause, verb.group.start);
    let mut report = verb.report(ReportOrder::Inverted);
    report.from = hearer.map_or(verb.group.start, |hearer| hearer.start);
    report.left = left_of(narration, verb.low, report.from);
    report.left.retain(|said| matches!(said, ReportedSpan::Quote(_)));
    let by = narration.says(verb.at + 1, "by").then_some(verb.at + 2);
    report.subject = by
        .and_then(|start| NounPhrase::starting_at(narration, start, high))
        .filter(|agent| can_speak(narration, *agent));
    if report.subject.is_some() {
        report.cue.end = verb.at + 2;
    }
    if let Some(agent) = report.subject
        && report.left.is_empty()
    {
        let hearer = Subcat::HEARER | Subcat::INFINITIVE;
        let subcat = (verb.item.subcat - hearer) | Subcat::THAT;
        report.right = right_of(narration, agent.end, high, subcat);
    }
    RuleOutcome::decide(report.reports_anything().then_some(report))
}

/// True for a name, a pronoun, and a noun for those who can speak: no "hate", no "telephone".
fn can_speak(narration: &Narration<'_>, phrase: NounPhrase) -> bool {
    let head = &narration.items[phrase.head];
    let noun = speaker_nouns::kind_of(narration.word(phrase.head));
    head.is_named()
        || head.is(Pos::PRON)
        || noun.is_some_and(|noun| noun != SpeakerNoun::Document) && !head.is(Pos::CHANNEL)
}

/// "described by Smith as “absurd”", "called “absurd” by Smith"
pub fn called_by(verb: &ReportingVerb<'_, '_>) -> Outcome {
    let (narration, at, high) = (verb.narration, verb.at, verb.high);
    if !verb.item.forms.contains(Pos::PART) || !verb.item.accepts(Subcat::NAMING) {
        return RuleOutcome::Pass;
    }
    let is_quote = |at: usize| narration.before(at, high).is_some_and(NarrationItem::is_quote);
    let (by, called) = if narration.says(at + 1, "by") {
        (at + 1, None)
    } else if is_quote(at + 1) && narration.says(at + 2, "by") {
        (at + 2, Some(at + 1))
    } else if narration.says(at + 1, "as") && is_quote(at + 2) && narration.says(at + 3, "by") {
        (at + 3, Some(at + 2))
    } else {
        return RuleOutcome::Pass;
    };
    let Some(agent) = NounPhrase::starting_at(narration, by + 1, high) else {
        return RuleOutcome::Pass;
    };
    let called = called.or_else(|| {
        let limit = high.min(agent.end + MAX_BEFORE_QUOTE);
        let as_said = narration.says(agent.end, "as");
        (agent.end..limit).find(|at| as_said && is_quote(*at))
    });
    let mut report = verb.report(ReportOrder::Inverted);
    report.cue = ItemRange::new(if by == at + 1 { at } else { by }, by + 1);
    report.subject = Some(agent);
    report.right = called.map(ReportedSpan::Quote);
    RuleOutcome::accept_if(report.right.map(|_| report))
}

/// "Hill heard Smith say “…”", "“…,” Hill remembers Smith telling her"
pub fn heard_saying(verb: &ReportingVerb<'_, '_>) -> Outcome {
    let narration = verb.narration;
    let Some(found) = heard(narration, verb.clause, verb.at) else { return RuleOutcome::Pass };
    let group = VerbGroup::before(narration, verb.clause, found.hears);
    let hearer = subject::left_of_verb(narration, verb.clause, group.start);
    let mut report = verb.report(ReportOrder::Plain);
    report.subject = Some(found.speaker);
    report.from = hearer.map_or(group.start, |hearer| hearer.start);
    report.left = left_of(narration, verb.low, report.from);
    report.left.retain(|said| matches!(said, ReportedSpan::Quote(_)));
    report.right = if report.left.is_empty() {
        right_of(narration, verb.at + 1, verb.high, verb.item.subcat)
    } else {
        resumed(narration, tail_end(narration, verb.at + 1, verb.high), verb.high)
    };
    RuleOutcome::decide(report.reports_anything().then_some(report))
}

/// "remembers Smith telling her": what is told is found at "telling".
pub fn hears(verb: &ReportingVerb<'_, '_>) -> Outcome {
    let narration = verb.narration;
    let hears = verb.item.is_listed(WordClass::PERCEIVES)
        && (verb.at + 2..verb.high.min(verb.at + MAX_HEARD)).any(|at| {
            !narration.items[at].subcat.is_empty()
                && heard(narration, verb.at, at).is_some_and(|heard| heard.hears == verb.at)
        });
    RuleOutcome::reject_if(hears)
}

/// "“…,” the agency said, quoting Smith": gives a quotation to the one who is quoted.
pub fn quoting(narration: &Narration<'_>, high: usize, report: &mut Report) {
    let direct = matches!(report.left[..], [ReportedSpan::Quote(_)]) && report.right.is_none();
    if !direct {
        return;
    }
    let from = report.subject.map_or(report.cue.end, |s| s.end.max(report.cue.end));
    let comma = tail_end(narration, from, high);
    if narration.before(comma, high).is_none_or(|item| item.kind != ItemKind::Comma)
        || !narration.says(comma + 1, "quoting")
    {
        return;
    }
    let quoted = NounPhrase::starting_at(narration, comma + 2, high);
    if let Some(quoted) = quoted.filter(|quoted| narration.items[quoted.head].is_named()) {
        report.subject = Some(quoted);
    }
}
