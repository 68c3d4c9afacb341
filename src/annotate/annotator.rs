//! The interface of one step of annotation.

use crate::model::Notes;
use crate::text::Prose;

/// One step of annotation.
pub trait Annotator: Sync {
    /// Short name for timings and explanations.
    fn name(&self) -> &'static str;

    /// Adds what it finds in `prose` to `notes`.
    fn annotate(&self, prose: &Prose<'_>, notes: &mut Notes);
}
