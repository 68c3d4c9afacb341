//! `onrecord quotes`.

use crate::cli::args::{GlobalArgs, QuotesArgs};
use crate::cli::output::Output;
use crate::cli::saved::Shown;
use crate::cli::{Found, by_hand, settings};
use crate::search::{ByHand, Engine};
use crate::store::Archive;

pub(super) fn run(
    global: &GlobalArgs,
    args: &QuotesArgs,
    output: &mut Output,
) -> anyhow::Result<Found> {
    answer(global, args, &by_hand::load(global)?, &mut Shown::default(), output)
}

/// Answers the question; with what was shown before, only what is new.
pub(super) fn answer(
    global: &GlobalArgs,
    args: &QuotesArgs,
    by_hand: &ByHand,
    shown: &mut Shown,
    output: &mut Output,
) -> anyhow::Result<Found> {
    let (mut question, warnings) = settings::question(&args.search, args.min_confidence)?;
    question.seen.clone_from(&shown.before);
    output.warnings(&warnings);
    let archive = Archive::open(&global.index)?;
    let mut hits = Engine::new(&archive, by_hand.clone())?.quotes(&question)?;
    if shown.before.is_some() {
        // What matches in part follows for want of better, and is no news.
        hits.hits.retain(|hit| hit.complete);
    }
    shown.now.extend(hits.hits.iter().map(|hit| hit.id.0));
    output.warnings(&hits.warnings);
    output.total(hits.total);
    hits.warnings.splice(..0, warnings);
    let (present, out) = output.presenter(args.context);
    present.quotes(&hits, out)?;
    Ok(Found::when(hits.total > 0))
}
