//! Modes by the words of the verb group itself: negations and modal verbs.

use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::mode::governor::Governor;
use crate::annotate::quotes::mode::scene::{Auxiliaries, Scene};
use crate::annotate::quotes::narration::ItemKind;
use crate::model::Mode;

/// Most items after a verb in which a time stands that makes its "would" a past.
const MAX_TIME: usize = 4;
/// Most items between a negated verb and the words that the negation lets through.
const MAX_BEYOND: usize = 8;
/// Most items after a quotation in which "until" stands.
const MAX_UNTIL: usize = 3;

/// Returns the mode that the auxiliaries give the verb at `verb`; asserted if they leave it open.
/// `said` is the first item of what the verb itself reports.
pub fn by_auxiliaries(
    scene: &Scene<'_, '_>,
    verb: usize,
    group: &Auxiliaries,
    said: Option<usize>,
) -> Mode {
    let negated = group.negation.filter(|negation| {
        // "not only said", "did not just say"
        let next = scene.governor(negation + 1);
        !next.contains(Governor::ONLY)
    });
    if negated.is_some() {
        if said.is_some_and(|said| lets_through(scene, verb, said)) {
            return Mode::Asserted;
        }
        return by_negation(scene, group);
    }
    match group.modal {
        Some(modal) if !is_past(scene, (verb, said), modal, group) => Mode::Hypothetical,
        _ => Mode::Asserted,
    }
}

/// "did not say", "would not say", "should not have said", "might not say"
fn by_negation(scene: &Scene<'_, '_>, group: &Auxiliaries) -> Mode {
    let Some(modal) = group.modal else { return Mode::Denied };
    let word = scene.narration.word(modal).to_ascii_lowercase();
    let perfect = group.have.is_some();
    match word.as_str() {
        "would" | "will" | "wo" | "'d" | "’d" | "'ll" | "’ll" if !perfect => Mode::Refused,
        // What should not have been said was said.
        "should" | "ought" if perfect => Mode::Asserted,
        "should" | "may" | "might" | "must" | "ought" => Mode::Hypothetical,
        _ => Mode::Denied,
    }
}

/// True if a modal verb tells of the past: "would later say", "could only say", "can be heard
/// saying", "would say no more than". `said` is what the verb itself reports.
fn is_past(
    scene: &Scene<'_, '_>,
    (verb, said): (usize, Option<usize>),
    modal: usize,
    group: &Auxiliaries,
) -> bool {
    if group.have.is_some() {
        return false;
    }
    let word = scene.narration.word(modal).to_ascii_lowercase();
    let would = matches!(word.as_str(), "would" | "'d" | "’d");
    let could = matches!(word.as_str(), "could" | "can");
    let governor = scene.governor(verb);
    if could && group.be.is_some() && governor.contains(Governor::PERCEIVES) {
        return true;
    }
    let only = group.adverbs.contains(Governor::ONLY)
        || scene.governor(verb + 1).contains(Governor::ONLY)
        || said.is_some_and(|said| lets_through(scene, verb, said));
    if (would || could) && only {
        return true;
    }
    would
        && (group.adverbs.contains(Governor::LATER_ON)
            || governor.contains(Governor::UNFOLDS)
            || time_follows(scene, verb + 1))
}

/// True if a time of the past stands within the next items: "would say later", "would say in 2009".
fn time_follows(scene: &Scene<'_, '_>, from: usize) -> bool {
    for at in from..from + MAX_TIME {
        let Some(item) = scene.item(at).filter(|item| item.kind == ItemKind::Word) else {
            return false;
        };
        if scene.governor(at).contains(Governor::LATER_ON) {
            return true;
        }
        let year = scene.narration.word(at);
        if item.is(Pos::NUM) && year.len() == 4 && scene.says(at.wrapping_sub(1), "in") {
            return true;
        }
    }
    false
}

/// True if the negation of the verb does not reach the words reported at item `said`: "said nothing
/// but", "did not say more than", "did not say … until".
fn lets_through(scene: &Scene<'_, '_>, verb: usize, said: usize) -> bool {
    let between = verb + 1..said.min(verb + MAX_BEYOND);
    if between.into_iter().any(|at| scene.governor(at).contains(Governor::BEYOND)) {
        return true;
    }
    let quote = scene.is_kind(said, ItemKind::Quote);
    quote
        && (said + 1..said + 1 + MAX_UNTIL)
            .any(|at| scene.says(at, "until") || scene.says(at, "till"))
}
