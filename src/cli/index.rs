//! `onrecord index`.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;
use std::{fs, io, thread};

use anyhow::{Context, bail};

use crate::cli::args::{DateOrderArg, GlobalArgs, IndexArgs};
use crate::cli::output::Output;
use crate::cli::progress::Progress;
use crate::cli::{Found, settings, watch};
use crate::crawl::{Globs, RootsError, unescape_path};
use crate::ingest::{self, Annotation, Job, Reading, Stream, Tally, Timings};
use crate::present::{Answer, IngestReport};
use crate::read::{DateOrder, Formats, Limits, READERS};
use crate::search::{ByHand, Engine};
use crate::store::{self, FORMAT, Index, Rebuilt, Writer, WriterOptions, is_index_dir};

pub fn run(global: &GlobalArgs, args: &IndexArgs, output: &mut Output) -> anyhow::Result<Found> {
    let start = Instant::now();
    let workers = args.jobs.map_or_else(cores, usize::from);
    let options =
        WriterOptions { memory: args.memory, threads: workers.min(4), holder: holder("index") };
    let (streams, mut paths): (Vec<_>, Vec<_>) =
        args.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
    let listed = args.list.as_deref().map(listed).transpose()?.unwrap_or_default();
    let globs = Globs::new(&args.include, &args.exclude).map_err(anyhow::Error::msg)?;
    let reading = reading(args)?;
    // Before anything is made: a wrong path leaves no empty index behind.
    for path in &paths {
        fs::metadata(path).map_err(|source| RootsError::Missing { path: path.clone(), source })?;
    }
    let nothing_named = args.paths.is_empty() && args.list.is_none() && args.root.is_empty();
    if nothing_named && !is_index_dir(&global.index) {
        bail!("there is nothing to index: name a PATH (see `onrecord index --help`)");
    }
    bring_to_format(global, &options, output)?;
    if nothing_named {
        paths = known_places(&Index::open(&global.index)?, output);
    }
    let mut writer = Writer::open(&global.index, &options)?;
    let job = Job {
        paths,
        listed,
        missing_is_gone: false,
        named_roots: args.root.clone(),
        workers,
        annotation: if args.no_annotate { Annotation::Off } else { Annotation::Full },
        commit_every: args.commit_every,
        reading,
        globs,
        again: args.again,
        retry_failed: args.retry_failed,
        keep_gone: false,
        allow_empty: args.allow_empty,
        skip: global.index.canonicalize().into_iter().collect(),
        timings: Arc::default(),
    };
    let mut input = io::BufReader::new(io::stdin());
    let stream = (!streams.is_empty())
        .then(|| Stream { name: args.stream_name.clone().unwrap_or_else(now), input: &mut input });
    let mut progress = Progress::new(output.quiet);
    let before = Index::open(&global.index)?;
    let result =
        ingest::run(&job, &before, &mut writer, stream, &mut |report| progress.show(report));
    progress.end();
    let tally = result?;
    if !args.watch {
        job.timings.time("merge", || writer.close())?;
        return finish(global, args, output, &tally, start, &job.timings);
    }
    finish(global, args, output, &tally, start, &job.timings)?;
    watch::run(global, job, writer, output)
}

/// An index of an older format is made anew from what it holds, before anything else is done with it.
fn bring_to_format(
    global: &GlobalArgs,
    options: &WriterOptions,
    output: &mut Output,
) -> anyhow::Result<()> {
    let mut progress = Progress::new(output.quiet);
    let upgraded = store::upgrade(&global.index, options, &mut |done, all| {
        progress.count("bringing the index to the new format", done, all);
    });
    progress.end();
    if let Some(Rebuilt { from, articles, files, lost, again }) = upgraded? {
        output.note(&format!(
            "the index was brought from format {from} to {FORMAT}: {articles} articles of {files} files"
        ));
        if lost > 0 {
            output.note(&format!(
                "it was damaged: {lost} records could not be read; {again} files are to be read again"
            ));
        }
    }
    Ok(())
}

/// The directories that the index knows, where no PATH is given. Those that are not there are left alone, as a disk that is
/// not mounted is; a stream is nowhere.
pub fn known_places(archive: &Index, output: &Output) -> Vec<PathBuf> {
    let mut places = Vec::new();
    for root in &archive.manifest().roots {
        let dir = unescape_path(&root.dir);
        if !dir.is_absolute() {
            continue;
        }
        if watch::has_entries(&dir) {
            places.push(dir);
        } else {
            let (name, dir) = (&root.name, &root.dir);
            output.note(&format!(
                "root {name} is not there or empty ({dir}): what the index has of it stays as it is"
            ));
        }
    }
    places
}

/// What follows once everything is committed.
fn finish(
    global: &GlobalArgs,
    args: &IndexArgs,
    output: &mut Output,
    tally: &Tally,
    start: Instant,
    timings: &Timings,
) -> anyhow::Result<Found> {
    // Who is who in the archive, and what is a copy, is worked out now, so that no question has to
    // wait for it.
    let after = Index::open(&global.index)?;
    timings.time("names and copies", || work_out(&after))?;
    let seconds = start.elapsed().as_secs_f64();
    let steps = if args.timings { timings.steps() } else { Vec::new() };
    let (size, dir) = (after.size()?, global.index.as_path());
    if !output.quiet {
        let report = IngestReport { tally, seconds, steps: &steps, size, dir };
        output.present(&Answer::Ingest(&report))?;
    }
    let failed = tally.files_failed + tally.records_failed;
    if args.strict && failed > 0 {
        bail!("{failed} files or records failed; `onrecord status --failures` says which and why");
    }
    Ok(Found::Something)
}

/// Works out who is who and what is a copy, and keeps it beside the index.
pub fn work_out(archive: &Index) -> anyhow::Result<()> {
    let engine = Engine::new(archive, ByHand::default())?;
    Ok(engine.save()?)
}

/// How files are to be read.
fn reading(args: &IndexArgs) -> anyhow::Result<Reading> {
    for name in args.only.iter().chain(&args.skip) {
        if !READERS.iter().any(|reader| reader.name() == name) {
            let names: Vec<&str> = READERS.iter().map(|reader| reader.name()).collect();
            bail!("there is no format “{name}”; there are {}", names.join(", "));
        }
    }
    Ok(Reading {
        limits: Limits {
            unpacked: args.max_unpacked,
            ratio: args.max_ratio,
            depth: args.max_depth,
        },
        max_file_size: args.max_file_size,
        formats: Formats { only: args.only.clone(), skip: args.skip.clone() },
        date_order: args.date_order.map(|order| match order {
            DateOrderArg::Dmy => DateOrder::DayFirst,
            DateOrderArg::Mdy => DateOrder::MonthFirst,
        }),
        latest: Some(settings::tomorrow()),
    })
}

/// The paths in a list, one a line.
fn listed(list: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let name = list.display();
    let text = if list.as_os_str() == "-" {
        io::read_to_string(io::stdin()).context("standard input")?
    } else {
        fs::read_to_string(list).with_context(|| format!("{name}: the list cannot be read"))?
    };
    Ok(text.lines().filter(|line| !line.trim().is_empty()).map(PathBuf::from).collect())
}

pub fn cores() -> usize {
    thread::available_parallelism().map_or(2, usize::from)
}

/// Who we are, for another run that finds the index locked.
pub fn holder(command: &str) -> String {
    format!("onrecord {command}, process {}, since {}", std::process::id(), now())
}

/// The local time, to the second.
fn now() -> String {
    chrono::Local::now().format("%Y-%m-%d %H:%M:%S").to_string()
}
