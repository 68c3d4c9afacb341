//! The workers: each takes a file, reads it, annotates what it holds, and sends that on.
//!
//! A file of many articles is cut into batches that any idle worker may annotate, so that one large
//! file keeps all cores busy; a worker that finds no idle one annotates the batch itself.

use std::collections::BTreeMap;
use std::io::{self, BufRead};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};

use crate::crawl::{self, Roots};
use crate::ingest::plan::Task;
use crate::ingest::{Annotation, Place, Reading, Timings};
use crate::model::{Article, FileId, Problem, Source, Stage};
use crate::read::{Out, Taken};
use crate::store::{ArticleRecord, Contents, FileRow, LedgerEntry, Outcome, PROBLEMS_KEPT};

/// A batch is full at this many articles or bytes.
const BATCH_ARTICLES: usize = 64;
const BATCH_BYTES: usize = 512 * 1024;

/// What workers send to the thread that writes.
#[derive(Debug)]
pub enum Message {
    /// Annotated articles of a file, and those that failed at it.
    Batch {
        file: FileId,
        old: Option<LedgerEntry>,
        records: Vec<ArticleRecord>,
        failed: Vec<(u64, Problem)>,
        /// Articles that the index has as they are, and one more than the highest of their positions.
        kept: (u64, u64),
    },
    /// A file was read to its end; `batches` of it were or will be sent. The row keeps only the first
    /// problems, `failed` has the position of every one, `causes` their counts.
    End {
        row: FileRow,
        old: Option<LedgerEntry>,
        batches: usize,
        failed: Vec<u64>,
        causes: BTreeMap<String, u64>,
        /// How many articles that were sent before are among the failed.
        taken_back: u64,
    },
    /// A file turned out to be as it was, but for its time.
    Touched { row: FileRow },
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

/// What all workers share.
pub struct Workshop<'r> {
    pub tasks: &'r [Task],
    pub next: AtomicUsize,
    /// Workers that are reading a file and may still hand out batches.
    pub busy: AtomicUsize,
    pub roots: &'r Roots,
    pub versions: u64,
    pub annotation: Annotation,
    pub reading: &'r Reading,
    /// What the index has, to keep what is as it was; `None` when everything is to be made anew.
    pub contents: Option<&'r Contents>,
    pub timings: &'r Timings,
    /// The stream that one of the tasks may be, until it is taken.
    pub stream: Mutex<Option<&'r mut (dyn BufRead + Send)>>,
    pub spare: (Sender<Batch>, Receiver<Batch>),
    pub out: Sender<Message>,
}

/// The writer is gone; so is the reason to work.
struct Stopped;

impl Workshop<'_> {
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
            match self.annotation.of(&article, self.timings) {
                Ok(notes) => records.push(ArticleRecord { source, article, notes, content }),
                Err(problem) => failed.push((source.position, problem)),
            }
        }
        let Batch { file, old, kept, .. } = batch;
        self.send(Message::Batch { file, old, records, failed, kept })
    }

    fn read(&self, task: &Task) -> Result<(), Stopped> {
        let root = &self.roots.0[task.found.root].name;
        let mut row = FileRow {
            root: root.clone(),
            path: task.found.path.to_string(),
            entry: LedgerEntry {
                size: task.found.size,
                modified: task.found.modified,
                digest: 0,
                versions: self.versions,
                positions: 0,
                outcome: Outcome::Read,
            },
            problems: Vec::new(),
        };
        let full_path = (!task.stream).then(|| task.found.full_path(self.roots));
        // Only the time differs: the digest tells whether the contents do.
        if let Some(old) = &task.old
            && let Some(full_path) = &full_path
            && !task.with_neighbours
            && old.size == task.found.size
            && old.versions == self.versions
            && old.modified != task.found.modified
            && old.outcome != Outcome::Partial
            && crawl::digest(full_path).is_ok_and(|digest| digest == old.digest)
        {
            row.entry = LedgerEntry { modified: task.found.modified, ..*old };
            return self.send(Message::Touched { row });
        }
        let file = row.id();
        let open = Batch { file, old: task.old, ..Batch::default() };
        let mut batches = Batches { shop: self, task, root, sent: 0, open, bytes: 0 };
        let mut stopped = Ok(());
        let mut failed = Vec::new();
        let mut causes = BTreeMap::new();
        let mut taken_back = 0;
        let mut note = |row: &mut FileRow, position, problem: Problem| {
            row.entry.outcome = Outcome::Damaged;
            failed.push(position);
            *causes.entry(problem.cause.clone()).or_default() += 1;
            if row.problems.len() < PROBLEMS_KEPT {
                row.problems.push((position, problem));
            }
        };
        let place = Place {
            path: &task.found.path,
            on_disk: full_path.as_deref(),
            size: if task.with_neighbours || task.stream { 0 } else { task.found.size },
        };
        let start = Instant::now();
        let mut elsewhere = Duration::ZERO;
        let result = self.read_articles(place, &mut |position, read| {
            let handed_over = Instant::now();
            let again = position < row.entry.positions;
            row.entry.positions = row.entry.positions.max(position + 1);
            match read {
                Ok(article) if stopped.is_ok() => stopped = batches.add(position, article),
                Ok(_) => {}
                Err(problem) => {
                    if again && batches.take_back(position) == TakenBack::FromWriter {
                        taken_back += 1;
                    }
                    note(&mut row, position, problem);
                }
            }
            elsewhere += handed_over.elapsed();
        });
        self.timings.add("read", start.elapsed().saturating_sub(elsewhere));
        stopped?;
        match result {
            Ok((Taken::LeftOut, _)) => return self.send(Message::LeftOut),
            Ok((Taken::Read, digest)) => row.entry.digest = digest,
            // A page that is read with its issue: nothing is lost.
            Err(problem) if problem.is_harmless() => {}
            Err(problem) => {
                let position = row.entry.positions;
                note(&mut row, position, problem);
            }
        }
        let batches = batches.finish()?;
        self.send(Message::End { row, old: task.old, batches, failed, causes, taken_back })
    }

    /// Reads a file to its end; its digest.
    fn read_articles(&self, place: Place<'_>, out: &mut Out<'_>) -> Result<(Taken, u64), Problem> {
        let unreadable = |e: io::Error| Problem::new(Stage::Open, "cannot be read", e.to_string());
        let Some(path) = place.on_disk else {
            let stream = self.stream.lock().ok().and_then(|mut stream| stream.take());
            let Some(mut stream) = stream else {
                return Err(Problem::new(
                    Stage::Open,
                    "cannot be read",
                    "the stream was read already",
                ));
            };
            return Ok((self.reading.read_file(&mut stream, place, out)?, 0));
        };
        let mut input = crawl::open(path).map_err(unreadable)?;
        let taken = self.reading.read_file(&mut input, place, out)?;
        Ok((taken, input.finish().map_err(unreadable)?))
    }
}

/// Where an article was that turned out to be wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TakenBack {
    Here,
    FromWriter,
}

/// The batches of one file.
struct Batches<'w, 'r> {
    shop: &'w Workshop<'r>,
    task: &'w Task,
    root: &'w str,
    sent: usize,
    open: Batch,
    bytes: usize,
}

impl Batches<'_, '_> {
    fn add(&mut self, position: u64, article: Article) -> Result<(), Stopped> {
        let timings = self.shop.timings;
        let content =
            timings.time("digest", || ArticleRecord::digest(&article, self.shop.versions));
        let had = self.shop.contents.filter(|_| self.open.old.is_some());
        if had.and_then(|had| had.get(self.open.file.article(position))) == Some(content) {
            self.open.kept = (self.open.kept.0 + 1, position + 1);
            return Ok(());
        }
        self.bytes += article.body.len();
        let source =
            Source { root: self.root.to_owned(), path: self.task.found.path.to_string(), position };
        self.open.articles.push((source, article, content));
        if self.open.articles.len() < BATCH_ARTICLES && self.bytes < BATCH_BYTES {
            return Ok(());
        }
        let batch = self.take();
        match self.shop.spare.0.try_send(batch) {
            Ok(()) => Ok(()),
            Err(full) => self.shop.annotate(full.into_inner()),
        }
    }

    /// Drops an article that turned out to be wrong, if it has not gone to the writer yet; else the
    /// writer removes it, as all positions that failed.
    fn take_back(&mut self, position: u64) -> TakenBack {
        let open = self.open.articles.len();
        self.open.articles.retain(|(source, ..)| source.position != position);
        if self.open.articles.len() < open { TakenBack::Here } else { TakenBack::FromWriter }
    }

    /// Annotates what is left; the number of batches in all.
    fn finish(mut self) -> Result<usize, Stopped> {
        if !self.open.articles.is_empty() || self.open.kept.0 > 0 {
            let batch = self.take();
            self.shop.annotate(batch)?;
        }
        Ok(self.sent)
    }

    fn take(&mut self) -> Batch {
        self.sent += 1;
        self.bytes = 0;
        let next = Batch { file: self.open.file, old: self.open.old, ..Batch::default() };
        std::mem::replace(&mut self.open, next)
    }
}
