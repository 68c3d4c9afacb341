//! Governors of a finite verb of saying within its own clause: questions, coordinated verbs, verbs
//! under "hear" and "demand", subjects that are nobody.

use crate::annotate::quotes::lexicon::{Pos, WordClass};
use crate::annotate::quotes::mode::governor::Governor;
use crate::annotate::quotes::mode::link::{Effect, Link};
use crate::annotate::quotes::mode::scene::{Auxiliaries, Scene, VERBAL};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::model::Mode;

/// Most items between the auxiliary of one verb and a second verb that shares it.
const MAX_SHARED: usize = 24;

/// Returns what the words beside a finite verb make of it; `None` if they leave it open.
pub fn governing(scene: &Scene<'_, '_>, verb: usize, group: &Auxiliaries) -> Option<Link> {
    if group.modal.or(group.do_form).is_none()
        && let Some(auxiliary) = scene.inverted(verb, group.start)
    {
        return Some(inverted(scene, auxiliary).map_or(Link::End, Link::Decided));
    }
    if scene.before(group.start).is_some_and(|left| scene.says(left, "than")) {
        // "rather than say"
        return Some(Link::Decided(Mode::Denied));
    }
    if let Some(link) = shared(scene, verb, group) {
        return Some(link);
    }
    if !group.any()
        && scene.item(verb).is_some_and(|item| (item.pos | item.forms).contains(Pos::BASE))
        && let Some(link) = bare(scene, verb, group.start)
    {
        return Some(link);
    }
    by_subject(scene, group.start)
}

/// Mode of a verb whose auxiliary stands before its subject at item `at`: "did she say?", "nor did
/// she say", "had she said", "only then did she say". `None` if it is asserted.
fn inverted(scene: &Scene<'_, '_>, at: usize) -> Option<Mode> {
    let start = scene.clause_start(at);
    let first = (start..at).find(|i| !scene.is(*i, Pos::CONJ) || scene.is(*i, Pos::NEG));
    let fronted = (start..at).find(|i| {
        scene.is(*i, Pos::NEG)
            || scene.says(*i, "no")
            || scene.says(*i, "nor")
            || scene.says(*i, "neither")
    });
    if let Some(fronted) = fronted {
        let next = scene.governor(fronted + 1);
        let through =
            next.intersects(Governor::ONLY | Governor::BEYOND) || scene.says(fronted + 1, "sooner");
        return (!through).then_some(Mode::Denied);
    }
    let asks = first.is_none_or(|first| scene.is(first, Pos::WH));
    if scene.is_question() {
        return Some(Mode::Asked);
    }
    if asks && first.is_none() {
        let condition = scene.is(at, Pos::HAVE | Pos::MODAL) || scene.says(at, "were");
        return Some(if condition { Mode::Hypothetical } else { Mode::Asked });
    }
    None
}

/// "may stand up and say", "did not apologise or say": the verb that has the auxiliary decides.
fn shared(scene: &Scene<'_, '_>, verb: usize, group: &Auxiliaries) -> Option<Link> {
    if group.any() || group.negation.is_some() {
        return None;
    }
    let at = scene.before(group.start).filter(|at| scene.is(*at, Pos::CONJ))?;
    let alternative = scene.says(at, "or") || scene.says(at, "nor");
    let base = scene.item(verb)?.forms.contains(Pos::BASE);
    let joined = alternative || scene.says(at, "and") && base;
    if !joined {
        return None;
    }
    let low = scene.low.max(at.saturating_sub(MAX_SHARED));
    let helper = (low..at).rev().find(|i| {
        let modal = scene.is(*i, Pos::MODAL | Pos::DO) || scene.says(*i, "to");
        modal || alternative && scene.is(*i, Pos::NEG | Pos::HAVE)
    })?;
    let first = (helper + 1..at).find(|i| {
        scene.is(*i, VERBAL) && !scene.is(*i, Pos::HAVE | Pos::BE) && !scene.is_adverb(*i)
    })?;
    Some(Link::Under(Effect::Same, first))
}

/// "hear the mayor say", "demanded that the mayor say": a bare infinitive or a subjunctive.
fn bare(scene: &Scene<'_, '_>, verb: usize, start: usize) -> Option<Link> {
    let subject = scene.subject_before(start)?;
    let at = scene.before_adverbs(subject.start)?;
    if scene.governor(at).contains(Governor::PERCEIVES) && scene.is(at, VERBAL | Pos::HAVE) {
        return Some(Link::Under(Effect::Same, at));
    }
    let asked = scene.says(at, "that") || scene.is(at, VERBAL) && !scene.is(at, Pos::NOUN);
    (asked && is_singular(scene, subject) && !scene.narration.word(verb).ends_with('s'))
        .then_some(Link::Decided(Mode::Hypothetical))
}

/// True if a verb with this subject would have an "s" as a finite one.
fn is_singular(scene: &Scene<'_, '_>, subject: NounPhrase) -> bool {
    let Some(head) = scene.item(subject.head) else { return false };
    let word = scene.narration.word(subject.head);
    if head.is(Pos::PRON) && !head.is_named() {
        return ["he", "she", "it"].iter().any(|pronoun| word.eq_ignore_ascii_case(pronoun));
    }
    let joined = subject.items().iter().any(|at| scene.says(at, "and"));
    !joined && !word.ends_with('s') && !head.is_listed(WordClass::PLURAL)
}

/// "Nobody said", "no official said", "anyone who says", "a fake post says", "who said?"
fn by_subject(scene: &Scene<'_, '_>, end: usize) -> Option<Link> {
    let start = scene.clause_start(end);
    let (mut fake, mut document) = (false, false);
    let mut first_verb = None;
    for at in (start..end).rev() {
        let Some(item) = scene.item(at) else { break };
        let governor = scene.governor(at);
        if first_verb.is_none() {
            if governor.contains(Governor::NOBODY) || is_no(scene, at) || scene.says(at, "nor") {
                return Some(Link::Decided(Mode::Denied));
            }
            if governor.contains(Governor::ANYONE) {
                return Some(Link::Decided(Mode::Hypothetical));
            }
            fake |= governor.contains(Governor::FAKE);
            document |= governor.contains(Governor::DOCUMENT);
        }
        if item.is_finite() && !governor.contains(Governor::DOCUMENT) {
            first_verb = first_verb.or(Some(at));
        }
    }
    if fake && document {
        return Some(Link::Decided(Mode::Denied));
    }
    let asked = scene.is_question()
        && start + 1 >= end
        && scene.item(start).is_some_and(|first| first.is(Pos::WH) && !first.is_named());
    asked.then_some(Link::Decided(Mode::Asked))
}

/// True if the item at `at` is the "no" of a subject: "no official", but not "no doubt" and not
/// "in no time".
pub fn is_no(scene: &Scene<'_, '_>, at: usize) -> bool {
    let idle = ["doubt", "longer", "wonder", "less", "more"];
    scene.says(at, "no")
        && !idle.iter().any(|word| scene.says(at + 1, word))
        && !scene.before(at).is_some_and(|left| scene.is(left, Pos::PREP))
        && scene.item(at + 1).is_some_and(|next| {
            next.is_plain_word()
                && next.is(Pos::NOUN | Pos::ADJ | Pos::NUM | Pos::PRON)
                && !next.is(Pos::SUB | Pos::WH)
        })
}
