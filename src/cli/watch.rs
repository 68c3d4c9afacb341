//! `onrecord index --watch`: a run whenever something changes.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::cli::Found;
use crate::cli::args::GlobalArgs;
use crate::cli::output::Output;
use crate::crawl::{Changes, Watch};
use crate::ingest::{self, IngestError, Job};
use crate::search::{ByHand, Engine};
use crate::store::{Index, Writer};

/// How often it is looked whether the directories are still there.
const CHECK: Duration = Duration::from_secs(1);
/// How often everything is looked at, should an event have been missed.
const EVERYTHING: Duration = Duration::from_mins(10);
/// What is worked out of the whole archive may take this share of the time.
const SHARE: u32 = 5;

/// Runs until the process is ended. `job` has been run once.
pub fn run(
    global: &GlobalArgs,
    mut job: Job,
    mut writer: Writer,
    output: &mut Output,
) -> anyhow::Result<Found> {
    let named = job.named_roots.drain(..).map(|(_, dir)| dir);
    let dirs: Vec<PathBuf> = job.paths.drain(..).chain(named).collect();
    let dirs = dirs.iter().map(|dir| dir.canonicalize()).collect::<Result<Vec<_>, _>>()?;
    (job.again, job.retry_failed, job.missing_is_gone) = (false, false, true);
    let mut watch = Some(start(&dirs, output)?);
    let mut last_look = Instant::now();
    let mut known = Names { due: Instant::now(), stale: false };
    // What changed after the first run had passed by and before the watch began, no event tells.
    let mut unseen = true;
    loop {
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
                Changes::None if last_look.elapsed() < EVERYTHING => {
                    known.save(global)?;
                    continue;
                }
                Changes::None | Changes::Everything => {
                    (job.paths, job.listed) = (dirs.clone(), Vec::new());
                }
            },
        }
        if job.listed.is_empty() {
            last_look = Instant::now();
        }
        let start = Instant::now();
        let before = Index::open(&global.index)?;
        match ingest::run(&job, &before, &mut writer, None, &mut |_| {}) {
            Ok(tally) if tally.files_read + tally.files_failed + tally.files_removed > 0 => {
                known.stale = true;
                known.save(global)?;
                output.note(&format!(
                    "{}: {} read, {} removed, {} failed; {} articles in {:.1} s",
                    chrono::Local::now().format("%H:%M:%S"),
                    tally.files_read,
                    tally.files_removed,
                    tally.files_failed,
                    tally.articles,
                    start.elapsed().as_secs_f64()
                ));
            }
            Ok(_) => {}
            // It was taken off in this very moment.
            Err(IngestError::Roots(_) | IngestError::Emptied { .. }) => watch = None,
            Err(error) => return Err(error.into()),
        }
    }
}

fn start(dirs: &[PathBuf], output: &Output) -> anyhow::Result<Watch> {
    let watch = Watch::new(dirs).map_err(anyhow::Error::msg)?;
    if watch.polls() {
        output.note(
            "the system has no watches left (fs.inotify.max_user_watches): looking every two seconds",
        );
    }
    output.note("watching; end with Ctrl-C");
    Ok(watch)
}

/// A mount point without its disk is an empty directory.
pub fn has_entries(dir: &std::path::Path) -> bool {
    dir.is_file() || dir.read_dir().is_ok_and(|mut entries| entries.next().is_some())
}

/// What is worked out of the whole archive: after each change, but in a large archive not more often than a
/// share of the time allows. Until then questions work it out for themselves.
struct Names {
    due: Instant,
    stale: bool,
}

impl Names {
    fn save(&mut self, global: &GlobalArgs) -> anyhow::Result<()> {
        if !self.stale || Instant::now() < self.due {
            return Ok(());
        }
        let start = Instant::now();
        let archive = Index::open(&global.index)?;
        let engine = Engine::new(&archive, ByHand::default())?;
        engine.save()?;
        (self.stale, self.due) = (false, Instant::now() + start.elapsed() * SHARE);
        Ok(())
    }
}
