//! Attribution: goes through an article in order and gives each quotation its speaker.

use crate::annotate::quotes::candidate_quotes::{self, CandidateOrigin, CandidateQuote};
use crate::annotate::quotes::confidence::{
    Attributed, Case, Confidence, active_features, confidence,
};
use crate::annotate::quotes::confidence_model::ConfidenceModel;
use crate::annotate::quotes::continuation::Continuation;
use crate::annotate::quotes::discourse::{Discourse, ReferentKind};
use crate::annotate::quotes::document_sources::documents_made;
use crate::annotate::quotes::introductions::{LabelledPeople, introduced_speaker, label_within};
use crate::annotate::quotes::marks::Marked;
use crate::annotate::quotes::mode::utterance::{is_forgery, is_governed, is_nobody, mode_of};
use crate::annotate::quotes::models::Models;
use crate::annotate::quotes::narration::{ItemRange, Narration};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::person_attributes::PersonAttributes;
use crate::annotate::quotes::report::{Report, reports_in};
use crate::annotate::quotes::resolution_context::{Reference, ResolutionContext};
use crate::annotate::quotes::resolver::trace::{QuoteRecord, Trace};
use crate::annotate::quotes::speaker_resolution::{as_printed, resolve};
use crate::annotate::quotes::subject;
use crate::annotate::quotes::transcript::{Label, Transcript, Voice};
use crate::annotate::quotes::unreported::Unreported;
use crate::annotate::quotes::word_gender::pronoun_gender;
use crate::model::{Attribution, Mode, Notes, Quote, QuoteKind, ResolutionMethod, Span};
use crate::text::Prose;

/// Confidence in a paragraph of a transcript.
const IN_TRANSCRIPT: f32 = 0.85;
/// Confidence below which no name is claimed.
const MIN_NAMED: f32 = 0.3;
/// Confidence in the name alone below which it is not given: a wrong name is worse than none.
const MIN_NAME: f32 = 0.45;
/// Largest confidence in a quotation of somebody with a surname that others of the article bear.
const MAX_UNCLEAR: f32 = 0.45;
/// Confidence below which words without marks are no report.
const MIN_REPORT: f32 = 0.28;
/// Confidence below which words in marks that nothing reports are no quotation.
const MIN_QUOTED: f32 = 0.2;
/// Fewest items before a report that can be a clause which leads up to it.
const MIN_LEAD: usize = 3;

/// Returns the quotations of an article, in order of position, and what was decided on the way if
/// there is a `trace` to be filled.
pub fn attribute(
    narration: &Narration<'_>,
    prose: &Prose<'_>,
    marked: &[Marked],
    notes: &Notes,
    models: Models<'_>,
    trace: Option<Box<Trace>>,
) -> (Vec<Quote>, Option<Box<Trace>>) {
    let attributes = PersonAttributes::new(narration, prose, notes);
    let transcript = Transcript::new(narration, &notes.mentions);
    let mut attributor = Attributor {
        context: ResolutionContext::new(narration, notes, &attributes, models.resolver),
        confidence: models.confidence,
        marked,
        discourse: Discourse::watched_by(trace),
        continuation: Continuation::default(),
        labelled_people: LabelledPeople::default(),
        seen: 0,
        quotes: Vec::new(),
    };
    let mut paragraph = None;
    for (number, sentence) in narration.sentences.iter().enumerate() {
        if paragraph.replace(sentence.paragraph) != Some(sentence.paragraph) {
            attributor.continuation.begin_paragraph();
        }
        match transcript.label(narration, number) {
            Some(label) if label.sentence == number => attributor.read_labelled(label),
            Some(_) => {}
            None => attributor.read_sentence(number),
        }
    }
    (attributor.quotes, attributor.discourse.trace)
}

/// State of the walk through an article.
struct Attributor<'a, 't> {
    context: ResolutionContext<'a, 't>,
    confidence: &'a ConfidenceModel,
    marked: &'a [Marked],
    discourse: Discourse,
    continuation: Continuation,
    labelled_people: LabelledPeople,
    /// First item of the sentence whose name has not been seen yet.
    seen: usize,
    quotes: Vec<Quote>,
}

impl Attributor<'_, '_> {
    /// Reads a sentence: its names, its subjects, its reports, and then its quotations.
    fn read_sentence(&mut self, number: usize) {
        let narration = self.context.narration();
        let sentence = narration.sentences[number];
        let reports = reports_in(narration, sentence);
        let candidates = candidate_quotes::in_sentence(narration, self.marked, number, &reports);
        self.seen = sentence.start;
        self.read_leading_clause(number, &reports);
        let speakers = self.read_reports(number, &reports);
        let main = match reports.first() {
            Some(_) => None,
            None => {
                subject::of_main_clause(narration, ItemRange::new(sentence.start, sentence.end))
            }
        };
        let subject = main.and_then(|main| self.read_subject(number, main));
        self.see_names(sentence.end, number);
        let maker = match reports.first() {
            Some(report) => speakers[0].zip(report.subject),
            None => subject.zip(main),
        };
        if let Some((maker, words)) = maker {
            let kind = self.discourse.referent(maker.referent).kind;
            if !matches!(kind, ReferentKind::Thing | ReferentKind::Document) {
                for noun in documents_made(narration, sentence, words.end) {
                    self.discourse.link(noun, maker.referent);
                }
            }
        }
        if !sentence.aside {
            for candidate in candidates {
                // "“…,” as Smith entered the hall" is nobody's.
                let own = main.is_none_or(|main| {
                    main.start < candidate.item
                        || !subject::hangs(narration, sentence.start, main.start)
                });
                self.settle(candidate, &reports, &speakers, subject.filter(|_| own));
            }
        }
    }

    /// Reads the clause that leads up to the first report: "Lomidze smiled when he said".
    fn read_leading_clause(&mut self, number: usize, reports: &[Report]) {
        let narration = self.context.narration();
        let start = narration.sentences[number].start;
        if let Some(report) = reports.first()
            && report.from >= start + MIN_LEAD
            && let Some(main) =
                subject::of_main_clause(narration, ItemRange::new(start, report.from))
            && report.subject.is_none_or(|subject| main.end <= subject.start)
        {
            self.see_names(main.start, number);
            if let Some(found) = resolve(&self.context, &mut self.discourse, main, number) {
                self.discourse.record_subject(found.referent, number);
            }
        }
    }

    /// Returns the speaker of each report.
    fn read_reports(&mut self, number: usize, reports: &[Report]) -> Vec<Option<Reference>> {
        let mut speakers = Vec::with_capacity(reports.len());
        let narration = self.context.narration();
        let asked = narration.word(narration.sentences[number].end - 1) == "?";
        for report in reports {
            speakers.push(report.subject.and_then(|subject| {
                self.see_names(subject.start, number);
                if is_nobody(narration, subject, asked) || is_forgery(narration, subject) {
                    return None;
                }
                let found = self.read_speaker(number, subject)?;
                self.discourse.record_speaker(found.referent, number);
                Some(found)
            }));
        }
        speakers
    }

    /// Returns the speaker whom the subject of a report means: somebody else than the subject of a
    /// verb that governs it ("Smith wants to hear the mayor say").
    fn read_speaker(&mut self, number: usize, words: NounPhrase) -> Option<Reference> {
        let narration = self.context.narration();
        let sentence = narration.sentences[number];
        let found = resolve(&self.context, &mut self.discourse, words, number)?;
        if found.reached == ResolutionMethod::Named || !is_governed(narration, sentence, words) {
            return Some(found);
        }
        let before = ItemRange::new(sentence.start, words.start);
        let governing = subject::of_main_clause(narration, before)
            .and_then(|main| resolve(&self.context, &mut self.discourse, main, number));
        match governing {
            Some(governing) if governing.referent == found.referent => {
                as_printed(&self.context, &mut self.discourse, words, number)
            }
            _ => Some(found),
        }
    }

    /// Returns what the subject of a sentence without reports stands for.
    fn read_subject(&mut self, number: usize, main: NounPhrase) -> Option<Reference> {
        self.see_names(main.start, number);
        let subject = resolve(&self.context, &mut self.discourse, main, number);
        // "Her message is simple": the sentence is about her.
        let possessive = main.start < main.head
            && pronoun_gender(self.context.narration(), main.start).is_some();
        let owner = possessive
            .then(|| {
                let owner = NounPhrase::single(main.start);
                resolve(&self.context, &mut self.discourse, owner, number)
            })
            .flatten();
        if let Some(found) = owner.or(subject) {
            self.discourse.record_subject(found.referent, number);
        }
        subject
    }

    /// Records the names among the items up to `until`.
    fn see_names(&mut self, until: usize, number: usize) {
        while self.seen < until {
            if let Some(mention) = self.context.narration().items[self.seen].mention
                && let Some(referent) =
                    self.context.referent_of_mention(&mut self.discourse, mention)
            {
                self.discourse.record_mention(referent, number);
            }
            self.seen += 1;
        }
    }

    /// Reads a paragraph of a transcript, which is its speaker's words as a whole.
    fn read_labelled(&mut self, label: Label) {
        let (context, discourse) = (&self.context, &mut self.discourse);
        let found = match label.voice {
            Voice::Named(mention) => context.named(discourse, mention),
            Voice::NamedElsewhere(mention) => {
                let named = context.named(discourse, mention);
                named.map(|found| Reference::carried_over(found.referent, found.margin))
            }
            Voice::Described(words) => resolve(context, discourse, words, label.sentence),
            Voice::Unknown => None,
        };
        if let Some(found) = found {
            discourse.record_speaker(found.referent, label.sentence);
        }
        self.quotes.push(Quote {
            span: context.narration().span(label.words),
            kind: QuoteKind::Direct,
            mode: Mode::Asserted,
            attribution: found.map(|found| self.attribution(found, None)),
            confidence: IN_TRANSCRIPT,
            continues: None,
        });
    }

    /// Gives the candidate its speaker and adds it, unless it is likely no quotation.
    fn settle(
        &mut self,
        mut candidate: CandidateQuote,
        reports: &[Report],
        speakers: &[Option<Reference>],
        subject: Option<Reference>,
    ) {
        let narration = self.context.narration();
        let paragraph = narration.sentences[candidate.sentence].paragraph;
        let report = candidate.report.and_then(|report| reports.get(report));
        self.continuation.begin_quote();
        let speaker = self.introduced(&mut candidate).unwrap_or_else(|| match candidate.origin {
            CandidateOrigin::Reported => {
                candidate.report.and_then(|r| speakers.get(r).copied().flatten())
            }
            CandidateOrigin::Bare => self.unreported(&candidate, None),
            CandidateOrigin::Embedded => {
                self.owner(&candidate).or_else(|| self.unreported(&candidate, subject))
            }
        });
        let cue = report.map(|report| narration.span(report.cue));
        if let Some(speaker) = speaker {
            self.discourse.record_speaker(speaker.referent, candidate.sentence);
        }
        let quote = Attributed { candidate: &candidate, report, cue, speaker };
        let Some((speaker_named, confidence)) = self.judged(quote) else { return };
        if let Some(speaker) = speaker.filter(|_| candidate.kind != QuoteKind::Indirect) {
            let words = candidate.span.of(narration.text);
            let cue = cue.map_or("", |cue| cue.of(narration.text));
            self.continuation.record_turn(speaker, paragraph, words, cue);
        }
        self.quotes.push(Quote {
            span: candidate.span,
            kind: candidate.kind,
            mode: self.mode(report, &candidate),
            attribution: speaker.filter(|_| speaker_named).map(|s| self.attribution(s, cue)),
            confidence: in_thousandths(confidence),
            continues: self.continued(&candidate),
        });
        if let Some(speaker) = speaker {
            self.continuation.record(speaker);
        }
    }

    /// Returns the speaker of a quotation that a label, a line of its own or a signature
    /// introduces, `Some(None)` if that names nobody; `None` if nothing introduces it. What is
    /// introduced stands by itself, and a label is no part of it.
    #[allow(clippy::option_option)] // introduced by nobody is not the same as not introduced
    fn introduced(&mut self, candidate: &mut CandidateQuote) -> Option<Option<Reference>> {
        let (context, discourse) = (&self.context, &mut self.discourse);
        let label = candidate
            .marked
            .filter(|_| candidate.origin != CandidateOrigin::Reported)
            .and_then(|mark| label_within(context.narration().text, &self.marked[mark.get()]));
        if let Some((name, words)) = label {
            candidate.origin = CandidateOrigin::Bare;
            candidate.span = words;
            return Some(self.labelled_people.speaker(context, discourse, name));
        }
        let speaker = introduced_speaker(context, discourse, candidate)?;
        candidate.origin = CandidateOrigin::Bare;
        Some(Some(speaker))
    }

    /// Returns the mode of a quotation; a further part of one has that of the part before.
    fn mode(&self, report: Option<&Report>, candidate: &CandidateQuote) -> Mode {
        let mode = mode_of(self.context.narration(), report, candidate);
        let before = self.continued(candidate).and_then(|at| self.quotes.get(at as usize));
        match before {
            Some(before) if mode.is_asserted() && candidate.report.is_none() => before.mode,
            _ => mode,
        }
    }

    /// Returns the speaker of a quotation that nobody introduces, in a sentence with this subject.
    fn unreported(
        &mut self,
        candidate: &CandidateQuote,
        subject: Option<Reference>,
    ) -> Option<Reference> {
        let quote = Unreported { candidate, reopened: self.is_reopened(candidate), subject };
        quote.speaker(&self.context, &mut self.discourse, &mut self.continuation)
    }

    /// Returns the speaker of a quotation after "including".
    fn owner(&mut self, candidate: &CandidateQuote) -> Option<Reference> {
        let narration = self.context.narration();
        let sentence = narration.sentences[candidate.sentence];
        let owner = candidate_quotes::owner_of(narration, sentence, candidate.item)?;
        resolve(&self.context, &mut self.discourse, owner, candidate.sentence)
    }

    /// Returns the confidence in a quotation, and whether its speaker is sure enough to be named;
    /// `None` if it is likely no quotation.
    fn judged(&mut self, quote: Attributed<'_>) -> Option<(bool, f32)> {
        let candidate = quote.candidate;
        let direct = candidate.kind == QuoteKind::Direct;
        let case = Case::new(&self.context, &self.discourse, quote);
        let Confidence { both, name } = confidence(self.confidence, &case);
        let record = self.discourse.trace.is_some().then(|| QuoteRecord {
            span: candidate.span,
            mention: quote.speaker.and_then(|speaker| speaker.mention),
            speaker: quote.speaker.map(|s| self.discourse.referent(s.referent).name.clone()),
            features: active_features(&case),
        });
        if let (Some(trace), Some(record)) = (&mut self.discourse.trace, record) {
            trace.quotes.push(record);
        }
        // What has no marks and is likely wrong is no report; what has marks stays a quotation, but
        // a likely wrong name is worse than none.
        let min = if direct { MIN_QUOTED } else { MIN_REPORT };
        if both < min && (!direct || candidate.origin == CandidateOrigin::Embedded) {
            return None;
        }
        let unclear = quote.speaker.is_some_and(|speaker| {
            let entity = self.discourse.referent(speaker.referent).entity;
            entity.is_some_and(|id| self.context.is_unclear(id))
        });
        if unclear {
            return Some((true, both.min(MAX_UNCLEAR)));
        }
        let named = quote.speaker.is_some_and(|speaker| {
            self.names_nobody(speaker, candidate.sentence)
                || name >= MIN_NAME && (both >= MIN_NAMED || !direct)
        });
        Some((named, if named { both } else { both.min(MIN_NAMED) }))
    }

    /// True for "he" after a sentence about somebody without a name, which names nobody wrongly.
    fn names_nobody(&self, speaker: Reference, sentence: usize) -> bool {
        let referent = self.discourse.referent(speaker.referent);
        let indefinite = ["A ", "An ", "a ", "an "].iter().any(|a| referent.name.starts_with(a));
        speaker.reached == ResolutionMethod::Pronoun
            && referent.entity.is_none()
            && indefinite
            && referent.subject_before >= sentence as i64 - 1
    }

    /// Returns the attribution to a speaker as the notes have it.
    fn attribution(&self, found: Reference, cue: Option<Span>) -> Attribution {
        let referent = self.discourse.referent(found.referent);
        Attribution {
            mention: found.mention,
            cue,
            speaker: referent.name.clone(),
            entity: referent.entity.filter(|id| !self.context.is_unclear(*id)),
            role: referent.entity.and_then(|id| self.context.role(id)),
            reached: found.reached,
        }
    }

    /// Returns the quotation before, if this one is a further part of it: of the same sentence, or
    /// its marks re-opened in the next paragraph.
    fn continued(&self, candidate: &CandidateQuote) -> Option<u32> {
        let last = self.quotes.last()?;
        let narration = self.context.narration();
        let start = narration.sentences[candidate.sentence].start;
        let same = candidate.second && last.span.start >= narration.items.get(start)?.span.start;
        (same || self.is_reopened(candidate)).then(|| self.quotes.len() as u32 - 1)
    }

    /// True if the marks of the quotation re-open those of the paragraph before.
    fn is_reopened(&self, candidate: &CandidateQuote) -> bool {
        candidate.marked.is_some_and(|mark| self.marked[mark.get()].reopened)
    }
}

/// Returns the confidence rounded as it is kept and shown.
fn in_thousandths(confidence: f32) -> f32 {
    (confidence * 1000.0).round() / 1000.0
}
