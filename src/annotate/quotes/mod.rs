//! Quotations in the prose, and their speakers.
//!
//! In five steps, each with its files: marks are paired (`marks`); the narration is folded around
//! what stands between them (`narration`, over the word table of `lexicon` and the `tagger`); a
//! grammar of reporting finds who says what in each sentence (`verb_group`, `noun_phrase`,
//! `subject`, `report`); what is said becomes candidates (`candidate_quotes`); and the words for a
//! speaker become a speaker (`speaker_resolution`, over a `discourse` model). `mode` tells what
//! counts as said. What has no verb of speech is left to
//! `continuation`, `dialogue`, `introductions` and `transcript`. `attributor` takes the steps.

mod attributor;
mod block_introductions;
mod candidate_quotes;
mod common_noun_speakers;
mod confidence;
mod confidence_model;
mod continuation;
mod dialogue;
mod discourse;
mod document_sources;
mod group_members;
mod interviews;
mod introduced_groups;
mod introductions;
mod joint_apposition;
mod joint_speakers;
mod labels;
pub(crate) mod lexicon;
pub(crate) mod marks;
mod mode;
mod models;
mod named_persons;
mod naming;
pub mod narration;
mod noun_phrase;
mod office_holders;
mod office_vetoes;
mod offices;
mod person_attributes;
mod pronoun_resolution;
mod report;
mod resolution_context;
pub(crate) mod resolver;
mod speaker_nouns;
mod speaker_resolution;
mod subject;
pub(crate) mod tagger;
mod transcript;
mod unreported;
mod verb_group;
mod word_gender;

use crate::annotate::annotator::Annotator;
use crate::annotate::language;
use crate::annotate::quotes::resolver::trace::Trace;
use crate::model::{Mode, Notes, Quote, QuoteKind};
use crate::text::Prose;

pub use confidence::feature_names;
pub use confidence_model::ConfidenceModel;
pub use models::Models;

/// Finds quotations and attributes them, on top of the names found before.
#[derive(Debug)]
pub struct Quotes;

impl Annotator for Quotes {
    fn name(&self) -> &'static str {
        "quotes"
    }

    fn annotate(&self, prose: &Prose<'_>, notes: &mut Notes) {
        let marked = marks::paired(prose);
        if language::is_foreign(notes) {
            notes.quotes = by_marks_alone(prose.text, &marked);
            return;
        }
        let narration = narration::fold(prose, &marked, &notes.mentions);
        let models =
            Models { resolver: resolver::model::embedded(), confidence: confidence::embedded() };
        notes.quotes = attributor::attribute(&narration, prose, &marked, notes, models, None).0;
    }
}

/// Returns the quotations of a text with these names, and what was decided on the way: for the
/// trainer of `models`.
pub fn attribute_watched(
    prose: &Prose<'_>,
    notes: &Notes,
    models: Models<'_>,
) -> (Vec<Quote>, Trace) {
    let marked = marks::paired(prose);
    let narration = narration::fold(prose, &marked, &notes.mentions);
    let trace = Some(Box::default());
    let (quotes, trace) = attributor::attribute(&narration, prose, &marked, notes, models, trace);
    (quotes, trace.map_or_else(Trace::default, |trace| *trace))
}

/// Fewest words between marks that are a quotation more often than a title or a word as a word.
const MIN_WORDS: usize = 4;
/// Confidence in a quotation of which only the marks are understood.
const BY_MARKS: f32 = 0.3;

/// Returns the quotations of a text whose grammar is not known: what stands in marks and is long
/// enough, its speaker unknown.
fn by_marks_alone(text: &str, marked: &[marks::Marked]) -> Vec<Quote> {
    let long = |marked: &&marks::Marked| {
        marked.inner.of(text).split_whitespace().nth(MIN_WORDS - 1).is_some()
    };
    let quote = |marked: &marks::Marked| Quote {
        span: marked.span,
        kind: QuoteKind::Direct,
        mode: Mode::Asserted,
        attribution: None,
        confidence: BY_MARKS,
        continues: None,
    };
    marked.iter().filter(long).map(quote).collect()
}
