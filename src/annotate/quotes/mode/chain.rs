//! The chain of governing words over a verb of saying, walked from the verb up.
//!
//! "wants to be heard saying": each word has its effect on what it governs, and the last one is the
//! main verb of the sentence. What is found on the way decides the mode.

use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::mode::auxiliary::by_auxiliaries;
use crate::annotate::quotes::mode::link::{Effect, Link};
use crate::annotate::quotes::mode::scene::{Auxiliaries, Scene};
use crate::annotate::quotes::mode::{embedding, finite, gerund, infinitive};
use crate::model::Mode;

/// Most words of a chain that are looked at.
const MAX_CHAIN: usize = 8;

/// Returns the mode of the verb at `verb`, whose own report begins at item `said`.
pub fn mode_of_verb(scene: &Scene<'_, '_>, verb: usize, said: Option<usize>) -> Mode {
    let mut effects: Vec<Effect> = Vec::new();
    let mut at = verb;
    let mut said = said;
    let mut mode = Mode::Asserted;
    for _ in 0..MAX_CHAIN {
        match step(scene, at, said.take()) {
            Link::End => break,
            Link::Decided(decided) => {
                mode = decided;
                break;
            }
            Link::Under(effect, above) => {
                if above == at {
                    break;
                }
                effects.push(effect);
                at = above;
            }
        }
    }
    effects.iter().rev().fold(mode, |mode, effect| effect.on(mode))
}

/// Returns what governs the verb, adjective or noun at `at`.
fn step(scene: &Scene<'_, '_>, at: usize, said: Option<usize>) -> Link {
    let group = scene.auxiliaries(at);
    let own = by_auxiliaries(scene, at, &group, said);
    if own != Mode::Asserted {
        return Link::Decided(question_over(scene, at, &group, own));
    }
    if let Some(to) = scene.before(group.start).filter(|to| scene.says(*to, "to"))
        && !scene.before(to).is_some_and(|left| scene.says(left, "according"))
        && (group.any() || scene.is(at, Pos::BASE | Pos::BE | Pos::HAVE))
    {
        return infinitive::governing(scene, to);
    }
    if is_gerund(scene, at, &group) {
        return gerund::governing(scene, group.start);
    }
    finite::governing(scene, at, &group).unwrap_or_else(|| embedding::governing(scene, at, &group))
}

/// Mode of a verb that is negated or modal, and stands in a question too: "couldn't she have said
/// …?" is asked.
fn question_over(scene: &Scene<'_, '_>, at: usize, group: &Auxiliaries, own: Mode) -> Mode {
    let asked = scene.is_question()
        && finite::governing(scene, at, group) == Some(Link::Decided(Mode::Asked));
    if asked { Mode::Asked } else { own }
}

/// True if the verb is one in -ing and not finite: "saying", "having said", but not "was saying".
fn is_gerund(scene: &Scene<'_, '_>, at: usize, group: &Auxiliaries) -> bool {
    let having = group.have.is_some_and(|have| scene.says(have, "having"));
    let being = group.be.is_some_and(|be| scene.says(be, "being"));
    let progressive = group.be.is_some() && !being;
    let item = scene.narration.items[at];
    let ing = (item.pos | item.forms).intersects(Pos::ING) && !item.pos.intersects(Pos::FINITE);
    having || being || ing && !progressive
}
