//! `onrecord quotes`: ranked quotations.

use clap::Args;

use crate::cli::context;
use crate::cli::options::facets::FacetArgs;
use crate::cli::options::global::GlobalArgs;
use crate::cli::options::search::{SearchArgs, Shown};
use crate::cli::output::Output;
use crate::cli::parse;
use crate::cli::success::Success;
use crate::present::Answer;
use crate::search::Quotes;

/// Arguments of `onrecord quotes`.
#[derive(Debug, Args)]
pub struct QuotesArgs {
    /// Words, filters and page.
    #[command(flatten)]
    pub search: SearchArgs,
    /// Show each quotation's sentence
    #[arg(short, long)]
    pub context: bool,
    /// Only quotations whose words and speaker are at least this sure, 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = parse::share)]
    pub min_confidence: Option<f32>,
    /// Facets to count.
    #[command(flatten)]
    pub facets: FacetArgs,
}

/// Shows ranked quotations.
pub fn run(global: &GlobalArgs, args: &QuotesArgs, output: &mut Output) -> anyhow::Result<Success> {
    answer(global, args, &mut Shown::default(), output)
}

/// Answers the question; after earlier runs, with new hits only.
pub fn answer(
    global: &GlobalArgs,
    args: &QuotesArgs,
    shown: &mut Shown,
    output: &mut Output,
) -> anyhow::Result<Success> {
    let (mut question, warnings) = args.search.question(args.min_confidence)?;
    question.shown.clone_from(&shown.before);
    output.warnings(&warnings);
    let archive = context::open(global, output)?;
    if let Some(cursor) = &args.search.after {
        question.after = Some(archive.search_after::<Quotes>(&question, cursor)?);
    }
    let mut hits = archive.search::<Quotes>(&question)?;
    if shown.before.is_some() {
        // What matches in part follows for want of better, and is no news.
        hits.hits.retain(|hit| hit.complete);
    }
    shown.now.extend(hits.hits.iter().map(|hit| hit.id.0));
    hits.facets =
        archive.facets::<Quotes>(&question, &args.facets.fields(), args.facets.facet_limit)?;
    if hits.total == 0 && shown.before.is_none() {
        hits.suggestions = archive.suggest(&question)?;
    }
    output.warnings(&hits.warnings);
    output.total(hits.total, hits.next.as_deref());
    hits.warnings.splice(..0, warnings);
    output.present(&Answer::Quotations { hits: &hits, context: args.context })?;
    Ok(Success::found_if(hits.total > 0))
}
