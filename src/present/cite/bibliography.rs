//! Citations one after the other, in one of the styles.

use std::io::{self, Write};

use crate::present::cite::citation::Citation;
use crate::present::cite::{bibtex, csl, ris, sentence};

/// Format of a citation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitationStyle {
    /// A sentence for people.
    Text,
    /// The tagged lines that reference managers read.
    Ris,
    /// An entry for LaTeX.
    Bibtex,
    /// The JSON of the Citation Style Language.
    CslJson,
}

/// A writer of citations, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Bibliography {
    style: CitationStyle,
    written: u64,
}

impl Bibliography {
    /// An empty bibliography in a style.
    pub fn new(style: CitationStyle) -> Self {
        Self { style, written: 0 }
    }

    /// Writes one more citation.
    ///
    /// # Errors
    /// The writer fails.
    pub fn add(&mut self, citation: &Citation<'_>, out: &mut dyn Write) -> io::Result<()> {
        let first = self.written == 0;
        self.written += 1;
        match self.style {
            CitationStyle::Text => sentence::write(citation, out),
            CitationStyle::Ris => ris::write(citation, out),
            CitationStyle::Bibtex => {
                if !first {
                    writeln!(out)?;
                }
                bibtex::write(citation, out)
            }
            CitationStyle::CslJson => {
                out.write_all(if first { b"[\n" } else { b",\n" })?;
                csl::write(citation, out)
            }
        }
    }

    /// Writes the end of the whole, where a style has one.
    ///
    /// # Errors
    /// The writer fails.
    pub fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match (self.style, self.written) {
            (CitationStyle::CslJson, 0) => writeln!(out, "[]"),
            (CitationStyle::CslJson, _) => writeln!(out, "\n]"),
            _ => Ok(()),
        }
    }
}
