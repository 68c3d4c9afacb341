//! One run: the plan, the workers, and the thread that writes and commits.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, bounded};
use rustc_hash::FxHashMap;

use crate::crawl::{self, Found, Globs, Root, Roots, Target};
use crate::ingest::plan::{Plan, plan};
use crate::ingest::work::{Message, Workshop};
use crate::ingest::{Annotation, IngestError, Reading, Sink, Tally, Timings};
use crate::model::{FileId, Problem, Source};
use crate::read;
use crate::store::{
    Error, FileRow, Index, LedgerEntry, Manifest, Outcome, PROBLEMS_KEPT, RootEntry,
};

/// What is to be indexed, and how.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a wish of its own
pub struct Job {
    /// Directories and files; what belongs to a known root is found there.
    pub paths: Vec<PathBuf>,
    /// Files from a list; one that is missing is a problem of its own. Those of no known root share one:
    /// the directory that holds them all.
    pub listed: Vec<PathBuf>,
    /// What is listed and not there was deleted since it was seen, and is no problem.
    pub missing_is_gone: bool,
    /// Names set or moved by hand.
    pub named_roots: Vec<(String, PathBuf)>,
    /// How many threads read and annotate.
    pub workers: usize,
    /// Whether articles are annotated.
    pub annotation: Annotation,
    /// How often to commit.
    pub commit_every: CommitEvery,
    /// How files are read.
    pub reading: Reading,
    /// What of the files is left out.
    pub globs: Globs,
    /// Read files again that have not changed.
    pub again: bool,
    /// Read files again that failed, wholly or in part, though they have not changed.
    pub retry_failed: bool,
    /// Files that are gone stay in the index.
    pub keep_gone: bool,
    /// Take an empty directory for an emptied one.
    pub allow_empty: bool,
    /// Directories that are never walked, such as the index's own.
    pub skip: Vec<PathBuf>,
    /// Where the time that each step takes is added up.
    pub timings: Arc<Timings>,
}

/// Articles that come through a pipe and not from the disk.
pub struct Stream<'s> {
    /// What the index calls it: the path under which its articles are kept. A stream of the same name
    /// replaces what that name held.
    pub name: String,
    /// Its bytes, in any format that is read from files.
    pub input: &'s mut (dyn BufRead + Send),
}

impl std::fmt::Debug for Stream<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stream").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The root that streams belong to; it has no directory.
const STREAMS: &str = "stdin";

/// How much may be lost when the power fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitEvery {
    /// Commit after this many articles.
    pub articles: u64,
    /// Commit after this time.
    pub time: Duration,
}

/// How far a run is.
#[derive(Debug)]
pub struct Report<'t> {
    /// The counts so far.
    pub tally: &'t Tally,
    /// Files to be read in this run.
    pub files_planned: u64,
    /// Files of these that are done.
    pub files_done: u64,
}

/// Brings `sink` up to date with the files beneath the job's paths. `archive` is the state before
/// the run; `progress` is called several times a second.
///
/// # Errors
/// A path is missing or a root seems not to be mounted (then nothing was changed), or the index
/// cannot be written (then the last commit stands).
pub fn run(
    job: &Job,
    archive: &Index,
    sink: &mut dyn Sink,
    stream: Option<Stream<'_>>,
    progress: &mut dyn FnMut(&Report<'_>),
) -> Result<Tally, IngestError> {
    let mut tally = Tally::default();
    let (mut roots, targets) = places(job, archive.manifest())?;
    let versions = u64::from(read::versions()) << 32 | u64::from(job.annotation.version());
    let found = stream.as_ref().map(|stream| stream_file(&mut roots, &stream.name));
    let plan = job
        .timings
        .time("walk", || plan(job, archive, &roots, &targets, found, versions, &mut tally))?;
    let old_files = plan.tasks.iter().any(|task| task.old.is_some());
    let contents = (old_files && !job.again).then(|| archive.contents()).transpose()?;
    let manifest = Manifest { roots: entries(&roots), ..archive.manifest().clone() };
    let unchanged = plan.tasks.is_empty() && plan.removed.is_empty() && plan.obstacles.is_empty();
    if unchanged && manifest == *archive.manifest() {
        return Ok(tally);
    }
    let mut writing = Writing {
        sink,
        manifest: &manifest,
        timings: &job.timings,
        commit_every: job.commit_every,
        tally: &mut tally,
        open: FxHashMap::default(),
        since_commit: 0,
        last_commit: Instant::now(),
        done: 0,
    };
    writing.start(&plan)?;
    let (sender, receiver) = bounded(4 * job.workers);
    let shop = Workshop {
        tasks: &plan.tasks,
        next: AtomicUsize::new(0),
        busy: AtomicUsize::new(0),
        roots: &roots,
        versions,
        annotation: job.annotation,
        reading: &job.reading,
        contents: contents.as_ref(),
        timings: &job.timings,
        stream: Mutex::new(stream.map(|stream| stream.input as _)),
        spare: bounded(job.workers),
        out: sender,
    };
    let planned = plan.tasks.len() as u64;
    thread::scope(|scope| {
        // The workshop's own sender goes with the last worker, which ends the loop below; the receiver
        // goes when the writer fails, which ends the workers.
        let shop = Arc::new(shop);
        for _ in 0..job.workers {
            let shop = shop.clone();
            scope.spawn(move || shop.work());
        }
        drop(shop);
        let receiver = receiver;
        writing.take_all(&receiver, planned, progress)
    })?;
    writing.commit()?;
    Ok(tally)
}

/// The file that a stream is taken for.
fn stream_file(roots: &mut Roots, name: &str) -> Found {
    let root = roots.0.iter().position(|root| root.name == STREAMS).unwrap_or_else(|| {
        roots.0.push(Root { name: STREAMS.to_owned(), dir: PathBuf::from("-") });
        roots.0.len() - 1
    });
    Found { root, path: name.into(), size: 0, modified: 0 }
}

/// The roots of the index with those that the job adds, and the parts of them to be walked.
fn places(job: &Job, manifest: &Manifest) -> Result<(Roots, Vec<Target>), IngestError> {
    let known = manifest.roots.iter();
    let mut roots = Roots(
        known.map(|r| Root { name: r.name.clone(), dir: crawl::unescape_path(&r.dir) }).collect(),
    );
    for (name, dir) in &job.named_roots {
        roots.set(name, dir)?;
    }
    let mut targets = Vec::new();
    let named = job.named_roots.iter().map(|(_, dir)| dir);
    for path in job.paths.iter().chain(named) {
        let target = roots.target(path)?;
        targets.extend(roots.within(&target));
        targets.push(target);
    }
    targets.extend(roots.listed(&job.listed));
    targets.sort_by(|a, b| (a.root, &a.below).cmp(&(b.root, &b.below)));
    targets.dedup();
    Ok((roots, targets))
}

fn entries(roots: &Roots) -> Vec<RootEntry> {
    let entry =
        |root: &Root| RootEntry { name: root.name.clone(), dir: crawl::escape_path(&root.dir) };
    roots.0.iter().map(entry).collect()
}

/// The side of the run that writes.
struct Writing<'r> {
    sink: &'r mut dyn Sink,
    manifest: &'r Manifest,
    timings: &'r Timings,
    commit_every: CommitEvery,
    tally: &'r mut Tally,
    /// Files of which some batches have come but not all, or not their end.
    open: FxHashMap<FileId, OpenFile>,
    since_commit: u64,
    last_commit: Instant,
    done: u64,
}

#[derive(Default)]
struct OpenFile {
    batches: usize,
    articles: u64,
    /// One more than the highest position put, or than the file had before.
    positions: u64,
    /// Root and path, once an article has told them.
    place: Option<(String, String)>,
    /// Whether the ledger has a row of the file, from before or from a commit in its midst.
    has_row: bool,
    failed: Vec<(u64, Problem)>,
    end: Option<End>,
}

struct End {
    row: FileRow,
    batches: usize,
    failed: Vec<u64>,
    causes: BTreeMap<String, u64>,
    taken_back: u64,
}

impl Writing<'_> {
    /// Removes what is gone and notes what could not be walked.
    fn start(&mut self, plan: &Plan) -> Result<(), Error> {
        for (file, positions) in &plan.removed {
            for position in 0..*positions {
                self.sink.remove_article(file.article(position));
            }
            self.sink.remove_file(*file);
            self.tally.files_removed += 1;
        }
        for (row, known) in &plan.obstacles {
            if !known {
                self.sink.put_file(row, false)?;
            }
            self.tally.files_found += 1;
            self.tally.files_failed += 1;
            for (_, problem) in &row.problems {
                self.tally.add_cause(&problem.cause, 1);
            }
        }
        Ok(())
    }

    fn take_all(
        &mut self,
        receiver: &Receiver<Message>,
        planned: u64,
        progress: &mut dyn FnMut(&Report<'_>),
    ) -> Result<(), Error> {
        let tick = Duration::from_millis(100);
        let mut last_report = Instant::now();
        loop {
            match receiver.recv_timeout(tick) {
                Ok(message) => self.take(message)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            if self.since_commit >= self.commit_every.articles
                || (self.since_commit > 0 && self.last_commit.elapsed() >= self.commit_every.time)
            {
                self.commit_in_midst()?;
            }
            if last_report.elapsed() >= tick {
                last_report = Instant::now();
                progress(&Report {
                    tally: self.tally,
                    files_planned: planned,
                    files_done: self.done,
                });
            }
        }
    }

    fn take(&mut self, message: Message) -> Result<(), Error> {
        match message {
            Message::Batch { file, old, records, failed, kept } => {
                let start = Instant::now();
                for record in &records {
                    self.sink.put_article(record, old.is_some())?;
                    self.tally.add_article(&record.article, &record.notes);
                }
                self.timings.add("documents", start.elapsed());
                self.since_commit += records.len() as u64;
                self.tally.articles_kept += kept.0;
                let open = self.open_file(file, old);
                open.batches += 1;
                open.articles += records.len() as u64 + kept.0;
                open.positions = open.positions.max(kept.1);
                for Source { root, path, position } in records.iter().map(|r| &r.source) {
                    open.positions = open.positions.max(position + 1);
                    open.place.get_or_insert_with(|| (root.clone(), path.clone()));
                }
                open.failed.extend(failed);
                self.end_if_complete(file)
            }
            Message::End { row, old, batches, failed, causes, taken_back } => {
                let file = row.id();
                let end = End { row, batches, failed, causes, taken_back };
                self.open_file(file, old).end = Some(end);
                self.end_if_complete(file)
            }
            Message::Touched { row } => {
                self.tally.files_unchanged += 1;
                self.done += 1;
                self.since_commit += 1;
                self.sink.put_file(&row, true)
            }
            Message::LeftOut => {
                self.tally.files_left_out += 1;
                self.done += 1;
                Ok(())
            }
        }
    }

    fn open_file(&mut self, file: FileId, old: Option<LedgerEntry>) -> &mut OpenFile {
        self.open.entry(file).or_insert_with(|| OpenFile {
            has_row: old.is_some(),
            positions: old.map_or(0, |old| old.positions),
            ..OpenFile::default()
        })
    }

    /// When all batches of a file and its end have come: removes the articles it no longer has and
    /// puts its row.
    fn end_if_complete(&mut self, file: FileId) -> Result<(), Error> {
        let complete =
            |open: &OpenFile| open.end.as_ref().is_some_and(|end| end.batches == open.batches);
        if !self.open.get(&file).is_some_and(complete) {
            return Ok(());
        }
        let Some(mut open) = self.open.remove(&file) else { return Ok(()) };
        let Some(End { mut row, mut failed, causes, taken_back, .. }) = open.end.take() else {
            return Ok(());
        };
        open.articles = open.articles.saturating_sub(taken_back);
        self.tally.articles = self.tally.articles.saturating_sub(taken_back);
        for (position, problem) in open.failed {
            row.entry.outcome = Outcome::Damaged;
            failed.push(position);
            self.tally.add_cause(&problem.cause, 1);
            if row.problems.len() < PROBLEMS_KEPT {
                row.problems.push((position, problem));
            }
        }
        for (cause, count) in &causes {
            self.tally.add_cause(cause, *count);
        }
        if open.has_row || taken_back > 0 {
            // Positions that failed this time are gone too, whatever they held before.
            for position in (row.entry.positions..open.positions).chain(failed.iter().copied()) {
                self.sink.remove_article(file.article(position));
            }
        }
        if open.articles == 0 && row.entry.outcome != Outcome::Read {
            row.entry.outcome = Outcome::Failed;
            self.tally.files_failed += 1;
        } else {
            self.tally.files_read += 1;
            self.tally.records_failed += failed.len() as u64;
        }
        self.done += 1;
        self.since_commit += 1;
        self.sink.put_file(&row, open.has_row)
    }

    /// Commits. Files that are being read get a row that makes the next run read them again, should
    /// this one not come to their end.
    fn commit_in_midst(&mut self) -> Result<(), Error> {
        for open in self.open.values_mut() {
            let Some((root, path)) = open.place.clone() else { continue };
            let row = FileRow::unfinished(root, path, open.positions);
            self.sink.put_file(&row, open.has_row)?;
            open.has_row = true;
        }
        self.commit()
    }

    fn commit(&mut self) -> Result<(), Error> {
        self.timings.time("commit", || self.sink.commit(self.manifest))?;
        self.since_commit = 0;
        self.last_commit = Instant::now();
        Ok(())
    }
}
