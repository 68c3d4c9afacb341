//! `onrecord check`.

use std::sync::Arc;
use std::time::Duration;

use crate::cli::args::{CheckArgs, GlobalArgs};
use crate::cli::output::Output;
use crate::cli::progress::Progress;
use crate::cli::{Found, by_hand, index, saved, settings};
use crate::crawl::Globs;
use crate::ingest::{self, Annotation, CommitEvery, Job, Reading};
use crate::present::{Answer, CheckReport, Repaired};
use crate::store::{self, Check, Index, Ledger, Remedy, Writer, WriterOptions};

/// Memory of the writer that mends.
const MEMORY: usize = 256_000_000;

pub fn run(global: &GlobalArgs, args: &CheckArgs, output: &mut Output) -> anyhow::Result<Found> {
    let mut check = look(global, output)?;
    let mut repaired = None;
    if args.repair && (check.wants(Remedy::Remake) || check.wants(Remedy::Rebuild)) {
        repaired = Some(repair(global, &check, output)?);
        check = look(global, output)?;
    }
    let all_restored = repaired.as_ref().is_none_or(|repaired| repaired.not_restored.is_empty());
    let report = CheckReport { dir: &global.index, check: &check, repaired: repaired.as_ref() };
    output.present(&Answer::Check(report))?;
    Ok(Found::when(check.is_sound() && all_restored))
}

/// Checks the index and what people wrote beside it.
fn look(global: &GlobalArgs, output: &Output) -> anyhow::Result<Check> {
    let mut progress = Progress::new(output.quiet);
    let check = store::check(&global.index, &index::holder("check"), &mut |done, all| {
        progress.count("checking", done, all);
    });
    progress.end();
    let mut check = check?;
    let by_hand = by_hand::load(global).map(|_| ());
    for result in [by_hand, saved::look(global)] {
        if let Err(error) = result {
            check.add("beside the index", format!("{error:#}"), Remedy::ByHand);
        }
    }
    Ok(check)
}

fn repair(global: &GlobalArgs, found: &Check, output: &mut Output) -> anyhow::Result<Repaired> {
    let dir = &global.index;
    let mut repaired = Repaired { faults: found.count, ..Repaired::default() };
    let mut anew = found.wants(Remedy::Rebuild);
    if found.wants(Remedy::Remake) {
        store::mend(dir, &index::holder("check --repair"), found)?;
        // Only now can be seen what lies behind.
        let left = look(global, output)?;
        repaired.faults = repaired.faults.max(left.count);
        anew = left.wants(Remedy::Rebuild) || left.wants(Remedy::Remake);
    }
    let workers = index::cores();
    let holder = index::holder("check --repair");
    let options = WriterOptions { memory: MEMORY, threads: workers.min(4), holder };
    if anew {
        let mut progress = Progress::new(output.quiet);
        let rebuilt = store::rebuild(dir, &options, &mut |done, all| {
            progress.count("making the index anew", done, all);
        });
        progress.end();
        repaired.rebuilt = Some(rebuilt?);
        repaired.articles_read = read_again(global, &options, workers, output)?;
        repaired.not_restored = Ledger::unfinished(&Index::open(dir)?)?;
    }
    index::work_out(&Index::open(dir)?)?;
    Ok(repaired)
}

/// Reads what was lost, where its source is there; the articles read.
fn read_again(
    global: &GlobalArgs,
    options: &WriterOptions,
    workers: usize,
    output: &mut Output,
) -> anyhow::Result<u64> {
    let before = Index::open(&global.index)?;
    let annotated = Ledger::load(&before)?.is_annotated();
    let job = Job {
        paths: index::known_places(&before, output),
        listed: Vec::new(),
        missing_is_gone: false,
        named_roots: Vec::new(),
        workers,
        annotation: if annotated { Annotation::Full } else { Annotation::Off },
        commit_every: CommitEvery { articles: u64::MAX, time: Duration::from_mins(1) },
        reading: Reading { latest: Some(settings::tomorrow()), ..Reading::default() },
        globs: Globs::default(),
        again: false,
        retry_failed: false,
        keep_gone: true,
        allow_empty: true,
        skip: global.index.canonicalize().into_iter().collect(),
        timings: Arc::default(),
    };
    let mut writer = Writer::open(&global.index, options)?;
    let mut progress = Progress::new(output.quiet);
    let result = ingest::run(&job, &before, &mut writer, None, &mut |report| progress.show(report));
    progress.end();
    writer.close()?;
    Ok(result?.articles)
}
