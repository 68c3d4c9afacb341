//! Quotations in the prose, and who is said to have said them.

use crate::annotate::Annotator;
use crate::model::Notes;
use crate::text::Prose;

/// Finds quotations and attributes them, on top of the names found before.
#[derive(Debug)]
pub struct Quotes;

impl Annotator for Quotes {
    fn name(&self) -> &'static str {
        "quotes"
    }

    fn annotate(&self, _prose: &Prose<'_>, _notes: &mut Notes) {}
}
