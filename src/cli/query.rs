//! `onrecord query`.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use crate::cli::args::{GlobalArgs, QueryArgs};
use crate::cli::output::Output;
use crate::cli::saved::Shown;
use crate::cli::{Found, by_hand, settings};
use crate::present::Answer;
use crate::search::{ByHand, Engine, Question, plain_query};
use crate::store::Index;

/// How many articles a run file has for each query: what its scorers look at.
const RUN: usize = 1_000;

pub fn run(global: &GlobalArgs, args: &QueryArgs, output: &mut Output) -> anyhow::Result<Found> {
    if let Some(queries) = &args.queries {
        return run_file(global, args, queries, output);
    }
    if output.is_trec() {
        bail!("--format trec writes run files; give --queries FILE with a query a line");
    }
    answer(global, args, &by_hand::load(global)?, &mut Shown::default(), output)
}

/// Answers the question; with what was shown before, only what is new.
pub fn answer(
    global: &GlobalArgs,
    args: &QueryArgs,
    by_hand: &ByHand,
    shown: &mut Shown,
    output: &mut Output,
) -> anyhow::Result<Found> {
    let (mut question, warnings) = settings::question(&args.search, None)?;
    question.shown.clone_from(&shown.before);
    output.warnings(&warnings);
    let archive = Index::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand.clone())?;
    if let Some(cursor) = &args.search.after {
        question.after = Some(engine.after_article(&question, cursor)?);
    }
    let mut hits = engine.articles(&question)?;
    if shown.before.is_some() {
        // What matches in part follows for want of better, and is no news.
        hits.hits.retain(|hit| hit.complete);
    }
    shown.now.extend(hits.hits.iter().map(|hit| hit.id.0));
    hits.facets =
        engine.article_facets(&question, &args.facets.fields(), args.facets.facet_limit)?;
    if hits.total == 0 && shown.before.is_none() {
        hits.meant = engine.meant_for_articles(&question)?;
    }
    output.warnings(&hits.warnings);
    output.total(hits.total, hits.next.as_deref());
    hits.warnings.splice(..0, warnings);
    output.present(&Answer::Articles(&hits))?;
    Ok(Found::when(hits.total > 0))
}

/// Ranks for every query of a file, so that the ranking can be scored by others' judgements.
fn run_file(
    global: &GlobalArgs,
    args: &QueryArgs,
    queries: &Path,
    output: &mut Output,
) -> anyhow::Result<Found> {
    if !output.is_trec() {
        bail!("--queries writes a run file; add --format trec");
    }
    let text = fs::read_to_string(queries).with_context(|| queries.display().to_string())?;
    let filters = settings::filters(&args.search.filters)?;
    let archive = Index::open(&global.index)?;
    let engine = Engine::new(&archive, by_hand::load(global)?)?;
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
            today: settings::today(),
            limit: RUN,
            ..Question::default()
        };
        if question.query.is_none() {
            continue;
        }
        for (rank, (document, score)) in engine.ranking(&question)?.into_iter().enumerate() {
            found = true;
            // Columns are parted by blanks.
            let document = document.replace(char::is_whitespace, "_");
            let out = output.writer();
            writeln!(out, "{id} Q0 {document} {} {score} onrecord", rank + 1)?;
        }
    }
    Ok(Found::when(found))
}
