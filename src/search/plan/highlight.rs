//! Highlighting: a text read for a question, with the positions of the words of its clauses.

use std::borrow::Cow;

use crate::model::Span;
use crate::search::scoring::intervals::{Interval, IntervalExpr, TermPositions, WHOLE_TEXT};
use crate::search::terms::query_term::{QueryTerm, TermMatcher};
use crate::text::{EnglishStems, Prose, Words};

/// Text in which the terms of clauses were looked for.
pub struct ScannedText {
    /// Byte spans of the words of the text.
    spans: Vec<Span>,
    /// Positions of each term, in words.
    pub positions: TermPositions,
}

impl ScannedText {
    /// Reads `text` once for all `terms`; its sentences and paragraphs only if `units`.
    pub fn new(text: &str, terms: &[&QueryTerm], units: bool) -> Self {
        let stemmer = EnglishStems::default();
        let mut positions =
            TermPositions { terms: vec![Vec::new(); terms.len()], ..TermPositions::default() };
        let mut spans = Vec::new();
        let mut words = Words::new(text);
        // A stem starts as its word does: most words need none.
        let starts = |folded: &str| {
            terms.iter().any(|term| match &term.matcher {
                TermMatcher::Stem(stem) => stem.as_bytes().first() == folded.as_bytes().first(),
                _ => false,
            })
        };
        while let Some(word) = words.advance() {
            let at = spans.len() as u32;
            for joined in word.joined {
                let stem = stemmer.stem(&joined.folded);
                let first = at + 1 - joined.words as u32;
                for (number, term) in terms.iter().enumerate() {
                    if term.has_width(joined.words) && term.accepts_joined(&joined.folded, &stem) {
                        positions.terms[number].push(first);
                        positions.joined.push((number, first, at));
                    }
                }
            }
            let stem =
                if starts(word.folded) { stemmer.stem(word.folded) } else { Cow::Borrowed("") };
            for (term, found) in terms.iter().zip(&mut positions.terms) {
                if term.has_width(1) && term.matcher.accepts(word.span.of(text), word.folded, &stem)
                {
                    found.push(at);
                }
            }
            spans.push(word.span);
        }
        if !positions.joined.is_empty() {
            positions.joined.sort_unstable();
            positions.terms.iter_mut().for_each(|found| {
                found.sort_unstable();
                found.dedup();
            });
        }
        if units {
            let prose = Prose::new(text);
            let sentences = prose.sentences.iter().map(|sentence| sentence.span);
            positions.sentences = intervals_of(&spans, sentences);
            let paragraphs = prose.paragraphs.iter().map(|paragraph| paragraph.span);
            positions.paragraphs = intervals_of(&spans, paragraphs);
        }
        Self { spans, positions }
    }

    /// Byte span of an interval of words.
    pub fn span(&self, (first, last): Interval) -> Option<Span> {
        let (first, last) = (self.spans.get(first as usize)?, self.spans.get(last as usize)?);
        Some(Span::new(first.start, last.end))
    }
}

/// Intervals of words of some byte spans, without those that contain no words.
fn intervals_of(words: &[Span], spans: impl Iterator<Item = Span>) -> Vec<Interval> {
    spans
        .filter_map(|span| {
            let first = words.partition_point(|word| word.start < span.start);
            let end = words.partition_point(|word| word.start < span.end);
            (first < end).then(|| (first as u32, end as u32 - 1))
        })
        .collect()
}

/// True if an interval expression over some terms matches in a text.
pub fn matches(text: &str, terms: &[QueryTerm], intervals: &IntervalExpr) -> bool {
    let terms: Vec<&QueryTerm> = terms.iter().collect();
    let scanned = ScannedText::new(text, &terms, intervals.needs_units());
    intervals.matches(&scanned.positions, WHOLE_TEXT)
}
