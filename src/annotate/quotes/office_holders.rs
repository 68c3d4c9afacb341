//! Holders of offices: "the Minister of Finance, Ana Lomidze, said", where the office looks like a
//! body, and "said the chair of the Old Mill, the mayor of Lund, Ana Lomidze", who has two.

use crate::annotate::quotes::named_persons::{at_end, in_apposition};
use crate::annotate::quotes::narration::{ItemKind, MentionIndex};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::resolution_context::ResolutionContext;
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};
use crate::model::EntityKind;

/// Most items of a second office.
const MAX_OFFICE: usize = 12;

/// Returns the person who holds the office that the phrase names.
pub fn office_holder(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
) -> Option<MentionIndex> {
    let narration = context.narration();
    let is_office =
        |at: usize| speaker_nouns::kind_of(narration.word(at)) == Some(SpeakerNoun::Person);
    let Some(mention) = narration.items.get(phrase.head)?.mention else {
        return is_office(phrase.head).then(|| of_second_office(context, phrase)).flatten();
    };
    let first = phrase.items().iter().find(|at| narration.items[*at].mention == Some(mention))?;
    let body = context.mention(mention)?.kind == EntityKind::Organisation;
    (body && first < phrase.head && is_office(first))
        .then(|| in_apposition(context, phrase))
        .flatten()
}

/// "the chair of the Old Mill, the mayor of Lund, Ana Lomidze"
fn of_second_office(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
) -> Option<MentionIndex> {
    let narration = context.narration();
    let comma = phrase.end;
    if narration.items.get(comma)?.kind != ItemKind::Comma {
        return None;
    }
    let high = narration.items.len().min(comma + 1 + MAX_OFFICE);
    let second = NounPhrase::starting_at(narration, comma + 1, high)?;
    let head = &narration.items[second.head];
    let office = speaker_nouns::kind_of(narration.word(second.head)) == Some(SpeakerNoun::Person);
    if second.start != comma + 1 || head.is_named() || !office {
        return None;
    }
    in_apposition(context, second).or_else(|| at_end(context, second))
}
