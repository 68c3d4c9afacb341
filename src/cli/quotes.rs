//! `onrecord quotes`.

use crate::cli::args::{GlobalArgs, QuotesArgs};
use crate::cli::output::Output;
use crate::cli::{Found, by_hand, settings};
use crate::search::Engine;
use crate::store::Archive;

pub(super) fn run(
    global: &GlobalArgs,
    args: &QuotesArgs,
    output: &mut Output,
) -> anyhow::Result<Found> {
    let (question, warnings) = settings::question(&args.search, args.min_confidence)?;
    output.warnings(&warnings);
    let archive = Archive::open(&global.index)?;
    let mut hits = Engine::new(&archive, by_hand::load(global)?)?.quotes(&question)?;
    output.warnings(&hits.warnings);
    output.total(hits.total);
    hits.warnings.splice(..0, warnings);
    let (present, out) = output.presenter(args.context);
    present.quotes(&hits, out)?;
    Ok(Found::when(hits.total > 0))
}
