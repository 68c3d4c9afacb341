//! Clauses above a finite verb of saying: a condition, an indirect question, a denial, a wish.

use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::mode::gerund::is_denial;
use crate::annotate::quotes::mode::governor::Governor;
use crate::annotate::quotes::mode::infinitive::effect_of;
use crate::annotate::quotes::mode::link::{Effect, Link};
use crate::annotate::quotes::mode::scene::{Auxiliaries, Scene, VERBAL};
use crate::annotate::quotes::narration::{ItemKind, NarrationItem};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::model::Mode;

/// Most items between the word that begins a clause and the verb of saying in it.
const MAX_SUBJECT: usize = 24;
/// Most items of a hearer before "if" or "whether".
const MAX_HEARER: usize = 10;
/// Most items of a noun phrase before "that".
const MAX_NOUN: usize = 10;
/// Most items after a claim in which a predicate calls it false.
const MAX_PREDICATE: usize = 40;

/// Returns what governs the clause of the finite verb at `verb`.
pub fn governing(scene: &Scene<'_, '_>, verb: usize, group: &Auxiliaries) -> Link {
    let Some(at) = opening(scene, group.start) else { return Link::End };
    let governor = scene.governor(at);
    if governor.contains(Governor::CONDITION) {
        return under_condition(scene, at);
    }
    if scene.says(at, "though") && scene.before(at).is_some_and(|left| scene.says(left, "as")) {
        return Link::Decided(Mode::Hypothetical);
    }
    if scene.says(at, "case") && scene.before(at).is_some_and(|left| scene.says(left, "in")) {
        return Link::Decided(Mode::Hypothetical);
    }
    if scene.says(at, "until") && is_present(scene, verb) {
        return Link::Decided(Mode::Hypothetical);
    }
    if scene.says(at, "that") {
        let Some(head) = scene.before_adverbs(at) else {
            return claim_called_false(scene, verb).unwrap_or(Link::End);
        };
        return under_that(scene, head, verb);
    }
    let negated = scene.before(at).is_some_and(|left| scene.is(left, Pos::NEG));
    if negated && scene.is(at, Pos::WH | Pos::REL) {
        return Link::Decided(Mode::Denied);
    }
    if scene.is(at, VERBAL) && !scene.is(at, Pos::SUB | Pos::PREP | Pos::CONJ | Pos::BE) {
        return under_verb(scene, at);
    }
    Link::End
}

/// True if the verb is in the present: "says".
fn is_present(scene: &Scene<'_, '_>, verb: usize) -> bool {
    scene.narration.word(verb).ends_with('s')
}

/// Word before the subject of the verb group that begins at `start`: "if", "that", a verb.
fn opening(scene: &Scene<'_, '_>, start: usize) -> Option<usize> {
    let low = scene.low.max(start.saturating_sub(MAX_SUBJECT));
    // A condition is seen from afar: nothing but its subject and adverbials may stand between.
    let mut at = start;
    while let Some(left) = scene.before(at).filter(|left| *left >= low) {
        let item = scene.item(left)?;
        if scene.governor(left).contains(Governor::CONDITION) && !is_any(scene, left) {
            return Some(left);
        }
        if item.kind == ItemKind::Comma {
            // "If, as some expect, the mayor says"
            let first = (low..left).rev().find(|i| scene.is_kind(*i, ItemKind::Comma));
            let begins = |at: &usize| {
                scene.governor(*at).contains(Governor::CONDITION) || scene.says(*at, "that")
            };
            match first.and_then(|first| scene.before(first)).filter(begins) {
                Some(condition) => return Some(condition),
                None => break,
            }
        }
        if item.kind != ItemKind::Word && item.kind != ItemKind::Sign || item.is_finite() {
            break;
        }
        at = left;
    }
    let subject = scene.subject_before(start)?;
    scene.before_adverbs(subject.start)
}

/// "few, if any, said"
fn is_any(scene: &Scene<'_, '_>, at: usize) -> bool {
    scene.says(at + 1, "any") && scene.is_kind(at + 2, ItemKind::Comma)
}

/// "if she says", "asked whether she had said", where "if" stands at item `at`.
fn under_condition(scene: &Scene<'_, '_>, at: usize) -> Link {
    let question = scene.says(at, "if") || scene.says(at, "whether");
    if question && is_asked(scene, at) {
        return Link::Decided(Mode::Asked);
    }
    Link::Decided(Mode::Hypothetical)
}

/// True if a verb of asking stands before item `at`, with or without a hearer.
pub fn is_asked(scene: &Scene<'_, '_>, at: usize) -> bool {
    let low = scene.low.max(at.saturating_sub(MAX_HEARER));
    for left in (low..at).rev() {
        if scene.governor(left).contains(Governor::ASKS) && scene.is(left, VERBAL) {
            return true;
        }
        let hearer = scene.item(left).is_some_and(|item| {
            item.kind == ItemKind::Word && !item.is_finite() || item.is_named()
        });
        if !hearer {
            return false;
        }
    }
    false
}

/// "denied that she said", "not true that she said", "claims that she said", where the word before
/// "that" stands at item `head`.
fn under_that(scene: &Scene<'_, '_>, head: usize, verb: usize) -> Link {
    let governor = scene.governor(head);
    if governor.contains(Governor::POSSIBLE) {
        return Link::Decided(Mode::Hypothetical);
    }
    if governor.contains(Governor::UNTRUE) {
        return Link::Under(Effect::Deny, head);
    }
    let determined = scene.before(head).is_some_and(|left| {
        scene.is(left, Pos::DET | Pos::POSS | Pos::ADJ | Pos::PREP)
            || is_verb_of_denial(scene, left)
    });
    let noun = scene.is(head, Pos::NOUN)
        && (determined || governor.intersects(Governor::CLAIM | Governor::DENIAL))
        && !(scene.is(head, VERBAL) && !determined && !is_plural_noun(scene, head));
    if noun || scene.is(head, Pos::NOUN) && !scene.is(head, VERBAL) {
        return under_noun(scene, head, verb);
    }
    if scene.is(head, VERBAL) {
        return under_verb(scene, head);
    }
    if scene.is(head, Pos::ADJ) || scene.item(head).is_some_and(|item| item.is(Pos::ADV)) {
        return Link::Under(Effect::Same, head);
    }
    Link::End
}

/// True for "claims" and the like at the start of a clause or after a verb.
fn is_plural_noun(scene: &Scene<'_, '_>, head: usize) -> bool {
    scene.narration.word(head).ends_with('s')
        && scene.before(head).is_none_or(|left| {
            !scene.item(left).is_some_and(NarrationItem::is_nominal)
                || is_verb_of_denial(scene, left)
        })
}

/// True if a verb of denial stands at `at`.
fn is_verb_of_denial(scene: &Scene<'_, '_>, at: usize) -> bool {
    scene.governor(at).contains(Governor::DENIES) && scene.is(at, VERBAL)
}

/// Link of a clause under a verb at `at`.
fn under_verb(scene: &Scene<'_, '_>, at: usize) -> Link {
    let governor = scene.governor(at);
    let falsely = scene.auxiliaries(at).adverbs.contains(Governor::FALSELY);
    if governor.contains(Governor::DENIES) || falsely {
        return Link::Under(Effect::Deny, at);
    }
    if governor.contains(Governor::FACTIVE) {
        return Link::End;
    }
    match effect_of(governor) {
        Some(effect) if scene.item(at).is_none_or(|item| item.subcat.is_empty()) => {
            Link::Under(effect, at)
        }
        _ => Link::Under(Effect::Same, at),
    }
}

/// "her denial that she said", "dismissed claims that she said", "claims that she said it are
/// false", "contrary to claims that she said", where the noun stands at item `head`.
fn under_noun(scene: &Scene<'_, '_>, head: usize, verb: usize) -> Link {
    if is_denial(scene, head) {
        return Link::Decided(Mode::Denied);
    }
    let low = scene.low.max(head.saturating_sub(MAX_NOUN));
    let phrase = NounPhrase::ending_at(scene.narration, low, head + 1);
    let start = phrase.map_or(head, |phrase| phrase.start);
    let false_claim =
        (start..head).any(|at| scene.governor(at).intersects(Governor::UNTRUE | Governor::FAKE));
    if false_claim {
        return Link::Decided(Mode::Denied);
    }
    // "dismissed claims" looks like claims that were dismissed.
    if let Some(verb) = (start..head).rev().find(|at| is_verb_of_denial(scene, *at)) {
        return Link::Under(Effect::Deny, verb);
    }
    let Some(above) = scene.before_adverbs(start) else {
        return claim_called_false(scene, verb).unwrap_or(Link::End);
    };
    let contrary = scene.says(above, "to")
        && scene.before(above).is_some_and(|left| scene.says(left, "contrary"));
    if contrary {
        return Link::Decided(Mode::Denied);
    }
    if scene.governor(above).contains(Governor::CONDITION) {
        return under_condition(scene, above);
    }
    if scene.governor(above).contains(Governor::DENIES) && scene.is(above, VERBAL) {
        return Link::Under(Effect::Deny, above);
    }
    if scene.governor(above).contains(Governor::WITHOUT) {
        return Link::Decided(Mode::Denied);
    }
    if !scene.is_kind(above, ItemKind::Word) || scene.is(above, Pos::CONJ) {
        return claim_called_false(scene, verb).unwrap_or(Link::End);
    }
    Link::End
}

/// "Claims that she said “…” are false": a predicate after the words says that they were not said.
fn claim_called_false(scene: &Scene<'_, '_>, verb: usize) -> Option<Link> {
    let end = scene.high.min(verb + MAX_PREDICATE);
    let be = (verb + 1..end).rev().find(|at| {
        scene.is(*at, Pos::BE | Pos::HAVE) && !scene.is(at.wrapping_sub(1), Pos::PRON | Pos::NOUN)
            || scene.is(*at, Pos::BE) && scene.is_kind(at.wrapping_sub(1), ItemKind::Quote)
    })?;
    let negated = scene.is(be + 1, Pos::NEG);
    let predicate = (be + 1..end.min(be + 6)).find_map(|at| {
        let governor = scene.governor(at);
        if governor.intersects(Governor::UNTRUE | Governor::DENIES) {
            Some(!negated)
        } else {
            (negated && scene.says(at, "true")).then_some(true)
        }
    })?;
    predicate.then_some(Link::Decided(Mode::Denied))
}
