//! Names beside the head of a phrase: "Ana Lomidze QC", "his father, Ana Lomidze, said".

use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::narration::{ItemKind, MentionIndex};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::resolution_context::ResolutionContext;
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};

/// Most titles between a comma and a name.
const MAX_TITLES: usize = 4;
/// Most items of a name in apposition.
const MAX_NAME: usize = 9;

/// Most items between a name and "who": "the Old Mill (OM), who".
const MAX_BEFORE_WHO: usize = 6;
/// Most items of an apposition before the name that it ends in.
const MAX_APPOSITION: usize = 24;

/// Rules for the person whom a phrase names although its head is no part of the name.
const RULES: &[fn(&ResolutionContext<'_, '_>, NounPhrase) -> Option<MentionIndex>] =
    &[before_suffix, before_apposition, in_apposition, at_end];

/// Returns the person whom the phrase names although its head is no part of the name.
pub fn person_beside_head(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
) -> Option<MentionIndex> {
    RULES.iter().find_map(|rule| rule(context, phrase))
}

/// "Ana Lomidze QC"
fn before_suffix(context: &ResolutionContext<'_, '_>, phrase: NounPhrase) -> Option<MentionIndex> {
    let suffix = context.narration().items[phrase.head].is(Pos::NAME);
    (suffix && phrase.head > phrase.start).then(|| context.person_at(phrase.head - 1)).flatten()
}

/// "Ana Lomidze, a doctor at the clinic, who said"
fn before_apposition(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
) -> Option<MentionIndex> {
    let is_comma =
        |at: usize| context.narration().items.get(at).is_some_and(|i| i.kind == ItemKind::Comma);
    (phrase.start >= 2 && is_comma(phrase.start - 1) && is_comma(phrase.end))
        .then(|| context.person_at(phrase.start - 2))
        .flatten()
}

/// "His father, Ana Lomidze, says"; titles may stand before the name: "the director, Dr. Lomidze,".
fn in_apposition(context: &ResolutionContext<'_, '_>, phrase: NounPhrase) -> Option<MentionIndex> {
    let items = &context.narration().items;
    let comma = phrase.end;
    if items.get(comma)?.kind != ItemKind::Comma {
        return None;
    }
    let start = (comma + 1..comma + 1 + MAX_TITLES).find(|at| {
        items.get(*at).is_none_or(|i| i.is_named() || !i.is(Pos::NAME | Pos::NOUN | Pos::ADJ))
    })?;
    let mention = items.get(start)?.mention;
    let person = context.person(mention)?;
    let past =
        (start..start + MAX_NAME).find(|at| items.get(*at).is_none_or(|i| i.mention != mention))?;
    items
        .get(past)
        .is_none_or(|i| {
            matches!(i.kind, ItemKind::Comma | ItemKind::Quote | ItemKind::Stop | ItemKind::Colon)
        })
        .then_some(person)
}

/// "President of Georgia Ana Lomidze", "Ambassador to the United Nations Ana Lomidze": the person
/// to whom a title with a preposition belongs.
pub fn at_end(context: &ResolutionContext<'_, '_>, phrase: NounPhrase) -> Option<MentionIndex> {
    let narration = context.narration();
    let last = narration.items.get(phrase.end.checked_sub(1)?)?;
    let person = context.person(last.mention)?;
    let before = (phrase.head + 1..phrase.end)
        .rev()
        .map(|at| &narration.items[at])
        .find(|i| i.mention != last.mention)?;
    let title = speaker_nouns::kind_of(narration.word(phrase.head)) == Some(SpeakerNoun::Person)
        && !narration.items[phrase.start].is(Pos::DET);
    let belongs = before.kind == ItemKind::Word
        && (before.is_named() || !before.is(Pos::PREP | Pos::DET | Pos::CONJ | Pos::POSS));
    (title && belongs).then_some(person)
}

/// "Ana Lomidze, a baker at the Old Mill, who said": the person whom an apposition describes that
/// ends in a name of another kind, `phrase`, before "who".
pub fn before_who(context: &ResolutionContext<'_, '_>, phrase: NounPhrase) -> Option<MentionIndex> {
    let narration = context.narration();
    let last = narration.items.get(phrase.head)?.mention;
    let sign = |at: usize| {
        let item = narration.items.get(at)?;
        (item.mention == last || item.kind != ItemKind::Word || narration.word(at - 1) == "(")
            .then_some(at)
    };
    let who = (phrase.end..phrase.end + MAX_BEFORE_WHO).find(|at| sign(*at).is_none())?;
    if !narration.says(who, "who") || context.person(last).is_some() {
        return None;
    }
    let low = phrase.start.saturating_sub(MAX_APPOSITION);
    for comma in (low + 1..phrase.start).rev() {
        let item = &narration.items[comma];
        if item.is_finite() || matches!(item.kind, ItemKind::Stop | ItemKind::Quote) {
            return None;
        }
        if item.kind == ItemKind::Comma
            && let Some(person) = context.person_at(comma - 1)
        {
            return Some(person);
        }
    }
    None
}
