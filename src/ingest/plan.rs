//! Plan of a run: what has to be read and what has to go, from the walk against the ledger.

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::Xxh3;

use crate::crawl::{FoundFile, RootScope, Roots, WalkFilter, WalkItem, walk};
use crate::ingest::error::IngestError;
use crate::ingest::job::Job;
use crate::ingest::stats::RunStats;
use crate::model::{FileId, Problem};
use crate::store::{Error, FileRow, Index, Ledger, LedgerEntry, Outcome};

/// A file to be read.
#[derive(Debug)]
pub struct Task {
    /// File as the walk found it.
    pub found: FoundFile,
    /// Entry that the ledger has of it.
    pub old: Option<LedgerEntry>,
    /// True if it is read with the files beside it; its size and time are theirs too.
    pub with_neighbours: bool,
    /// True if it is the run's stream and not on the disk.
    pub stream: bool,
}

/// Work of a run.
#[derive(Debug, Default)]
pub struct RunPlan {
    /// Files that are new or may have changed.
    pub tasks: Vec<Task>,
    /// Files that are gone, with their number of positions.
    pub removed: Vec<(FileId, u64)>,
    /// Ledger rows of what could not be walked, each with true if the ledger has a row of it.
    pub obstacles: Vec<(FileRow, bool)>,
}

/// Walks all targets and compares what it finds, and the run's stream, with the ledger.
///
/// # Errors
/// The index cannot be read, or a root is empty of which the index holds files.
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
    let mut empty = Vec::new();
    for target in targets {
        if job.missing_is_removed && !is_there(roots, target) {
            continue; // so that what the ledger has of it is gone
        }
        let before = planner.seen.len();
        planner.walk(target);
        // Of a part that is listed one by one it is told what is gone.
        let listed = job.missing_is_removed && !target.below.is_empty();
        if planner.seen.len() == before && !listed {
            empty.push(target);
        }
    }
    let Planner { stats, mut plan, seen, obstructed, .. } = planner;
    if let Some(found) = stream {
        stats.files_found += 1;
        let old = ledger.get(found.id(roots)).copied();
        plan.tasks.push(Task { found, old, with_neighbours: false, stream: true });
    }
    if !ledger.is_empty() && !job.keep_removed {
        plan.removed = removed(index, &ledger, roots, targets, &seen, &obstructed)?;
    }
    if !job.allow_empty
        && let Some(target) = empty.first()
    {
        let files = count_beneath(index, roots, target)?;
        if files > 0 {
            let dir = roots.0[target.root].dir.join(crate::crawl::unescape_path(&target.below));
            return Err(IngestError::Emptied { dir, files });
        }
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
    /// Walks a target and plans for what it finds.
    fn walk(&mut self, target: &RootScope) {
        let mut issues = Issues::default();
        let filter = WalkFilter { dirs: &self.job.skip, globs: &self.job.globs };
        let roots = self.roots;
        walk(roots, target, filter, &mut |item| match item {
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
                let known = self.ledger.get(row.id()).is_some();
                if self.seen.insert(row.id()) {
                    self.plan.obstacles.push((row, known));
                }
                self.obstructed.push((root, path));
            }
        });
        for found in issues.complete() {
            self.consider(found, true);
        }
    }

    /// Adds a task for a file, unless it is as the ledger has it.
    fn consider(&mut self, found: FoundFile, with_neighbours: bool) {
        let old = self.ledger.get(found.id(self.roots)).copied();
        let same = old.is_some_and(|old| {
            let failed = matches!(old.outcome, Outcome::Failed | Outcome::Damaged);
            old.size == found.size
                && old.modified == found.modified
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
/// added up in place of their size.
#[derive(Default)]
struct Issues {
    held: Vec<FoundFile>,
    /// Sum of the stamps and of the times of the XML files of a directory, by root and directory.
    beside: FxHashMap<(usize, Box<str>), (u64, i64)>,
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
            if let Some((size, modified)) = beside.get(&Self::dir(found)) {
                (found.size, found.modified) = (*size, *modified);
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

/// Files of the ledger that lie beneath a target and were not seen. What lies beneath a place
/// that could not be walked is not known to be gone.
fn removed(
    index: &Index,
    ledger: &Ledger,
    roots: &Roots,
    targets: &[RootScope],
    seen: &FxHashSet<FileId>,
    obstructed: &[(usize, String)],
) -> Result<Vec<(FileId, u64)>, Error> {
    let mut removed = Vec::new();
    let wanted = targets.iter().map(|target| (target.root, target.below.as_str())).collect();
    let hidden = obstructed.iter().map(|(root, below)| (*root, below.as_str())).collect();
    Ledger::for_each_path(index, |root, path| {
        let id = FileId::new(root, path);
        if seen.contains(&id) {
            return;
        }
        let Some(root) = roots.0.iter().position(|r| r.name == root) else { return };
        if contains_any(&wanted, root, path) && !contains_any(&hidden, root, path) {
            removed.push((id, ledger.get(id).map_or(0, |entry| entry.positions)));
        }
    })?;
    Ok(removed)
}

/// True if one of `places` (root and path beneath it) is `path` or contains it. Looked up by each
/// of the path's own parents, since a list may name as many places as there are files.
fn contains_any(places: &FxHashSet<(usize, &str)>, root: usize, path: &str) -> bool {
    let parents = path.match_indices('/').map(|(at, _)| &path[..at]);
    [""].into_iter().chain(parents).chain([path]).any(|place| places.contains(&(root, place)))
}

/// Number of files that the index has beneath a target.
fn count_beneath(index: &Index, roots: &Roots, target: &RootScope) -> Result<usize, Error> {
    let mut files = 0;
    Ledger::for_each_path(index, |root, path| {
        files += usize::from(roots.0[target.root].name == root && target.contains(path));
    })?;
    Ok(files)
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
            versions,
            positions: 0,
            outcome: Outcome::Failed,
        },
        problems: vec![(0, problem)],
    }
}
