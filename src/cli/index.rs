//! `onrecord index`.

use std::fs;
use std::thread;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use crate::cli::Found;
use crate::cli::args::{GlobalArgs, IndexArgs};
use crate::cli::output::Output;
use crate::cli::progress::Progress;
use crate::crawl::RootsError;
use crate::ingest::{self, Annotation, Job};
use crate::present::Run;
use crate::search::{ByHand, Engine};
use crate::store::{Archive, Writer, WriterOptions};

pub(super) fn run(
    global: &GlobalArgs,
    args: &IndexArgs,
    output: &mut Output,
) -> anyhow::Result<Found> {
    let start = Instant::now();
    let workers = args.jobs.map_or_else(cores, usize::from);
    let options = WriterOptions { memory: args.memory, threads: workers.min(4), holder: holder() };
    // Before anything is made: a wrong path leaves no empty index behind.
    for path in &args.paths {
        fs::metadata(path).map_err(|source| RootsError::Missing { path: path.clone(), source })?;
    }
    let mut writer = Writer::open(&global.index, &options)?;
    let job = Job {
        paths: args.paths.clone(),
        named_roots: args.root.clone(),
        workers,
        annotation: if args.no_annotate { Annotation::Off } else { Annotation::Full },
        commit_every: args.commit_every,
        again: args.again,
        allow_empty: args.allow_empty,
        skip: global.index.canonicalize().into_iter().collect(),
    };
    let mut progress = Progress::new(output.quiet);
    let before = Archive::open(&global.index)?;
    let result = ingest::run(&job, &before, &mut writer, &mut |report| progress.show(report));
    progress.end();
    let tally = result?;
    writer.close()?;
    // Who is who in the archive, and what is a copy, is worked out now, so that no question has to
    // wait for it.
    let after = Archive::open(&global.index)?;
    let engine = Engine::new(&after, ByHand::default())?;
    engine.save_names()?;
    engine.save_copies()?;
    let seconds = start.elapsed().as_secs_f64();
    let run = Run { tally: &tally, seconds, size: after.size()?, dir: &global.index };
    if !output.quiet {
        let (present, out) = output.presenter(false);
        present.run(&run, out)?;
    }
    Ok(Found::Something)
}

fn cores() -> usize {
    thread::available_parallelism().map_or(2, usize::from)
}

/// Who we are, for another run that finds the index locked.
fn holder() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() as i64);
    let since = chrono::DateTime::from_timestamp(since, 0)
        .map(|t| t.with_timezone(&chrono::Local).format("%Y-%m-%d %H:%M:%S").to_string());
    format!("onrecord index, process {}, since {}", std::process::id(), since.unwrap_or_default())
}
