//! Digitised papers: ALTO, the words of a page with their places, and METS, which assigns them to
//! articles.
//!
//! A METS file owns its issue: it gives the articles and opens the pages beside it for their words.
//! A page that a METS file beside it lists gives nothing of its own and counts as read, or every
//! article would be found twice, once whole and once cut up by columns. A page that no METS lists
//! is one article without a title.

mod issue;
mod mets;
mod opened;
mod page;
mod reader;

pub use mets::MetsReader;
pub use reader::AltoReader;
