//! Files of the ledger that a run did not find: gone, or out of reach.
//!
//! A file that was deleted and a disk that is not mounted look alike. What tells them apart is the
//! directory: while it holds other articles of those that it held, and stands on the device that it
//! stood on, the missing file was deleted. Else its articles stay, and the run says so.

use rustc_hash::{FxHashMap, FxHashSet};
use schemars::JsonSchema;
use serde::Serialize;

use crate::crawl::{self, Presence, RootScope, Roots, unescape_path};
use crate::ingest::task::Task;
use crate::model::FileId;
use crate::store::{Error, Index, Ledger};

/// Roots of a run, and the files that it found in them.
#[derive(Clone, Copy, Debug)]
pub struct Walked<'w> {
    /// Roots of the index.
    pub roots: &'w Roots,
    /// Parts of them that were walked.
    pub targets: &'w [RootScope],
    /// Files that were found.
    pub seen: &'w FxHashSet<FileId>,
    /// Root and path of what could not be walked.
    pub obstructed: &'w [(usize, String)],
}

/// Files that were not found.
#[derive(Debug, Default)]
pub struct Missing {
    /// Files that are gone, each with its number of positions.
    pub removed: Vec<(FileId, u64)>,
    /// Directories that hold nothing of what they held, but new files: gone if these are articles,
    /// else out of reach.
    pub doubtful: Vec<Doubtful>,
    /// Directories that are out of reach.
    pub out_of_reach: Vec<OutOfReach>,
}

/// A directory that may be out of reach.
#[derive(Debug)]
pub struct Doubtful {
    /// Directory, should it be so.
    pub place: OutOfReach,
    /// Files missing in it, each with its number of positions.
    pub files: Vec<(FileId, u64)>,
    /// Files that are new in it.
    pub new: Vec<FileId>,
}

/// A directory that is out of reach: what the index has of it stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "out-of-reach")]
pub struct OutOfReach {
    /// Full path of the directory, escaped.
    pub dir: String,
    /// Number of files that are missing in it.
    pub files: u64,
    /// Number of articles that the index has of them.
    pub articles: u64,
    /// Sign by which it is known to be out of reach.
    pub reason: Reason,
}

/// Sign by which a directory is known to be out of reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "out-of-reach-reason")]
pub enum Reason {
    /// None of the articles are there that it held.
    HoldsNone,
    /// Another device than the one it was read from.
    OtherDevice,
    /// No answer from the system.
    CannotBeRead,
}

/// A directory as it is now, and the device that missing files of it lay on, if that is another.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Place {
    root: usize,
    below: String,
    other_device: Option<u64>,
}

/// Missing files of a place.
#[derive(Default)]
struct Group {
    files: Vec<(FileId, u64)>,
    reason: Option<Reason>,
}

/// Other files of a directory that misses some.
#[derive(Default)]
struct Present {
    /// True if there are articles of those that the index has.
    articles: bool,
    /// Number of files by the device that they lay on.
    by_device: FxHashMap<u64, usize>,
}

/// Sorts out the files of the ledger that lie beneath a target and were not seen. What lies beneath
/// a place that could not be walked is not known to be gone. All are gone if `forget`.
///
/// # Errors
/// The index cannot be read.
pub fn missing(
    index: &Index,
    ledger: &Ledger,
    walked: &Walked<'_>,
    tasks: &[Task],
    forget: bool,
) -> Result<Missing, Error> {
    let mut found = Missing::default();
    let mut groups: FxHashMap<Place, Group> = FxHashMap::default();
    let mut candidates = FxHashSet::default();
    let mut dirs = Directories { roots: walked.roots, known: FxHashMap::default() };
    let wanted = walked.targets.iter().map(|t| (t.root, t.below.as_str())).collect();
    let hidden = walked.obstructed.iter().map(|(root, below)| (*root, below.as_str())).collect();
    Ledger::for_each_path(index, |root, path| {
        let id = FileId::new(root, path);
        if walked.seen.contains(&id) {
            return;
        }
        let Some(root) = walked.roots.0.iter().position(|r| r.name == root) else { return };
        if !contains_any(&wanted, root, path) || contains_any(&hidden, root, path) {
            return;
        }
        let (positions, device) = ledger.get(id).map_or((0, 0), |e| (e.positions, e.device));
        if forget {
            found.removed.push((id, positions));
            return;
        }
        candidates.insert(id);
        match crawl::presence(&walked.roots.0[root].dir.join(unescape_path(path))) {
            // It is there and was passed over: by an ignore file, or since it has another path.
            Presence::There => found.removed.push((id, positions)),
            presence => {
                let (below, now) = dirs.deepest(root, path);
                let other = device != 0 && now != 0 && now != device;
                let other_device = other.then_some(device);
                let place = Place { root, below, other_device };
                let group = groups.entry(place).or_default();
                group.files.push((id, positions));
                if presence == Presence::Unknown || (now == 0 && dirs.is_absent(root)) {
                    group.reason = Some(Reason::CannotBeRead);
                }
            }
        }
    })?;
    let present = present(index, ledger, walked, &candidates, &groups)?;
    let mut groups: Vec<(Place, Group)> = groups.into_iter().collect();
    groups.sort_by(|(a, _), (b, _)| {
        (a.root, &a.below, a.other_device).cmp(&(b.root, &b.below, b.other_device))
    });
    for (place, group) in groups {
        found.judge(walked.roots, &place, group, &present, tasks);
    }
    Ok(found)
}

impl Missing {
    /// True if nothing is to be removed, now or later.
    pub fn changes_nothing(&self) -> bool {
        self.removed.is_empty() && self.doubtful.is_empty()
    }

    /// Decides about the missing files of one place.
    fn judge(
        &mut self,
        roots: &Roots,
        place: &Place,
        group: Group,
        present: &FxHashMap<(usize, String), Present>,
        tasks: &[Task],
    ) {
        let articles = group.files.iter().map(|(_, positions)| positions).sum();
        if articles == 0 {
            self.removed.extend(group.files);
            return;
        }
        let there = present.get(&(place.root, place.below.clone()));
        let reason = match (group.reason, place.other_device) {
            (Some(reason), _) => Some(reason),
            // The device has another number after many a restart. It is taken for the same while it
            // holds the most of what it held.
            (None, Some(device)) => {
                let left = there.and_then(|p| p.by_device.get(&device)).copied().unwrap_or(0);
                (left <= group.files.len()).then_some(Reason::OtherDevice)
            }
            (None, None) if there.is_some_and(|present| present.articles) => None,
            (None, None) => Some(Reason::HoldsNone),
        };
        let Some(reason) = reason else {
            self.removed.extend(group.files);
            return;
        };
        let dir = &roots.0[place.root].dir;
        let dir = if place.below.is_empty() {
            dir.clone()
        } else {
            dir.join(unescape_path(&place.below))
        };
        let dir = crawl::escape_path(&dir);
        let files = group.files.len() as u64;
        let place_now = OutOfReach { dir, files, articles, reason };
        let scope = RootScope { root: place.root, below: place.below.clone() };
        let is_new = |task: &&Task| {
            task.found.root == scope.root
                && task.old.is_none_or(|old| old.positions == 0)
                && scope.contains(&task.found.path)
        };
        let new: Vec<FileId> = match reason {
            Reason::HoldsNone => tasks.iter().filter(is_new).map(|t| t.found.id(roots)).collect(),
            _ => Vec::new(),
        };
        if new.is_empty() {
            self.out_of_reach.push(place_now);
        } else {
            self.doubtful.push(Doubtful { place: place_now, files: group.files, new });
        }
    }
}

/// Counts what else is there in the directories that miss files.
fn present(
    index: &Index,
    ledger: &Ledger,
    walked: &Walked<'_>,
    candidates: &FxHashSet<FileId>,
    groups: &FxHashMap<Place, Group>,
) -> Result<FxHashMap<(usize, String), Present>, Error> {
    let mut present: FxHashMap<(usize, String), Present> = FxHashMap::default();
    for place in groups.keys() {
        present.entry((place.root, place.below.clone())).or_default();
    }
    if present.is_empty() {
        return Ok(present);
    }
    let roots: FxHashMap<&str, usize> =
        walked.roots.0.iter().enumerate().map(|(i, r)| (r.name.as_str(), i)).collect();
    Ledger::for_each_path(index, |root, path| {
        let id = FileId::new(root, path);
        let Some(&root) = roots.get(root) else { return };
        let entry = ledger.get(id).filter(|entry| entry.positions > 0);
        let Some(entry) = entry.filter(|_| !candidates.contains(&id)) else { return };
        let mut is_there = walked.seen.contains(&id).then_some(true);
        let parents = path.match_indices('/').map(|(at, _)| &path[..at]);
        for dir in [""].into_iter().chain(parents) {
            let Some(present) = present.get_mut(&(root, dir.to_owned())) else { continue };
            let place = |device| Place { root, below: dir.to_owned(), other_device: Some(device) };
            let counts = entry.device != 0 && groups.contains_key(&place(entry.device));
            if present.articles && !counts {
                continue;
            }
            // Outside of what this run walks, the disk is asked.
            let full = || walked.roots.0[root].dir.join(unescape_path(path));
            if *is_there.get_or_insert_with(|| crawl::presence(&full()) == Presence::There) {
                present.articles = true;
                if counts {
                    *present.by_device.entry(entry.device).or_default() += 1;
                }
            }
        }
    })?;
    Ok(present)
}

/// Directories that missing files lay in, as they are now.
struct Directories<'d> {
    roots: &'d Roots,
    /// Deepest directory that is there, and its device, by root and directory.
    known: FxHashMap<(usize, String), (String, u64)>,
}

impl Directories<'_> {
    /// The deepest directory above a file that is there, beneath its root, and its device; 0 if
    /// that is not known.
    fn deepest(&mut self, root: usize, path: &str) -> (String, u64) {
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        let key = (root, parent.to_owned());
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let full = self.roots.0[root].dir.join(unescape_path(parent));
        let found = match crawl::dir_device(&full) {
            Some(device) => (parent.to_owned(), device),
            None if parent.is_empty() => (String::new(), 0),
            None => self.deepest(root, parent),
        };
        self.known.insert(key, found.clone());
        found
    }

    /// True if the root itself is not there.
    fn is_absent(&self, root: usize) -> bool {
        crawl::dir_device(&self.roots.0[root].dir).is_none()
    }
}

/// True if one of `places` (root and path beneath it) is `path` or contains it. Looked up by each
/// of the path's own parents, since a list may name as many places as there are files.
fn contains_any(places: &FxHashSet<(usize, &str)>, root: usize, path: &str) -> bool {
    let parents = path.match_indices('/').map(|(at, _)| &path[..at]);
    [""].into_iter().chain(parents).chain([path]).any(|place| places.contains(&(root, place)))
}
