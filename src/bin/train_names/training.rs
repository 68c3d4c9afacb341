//! Training of the name tagger: labelled text in, the model file out.
//!
//! Deterministic: the same texts give the same file to the byte, on one machine (exponentials may
//! differ in the last bit on another). It is a program of its own, but trains through the library's
//! code, because training and tagging must split text and see features alike.

use onrecord::annotate::training::{
    Model, OTHER, Pass, TaggerInput, Weights, WordLists, WordScoreCache, find, tag,
};
use onrecord::model::{EntityKind, Span};
use onrecord::text::Prose;

use crate::corpus::{self, LabelledSet, Text};
use crate::examples::Examples;
use crate::learner::{Learner, LearningRates};
use crate::name_lists::NameLists;

/// Parts of training, which may be left out to measure their effect.
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
    /// L1 penalty, which makes unneeded weights zero.
    pub l1: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { epochs: 4, lists: true, second_pass: true, cases: true, rate: 0.08, l1: 3.0e-4 }
    }
}

/// Report of training while it goes on.
#[derive(Clone, Debug)]
pub enum Progress {
    /// Sequences and features were made.
    Prepared {
        /// Number of sequences to learn from.
        sequences: usize,
        /// Number of features seen more than once.
        features: usize,
    },
    /// A pass over the data is done.
    Epoch {
        /// Part of the training.
        stage: &'static str,
        /// Number of the pass, from 1.
        epoch: usize,
        /// Mean loss a sequence.
        loss: f64,
    },
    /// A set that was not learnt from was tagged.
    Measured(Score),
}

/// Exact names found in a set, all kinds but "other".
#[derive(Clone, Debug)]
pub struct Score {
    /// Name of the set.
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

    /// Names that this model finds in a text, groups left out.
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
    report: &mut dyn FnMut(Progress),
) -> Trained {
    let lists = if options.lists { names.build() } else { NameLists::default().build() };
    let texts: Vec<Text> = sets
        .iter()
        .filter(|set| set.weight > 0.0)
        .flat_map(|set| corpus::read(set, options.cases))
        .collect();
    let mut examples = Examples::for_first_pass(&texts, &lists);
    let features = examples.prune(2);
    report(Progress::Prepared { sequences: examples.len(), features });
    let rates = LearningRates { rate: options.rate, l1: options.l1 };
    let mut learner = Learner::new(&examples, rates);
    for epoch in 1..=options.epochs {
        let loss = learner.epoch(&examples, epoch, |_| true);
        report(Progress::Epoch { stage: "first pass", epoch, loss });
    }
    let first = learner.pass(&examples);
    let (second, share) = if options.second_pass {
        learn_second(&texts, &lists, &mut examples, rates, options, report)
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
        report(Progress::Measured(measure(&trained.model, set)));
    }
    trained
}

/// Learns the second pass from first passes that had not seen the text: the model of five sixths of
/// the texts labels the other sixth.
fn learn_second(
    texts: &[Text],
    lists: &WordLists,
    examples: &mut Examples,
    rates: LearningRates,
    options: &Options,
    report: &mut dyn FnMut(Progress),
) -> (Pass, f32) {
    const FOLDS: usize = 6;
    let mut first = Vec::new();
    for fold in 0..FOLDS {
        let mut learner = Learner::new(examples, rates);
        for epoch in 1..=options.epochs.saturating_sub(2).max(1) {
            let loss = learner.epoch(examples, epoch, |text| text % FOLDS != fold);
            report(Progress::Epoch { stage: "first pass, held out", epoch, loss });
        }
        first.push(learner.pass(examples));
    }
    let mut examples = Examples::for_second_pass(texts, lists, |text| &first[text % FOLDS]);
    let _ = examples.prune(3);
    let mut learner = Learner::new(&examples, rates);
    learner.start_from(&first[0].transitions);
    for epoch in 1..=options.epochs {
        let loss = learner.epoch(&examples, epoch, |_| true);
        report(Progress::Epoch { stage: "second pass", epoch, loss });
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
