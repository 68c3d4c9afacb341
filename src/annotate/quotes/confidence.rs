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
    /// The speaker's name.
    pub(super) name: &'a str,
    /// Whether the sentence goes on after it.
    pub(super) cut: bool,
}

/// The number of clues.
const CLUES: usize = 24;

/// The weight of each clue, and of none.
const WEIGHTS: [f32; CLUES] = [
    0.37, -0.01, -0.36, -1.72, 0.25, -1.36, 0.58, -0.49, 0.30, -0.49, -0.58, -0.22, -0.64, -1.48,
    -0.24, 1.48, -0.57, 0.72, 0.59, -0.97, -0.07, -0.13, -0.73, -0.45,
];
const BIAS: f32 = 1.07;

/// The probability that span and speaker are right.
pub(super) fn of(case: &Case<'_>) -> f32 {
    let clues = clues(case);
    let sum: f32 =
        clues.iter().zip(WEIGHTS).map(|(clue, weight)| if *clue { weight } else { 0.0 }).sum();
    let probability = 1.0 / (1.0 + (-(sum + BIAS)).exp());
    (probability * 100.0).round() / 100.0
}

fn starts_with_that(words: &str) -> bool {
    words.get(..5).is_some_and(|w| w.eq_ignore_ascii_case("that "))
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
        indirect && starts_with_that(case.words),
        case.draft.second,
        order == Some(Order::Inverted),
        indirect && case.cut,
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
        case.entity.is_none() && case.name.split(' ').count() > 4,
        pronoun && !case.gendered,
        indirect && case.report.is_some_and(|r| r.takes & takes::CLAUSE == 0),
        case.speaker.is_some_and(|s| s.reached == Reached::Title && s.resolved),
    ]
}
