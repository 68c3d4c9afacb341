//! Spans of names in a text, before they are grouped into entities.

use crate::model::{EntityKind, Span};
use crate::text::Prose;

/// A name in the text, before it is known whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Bytes of the body.
    pub span: Span,
    /// Kind of entity it names.
    pub kind: EntityKind,
    /// First token.
    pub start: usize,
    /// Token after the last.
    pub end: usize,
}

impl Name {
    /// The name in the tokens `start..end`, which are at least one.
    pub fn new(prose: &Prose<'_>, start: usize, end: usize, kind: EntityKind) -> Self {
        let span = Span::new(prose.tokens[start].span.start, prose.tokens[end - 1].span.end);
        Self { span, kind, start, end }
    }

    /// Number of tokens.
    pub fn token_count(&self) -> usize {
        self.end - self.start
    }
}
