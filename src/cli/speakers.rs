//! `onrecord speakers`.

use crate::cli::args::{GlobalArgs, NamesArgs};
use crate::cli::output::Output;
use crate::cli::{Found, settings};
use crate::present::Listed;
use crate::search::{Engine, NameCount};
use crate::store::Archive;

pub(super) fn run(
    global: &GlobalArgs,
    args: &NamesArgs,
    output: &mut Output,
) -> anyhow::Result<Found> {
    let filters = settings::filters(&args.filters)?;
    let archive = Archive::open(&global.index)?;
    let listed = listed(Engine::new(&archive).speakers(&args.prefix, &filters)?, args.limit);
    let (present, out) = output.presenter(false);
    present.speakers(&listed, out)?;
    Ok(Found::when(listed.total > 0))
}

/// The first `limit` names, and how many there are.
pub(super) fn listed(mut names: Vec<NameCount>, limit: usize) -> Listed {
    let total = names.len();
    names.truncate(limit);
    Listed { names, total }
}
