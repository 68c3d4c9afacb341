//! Goes through an article in order and gives each quotation its speaker.

use rustc_hash::FxHashMap;

use crate::annotate::quotes::confidence;
use crate::annotate::quotes::dialogue::Dialogue;
use crate::annotate::quotes::discourse::{Discourse, Sort};
use crate::annotate::quotes::draft::{self, Draft, Origin};
use crate::annotate::quotes::frame::{Frame, NONE};
use crate::annotate::quotes::marks::Marked;
use crate::annotate::quotes::papers;
use crate::annotate::quotes::persons::{Persons, pronoun_gender};
use crate::annotate::quotes::phrase;
use crate::annotate::quotes::phrase::Phrase;
use crate::annotate::quotes::report::{self, Report};
use crate::annotate::quotes::transcript::{Label, Transcript, Voice};
use crate::annotate::quotes::who::{Reference, Scene};
use crate::model::{Attribution, EntityId, Notes, Quote, QuoteKind, ResolutionMethod, Span};
use crate::text::Prose;

/// The quotations of an article, in order of position.
pub fn attribute(
    frame: &Frame<'_>,
    prose: &Prose<'_>,
    marked: &[Marked],
    notes: &Notes,
) -> Vec<Quote> {
    let persons = Persons::new(frame, prose, notes);
    let mut counts = vec![0u32; notes.entities.len()];
    for mention in &notes.mentions {
        if let Some(count) = counts.get_mut(mention.entity.0 as usize) {
            *count += 1;
        }
    }
    let scene = Scene {
        frame,
        mentions: &notes.mentions,
        entities: &notes.entities,
        persons: &persons,
        counts: &counts,
    };
    let mut walk = Walk {
        scene,
        marked,
        discourse: Discourse::default(),
        quotes: Vec::new(),
        in_paragraph: None,
        dialogue: Dialogue::default(),
        taken: false,
        surnames: None,
    };
    let transcript = Transcript::new(frame, &notes.mentions);
    let mut paragraph = u32::MAX;
    for (number, sentence) in frame.sentences.iter().enumerate() {
        if sentence.paragraph != paragraph {
            paragraph = sentence.paragraph;
            walk.in_paragraph = None;
        }
        match transcript.of(frame, number) {
            Some(label) => walk.labelled(label, number),
            None => walk.sentence(number),
        }
    }
    walk.quotes
}

/// Rounded as it is kept and shown.
fn in_thousandths(confidence: f32) -> f32 {
    (confidence * 1000.0).round() / 1000.0
}

/// The confidence of a labelled paragraph.
const IN_TRANSCRIPT: f32 = 0.85;
/// Below this confidence no name is claimed.
const LEAST_SURE: f32 = 0.3;
/// Below this confidence in the name alone it is not given: a wrong name is worse than none.
const LEAST_NAMED: f32 = 0.64;
/// Below this confidence words without marks are no report.
const LEAST_LIKELY: f32 = 0.28;
/// Below this confidence words in marks that nothing reports are no quotation.
const LEAST_QUOTED: f32 = 0.2;

/// The state of the walk through an article.
pub struct Walk<'a, 't> {
    pub scene: Scene<'a, 't>,
    pub marked: &'a [Marked],
    pub discourse: Discourse,
    quotes: Vec<Quote>,
    /// Who spoke last in this paragraph.
    pub in_paragraph: Option<Reference>,
    pub dialogue: Dialogue,
    /// Whether the last speaker was found by taking turns.
    pub taken: bool,
    /// The people by their last names in capitals, once they are asked for.
    pub surnames: Option<FxHashMap<String, EntityId>>,
}

impl Walk<'_, '_> {
    fn sentence(&mut self, number: usize) {
        let frame = self.scene.frame;
        let sentence = frame.sentences[number];
        let reports = report::find(frame, sentence);
        let drafts = draft::of_sentence(frame, self.marked, number, &reports);
        let mut seen = sentence.start;
        let mut speakers: Vec<Option<Reference>> = Vec::with_capacity(reports.len());
        // The subject of the clause that leads up to the first report: "Lomidze smiled when he said".
        if let Some(report) = reports.first()
            && report.from > sentence.start + 2
            && let Some(main) = phrase::main_subject(frame, sentence.start, report.from)
            && report.subject.is_none_or(|s| main.end <= s.start)
        {
            self.see(&mut seen, main.start, number, sentence.paragraph);
            if let Some(found) = self.scene.resolve(&mut self.discourse, main, number) {
                self.discourse.make_subject(found.referent, number, sentence.paragraph);
            }
        }
        for report in &reports {
            let Some(subject) = report.subject else {
                speakers.push(None);
                continue;
            };
            self.see(&mut seen, subject.start, number, sentence.paragraph);
            let found = self.scene.resolve(&mut self.discourse, subject, number);
            if let Some(found) = found {
                self.discourse.make_speaker(found.referent, number, sentence.paragraph);
            }
            speakers.push(found);
        }
        let mut subject = None;
        if reports.is_empty()
            && let Some(main) = draft::subject_of(frame, sentence)
        {
            self.see(&mut seen, main.start, number, sentence.paragraph);
            subject = self.scene.resolve(&mut self.discourse, main, number);
            // "Her message is simple": the sentence is about her.
            let owner = pronoun_gender(frame.word(main.start)).is_some() && main.start < main.head;
            if owner
                && let Some(found) = self.scene.resolve(
                    &mut self.discourse,
                    Phrase { start: main.start, end: main.start + 1, head: main.start },
                    number,
                )
            {
                self.discourse.make_subject(found.referent, number, sentence.paragraph);
            } else if let Some(found) = subject {
                self.discourse.make_subject(found.referent, number, sentence.paragraph);
            }
        }
        self.see(&mut seen, sentence.end, number, sentence.paragraph);
        let maker = match reports.first() {
            Some(report) => speakers[0].zip(report.subject),
            None => subject.zip(draft::subject_of(frame, sentence)),
        };
        if let Some((maker, words)) = maker {
            let sort = self.discourse.referents.get(maker.referent).map(|r| r.sort);
            if !matches!(sort, None | Some(Sort::Thing | Sort::Paper)) {
                for noun in papers::made(frame, sentence, words.end) {
                    self.discourse.link(noun, maker.referent);
                }
            }
        }
        let drafts = if sentence.aside { Vec::new() } else { drafts };
        for draft in drafts {
            self.settle(&draft, &reports, &speakers, subject);
        }
    }

    /// A paragraph of a transcript is its speaker's words as a whole.
    fn labelled(&mut self, label: Label, number: usize) {
        if label.sentence != number {
            return;
        }
        let frame = self.scene.frame;
        let paragraph = frame.sentences[number].paragraph;
        let found = match label.voice {
            Voice::Named(mention) => self.scene.named(&mut self.discourse, mention),
            Voice::Known(mention) => self.scene.named(&mut self.discourse, mention).map(|found| {
                Reference { mention: None, reached: ResolutionMethod::CarriedOver, ..found }
            }),
            Voice::Meant(words) => self.scene.resolve(&mut self.discourse, words, number),
            Voice::Unknown => None,
        };
        if let Some(found) = found {
            self.discourse.make_speaker(found.referent, number, paragraph);
        }
        let attribution = found.and_then(|found| self.attribution(found, None));
        self.quotes.push(Quote {
            span: frame.span(label.words, label.end),
            kind: QuoteKind::Direct,
            attribution,
            confidence: IN_TRANSCRIPT,
            continues: None,
        });
    }

    /// Notes the names among the items up to `until`.
    fn see(&mut self, seen: &mut usize, until: usize, number: usize, paragraph: u32) {
        while *seen < until {
            let mention = self.scene.frame.items[*seen].mention;
            if mention != NONE
                && let Some(referent) = self.scene.referent(&mut self.discourse, mention)
            {
                self.discourse.see(referent, number, paragraph);
            }
            *seen += 1;
        }
    }

    /// Gives the draft its speaker and adds it.
    fn settle(
        &mut self,
        draft: &Draft,
        reports: &[Report],
        speakers: &[Option<Reference>],
        subject: Option<Reference>,
    ) {
        let frame = self.scene.frame;
        let paragraph = frame.sentences[draft.sentence].paragraph;
        let report = draft.report.and_then(|r| reports.get(r));
        self.taken = false;
        let label = (draft.origin != Origin::Reported)
            .then(|| draft::label_within(frame, self.marked, draft))
            .flatten();
        let block = match label {
            Some((name, _)) => self.called(name),
            None => self.block(draft),
        };
        let mut bare = Draft { origin: Origin::Bare, ..draft.clone() };
        if let Some((_, words)) = label {
            bare.span = words;
        }
        let draft = if block.is_some() || label.is_some() { &bare } else { draft };
        let (found, cue) = match draft.origin {
            _ if block.is_some() || label.is_some() => (block, None),
            Origin::Reported => (
                draft.report.and_then(|r| speakers.get(r).copied().flatten()),
                report.map(|r| frame.span(r.cue.0, r.cue.1)),
            ),
            Origin::Bare => (self.carried(draft), None),
            Origin::Embedded => {
                let owner = draft::owner_of(frame, frame.sentences[draft.sentence], draft.item)
                    .and_then(|owner| {
                        self.scene.resolve(&mut self.discourse, owner, draft.sentence)
                    });
                (owner.or(subject).or_else(|| self.carried(draft)), None)
            }
        };
        if let Some(found) = found {
            self.discourse.make_speaker(found.referent, draft.sentence, paragraph);
        }
        let confidence::Sure { both: mut confidence, name } =
            self.confidence(draft, report, found, cue);
        // What has no marks and is likely wrong is no report; what has marks stays a quotation, but a
        // likely wrong name is worse than none.
        let sure = confidence >= LEAST_SURE;
        let least = if draft.kind == QuoteKind::Direct { LEAST_QUOTED } else { LEAST_LIKELY };
        if confidence < least
            && (draft.kind != QuoteKind::Direct || draft.origin == Origin::Embedded)
        {
            return;
        }
        // "He" after a sentence about somebody without a name names nobody wrongly.
        let nobody = found.filter(|f| f.reached == ResolutionMethod::Pronoun).is_some_and(|f| {
            self.discourse.referents.get(f.referent).is_some_and(|r| {
                let indefinite = ["A ", "An ", "a ", "an "].iter().any(|a| r.name.starts_with(a));
                r.entity.is_none() && indefinite && r.subject_before >= draft.sentence as i64 - 1
            })
        });
        let named = found
            .filter(|_| nobody || name >= LEAST_NAMED && (sure || draft.kind != QuoteKind::Direct));
        if named.is_none() {
            confidence = confidence.min(LEAST_SURE);
        }
        let attribution = named.and_then(|found| self.attribution(found, cue));
        if let Some(found) = found.filter(|_| draft.kind != QuoteKind::Indirect) {
            let cue = cue.map_or("", |c| c.of(frame.text));
            let words = draft.span.of(frame.text);
            self.dialogue.note(found.referent, paragraph, (words, cue, self.taken));
        }
        let continues = self.continues(draft);
        self.quotes.push(Quote {
            span: draft.span,
            kind: draft.kind,
            attribution,
            confidence: in_thousandths(confidence),
            continues,
        });
        if found.is_some() {
            self.in_paragraph = found;
        }
    }

    /// How sure the draft and its speaker are.
    fn confidence(
        &self,
        draft: &Draft,
        report: Option<&Report>,
        speaker: Option<Reference>,
        cue: Option<Span>,
    ) -> confidence::Sure {
        let frame = self.scene.frame;
        let referent = speaker.and_then(|s| self.discourse.referents.get(s.referent));
        let entity = referent
            .and_then(|r| r.entity)
            .and_then(|id| self.scene.entities.get(id.0 as usize))
            .map(|e| e.kind);
        let sentence = frame.sentences[draft.sentence];
        let sentence_end = sentence.end;
        let mention = speaker.and_then(|s| s.mention);
        let beside = cue.zip(mention).is_some_and(|(cue, words)| {
            cue.start.abs_diff(words.end) <= 1 || words.start.abs_diff(cue.end) <= 1
        });
        let rivals = referent.zip(speaker).map_or(0, |(referent, speaker)| {
            self.discourse.rivals(speaker.referent, referent.female, draft.sentence)
        });
        confidence::of(&confidence::Case {
            rivals,
            draft,
            report,
            speaker,
            entity,
            sort: referent.map(|r| r.sort),
            name: referent.map_or("", |r| r.name.as_str()),
            mention: mention.map_or("", |m| m.of(frame.text)),
            beside,
            lead: report.map(|r| r.from.saturating_sub(sentence.start)),
            length: sentence.end - sentence.start,
            named: referent
                .and_then(|r| r.entity)
                .and_then(|id| self.scene.counts.get(id.0 as usize))
                .map_or(0, |count| *count as usize),
            words: draft.span.of(frame.text),
            cue: &cue.map(|c| c.of(frame.text).to_lowercase()).unwrap_or_default(),
            gendered: referent.is_some_and(|r| r.female.is_some()),
            cut: frame.items[..sentence_end]
                .last()
                .is_some_and(|last| last.span.start > draft.span.end + 1),
        })
    }

    /// The speaker as the notes have it.
    fn attribution(&self, found: Reference, cue: Option<Span>) -> Option<Attribution> {
        let referent = self.discourse.referents.get(found.referent)?;
        let role = referent.entity.and_then(|id| {
            let entity = self.scene.entities.get(id.0 as usize);
            let printed = self.scene.persons.people.get(id.0 as usize).and_then(|p| p.role);
            entity
                .and_then(|e| e.role.clone())
                .or_else(|| printed.map(|s| s.of(self.scene.frame.text).to_owned()))
        });
        Some(Attribution {
            mention: found.mention,
            cue,
            speaker: referent.name.clone(),
            entity: referent.entity,
            role,
            reached: found.reached,
        })
    }

    /// The quotation before, if this one is a further part of it: of the same sentence, or its marks
    /// re-opened in the next paragraph.
    fn continues(&self, draft: &Draft) -> Option<u32> {
        let last = self.quotes.last()?;
        let frame = self.scene.frame;
        let sentence_start = frame.items.get(frame.sentences[draft.sentence].start)?.span.start;
        let reopened = draft.marked.and_then(|m| self.marked.get(m)).is_some_and(|m| m.reopened);
        let same = draft.second && last.span.start >= sentence_start;
        (same || reopened).then(|| self.quotes.len() as u32 - 1)
    }
}
