//! One of a group by the group's name: "the California Republican", "a Democrat".
//!
//! A party or people that only describes a person does not speak. The person is one introduced
//! before, or remains unnamed.

use crate::annotate::gazetteer::word_classes::{WordClass as NameClass, is_word_of};
use crate::annotate::quotes::discourse::{Choice, Discourse, Referent, ReferentKind};
use crate::annotate::quotes::lexicon::WordClass;
use crate::annotate::quotes::named_persons::{before_apposition, in_apposition};
use crate::annotate::quotes::narration::ItemRange;
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::resolution_context::{Reference, ResolutionContext};
use crate::model::{EntityId, EntityKind, ResolutionMethod};
use crate::text::single_spaced;

/// Most bytes of an ending that tells that a group's name stands for one member.
const MAX_ENDING: usize = 5;
/// Largest margin of a member who is chosen.
const MAX_MARGIN: f32 = 1.5;
/// Weight of somebody of whom the article says that they belong to the group.
const BELONGS: f32 = 4.0;

/// Returns the person for whom the phrase stands, if it is one of a group.
pub fn member_of_group(
    context: &ResolutionContext<'_, '_>,
    discourse: &mut Discourse,
    phrase: NounPhrase,
    sentence: usize,
) -> Option<Reference> {
    let narration = context.narration();
    let mention = context.mention(narration.items[phrase.head].mention?)?;
    let group = mention.span.of(narration.text);
    let definite = narration.says(phrase.start, "the") || narration.says(phrase.start, "that");
    let indefinite = narration.is_listed_in_any_case(phrase.start, WordClass::INDEFINITE);
    if mention.kind != EntityKind::Group || phrase.start == phrase.head || !(definite || indefinite)
    {
        return None;
    }
    if let Some(person) =
        before_apposition(context, phrase).or_else(|| in_apposition(context, phrase))
    {
        return context.named(discourse, person);
    }
    if !is_one(group) {
        return None;
    }
    let printed = Some(narration.span(phrase.items()));
    let reached = ResolutionMethod::Title;
    if definite
        && let Some(Choice { referent, margin }) =
            discourse.choose(sentence, |r| weight(context, phrase, r, group))
    {
        let margin = margin.min(MAX_MARGIN);
        return Some(Reference { referent, mention: printed, reached, margin, resolved: true });
    }
    let words = narration.span(ItemRange::new(phrase.start, phrase.head + 1)).of(narration.text);
    let name = single_spaced(words);
    let referent = discourse.add_unnamed(name, ReferentKind::Person, None, group);
    Some(Reference { referent, mention: printed, reached, margin: MAX_MARGIN, resolved: false })
}

/// True for a group's name that stands for one member: "Ruritanian".
fn is_one(group: &str) -> bool {
    (1..=MAX_ENDING)
        .filter_map(|length| group.get(group.len().checked_sub(length)?..))
        .any(|ending| is_word_of(NameClass::MEMBER_ENDING, ending))
}

/// Weight of a referent as the member of the group; `None` if it cannot be the one.
fn weight(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
    referent: &Referent,
    group: &str,
) -> Option<f32> {
    let id = referent.entity.filter(|_| referent.kind == ReferentKind::Person)?;
    let sure = belongs_to(context, id, group)?;
    if !sure && has_seat(context, phrase) && !holds_seat(context, phrase, id) {
        return None;
    }
    Some(if sure { BELONGS } else { 0.0 })
}

/// True for "the Ruritania Republican": somebody who sits for a place.
fn has_seat(context: &ResolutionContext<'_, '_>, phrase: NounPhrase) -> bool {
    let mention = |at: usize| context.mention(context.narration().items[at].mention?);
    (phrase.start..phrase.head)
        .any(|at| mention(at).is_some_and(|mention| mention.kind == EntityKind::Place))
}

/// True if the article calls the person after the place, or by an office that has a seat.
fn holds_seat(context: &ResolutionContext<'_, '_>, phrase: NounPhrase, id: EntityId) -> bool {
    let narration = context.narration();
    let called = (phrase.start + 1..phrase.head)
        .any(|at| context.attributes().is_called(narration.word(at), id));
    let seats = NameClass::POLITICAL_OFFICE | NameClass::PARTY_OFFICE;
    let office = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        word != "president" && is_word_of(seats, &word)
    };
    called || context.role_words(id).is_some_and(|role| role.split(' ').any(office))
}

/// True if the article says that the person belongs to the group, false if it does not tell; `None`
/// if it tells of another party.
pub fn belongs_to(context: &ResolutionContext<'_, '_>, id: EntityId, group: &str) -> Option<bool> {
    let called = context.attributes().is_called(group, id)
        || context.role(id).is_some_and(|role| role.split(' ').any(|word| word == group));
    match context.attributes().party(id) {
        _ if called => Some(true),
        Some(letter) if group.starts_with(letter) => Some(true),
        Some(_) if is_party(group) => None,
        _ => Some(false),
    }
}

/// True for the name of a party's member whose letter stands in brackets behind names.
pub fn is_party(group: &str) -> bool {
    is_word_of(NameClass::PARTY, group)
}
