//! Governors of an infinitive of saying: "refused to say", "wants the mayor to say".

use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::mode::governor::Governor;
use crate::annotate::quotes::mode::link::{Effect, Link};
use crate::annotate::quotes::mode::scene::{Scene, VERBAL};
use crate::annotate::quotes::narration::{ItemKind, NarrationItem};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::model::Mode;

/// Most items looked back over for the verb of "so far as to say".
const MAX_SO_FAR: usize = 5;
/// Most items of an object between a verb and its infinitive.
const MAX_OBJECT: usize = 14;

/// Returns what governs the infinitive whose "to" stands at item `to`.
pub fn governing(scene: &Scene<'_, '_>, to: usize) -> Link {
    let Some(mut at) = scene.before_adverbs(to) else {
        // "To say “…” is to forget …"
        return Link::Decided(Mode::Hypothetical);
    };
    let negated = scene.is(at, Pos::NEG);
    if negated {
        let Some(left) = scene.before_adverbs(at) else { return Link::Decided(Mode::Refused) };
        at = left;
        if scene.is(at, VERBAL | Pos::BE | Pos::ADJ) {
            return Link::Under(Effect::NotTo, at);
        }
    }
    if !scene.is_kind(at, ItemKind::Word) {
        return Link::End;
    }
    if scene.is(at, Pos::PREP | Pos::ADV)
        && scene.governor(at).is_empty()
        && !scene.says(at, "as")
        && let Some(verb) = scene.before(at).filter(|verb| scene.is(*verb, VERBAL))
    {
        // "went on to say"
        at = verb;
    }
    if scene.says(at, "as") {
        return so_far(scene, at);
    }
    if scene.before(at).is_some_and(|left| scene.says(left, "too")) {
        return Link::Under(Effect::Deny, at);
    }
    if scene.is(at, Pos::BE) && !scene.is(at, Pos::POSS) {
        return Link::Decided(Mode::Hypothetical);
    }
    if scene.is(at, Pos::HAVE) {
        return if scene.says(at, "had") {
            Link::Under(Effect::Same, at)
        } else {
            Link::Decided(Mode::Hypothetical)
        };
    }
    let determined = scene.before(at).is_some_and(|left| scene.is(left, Pos::DET | Pos::POSS));
    if let Some(effect) = effect_of(scene.governor(at)).filter(|_| !determined) {
        return Link::Under(effect, at);
    }
    if scene.is(at, VERBAL) && !scene.is(at, Pos::NOUN) {
        return Link::Under(Effect::Same, at);
    }
    let nominal = scene.item(at).is_some_and(NarrationItem::is_nominal);
    if nominal || determined || scene.is(at, Pos::DET) {
        return after_object(scene, at);
    }
    Link::Under(Effect::Same, at)
}

/// Effect of a word on an infinitive that it governs.
pub fn effect_of(governor: Governor) -> Option<Effect> {
    if governor.contains(Governor::REFUSES) {
        Some(Effect::Refuse)
    } else if governor.contains(Governor::FAILS) {
        Some(Effect::Deny)
    } else if governor.contains(Governor::WANTS) {
        Some(Effect::Want)
    } else {
        None
    }
}

/// "went so far as to say": the verb decides.
fn so_far(scene: &Scene<'_, '_>, at: usize) -> Link {
    let low = scene.low.max(at.saturating_sub(MAX_SO_FAR));
    let verb = (low..at).rev().find(|verb| scene.is(*verb, VERBAL) && !scene.is(*verb, Pos::ADV));
    verb.map_or(Link::End, |verb| Link::Under(Effect::Same, verb))
}

/// "wants the mayor to say", "his refusal to say", "had the nerve to say", where the phrase before
/// "to" ends with the item at `last`.
fn after_object(scene: &Scene<'_, '_>, last: usize) -> Link {
    let low = scene.low.max(last.saturating_sub(MAX_OBJECT));
    let Some(object) = NounPhrase::ending_at(scene.narration, low, last + 1) else {
        return Link::End;
    };
    let noun = scene.governor(last);
    if noun.contains(Governor::REFUSES) {
        return Link::Decided(Mode::Refused);
    }
    if noun.contains(Governor::FAILS) {
        return Link::Decided(Mode::Denied);
    }
    let Some(mut verb) = scene.before_adverbs(object.start) else { return Link::End };
    if noun.contains(Governor::WISH) && !scene.says(last.wrapping_sub(1), "in") {
        return Link::Decided(Mode::Hypothetical);
    }
    if scene.says(verb, "for") {
        return Link::Decided(Mode::Hypothetical);
    }
    if scene.is(verb, Pos::PREP)
        && let Some(left) = scene.before_adverbs(verb)
    {
        // "called on the mayor to say"
        verb = left;
    }
    let governor = scene.governor(verb);
    if let Some(effect) = effect_of(governor) {
        return Link::Under(effect, verb);
    }
    if governor.contains(Governor::PREVENTS) && !governor.contains(Governor::PERSISTS) {
        return Link::Under(Effect::Deny, verb);
    }
    if governor.contains(Governor::WISH) {
        return Link::Decided(Mode::Hypothetical);
    }
    if scene.says(verb, "were") && scene.clause_start(verb) == verb {
        // "Were she to say"
        return Link::Decided(Mode::Hypothetical);
    }
    if scene.is(verb, VERBAL | Pos::HAVE | Pos::BE) {
        return Link::Under(Effect::Same, verb);
    }
    Link::End
}
