//! Writing side of a run: one thread that puts what the workers made into the sink, and commits.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::ingest::job::CommitEvery;
use crate::ingest::missing::Missing;
use crate::ingest::plan::RunPlan;
use crate::ingest::sink::Sink;
use crate::ingest::stats::RunStats;
use crate::ingest::timings::Timings;
use crate::ingest::worker_pool::Message;
use crate::model::{FileId, Problem, Source};
use crate::store::{Error, FileRow, LedgerEntry, Manifest, Outcome, PROBLEMS_KEPT};

/// Interval between two reports, and longest wait for a message.
const TICK: Duration = Duration::from_millis(100);

/// State of a run.
#[derive(Debug)]
pub struct Report<'t> {
    /// Counts so far.
    pub stats: &'t RunStats,
    /// Number of files to be read in this run.
    pub files_planned: u64,
    /// Number of files of these that are done.
    pub files_done: u64,
}

/// Writing side of a run: gathers the messages of the workers by file.
pub struct RunWriter<'r> {
    sink: &'r mut dyn Sink,
    manifest: &'r Manifest,
    timings: &'r Timings,
    commit_every: CommitEvery,
    stats: &'r mut RunStats,
    /// Files of which some batches have come but not all, or not their end.
    open: FxHashMap<FileId, OpenFile>,
    /// Number of articles and rows since the last commit.
    since_commit: u64,
    last_commit: Instant,
    /// Number of files that are done.
    done: u64,
    /// Files of which it matters whether they give articles, and that gave none yet.
    watched: FxHashSet<FileId>,
}

/// A file of which messages have come, but not the last.
#[derive(Default)]
struct OpenFile {
    batches: usize,
    articles: u64,
    /// One more than the highest position inserted, or than the file had before.
    positions: u64,
    /// Number of positions that the file had before.
    had: u64,
    /// Root and path, once an article has told them.
    place: Option<(String, String)>,
    /// True if the ledger has a row of the file, from before or from a commit in its midst.
    has_row: bool,
    /// True if articles of it were lost to damage before.
    lost: bool,
    failed: Vec<(u64, Problem)>,
    end: Option<End>,
}

/// End of a file, as its worker told it.
struct End {
    row: FileRow,
    batches: usize,
    failed: Vec<u64>,
    causes: BTreeMap<String, u64>,
    retracted: u64,
}

impl<'r> RunWriter<'r> {
    /// Writer for a run whose commits before its end carry `manifest`.
    pub fn new(
        sink: &'r mut dyn Sink,
        manifest: &'r Manifest,
        timings: &'r Timings,
        commit_every: CommitEvery,
        stats: &'r mut RunStats,
    ) -> Self {
        Self {
            sink,
            manifest,
            timings,
            commit_every,
            stats,
            open: FxHashMap::default(),
            since_commit: 0,
            last_commit: Instant::now(),
            done: 0,
            watched: FxHashSet::default(),
        }
    }

    /// Removes from the index what is gone, and records what could not be walked.
    ///
    /// # Errors
    /// The sink cannot be written.
    pub fn start(&mut self, plan: &RunPlan) -> Result<(), Error> {
        self.remove(&plan.missing.removed);
        for (row, known) in &plan.obstacles {
            self.sink.insert_file(row, *known)?;
        }
        self.stats.out_of_reach.clone_from(&plan.missing.out_of_reach);
        self.watched = plan.missing.doubtful.iter().flat_map(|d| d.new.iter().copied()).collect();
        Ok(())
    }

    fn remove(&mut self, files: &[(FileId, u64)]) {
        for (file, positions) in files {
            for position in 0..*positions {
                self.sink.remove_article(file.article(position));
            }
            self.sink.remove_file(*file);
            self.stats.files_removed += 1;
        }
    }

    /// Decides about the directories that were doubtful, now that what is new in them was read.
    pub fn settle(&mut self, missing: &Missing) {
        for doubtful in &missing.doubtful {
            // What gave articles was taken off the list.
            if doubtful.new.iter().all(|file| self.watched.contains(file)) {
                self.stats.out_of_reach.push(doubtful.place.clone());
            } else {
                self.remove(&doubtful.files);
            }
        }
    }

    /// Number of files that are done.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// Writes what the workers send until they are done, and commits as often as the job asks.
    ///
    /// # Errors
    /// The sink cannot be written.
    pub fn receive_all(
        &mut self,
        receiver: &Receiver<Message>,
        planned: u64,
        progress: &mut dyn FnMut(&Report<'_>),
    ) -> Result<(), Error> {
        let mut last_report = Instant::now();
        loop {
            match receiver.recv_timeout(TICK) {
                Ok(message) => self.receive(message)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
            if self.since_commit >= self.commit_every.articles
                || (self.since_commit > 0 && self.last_commit.elapsed() >= self.commit_every.time)
            {
                self.commit_in_midst()?;
            }
            if last_report.elapsed() >= TICK {
                last_report = Instant::now();
                progress(&Report {
                    stats: self.stats,
                    files_planned: planned,
                    files_done: self.done,
                });
            }
        }
    }

    fn receive(&mut self, message: Message) -> Result<(), Error> {
        match message {
            Message::Batch { file, old, records, failed, kept } => {
                let start = Instant::now();
                for record in &records {
                    self.sink.insert_article(record, old.is_some())?;
                    self.stats.add_article(&record.article, &record.notes);
                }
                self.timings.add("documents", start.elapsed());
                self.since_commit += records.len() as u64;
                self.stats.articles_kept += kept.0;
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
            Message::End { row, old, batches, failed, causes, retracted } => {
                let file = row.id();
                let end = End { row, batches, failed, causes, retracted };
                self.open_file(file, old).end = Some(end);
                self.end_if_complete(file)
            }
            Message::Touched { row } => {
                self.stats.files_unchanged += 1;
                self.done += 1;
                self.since_commit += 1;
                self.sink.insert_file(&row, true)
            }
            Message::LeftOut => {
                self.stats.files_left_out += 1;
                self.done += 1;
                Ok(())
            }
        }
    }

    fn open_file(&mut self, file: FileId, old: Option<LedgerEntry>) -> &mut OpenFile {
        self.open.entry(file).or_insert_with(|| OpenFile {
            has_row: old.is_some(),
            lost: old.is_some_and(|old| old.outcome == Outcome::Lost),
            positions: old.map_or(0, |old| old.positions),
            had: old.map_or(0, |old| old.positions),
            ..OpenFile::default()
        })
    }

    /// Ends a file when all of its batches and its end have come: removes the articles it no longer
    /// has and inserts its row.
    fn end_if_complete(&mut self, file: FileId) -> Result<(), Error> {
        let complete =
            |open: &OpenFile| open.end.as_ref().is_some_and(|end| end.batches == open.batches);
        if !self.open.get(&file).is_some_and(complete) {
            return Ok(());
        }
        let Some(mut open) = self.open.remove(&file) else { return Ok(()) };
        let Some(End { mut row, mut failed, causes, retracted, .. }) = open.end.take() else {
            return Ok(());
        };
        open.articles = open.articles.saturating_sub(retracted);
        self.stats.articles = self.stats.articles.saturating_sub(retracted);
        for (position, problem) in open.failed {
            if row.entry.outcome == Outcome::Read {
                row.entry.outcome = Outcome::Damaged;
            }
            failed.push(position);
            self.stats.add_cause(&problem.cause, 1);
            if row.problems.len() < PROBLEMS_KEPT {
                row.problems.push((position, problem));
            }
        }
        for (cause, count) in &causes {
            self.stats.add_cause(cause, *count);
        }
        if open.articles > 0 {
            self.watched.remove(&file);
        }
        self.done += 1;
        self.since_commit += 1;
        if row.entry.outcome.is_unfinished() {
            // All that the index has of it stays, until it can be read.
            row.entry.positions = row.entry.positions.max(open.positions);
            self.stats.files_failed += 1;
            self.stats.files_kept += u64::from(open.had > 0);
            return self.sink.insert_file(&row, open.has_row);
        }
        if open.has_row || retracted > 0 {
            // Positions that failed this time are gone too, whatever they held before.
            for position in (row.entry.positions..open.positions).chain(failed.iter().copied()) {
                self.sink.remove_article(file.article(position));
            }
        }
        if open.articles == 0 && row.entry.outcome != Outcome::Read {
            row.entry.outcome = Outcome::Failed;
            self.stats.files_failed += 1;
        } else {
            self.stats.files_read += 1;
            self.stats.records_failed += failed.len() as u64;
        }
        self.sink.insert_file(&row, open.has_row)
    }

    /// Commits. Files that are being read get a row that makes the next run read them again, should
    /// this one not come to their end.
    ///
    /// # Errors
    /// The sink cannot be written.
    pub fn commit_in_midst(&mut self) -> Result<(), Error> {
        for open in self.open.values_mut() {
            let Some((root, path)) = open.place.clone() else { continue };
            // What was lost stays told until it is read to its end.
            let row = if open.lost { FileRow::lost } else { FileRow::unfinished };
            let row = row(root, path, open.positions);
            self.sink.insert_file(&row, open.has_row)?;
            open.has_row = true;
        }
        self.commit(self.manifest)
    }

    /// Commits, with this manifest from now on.
    ///
    /// # Errors
    /// The sink cannot be written.
    pub fn commit(&mut self, manifest: &'r Manifest) -> Result<(), Error> {
        self.manifest = manifest;
        self.timings.time("commit", || self.sink.commit(self.manifest))?;
        self.since_commit = 0;
        self.last_commit = Instant::now();
        Ok(())
    }
}
