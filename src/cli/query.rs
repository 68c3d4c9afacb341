//! `onrecord query`.

use crate::cli::args::{GlobalArgs, QueryArgs};
use crate::cli::output::Output;
use crate::cli::{Found, by_hand, settings};
use crate::search::Engine;
use crate::store::Archive;

pub(super) fn run(
    global: &GlobalArgs,
    args: &QueryArgs,
    output: &mut Output,
) -> anyhow::Result<Found> {
    let (question, warnings) = settings::question(&args.search, None)?;
    output.warnings(&warnings);
    let archive = Archive::open(&global.index)?;
    let hits = Engine::new(&archive, by_hand::load(global)?)?.articles(&question)?;
    output.warnings(&hits.warnings);
    output.total(hits.total);
    let (present, out) = output.presenter(false);
    present.articles(&hits, out)?;
    Ok(Found::when(hits.total > 0))
}
