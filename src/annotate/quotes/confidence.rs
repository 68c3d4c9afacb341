//! How sure a quotation is: span and speaker together, as a probability.
//!
//! A logistic function of yes-or-no clues, its weights fitted on articles whose quotations were
//! marked by hand (`wikinews_train`, CC BY 2.5), so that 0.9 means nine right of ten. The weights
//! are a table here and not a file of their own since they mean nothing without the clues.

use crate::annotate::quotes::draft::{Draft, Origin};
use crate::annotate::quotes::lexicon::takes;
use crate::annotate::quotes::report::{Order, Report};
use crate::annotate::quotes::who::Reference;
use crate::model::{EntityKind, QuoteKind, Reached};

/// What is known of a finished quotation.
pub(super) struct Case<'a> {
    pub(super) draft: &'a Draft,
    pub(super) report: Option<&'a Report>,
    pub(super) speaker: Option<Reference>,
    /// The kind of the speaker's entity; none for unnamed speakers.
    pub(super) entity: Option<EntityKind>,
    /// The quotation's words.
    pub(super) words: &'a str,
    /// The verb of speech, in lower case.
    pub(super) cue: &'a str,
    /// Whether a person's gender is known.
    pub(super) gendered: bool,
}

/// The number of clues.
const CLUES: usize = 24;

/// The weight of each clue, and of none.
const WEIGHTS: [f32; CLUES] = [
    0.47, -0.16, -0.33, -1.71, 0.19, -1.13, 0.56, 0.02, 0.34, -0.38, -0.41, -0.13, -0.49, -1.65,
    -0.30, 1.35, -0.61, 0.71, 0.16, -1.04, 0.10, -0.28, -0.80, -0.47,
];
const BIAS: f32 = 0.86;

/// The probability that span and speaker are right.
pub(super) fn of(case: &Case<'_>) -> f32 {
    let clues = clues(case);
    let sum: f32 =
        clues.iter().zip(WEIGHTS).map(|(clue, weight)| if *clue { weight } else { 0.0 }).sum();
    let probability = 1.0 / (1.0 + (-(sum + BIAS)).exp());
    (probability * 100.0).round() / 100.0
}

/// The clues, in the order of [`WEIGHTS`].
fn clues(case: &Case<'_>) -> [bool; CLUES] {
    let reached = case.speaker.map(|s| s.reached);
    let margin = case.speaker.map_or(0.0, |s| s.margin);
    let order = case.report.map(|r| r.order);
    let count = case.words.split_whitespace().take(12).count();
    let pronoun = reached == Some(Reached::Pronoun);
    let indirect = case.draft.kind == QuoteKind::Indirect;
    let plain_cue =
        matches!(case.cue, "said" | "says" | "told" | "tells" | "added" | "according to" | "wrote");
    [
        case.draft.kind == QuoteKind::Direct,
        indirect,
        case.draft.origin == Origin::Bare,
        case.draft.origin == Origin::Embedded,
        case.draft.right,
        case.draft.second,
        order == Some(Order::Inverted),
        order == Some(Order::Inherited),
        order == Some(Order::According),
        reached == Some(Reached::Surname),
        pronoun,
        reached == Some(Reached::Title),
        reached == Some(Reached::CarriedOver),
        margin < 1.0,
        (1.0..2.5).contains(&margin),
        case.entity == Some(EntityKind::Person),
        case.entity.is_none(),
        plain_cue,
        reached == Some(Reached::CarriedOver) && margin >= 5.0,
        count < 4,
        count >= 12,
        pronoun && !case.gendered,
        indirect && case.report.is_some_and(|r| r.takes & takes::CLAUSE == 0),
        case.speaker.is_some_and(|s| s.reached == Reached::Title && s.resolved),
    ]
}
