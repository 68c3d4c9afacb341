//! A name in the text, before it is known whose.

use crate::model::{EntityKind, Span};

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
