//! Arguments of what goes beyond a page of hits: facets, timelines, exports, citations, checks; and of what
//! makes the program at home in a shell.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use crate::cli::args::{FilterArgs, SortOrder};
use crate::present::CitationStyle;
use crate::search::{FacetField, Unit};

/// How all matches fall.
#[derive(Debug, ClapArgs)]
pub struct FacetArgs {
    /// Count all matches by these, separated by commas
    ///
    /// With --format csv the counts are written in place of the hits.
    #[arg(long, value_name = "FIELD", value_delimiter = ',', help_heading = "Facets")]
    pub facet: Vec<FacetName>,
    /// Values to list of each facet; years are all listed
    #[arg(long, value_name = "N", default_value_t = 10, help_heading = "Facets")]
    pub facet_limit: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FacetName {
    Speaker,
    Person,
    Org,
    Place,
    Source,
    Section,
    Lang,
    Year,
}

impl FacetArgs {
    /// The facets asked for, each once.
    pub fn fields(&self) -> Vec<FacetField> {
        let mut fields = Vec::new();
        for name in &self.facet {
            let field = match name {
                FacetName::Speaker => FacetField::Speaker,
                FacetName::Person => FacetField::Person,
                FacetName::Org => FacetField::Organisation,
                FacetName::Place => FacetField::Place,
                FacetName::Source => FacetField::Source,
                FacetName::Section => FacetField::Section,
                FacetName::Lang => FacetField::Language,
                FacetName::Year => FacetField::Year,
            };
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
        fields
    }
}

/// Words and filters without a page: everything that matches counts.
#[derive(Debug, ClapArgs)]
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
    #[arg(long, value_name = "SHARE", requires = "quotes", value_parser = crate::cli::settings::share)]
    pub min_confidence: Option<f32>,
    /// Published then, as the query language has it: none, 2025-06..2025-07, >=2024, last30d
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    pub date: Option<String>,
    #[command(flatten)]
    pub filters: FilterArgs,
}

#[derive(Debug, ClapArgs)]
pub struct TimelineArgs {
    #[command(flatten)]
    pub every: EveryArgs,
    /// The length of the periods [default: the finest that gives 60 rows or fewer]
    #[arg(long, value_name = "UNIT")]
    pub by: Option<UnitName>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum UnitName {
    Day,
    /// Monday to Sunday, numbered as ISO 8601 does
    Week,
    Month,
    Year,
}

impl UnitName {
    pub fn unit(self) -> Unit {
        match self {
            Self::Day => Unit::Day,
            Self::Week => Unit::Week,
            Self::Month => Unit::Month,
            Self::Year => Unit::Year,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub struct ExportArgs {
    #[command(flatten)]
    pub every: EveryArgs,
    /// Articles; so it is unless --quotes is given
    #[arg(long, conflicts_with = "quotes")]
    pub articles: bool,
    /// How matches are written [default: as --format says, else jsonl]
    #[arg(long = "as", id = "export-format", value_name = "FORMAT")]
    pub format: Option<ExportFormat>,
    /// Whole articles with text, names and quotations, and not what a page of hits shows (jsonl)
    #[arg(long, conflicts_with = "quotes")]
    pub full: bool,
    /// The order of matches
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub sort: SortOrder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// A line of JSON for each
    Jsonl,
    /// A row for each, for spreadsheets
    Csv,
    /// Citations for reference managers
    Ris,
    /// Citations for LaTeX
    Bibtex,
    /// Citations for pandoc, Zotero and the like, as one JSON list
    CslJson,
}

#[derive(Debug, ClapArgs)]
pub struct CiteArgs {
    /// The ids of articles or quotations, as search results give them
    #[arg(value_name = "ID", required = true)]
    pub ids: Vec<String>,
    /// How the citation is written [default: text; with --format json or jsonl: csl-json]
    #[arg(long, value_name = "STYLE")]
    pub style: Option<StyleName>,
    /// Cite it even if its publisher has killed, withdrawn or withheld it
    #[arg(long)]
    pub include_killed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StyleName {
    /// A sentence for people
    Text,
    /// For reference managers
    Ris,
    /// For LaTeX
    Bibtex,
    /// For pandoc, Zotero and the like
    CslJson,
}

impl StyleName {
    pub fn style(self) -> CitationStyle {
        match self {
            Self::Text => CitationStyle::Text,
            Self::Ris => CitationStyle::Ris,
            Self::Bibtex => CitationStyle::Bibtex,
            Self::CslJson => CitationStyle::CslJson,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub struct VerifyArgs {
    /// The words that somebody is said to have said; - reads them from standard input
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
    /// Who is said to have said them
    #[arg(long, value_name = "NAME", add = crate::cli::complete::speakers())]
    pub speaker: Option<String>,
    /// Sayings to show
    #[arg(short = 'n', long, value_name = "N", default_value_t = 3)]
    pub limit: usize,
    /// Look also in what its publisher has killed, withdrawn or withheld
    #[arg(long)]
    pub include_killed: bool,
}

#[derive(Debug, ClapArgs)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: ShellName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShellName {
    Bash,
    Zsh,
    Fish,
    Elvish,
    Powershell,
}

impl ShellName {
    /// As the maker of completions calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Elvish => "elvish",
            Self::Powershell => "powershell",
        }
    }
}

#[derive(Debug, ClapArgs)]
pub struct ManArgs {
    /// The directory to write them to; it is made if need be
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
}
