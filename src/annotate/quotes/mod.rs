//! Quotations in the prose, and who is said to have said them.
//!
//! In five steps, each with its files: marks are paired (`marks`); the narration is folded around
//! what stands between them (`frame`, over the word table of `lexicon`); a grammar of reporting
//! finds who says what in each sentence (`phrase`, `report`); what is said becomes drafts
//! (`draft`); and the words for a speaker become a speaker (`nouns`, `persons`, `discourse`, `who`).
//! What has no verb of speech is handed to `carry`, `dialogue` and `transcript`.

mod attribute;
mod carry;
mod common;
mod confidence;
mod dialogue;
mod discourse;
mod draft;
mod frame;
mod lexicon;
mod marks;
mod nouns;
mod papers;
mod persons;
mod phrase;
mod report;
mod transcript;
mod who;

use crate::annotate::annotator::Annotator;
use crate::annotate::language;
use crate::model::{Notes, Quote, QuoteKind, Span};
use crate::text::Prose;

/// Finds quotations and attributes them, on top of the names found before.
#[derive(Debug)]
pub struct Quotes;

impl Annotator for Quotes {
    fn name(&self) -> &'static str {
        "quotes"
    }

    fn annotate(&self, prose: &Prose<'_>, notes: &mut Notes) {
        let paragraphs: Vec<Span> = prose.paragraphs.iter().map(|p| p.span).collect();
        let marked = marks::find(prose.text, &paragraphs);
        if language::is_foreign(notes) {
            notes.quotes = by_marks_alone(prose.text, &marked);
            return;
        }
        let frame = frame::Frame::new(prose, &marked, &notes.mentions);
        notes.quotes = attribute::attribute(&frame, prose, &marked, notes);
    }
}

/// Fewer words between marks are a title or a word as a word more often than a quotation.
const LEAST_WORDS: usize = 4;
/// How sure a quotation is of which only the marks are understood.
const BY_MARKS: f32 = 0.3;

/// The quotations of a text whose grammar is not known: what stands in marks and is long enough, its
/// speaker unknown.
fn by_marks_alone(text: &str, marked: &[marks::Marked]) -> Vec<Quote> {
    let long = |marked: &&marks::Marked| {
        marked.inner.of(text).split_whitespace().nth(LEAST_WORDS - 1).is_some()
    };
    let quote = |marked: &marks::Marked| Quote {
        span: marked.span,
        kind: QuoteKind::Direct,
        attribution: None,
        confidence: BY_MARKS,
        continues: None,
    };
    marked.iter().filter(long).map(quote).collect()
}
