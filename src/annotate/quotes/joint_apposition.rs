//! Two people in apposition to a plural: "Two bakers, Ana Lomidze and Dr. Paul Hill, said".

use crate::annotate::quotes::discourse::{Discourse, ReferentKind};
use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::narration::{ItemKind, ItemRange};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::resolution_context::{CERTAIN, Reference, ResolutionContext};
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};
use crate::model::ResolutionMethod;

/// Most items of two names in apposition, with their titles and commas.
const MAX_APPOSITION: usize = 16;

/// Returns the two whom a plural means, as one referent.
pub fn joint_apposition(
    context: &ResolutionContext<'_, '_>,
    discourse: &mut Discourse,
    phrase: NounPhrase,
) -> Option<Reference> {
    let narration = context.narration();
    let comma = phrase.end;
    if narration.items.get(comma)?.kind != ItemKind::Comma
        || speaker_nouns::kind_of(narration.word(phrase.head)) != Some(SpeakerNoun::Plural)
    {
        return None;
    }
    let limit = narration.items.len().min(comma + MAX_APPOSITION);
    let close = (comma + 1..limit).find(|at| narration.items[*at].kind == ItemKind::Comma)?;
    let and = (comma + 1..close).find(|at| narration.says(*at, "and"))?;
    let person = |range: ItemRange| {
        let mention = narration.items[range.end - 1].mention?;
        let title = |at: usize| {
            let item = &narration.items[at];
            item.mention == Some(mention) || item.is(Pos::NAME) || item.kind == ItemKind::Stop
        };
        let named = context.person(Some(mention)).filter(|_| range.iter().all(title))?;
        context.entity(context.mention(named)?.entity).map(|entity| entity.name.as_str())
    };
    let (left, right) = (ItemRange::new(comma + 1, and), ItemRange::new(and + 1, close));
    if left.is_empty() || right.is_empty() {
        return None;
    }
    let joined = format!("{} and {}", person(left)?, person(right)?);
    let noun = narration.word(phrase.head);
    Some(Reference {
        referent: discourse.add_unnamed(joined, ReferentKind::Plural, None, noun),
        mention: Some(narration.span(phrase.items())),
        reached: ResolutionMethod::Named,
        margin: CERTAIN,
        resolved: true,
    })
}
