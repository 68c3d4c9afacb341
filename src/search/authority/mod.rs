//! One name for one person across the archive: what librarians call an authority file.
//!
//! Inside an article the annotator has given everybody a full name where the article has one. Across articles
//! "Donald Trump", "Donald J. Trump" and, where an article says no more, "Trump" have to meet, so that counts
//! add up. Nothing of this is written into the articles: it is worked out from the archive's own counts, corrected by an
//! alias file, and applied when a question is asked. So it changes without reading an article
//! again, and can be undone.

mod aliases;
mod build;
mod corrections;
mod names;
mod who;
mod work;

pub use aliases::{Aliases, AliasesError};
pub use corrections::{Correction, Corrections, CorrectionsError, Verdict};
pub use names::{ArchiveNames, Resolved};

pub use build::{NameYears, RoleCounts, build};
pub use who::{Known, Speaker, SpeakerFilter, SpeakersOf};

/// What people have decided by hand: names that are one, and quotations that are otherwise.
#[derive(Clone, Debug, Default)]
pub struct ByHand {
    /// Names merged and held apart.
    pub aliases: Aliases,
    /// Quotations corrected.
    pub corrections: Corrections,
}
