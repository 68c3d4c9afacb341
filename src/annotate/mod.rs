//! An article's body → notes: names, the people behind them, quotations, speakers.
//!
//! Pure: the same bytes in give the same notes out, on any machine and in any order. It cannot fail:
//! what it does not understand it leaves out. Each annotator reads the prose and the notes so far and
//! adds its own, so their order in [`ANNOTATORS`] is the order in which they depend on each other.

pub mod names;
pub mod people;
pub mod quotes;

use crate::model::Notes;
use crate::text::Prose;

/// The version of all annotators together. Raise it with any change to what they find: an index
/// made by another version reads its files again.
pub const VERSION: u32 = 1;

/// One step of annotation.
pub trait Annotator: Sync {
    /// A short name for timings and explanations.
    fn name(&self) -> &'static str;
    /// Adds what it finds in `prose` to `notes`.
    fn annotate(&self, prose: &Prose<'_>, notes: &mut Notes);
}

/// All annotators, in the order in which they run.
pub const ANNOTATORS: &[&dyn Annotator] = &[&names::Names, &quotes::Quotes];

/// Everything that is found in an article's body.
pub fn annotate(body: &str) -> Notes {
    let prose = Prose::new(body);
    let mut notes = Notes::default();
    for annotator in ANNOTATORS {
        annotator.annotate(&prose, &mut notes);
    }
    notes
}
