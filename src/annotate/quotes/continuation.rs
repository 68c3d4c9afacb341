//! Speakers of quotations without a verb of speech, carried over from what was said before.

use crate::annotate::quotes::block_introductions::Introduced;
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
/// Most sentences since the last quotation after which its speaker may go on.
const MAX_AGE: i64 = 6;
/// Most sentences since a subject that speaks now.
const MAX_SUBJECT_AGE: i64 = 2;

/// Memory of the last speakers.
#[derive(Debug, Default)]
pub struct Continuation {
    /// Last speaker of the paragraph.
    in_paragraph: Option<Reference>,
    dialogue: Dialogue,
    /// Blocks of quotation that follow an introduction: the paragraph of the last one, and whom
    /// they were introduced by.
    blocks: Option<(u32, Introduced)>,
    /// True if the article has introduced a block.
    introduces: bool,
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
    /// that its marks re-open those of the paragraph before, `alone` that it is a block after a
    /// sentence that quotes nobody.
    pub fn speaker(
        &self,
        discourse: &Discourse,
        candidate: &CandidateQuote,
        paragraph: u32,
        reopened: bool,
        alone: bool,
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
        // In an article that introduces its blocks, one without an introduction is anybody's post.
        last_speaker(discourse, candidate.sentence as i64, alone && self.introduces)
    }

    /// Returns whom the present quotation of `paragraph` goes on with, if it is a block, `bare` of
    /// other words, right after blocks that were introduced.
    pub fn block_speaker(&self, paragraph: u32, bare: bool) -> Option<Introduced> {
        self.blocks
            .filter(|(last, _)| bare && (*last..=last + 1).contains(&paragraph))
            .map(|(_, introduced)| introduced)
    }

    /// Records whom the present quotation of `paragraph` was introduced by, or goes on with, as a
    /// block of quotation; `None` if it is no block, which ends those before. `posted` tells that
    /// nothing introduces it.
    pub fn record_block(&mut self, paragraph: u32, introduced: Option<Introduced>, posted: bool) {
        self.introduces |= introduced.is_some() && !posted;
        self.blocks = introduced.map(|introduced| (paragraph, introduced));
    }

    /// True if the article has introduced a block.
    pub fn introduces(&self) -> bool {
        self.introduces
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

/// Returns the last speaker, or the subject since then, if either is not long ago in `sentence`,
/// where a quotation may stand `alone`.
fn last_speaker(discourse: &Discourse, sentence: i64, alone: bool) -> Option<Reference> {
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
            let beside = alone && r.subject == sentence - 1;
            let speaks = match r.kind {
                ReferentKind::Person => true,
                ReferentKind::Organisation | ReferentKind::Plural => beside,
                _ => false,
            };
            r.subject > spoke && r.subject >= sentence - MAX_SUBJECT_AGE && speaks
        })
        .max_by_key(|(_, r)| r.subject);
    if let Some((referent, _)) = newer {
        let beside = alone && discourse.referent(referent).subject == sentence - 1;
        let margin = if beside { LAST_SPEAKER_MARGIN } else { NEW_SUBJECT_MARGIN };
        return Some(Reference::carried_over(referent, margin));
    }
    (age <= MAX_AGE && !alone).then_some(carried)
}
