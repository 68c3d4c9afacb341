//! SGML by name only: collections of researchers, `<DOC>` after `<DOC>`.
//!
//! Their tags are looked for as they are written and no more: no DTD is read and no tree is made,
//! so they stand apart from XML.

mod records;
mod reuters;
mod trec;

pub use reuters::ReutersReader;
pub use trec::TrecReader;
