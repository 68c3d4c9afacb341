//! Training of the name tagger: labelled text in, the model file out.
//!
//! Deterministic: the same texts give the same file to the byte. It lies in the library, beside what it
//! trains, because training and tagging must cut text and see features through the very same code.

use onrecord::annotate::training::{
    Model, OTHER, Pass, TaggerInput, Weights, WordLists, WordScoreCache, find, tag,
};
use onrecord::model::{EntityKind, Span};
use onrecord::text::Prose;

use crate::corpus::{self, LabelledSet, Text};
use crate::learner::{Examples, Learner, Rates};
use crate::name_lists::NameLists;

/// What may be left out, to see what it is worth.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools)] // switches of an ablation, each on its own
pub struct Options {
    /// Passes over the training sets.
    pub epochs: usize,
    /// Use the name lists.
    pub lists: bool,
    /// Use what the whole text says.
    pub second_pass: bool,
    /// Add copies in capitals, small letters and headline case.
    pub cases: bool,
    /// Step size.
    pub rate: f32,
    /// Pull of unneeded weights to zero.
    pub pull: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { epochs: 5, lists: true, second_pass: true, cases: true, rate: 0.08, pull: 3.0e-4 }
    }
}

/// What training tells while it goes on.
#[derive(Clone, Debug)]
pub enum Progress {
    /// So many sentences' stretches and features were made.
    Prepared {
        /// Stretches to learn from.
        stretches: usize,
        /// Features seen more than once.
        features: usize,
    },
    /// A pass over the data is done.
    Epoch {
        /// Which part of the training.
        stage: &'static str,
        /// Which pass, from 1.
        epoch: usize,
        /// Mean loss a stretch.
        loss: f64,
    },
    /// A set that was not learnt from was tagged.
    Measured(Score),
}

/// Exact names found in a set, all kinds but "other".
#[derive(Clone, Debug)]
pub struct Score {
    /// The set's name.
    pub set: String,
    /// Share of the names found that are right, 0 to 1.
    pub precision: f64,
    /// Share of the right names that were found, 0 to 1.
    pub recall: f64,
}

/// A trained model.
#[derive(Debug)]
pub struct Trained {
    model: Model,
}

impl Trained {
    /// The model file.
    pub fn file(&self) -> Vec<u8> {
        self.model.to_bytes()
    }

    /// The names that this model finds in a text, before any tidying.
    pub fn tag(&self, text: &str) -> Vec<(Span, EntityKind)> {
        let prose = Prose::new(text);
        find(&prose, &self.model, &mut WordScoreCache::default())
            .into_iter()
            .filter(|name| name.kind != EntityKind::Group)
            .map(|name| (name.span, name.kind))
            .collect()
    }
}

/// Trains a model on the sets of weight above 0 and measures it on the others.
pub fn train(
    sets: &[LabelledSet<'_>],
    names: &NameLists<'_>,
    options: &Options,
    tell: &mut dyn FnMut(Progress),
) -> Trained {
    let lists = if options.lists { names.build() } else { NameLists::default().build() };
    let texts: Vec<Text> = sets
        .iter()
        .filter(|set| set.weight > 0.0)
        .flat_map(|set| corpus::read(set, options.cases))
        .collect();
    let mut examples = Examples::first(&texts, &lists);
    let features = examples.prune(2);
    tell(Progress::Prepared { stretches: examples.len(), features });
    let rates = Rates { rate: options.rate, pull: options.pull };
    let mut learner = Learner::new(&examples, rates);
    for epoch in 1..=options.epochs {
        let loss = learner.epoch(&examples, epoch, |_| true);
        tell(Progress::Epoch { stage: "first pass", epoch, loss });
    }
    let first = learner.pass(&examples);
    let (second, share) = if options.second_pass {
        learn_second(&texts, &lists, &mut examples, rates, options, tell)
    } else {
        (
            Pass {
                weights: Weights::build(&[]),
                transitions: first.transitions.clone(),
                scale: 1.0,
            },
            1.0,
        )
    };
    drop(examples);
    let description = describe(sets);
    let trained = Trained { model: Model { description, lists, first, second, share } };
    for set in sets.iter().filter(|set| set.weight == 0.0) {
        tell(Progress::Measured(measure(&trained.model, set)));
    }
    trained
}

/// The second pass learns from first passes that had not seen the text: the model of two thirds of
/// the texts labels the other third.
fn learn_second(
    texts: &[Text],
    lists: &WordLists,
    examples: &mut Examples,
    rates: Rates,
    options: &Options,
    tell: &mut dyn FnMut(Progress),
) -> (Pass, f32) {
    const FOLDS: usize = 6;
    let mut first = Vec::new();
    for fold in 0..FOLDS {
        let mut learner = Learner::new(examples, rates);
        for epoch in 1..=options.epochs.saturating_sub(2).max(1) {
            let loss = learner.epoch(examples, epoch, |text| text % FOLDS != fold);
            tell(Progress::Epoch { stage: "first pass, held out", epoch, loss });
        }
        first.push(learner.pass(examples));
    }
    let mut examples = Examples::second(texts, lists, |text| &first[text % FOLDS]);
    let _ = examples.prune(3);
    let mut learner = Learner::new(&examples, rates);
    learner.start_from(&first[0].transitions);
    for epoch in 1..=options.epochs {
        let loss = learner.epoch(&examples, epoch, |_| true);
        tell(Progress::Epoch { stage: "second pass", epoch, loss });
    }
    let share = learner.share();
    (learner.pass(&examples), share)
}

fn describe(sets: &[LabelledSet<'_>]) -> String {
    let mut text =
        String::from("onrecord names 1; CC BY-SA 4.0, credits in CREDITS.md; trained on");
    for set in sets.iter().filter(|set| set.weight > 0.0) {
        text.push(' ');
        text.push_str(set.name);
        text.push_str(" x");
        text.push_str(&set.weight.to_string());
    }
    text
}

fn measure(model: &Model, set: &LabelledSet<'_>) -> Score {
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    let mut known = WordScoreCache::default();
    for text in corpus::read(set, false) {
        let prose = Prose::new(&text.body);
        let input = TaggerInput::new(&prose, &model.lists);
        let mut gold: Vec<(usize, usize, u8)> =
            text.names.iter().filter(|n| n.2 != OTHER).copied().collect();
        wanted += gold.len();
        for name in tag(&input, model, &mut known).iter().filter(|name| name.kind != OTHER) {
            found += 1;
            let span = (
                prose.tokens[name.start].span.start,
                prose.tokens[name.end - 1].span.end,
                name.kind,
            );
            if let Some(at) = gold.iter().position(|g| *g == span) {
                gold.swap_remove(at);
                right += 1;
            }
        }
    }
    let share =
        |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    Score { set: set.name.to_owned(), precision: share(right, found), recall: share(right, wanted) }
}
