//! Governors of a verb of saying in -ing: "denied saying", "without saying", "quoted as saying".

use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::mode::governor::Governor;
use crate::annotate::quotes::mode::infinitive::effect_of;
use crate::annotate::quotes::mode::link::{Effect, Link};
use crate::annotate::quotes::mode::scene::{Scene, VERBAL};
use crate::annotate::quotes::narration::{ItemKind, NarrationItem};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::model::Mode;

/// Most items between "quoted" and "as saying".
const MAX_QUOTED: usize = 30;
/// Most items between two verbs in -ing that a conjunction joins.
const MAX_JOINED: usize = 12;
/// Most items of an object before a preposition.
const MAX_OBJECT: usize = 14;

/// Returns what governs a verb in -ing whose group begins at item `start`.
pub fn governing(scene: &Scene<'_, '_>, start: usize) -> Link {
    let Some(at) = scene.before_adverbs(start) else { return Link::End };
    if !scene.is_kind(at, ItemKind::Word) {
        return Link::End;
    }
    if scene.is(at, Pos::CONJ) {
        return joined(scene, at);
    }
    let preposition = scene.is(at, Pos::PREP | Pos::SUB) && !scene.is(at, VERBAL | Pos::NOUN);
    if preposition {
        return after_preposition(scene, at);
    }
    let governor = scene.governor(at);
    if scene.is(at, VERBAL) && (!scene.is(at, Pos::NOUN) || governor.intersects(RULES_GERUND)) {
        return under_verb(scene, at);
    }
    if scene.item(at).is_some_and(NarrationItem::is_nominal) || scene.is(at, Pos::DET) {
        return with_subject(scene, start);
    }
    Link::End
}

/// Classes of verbs that take a verb in -ing.
const RULES_GERUND: Governor = Governor::DENIES
    .union(Governor::REFUSES)
    .union(Governor::FAILS)
    .union(Governor::WANTS)
    .union(Governor::PERSISTS);

/// "denied saying", "avoided saying", "imagined saying", "never stopped saying"
fn under_verb(scene: &Scene<'_, '_>, verb: usize) -> Link {
    let governor = scene.governor(verb);
    let effect = if governor.contains(Governor::DENIES) {
        Effect::Deny
    } else if governor.contains(Governor::PERSISTS) {
        Effect::Persist
    } else {
        effect_of(governor).unwrap_or(Effect::Same)
    };
    Link::Under(effect, verb)
}

/// "without saying", "quoted as saying", "stopped short of saying", "kept him from saying", where
/// the preposition stands at item `at`.
fn after_preposition(scene: &Scene<'_, '_>, at: usize) -> Link {
    if scene.governor(at).contains(Governor::WITHOUT) {
        return Link::Decided(Mode::Denied);
    }
    if scene.says(at, "against") {
        return Link::Decided(Mode::Refused);
    }
    if scene.says(at, "as") {
        return as_saying(scene, at);
    }
    let Some(left) = scene.before_adverbs(at).or_else(|| scene.before(at)) else {
        return Link::End;
    };
    let near = scene.before(at).map_or(Governor::empty(), |left| scene.governor(left));
    let binds = scene.says(at, "of") || scene.says(at, "than") || scene.says(at, "from");
    if binds && near.contains(Governor::INSTEAD) {
        return Link::Decided(Mode::Denied);
    }
    if binds && near.contains(Governor::SHORT) {
        let verb = scene.before(at).and_then(|short| scene.before_adverbs(short));
        let verb = verb.filter(|verb| scene.is(*verb, VERBAL));
        return verb.map_or(Link::Decided(Mode::Refused), |v| Link::Under(Effect::Refuse, v));
    }
    if scene.says(at, "of") && is_denial(scene, left) {
        return Link::Decided(Mode::Denied);
    }
    let governor = scene.governor(left);
    if governor.contains(Governor::PREVENTS) && scene.says(at, "from") {
        return Link::Under(Effect::Deny, left);
    }
    if let Some(effect) = effect_of(governor).filter(|_| scene.is(left, VERBAL | Pos::ADJ)) {
        return Link::Under(effect, left);
    }
    if scene.says(at, "from") {
        return from_object(scene, left);
    }
    Link::End
}

/// "kept the mayor from saying", where the object ends with the item at `last`.
fn from_object(scene: &Scene<'_, '_>, last: usize) -> Link {
    let low = scene.low.max(last.saturating_sub(MAX_OBJECT));
    let verb = NounPhrase::ending_at(scene.narration, low, last + 1)
        .and_then(|object| scene.before_adverbs(object.start))
        .filter(|verb| scene.governor(*verb).contains(Governor::PREVENTS));
    verb.map_or(Link::End, |verb| Link::Under(Effect::Deny, verb))
}

/// "quoted the mayor as saying", "went as far as saying"
fn as_saying(scene: &Scene<'_, '_>, at: usize) -> Link {
    let low = scene.low.max(at.saturating_sub(MAX_QUOTED));
    let puts = Governor::QUOTES | Governor::MISQUOTES;
    let verb = (low..at).rev().find(|verb| {
        scene.is(*verb, VERBAL)
            && (scene.governor(*verb).intersects(puts)
                || scene.governor(at.wrapping_sub(1)).contains(Governor::INSTEAD)
                    && !scene.is(*verb, Pos::NOUN | Pos::ADV))
    });
    let Some(verb) = verb else { return Link::End };
    let falsely = scene.governor(verb).contains(Governor::MISQUOTES)
        || scene.auxiliaries(verb).adverbs.contains(Governor::FALSELY);
    Link::Under(if falsely { Effect::Deny } else { Effect::Same }, verb)
}

/// "has the mayor saying", "no record of the mayor saying", "with the mayor saying"
fn with_subject(scene: &Scene<'_, '_>, start: usize) -> Link {
    let Some(subject) = scene.subject_before(start) else { return Link::End };
    // "no record of Smith saying": all of it looks like one phrase.
    let of = (subject.start + 1..subject.end).rev().find(|at| scene.says(*at, "of"));
    if let Some(of) = of {
        let noun = scene.before(of).filter(|noun| is_denial(scene, *noun));
        return noun.map_or(Link::End, |_| Link::Decided(Mode::Denied));
    }
    let Some(at) = scene.before_adverbs(subject.start) else { return Link::End };
    if scene.is(at, VERBAL | Pos::HAVE) {
        return under_verb(scene, at);
    }
    if scene.governor(at).contains(Governor::WITHOUT) {
        return Link::Decided(Mode::Denied);
    }
    let left = scene.before(at).filter(|_| scene.says(at, "of"));
    match left {
        Some(left) if is_denial(scene, left) => Link::Decided(Mode::Denied),
        Some(left) if scene.governor(left).contains(Governor::INSTEAD) => {
            Link::Decided(Mode::Denied)
        }
        Some(left) => match effect_of(scene.governor(left)) {
            Some(effect) => Link::Under(effect, left),
            None => Link::End,
        },
        None => Link::End,
    }
}

/// True if the phrase that ends with the noun at `noun` denies what follows: "her denial", "no
/// record", "any recollection" under a negation.
pub fn is_denial(scene: &Scene<'_, '_>, noun: usize) -> bool {
    if scene.governor(noun).contains(Governor::DENIAL) {
        return true;
    }
    let low = scene.low.max(noun.saturating_sub(MAX_OBJECT));
    let Some(phrase) = NounPhrase::ending_at(scene.narration, low, noun + 1) else { return false };
    let first = scene.says(phrase.start, "no") || scene.says(phrase.start, "neither");
    let verb = scene.before(phrase.start);
    let negated = |verb: usize| {
        let group = scene.auxiliaries(verb);
        group.negation.is_some() || scene.is(verb, Pos::NEG)
    };
    first || scene.is(noun, Pos::NOUN) && verb.is_some_and(negated)
}

/// "denied meeting her or saying": the verb in -ing before the conjunction at `at` decides.
fn joined(scene: &Scene<'_, '_>, at: usize) -> Link {
    let low = scene.low.max(at.saturating_sub(MAX_JOINED));
    let other = (low..at).rev().find(|i| scene.is(*i, Pos::ING) && !scene.is(*i, Pos::PREP));
    other.map_or(Link::End, |other| Link::Under(Effect::Same, other))
}
