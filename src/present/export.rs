//! Matches written one after the other, without holding more than one of them.

use std::io::{self, Write};

use crate::present::cite::{Bibliography, Citation};
use crate::present::wire::{self, WireArticle};
use crate::present::{What, json, table};
use crate::search::{ArticleHit, QuoteHit};

/// How matches are exported.
#[derive(Clone, Copy, Debug)]
pub enum Exporter {
    /// A line of JSON for each, as a page of hits has it.
    Lines {
        /// Whole articles with their notes.
        full: bool,
    },
    /// Rows of CSV.
    Table,
    /// Citations.
    Citations(Bibliography),
}

impl Exporter {
    /// Rows of CSV; their column names are written at once.
    ///
    /// # Errors
    /// The writer fails.
    pub fn table(what: What, out: &mut dyn Write) -> io::Result<Self> {
        table::head(what, out)?;
        Ok(Self::Table)
    }

    /// Writes an article.
    ///
    /// # Errors
    /// The writer fails.
    pub fn article(&mut self, hit: &ArticleHit, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Lines { full: true } => json::line(&WireArticle::stored(&hit.record, &[]), out),
            Self::Lines { full: false } => json::line(&wire::article_hit(hit), out),
            Self::Table => table::article(hit, out),
            Self::Citations(all) => all.add(&Citation::of_article(&hit.record), out),
        }
    }

    /// Writes a quotation.
    ///
    /// # Errors
    /// The writer fails.
    pub fn quote(&mut self, hit: &QuoteHit, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Lines { .. } => json::line(&wire::quote_hit(hit), out),
            Self::Table => table::quote(hit, out),
            Self::Citations(all) => all.add(&Citation::of_quote(hit), out),
        }
    }

    /// Ends what has to be ended.
    ///
    /// # Errors
    /// The writer fails.
    pub fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Lines { .. } | Self::Table => Ok(()),
            Self::Citations(all) => all.finish(out),
        }
    }
}
