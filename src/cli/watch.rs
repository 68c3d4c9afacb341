//! `onrecord index --watch`: a run whenever something changes.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::archive::{Indexer, analyse};
use crate::cli::clock;
use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::success::Success;
use crate::cli::writing::has_entries;
use crate::crawl::{Changes, Watch};
use crate::ingest::{IngestError, Job, OutOfReach, RunStats, Timings};

/// Interval at which it is checked that the directories are still there.
const CHECK: Duration = Duration::from_secs(1);
/// Interval at which everything is walked, should an event have been missed.
const WALK_ALL: Duration = Duration::from_mins(10);
/// Share of the time that analyses of the whole archive may take, as its reciprocal.
const ANALYSES_SHARE: u32 = 5;

/// Runs until it is told to stop. `job` has been run once.
pub fn run(
    global: &GlobalArgs,
    mut job: Job,
    mut indexer: Indexer,
    output: &mut Output,
) -> anyhow::Result<Success> {
    let named = job.named_roots.drain(..).map(|(_, dir)| dir);
    let dirs: Vec<PathBuf> = job.paths.drain(..).chain(named).collect();
    let dirs = dirs.iter().map(|dir| dir.canonicalize()).collect::<Result<Vec<_>, _>>()?;
    (job.reread, job.retry_failed, job.missing_is_removed) = (false, false, true);
    job.forget_missing = false;
    let mut watch = Some(start(&dirs, output)?);
    let mut last_walk = Instant::now();
    let mut analyses = Analyses { due: Instant::now(), stale: false };
    // What changed after the first run had passed by and before the watch began, no event tells.
    let mut unseen = true;
    loop {
        if job.stop.load(Ordering::Relaxed) {
            // What was read is committed; merging segments is left to the next run.
            output.note("ended; all that was read is in the index");
            return Ok(Success::Found);
        }
        let changes = if std::mem::take(&mut unseen) {
            Changes::Everything
        } else if let Some(watch) = &watch {
            watch.wait(CHECK).visible(&dirs, &job.skip)
        } else {
            std::thread::sleep(CHECK);
            Changes::None
        };
        let there = dirs.iter().all(|dir| has_entries(dir));
        match (&watch, there) {
            (Some(_), false) => {
                output
                    .note("a directory is gone or empty: waiting for it; the index stays as it is");
                watch = None;
                continue;
            }
            (None, false) => continue,
            (None, true) => {
                output.note("the directory is back");
                watch = Some(start(&dirs, output)?);
                (job.paths, job.listed) = (dirs.clone(), Vec::new());
            }
            (Some(_), true) => match changes {
                Changes::Paths(paths) => (job.paths, job.listed) = (Vec::new(), paths),
                Changes::None if last_walk.elapsed() < WALK_ALL => {
                    analyses.save(global, &job.timings)?;
                    continue;
                }
                Changes::None | Changes::Everything => {
                    (job.paths, job.listed) = (dirs.clone(), Vec::new());
                }
            },
        }
        if job.listed.is_empty() {
            last_walk = Instant::now();
        }
        let start = Instant::now();
        job.now = Some(clock::now());
        let result = indexer.run(&job, None, &mut |_| {});
        match result {
            Ok(tally) if tally.files_read + tally.files_failed + tally.files_removed > 0 => {
                analyses.stale = true;
                analyses.save(global, &job.timings)?;
                tell(&tally, start.elapsed(), output);
            }
            Ok(tally) => tell_of_places(&tally, output),
            // A directory was taken off in this very moment.
            Err(IngestError::Roots(_) | IngestError::Emptied { .. }) => watch = None,
            Err(error) => return Err(error.into()),
        }
    }
}

/// Says what a run has done.
fn tell(tally: &RunStats, time: Duration, output: &Output) {
    output.note(&format!(
        "{}: {} read, {} removed, {} failed; {} articles in {:.1} s",
        clock::time_of_day(),
        tally.files_read,
        tally.files_removed,
        tally.files_failed,
        tally.articles,
        time.as_secs_f64()
    ));
    tell_of_places(tally, output);
}

/// Says which directories a run took for out of reach.
fn tell_of_places(tally: &RunStats, output: &Output) {
    for OutOfReach { articles, dir, .. } in &tally.out_of_reach {
        output.note(&format!("{dir} is out of reach: its {articles} articles stay"));
    }
}

/// Starts to watch directories.
fn start(dirs: &[PathBuf], output: &Output) -> anyhow::Result<Watch> {
    let watch = Watch::new(dirs)?;
    if watch.polls() {
        output.note(
            "the system has no watches left (fs.inotify.max_user_watches): \
             looking every two seconds",
        );
    }
    output.note("watching; end with Ctrl-C");
    Ok(watch)
}

/// Analyses of the whole archive, names and copies: made after each change, but in a large archive
/// not more often than a share of the time allows. Until then questions are answered from the last
/// ones.
struct Analyses {
    due: Instant,
    stale: bool,
}

impl Analyses {
    fn save(&mut self, global: &GlobalArgs, timings: &Timings) -> anyhow::Result<()> {
        if !self.stale || Instant::now() < self.due {
            return Ok(());
        }
        let start = Instant::now();
        analyse(&global.index, timings)?;
        (self.stale, self.due) = (false, Instant::now() + start.elapsed() * ANALYSES_SHARE);
        Ok(())
    }
}
