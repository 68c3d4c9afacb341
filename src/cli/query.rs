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
    let mut question = settings::question(&args.search, None)?;
    let archive = Archive::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand::load(global)?)?;
    if let Some(cursor) = &args.search.after {
        question.after = Some(engine.after_article(&question, cursor)?);
    }
    let mut hits = engine.articles(&question)?;
    hits.facets =
        engine.article_facets(&question, &args.facets.fields(), args.facets.facet_limit)?;
    if hits.total == 0 {
        let words = args.search.words.join(" ");
        hits.meant = engine.meant_for_articles(&words, &question.filters)?;
    }
    output.total(hits.total, hits.next.as_deref());
    let (present, out) = output.presenter(false);
    present.articles(&hits, out)?;
    Ok(Found::when(hits.total > 0))
}
