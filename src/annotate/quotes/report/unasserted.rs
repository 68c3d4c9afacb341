//! Reports of words that were not said: "did not say “…”", "refused to say “…”", "hear the mayor
//! say “…”". Their mode is told elsewhere; here they are let through, and given their subject.

use crate::annotate::quotes::lexicon::{Pos, Subcat};
use crate::annotate::quotes::mode::governor::Governor;
use crate::annotate::quotes::mode::scene::{Scene, VERBAL};
use crate::annotate::quotes::narration::{ItemKind, ItemRange, Narration};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::report::complement::right_of;
use crate::annotate::quotes::report::reporting_verb::ReportingVerb;
use crate::annotate::quotes::report::span::{Report, ReportOrder, ReportedSpan};
use crate::annotate::quotes::subject;

/// Most items of an object between a verb and its infinitive.
const MAX_OBJECT: usize = 14;

/// True if a verb that is negated or modal reports words all the same: words in marks, or a clause
/// with "that" right behind it.
pub fn keeps_report(verb: &ReportingVerb<'_, '_>) -> bool {
    match right_of(verb.narration, verb.at + 1, verb.high, verb.item.subcat) {
        Some(said) => tells_words(verb, said),
        None => verb
            .left_item()
            .is_some_and(|_| quoted_before(verb.narration, verb.low, verb.group.start)),
    }
}

/// True if the words are in marks and more than a name, or a clause with "that" right behind the
/// verb; "did not say why" tells none.
fn tells_words(verb: &ReportingVerb<'_, '_>, said: ReportedSpan) -> bool {
    let narration = verb.narration;
    let several = |at: usize| narration.word(at).contains(char::is_whitespace);
    match said {
        ReportedSpan::Quote(at) => several(at),
        ReportedSpan::Words(words) => {
            let first = &narration.items[words.start];
            let later = Governor::at(narration, verb.at + 1)
                .intersects(Governor::LATER_ON | Governor::ONLY);
            let near = words.start == verb.at + 1 || later && words.start == verb.at + 2;
            let clause = narration.says(words.start, "that") && near;
            let quoted = words.iter().any(|at| narration.items[at].is_quote() && several(at));
            clause && verb.item.accepts(Subcat::CLAUSE | Subcat::NEEDS_HEARER)
                || quoted && (first.is_quote() || !first.is(Pos::WH))
        }
    }
}

/// True if a quotation stands before the clause of a verb group: "“Q,” she would not say".
fn quoted_before(narration: &Narration<'_>, low: usize, start: usize) -> bool {
    let Some(subject) = NounPhrase::ending_at(narration, low, start) else { return false };
    let comma = |at: &usize| narration.items[*at].kind == ItemKind::Comma;
    let before = (low..subject.start).rev().find(|at| !comma(at));
    before.is_some_and(|at| narration.items[at].is_quote())
}

/// Returns the report of an infinitive or a verb in -ing that somebody is wanted, asked, refused or
/// heard to say: "refused to say “…”", "wants the mayor to say “…”".
pub fn governed_infinitive(verb: &ReportingVerb<'_, '_>, to: usize) -> Option<Report> {
    let narration = verb.narration;
    let scene = Scene { narration, low: verb.low, high: verb.high };
    let right = right_of(narration, verb.at + 1, verb.high, verb.item.subcat)?;
    if !tells_words(verb, right) {
        return None;
    }
    let marked = match right {
        ReportedSpan::Quote(_) => true,
        ReportedSpan::Words(words) => words.iter().any(|at| narration.items[at].is_quote()),
    };
    let classes = Governor::REFUSES | Governor::FAILS | Governor::WANTS | Governor::WISH;
    let governed = scene
        .before_adverbs(to)
        .is_some_and(|at| scene.governor(at).intersects(classes) || scene.is(at, Pos::NEG));
    if !marked && !governed {
        return None;
    }
    let mut report = verb.report(ReportOrder::Plain);
    report.subject = controller(&scene, verb, to);
    let subject = report.subject?;
    report.from = subject.start;
    report.right = Some(right);
    Some(report)
}

/// Subject of an infinitive whose "to" stands at item `to`: the object before it, or else the
/// subject of the verb that governs it.
fn controller(
    scene: &Scene<'_, '_>,
    verb: &ReportingVerb<'_, '_>,
    to: usize,
) -> Option<NounPhrase> {
    let narration = scene.narration;
    let mut last = scene.before_adverbs(to)?;
    if scene.is(last, Pos::NEG) {
        last = scene.before_adverbs(last)?;
    }
    let item = scene.item(last)?;
    if item.kind != ItemKind::Word {
        return None;
    }
    let object = (item.is_nominal() && !scene.is(last, VERBAL - Pos::FINITE) || item.is_named())
        .then(|| {
            NounPhrase::ending_at(
                narration,
                scene.low.max(last.saturating_sub(MAX_OBJECT)),
                last + 1,
            )
        })
        .flatten();
    if let Some(object) = object {
        let governing = scene.before_adverbs(object.start);
        let controls = governing.is_some_and(|at| {
            let classes = Governor::WANTS | Governor::PREVENTS | Governor::ASKS | Governor::FORCES;
            scene.governor(at).intersects(classes) && scene.is(at, VERBAL)
                || scene.says(at, "for")
                || scene.says(at, "on")
                || scene.says(at, "were")
        });
        if controls {
            return Some(object);
        }
        // "Smith's refusal to say"
        let owned = object.items().iter().find(|at| scene.is(*at, Pos::POSS));
        if let Some(ending) = owned.filter(|_| governs_as_noun(scene.governor(last))) {
            return NounPhrase::ending_at(narration, object.start, ending);
        }
    }
    if scene.is(last, VERBAL) {
        let start = scene.auxiliaries(last).start;
        if let Some(subject) = subject::left_of_verb(narration, verb.clause, start) {
            return Some(subject);
        }
    }
    let main = ItemRange::new(verb.clause, last + 1);
    verb.last_subject().or_else(|| subject::of_main_clause(narration, main))
}

/// True for a noun that governs an infinitive: "refusal to say", "failure to say".
fn governs_as_noun(governor: Governor) -> bool {
    governor.intersects(Governor::REFUSES | Governor::FAILS | Governor::WISH)
}

/// "“Q” was never said by Smith", "“Q” was wrongly attributed to Smith": the report of a passive
/// that names somebody.
pub fn passive_with_agent(verb: &ReportingVerb<'_, '_>) -> Option<Report> {
    let narration = verb.narration;
    let attributed = Governor::at(narration, verb.at).contains(Governor::QUOTES);
    let agent = narration.word(verb.at + 1);
    if !verb.group.passive || agent != "by" && !(agent == "to" && attributed) {
        return None;
    }
    let quote = verb.left().filter(|left| narration.items[*left].is_quote())?;
    let subject = NounPhrase::starting_at(narration, verb.at + 2, verb.high)?;
    let mut report = verb.report(ReportOrder::Inverted);
    report.subject = Some(subject);
    report.left = vec![ReportedSpan::Quote(quote)];
    Some(report)
}

/// "Who said “Q”?": the word that asks, as the subject.
pub fn asked_for(verb: &ReportingVerb<'_, '_>) -> Option<NounPhrase> {
    let left = verb.left()?;
    let item = verb.left_item()?;
    let asks = item.is_plain_word() && item.is(Pos::WH) && item.is(Pos::PRON | Pos::REL);
    (asks && left == verb.clause && verb.narration.word(verb.high - 1) == "?")
        .then_some(NounPhrase::single(left))
}

/// True for an indirect question that only tells when something else was said: "said no when
/// reporters asked if".
pub fn only_tells_when(verb: &ReportingVerb<'_, '_>, report: &Report) -> bool {
    let narration = verb.narration;
    let asks = match report.right {
        Some(ReportedSpan::Words(words)) => narration.says(words.start, "if"),
        _ => false,
    };
    let before = report.from.checked_sub(1).filter(|at| *at >= verb.low);
    asks && before.is_some_and(|at| narration.says(at, "when"))
}
