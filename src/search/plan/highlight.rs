//! A text read for a question: where each word of its clauses stands.

use std::borrow::Cow;

use crate::model::Span;
use crate::search::scoring::intervals::{Positions, Shape, Stretch};
use crate::search::terms::query_term::{Leaf, Test};
use crate::text::{EnglishStems, Prose, Words};

/// Where the leaves of a clause stand in a text, in words and in bytes.
pub struct Scanned {
    /// The words of the text.
    spans: Vec<Span>,
    pub positions: Positions,
}

impl Scanned {
    /// Reads `text` once for all `leaves`; its sentences and paragraphs only if `units`.
    pub fn new(text: &str, leaves: &[&Leaf], units: bool) -> Self {
        let stemmer = EnglishStems::default();
        let mut positions =
            Positions { leaves: vec![Vec::new(); leaves.len()], ..Positions::default() };
        let mut spans = Vec::new();
        let mut words = Words::new(text);
        // A stem starts as its word does: most words need none.
        let starts = |folded: &str| {
            leaves.iter().any(|leaf| match &leaf.test {
                Test::Stem(stem) => stem.as_bytes().first() == folded.as_bytes().first(),
                _ => false,
            })
        };
        while let Some(word) = words.advance() {
            let at = spans.len() as u32;
            let stem =
                if starts(word.folded) { stemmer.stem(word.folded) } else { Cow::Borrowed("") };
            for (leaf, found) in leaves.iter().zip(&mut positions.leaves) {
                if leaf.test.takes(word.span.of(text), word.folded, &stem) {
                    found.push(at);
                }
            }
            spans.push(word.span);
        }
        if units {
            let prose = Prose::new(text);
            let sentences = prose.sentences.iter().map(|sentence| sentence.span);
            positions.sentences = stretches(&spans, sentences);
            let paragraphs = prose.paragraphs.iter().map(|paragraph| paragraph.span);
            positions.paragraphs = stretches(&spans, paragraphs);
        }
        Self { spans, positions }
    }

    /// The bytes of a stretch of words.
    pub fn span(&self, (first, last): Stretch) -> Option<Span> {
        let (first, last) = (self.spans.get(first as usize)?, self.spans.get(last as usize)?);
        Some(Span::new(first.start, last.end))
    }
}

/// Spans of bytes as stretches of words; those without words fall away.
fn stretches(words: &[Span], spans: impl Iterator<Item = Span>) -> Vec<Stretch> {
    spans
        .filter_map(|span| {
            let first = words.partition_point(|word| word.start < span.start);
            let end = words.partition_point(|word| word.start < span.end);
            (first < end).then(|| (first as u32, end as u32 - 1))
        })
        .collect()
}

/// Whether the shape of these leaves stands in a text.
pub fn holds(text: &str, leaves: &[Leaf], shape: &Shape) -> bool {
    let leaves: Vec<&Leaf> = leaves.iter().collect();
    let scanned = Scanned::new(text, &leaves, shape.needs_units());
    shape.holds(&scanned.positions, crate::search::scoring::intervals::EVERYWHERE)
}
