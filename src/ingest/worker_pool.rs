//! Workers: each takes a file, reads it, annotates what it holds, and sends that on.
//!
//! A file of many articles is cut into batches that any idle worker may annotate, so that one large
//! file keeps all cores busy; a worker that finds no idle one annotates the batch itself.

use std::collections::BTreeMap;
use std::io::{self, BufRead};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::crawl::{self, FoundFile, HashingReader, Roots};
use crate::ingest::annotation::Annotation;
use crate::ingest::job::Job;
use crate::ingest::reading::{InputFile, Reading};
use crate::ingest::task::Task;
use crate::ingest::timings::Timings;
use crate::model::{Article, FileId, Problem, Source, Stage};
use crate::read::{Acceptance, Emit};
use crate::store::{ArticleDigests, ArticleRecord, FileRow, LedgerEntry, Outcome, PROBLEMS_KEPT};

/// Number of articles at which a batch is full.
const BATCH_ARTICLES: usize = 64;
/// Length of the bodies at which a batch is full, in bytes.
const BATCH_BYTES: usize = 512 * 1024;

/// Message of a worker to the thread that writes.
#[derive(Debug)]
pub enum Message {
    /// Annotated articles of a file, and those that failed at it.
    Batch {
        /// File that they are of.
        file: FileId,
        /// Entry that the ledger has of the file.
        old: Option<LedgerEntry>,
        /// Annotated articles.
        records: Vec<ArticleRecord>,
        /// Positions and problems of those that could not be annotated.
        failed: Vec<(u64, Problem)>,
        /// Number of articles that the index has as they are, and one more than the highest of
        /// their positions.
        kept: (u64, u64),
    },
    /// A file was read to its end; `batches` of it were or will be sent. The row keeps only the
    /// first problems, `failed` has the position of every one, `causes` their counts.
    End {
        /// Row for the ledger.
        row: FileRow,
        /// Entry that the ledger has of the file.
        old: Option<LedgerEntry>,
        /// Number of batches.
        batches: usize,
        /// Position of every problem.
        failed: Vec<u64>,
        /// Number of problems by cause.
        causes: BTreeMap<String, u64>,
        /// Number of articles sent before that are among the failed.
        retracted: u64,
    },
    /// A file turned out to be as it was, but for its time.
    Touched {
        /// Row for the ledger, with the new time.
        row: FileRow,
    },
    /// A file is of a format that this run leaves out.
    LeftOut,
}

/// Articles that wait for their notes.
#[derive(Default)]
pub struct Batch {
    file: FileId,
    old: Option<LedgerEntry>,
    articles: Vec<(Source, Article, u64)>,
    kept: (u64, u64),
}

/// State that all workers share.
pub struct WorkerPool<'r> {
    tasks: &'r [Task],
    /// Index of the next task.
    next: AtomicUsize,
    /// Number of workers that are reading a file and may still hand out batches.
    busy: AtomicUsize,
    roots: &'r Roots,
    versions: u64,
    annotation: Annotation,
    reading: &'r Reading,
    /// Digests of what the index has, to keep what is as it was; `None` if everything is to be made
    /// anew.
    digests: Option<&'r ArticleDigests>,
    timings: &'r Timings,
    /// Stream that one of the tasks may be, until it is read.
    stream: Mutex<Option<&'r mut (dyn BufRead + Send)>>,
    /// True once the run is to end before its time.
    stop: &'r AtomicBool,
    /// Batches that any idle worker may annotate.
    spare: (Sender<Batch>, Receiver<Batch>),
    out: Sender<Message>,
}

/// End of the work before its time: the writer is gone, or the run is to end.
struct Stopped;

impl<'r> WorkerPool<'r> {
    /// Pool for the tasks of a job; messages go to `out`. `digests` are those of the articles that
    /// may be kept.
    pub fn new(
        job: &'r Job,
        tasks: &'r [Task],
        roots: &'r Roots,
        versions: u64,
        digests: Option<&'r ArticleDigests>,
        out: Sender<Message>,
    ) -> Self {
        Self {
            tasks,
            next: AtomicUsize::new(0),
            busy: AtomicUsize::new(0),
            roots,
            versions,
            annotation: job.annotation,
            reading: &job.reading,
            digests,
            timings: &job.timings,
            stream: Mutex::new(None),
            stop: &job.stop,
            spare: bounded(job.workers),
            out,
        }
    }

    /// Adds the stream that one of the tasks is.
    #[must_use]
    pub fn with_stream(self, stream: Option<&'r mut (dyn BufRead + Send)>) -> Self {
        Self { stream: Mutex::new(stream), ..self }
    }

    /// Works until all files are read and all batches annotated.
    pub fn work(&self) {
        let _ = self.work_until_stopped();
    }

    fn work_until_stopped(&self) -> Result<(), Stopped> {
        loop {
            if let Ok(batch) = self.spare.1.try_recv() {
                self.annotate(batch)?;
                continue;
            }
            if self.is_stopping() {
                return Err(Stopped);
            }
            // Counted as reading before the task is taken, so that nobody leaves in between.
            self.busy.fetch_add(1, Ordering::SeqCst);
            let task = self.tasks.get(self.next.fetch_add(1, Ordering::SeqCst));
            let done = task.map(|task| self.read(task));
            self.busy.fetch_sub(1, Ordering::SeqCst);
            match done {
                Some(result) => result?,
                None if self.busy.load(Ordering::SeqCst) == 0 && self.spare.1.is_empty() => {
                    return Ok(());
                }
                None => {
                    if let Ok(batch) = self.spare.1.recv_timeout(Duration::from_millis(2)) {
                        self.annotate(batch)?;
                    }
                }
            }
        }
    }

    fn send(&self, message: Message) -> Result<(), Stopped> {
        self.out.send(message).map_err(|_| Stopped)
    }

    fn annotate(&self, batch: Batch) -> Result<(), Stopped> {
        let mut records = Vec::with_capacity(batch.articles.len());
        let mut failed = Vec::new();
        for (source, article, content) in batch.articles {
            match self.annotation.annotate(&article, self.timings) {
                Ok(notes) => records.push(ArticleRecord { source, article, notes, content }),
                Err(problem) => failed.push((source.position, problem)),
            }
        }
        let Batch { file, old, kept, .. } = batch;
        self.send(Message::Batch { file, old, records, failed, kept })
    }

    fn read(&self, task: &Task) -> Result<(), Stopped> {
        let root = &self.roots.0[task.found.root].name;
        let mut row = task.row(root, self.versions);
        let full_path = (!task.stream).then(|| task.found.full_path(self.roots));
        let mut input = match self.open(task, full_path.as_deref()) {
            Ok(Opened::Unchanged(entry)) => {
                return self.send(Message::Touched { row: FileRow { entry, ..row } });
            }
            Ok(Opened::Input(input)) => input,
            Err(problem) => return self.end_unreadable(task, row, problem, 0),
        };
        let open = Batch { file: row.id(), old: task.old, ..Batch::default() };
        let mut batches = Batches { pool: self, task, root, sent: 0, open, bytes: 0 };
        let mut stopped = Ok(());
        let mut failures = Failures::default();
        let mut retracted = 0;
        let file = InputFile {
            path: &task.found.path,
            on_disk: full_path.as_deref(),
            size: if task.with_neighbours || task.stream { 0 } else { task.found.size },
        };
        let start = Instant::now();
        let mut elsewhere = Duration::ZERO;
        let result = self.read_articles(&mut input, file, &mut |position, read| {
            let handed_over = Instant::now();
            let seen_before = position < row.entry.positions;
            row.entry.positions = row.entry.positions.max(position + 1);
            match read {
                Ok(article) if stopped.is_ok() => stopped = batches.add(position, article),
                Ok(_) => {}
                Err(problem) => {
                    if seen_before && batches.retract(position) == Retracted::FromWriter {
                        retracted += 1;
                    }
                    failures.record(&mut row, position, problem);
                }
            }
            elsewhere += handed_over.elapsed();
        });
        self.timings.add("read", start.elapsed().saturating_sub(elsewhere));
        stopped?;
        match result {
            Ok((Acceptance::Excluded, _)) => return self.send(Message::LeftOut),
            Ok((Acceptance::Accepted, digest)) => row.entry.digest = digest,
            Err(Failure::Unreadable(problem)) => {
                // What was made of a file without those it is read with is not what it says.
                let whole = problem.cause == Problem::UNREADABLE;
                let sent = if whole { batches.finish()? } else { batches.sent };
                if sent == 0 {
                    row.entry.positions = 0;
                }
                return self.end_unreadable(task, row, problem, sent);
            }
            // A page that is read with its issue: nothing is lost.
            Err(Failure::Unusable(problem)) if problem.is_harmless() => {}
            Err(Failure::Unusable(problem)) => {
                let position = row.entry.positions;
                failures.record(&mut row, position, problem);
            }
        }
        let batches = batches.finish()?;
        let Failures { positions: failed, causes } = failures;
        self.send(Message::End { row, old: task.old, batches, failed, causes, retracted })
    }

    /// Ends a file that the system did not let be read: its row keeps what the ledger has of it.
    fn end_unreadable(
        &self,
        task: &Task,
        mut row: FileRow,
        problem: Problem,
        batches: usize,
    ) -> Result<(), Stopped> {
        let positions = row.entry.positions.max(task.old.map_or(0, |old| old.positions));
        let entry = task.old.unwrap_or(row.entry);
        row.entry = LedgerEntry { positions, outcome: entry.outcome.unreadable(), ..entry };
        let causes = BTreeMap::from([(problem.cause.clone(), 1)]);
        row.problems = vec![(0, problem)];
        let (old, failed, retracted) = (task.old, Vec::new(), 0);
        self.send(Message::End { row, old, batches, failed, causes, retracted })
    }

    /// Opens what a task reads. A file that the index has articles of is read to its end first:
    /// they stay as they are unless all of it can be read, and unless it has other contents.
    fn open(&self, task: &Task, full_path: Option<&Path>) -> Result<Opened<'r>, Problem> {
        let unreadable = |reason: String| Problem::new(Stage::Open, Problem::UNREADABLE, reason);
        let Some(path) = full_path else {
            let stream = self.stream.lock().ok().and_then(|mut stream| stream.take());
            let read_already = || unreadable("the stream was read already".to_owned());
            return Ok(Opened::Input(Input::Stream(stream.ok_or_else(read_already)?)));
        };
        let fail = |e: io::Error| unreadable(e.to_string());
        let refused = self.reading.max_file_size.is_some_and(|limit| task.found.size > limit);
        let Some(old) = task.old.filter(|old| old.positions > 0 && !refused) else {
            return Ok(Opened::Input(Input::Disk(Box::new(crawl::open(path).map_err(fail)?))));
        };
        let ahead = crawl::read_ahead(path).map_err(fail)?;
        let unchanged = !task.with_neighbours
            && self.digests.is_some()
            && old.size == task.found.size
            && old.versions == self.versions
            && old.outcome == Outcome::Read
            && old.digest == ahead.digest;
        if unchanged {
            let FoundFile { modified, stamp, device, .. } = task.found;
            return Ok(Opened::Unchanged(LedgerEntry { modified, stamp, device, ..old }));
        }
        Ok(Opened::Input(Input::Disk(Box::new(ahead.into_reader()))))
    }

    /// Reads a file to its end; returns the digest of its bytes, 0 for a stream.
    fn read_articles(
        &self,
        input: &mut Input<'_>,
        file: InputFile<'_>,
        out: &mut Emit<'_>,
    ) -> Result<(Acceptance, u64), Failure> {
        let reader = match input {
            Input::Stream(stream) => {
                let accepted = self.reading.read_file(stream, file, out);
                return Ok((accepted.map_err(Failure::Unusable)?, 0));
            }
            Input::Disk(reader) => reader,
        };
        let accepted = self.reading.read_file(reader.as_mut(), file, out);
        let digest = if accepted.is_ok() { reader.finish().unwrap_or(0) } else { 0 };
        if let Some(reason) = reader.failure() {
            let problem = Problem::new(Stage::Open, Problem::UNREADABLE, reason);
            return Err(Failure::Unreadable(problem));
        }
        match accepted {
            Ok(accepted) => Ok((accepted, digest)),
            Err(problem) if problem.cause == Problem::UNREADABLE_WITH => {
                Err(Failure::Unreadable(problem))
            }
            Err(problem) => Err(Failure::Unusable(problem)),
        }
    }

    fn is_stopping(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Source that a task is read from.
enum Input<'s> {
    Disk(Box<HashingReader>),
    Stream(&'s mut (dyn BufRead + Send)),
}

/// A file as it was opened.
enum Opened<'s> {
    /// Something to be read.
    Input(Input<'s>),
    /// Nothing: it has the contents it had, with this new entry.
    Unchanged(LedgerEntry),
}

/// Reason why a file was not read to its end.
enum Failure {
    /// The system did not let it be read, now.
    Unreadable(Problem),
    /// Contents that cannot be used.
    Unusable(Problem),
}

/// Problems of one file.
#[derive(Default)]
struct Failures {
    positions: Vec<u64>,
    causes: BTreeMap<String, u64>,
}

impl Failures {
    /// Counts a problem, and keeps it with the row if there is room.
    fn record(&mut self, row: &mut FileRow, position: u64, problem: Problem) {
        row.entry.outcome = Outcome::Damaged;
        self.positions.push(position);
        *self.causes.entry(problem.cause.clone()).or_default() += 1;
        if row.problems.len() < PROBLEMS_KEPT {
            row.problems.push((position, problem));
        }
    }
}

/// Place from which an article was retracted that turned out to be wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Retracted {
    FromBatch,
    FromWriter,
}

/// Batches of one file.
struct Batches<'w, 'r> {
    pool: &'w WorkerPool<'r>,
    task: &'w Task,
    root: &'w str,
    sent: usize,
    open: Batch,
    bytes: usize,
}

impl Batches<'_, '_> {
    fn add(&mut self, position: u64, article: Article) -> Result<(), Stopped> {
        if self.pool.is_stopping() {
            return Err(Stopped);
        }
        let timings = self.pool.timings;
        let content =
            timings.time("digest", || ArticleRecord::digest(&article, self.pool.versions));
        let had = self.pool.digests.filter(|_| self.open.old.is_some());
        if had.and_then(|had| had.get(self.open.file.article(position))) == Some(content) {
            self.open.kept = (self.open.kept.0 + 1, position + 1);
            return Ok(());
        }
        self.bytes += article.body.len();
        let source =
            Source { root: self.root.to_owned(), path: self.task.found.path.to_string(), position };
        self.open.articles.push((source, article, content));
        let full = self.open.articles.len() >= BATCH_ARTICLES || self.bytes >= BATCH_BYTES;
        // An issue with its pages is sent once all of these are known to have been read.
        if !full || self.task.with_neighbours {
            return Ok(());
        }
        let batch = self.next_batch();
        match self.pool.spare.0.try_send(batch) {
            Ok(()) => Ok(()),
            Err(full) => self.pool.annotate(full.into_inner()),
        }
    }

    /// Drops an article that turned out to be wrong, if it has not gone to the writer yet; else the
    /// writer removes it, as all positions that failed.
    fn retract(&mut self, position: u64) -> Retracted {
        let open = self.open.articles.len();
        self.open.articles.retain(|(source, ..)| source.position != position);
        if self.open.articles.len() < open { Retracted::FromBatch } else { Retracted::FromWriter }
    }

    /// Annotates what is left; returns the number of batches in all.
    fn finish(mut self) -> Result<usize, Stopped> {
        if !self.open.articles.is_empty() || self.open.kept.0 > 0 {
            let batch = self.next_batch();
            self.pool.annotate(batch)?;
        }
        Ok(self.sent)
    }

    /// Closes the open batch and begins another.
    fn next_batch(&mut self) -> Batch {
        self.sent += 1;
        self.bytes = 0;
        let next = Batch { file: self.open.file, old: self.open.old, ..Batch::default() };
        std::mem::replace(&mut self.open, next)
    }
}
