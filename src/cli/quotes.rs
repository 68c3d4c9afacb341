//! `onrecord quotes`.

use crate::cli::args::{GlobalArgs, QuotesArgs};
use crate::cli::output::Output;
use crate::cli::saved::Shown;
use crate::cli::{Found, by_hand, settings};
use crate::present::Answer;
use crate::search::{ByHand, Engine};
use crate::store::Index;

pub fn run(global: &GlobalArgs, args: &QuotesArgs, output: &mut Output) -> anyhow::Result<Found> {
    answer(global, args, &by_hand::load(global)?, &mut Shown::default(), output)
}

/// Answers the question; with what was shown before, only what is new.
pub fn answer(
    global: &GlobalArgs,
    args: &QuotesArgs,
    by_hand: &ByHand,
    shown: &mut Shown,
    output: &mut Output,
) -> anyhow::Result<Found> {
    let (mut question, warnings) = settings::question(&args.search, args.min_confidence)?;
    question.shown.clone_from(&shown.before);
    output.warnings(&warnings);
    let archive = Index::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand.clone())?;
    if let Some(cursor) = &args.search.after {
        question.after = Some(engine.after_quote(&question, cursor)?);
    }
    let mut hits = engine.quotes(&question)?;
    if shown.before.is_some() {
        // What matches in part follows for want of better, and is no news.
        hits.hits.retain(|hit| hit.complete);
    }
    shown.now.extend(hits.hits.iter().map(|hit| hit.id.0));
    hits.facets = engine.quote_facets(&question, &args.facets.fields(), args.facets.facet_limit)?;
    if hits.total == 0 && shown.before.is_none() {
        hits.meant = engine.meant_for_quotes(&question)?;
    }
    output.warnings(&hits.warnings);
    output.total(hits.total, hits.next.as_deref());
    hits.warnings.splice(..0, warnings);
    output.present(&Answer::Quotations { hits: &hits, context: args.context })?;
    Ok(Found::when(hits.total > 0))
}
