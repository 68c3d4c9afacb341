//! Attribution: goes through an article in order and gives each quotation its speaker.

use crate::annotate::quotes::block_introductions::{
    Introduced, introduced_block, is_after_narration, is_silent,
};
use crate::annotate::quotes::candidate_quotes::{self, CandidateOrigin, CandidateQuote};
use crate::annotate::quotes::confidence::{
    Attributed, Case, Confidence, active_features, confidence,
};
use crate::annotate::quotes::confidence_model::ConfidenceModel;
use crate::annotate::quotes::continuation::Continuation;
use crate::annotate::quotes::discourse::{Discourse, ReferentKind};
use crate::annotate::quotes::document_sources::documents_made;
use crate::annotate::quotes::interviews::{asks, interviewee, presents_interview};
use crate::annotate::quotes::introduced_groups::introduce;
use crate::annotate::quotes::introductions::introduced_speaker;
use crate::annotate::quotes::labels::LabelledPeople;
use crate::annotate::quotes::lexicon::WordClass;
use crate::annotate::quotes::marks::Marked;
use crate::annotate::quotes::mode::utterance::{is_forgery, is_governed, is_nobody, mode_of};
use crate::annotate::quotes::models::Models;
use crate::annotate::quotes::naming::{Namer, Naming};
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
use crate::text::{Prose, single_spaced};

/// Confidence in a paragraph of a transcript.
const IN_TRANSCRIPT: f32 = 0.85;
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
        introduction: None,
        interviewee: None,
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
    /// Number of the sentence after the last one that ends in a colon, and whom that introduces.
    introduction: Option<(usize, Introduced)>,
    /// The one who was interviewed last.
    interviewee: Option<Reference>,
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
        let spoken = reports.iter().zip(&speakers);
        let known: Vec<_> = spoken
            .filter_map(|(report, speaker)| report.subject.zip(*speaker))
            .chain(main.zip(subject))
            .collect();
        let found = introduced_block(&self.context, &mut self.discourse, number, &known, &reports);
        if let Some(found) = found {
            self.introduction = Some((number + 1, found));
        }
        let asked = interviewee(&self.context, &mut self.discourse, number);
        self.interviewee = asked.or(self.interviewee);
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
            let item = &self.context.narration().items[self.seen];
            if let Some(mention) = item.mention {
                if let Some(referent) =
                    self.context.referent_of_mention(&mut self.discourse, mention)
                {
                    self.discourse.record_mention(referent, number);
                }
            } else if item.is_listed_in_any_case(WordClass::INTRODUCED) {
                introduce(&self.context, &mut self.discourse, self.seen, number);
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
        let introduced = self.introduced(&mut candidate);
        let bare = candidate.origin == CandidateOrigin::Bare;
        let block = introduced.or_else(|| self.continuation.block_speaker(paragraph, bare));
        let posted = block.is_none() && bare && self.is_post(&candidate);
        let block = block.or(posted.then_some(Introduced { speaker: None, cue: None }));
        self.continuation.record_block(paragraph, block.filter(|_| bare), posted);
        let speaker = match block {
            Some(block) => block.speaker,
            None => match candidate.origin {
                CandidateOrigin::Reported => {
                    candidate.report.and_then(|r| speakers.get(r).copied().flatten())
                }
                CandidateOrigin::Bare => self.unreported(&candidate, None),
                CandidateOrigin::Embedded => {
                    self.owner(&candidate).or_else(|| self.unreported(&candidate, subject))
                }
            },
        };
        let cue = report
            .map(|report| narration.span(report.cue))
            .or_else(|| block.and_then(|block| block.cue));
        if let Some(speaker) = speaker {
            self.discourse.record_speaker(speaker.referent, candidate.sentence);
        }
        // A block that goes on with others is as sure as the first of them.
        let quote = Attributed { candidate: &candidate, report, cue, speaker };
        let printed = block.is_some() && speaker.is_some_and(|s| s.mention.is_some());
        let Some((naming, confidence)) = self.judged(quote, printed) else { return };
        let going_on = block.is_some() && introduced.is_none();
        let cue = cue.filter(|_| !going_on);
        let speaker = speaker.map(|speaker| {
            let carried = Reference::carried_over(speaker.referent, speaker.margin);
            if going_on { carried } else { speaker }
        });
        if let Some(speaker) = speaker.filter(|_| candidate.kind != QuoteKind::Indirect) {
            let words = candidate.span.of(narration.text);
            let cue = cue.map_or("", |cue| cue.of(narration.text));
            self.continuation.record_turn(speaker, paragraph, words, cue);
        }
        self.quotes.push(Quote {
            span: candidate.span,
            kind: candidate.kind,
            mode: self.mode(report, &candidate),
            attribution: speaker.and_then(|speaker| match naming {
                Naming::Resolved => Some(self.attribution(speaker, cue)),
                Naming::AsPrinted(words) => Some(self.attribution_as_printed(words, cue)),
                Naming::Nobody => None,
            }),
            confidence: in_thousandths(confidence),
            continues: self.continued(&candidate),
        });
        if let Some(speaker) = speaker {
            self.continuation.record(speaker);
        }
    }

    /// Returns the speaker of a quotation that a label, a line of its own or a signature
    /// introduces; `None` if nothing introduces it. What is introduced stands by itself, and a
    /// label is no part of it.
    fn introduced(&mut self, candidate: &mut CandidateQuote) -> Option<Introduced> {
        let (context, discourse) = (&self.context, &mut self.discourse);
        let marked = candidate.marked.filter(|_| candidate.origin != CandidateOrigin::Reported);
        let labelled = marked.and_then(|mark| {
            self.labelled_people.speaker(context, discourse, &self.marked[mark.get()])
        });
        if let Some((speaker, words)) = labelled {
            candidate.origin = CandidateOrigin::Bare;
            candidate.span = words;
            return Some(Introduced { speaker, cue: None });
        }
        let bare = candidate.origin == CandidateOrigin::Bare;
        let narration = context.narration();
        let answers = |before: usize| {
            asks(narration, before) || presents_interview(narration, narration.sentences[before])
        };
        if let Some(speaker) = self.interviewee.filter(|_| {
            bare && is_after_narration(narration, candidate) && answers(candidate.sentence - 1)
        }) {
            return Some(Introduced { speaker: Some(speaker), cue: None });
        }
        if let Some(speaker) = introduced_speaker(context, discourse, candidate) {
            candidate.origin = CandidateOrigin::Bare;
            return Some(Introduced { speaker: Some(speaker), cue: None });
        }
        let (number, found) = self.introduction?;
        (number == candidate.sentence && candidate.origin == CandidateOrigin::Bare).then_some(found)
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
        let alone = candidate.origin == CandidateOrigin::Bare
            && is_after_narration(self.context.narration(), candidate);
        let reopened = self.is_reopened(candidate);
        let quote = Unreported { candidate, reopened, alone, subject };
        quote.speaker(&self.context, &mut self.discourse, &mut self.continuation)
    }

    /// True if the quotation is a block that anybody may have posted.
    fn is_post(&self, candidate: &CandidateQuote) -> bool {
        self.continuation.introduces()
            && !self.is_reopened(candidate)
            && is_after_narration(self.context.narration(), candidate)
            && is_silent(&self.context, &self.discourse, candidate.sentence - 1)
    }

    /// Returns the speaker of a quotation after "including".
    fn owner(&mut self, candidate: &CandidateQuote) -> Option<Reference> {
        let narration = self.context.narration();
        let sentence = narration.sentences[candidate.sentence];
        let owner = candidate_quotes::owner_of(narration, sentence, candidate.item)?;
        resolve(&self.context, &mut self.discourse, owner, candidate.sentence)
    }

    /// Returns the confidence in a quotation, and the name that its speaker is given, which one
    /// whom an introduction has `printed` always has; `None` if it is likely no quotation.
    fn judged(&mut self, quote: Attributed<'_>, printed: bool) -> Option<(Naming, f32)> {
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
        let namer = Namer {
            context: &self.context,
            discourse: &self.discourse,
            before: self.quotes.last().and_then(|quote| quote.attribution.as_ref()),
        };
        Some(namer.naming(quote, Confidence { both, name }, printed))
    }

    /// Returns the attribution to a speaker as the notes have it.
    fn attribution(&self, found: Reference, cue: Option<Span>) -> Attribution {
        let referent = self.discourse.referent(found.referent);
        Attribution {
            mention: found.mention,
            cue,
            speaker: self
                .context
                .printed_plural(referent, found.mention)
                .unwrap_or_else(|| referent.name.clone()),
            entity: referent.entity.filter(|id| !self.context.is_unclear(*id)),
            role: referent.entity.and_then(|id| self.context.role(id)),
            reached: found.reached,
        }
    }

    /// Returns the attribution to a speaker who is known by the words alone.
    fn attribution_as_printed(&self, words: Span, cue: Option<Span>) -> Attribution {
        Attribution {
            mention: Some(words),
            cue,
            speaker: single_spaced(words.of(self.context.narration().text)),
            entity: None,
            role: None,
            reached: ResolutionMethod::Title,
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
