//! Stretches between marks, as the rest of the grammar sees them.

use crate::model::Span;

/// Stretch between marks, within one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Byte span from the opening mark to past the closing one.
    pub span: Span,
    /// Byte span of the words between the marks, without blanks at the ends.
    pub inner: Span,
    /// True if a closing mark was found; if not, the stretch runs to the end of the paragraph, or
    /// to where a verb of speech tells that it has ended.
    pub closed: bool,
    /// True if the paragraph before ended within the same quotation.
    pub reopened: bool,
}

impl Marked {
    /// True if the words end as a sentence or a clause of speech does.
    pub fn ends_like_speech(&self, text: &str) -> bool {
        self.inner.of(text).ends_with(['.', ',', '?', '!', '…', '—', '–'])
    }
}

/// Returns the span without blanks at its ends.
pub fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    Span::new(start, end)
}
