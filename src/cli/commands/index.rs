//! `onrecord index`: articles read into the index.

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{fs, io};

use anyhow::{Context as _, bail};
use clap::{Args, ValueEnum};

use crate::archive::{Indexer, analyse};
use crate::cli::interrupt::Interrupt;
use crate::cli::options::global::GlobalArgs;
use crate::cli::output::Output;
use crate::cli::progress::Progress;
use crate::cli::success::Success;
use crate::cli::{clock, memory, parse, watch, writing};
use crate::crawl::{Globs, RootsError};
use crate::ingest::{
    Annotation, CommitEvery, InputStream, Job, NamedEncoding, Reading, RunStats, Timings,
};
use crate::present::{Answer, IngestReport};
use crate::read::{DateOrder, FormatFilter, Limits, READERS};
use crate::store::{self, FORMAT, Index, Rebuilt, WriterOptions, is_index_dir};

/// Arguments of `onrecord index`.
#[derive(Debug, Args)]
#[allow(clippy::struct_excessive_bools)] // each is a flag of the command line
pub struct IndexArgs {
    /// Directories or files, or - for articles from standard input
    ///
    /// Names that start with a dot are passed over, and so is what an ignore file names:
    /// `.onrecordignore`, in the syntax of `.gitignore`, in any directory. Archives and compressed
    /// files (.gz, .bz2, .zst, .zip, .tar) are read as what they hold.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Read the paths of files from FILE, one a line; - for standard input
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
    /// What standard input is to be called in the index [default: the time of this run]
    ///
    /// Its articles are kept under this name; a later run with the same name replaces them.
    #[arg(long = "as", value_name = "NAME")]
    pub stream_name: Option<String>,
    /// Only files that this glob matches (may be given several times)
    ///
    /// What a glob leaves out stays in the index as it is.
    #[arg(long, value_name = "GLOB", help_heading = "What is read")]
    pub include: Vec<String>,
    /// No files that this glob matches (may be given several times)
    #[arg(long, value_name = "GLOB", help_heading = "What is read")]
    pub exclude: Vec<String>,
    /// Only files of this format, as `onrecord formats` names it (may be given several times)
    #[arg(long, value_name = "FORMAT", help_heading = "What is read")]
    pub only: Vec<String>,
    /// No files of this format (may be given several times)
    #[arg(long, value_name = "FORMAT", help_heading = "What is read")]
    pub skip: Vec<String>,
    /// The order of day and month in dates such as 05/06/2025 where the file does not tell it
    ///
    /// Without it, such dates are kept as printed and the article counts as undated.
    #[arg(long, value_name = "ORDER", help_heading = "What is read")]
    pub date_order: Option<DateOrderName>,
    /// The encoding of files that do not tell their own: macintosh, cp437, windows-1251 …
    ///
    /// With a glob, that of its files (may be given several times): --encoding 'mac/**=macintosh'.
    /// Files in UTF-8 or UTF-16, and pages that declare an encoding, are read as they are.
    #[arg(long, value_name = "[GLOB=]NAME", help_heading = "What is read")]
    #[arg(value_parser = parse::named_encoding)]
    pub encoding: Vec<NamedEncoding>,
    /// Do not open files larger than this
    #[arg(long, value_name = "SIZE", value_parser = parse::bytes, help_heading = "Limits")]
    pub max_file_size: Option<u64>,
    /// What one file may unpack to
    #[arg(long, value_name = "SIZE", help_heading = "Limits")]
    #[arg(default_value = "200GB", value_parser = parse::bytes)]
    pub max_unpacked: u64,
    /// How many times its own size a file may unpack to, once that is more than 64 MB
    #[arg(long, value_name = "N", default_value_t = 200, help_heading = "Limits")]
    pub max_ratio: u64,
    /// How many archives and compressions may lie in one another
    #[arg(long, value_name = "N", default_value_t = 4, help_heading = "Limits")]
    pub max_depth: usize,
    /// Read files again that failed
    #[arg(long)]
    pub retry_failed: bool,
    /// Stay, and bring the index up to date whenever something changes beneath the PATHs
    ///
    /// New and changed files can be found within a few seconds, and deleted ones no longer.
    /// Questions may be asked meanwhile, each of a whole commit. A directory that is not there for
    /// a while (a disk that was taken off) is waited for. Ends with Ctrl-C, at any moment.
    #[arg(long, requires = "paths", conflicts_with_all = ["list", "strict"])]
    pub watch: bool,
    /// End with exit code 2 when a file or record failed, and not only with a warning
    #[arg(long)]
    pub strict: bool,
    /// Call the directory DIR by NAME, from which ids are made; moves a root that has the name
    #[arg(long, value_name = "NAME=DIR", value_parser = parse::named_root)]
    pub root: Vec<(String, PathBuf)>,
    /// Threads that read and annotate [default: all cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub jobs: Option<u16>,
    /// Memory for the index writer; the whole process takes at most twice that and 100 MB
    #[arg(long, value_name = "SIZE", default_value = "512MB", value_parser = parse::memory)]
    pub memory: usize,
    /// Commit after so many articles or so much time, whichever comes first
    #[arg(long, value_name = "N,TIME")]
    #[arg(default_value = "50000,60s", value_parser = parse::commit_every)]
    pub commit_every: CommitEvery,
    /// Index texts and dates only: no names, quotations or speakers
    #[arg(long)]
    pub no_annotate: bool,
    /// Show at the end how long each step took, summed over all threads
    #[arg(long)]
    pub timings: bool,
    /// Read every file again, also those that have not changed
    #[arg(long)]
    pub again: bool,
    /// Take what is out of reach for gone, and not for a disk that is not mounted
    ///
    /// What is out of reach is a PATH or directory that holds none of its articles any more, or
    /// stands on another disk than when it was read. Without this its articles stay.
    #[arg(long, visible_alias = "allow-empty")]
    pub forget_missing: bool,
}

/// Name of an order of day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DateOrderName {
    /// 05/06/2025 is the fifth of June
    Dmy,
    /// 05/06/2025 is the sixth of May
    Mdy,
}

/// Brings the index up to date.
pub fn run(global: &GlobalArgs, args: &IndexArgs, output: &mut Output) -> anyhow::Result<Success> {
    let start = Instant::now();
    let workers = args.jobs.map_or_else(writing::cores, usize::from);
    let (workers, memory) = memory::for_writer(workers, args.memory)?;
    let options = writing::writer_options("index", workers, memory);
    let (streams, mut paths): (Vec<_>, Vec<_>) =
        args.paths.iter().cloned().partition(|path| path.as_os_str() == "-");
    let listed = args.list.as_deref().map(listed).transpose()?.unwrap_or_default();
    let globs = Globs::new(&args.include, &args.exclude)?;
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
        paths = writing::known_dirs(&Index::open(&global.index)?, output);
    }
    let mut indexer = Indexer::open(&global.index, &options)?;
    let interrupt = Interrupt::listen();
    let job = Job {
        listed,
        named_roots: args.root.clone(),
        workers,
        annotation: if args.no_annotate { Annotation::Off } else { Annotation::Full },
        commit_every: args.commit_every,
        reading,
        globs,
        reread: args.again,
        retry_failed: args.retry_failed,
        forget_missing: args.forget_missing,
        stop: interrupt.raised.clone(),
        now: Some(clock::now()),
        skip: global.index.canonicalize().into_iter().collect(),
        ..Job::new(paths)
    };
    let mut input = io::BufReader::new(io::stdin());
    let stream = (!streams.is_empty()).then(|| InputStream {
        name: args.stream_name.clone().unwrap_or_else(clock::local_time),
        input: &mut input,
    });
    let mut progress = Progress::new(output);
    let mut told = output.quiet;
    let result = indexer.run(&job, stream, &mut |report| {
        if interrupt.is_raised() && !std::mem::replace(&mut told, true) {
            progress.note("stopping: what is done is committed; once more ends at once");
        }
        progress.show(report);
    });
    progress.end();
    let tally = result?;
    if tally.stopped {
        // Merging segments is left to the next run.
        drop(indexer);
        return stopped(global, args, output, &tally, start, &interrupt);
    }
    if !args.watch {
        job.timings.time("merge", || indexer.close())?;
        return finish(global, args, output, &tally, start, &job.timings);
    }
    finish(global, args, output, &tally, start, &job.timings)?;
    watch::run(global, job, indexer, output)
}

/// Shows the results of a run that was told to end before its time, and how to go on.
fn stopped(
    global: &GlobalArgs,
    args: &IndexArgs,
    output: &mut Output,
    tally: &RunStats,
    start: Instant,
    interrupt: &Interrupt,
) -> anyhow::Result<Success> {
    let index = Index::open(&global.index)?;
    show(global, args, output, tally, start, &Timings::default(), &index)?;
    let files = tally.files_read + tally.files_unchanged + tally.files_failed;
    output.note(&format!(
        "stopped: {files} of {} files are done and committed, and can be asked; the same command \
         goes on from there, and ends with the names and copies of the whole archive",
        tally.files_found
    ));
    Ok(Success::Interrupted(interrupt.exit_code()))
}

/// Brings an index of an older format to today's from its own contents, before anything else is
/// done with it.
fn bring_to_format(
    global: &GlobalArgs,
    options: &WriterOptions,
    output: &mut Output,
) -> anyhow::Result<()> {
    let mut progress = Progress::new(output);
    let upgraded = store::upgrade(&global.index, options, &mut |done, all| {
        progress.count("bringing the index to the new format", done, all);
    });
    progress.end();
    if let Some(Rebuilt { from, articles, files, lost, reread, .. }) = upgraded? {
        output.note(&format!(
            "the index was brought from format {from} to {FORMAT}: \
             {articles} articles of {files} files"
        ));
        if lost > 0 {
            output.note(&format!(
                "it was damaged: {lost} records could not be read; \
                 {reread} files are to be read again"
            ));
        }
    }
    Ok(())
}

/// Analyses the archive after the last commit and shows the results of the run.
fn finish(
    global: &GlobalArgs,
    args: &IndexArgs,
    output: &mut Output,
    tally: &RunStats,
    start: Instant,
    timings: &Timings,
) -> anyhow::Result<Success> {
    let after = analyse(&global.index, timings)?;
    show(global, args, output, tally, start, timings, &after)?;
    let failed = tally.files_failed + tally.records_failed;
    if args.strict && failed > 0 {
        bail!("{failed} files or records failed; `onrecord status --failures` says which and why");
    }
    if args.strict && !tally.out_of_reach.is_empty() {
        bail!("{} directories are out of reach", tally.out_of_reach.len());
    }
    Ok(Success::Found)
}

/// Shows the results of a run.
fn show(
    global: &GlobalArgs,
    args: &IndexArgs,
    output: &mut Output,
    tally: &RunStats,
    start: Instant,
    timings: &Timings,
    index: &Index,
) -> anyhow::Result<()> {
    let seconds = start.elapsed().as_secs_f64();
    let steps = if args.timings { timings.steps() } else { Vec::new() };
    let (size, dir) = (index.size()?, global.index.as_path());
    if !output.quiet {
        let report = IngestReport { tally, seconds, steps: &steps, size, dir };
        output.present(&Answer::Ingest(&report))?;
    }
    Ok(())
}

/// Settings for the reading of files.
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
        formats: FormatFilter { only: args.only.clone(), skip: args.skip.clone() },
        date_order: args.date_order.map(|order| match order {
            DateOrderName::Dmy => DateOrder::DayFirst,
            DateOrderName::Mdy => DateOrder::MonthFirst,
        }),
        encodings: args.encoding.clone(),
        latest: Some(clock::tomorrow()),
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
