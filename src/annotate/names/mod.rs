//! Names in the prose, and the people, organisations and places behind them.

use crate::annotate::Annotator;
use crate::model::Notes;
use crate::text::Prose;

/// Finds mentions and groups them into entities.
#[derive(Debug)]
pub struct Names;

impl Annotator for Names {
    fn name(&self) -> &'static str {
        "names"
    }

    fn annotate(&self, _prose: &Prose<'_>, _notes: &mut Notes) {}
}
