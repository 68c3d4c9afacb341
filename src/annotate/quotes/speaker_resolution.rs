//! Words for a speaker → the speaker.
//!
//! A name is looked up, a pronoun or "the minister" is resolved against the discourse so far, and
//! what cannot be resolved stays as printed: "An Iranian source" is a speaker of that name.

use crate::annotate::quotes::common_noun_speakers::CommonNoun;
use crate::annotate::quotes::discourse::{Discourse, ReferentIndex};
use crate::annotate::quotes::document_sources::{DocumentMaker, maker_of};
use crate::annotate::quotes::group_members::member_of_group;
use crate::annotate::quotes::joint_apposition::joint_apposition;
use crate::annotate::quotes::joint_speakers::joint_speakers;
use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::named_persons::{before_who, named_beside_head, titled_person};
use crate::annotate::quotes::narration::ItemKind;
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::office_holders::office_holder;
use crate::annotate::quotes::pronoun_resolution::resolve_pronoun;
use crate::annotate::quotes::resolution_context::{Reference, ResolutionContext};
use crate::annotate::quotes::word_gender::pronoun_gender;
use crate::model::EntityKind;

/// Returns the speaker for whom the phrase stands in `sentence`.
pub fn resolve(
    context: &ResolutionContext<'_, '_>,
    discourse: &mut Discourse,
    phrase: NounPhrase,
    sentence: usize,
) -> Option<Reference> {
    let narration = context.narration();
    let head = narration.items.get(phrase.head)?;
    if let Some(joint) = joint_speakers(context, discourse, phrase, sentence) {
        return Some(joint);
    }
    if let Some(member) = member_of_group(context, discourse, phrase, sentence) {
        return Some(member);
    }
    if let Some(both) = joint_apposition(context, discourse, phrase) {
        return Some(both);
    }
    if let Some(holder) = office_holder(context, phrase) {
        return context.named(discourse, holder);
    }
    if let Some(phrase) = before_region(context, phrase, sentence) {
        return resolve(context, discourse, phrase, sentence);
    }
    let titled = || titled_person(context, phrase);
    let head_named = || head.mention.map(|named| before_who(context, phrase).unwrap_or(named));
    let named = || named_beside_head(context, phrase);
    if let Some(mention) = titled().or_else(head_named).or_else(named) {
        return context.named(discourse, mention);
    }
    let alone = phrase.head == phrase.start;
    let followed = narration
        .before(phrase.head + 1, phrase.end)
        .is_some_and(|next| next.kind == ItemKind::Word);
    let pronoun = head.is(Pos::PRON) && !followed
        || head.is(Pos::DET)
            && (pronoun_gender(narration, phrase.head).is_some()
                || narration.says(phrase.head, "another"));
    if alone && pronoun {
        return resolve_pronoun(context, discourse, phrase.head, sentence);
    }
    // "The officer who sent the message" is no officer spoken of before.
    if narration.before(phrase.end, narration.items.len()).is_some_and(|next| {
        next.is_plain_word() && next.is(Pos::REL) && narration.says(phrase.end, "who")
    }) {
        return as_printed(context, discourse, phrase, sentence);
    }
    resolve_common_noun(context, discourse, phrase, sentence)
}

/// "Ana Lomidze of Lund, Sweden said": returns the phrase before the comma, if `phrase` is but the
/// region in which a place lies.
fn before_region(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
    sentence: usize,
) -> Option<NounPhrase> {
    let narration = context.narration();
    let mention = narration.items[phrase.start].mention?;
    let place =
        |mention| context.mention(mention).is_some_and(|mention| mention.kind == EntityKind::Place);
    let low = narration.sentences.get(sentence)?.start;
    let comma = phrase.start.checked_sub(1).filter(|comma| *comma > low + 1)?;
    let region = phrase.items().iter().all(|at| narration.items[at].mention == Some(mention));
    if !region
        || !place(mention)
        || narration.items[comma].kind != ItemKind::Comma
        || !narration.items[comma - 1].is(Pos::NAME)
        || narration.items[comma - 1]
            .mention
            .is_some_and(|mention| context.person(Some(mention)).is_some())
    {
        return None;
    }
    let found = NounPhrase::ending_at(narration, low, comma)?;
    let within = found.head + 1 < comma
        && (narration.items[comma - 1].mention.is_none()
            || narration.items[found.head].mention != narration.items[comma - 1].mention);
    within.then_some(found)
}

/// Returns a speaker known by the words of the phrase alone, whoever was spoken of before; `None`
/// for a pronoun.
pub fn as_printed(
    context: &ResolutionContext<'_, '_>,
    discourse: &mut Discourse,
    phrase: NounPhrase,
    sentence: usize,
) -> Option<Reference> {
    let head = context.narration().items.get(phrase.head)?;
    let noun = head.mention.is_none() && !head.is(Pos::PRON);
    noun.then(|| CommonNoun::new(context, phrase, sentence).as_printed(discourse)).flatten()
}

/// Returns the maker of the document `phrase`.
pub fn resolve_maker(
    context: &ResolutionContext<'_, '_>,
    discourse: &mut Discourse,
    phrase: NounPhrase,
    sentence: usize,
) -> Option<ReferentIndex> {
    let found = match maker_of(context, phrase)? {
        DocumentMaker::Name(mention) => return context.referent_of_mention(discourse, mention),
        DocumentMaker::Possessive(at) => resolve_pronoun(context, discourse, at, sentence),
        DocumentMaker::Noun(owner) => resolve_common_noun(context, discourse, owner, sentence),
        DocumentMaker::Source(owner) => resolve(context, discourse, owner, sentence),
    };
    found.map(|found| found.referent)
}

/// Returns the speaker of a phrase headed by a common noun: somebody spoken of before, the maker of
/// a document ("the RCMP statement", "Smith's letter"), or the words themselves.
fn resolve_common_noun(
    context: &ResolutionContext<'_, '_>,
    discourse: &mut Discourse,
    phrase: NounPhrase,
    sentence: usize,
) -> Option<Reference> {
    let noun = CommonNoun::new(context, phrase, sentence);
    if let Some(found) = noun.possessed(discourse) {
        return Some(found);
    }
    if noun.is_document()
        && !noun.is_study()
        && let Some(maker) = resolve_maker(context, discourse, phrase, sentence)
    {
        return Some(noun.made_by(discourse, maker));
    }
    noun.speaker(discourse)
}
