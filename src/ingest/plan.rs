//! What has to be read and what has to go: the walk against the ledger.

use std::path::PathBuf;

use rustc_hash::FxHashSet;

use crate::crawl::{Found, Item, Roots, Target, walk};
use crate::ingest::{IngestError, Tally};
use crate::model::{FileId, Problem};
use crate::store::{Archive, Error, FileRow, Ledger, LedgerEntry, Outcome};

/// A file to be read, and how the index knows it.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) found: Found,
    pub(super) old: Option<LedgerEntry>,
}

/// What a run has to do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files that are new or may have changed.
    pub(super) tasks: Vec<Task>,
    /// Files that are gone, with their number of positions.
    pub(super) removed: Vec<(FileId, u64)>,
    /// What could not be walked, as ledger rows, each with whether the ledger has one of it.
    pub(super) obstacles: Vec<(FileRow, bool)>,
}

/// Walks all targets and compares what it finds with the ledger.
pub(super) fn plan(
    archive: &Archive,
    roots: &Roots,
    targets: &[Target],
    skip: &[PathBuf],
    versions: u64,
    options: PlanOptions,
    tally: &mut Tally,
) -> Result<Plan, IngestError> {
    let ledger = Ledger::load(archive)?;
    let mut plan = Plan::default();
    let mut seen = FxHashSet::default();
    let mut obstructed: Vec<(usize, String)> = Vec::new();
    let mut empty = Vec::new();
    for target in targets {
        let before = seen.len();
        walk(roots, target, skip, &mut |item| match item {
            Item::File(found) => {
                let id = found.id(roots);
                if !seen.insert(id) {
                    return; // two PATHs that overlap
                }
                tally.files_found += 1;
                let old = ledger.get(id).copied();
                let same = old.is_some_and(|old| {
                    old.size == found.size
                        && old.modified == found.modified
                        && old.versions == versions
                        && old.outcome != Outcome::Partial
                });
                if same && !options.again {
                    tally.files_unchanged += 1;
                } else {
                    plan.tasks.push(Task { found, old });
                }
            }
            Item::Problem { root, path, problem } => {
                let row = obstacle(&roots.0[root].name, &path, problem, versions);
                let known = ledger.get(row.id()).is_some();
                if seen.insert(row.id()) {
                    plan.obstacles.push((row, known));
                }
                obstructed.push((root, path));
            }
        });
        if seen.len() == before {
            empty.push(target);
        }
    }
    if !ledger.is_empty() {
        plan.removed = gone(archive, &ledger, roots, targets, &seen, &obstructed)?;
    }
    if !options.allow_empty
        && let Some(target) = empty.first()
    {
        let files = beneath(archive, roots, target)?;
        if files > 0 {
            let dir = roots.0[target.root].dir.join(crate::crawl::unescape_path(&target.below));
            return Err(IngestError::Emptied { dir, files });
        }
    }
    Ok(plan)
}

/// How the plan is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlanOptions {
    /// Read files again that have not changed.
    pub(super) again: bool,
    /// Take an empty directory for an emptied one and not for an unmounted one.
    pub(super) allow_empty: bool,
}

/// The files of the ledger that lie beneath a target and were not seen. What lies beneath a place
/// that could not be walked is not known to be gone.
fn gone(
    archive: &Archive,
    ledger: &Ledger,
    roots: &Roots,
    targets: &[Target],
    seen: &FxHashSet<FileId>,
    obstructed: &[(usize, String)],
) -> Result<Vec<(FileId, u64)>, Error> {
    let mut gone = Vec::new();
    Ledger::for_each_path(archive, |root, path, _| {
        let id = FileId::new(root, path);
        if seen.contains(&id) {
            return;
        }
        let Some(root) = roots.0.iter().position(|r| r.name == root) else { return };
        let within = |root_of: usize, target: &Target| root_of == root && target.holds(path);
        let wanted = targets.iter().any(|target| within(target.root, target));
        let hidden = obstructed.iter().any(|(root_of, below)| {
            within(*root_of, &Target { root: *root_of, below: below.clone() })
        });
        if wanted && !hidden {
            gone.push((id, ledger.get(id).map_or(0, |entry| entry.positions)));
        }
    })?;
    Ok(gone)
}

/// How many files the index has beneath a target.
fn beneath(archive: &Archive, roots: &Roots, target: &Target) -> Result<usize, Error> {
    let mut files = 0;
    Ledger::for_each_path(archive, |root, path, _| {
        files += usize::from(roots.0[target.root].name == root && target.holds(path));
    })?;
    Ok(files)
}

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
