//! A range of one named text, in bytes.
//!
//! Annotations point into a body and never copy from it: a copy can drift from the text it was
//! taken from, a span cannot. Characters (what the JSON output counts in) are derived at the edge
//! by [`crate::text::CharOffsets`].

use serde::{Deserialize, Serialize};

/// A half-open byte range `start..end` of a text, by default an article's body as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset just past the last byte; never below `start`.
    pub end: usize,
}

impl Span {
    /// Span `start..end`. A range that is turned round becomes the empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// True if the span contains nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Text under the span; empty if it lies outside `text` or cuts a character, so that a
    /// damaged record is shown poorer and never ends the program.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// True if the two spans share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True if `other` lies wholly within this span.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True if the byte offset lies within the span.
    pub fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }
}

#[cfg(test)]
mod tests {
    use super::Span;

    #[test]
    fn a_span_outside_its_text_is_empty_text() {
        assert_eq!(Span::new(0, 2).of("é!"), "é");
        assert_eq!(Span::new(1, 2).of("é!"), "");
        assert_eq!(Span::new(0, 99).of("é!"), "");
        assert!(Span::new(5, 3).is_empty());
    }

    #[test]
    fn touching_spans_do_not_overlap() {
        assert!(!Span::new(0, 3).overlaps(Span::new(3, 5)));
        assert!(Span::new(0, 4).overlaps(Span::new(3, 5)));
        assert!(Span::new(0, 4).covers(Span::new(1, 4)));
    }
}
