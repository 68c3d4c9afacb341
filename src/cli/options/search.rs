//! Words and filters of a search: for a page of hits, or for everything that matches.

use anyhow::bail;
use clap::{Args, ValueEnum};
use rustc_hash::FxHashSet;

use crate::cli::options::filters::FilterArgs;
use crate::cli::{parse, question};
use crate::search::{Filters, Question, Sort, Warning};

/// Words, filters, and the part of the answer to show.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
pub struct SearchArgs {
    /// Words, "phrases", OR, -not, fields and more: see `onrecord help query`
    ///
    /// All words must occur, each in any of its forms; see the query language in `onrecord help
    /// query`. Put an argument that starts with a minus inside a quoted one ('iran -oil') or after
    /// `--`.
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Rank by any of the words; none has to occur with the others
    #[arg(long)]
    pub any: bool,
    /// Take WORDS as plain words: no operators, no fields, no phrases
    #[arg(long)]
    pub plain: bool,
    /// Show the query as understood, and of each hit why it ranks where it does
    #[arg(long)]
    pub explain: bool,
    /// Prefer recent documents: a year of age takes half of what age can take
    #[arg(long)]
    pub recency: bool,
    /// Show every copy of an article and every print of a quotation as a hit of its own
    #[arg(long)]
    pub all_copies: bool,
    /// The order of hits
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub sort: SortOrder,
    /// Hits to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub limit: usize,
    /// Hits to leave out at the start
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub offset: usize,
    /// Go on behind this cursor, which the page before ends with
    #[arg(long, value_name = "CURSOR", conflicts_with = "offset")]
    pub after: Option<String>,
    /// Published then, as the query language has it: none, 2025-06..2025-07, >=2024, last30d
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    pub date: Option<String>,
    /// Documents that count.
    #[command(flatten)]
    pub filters: FilterArgs,
}

impl SearchArgs {
    /// The question that was typed, and warnings of what in it was taken otherwise than written;
    /// `min_confidence` is that of quotations.
    ///
    /// # Errors
    /// A query that is refused, a range that ends before it starts, or neither words nor a filter.
    pub fn question(
        &self,
        min_confidence: Option<f32>,
    ) -> anyhow::Result<(Question, Vec<Warning>)> {
        let filters = Filters { min_confidence, ..self.filters.filters()? };
        let words = self.words.join(" ");
        let (asked, warnings) = question::parse(&words, self.plain, self.date.as_deref(), filters)?;
        if asked.query.is_none() && asked.filters.is_empty() {
            bail!(
                "ask for words, or filter by --speaker, --person, --from and the like (see --help)"
            );
        }
        let question = Question {
            any: self.any,
            sort: self.sort.sort(),
            recency: self.recency,
            explain: self.explain,
            limit: self.limit,
            offset: self.offset,
            fold: !self.all_copies,
            ..asked
        };
        Ok((question, warnings))
    }
}

/// Words and filters without a page: everything that matches counts.
#[derive(Debug, Args)]
pub struct EveryArgs {
    /// Words that must all occur, as in `onrecord query`; everything when there are none
    #[arg(value_name = "QUERY")]
    pub words: Vec<String>,
    /// Take what holds any of the words
    #[arg(long)]
    pub any: bool,
    /// Take QUERY as plain words: no operators, no fields, no phrases
    #[arg(long)]
    pub plain: bool,
    /// Quotations in place of articles
    #[arg(long)]
    pub quotes: bool,
    /// Only quotations whose words and speaker are at least this sure, 0 to 1
    #[arg(long, value_name = "SHARE", requires = "quotes", value_parser = parse::share)]
    pub min_confidence: Option<f32>,
    /// Published then, as the query language has it: none, 2025-06..2025-07, >=2024, last30d
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    pub date: Option<String>,
    /// Documents that count.
    #[command(flatten)]
    pub filters: FilterArgs,
}

impl EveryArgs {
    /// A question for all that matches, and warnings of what in it was taken otherwise than
    /// written; without words and filters that is everything.
    ///
    /// # Errors
    /// As for [`question::parse`], and a range that ends before it starts.
    pub fn question(&self) -> anyhow::Result<(Question, Vec<Warning>)> {
        let filters = Filters { min_confidence: self.min_confidence, ..self.filters.filters()? };
        let words = self.words.join(" ");
        let (asked, warnings) = question::parse(&words, self.plain, self.date.as_deref(), filters)?;
        Ok((Question { any: self.any, ..asked }, warnings))
    }
}

/// The order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortOrder {
    /// Best match first; newest first when there are no words
    Relevance,
    Newest,
    Oldest,
    /// Quotations by the role of their speaker, newest first in each
    Role,
}

impl SortOrder {
    /// The order as the search has it.
    pub fn sort(self) -> Sort {
        match self {
            Self::Relevance => Sort::Relevance,
            Self::Newest => Sort::Newest,
            Self::Oldest => Sort::Oldest,
            Self::Role => Sort::Role,
        }
    }
}

/// Ids of hits that earlier runs of a saved search have shown, and of those that this run shows.
#[derive(Debug, Default)]
pub struct Shown {
    /// Ids shown by earlier runs, to leave out; `None` when all is to be shown.
    pub before: Option<FxHashSet<u64>>,
    /// Ids shown by this run.
    pub now: Vec<u64>,
}
