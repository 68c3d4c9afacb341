//! `onrecord query`: ranked articles.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::Args;

use crate::cli::clock;
use crate::cli::context;
use crate::cli::options::facets::FacetArgs;
use crate::cli::options::global::GlobalArgs;
use crate::cli::options::search::{SearchArgs, Shown};
use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::present::Answer;
use crate::search::{Articles, Question, Sort, plain_query};

/// Number of articles that a run file has for each query, as many as its scorers look at.
const RUN_LENGTH: usize = 1_000;

/// Arguments of `onrecord query`.
#[derive(Debug, Args)]
pub struct QueryArgs {
    /// Words, filters and page.
    #[command(flatten)]
    pub search: SearchArgs,
    /// Facets to count.
    #[command(flatten)]
    pub facets: FacetArgs,
    /// Rank for every line `id<TAB>plain text` of FILE by any of its words, 1000 articles each;
    /// with --format trec
    #[arg(long, value_name = "FILE", conflicts_with = "words")]
    pub queries: Option<PathBuf>,
}

/// Shows ranked articles, or writes a run file.
pub fn run(global: &GlobalArgs, args: &QueryArgs, output: &mut Output) -> anyhow::Result<Success> {
    if let Some(queries) = &args.queries {
        return run_file(global, args, queries, output);
    }
    if output.is_trec() {
        bail!("--format trec writes run files; give --queries FILE with a query a line");
    }
    answer(global, args, &mut Shown::default(), output)
}

/// Answers the question; after earlier runs, with new hits only.
pub fn answer(
    global: &GlobalArgs,
    args: &QueryArgs,
    shown: &mut Shown,
    output: &mut Output,
) -> anyhow::Result<Success> {
    let (mut question, warnings) = args.search.question(None)?;
    if question.sort == Sort::Role {
        bail!("--sort role orders quotations: use `onrecord quotes`, or --sort newest");
    }
    question.shown.clone_from(&shown.before);
    output.warnings(&warnings);
    let archive = context::open(global, output)?;
    if let Some(cursor) = &args.search.after {
        question.after = Some(archive.search_after::<Articles>(&question, cursor)?);
    }
    let mut hits = archive.search::<Articles>(&question)?;
    if shown.before.is_some() {
        // What matches in part follows for want of better, and is no news.
        hits.hits.retain(|hit| hit.complete);
    }
    shown.now.extend(hits.hits.iter().map(|hit| hit.id.0));
    hits.facets =
        archive.facets::<Articles>(&question, &args.facets.fields(), args.facets.facet_limit)?;
    if hits.total == 0 && shown.before.is_none() {
        hits.suggestions = archive.suggest(&question)?;
    }
    output.warnings(&hits.warnings);
    output.total(hits.total, hits.next.as_deref());
    hits.warnings.splice(..0, warnings);
    output.present(&Answer::Articles(&hits))?;
    Ok(Success::found_if(hits.total > 0))
}

/// Ranks for every query of a file, so that the ranking can be scored by others' judgements.
fn run_file(
    global: &GlobalArgs,
    args: &QueryArgs,
    queries: &Path,
    output: &mut Output,
) -> anyhow::Result<Success> {
    if !output.is_trec() {
        bail!("--queries writes a run file; add --format trec");
    }
    let text = fs::read_to_string(queries).with_context(|| queries.display().to_string())?;
    let filters = args.search.filters.filters()?;
    let archive = context::open(global, output)?;
    let mut found = false;
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let place = || format!("{} line {}", queries.display(), number + 1);
        let Some((id, words)) = line.split_once('\t') else {
            bail!("{}: give an id, a tab and the words", place());
        };
        let question = Question {
            query: plain_query(words).with_context(place)?.tree,
            any: true,
            filters: filters.clone(),
            recency: args.search.recency,
            today: clock::today(),
            limit: RUN_LENGTH,
            ..Question::default()
        };
        if question.query.is_none() {
            continue;
        }
        for (rank, (document, score)) in archive.ranking(&question)?.into_iter().enumerate() {
            found = true;
            // Columns are parted by blanks.
            let document = document.replace(char::is_whitespace, "_");
            let out = output.writer();
            writeln!(out, "{id} Q0 {document} {} {score} onrecord", rank + 1)?;
        }
    }
    Ok(Success::found_if(found))
}
