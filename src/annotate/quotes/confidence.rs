//! Confidence in a quotation, span and speaker together, as a probability.
//!
//! A logistic regression over yes-or-no features, its weights fitted on articles whose quotations
//! were marked by hand, so that 0.9 means nine right of ten. A second weight of each feature tells
//! how sure the speaker is by itself: where a wrong name is too likely, none is given. The weights
//! (`confidence.txt`) are made by the program `train_resolver`.

use std::sync::LazyLock;

use crate::annotate::quotes::candidate_quotes::{CandidateOrigin, CandidateQuote};
use crate::annotate::quotes::confidence_model::ConfidenceModel;
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
pub fn confidence(model: &ConfidenceModel, case: &Case<'_>) -> Confidence {
    let (mut both, mut name) = model.bias();
    for (number, (_, holds)) in FEATURES.iter().enumerate() {
        if holds(case) {
            let (with, alone) = model.weights(number);
            both += with;
            name += alone;
        }
    }
    // Rounded down: 0.9 is never told of less.
    let logistic = |sum: f32| (100.0 / (1.0 + (-sum).exp())).floor() / 100.0;
    Confidence { both: logistic(both), name: logistic(name) }
}

/// Returns the numbers of the features that hold, for the trainer.
pub fn active_features(case: &Case<'_>) -> Vec<u16> {
    (0..FEATURES.len()).filter(|at| FEATURES[*at].1(case)).map(|at| at as u16).collect()
}

/// Names of the features, by number.
pub fn feature_names() -> impl Iterator<Item = &'static str> {
    FEATURES.iter().map(|(name, _)| *name)
}

/// The weights that are embedded in the program.
pub fn embedded() -> &'static ConfidenceModel {
    static MODEL: LazyLock<ConfidenceModel> =
        LazyLock::new(|| ConfidenceModel::parse(include_str!("confidence.txt"), feature_names()));
    &MODEL
}

/// Most words of a quotation that are counted.
const MAX_COUNT: usize = 12;
/// Most words of a quotation among which a verb is looked for.
const MAX_VERB_WORDS: usize = 30;

/// Facts from which the features are made.
#[allow(clippy::struct_excessive_bools)] // each is a feature of its own
pub struct Case<'a> {
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
    /// True if their first word is "the" or the like.
    definite: bool,
    /// True if their first word is "her" or the like.
    owned: bool,
    /// True if the verb of speech is one of the plainest.
    plain_cue: bool,
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
    /// True if the name is one common noun: "Committee".
    common_word: bool,
    /// True if others of the article bear the speaker's surname.
    shared: bool,
    /// True if a comma follows the words for the speaker.
    comma: bool,
}

impl<'a> Case<'a> {
    /// Returns the facts about a quotation.
    pub fn new(
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
        let cue_words = cue.map_or(String::new(), |c| c.of(text).to_lowercase());
        let printed = mention.map_or("", |m| m.of(text));
        let name = referent.map_or("", |r| r.name.as_str());
        let surname = name.rsplit(' ').next().unwrap_or("");
        let begin = printed.split(' ').next().unwrap_or("").to_lowercase();
        Self {
            kind: candidate.kind,
            origin: candidate.origin,
            second: candidate.second,
            report,
            order: report.map(|r| r.order),
            definite: lexicon::is_in(&begin, WordClass::DEFINITE) || begin == "both",
            owned: lexicon::is_in(&begin, WordClass::POSSESSIVE),
            plain_cue: lexicon::is_in(&cue_words, WordClass::PLAIN_CUE)
                || cue_words == "according to",
            cue: cue_words,
            words,
            count: words.split_whitespace().take(MAX_COUNT).count(),
            goes_on: last.span.start > candidate.span.end + 1,
            length: sentence.end - sentence.start,
            lead: report.map(|r| r.from.saturating_sub(sentence.start)),
            reached: speaker.map(|s| s.reached),
            margin: speaker.map_or(0.0, |s| s.margin),
            resolved: speaker.is_some_and(|s| s.resolved),
            mention: printed,
            beside: cue.zip(mention).is_some_and(|(cue, mention)| is_beside(cue, mention)),
            name,
            referent: referent.map(|r| r.kind),
            entity: id.and_then(|id| context.entity(id)).map(|e| e.kind),
            gendered: referent.is_some_and(|r| r.gender.is_some()),
            named: id.map_or(0, |id| context.mention_count(id)),
            rivals: speaker.map_or(0, |s| discourse.rivals(s.referent, candidate.sentence)),
            common_word: !name.contains(' ') && is_common_noun(name),
            shared: context.only_bearer(surname).is_none(),
            comma: mention.is_some_and(|m| text[m.end..].starts_with(',')),
        }
    }

    fn is_direct(&self) -> bool {
        self.kind == QuoteKind::Direct
    }

    fn is_indirect(&self) -> bool {
        self.kind == QuoteKind::Indirect
    }

    fn is_pronoun(&self) -> bool {
        self.reached == Some(ResolutionMethod::Pronoun)
    }

    fn is_title(&self) -> bool {
        self.reached == Some(ResolutionMethod::Title)
    }

    fn is_carried(&self) -> bool {
        self.reached == Some(ResolutionMethod::CarriedOver)
    }

    fn is_embedded(&self) -> bool {
        self.origin == CandidateOrigin::Embedded
    }

    fn is(&self, kind: EntityKind) -> bool {
        self.entity == Some(kind)
    }

    fn is_unnamed(&self, kind: ReferentKind) -> bool {
        self.is_title() && !self.resolved && self.referent == Some(kind)
    }

    fn one_word(&self) -> bool {
        !self.name.contains(' ')
    }

    fn mention_words(&self) -> usize {
        self.mention.split(' ').count()
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

/// True for a word that is listed as a noun.
fn is_common_noun(word: &str) -> bool {
    let pos = lexicon::entry(&word.to_lowercase()).pos;
    pos.intersects(Pos::NOUN) && !pos.intersects(Pos::GUESSED | Pos::NAME)
}

/// True if at most a byte stands between the two.
fn is_beside(cue: Span, mention: Span) -> bool {
    cue.start.abs_diff(mention.end) <= 1 || mention.start.abs_diff(cue.end) <= 1
}

/// Test of a feature.
type Holds = fn(&Case<'_>) -> bool;

/// Features, each with its name in the file of weights. The sums depend on the order in the last
/// digit.
#[rustfmt::skip]
const FEATURES: &[(&str, Holds)] = &[
    ("direct", |c| c.is_direct()),
    ("indirect", |c| c.is_indirect()),
    ("bare", |c| c.origin == CandidateOrigin::Bare),
    ("embedded", |c| c.is_embedded()),
    ("opens-with-that", |c| c.is_indirect() && c.opens_with_that()),
    ("second", |c| c.second),
    ("inverted", |c| c.order == Some(ReportOrder::Inverted)),
    ("indirect-goes-on", |c| c.is_indirect() && c.goes_on),
    ("according", |c| c.order == Some(ReportOrder::According)),
    ("surname", |c| c.reached == Some(ResolutionMethod::Surname)),
    ("pronoun", |c| c.is_pronoun()),
    ("title", |c| c.is_title()),
    ("carried", |c| c.is_carried()),
    ("margin-under-1", |c| c.margin < 1.0),
    ("margin-1", |c| (1.0..2.5).contains(&c.margin)),
    ("person", |c| c.is(EntityKind::Person)),
    ("no-entity", |c| c.entity.is_none()),
    ("plain-cue", |c| c.plain_cue),
    ("carried-sure", |c| c.is_carried() && c.margin >= 5.0),
    ("under-4-words", |c| c.count < 4),
    ("indirect-no-verb", |c| c.is_indirect() && !c.has_verb()),
    ("pronoun-no-gender", |c| c.is_pronoun() && !c.gendered),
    ("indirect-no-clause-verb", |c| {
        c.is_indirect() && c.report.is_some_and(|r| !r.subcat.contains(Subcat::CLAUSE))
    }),
    ("title-resolved", |c| c.is_title() && c.resolved),
    ("unnamed-document", |c| c.is_unnamed(ReferentKind::Document)),
    ("unnamed-plural", |c| c.is_unnamed(ReferentKind::Plural)),
    ("unnamed-organisation", |c| c.is_unnamed(ReferentKind::Organisation)),
    ("unnamed-definite", |c| c.is_title() && !c.resolved && c.definite),
    ("unnamed-owned", |c| c.is_title() && !c.resolved && c.owned),
    ("unnamed-long", |c| c.is_title() && !c.resolved && c.mention_words() > 5),
    ("title-resolved-sure", |c| c.is_title() && c.resolved && c.margin >= 2.5),
    ("unnamed-person", |c| c.is_unnamed(ReferentKind::Person)),
    ("person-one-word", |c| c.is(EntityKind::Person) && c.one_word()),
    ("organisation", |c| c.is(EntityKind::Organisation)),
    ("place", |c| c.is(EntityKind::Place)),
    ("organisation-one-word", |c| c.is(EntityKind::Organisation) && c.one_word()),
    ("named-once", |c| c.named == 1),
    ("named-often", |c| c.named >= 4),
    ("8-words", |c| c.count >= 8),
    ("long", |c| c.words.len() > 150),
    ("direct-no-end", |c| c.is_direct() && !c.ends_as_speech()),
    ("beside", |c| c.beside),
    ("indirect-leads", |c| c.lead == Some(0) && c.is_indirect()),
    ("long-sentence", |c| c.length > 40),
    ("indirect-left", |c| c.report.is_some_and(|r| !r.left.is_empty()) && c.is_indirect()),
    ("indirect-opens-clause", |c| c.is_indirect() && c.opens_clause()),
    ("indirect-said", |c| c.is_indirect() && c.cue == "said"),
    ("carried-long", |c| c.is_carried() && c.margin < 5.0 && c.is_direct() && c.count >= 8),
    ("pronoun-margin-2", |c| c.is_pronoun() && (2.5..5.0).contains(&c.margin)),
    ("nobody", |c| c.reached.is_none()),
    ("unnamed-one-word", |c| c.is_title() && !c.resolved && c.mention_words() == 1),
    ("resolved-definite-long", |c| {
        c.is_title() && c.resolved && c.definite && c.mention_words() > 2
    }),
    ("title-place", |c| c.is_title() && c.is(EntityKind::Place)),
    ("pronoun-no-rivals", |c| c.is_pronoun() && c.rivals == 0),
    ("pronoun-rivals", |c| c.is_pronoun() && c.rivals >= 2),
    ("carried-no-rivals", |c| c.is_carried() && c.rivals == 0),
    ("carried-rivals", |c| c.is_carried() && c.rivals >= 2),
    ("pronoun-no-person", |c| c.is_pronoun() && c.referent != Some(ReferentKind::Person)),
    ("learned-no-entity", |c| (c.is_pronoun() || c.is_carried()) && c.entity.is_none()),
    ("learned-named-seldom", |c| (c.is_pronoun() || c.is_carried()) && c.named <= 2),
    ("pronoun-distance-0", |c| c.is_pronoun() && matches!(c.margin, ..0.5)),
    ("pronoun-distance-1", |c| c.is_pronoun() && matches!(c.margin, 0.5..1.0)),
    ("pronoun-distance-2", |c| c.is_pronoun() && matches!(c.margin, 1.0..1.75)),
    ("pronoun-distance-3", |c| c.is_pronoun() && matches!(c.margin, 1.75..2.75)),
    ("pronoun-distance-4", |c| c.is_pronoun() && matches!(c.margin, 2.75..4.0)),
    ("pronoun-distance-5", |c| c.is_pronoun() && matches!(c.margin, 4.0..5.5)),
    ("pronoun-distance-6", |c| c.is_pronoun() && matches!(c.margin, 5.5..)),
    ("title-distance-0", |c| c.is_title() && c.resolved && matches!(c.margin, ..0.5)),
    ("title-distance-1", |c| c.is_title() && c.resolved && matches!(c.margin, 0.5..1.0)),
    ("title-distance-2", |c| c.is_title() && c.resolved && matches!(c.margin, 1.0..1.75)),
    ("title-distance-3", |c| c.is_title() && c.resolved && matches!(c.margin, 1.75..2.75)),
    ("title-distance-4", |c| c.is_title() && c.resolved && matches!(c.margin, 2.75..4.0)),
    ("title-distance-5", |c| c.is_title() && c.resolved && matches!(c.margin, 4.0..5.5)),
    ("title-distance-6", |c| c.is_title() && c.resolved && matches!(c.margin, 5.5..)),
    ("carried-distance-0", |c| c.is_carried() && matches!(c.margin, ..0.5)),
    ("carried-distance-1", |c| c.is_carried() && matches!(c.margin, 0.5..1.0)),
    ("carried-distance-2", |c| c.is_carried() && matches!(c.margin, 1.0..1.75)),
    ("carried-distance-3", |c| c.is_carried() && matches!(c.margin, 1.75..2.75)),
    ("carried-distance-4", |c| c.is_carried() && matches!(c.margin, 2.75..4.0)),
    ("carried-distance-5", |c| c.is_carried() && matches!(c.margin, 4.0..5.5)),
    ("carried-distance-6", |c| c.is_carried() && matches!(c.margin, 5.5..)),
    ("embedded-distance-0", |c| c.is_embedded() && matches!(c.margin, ..0.5)),
    ("embedded-distance-1", |c| c.is_embedded() && matches!(c.margin, 0.5..1.0)),
    ("embedded-distance-2", |c| c.is_embedded() && matches!(c.margin, 1.0..1.75)),
    ("embedded-distance-3", |c| c.is_embedded() && matches!(c.margin, 1.75..2.75)),
    ("embedded-distance-4", |c| c.is_embedded() && matches!(c.margin, 2.75..4.0)),
    ("embedded-distance-5", |c| c.is_embedded() && matches!(c.margin, 4.0..5.5)),
    ("embedded-distance-6", |c| c.is_embedded() && matches!(c.margin, 5.5..)),
    ("body-common-word", |c| c.entity.is_some() && c.common_word),
    ("joint", |c| c.entity.is_none() && !c.is_title() && c.name.contains(" and ")),
    ("title-resolved-unnamed", |c| c.is_title() && c.resolved && c.entity.is_none()),
    ("surname-shared", |c| c.is(EntityKind::Person) && !c.one_word() && c.shared),
    ("body-before-comma", |c| {
        c.is(EntityKind::Organisation) && c.order == Some(ReportOrder::Inverted) && c.comma
    }),
];
