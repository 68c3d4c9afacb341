//! Names beside the head of a phrase: "Ana Lomidze QC", "his father, Ana Lomidze, said", "the
//! Harker news agency".

use crate::annotate::entities::name_parts::fold;
use crate::annotate::gazetteer::word_classes::{WordClass as NameClass, is_word_of};
use crate::annotate::quotes::lexicon::{Pos, WordClass};
use crate::annotate::quotes::narration::{ItemKind, MentionIndex};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::resolution_context::ResolutionContext;
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};
use crate::model::EntityKind;

/// Most titles between a comma and a name.
const MAX_TITLES: usize = 7;
/// Most items of a name in apposition.
const MAX_NAME: usize = 9;
/// Most items of an abbreviation in brackets.
const MAX_BRACKETS: usize = 6;
/// Most words between a body's name and the noun that tells its kind: "the Harker state news
/// agency".
const MAX_KIND: usize = 3;

/// Most items between a name and "who": "the Old Mill (OM), who".
const MAX_BEFORE_WHO: usize = 6;
/// Most items of a form of address.
const MAX_ADDRESS: usize = 2;
/// Fewest capitals of a short name in brackets.
const MIN_CAPITALS: usize = 2;
/// Most items of an apposition before the name that it ends in.
const MAX_APPOSITION: usize = 24;

type Rule = fn(&ResolutionContext<'_, '_>, NounPhrase) -> Option<MentionIndex>;

/// Rules for the one whom a phrase names although its head is no part of the name.
const RULES: &[Rule] = &[
    before_suffix,
    before_degree,
    before_apposition,
    in_apposition,
    at_end,
    before_open_apposition,
    before_description,
    before_kind,
    in_brackets,
];

/// Returns the person or body that the phrase names although its head is no part of the name.
pub fn named_beside_head(
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

/// "Ana Lomidze, M.D.,", "Ana Lomidze, R-Lund,"
fn before_degree(context: &ResolutionContext<'_, '_>, phrase: NounPhrase) -> Option<MentionIndex> {
    let narration = context.narration();
    let word = narration.word(phrase.head);
    let party = word.len() > 2 && word.starts_with(['R', 'D', 'I']) && word[1..].starts_with('-');
    let degree = phrase.len() == 1 && (party || is_word_of(NameClass::PERSON_SUFFIX, &fold(word)));
    let comma = phrase.start.checked_sub(2).filter(|_| degree)?;
    (narration.items[comma + 1].kind == ItemKind::Comma).then(|| context.person_at(comma)).flatten()
}

/// "Ana Lomidze, a doctor at the clinic, who said"
pub fn before_apposition(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
) -> Option<MentionIndex> {
    let is_comma =
        |at: usize| context.narration().items.get(at).is_some_and(|i| i.kind == ItemKind::Comma);
    (phrase.start >= 2 && is_comma(phrase.start - 1) && is_comma(phrase.end))
        .then(|| context.person_at(phrase.start - 2))
        .flatten()
}

/// "His father, Ana Lomidze, says", "Another carmaker, Harker Motors (HM), says"; titles may stand
/// before the name: "the director, Dr. Lomidze,".
pub fn in_apposition(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
) -> Option<MentionIndex> {
    let items = &context.narration().items;
    let comma = phrase.end;
    if items.get(comma)?.kind != ItemKind::Comma {
        return None;
    }
    let start = (comma + 1..comma + 1 + MAX_TITLES).find(|at| {
        items
            .get(*at)
            .is_none_or(|i| i.is_named() || !i.is(Pos::NAME | Pos::NOUN | Pos::ADJ | Pos::CONJ))
    })?;
    let mention = items.get(start)?.mention;
    let body = start == comma + 1
        && speaker_nouns::kind_of(context.narration().word(phrase.head))
            == Some(SpeakerNoun::Organisation);
    let named = context
        .person(mention)
        .or_else(|| mention.filter(|_| body && is_body(context, mention)))?;
    let past =
        (start..start + MAX_NAME).find(|at| items.get(*at).is_none_or(|i| i.mention != mention))?;
    let past = past_brackets(context, past);
    items
        .get(past)
        .is_none_or(|i| {
            matches!(i.kind, ItemKind::Comma | ItemKind::Quote | ItemKind::Stop | ItemKind::Colon)
        })
        .then_some(named)
}

/// Returns the item past the brackets that begin at `at`, if any do: "(HM)".
fn past_brackets(context: &ResolutionContext<'_, '_>, at: usize) -> usize {
    let narration = context.narration();
    if narration.word(at) != "(" {
        return at;
    }
    (at + 1..at + MAX_BRACKETS).find(|at| narration.word(*at) == ")").map_or(at, |close| close + 1)
}

/// True for the mention of an organisation.
fn is_body(context: &ResolutionContext<'_, '_>, mention: Option<MentionIndex>) -> bool {
    mention
        .and_then(|mention| context.mention(mention))
        .is_some_and(|mention| mention.kind == EntityKind::Organisation)
}

/// "President of Georgia Ana Lomidze", "Ambassador to the United Nations Ana Lomidze", "the Harker
/// Council secretary Ana Lomidze": the person to whom a title with a preposition or a body belongs.
pub fn at_end(context: &ResolutionContext<'_, '_>, phrase: NounPhrase) -> Option<MentionIndex> {
    let narration = context.narration();
    let last = narration.items.get(phrase.end.checked_sub(1)?)?;
    let person = context.person(last.mention)?;
    let name =
        (phrase.start..phrase.end).find(|at| narration.items[*at].mention == last.mention)?;
    let is_title = |at: &usize| {
        let item = &narration.items[*at];
        item.is_plain_word()
            && speaker_nouns::kind_of(narration.word(*at)) == Some(SpeakerNoun::Person)
    };
    let title = (phrase.start..name).rev().take_while(is_title).last().unwrap_or(name);
    // "the lawyer of House President Ana Lomidze" is not her.
    let describes = |at: &usize| {
        let item = &narration.items[*at];
        title < name
            && (item.is_named() || item.is(Pos::NAME | Pos::NOUN | Pos::ADJ))
            && !item.is(Pos::PREP | Pos::DET | Pos::CONJ | Pos::POSS)
    };
    let first = (phrase.start..title).rev().take_while(describes).last().unwrap_or(title);
    let before = match first.checked_sub(1).filter(|_| first > phrase.start) {
        Some(before) => &narration.items[before],
        None if first < title => return Some(person),
        None => return None,
    };
    let tied = !before.is_named() && before.is(Pos::PREP | Pos::DET | Pos::CONJ | Pos::POSS);
    if before.kind != ItemKind::Word || tied && !(before.is(Pos::DET) && first < title) {
        return None;
    }
    let held = speaker_nouns::kind_of(narration.word(phrase.head)) == Some(SpeakerNoun::Person)
        && !narration.items[phrase.start].is(Pos::DET);
    (held || title < name).then_some(person)
}

/// "the Harker Council secretary Ana Lomidze": the person, although a body heads the phrase.
pub fn titled_person(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
) -> Option<MentionIndex> {
    let mention = context.narration().items[phrase.head].mention;
    let other = phrase.end > phrase.head + 1 && is_body(context, mention);
    other.then(|| at_end(context, phrase)).flatten()
}

/// "Ana Lomidze, director of the clinic said": the comma after the apposition is missing.
fn before_open_apposition(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
) -> Option<MentionIndex> {
    let narration = context.narration();
    let comma = phrase.start.checked_sub(1)?;
    if narration.items[comma].kind != ItemKind::Comma
        || speaker_nouns::kind_of(narration.word(phrase.head)) != Some(SpeakerNoun::Person)
    {
        return None;
    }
    let person = context.person_at(comma.checked_sub(1)?)?;
    let name =
        (0..comma).rev().take_while(|at| narration.items[*at].mention == Some(person)).last()?;
    let sentence = narration.sentences.partition_point(|sentence| sentence.end <= name);
    let low = narration.sentences.get(sentence)?.start;
    // "U Lomidze", "Daw Lomidze": a form of address may stand before.
    let title = |at: &usize| narration.items[*at].is(Pos::NAME) && !narration.items[*at].is_named();
    let name = (low..name).rev().take(MAX_ADDRESS).take_while(title).last().unwrap_or(name);
    let opens =
        name == low || matches!(narration.items[name - 1].kind, ItemKind::Comma | ItemKind::Quote);
    opens.then_some(person)
}

/// "Ana Lomidze a director of the clinic said": no comma at all.
fn before_description(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
) -> Option<MentionIndex> {
    let narration = context.narration();
    let person = context.person_at(phrase.start)?;
    let past = phrase.items().iter().find(|at| narration.items[*at].mention != Some(person))?;
    (narration.says(past, "a") || narration.says(past, "an")).then_some(person)
}

/// "the Harker news agency", "Harker magazine": the body whose kind the head tells.
fn before_kind(context: &ResolutionContext<'_, '_>, phrase: NounPhrase) -> Option<MentionIndex> {
    let narration = context.narration();
    if phrase.end != phrase.head + 1
        || !narration.is_listed_in_any_case(phrase.head, WordClass::BODY_KIND)
    {
        return None;
    }
    let start = phrase.start.max(phrase.head.saturating_sub(MAX_KIND));
    let name = (start..phrase.head)
        .rev()
        .find(|at| !narration.is_listed_in_any_case(*at, WordClass::BODY_KIND_MODIFIER))?;
    let mention = narration.items[name].mention;
    mention.filter(|_| is_body(context, mention))
}

/// "the country's media regulator (OMR) said": the body whose short name stands in brackets, which
/// are no items.
fn in_brackets(context: &ResolutionContext<'_, '_>, phrase: NounPhrase) -> Option<MentionIndex> {
    let narration = context.narration();
    if speaker_nouns::kind_of(narration.word(phrase.head)) != Some(SpeakerNoun::Organisation) {
        return None;
    }
    let past = narration.items[phrase.end.checked_sub(1)?].span.end;
    let inner = narration.text.get(past..)?.strip_prefix(" (")?;
    let letters = inner.find(|c: char| !c.is_alphanumeric() && c != '-')?;
    let capitals = inner[..letters].chars().filter(|c| c.is_uppercase()).count();
    let short = capitals >= MIN_CAPITALS && 2 * capitals > letters;
    let start = past + 2;
    let at = context.mentions().partition_point(|mention| mention.span.start < start);
    let mention = context.mentions().get(at).filter(|_| short)?;
    let body = mention.kind == EntityKind::Organisation && mention.span.start == start;
    body.then(|| MentionIndex::new(at))
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
