//! How sure a quotation is: span and speaker together, as a probability.
//!
//! A logistic function of yes-or-no clues, its weights fitted on articles whose quotations were
//! marked by hand (`wikinews_train`, CC BY 2.5), so that 0.9 means nine right of ten. A second weight
//! of each clue tells how sure the speaker is by itself: where a wrong name is too likely, none is
//! given. The weights stand beside the clues since they mean nothing without them.

use crate::annotate::quotes::discourse::Sort;
use crate::annotate::quotes::draft::{Draft, Origin};
use crate::annotate::quotes::frame::known;
use crate::annotate::quotes::lexicon::{pos, takes};
use crate::annotate::quotes::report::{Order, Report};
use crate::annotate::quotes::who::Reference;
use crate::model::{EntityKind, QuoteKind, ResolutionMethod};

/// What is known of a finished quotation.
pub struct Case<'a> {
    pub draft: &'a Draft,
    pub report: Option<&'a Report>,
    pub speaker: Option<Reference>,
    /// The kind of the speaker's entity; none for unnamed speakers.
    pub entity: Option<EntityKind>,
    pub sort: Option<Sort>,
    /// The speaker's name, and the words that stand for them.
    pub name: &'a str,
    pub mention: &'a str,
    /// The quotation's words.
    pub words: &'a str,
    /// The verb of speech, in lower case.
    pub cue: &'a str,
    /// Whether a person's gender is known.
    pub gendered: bool,
    /// Whether the sentence goes on after it.
    pub cut: bool,
    /// Whether the verb stands beside the speaker.
    pub beside: bool,
    /// The items of its sentence before the reporting clause, if there is one.
    pub lead: Option<usize>,
    /// The items of its sentence.
    pub length: usize,
    /// How often the article names the speaker.
    pub named: usize,
    /// How many others of the same gender were spoken of in the last sentences.
    pub rivals: usize,
}

/// How sure a quotation is, as probabilities.
#[derive(Clone, Copy, Debug)]
pub struct Sure {
    /// That span and speaker are right.
    pub both: f32,
    /// That the speaker is right, if the span is.
    pub name: f32,
}

/// The number of clues.
const CLUES: usize = 60;
/// The weights of no clue at all.
const BIAS: (f32, f32) = (0.96, 2.38);

/// The probability that span and speaker are right.
pub fn of(case: &Case<'_>) -> Sure {
    let clues = clues(case);
    let (mut both, mut name) = BIAS;
    for (_, with, alone) in clues.iter().filter(|(clue, ..)| *clue) {
        both += with;
        name += alone;
    }
    let probability = |sum: f32| (100.0 / (1.0 + (-sum).exp())).round() / 100.0;
    Sure { both: probability(both), name: probability(name) }
}

/// Whether any of the words is a finite verb and nothing else.
fn has_verb(words: &str) -> bool {
    let helper = pos::BE | pos::HAVE | pos::DO | pos::MODAL;
    words.split_whitespace().take(30).any(|word| {
        let known = known(word.trim_end_matches(|c: char| !c.is_alphanumeric()));
        known.pos & helper != 0
            || known.pos & pos::FINITE != 0 && known.pos & (pos::NOUN | pos::ADJ | pos::PREP) == 0
    })
}

fn starts_with_that(words: &str) -> bool {
    words.get(..5).is_some_and(|w| w.eq_ignore_ascii_case("that "))
}

/// The clues, each with its weights: for span and speaker together, and for the speaker alone.
#[rustfmt::skip]
fn clues(case: &Case<'_>) -> [(bool, f32, f32); CLUES] {
    let reached = case.speaker.map(|s| s.reached);
    let margin = case.speaker.map_or(0.0, |s| s.margin);
    let order = case.report.map(|r| r.order);
    let count = case.words.split_whitespace().take(12).count();
    let pronoun = reached == Some(ResolutionMethod::Pronoun);
    let indirect = case.draft.kind == QuoteKind::Indirect;
    let plain_cue =
        matches!(case.cue, "said" | "says" | "told" | "tells" | "added" | "according to" | "wrote");
    let title = reached == Some(ResolutionMethod::Title);
    let carried = reached == Some(ResolutionMethod::CarriedOver);
    let resolved = case.speaker.is_some_and(|s| s.resolved);
    let begin = case.mention.split(' ').next().unwrap_or("").to_lowercase();
    let definite = matches!(begin.as_str(), "the" | "this" | "that" | "both");
    let owned = matches!(begin.as_str(), "his" | "her" | "its" | "their");
    let sentence_like = case
        .words
        .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '?' | '!'))
        .ends_with(['.', ',', '?', '!']);
    let opens_clause = case.words.split_whitespace().next().is_some_and(|w| {
        w.starts_with(char::is_uppercase) || known(w).pos & (pos::PRON | pos::DET) != 0
    });
    [
        (case.draft.kind == QuoteKind::Direct, 0.52, -0.29),
        (indirect, -0.22, -0.00),
        (case.draft.origin == Origin::Bare, -0.12, -0.11),
        (case.draft.origin == Origin::Embedded, -1.60, -1.39),
        (indirect && starts_with_that(case.words), 0.24, 0.32),
        (case.draft.second, -0.95, -0.32),
        (order == Some(Order::Inverted), 0.30, -0.02),
        (indirect && case.cut, -0.43, -0.10),
        (order == Some(Order::According), 0.20, 0.37),
        (reached == Some(ResolutionMethod::Surname), -0.03, -0.11),
        (pronoun, -0.27, -0.31),
        (reached == Some(ResolutionMethod::Title), -0.18, -0.51),
        (reached == Some(ResolutionMethod::CarriedOver), -0.11, -0.24),
        (margin < 1.0, -1.24, -1.10),
        ((1.0..2.5).contains(&margin), -0.09, -0.25),
        (case.entity == Some(EntityKind::Person), 1.37, 1.31),
        (case.entity.is_none(), -0.27, -0.61),
        (plain_cue, 0.62, 0.26),
        (reached == Some(ResolutionMethod::CarriedOver) && margin >= 5.0, 0.29, 0.12),
        (count < 4, -0.88, -0.34),
        (indirect && !has_verb(case.words), -0.80, -0.11),
        (pronoun && !case.gendered, -0.08, -0.12),
        (indirect && case.report.is_some_and(|r| r.takes & takes::CLAUSE == 0), -0.64, -0.31),
        (title && resolved, -0.41, -0.37),
        (title && !resolved && case.sort == Some(Sort::Paper), -0.26, -0.09),
        (title && !resolved && case.sort == Some(Sort::Plural), 0.14, 0.07),
        (title && !resolved && case.sort == Some(Sort::Body), 0.20, 0.26),
        (title && !resolved && definite, -0.21, -0.40),
        (title && !resolved && owned, -0.50, -0.56),
        (title && !resolved && case.mention.split(' ').count() > 5, 0.02, 0.13),
        (title && resolved && margin >= 2.5, -0.05, -0.04),
        (title && !resolved && case.sort == Some(Sort::Person), 0.22, -0.03),
        (case.entity == Some(EntityKind::Person) && !case.name.contains(' '), -0.61, -0.61),
        (case.entity == Some(EntityKind::Organisation), 0.47, -0.01),
        (case.entity == Some(EntityKind::Place), -1.11, -0.43),
        (case.entity == Some(EntityKind::Organisation) && !case.name.contains(' '), -0.27, -0.44),
        (case.named == 1, 0.27, 0.21),
        (case.named >= 4, -0.32, -0.32),
        (count >= 8, -0.18, -0.18),
        (case.words.len() > 150, -0.03, 0.12),
        (case.draft.kind == QuoteKind::Direct && !sentence_like, -0.10, 0.22),
        (case.beside, 0.23, 0.29),
        (case.lead == Some(0) && indirect, 0.30, -0.04),
        (case.length > 40, -0.83, -0.70),
        (case.report.is_some_and(|r| !r.left.is_empty()) && indirect, 0.16, 0.63),
        (indirect && opens_clause, 0.07, 0.06),
        (indirect && case.cue == "said", 0.07, 0.11),
        (carried && margin < 5.0 && case.draft.kind == QuoteKind::Direct && count >= 8, -0.40, -0.36),
        (pronoun && (2.5..5.0).contains(&margin), 0.12, 0.10),
        (case.speaker.is_none(), -0.43, 0.00),
        (title && !resolved && !case.mention.contains(' '), -0.01, -0.15),
        (title && resolved && definite && case.mention.split(' ').count() > 2, -0.34, -0.23),
        (title && case.entity == Some(EntityKind::Place), 0.00, 0.00),
        (pronoun && case.rivals == 0, 1.04, 0.84),
        (pronoun && case.rivals >= 2, -0.80, -0.81),
        (carried && case.rivals == 0, 0.45, 0.27),
        (carried && case.rivals >= 2, -0.18, -0.17),
        (pronoun && case.sort != Some(Sort::Person), -0.08, -0.12),
        ((pronoun || carried) && case.entity.is_none(), -0.56, -0.47),
        ((pronoun || carried) && case.named <= 2, -0.34, -0.69),
    ]
}
