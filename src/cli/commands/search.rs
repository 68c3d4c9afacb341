//! `onrecord query` and `onrecord quotes`: the commands that can be saved, told apart from all
//! others so that a saved search can be nothing else.

use clap::Subcommand;

use crate::cli::commands::query::{self, QueryArgs};
use crate::cli::commands::quotes::{self, QuotesArgs};
use crate::cli::grammar::GRAMMAR;
use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::success::Success;

/// A command that searches, and that can be saved.
#[derive(Debug, Subcommand)]
pub enum SearchCommand {
    /// Find articles
    ///
    /// Ranked articles: headline, date, source, the passages that match best, and the quotations in
    /// it that match.
    #[command(after_long_help = GRAMMAR)]
    Query(QueryArgs),
    /// Find quotations by what was said, who said it and when
    ///
    /// Ranked quotations, each with its speaker, date, headline and place.
    ///
    /// Words are looked for in the quotation first and, at lower weight, in its sentence and
    /// headline: so "gaza" finds what was said about Gaza without naming it. The query language is
    /// that of `onrecord help query`.
    Quotes(QuotesArgs),
}

/// Runs the command.
pub fn run(
    global: &GlobalArgs,
    command: &SearchCommand,
    output: &mut Output,
) -> anyhow::Result<Success> {
    match command {
        SearchCommand::Query(args) => query::run(global, args, output),
        SearchCommand::Quotes(args) => quotes::run(global, args, output),
    }
}
