//! Options that every command has.

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

/// Options that every command has.
#[derive(Debug, Args)]
pub struct GlobalArgs {
    /// The index directory
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        default_value = "index",
        help_heading = "Global options"
    )]
    pub index: PathBuf,
    /// Names that are one, by hand (TOML: "Full Name" = ["variant", …], or CSV) [default:
    /// DIR.aliases.toml beside the index, if it is there]
    #[arg(long, global = true, value_name = "FILE", help_heading = "Global options")]
    pub aliases: Option<PathBuf>,
    /// Say more on standard error; twice for everything
    #[arg(short, long, global = true, action = ArgAction::Count, help_heading = "Global options")]
    pub verbose: u8,
    /// Say nothing but results and errors
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub quiet: bool,
    /// Colours: by default where output goes to a terminal (`NO_COLOR` is obeyed)
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Global options"
    )]
    pub color: ColorWhen,
    /// How results are written
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "text",
        help_heading = "Global options"
    )]
    pub format: OutputFormat,
}

/// Occasion for colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    Auto,
    Always,
    Never,
}

/// Format in which results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// For people
    Text,
    /// One JSON document
    Json,
    /// A line of JSON for each hit
    Jsonl,
    /// Comma-separated values, for spreadsheets: a cell that could be taken for a formula gets an
    /// apostrophe in front
    Csv,
    /// A run file as TREC's scorers read it, for `query --queries`
    Trec,
}
