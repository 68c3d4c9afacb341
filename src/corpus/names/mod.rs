//! One name for one person across the archive: what librarians call an authority file.
//!
//! Inside an article the annotator has given everybody a full name where the article has one.
//! Across articles "Donald Trump", "Donald J. Trump" and, where an article says no more, "Trump"
//! have to meet, so that counts add up. Nothing of this is written into the articles: it is worked
//! out from the archive's own counts, corrected by an alias file, and applied when a question is
//! asked. So it changes without reading an article again, and can be undone.

pub mod aliases;
pub mod authority;
pub mod bearers;
pub mod bodies;
pub mod build;
pub mod counts;
pub mod introductions;
pub mod occupation;
pub mod offices;
pub mod overrides;
pub mod persons;
pub mod reasons;
pub mod speakers;
pub mod splits;
pub mod titled;
