//! `onrecord speakers`.

use crate::cli::args::{GlobalArgs, SpeakersArgs};
use crate::cli::output::Output;
use crate::cli::{Found, by_hand, settings};
use crate::present::Listed;
use crate::search::{Engine, NameCount};
use crate::store::Archive;

pub(super) fn run(
    global: &GlobalArgs,
    args: &SpeakersArgs,
    output: &mut Output,
) -> anyhow::Result<Found> {
    let filters = settings::filters(&args.names.filters)?;
    let archive = Archive::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand::load(global)?)?;
    let found = engine.speakers(&args.names.prefix, &filters, args.unnamed)?;
    let listed = listed(found, args.names.limit, args.names.variants);
    let (present, out) = output.presenter(false);
    present.speakers(&listed, out)?;
    Ok(Found::when(listed.total > 0))
}

/// The first `limit` names, and how many there are.
pub(super) fn listed(mut names: Vec<NameCount>, limit: usize, variants: bool) -> Listed {
    let total = names.len();
    names.truncate(limit);
    Listed { names, total, variants }
}
