//! Job: what a run is to index, and how.

use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use crate::crawl::Globs;
use crate::ingest::annotation::Annotation;
use crate::ingest::reading::Reading;
use crate::ingest::timings::Timings;

/// Sources to be indexed, and options. By default nothing, with all cores, each article annotated.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a wish of its own
pub struct Job {
    /// Directories and files; what belongs to a known root is found there.
    pub paths: Vec<PathBuf>,
    /// Files from a list; one that is missing is a problem of its own. Those of no known root share
    /// one: the directory that holds them all.
    pub listed: Vec<PathBuf>,
    /// True if what is listed and not there was deleted since it was seen, and is no problem.
    pub missing_is_removed: bool,
    /// Names and directories of roots that are set or moved by hand.
    pub named_roots: Vec<(String, PathBuf)>,
    /// Number of threads that read and annotate.
    pub workers: usize,
    /// Annotation of the articles, full or none.
    pub annotation: Annotation,
    /// Limits between two commits.
    pub commit_every: CommitEvery,
    /// Limits and choices for reading files.
    pub reading: Reading,
    /// Globs of the files that are left out.
    pub globs: Globs,
    /// True to read files again that have not changed.
    pub reread: bool,
    /// True to read files again that failed, wholly or in part, though they have not changed.
    pub retry_failed: bool,
    /// True to keep in the index what is no longer on the disk.
    pub keep_removed: bool,
    /// True to take what is out of reach for gone: a directory that holds none of its articles any
    /// more, or stands on another device.
    pub forget_missing: bool,
    /// True once the run is to end before its time; what is done by then is committed.
    pub stop: Arc<AtomicBool>,
    /// This moment in seconds since 1970, to be noted as the time at which the roots were read.
    pub now: Option<i64>,
    /// Directories that are never walked, such as the index's own.
    pub skip: Vec<PathBuf>,
    /// Sum of the time that each step takes.
    pub timings: Arc<Timings>,
}

impl Job {
    /// Job that indexes these directories and files.
    pub fn new(paths: Vec<PathBuf>) -> Self {
        Self { paths, ..Self::default() }
    }

    /// True if it leaves files out by their names or formats.
    pub fn is_selective(&self) -> bool {
        let formats = &self.reading.formats;
        !(self.globs.is_empty() && formats.only.is_empty() && formats.skip.is_empty())
    }
}

impl Default for Job {
    fn default() -> Self {
        Self {
            paths: Vec::new(),
            listed: Vec::new(),
            missing_is_removed: false,
            named_roots: Vec::new(),
            workers: thread::available_parallelism().map_or(1, NonZero::get),
            annotation: Annotation::Full,
            commit_every: CommitEvery::default(),
            reading: Reading::default(),
            globs: Globs::default(),
            reread: false,
            retry_failed: false,
            keep_removed: false,
            forget_missing: false,
            stop: Arc::default(),
            now: None,
            skip: Vec::new(),
            timings: Arc::default(),
        }
    }
}

/// Limits between two commits: how much may be lost when the power fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitEvery {
    /// Most articles.
    pub articles: u64,
    /// Longest time.
    pub time: Duration,
}

impl Default for CommitEvery {
    fn default() -> Self {
        Self { articles: 50_000, time: Duration::from_mins(1) }
    }
}
