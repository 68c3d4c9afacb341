//! Speakers of quotations without a verb of speech: carried over, introduced by a line, signed.

use crate::annotate::quotes::attribute::Walk;
use crate::annotate::quotes::dialogue::{self, Reply};
use crate::annotate::quotes::discourse::Sort;
use crate::annotate::quotes::draft::{Draft, Origin};
use crate::annotate::quotes::who::Reference;
use crate::model::{Entity, EntityId, EntityKind, ResolutionMethod};

impl Walk<'_, '_> {
    /// The one whose last name stands in capitals in a transcript between marks.
    pub fn called(&mut self, label: &str) -> Option<Reference> {
        let surnames = self.surnames.get_or_insert_with(|| {
            let people = self.scene.entities.iter().enumerate();
            let last = |(id, e): (usize, &Entity)| {
                let last = e.name.rsplit(' ').next().unwrap_or("").to_uppercase();
                (e.kind == EntityKind::Person).then_some((last, EntityId(id as u32)))
            };
            people.filter_map(last).collect()
        });
        let id = *surnames.get(label.rsplit(' ').next().unwrap_or(label))?;
        let referent = self.scene.referent_of(&mut self.discourse, id);
        let reached = ResolutionMethod::Surname;
        Some(Reference { referent, mention: None, reached, margin: 9.0, resolved: true })
    }

    /// The speaker of a quotation that a line of its own introduces or signs.
    pub fn block(&mut self, draft: &Draft) -> Option<Reference> {
        let frame = self.scene.frame;
        let sentence = frame.sentences[draft.sentence];
        let papers = match draft.origin {
            Origin::Reported => return None,
            Origin::Embedded => dialogue::introduced(frame, sentence, draft.item)?,
            Origin::Bare => {
                if let Some(mention) = dialogue::signed_below(frame, draft.sentence + 1) {
                    return self.scene.named(&mut self.discourse, mention);
                }
                let before = *frame.sentences.get(draft.sentence.checked_sub(1)?)?;
                dialogue::introduced(frame, before, before.end)?
            }
        };
        let maker = self.scene.maker(&mut self.discourse, papers, draft.sentence);
        let mention = maker.map(|_| frame.span(papers.start, papers.end));
        let referent =
            maker.or_else(|| dialogue::subject_before(&self.discourse, draft.sentence))?;
        let reached =
            if maker.is_some() { ResolutionMethod::Title } else { ResolutionMethod::CarriedOver };
        Some(Reference { referent, mention, reached, margin: 2.0, resolved: true })
    }

    /// The speaker of a quotation that nobody introduces.
    pub fn carried(&mut self, draft: &Draft) -> Option<Reference> {
        let by = |reference: Reference, margin: f32| Reference {
            mention: None,
            reached: ResolutionMethod::CarriedOver,
            margin,
            ..reference
        };
        if let Some(reference) = self.in_paragraph {
            // The words that stood for the speaker a moment ago stand for them still.
            return Some(Reference {
                mention: reference.mention,
                ..by(reference, reference.margin.min(5.0))
            });
        }
        let paragraph = self.scene.frame.sentences[draft.sentence].paragraph;
        let reopened = draft.marked.and_then(|m| self.marked.get(m)).is_some_and(|m| m.reopened);
        if draft.origin == Origin::Bare && !reopened {
            match self.dialogue.reply(paragraph) {
                Reply::Same => {}
                Reply::Unknown => return None,
                Reply::Other(referent) => {
                    self.taken = true;
                    return Some(Reference {
                        referent,
                        mention: None,
                        reached: ResolutionMethod::CarriedOver,
                        margin: 1.5,
                        resolved: true,
                    });
                }
            }
        }
        let last = self.discourse.last_speaker?;
        let speaker = self.discourse.referents.get(last)?;
        let age = draft.sentence as i64 - speaker.spoke;
        let base = Reference {
            referent: last,
            mention: None,
            reached: ResolutionMethod::CarriedOver,
            margin: 2.0,
            resolved: true,
        };
        if age <= 1 {
            return Some(base);
        }
        // A new subject since the last quotation speaks now.
        let newer = self
            .discourse
            .latest()
            .filter(|(_, r)| {
                r.subject > speaker.spoke
                    && r.subject >= draft.sentence as i64 - 2
                    && r.sort == Sort::Person
            })
            .max_by_key(|(_, r)| r.subject);
        if let Some((index, _)) = newer {
            return Some(Reference { referent: index, margin: 1.0, ..base });
        }
        (age <= 6).then_some(base)
    }
}
