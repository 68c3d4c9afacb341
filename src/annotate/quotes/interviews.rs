//! Interviews without labels: who was interviewed, and which blocks are the answers.

use crate::annotate::quotes::discourse::{Discourse, ReferentKind};
use crate::annotate::quotes::lexicon::WordClass;
use crate::annotate::quotes::narration::{
    ItemKind, ItemRange, Narration, NarrationItem, NarrationSentence,
};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::resolution_context::{Reference, ResolutionContext};
use crate::annotate::quotes::speaker_resolution::resolve;

/// Returns the words for the one interviewed: "The Herald spoke to Ana Lomidze about the bridge",
/// "We interviewed her".
pub fn object_of_interview(narration: &Narration<'_>, words: ItemRange) -> Option<NounPhrase> {
    let start_of_object = |at: usize| {
        if narration.is_listed(at, WordClass::INTERVIEWS) {
            return Some(at + 1);
        }
        if !narration.is_listed(at, WordClass::CONVERSES) {
            return None;
        }
        let particle = usize::from(narration.is_listed(at + 1, WordClass::PARTICLE));
        let to = at + 1 + particle;
        matches!(narration.word(to), "to" | "with").then_some(to + 1)
    };
    let object = words.iter().find_map(start_of_object)?;
    NounPhrase::starting_at(narration, object, words.end)
}

/// Returns the person whom sentence `number` says to be interviewed, by name.
pub fn interviewee(
    context: &ResolutionContext<'_, '_>,
    discourse: &mut Discourse,
    number: usize,
) -> Option<Reference> {
    let narration = context.narration();
    let sentence = narration.sentences[number];
    let words = ItemRange::new(sentence.start, sentence.end);
    let object = object_of_interview(narration, words)?;
    (object.start..object.end).find(|at| context.person_at(*at).is_some())?;
    let found = resolve(context, discourse, object, number)?;
    let person = discourse.referent(found.referent).kind == ReferentKind::Person;
    person.then(|| Reference::carried_over(found.referent, found.margin))
}

/// True if sentence `number` ends a paragraph of questions without marks, which the block after it
/// answers.
pub fn asks(narration: &Narration<'_>, number: usize) -> bool {
    let last = narration.sentences[number];
    let paragraph = narration.sentences[..=number]
        .iter()
        .rev()
        .take_while(|sentence| sentence.paragraph == last.paragraph);
    let start = paragraph.last().map_or(last.start, |first| first.start);
    last.end > last.start
        && narration.word(last.end - 1) == "?"
        && !narration.items[start..last.end].iter().any(NarrationItem::is_quote)
}

/// True if a sentence before a colon presents an interview: "Excerpts from the interview follow:".
pub fn presents_interview(narration: &Narration<'_>, sentence: NarrationSentence) -> bool {
    let Some(colon) = sentence.end.checked_sub(1).filter(|colon| *colon > sentence.start) else {
        return false;
    };
    let mut words = sentence.start..colon;
    // "Lomidze said in an interview:" names its own.
    narration.items[colon].kind == ItemKind::Colon
        && !words.clone().any(|at| narration.items[at].is_named())
        && words.any(|at| matches!(narration.word(at), "interview" | "interviews"))
}
