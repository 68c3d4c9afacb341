//! Speakers of quotations that neither a verb nor a line of their own reports.

use crate::annotate::quotes::candidate_quotes::{CandidateOrigin, CandidateQuote};
use crate::annotate::quotes::continuation::Continuation;
use crate::annotate::quotes::discourse::{Discourse, ReferentKind};
use crate::annotate::quotes::narration::{ItemKind, Narration};
use crate::annotate::quotes::resolution_context::{Reference, ResolutionContext};
use crate::annotate::quotes::resolver::choice::decide;
use crate::annotate::quotes::resolver::kind::ReferenceKind;
use crate::annotate::quotes::resolver::question::{FirstPerson, Question, RULES, Turn};
use crate::model::{EntityId, EntityKind, Span};

/// Quotation that nothing reports.
#[derive(Clone, Copy)]
pub struct Unreported<'c> {
    /// The quotation.
    pub candidate: &'c CandidateQuote,
    /// True if its marks re-open those of the paragraph before.
    pub reopened: bool,
    /// True if it is a block after a sentence that quotes nobody.
    pub alone: bool,
    /// Subject of its sentence.
    pub subject: Option<Reference>,
}

impl Unreported<'_> {
    /// Returns its speaker: the one who speaks already, the one whose turn it is, the subject, or
    /// anybody spoken of before.
    pub fn speaker(
        self,
        context: &ResolutionContext<'_, '_>,
        discourse: &mut Discourse,
        continuation: &mut Continuation,
    ) -> Option<Reference> {
        let narration = context.narration();
        let sentence = self.candidate.sentence;
        let paragraph = narration.sentences[sentence].paragraph;
        let carried =
            continuation.speaker(discourse, self.candidate, paragraph, self.reopened, self.alone);
        let ruled = self.subject.or(carried);
        let last = discourse.last_speaker();
        let spoke = last.map_or(-1, |last| discourse.referent(last).spoke);
        let pause = usize::try_from(spoke)
            .ok()
            .map_or(9, |spoke| paragraph.saturating_sub(narration.sentences[spoke].paragraph));
        let reply = continuation.reply(paragraph);
        let in_paragraph = continuation.in_paragraph();
        // Turns of a dialogue are the rules' own.
        let bare = self.candidate.origin == CandidateOrigin::Bare && !self.reopened;
        if bare && in_paragraph.is_none() && continuation.is_in_dialogue(paragraph) {
            continuation.take_turn(reply.is_some());
            return ruled;
        }
        let turn = Turn {
            in_paragraph: in_paragraph.map(|speaker| speaker.referent),
            last_speaker: last,
            reply,
            own_subject: self.subject.map(|subject| subject.referent),
            reopened: self.reopened,
            after_colon: is_after_colon(narration, self.candidate),
            pause,
            first_person: FirstPerson::of(self.candidate.span.of(narration.text)),
        };
        let kind = match self.candidate.origin {
            CandidateOrigin::Embedded => ReferenceKind::Embedded,
            CandidateOrigin::Bare | CandidateOrigin::Reported => ReferenceKind::Bare,
        };
        let by_rule = carried.map(|carried| carried.referent);
        let proposals: [_; RULES] = [turn.in_paragraph, turn.own_subject, reply, by_rule];
        let question = Question {
            kind,
            sentence,
            key: self.candidate.span,
            ruled: ruled.map(|ruled| (ruled.referent, ruled.margin)),
            rules: proposals,
            noun: None,
            turn: Some(turn),
            place: None,
        };
        let block = bare && in_paragraph.is_none();
        let named = if block { named_within(context, self.candidate.span) } else { Vec::new() };
        let himself = |entity: Option<EntityId>| entity.is_some_and(|id| named.contains(&id));
        if ruled.is_some_and(|r| himself(discourse.referent(r.referent).entity)) {
            return None;
        }
        let decision = decide(context, discourse, &question, |referent| {
            !matches!(referent.kind, ReferentKind::Thing | ReferentKind::Place)
                && !himself(referent.entity)
        });
        let referent = decision.referent?;
        continuation.take_turn(reply == Some(referent) && in_paragraph.is_none());
        // The words that stood for the speaker a moment ago stand for them still.
        let words = self.subject.into_iter().chain(in_paragraph);
        let before = words.into_iter().find(|words| words.referent == referent);
        let carried = Reference::carried_over(referent, decision.margin);
        Some(match before {
            Some(before) if self.subject.is_some_and(|s| s.referent == referent) => {
                Reference { margin: decision.margin, ..before }
            }
            Some(before) => {
                Reference { mention: before.mention, resolved: before.resolved, ..carried }
            }
            None => carried,
        })
    }
}

/// Returns the people whom the words between the marks name, and whose words they hardly are.
fn named_within(context: &ResolutionContext<'_, '_>, words: Span) -> Vec<EntityId> {
    let mentions = context.mentions();
    let first = mentions.partition_point(|mention| mention.span.start < words.start);
    mentions[first..]
        .iter()
        .take_while(|mention| mention.span.end <= words.end)
        .filter(|mention| mention.kind == EntityKind::Person)
        .map(|mention| mention.entity)
        .collect()
}

/// True if a colon stands before the quotation, or ends the sentence before.
fn is_after_colon(narration: &Narration<'_>, candidate: &CandidateQuote) -> bool {
    candidate.item.checked_sub(1).is_some_and(|at| narration.items[at].kind == ItemKind::Colon)
}
