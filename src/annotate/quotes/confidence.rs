//! Confidence in a quotation, span and speaker together, as a probability.
//!
//! A logistic regression over yes-or-no features, its weights fitted on articles whose quotations
//! were marked by hand (`wikinews_train`, CC BY 2.5), so that 0.9 means nine right of ten. A second
//! weight of each feature tells how sure the speaker is by itself: where a wrong name is too
//! likely, none is given. The weights stand beside the features since they mean nothing without
//! them.

use crate::annotate::quotes::candidate_quotes::{CandidateOrigin, CandidateQuote};
use crate::annotate::quotes::discourse::{Discourse, ReferentKind};
use crate::annotate::quotes::lexicon::{self, Pos, Subcat, WordClass};
use crate::annotate::quotes::report::{Report, ReportOrder};
use crate::annotate::quotes::resolution_context::{Reference, ResolutionContext};
use crate::model::{EntityKind, QuoteKind, ResolutionMethod, Span};

/// Confidence in a quotation, as probabilities.
#[derive(Clone, Copy, Debug)]
pub struct Confidence {
    /// Probability that span and speaker are right.
    pub both: f32,
    /// Probability that the speaker is right, if the span is.
    pub name: f32,
}

/// Finished quotation: a candidate with its report and its speaker.
#[derive(Clone, Copy)]
pub struct Attributed<'a> {
    /// Candidate quotation.
    pub candidate: &'a CandidateQuote,
    /// Report that it belongs to.
    pub report: Option<&'a Report>,
    /// Byte span of the verb of speech.
    pub cue: Option<Span>,
    /// Speaker.
    pub speaker: Option<Reference>,
}

/// Returns the confidence in a quotation.
pub fn confidence(
    context: &ResolutionContext<'_, '_>,
    discourse: &Discourse,
    quote: Attributed<'_>,
) -> Confidence {
    let (mut both, mut name) = BIAS;
    for (_, with, alone) in features(&Case::new(context, discourse, quote)).iter().filter(|f| f.0) {
        both += with;
        name += alone;
    }
    let logistic = |sum: f32| (100.0 / (1.0 + (-sum).exp())).round() / 100.0;
    Confidence { both: logistic(both), name: logistic(name) }
}

/// Most words of a quotation that are counted.
const MAX_COUNT: usize = 12;
/// Most words of a quotation among which a verb is looked for.
const MAX_VERB_WORDS: usize = 30;

/// Facts from which the features are made.
#[allow(clippy::struct_excessive_bools)] // each is a feature of its own
struct Case<'a> {
    kind: QuoteKind,
    origin: CandidateOrigin,
    /// True for a further part of what its report reports.
    second: bool,
    report: Option<&'a Report>,
    order: Option<ReportOrder>,
    /// Verb of speech, in lower case.
    cue: String,
    /// Words of the quotation.
    words: &'a str,
    /// Number of its words, up to [`MAX_COUNT`].
    count: usize,
    /// True if its sentence goes on after it.
    goes_on: bool,
    /// Number of items of its sentence.
    length: usize,
    /// Number of items before the reporting clause.
    lead: Option<usize>,
    reached: Option<ResolutionMethod>,
    margin: f32,
    /// True if the words for the speaker were resolved to somebody.
    resolved: bool,
    /// Words that stand for the speaker.
    mention: &'a str,
    /// True if the verb stands beside them.
    beside: bool,
    /// Name of the speaker.
    name: &'a str,
    referent: Option<ReferentKind>,
    /// Kind of the speaker's entity; `None` for unnamed speakers.
    entity: Option<EntityKind>,
    /// True if the speaker's gender is known.
    gendered: bool,
    /// Number of times the article names the speaker.
    named: usize,
    /// Number of others of the same gender in the last sentences.
    rivals: usize,
}

impl<'a> Case<'a> {
    fn new(
        context: &ResolutionContext<'a, '_>,
        discourse: &'a Discourse,
        quote: Attributed<'a>,
    ) -> Self {
        let Attributed { candidate, report, cue, speaker } = quote;
        let narration = context.narration();
        let text = narration.text;
        let sentence = narration.sentences[candidate.sentence];
        let last = &narration.items[sentence.end - 1];
        let words = candidate.span.of(text);
        let mention = speaker.and_then(|s| s.mention);
        let referent = speaker.map(|s| discourse.referent(s.referent));
        let id = referent.and_then(|r| r.entity);
        Self {
            kind: candidate.kind,
            origin: candidate.origin,
            second: candidate.second,
            report,
            order: report.map(|r| r.order),
            cue: cue.map_or(String::new(), |c| c.of(text).to_lowercase()),
            words,
            count: words.split_whitespace().take(MAX_COUNT).count(),
            goes_on: last.span.start > candidate.span.end + 1,
            length: sentence.end - sentence.start,
            lead: report.map(|r| r.from.saturating_sub(sentence.start)),
            reached: speaker.map(|s| s.reached),
            margin: speaker.map_or(0.0, |s| s.margin),
            resolved: speaker.is_some_and(|s| s.resolved),
            mention: mention.map_or("", |m| m.of(text)),
            beside: cue.zip(mention).is_some_and(|(cue, mention)| is_beside(cue, mention)),
            name: referent.map_or("", |r| r.name.as_str()),
            referent: referent.map(|r| r.kind),
            entity: id.and_then(|id| context.entity(id)).map(|e| e.kind),
            gendered: referent.is_some_and(|r| r.gender.is_some()),
            named: id.map_or(0, |id| context.mention_count(id)),
            rivals: speaker.map_or(0, |s| discourse.rivals(s.referent, candidate.sentence)),
        }
    }

    /// First word for the speaker, in lower case.
    fn first_mention_word(&self) -> String {
        self.mention.split(' ').next().unwrap_or("").to_lowercase()
    }

    /// True if the quotation ends as a sentence or clause of speech does.
    fn ends_as_speech(&self) -> bool {
        self.words
            .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '?' | '!'))
            .ends_with(['.', ',', '?', '!'])
    }

    /// True if the first word of the quotation can begin a clause.
    fn opens_clause(&self) -> bool {
        self.words.split_whitespace().next().is_some_and(|word| {
            word.starts_with(char::is_uppercase)
                || lexicon::entry(word).pos.intersects(Pos::PRON | Pos::DET)
        })
    }

    /// True if the quotation begins with "that".
    fn opens_with_that(&self) -> bool {
        self.words.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("that "))
    }

    /// True if any of the words is a finite verb and nothing else.
    fn has_verb(&self) -> bool {
        let helper = Pos::BE | Pos::HAVE | Pos::DO | Pos::MODAL;
        self.words.split_whitespace().take(MAX_VERB_WORDS).any(|word| {
            let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let pos = lexicon::entry(word).pos;
            pos.intersects(helper)
                || pos.intersects(Pos::FINITE) && !pos.intersects(Pos::NOUN | Pos::ADJ | Pos::PREP)
        })
    }
}

/// True if at most a byte stands between the two.
fn is_beside(cue: Span, mention: Span) -> bool {
    cue.start.abs_diff(mention.end) <= 1 || mention.start.abs_diff(cue.end) <= 1
}

/// Number of features.
const FEATURES: usize = 60;
/// Weights that every quotation has.
const BIAS: (f32, f32) = (0.96, 2.38);

/// Returns the features, each with its weights: for span and speaker together, and for the speaker
/// alone. The sums depend on the order in the last digit.
#[rustfmt::skip]
fn features(case: &Case<'_>) -> [(bool, f32, f32); FEATURES] {
    let &Case { margin, resolved, count, named, rivals, entity, .. } = case;
    let direct = case.kind == QuoteKind::Direct;
    let indirect = case.kind == QuoteKind::Indirect;
    let pronoun = case.reached == Some(ResolutionMethod::Pronoun);
    let title = case.reached == Some(ResolutionMethod::Title);
    let carried = case.reached == Some(ResolutionMethod::CarriedOver);
    let begin = case.first_mention_word();
    let definite = lexicon::is_in(&begin, WordClass::DEFINITE) || begin == "both";
    let owned = lexicon::is_in(&begin, WordClass::POSSESSIVE);
    let plain_cue = lexicon::is_in(&case.cue, WordClass::PLAIN_CUE) || case.cue == "according to";
    let unnamed = |kind| title && !resolved && case.referent == Some(kind);
    let is = |kind| entity == Some(kind);
    let one_word = !case.name.contains(' ');
    let mention_words = case.mention.split(' ').count();
    [
        (direct, 0.52, -0.29),
        (indirect, -0.22, -0.00),
        (case.origin == CandidateOrigin::Bare, -0.12, -0.11),
        (case.origin == CandidateOrigin::Embedded, -1.60, -1.39),
        (indirect && case.opens_with_that(), 0.24, 0.32),
        (case.second, -0.95, -0.32),
        (case.order == Some(ReportOrder::Inverted), 0.30, -0.02),
        (indirect && case.goes_on, -0.43, -0.10),
        (case.order == Some(ReportOrder::According), 0.20, 0.37),
        (case.reached == Some(ResolutionMethod::Surname), -0.03, -0.11),
        (pronoun, -0.27, -0.31),
        (title, -0.18, -0.51),
        (carried, -0.11, -0.24),
        (margin < 1.0, -1.24, -1.10),
        ((1.0..2.5).contains(&margin), -0.09, -0.25),
        (is(EntityKind::Person), 1.37, 1.31),
        (entity.is_none(), -0.27, -0.61),
        (plain_cue, 0.62, 0.26),
        (carried && margin >= 5.0, 0.29, 0.12),
        (count < 4, -0.88, -0.34),
        (indirect && !case.has_verb(), -0.80, -0.11),
        (pronoun && !case.gendered, -0.08, -0.12),
        (indirect && case.report.is_some_and(|r| !r.subcat.contains(Subcat::CLAUSE)), -0.64, -0.31),
        (title && resolved, -0.41, -0.37),
        (unnamed(ReferentKind::Document), -0.26, -0.09),
        (unnamed(ReferentKind::Plural), 0.14, 0.07),
        (unnamed(ReferentKind::Organisation), 0.20, 0.26),
        (title && !resolved && definite, -0.21, -0.40),
        (title && !resolved && owned, -0.50, -0.56),
        (title && !resolved && mention_words > 5, 0.02, 0.13),
        (title && resolved && margin >= 2.5, -0.05, -0.04),
        (unnamed(ReferentKind::Person), 0.22, -0.03),
        (is(EntityKind::Person) && one_word, -0.61, -0.61),
        (is(EntityKind::Organisation), 0.47, -0.01),
        (is(EntityKind::Place), -1.11, -0.43),
        (is(EntityKind::Organisation) && one_word, -0.27, -0.44),
        (named == 1, 0.27, 0.21),
        (named >= 4, -0.32, -0.32),
        (count >= 8, -0.18, -0.18),
        (case.words.len() > 150, -0.03, 0.12),
        (direct && !case.ends_as_speech(), -0.10, 0.22),
        (case.beside, 0.23, 0.29),
        (case.lead == Some(0) && indirect, 0.30, -0.04),
        (case.length > 40, -0.83, -0.70),
        (case.report.is_some_and(|r| !r.left.is_empty()) && indirect, 0.16, 0.63),
        (indirect && case.opens_clause(), 0.07, 0.06),
        (indirect && case.cue == "said", 0.07, 0.11),
        (carried && margin < 5.0 && direct && count >= 8, -0.40, -0.36),
        (pronoun && (2.5..5.0).contains(&margin), 0.12, 0.10),
        (case.reached.is_none(), -0.43, 0.00),
        (title && !resolved && mention_words == 1, -0.01, -0.15),
        (title && resolved && definite && mention_words > 2, -0.34, -0.23),
        (title && is(EntityKind::Place), 0.00, 0.00),
        (pronoun && rivals == 0, 1.04, 0.84),
        (pronoun && rivals >= 2, -0.80, -0.81),
        (carried && rivals == 0, 0.45, 0.27),
        (carried && rivals >= 2, -0.18, -0.17),
        (pronoun && case.referent != Some(ReferentKind::Person), -0.08, -0.12),
        ((pronoun || carried) && entity.is_none(), -0.56, -0.47),
        ((pronoun || carried) && named <= 2, -0.34, -0.69),
    ]
}
