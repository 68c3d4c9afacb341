//! Speakers of quotations without a verb of speech, carried over from what was said before.

use crate::annotate::quotes::candidate_quotes::{CandidateOrigin, CandidateQuote};
use crate::annotate::quotes::dialogue::{Dialogue, Reply};
use crate::annotate::quotes::discourse::{Discourse, ReferentIndex, ReferentKind};
use crate::annotate::quotes::resolution_context::Reference;

/// Largest margin of a speaker carried over within a paragraph.
const MAX_MARGIN_IN_PARAGRAPH: f32 = 5.0;
/// Margin of the last speaker.
const LAST_SPEAKER_MARGIN: f32 = 2.0;
/// Margin of the one whose turn it is.
const TURN_MARGIN: f32 = 1.5;
/// Margin of a subject since the last quotation.
const NEW_SUBJECT_MARGIN: f32 = 1.0;
/// Most sentences since the last quotation after which its speaker surely goes on.
const MAX_PAUSE: i64 = 1;
/// Most sentences since a subject that speaks now.
const MAX_SUBJECT_AGE: i64 = 2;
/// Most sentences since the last quotation after which its speaker may go on.
const MAX_AGE: i64 = 6;

/// Memory of the last speakers.
#[derive(Debug, Default)]
pub struct Continuation {
    /// Last speaker of the paragraph.
    in_paragraph: Option<Reference>,
    dialogue: Dialogue,
    /// True if the speaker of the present quotation was found by taking turns.
    taken: bool,
}

impl Continuation {
    /// Begins a paragraph.
    pub fn begin_paragraph(&mut self) {
        self.in_paragraph = None;
    }

    /// Begins a quotation.
    pub fn begin_quote(&mut self) {
        self.taken = false;
    }

    /// Last speaker of the paragraph.
    pub fn in_paragraph(&self) -> Option<Reference> {
        self.in_paragraph
    }

    /// True if somebody else than the last speaker has the turn in `paragraph`.
    pub fn is_in_dialogue(&self, paragraph: u32) -> bool {
        self.dialogue.reply(paragraph) != Reply::Same
    }

    /// The one whose turn it is in `paragraph`.
    pub fn reply(&self, paragraph: u32) -> Option<ReferentIndex> {
        match self.dialogue.reply(paragraph) {
            Reply::Other(referent) => Some(referent),
            Reply::Same | Reply::Unknown => None,
        }
    }

    /// Records that the speaker of the present quotation was found by taking turns, or not.
    pub fn take_turn(&mut self, taken: bool) {
        self.taken = taken;
    }

    /// Returns the speaker of a quotation that nobody introduces, by the rules. `reopened` tells
    /// that its marks re-open those of the paragraph before.
    pub fn speaker(
        &self,
        discourse: &Discourse,
        candidate: &CandidateQuote,
        paragraph: u32,
        reopened: bool,
    ) -> Option<Reference> {
        if let Some(reference) = self.in_paragraph {
            // The words that stood for the speaker a moment ago stand for them still.
            let margin = reference.margin.min(MAX_MARGIN_IN_PARAGRAPH);
            let carried = Reference::carried_over(reference.referent, margin);
            return Some(Reference {
                mention: reference.mention,
                resolved: reference.resolved,
                ..carried
            });
        }
        if candidate.origin == CandidateOrigin::Bare && !reopened {
            match self.dialogue.reply(paragraph) {
                Reply::Same => {}
                Reply::Unknown => return None,
                Reply::Other(referent) => {
                    return Some(Reference::carried_over(referent, TURN_MARGIN));
                }
            }
        }
        last_speaker(discourse, candidate.sentence as i64)
    }

    /// Records the speaker of the present quotation.
    pub fn record(&mut self, speaker: Reference) {
        self.in_paragraph = Some(speaker);
    }

    /// Records words in marks, reported by `cue`, and their speaker as a turn of a dialogue.
    pub fn record_turn(&mut self, speaker: Reference, paragraph: u32, words: &str, cue: &str) {
        self.dialogue.record(speaker.referent, paragraph, words, cue, self.taken);
    }
}

/// Returns the last speaker, or the subject since then, if either is not long ago in `sentence`.
fn last_speaker(discourse: &Discourse, sentence: i64) -> Option<Reference> {
    let last = discourse.last_speaker()?;
    let spoke = discourse.referent(last).spoke;
    let age = sentence - spoke;
    let carried = Reference::carried_over(last, LAST_SPEAKER_MARGIN);
    if age <= MAX_PAUSE {
        return Some(carried);
    }
    // A new subject since the last quotation speaks now.
    let newer = discourse
        .recent()
        .filter(|(_, r)| {
            r.subject > spoke
                && r.subject >= sentence - MAX_SUBJECT_AGE
                && r.kind == ReferentKind::Person
        })
        .max_by_key(|(_, r)| r.subject);
    if let Some((referent, _)) = newer {
        return Some(Reference::carried_over(referent, NEW_SUBJECT_MARGIN));
    }
    (age <= MAX_AGE).then_some(carried)
}
