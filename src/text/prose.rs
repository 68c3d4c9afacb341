//! A body cut up once, for all annotators.

/// A text with what every annotator needs of it, made in one pass and shared.
#[derive(Debug)]
pub struct Prose<'t> {
    /// The text itself; all spans are byte offsets into it.
    pub text: &'t str,
}

impl<'t> Prose<'t> {
    /// Cuts up `text`.
    pub fn new(text: &'t str) -> Self {
        Self { text }
    }
}
