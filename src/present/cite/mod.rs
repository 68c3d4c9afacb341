//! A quotation or an article as a citation: for people, for reference managers, for LaTeX.
//!
//! Each format has a file and its own rules of escaping; what they have in common, names of authors
//! and the precision of dates, stands in `author` and `citation`. A date is never made more exact
//! than it is known.

mod author;
mod bibliography;
mod bibtex;
mod citation;
mod csl;
mod ris;
#[cfg(test)]
mod sample;
mod sentence;

pub use bibliography::{Bibliography, CitationStyle};
pub use citation::Citation;
