//! Speakers of statements: introduced by a line of their own ("In a statement:") or signed below.

use crate::annotate::quotes::candidate_quotes::{CandidateOrigin, CandidateQuote};
use crate::annotate::quotes::discourse::{Discourse, ReferentIndex, ReferentKind};
use crate::annotate::quotes::lexicon::{Pos, WordClass};
use crate::annotate::quotes::narration::{
    ItemKind, ItemRange, MentionIndex, Narration, NarrationItem, NarrationSentence,
};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::resolution_context::{Reference, ResolutionContext};
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};
use crate::annotate::quotes::speaker_resolution::{resolve, resolve_maker};
use crate::model::ResolutionMethod;

/// Most items of an introduction before its colon.
const MAX_INTRODUCTION: usize = 11;
/// Most items of a line that presents a speaker, before its colon.
const MAX_PRESENTED: usize = 20;
/// Most items of a title before the name in a signature, with the dash.
const MAX_TITLE: usize = 6;
/// Most items of a signature.
const MAX_SIGNATURE: usize = 15;
/// Most sentences between a statement and the last subject before it.
const MAX_AGE: i64 = 2;
/// Margin of a speaker who is introduced.
const MARGIN: f32 = 2.0;

/// Returns the speaker of a quotation that a line of its own introduces or signs.
pub fn introduced_speaker(
    context: &ResolutionContext<'_, '_>,
    discourse: &mut Discourse,
    candidate: &CandidateQuote,
) -> Option<Reference> {
    let narration = context.narration();
    let number = candidate.sentence;
    let sentence = narration.sentences[number];
    let (sentence, at) = match candidate.origin {
        CandidateOrigin::Reported => return None,
        CandidateOrigin::Embedded => (sentence, candidate.item),
        CandidateOrigin::Bare => {
            if let Some(mention) = signature_below(narration, number + 1) {
                return context.named(discourse, mention);
            }
            let before = *narration.sentences.get(number.checked_sub(1)?)?;
            (before, before.end)
        }
    };
    if let Some(presented) = presented(context, sentence, at) {
        return resolve(context, discourse, presented, number);
    }
    let document = introduction(narration, sentence, at)?;
    if let Some(referent) = resolve_maker(context, discourse, document, number) {
        let mention = Some(narration.span(document.items()));
        let reached = ResolutionMethod::Title;
        return Some(Reference { referent, mention, reached, margin: MARGIN, resolved: true });
    }
    Some(Reference::carried_over(last_subject(discourse, number)?, MARGIN))
}

/// Returns the words that introduce the quotation at item `at` as a statement: "In a statement:
/// “…”".
fn introduction(
    narration: &Narration<'_>,
    sentence: NarrationSentence,
    at: usize,
) -> Option<NounPhrase> {
    let colon = at
        .checked_sub(1)
        .filter(|colon| *colon > sentence.start && *colon <= sentence.start + MAX_INTRODUCTION)?;
    if narration.items[colon].kind != ItemKind::Colon {
        return None;
    }
    let start = sentence.start + usize::from(narration.says(sentence.start, "in"));
    let words = ItemRange::new(start, colon);
    let found = NounPhrase::within(narration, words)?;
    let document = speaker_nouns::kind_of(narration.word(found.head));
    let verbal = words.iter().any(|at| narration.items[at].is_finite());
    (document == Some(SpeakerNoun::Document) && !verbal).then_some(found)
}

/// Returns the words for the person, or after "from" the body, that a line before a colon and the
/// quotation at item `at` presents: "Mayor Ana Lomidze:", "And from Mayor Ana Lomidze:", "Here is
/// Ana Lomidze on the ferries: “…”".
fn presented(
    context: &ResolutionContext<'_, '_>,
    sentence: NarrationSentence,
    at: usize,
) -> Option<NounPhrase> {
    let narration = context.narration();
    let colon = at
        .checked_sub(1)
        .filter(|colon| *colon > sentence.start && *colon <= sentence.start + MAX_PRESENTED)?;
    if narration.items[colon].kind != ItemKind::Colon {
        return None;
    }
    let lead = |at: &usize| {
        let item = &narration.items[*at];
        item.kind == ItemKind::Comma || narration.is_listed_in_any_case(*at, WordClass::PRESENTS)
    };
    let start = (sentence.start..colon).find(|at| !lead(at))?;
    let from = start > sentence.start
        && matches!(narration.word(start - 1), "from" | "From" | "by" | "By");
    // "This is what Ana Lomidze told the Herald:"
    let what = start > sentence.start && narration.says(start, "what");
    let words = NounPhrase::starting_at(narration, start + usize::from(what), colon)?;
    let mention = narration.items[words.head].mention;
    let someone = context.person(mention).is_some() || from && mention.is_some();
    // What they speak about, or who they are, but no clause of its own.
    let rest = &narration.items[words.end..colon];
    let about = rest.first().is_none_or(|first| {
        first.kind == ItemKind::Comma || first.is_plain_word() && first.is(Pos::PREP | Pos::TIME)
    });
    let verbal = rest.iter().any(|item| item.is_finite() || item.is_quote());
    (someone && (what || about && !verbal)).then_some(words)
}

/// Returns the name that signs the quotations of the paragraph before sentence `number`.
fn signature_below(narration: &Narration<'_>, number: usize) -> Option<MentionIndex> {
    let sentence = narration.sentences.get(number)?;
    // "— Mayor Ana Lomidze"
    let limit = sentence.end.min(sentence.start + MAX_TITLE);
    let named = (sentence.start + 1..limit).find(|at| narration.items[*at].is_named())?;
    let title = |item: &NarrationItem| item.kind == ItemKind::Word && !item.is(Pos::DET);
    if !narration.items[sentence.start + 1..named].iter().all(title) {
        return None;
    }
    let mention = narration.items[named].mention?;
    let dash = narration.items[sentence.start].kind == ItemKind::Dash;
    let items = &narration.items[sentence.start..sentence.end];
    let verbal = || {
        let auxiliary = Pos::BE | Pos::HAVE | Pos::MODAL;
        items.iter().any(|item| item.is_finite() || item.is(auxiliary))
    };
    (dash && items.len() <= MAX_SIGNATURE && !verbal()).then_some(mention)
}

/// Returns the subject of the last sentences up to `sentence`, if it can speak.
fn last_subject(discourse: &Discourse, sentence: usize) -> Option<ReferentIndex> {
    discourse
        .recent()
        .filter(|(_, r)| {
            r.subject >= sentence as i64 - MAX_AGE
                && !matches!(r.kind, ReferentKind::Thing | ReferentKind::Document)
        })
        .max_by_key(|(_, r)| r.subject)
        .map(|(index, _)| index)
}
