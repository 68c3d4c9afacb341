//! SGML by name only: collections of researchers, `<DOC>` after `<DOC>`, whose tags are looked for as they are
//! written and no more. No DTD is read, and no tree is made.

mod records;
mod reuters;
mod trec;

pub use reuters::Reuters;
pub use trec::Trec;
