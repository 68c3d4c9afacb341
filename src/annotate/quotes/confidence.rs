//! How sure a quotation is: span and speaker together, as a probability.
//!
//! A logistic function of yes-or-no clues, its weights fitted on articles whose quotations were
//! marked by hand (`wikinews_train`, CC BY 2.5), so that 0.9 means nine right of ten. The weights
//! are a table here and not a file of their own since they mean nothing without the clues.

use crate::annotate::quotes::draft::{Draft, Origin};
use crate::annotate::quotes::frame::known;
use crate::annotate::quotes::lexicon::{pos, takes};
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
    /// Whether the sentence goes on after it.
    pub(super) cut: bool,
}

/// The number of clues.
const CLUES: usize = 24;

/// The weight of each clue, and of none.
const WEIGHTS: [f32; CLUES] = [
    0.30, -0.09, -0.34, -1.72, 0.27, -1.33, 0.58, -0.41, 0.25, -0.40, -0.54, -0.09, -0.58, -1.51,
    -0.36, 1.34, -0.66, 0.68, 0.58, -0.85, -0.87, -0.17, -0.79, -0.46,
];
const BIAS: f32 = 1.20;

/// The probability that span and speaker are right.
pub(super) fn of(case: &Case<'_>) -> f32 {
    let clues = clues(case);
    let sum: f32 =
        clues.iter().zip(WEIGHTS).map(|(clue, weight)| if *clue { weight } else { 0.0 }).sum();
    let probability = 1.0 / (1.0 + (-(sum + BIAS)).exp());
    (probability * 100.0).round() / 100.0
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
        indirect && !has_verb(case.words),
        pronoun && !case.gendered,
        indirect && case.report.is_some_and(|r| r.takes & takes::CLAUSE == 0),
        case.speaker.is_some_and(|s| s.reached == Reached::Title && s.resolved),
    ]
}
