//! Plan of a run: what has to be read and what has to go, from the walk against the ledger.

use std::sync::atomic::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::Xxh3;

use crate::crawl::{FoundFile, RootScope, Roots, Walk, WalkFilter, WalkItem};
use crate::ingest::error::IngestError;
use crate::ingest::job::Job;
use crate::ingest::missing::{Missing, Walked, missing};
use crate::ingest::stats::RunStats;
use crate::ingest::task::Task;
use crate::model::{FileId, Problem};
use crate::store::{FileRow, Index, Ledger, LedgerEntry, Outcome};

/// Work of a run.
#[derive(Debug, Default)]
pub struct RunPlan {
    /// Files that are new or may have changed.
    pub tasks: Vec<Task>,
    /// Files that are gone, with their number of positions, and places that are out of reach.
    pub missing: Missing,
    /// Ledger rows to be written of what could not be walked, each with true if the ledger has a
    /// row of it.
    pub obstacles: Vec<(FileRow, bool)>,
    /// True if something could not be walked.
    pub is_obstructed: bool,
}

/// Walks all targets and compares what it finds, and the run's stream, with the ledger.
///
/// # Errors
/// The index cannot be read, or nothing is found of which the index holds files.
pub fn plan(
    job: &Job,
    index: &Index,
    roots: &Roots,
    targets: &[RootScope],
    stream: Option<FoundFile>,
    versions: u64,
    stats: &mut RunStats,
) -> Result<RunPlan, IngestError> {
    let ledger = Ledger::load(index)?;
    let mut planner = Planner {
        job,
        roots,
        versions,
        ledger: &ledger,
        stats,
        plan: RunPlan::default(),
        seen: FxHashSet::default(),
        obstructed: Vec::new(),
    };
    planner.walk(targets);
    let Planner { stats, mut plan, seen, obstructed, .. } = planner;
    if job.stop.load(Ordering::Relaxed) {
        return Ok(RunPlan::default());
    }
    plan.is_obstructed = !obstructed.is_empty();
    if !ledger.is_empty() && !job.keep_removed {
        let run = Walked { roots, targets, seen: &seen, obstructed: &obstructed };
        plan.missing = missing(index, &ledger, &run, &plan.tasks, job.forget_missing)?;
    }
    if seen.is_empty()
        && stream.is_none()
        && !(job.paths.is_empty() && job.named_roots.is_empty())
        && let Some(place) = plan.missing.out_of_reach.first()
    {
        let dir = crate::crawl::unescape_path(&place.dir);
        return Err(IngestError::Emptied { dir, files: place.files });
    }
    if let Some(found) = stream {
        stats.files_found += 1;
        let old = ledger.get(found.id(roots)).copied();
        plan.tasks.push(Task { found, old, with_neighbours: false, stream: true });
    }
    Ok(plan)
}

/// A plan while the targets are walked.
struct Planner<'p> {
    job: &'p Job,
    roots: &'p Roots,
    versions: u64,
    ledger: &'p Ledger,
    stats: &'p mut RunStats,
    plan: RunPlan,
    seen: FxHashSet<FileId>,
    /// Root and path of what could not be walked.
    obstructed: Vec<(usize, String)>,
}

impl Planner<'_> {
    /// Walks all targets and plans for what it finds.
    fn walk(&mut self, targets: &[RootScope]) {
        let mut issues = Issues::default();
        let (roots, job) = (self.roots, self.job);
        let filter = WalkFilter { dirs: &job.skip, globs: &job.globs, stop: &job.stop };
        let mut walk = Walk::new(roots, filter);
        for target in targets {
            // What is listed and not there is gone, and what the ledger has of it with it.
            if !job.missing_is_removed || is_there(roots, target) {
                walk.scope(target, &mut |item| self.find(item, &mut issues));
            }
        }
        walk.links(&mut |item| self.find(item, &mut issues));
        for found in issues.complete() {
            self.consider(found, true);
        }
    }

    fn find(&mut self, item: WalkItem, issues: &mut Issues) {
        let roots = self.roots;
        match item {
            WalkItem::File(found) => {
                if !self.seen.insert(found.id(roots)) {
                    return; // two PATHs that overlap
                }
                self.stats.files_found += 1;
                if let Some(found) = issues.hold_back(found) {
                    self.consider(found, false);
                }
            }
            WalkItem::Excluded(found) => {
                if self.seen.insert(found.id(roots)) {
                    self.stats.files_found += 1;
                    self.stats.files_left_out += 1;
                }
            }
            WalkItem::Problem { root, path, problem } => {
                let row = obstacle(&roots.0[root].name, &path, problem, self.versions);
                if self.seen.insert(row.id()) {
                    self.meet(row);
                }
                self.obstructed.push((root, path));
            }
        }
    }

    /// Counts an obstacle, and plans for its row unless the ledger has it.
    fn meet(&mut self, mut row: FileRow) {
        self.stats.files_found += 1;
        self.stats.files_failed += 1;
        for (_, problem) in &row.problems {
            self.stats.add_cause(&problem.cause, 1);
        }
        let old = self.ledger.get(row.id());
        if old.is_some_and(|old| old.positions > 0) {
            self.stats.files_kept += 1;
        }
        match old {
            Some(old) if old.outcome == Outcome::Failed => {}
            Some(old) => {
                row.entry = LedgerEntry { outcome: old.outcome.unreadable(), ..*old };
                self.plan.obstacles.push((row, true));
            }
            None => self.plan.obstacles.push((row, false)),
        }
    }

    /// Adds a task for a file, unless it is as the ledger has it.
    fn consider(&mut self, found: FoundFile, with_neighbours: bool) {
        let old = self.ledger.get(found.id(self.roots)).copied();
        let same = old.is_some_and(|old| {
            let failed = matches!(old.outcome, Outcome::Failed | Outcome::Damaged);
            old.size == found.size
                && old.modified == found.modified
                && (old.stamp == found.stamp || old.stamp == 0 || found.stamp == 0)
                && old.versions == self.versions
                && !old.outcome.is_unfinished()
                && !(self.job.retry_failed && failed)
        });
        if same && !self.job.reread {
            self.stats.files_unchanged += 1;
        } else {
            self.plan.tasks.push(Task { found, old, with_neighbours, stream: false });
        }
    }
}

/// True if there is a file or directory where a target says.
fn is_there(roots: &Roots, target: &RootScope) -> bool {
    let path = roots.0[target.root].dir.join(crate::crawl::unescape_path(&target.below));
    path.symlink_metadata().is_ok()
}

/// Files that are read with those beside them, such as the METS of a scanned issue with its pages.
/// They have changed when one of these has, so the stamps of all XML files in their directory are
/// added up in place of their size, and their times.
#[derive(Default)]
struct Issues {
    held: Vec<FoundFile>,
    /// Sums of the stamps, of the times, and of inodes and change times of the XML files of a
    /// directory, by root and directory.
    beside: FxHashMap<(usize, Box<str>), (u64, i64, u64)>,
}

impl Issues {
    /// Records a file; hands it back if it stands for itself.
    fn hold_back(&mut self, found: FoundFile) -> Option<FoundFile> {
        let path = found.path.as_bytes();
        let ends = |end: &str| {
            path.len() >= end.len()
                && path[path.len() - end.len()..].eq_ignore_ascii_case(end.as_bytes())
        };
        if !ends(".xml") {
            return Some(found);
        }
        // Pages may lie in a folder beneath the METS.
        let (root, dir) = Self::dir(&found);
        let above = dir.rsplit_once('/').map_or("", |(above, _)| above);
        let dirs = [above.into(), dir.clone()];
        for dir in dirs.into_iter().skip(usize::from(dir.is_empty())) {
            let sum = self.beside.entry((root, dir)).or_default();
            sum.0 = sum.0.wrapping_add(stamp(&found));
            sum.1 = sum.1.wrapping_add(found.modified);
            sum.2 = sum.2.wrapping_add(found.stamp);
        }
        if may_be_mets(&found.path) {
            self.held.push(found);
            return None;
        }
        Some(found)
    }

    /// Files that were held back, once the walk is over.
    fn complete(&mut self) -> Vec<FoundFile> {
        let beside = std::mem::take(&mut self.beside);
        let mut held = std::mem::take(&mut self.held);
        for found in &mut held {
            if let Some(sums) = beside.get(&Self::dir(found)) {
                (found.size, found.modified, found.stamp) = *sums;
            }
        }
        held
    }

    fn dir(found: &FoundFile) -> (usize, Box<str>) {
        (found.root, found.path.rsplit_once('/').map_or("", |(dir, _)| dir).into())
    }
}

/// True for a name that METS files have; a file that is none of them is only read once more often.
/// American papers name an issue's file by its day and edition: `1905010101.xml`.
fn may_be_mets(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let stem = name.strip_suffix(".xml").unwrap_or("");
    stem.contains("mets") || (stem.len() == 10 && stem.bytes().all(|b| b.is_ascii_digit()))
}

/// Stamp of a file: a number that another name, size or time makes another, each for itself. Sums
/// of stamps tell files that change places.
fn stamp(found: &FoundFile) -> u64 {
    let mut hash = Xxh3::new();
    hash.update(found.path.as_bytes());
    hash.update(&[0]);
    hash.update(&found.size.to_le_bytes());
    hash.update(&found.modified.to_le_bytes());
    hash.digest()
}

/// Ledger row of what could not be walked.
fn obstacle(root: &str, path: &str, problem: Problem, versions: u64) -> FileRow {
    FileRow {
        root: root.to_owned(),
        path: path.to_owned(),
        entry: LedgerEntry {
            size: 0,
            modified: 0,
            digest: 0,
            stamp: 0,
            device: 0,
            versions,
            positions: 0,
            outcome: Outcome::Failed,
        },
        problems: vec![(0, problem)],
    }
}
