//! `onrecord status`.

use crate::cli::args::{GlobalArgs, StatusArgs};
use crate::cli::output::Output;
use crate::cli::{Found, by_hand};
use crate::present::{Answer, IndexStatus};
use crate::search::Engine;
use crate::store::{Index, Ledger};

/// How many failed files are listed without being asked for.
const LISTED: usize = 10;

pub fn run(global: &GlobalArgs, args: &StatusArgs, output: &mut Output) -> anyhow::Result<Found> {
    let archive = Index::open(&global.index)?;
    let by_hand = by_hand::load(global)?;
    let corrected = by_hand.corrections.len();
    let engine = Engine::new(&archive, by_hand)?;
    let failures = Ledger::failures(&archive)?;
    let status = IndexStatus {
        dir: archive.dir(),
        format: archive.manifest().onrecord_format,
        size: archive.size()?,
        roots: &archive.manifest().roots,
        counts: engine.counts()?,
        copies: engine.copies(),
        corrected,
        failures: &failures,
        listed: if args.failures { usize::MAX } else { LISTED },
        dates: args.dates,
    };
    output.present(&Answer::Status(&status))?;
    Ok(Found::Something)
}
