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
        env = "ONRECORD_INDEX",
        hide_env_values = true,
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
    /// Write results to FILE, whole or not at all, and not to standard output
    #[arg(short, long, global = true, value_name = "FILE", help_heading = "Global options")]
    pub output: Option<PathBuf>,
    /// Progress on standard error: by default a bar on a terminal, else a line now and then
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Global options"
    )]
    pub progress: ProgressWhen,
    /// Show long results on a terminal through this command [default: $PAGER, else less]
    #[arg(
        long,
        global = true,
        value_name = "COMMAND",
        env = "ONRECORD_PAGER",
        hide_env_values = true,
        help_heading = "Global options"
    )]
    pub pager: Option<String>,
    /// Show results at once, not through a pager
    #[arg(long, global = true, help_heading = "Global options")]
    pub no_pager: bool,
    /// Take settings from FILE, and not from `onrecord/config.toml` in the folder of settings
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "ONRECORD_CONFIG",
        hide_env_values = true,
        help_heading = "Global options"
    )]
    pub config: Option<PathBuf>,
}

/// Occasion for progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ProgressWhen {
    /// Unless --quiet
    Auto,
    /// Also with --quiet
    Always,
    Never,
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
