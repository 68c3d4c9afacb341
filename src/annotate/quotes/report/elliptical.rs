//! Reporting verbs without a subject of their own: "adding that …", "went on to say …".

use crate::annotate::quotes::lexicon::{self, Pos, Subcat, WordClass};
use crate::annotate::quotes::narration::{ItemKind, ItemRange, Narration};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::report::complement::right_of;
use crate::annotate::quotes::report::preposed::left_of;
use crate::annotate::quotes::report::reporting_verb::ReportingVerb;
use crate::annotate::quotes::report::span::{Report, ReportOrder, ReportedSpan};
use crate::annotate::quotes::speaker_nouns::{SpeakerNoun, kind_of};
use crate::annotate::quotes::subject;
use crate::annotate::quotes::verb_group::VerbGroup;

/// Most items of the subject after "with".
const MAX_AFTER_WITH: usize = 12;
/// Most items between "quoted" and "as saying".
const MAX_QUOTED: usize = 30;
/// Most items of a verb of issuing and what is issued.
const MAX_ISSUED: usize = 24;

/// Returns the report of a participle: ", adding that …", "with Smith calling it “…”", "by saying
/// …".
pub fn participle(verb: &ReportingVerb<'_, '_>) -> Option<Report> {
    let narration = verb.narration;
    let mut report = verb.report(ReportOrder::Inherited);
    report.right = right_of(narration, verb.at + 1, verb.high, verb.item.subcat);
    report.right?;
    let Some(left) = verb.left() else { return fronted(verb, report) };
    let left_item = narration.items[left];
    let own = left_item.kind == ItemKind::Word
        && left_item.is(Pos::NOUN | Pos::NAME | Pos::PRON)
        && !left_item.is(Pos::PREP | Pos::TIME);
    let quoted = (left_item.is(Pos::PREP) && narration.says(left, "as"))
        .then(|| quoted_person(narration, verb.clause, left))
        .flatten();
    if quoted.is_some() {
        report.subject = quoted;
        report.order = ReportOrder::Plain;
    } else if own && let Some(maker) = issuer(narration, verb.clause, verb.group.start) {
        report.subject = Some(maker);
    } else if own {
        own_subject(verb, &mut report);
        if report.subject.is_none() && verb.item.accepts(Subcat::HEARER) {
            // "wrote to the mayor asking him to resign"
            let before = ItemRange::new(verb.clause, verb.group.start);
            report.subject = subject::of_main_clause(narration, before);
        }
    } else {
        if left_item.kind == ItemKind::Comma || left_item.is(Pos::PREP | Pos::CONJ) {
            report.from = left;
        }
        let before = ItemRange::new(verb.low, verb.group.start);
        report.subject = verb.last_subject().or_else(|| subject::of_main_clause(narration, before));
    }
    report.subject.map(|_| report)
}

/// "Saying …, Smith left": the subject comes after the comma.
fn fronted(verb: &ReportingVerb<'_, '_>, mut report: Report) -> Option<Report> {
    let comma =
        (verb.at..verb.high).find(|at| verb.narration.items[*at].kind == ItemKind::Comma)?;
    report.subject = subject::of_main_clause(verb.narration, ItemRange::new(comma + 1, verb.high));
    if let Some(ReportedSpan::Words(words)) = report.right {
        report.right = Some(ReportedSpan::words(words.start, words.end.min(comma)));
    }
    report.subject.map(|_| report)
}

/// ", with officials saying": the subject stands right before the participle.
fn own_subject(verb: &ReportingVerb<'_, '_>, report: &mut Report) {
    let (narration, start) = (verb.narration, verb.group.start);
    let low = verb.clause.max(start.saturating_sub(MAX_AFTER_WITH));
    let with = (low..start)
        .rev()
        .find(|at| narration.says(*at, "with"))
        .map_or(verb.clause, |with| with + 1);
    report.subject = NounPhrase::ending_at(narration, with, start);
    report.order = ReportOrder::Plain;
    if let Some(subject) = report.subject {
        let after_with = subject.start > verb.low && narration.says(subject.start - 1, "with");
        report.from = if after_with { subject.start - 1 } else { subject.start };
    }
}

/// Returns the person quoted in "quoted Smith as saying" and "Smith was quoted as saying", where
/// "as" stands at item `before`.
fn quoted_person(narration: &Narration<'_>, low: usize, before: usize) -> Option<NounPhrase> {
    let low = low.max(before.saturating_sub(MAX_QUOTED));
    let verb = (low..before).rev().find(|at| narration.is_listed(*at, WordClass::QUOTES_PERSON))?;
    let group = VerbGroup::before(narration, low, verb);
    if group.passive {
        return subject::left_of_verb(narration, low, group.start);
    }
    NounPhrase::starting_at(narration, verb + 1, before)
}

/// Returns the one who issues the document that ends before item `end` in "Smith issued a statement
/// saying", "Smith sent out a text to voters saying": the subject of the verb before it.
pub fn issuer(narration: &Narration<'_>, low: usize, end: usize) -> Option<NounPhrase> {
    let near = low.max(end.saturating_sub(MAX_ISSUED));
    let verb = (near..end).rev().find(|at| {
        narration.items[*at].is_plain_word() && narration.is_listed(*at, WordClass::ISSUES)
    })?;
    let group = VerbGroup::before(narration, low, verb);
    let out = usize::from(narration.is_listed(verb + 1, WordClass::PARTICLE));
    let document = NounPhrase::starting_at(narration, verb + 1 + out, end)?;
    if group.passive || !is_issued(narration, document, end) {
        return None;
    }
    subject::left_of_verb(narration, low, group.start)
}

/// True if the words are a document that is nobody's else ("a statement", not "Smith's letter" or
/// "a letter from Smith") and nothing but what describes it stands between it and item `end`.
fn is_issued(narration: &Narration<'_>, document: NounPhrase, end: usize) -> bool {
    let NounPhrase { start, head, .. } = document;
    let first = &narration.items[start];
    let indefinite = first.is_listed_in_any_case(WordClass::INDEFINITE_DOCUMENT);
    let written = kind_of(narration.word(head)) == Some(SpeakerNoun::Document)
        && !first.is_named()
        && !(start..head).any(|at| narration.items[at].is(Pos::POSS))
        && (!first.is(Pos::DET) || narration.is_listed(start, WordClass::OWN_DOCUMENT));
    let others = (head + 1..end).any(|at| {
        let item = &narration.items[at];
        item.is_plain_word() && (item.is_finite() || item.is(Pos::REL))
            || matches!(
                item.kind,
                ItemKind::Semicolon | ItemKind::Colon | ItemKind::Dash | ItemKind::Stop
            )
            || matches!(narration.word(at), "by" | "from") && at == head + 1
    });
    (written || indefinite && end == document.end) && !others
}

/// Returns the report of an infinitive: "went on to say", "continued to insist". "declined to say"
/// reports nothing.
pub fn infinitive(verb: &ReportingVerb<'_, '_>) -> Option<Report> {
    let narration = verb.narration;
    let to = verb.group.start.checked_sub(1)?;
    let before = to.checked_sub(1).filter(|before| *before >= verb.clause)?;
    let carrier = narration.word(before);
    let goes_on = carrier == "on"
        && narration.items.get(before.saturating_sub(1)).is_some_and(|i| i.kind == ItemKind::Word);
    if !goes_on && !lexicon::is_in(carrier, WordClass::CARRIES_INFINITIVE) {
        return None;
    }
    let right = right_of(narration, verb.at + 1, verb.high, verb.item.subcat);
    let main = ItemRange::new(verb.clause, before + 1);
    let own = || subject::of_main_clause(narration, main);
    let mut report = verb.report(ReportOrder::Plain);
    if right.is_none() {
        // "“…,” Smith went on to say"
        let subject = own()?;
        report.left = left_of(narration, verb.low, subject.start);
        report.left.retain(|said| matches!(said, ReportedSpan::Quote(_)));
        report.subject = Some(subject);
    } else {
        report.subject = verb.last_subject().or_else(own);
    }
    report.from = report.subject?.start;
    report.right = right;
    report.reports_anything().then_some(report)
}
