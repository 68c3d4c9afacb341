//! `onrecord check`: faults of the index, and their repair.

use std::time::Duration;

use clap::Args;

use crate::archive::{Indexer, analyse};
use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::progress::Progress;
use crate::cli::success::Success;
use crate::cli::{clock, memory, overrides, saved_searches, writing};
use crate::ingest::{Annotation, CommitEvery, Job, Reading, Timings};
use crate::present::{Answer, CheckReport, Repaired};
use crate::store::{self, Check, Index, Ledger, Remedy, WriterOptions, is_index_dir};

/// Memory of the writer that repairs, in bytes.
const MEMORY: usize = 256_000_000;
/// Interval between commits while lost articles are read again.
const COMMIT_EVERY: CommitEvery = CommitEvery { articles: u64::MAX, time: Duration::from_mins(1) };

/// Arguments of `onrecord check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Mend what is damaged
    ///
    /// Files are read again as `onrecord index` does without options.
    #[arg(long)]
    pub repair: bool,
}

/// Checks the index, and repairs it if told to.
pub fn run(global: &GlobalArgs, args: &CheckArgs, output: &mut Output) -> anyhow::Result<Success> {
    let mut check = find_faults(global, output)?;
    let mut repaired = None;
    if args.repair {
        let remedies = [Remedy::Remake, Remedy::Rebuild, Remedy::Reread];
        if remedies.into_iter().any(|remedy| check.wants(remedy)) {
            repaired = Some(repair(global, &check, output)?);
            check = find_faults(global, output)?;
        }
        if check.is_sound() {
            store::remove_leftovers(&global.index, &writing::holder("check --repair"))?;
        }
    }
    let all_restored = repaired.as_ref().is_none_or(|repaired| repaired.not_restored.is_empty());
    let report = CheckReport { dir: &global.index, check: &check, repaired: repaired.as_ref() };
    output.present(&Answer::Check(report))?;
    if check.is_sound() && is_index_dir(&global.index) {
        // No fault, but what questions are answered without until it is there.
        match analyse(&global.index, &Timings::default()) {
            Err(error) if !error.is_unwritable() => return Err(error.into()),
            _ => {}
        }
    }
    Ok(Success::found_if(check.is_sound() && all_restored))
}

/// Checks the index and the files of people beside it.
fn find_faults(global: &GlobalArgs, output: &Output) -> anyhow::Result<Check> {
    let mut progress = Progress::new(output);
    let check = store::check(&global.index, &writing::holder("check"), &mut |done, all| {
        progress.count("checking", done, all);
    });
    progress.end();
    let mut check = check?;
    let overrides = overrides::load(global).map(|_| ());
    let searches = saved_searches::read(global).map(|_| ());
    for result in [overrides, searches] {
        if let Err(error) = result {
            check.add("beside the index", format!("{error:#}"), Remedy::ByHand);
        }
    }
    Ok(check)
}

/// Repairs the index: its derived files alone if that is enough, else the whole of it.
fn repair(global: &GlobalArgs, found: &Check, output: &mut Output) -> anyhow::Result<Repaired> {
    let dir = &global.index;
    let mut repaired = Repaired { faults: found.count, ..Repaired::default() };
    let mut anew = found.wants(Remedy::Rebuild);
    let mut reread = found.wants(Remedy::Reread);
    if found.wants(Remedy::Remake) {
        store::mend(dir, &writing::holder("check --repair"), found)?;
        // Only now can be seen what lies behind.
        let left = find_faults(global, output)?;
        repaired.faults = repaired.faults.max(left.count);
        anew = left.wants(Remedy::Rebuild) || left.wants(Remedy::Remake);
        reread = left.wants(Remedy::Reread);
    }
    let (workers, memory) = memory::for_writer(writing::cores(), MEMORY)?;
    let options = writing::writer_options("check --repair", workers, memory);
    if anew {
        let mut progress = Progress::new(output);
        let rebuilt = store::rebuild(dir, &options, &mut |done, all| {
            progress.count("making the index anew", done, all);
        });
        progress.end();
        repaired.rebuilt = Some(rebuilt?);
    }
    if anew || reread {
        repaired.articles_read = read_again(global, &options, workers, output)?;
        repaired.not_restored = Ledger::unfinished(&Index::open(dir)?)?;
    }
    analyse(dir, &Timings::default())?;
    Ok(repaired)
}

/// Reads lost articles again, where their source is there; returns the number of articles read.
fn read_again(
    global: &GlobalArgs,
    options: &WriterOptions,
    workers: usize,
    output: &mut Output,
) -> anyhow::Result<u64> {
    let before = Index::open(&global.index)?;
    let annotated = Ledger::load(&before)?.is_annotated();
    let job = Job {
        workers,
        annotation: if annotated { Annotation::Full } else { Annotation::Off },
        commit_every: COMMIT_EVERY,
        reading: Reading { latest: Some(clock::tomorrow()), ..Reading::default() },
        keep_removed: true,
        skip: global.index.canonicalize().into_iter().collect(),
        ..Job::new(writing::known_dirs(&before, output))
    };
    let mut indexer = Indexer::open(&global.index, options)?;
    let mut progress = Progress::new(output);
    let result = indexer.run(&job, None, &mut |report| progress.show(report));
    progress.end();
    indexer.close()?;
    Ok(result?.articles)
}
