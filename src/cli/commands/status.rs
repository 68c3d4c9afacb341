//! `onrecord status`: the contents of the index, and the files that failed.

use clap::Args;

use crate::cli::commands::roots;
use crate::cli::context;
use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::present::{Answer, IndexStatus};
use crate::store::Ledger;

/// Number of failed files that are listed without being asked for.
const MAX_LISTED: usize = 10;

/// Arguments of `onrecord status`.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// List every failed file: path, stage, cause
    #[arg(long)]
    pub failures: bool,
    /// Say by what the articles are dated
    #[arg(long)]
    pub dates: bool,
}

/// Shows the contents of the index.
pub fn run(global: &GlobalArgs, args: &StatusArgs, output: &mut Output) -> anyhow::Result<Success> {
    let archive = context::open(global, output)?;
    let index = archive.store();
    let failures = Ledger::failures(index)?;
    let waiting = Ledger::load(index)?.lost();
    let status = IndexStatus {
        dir: index.dir(),
        format: index.manifest().onrecord_format,
        size: index.size()?,
        roots: &roots::lines(&archive)?,
        counts: archive.stats()?,
        copies: archive.clusters(),
        corrected: archive.correction_count(),
        waiting,
        failures: &failures,
        listed: if args.failures { usize::MAX } else { MAX_LISTED },
        dates: args.dates,
    };
    output.present(&Answer::Status(&status))?;
    Ok(Success::Found)
}
