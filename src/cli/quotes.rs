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
    let (mut question, warnings) = settings::question(&args.search, args.min_confidence)?;
    output.warnings(&warnings);
    let archive = Archive::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand::load(global)?)?;
    if let Some(cursor) = &args.search.after {
        question.after = Some(engine.after_quote(&question, cursor)?);
    }
    let mut hits = engine.quotes(&question)?;
    hits.facets = engine.quote_facets(&question, &args.facets.fields(), args.facets.facet_limit)?;
    if hits.total == 0 {
        hits.meant = engine.meant_for_quotes(&question)?;
    }
    output.warnings(&hits.warnings);
    output.total(hits.total, hits.next.as_deref());
    hits.warnings.splice(..0, warnings);
    let (present, out) = output.presenter(args.context);
    present.quotes(&hits, out)?;
    Ok(Found::when(hits.total > 0))
}
