//! Matches written one after the other, without holding more than one of them in memory.

use std::io::{self, Write};

use crate::present::answer::DocumentKind;
use crate::present::cite::{Bibliography, Citation};
use crate::present::json::{ArticleHitJson, ArticleJson, QuoteHitJson};
use crate::present::parquet::ParquetFile;
use crate::present::sheets::Sheets;
use crate::present::{csv, json, table};
use crate::search::{ArticleHit, QuoteHit};

/// A writer of matches, one at a time.
pub enum Exporter {
    /// A line of JSON for each, as a page of hits has it.
    Lines {
        /// True for whole articles with their notes.
        full: bool,
    },
    /// Rows of CSV.
    Table,
    /// A workbook, written when all is there.
    Workbook(Box<Sheets>),
    /// A Parquet file.
    Parquet(Box<ParquetFile>),
    /// Citations.
    Citations(Bibliography),
}

impl Exporter {
    /// An exporter of CSV rows; writes their column names at once.
    ///
    /// # Errors
    /// The writer fails.
    pub fn table(documents: DocumentKind, out: &mut dyn Write) -> io::Result<Self> {
        csv::write_header(documents, out)?;
        Ok(Self::Table)
    }

    /// An exporter of a workbook.
    ///
    /// # Errors
    /// No temporary file can be made.
    pub fn workbook(documents: DocumentKind) -> io::Result<Self> {
        Ok(Self::Workbook(Box::new(Sheets::new(documents)?)))
    }

    /// An exporter of a Parquet file.
    ///
    /// # Errors
    /// The columns are none that such a file can have.
    pub fn parquet(documents: DocumentKind) -> io::Result<Self> {
        Ok(Self::Parquet(Box::new(ParquetFile::new(documents)?)))
    }

    /// True if what is written is no text.
    pub fn is_binary(&self) -> bool {
        matches!(self, Self::Workbook(_) | Self::Parquet(_))
    }

    /// Writes an article.
    ///
    /// # Errors
    /// The writer fails.
    pub fn article(&mut self, hit: &ArticleHit, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Lines { full: true } => json::line(&ArticleJson::indexed(&hit.record, &[]), out),
            Self::Lines { full: false } => json::line(&ArticleHitJson::new(hit), out),
            Self::Table => csv::write_article(hit, out),
            Self::Workbook(sheets) => sheets.add(table::article(hit)),
            Self::Parquet(file) => file.add(table::article(hit), out),
            Self::Citations(all) => all.add(&Citation::from_article(&hit.record), out),
        }
    }

    /// True if the exporter writes the quotation: only what is reported as said is cited.
    pub fn takes(&self, hit: &QuoteHit) -> bool {
        !matches!(self, Self::Citations(_)) || hit.quote().mode.is_asserted()
    }

    /// Writes a quotation.
    ///
    /// # Errors
    /// The writer fails.
    pub fn quote(&mut self, hit: &QuoteHit, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Lines { .. } => json::line(&QuoteHitJson::new(hit), out),
            Self::Table => csv::write_quote(hit, out),
            Self::Workbook(sheets) => sheets.add(table::quotation(hit)),
            Self::Parquet(file) => file.add(table::quotation(hit), out),
            Self::Citations(all) => all.add(&Citation::from_quote(hit), out),
        }
    }

    /// Writes the end of the whole, where a format has one.
    ///
    /// # Errors
    /// The writer fails.
    pub fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Lines { .. } | Self::Table => Ok(()),
            Self::Workbook(sheets) => sheets.finish(out),
            Self::Parquet(file) => file.finish(out),
            Self::Citations(all) => all.finish(out),
        }
    }

    /// Remarks on what is written otherwise than the index has it, in a sentence each.
    pub fn remarks(&self) -> Vec<String> {
        if let Self::Workbook(sheets) = self { sheets.remarks() } else { Vec::new() }
    }
}
