//! Groups that an article introduces outside its reports: "a letter by engineers at the Harker
//! plant", "citing sources within the ministry".
//!
//! "The engineers" of a later sentence are they.

use crate::annotate::quotes::discourse::{Discourse, ReferentKind};
use crate::annotate::quotes::lexicon::{Pos, WordClass};
use crate::annotate::quotes::narration::{ItemRange, Narration};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::resolution_context::ResolutionContext;
use crate::text::single_spaced;

/// Most items before and after the noun.
const MAX_BEFORE: usize = 4;
const MAX_AFTER: usize = 12;

/// Records the group whose noun stands at item `at` of `sentence`, if it is told where they belong.
pub fn introduce(
    context: &ResolutionContext<'_, '_>,
    discourse: &mut Discourse,
    at: usize,
    sentence: usize,
) {
    let narration = context.narration();
    let Some(items) = introduced(narration, at, sentence) else { return };
    let noun = narration.word(at);
    let name = single_spaced(narration.span(items).of(narration.text));
    let known = discourse.linked(noun);
    let spoken_of = |name: &str| {
        known.is_some_and(|known| {
            let referent = discourse.referent(known);
            referent.seen == sentence as i64 || referent.name == name
        })
    };
    if spoken_of(&name) {
        return;
    }
    let referent = discourse.add_unnamed(name, ReferentKind::Plural, None, noun);
    discourse.record_mention(referent, sentence);
}

/// Returns the items of an indefinite group with a name behind its noun: "two engineers at the
/// Harker plant".
fn introduced(narration: &Narration<'_>, at: usize, sentence: usize) -> Option<ItemRange> {
    let sentence = narration.sentences.get(sentence)?;
    let tie = narration.before(at + 1, sentence.end)?;
    if !tie.is_plain_word() || !tie.is(Pos::PREP) || tie.is(Pos::SUB) {
        return None;
    }
    let low = sentence.start.max(at.saturating_sub(MAX_BEFORE));
    let describes = |at: &usize| {
        let item = &narration.items[*at];
        item.is_plain_word()
            && item.is(Pos::ADJ | Pos::NOUN | Pos::NUM | Pos::DET)
            && !item.is(Pos::PREP | Pos::PRON | Pos::POSS)
            && !item.is_finite()
    };
    let start = (low..at).rev().take_while(describes).last().unwrap_or(at);
    let first = &narration.items[start];
    let of = start.checked_sub(1).is_some_and(|of| of >= low && narration.says(of, "of"));
    if of || first.is_listed_in_any_case(WordClass::DEFINITE | WordClass::POSSESSIVE) {
        return None;
    }
    let high = sentence.end.min(at + MAX_AFTER);
    let place = NounPhrase::starting_at(narration, at + 2, high)?;
    let named = (place.start..place.end).any(|at| narration.items[at].is_named());
    named.then(|| ItemRange::new(start, place.end))
}
