//! The walk through the parts of an archive: every file once, every obstacle a counted problem.
//!
//! Real directories are walked first, in order of names, and links are noted. Then each link is
//! followed to what was not read yet: so a file has the path it really has, whatever links to it
//! come and go, and what only a link leads to is read by the link's path.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rustc_hash::FxHashSet;
use walkdir::{DirEntry, WalkDir};

use crate::crawl::escape::{escape_path, unescape_path};
use crate::crawl::found::{FoundFile, device, has_other_names, identity};
use crate::crawl::globs::{Globs, IgnoreFiles};
use crate::crawl::regular::{KernelDevices, is_of_kernel};
use crate::crawl::roots::{RootScope, Roots};
use crate::model::{Problem, Stage};

/// An event of the walk.
#[derive(Debug)]
pub enum WalkItem {
    /// A file to be read.
    File(FoundFile),
    /// A file that the globs of this run exclude.
    Excluded(FoundFile),
    /// An obstacle: a directory without permission, a loop of links, a pipe.
    Problem {
        /// Index of the root.
        root: usize,
        /// Path beneath the root, escaped.
        path: String,
        /// The problem to be counted.
        problem: Problem,
    },
}

/// Directories and globs that a walk leaves out.
#[derive(Clone, Copy, Debug)]
pub struct WalkFilter<'p> {
    /// Directories that are not entered, such as an index among its own archive.
    pub dirs: &'p [PathBuf],
    /// Globs of this run; the files that they exclude are handed over as excluded.
    pub globs: &'p Globs,
    /// True once the walk is to end before its time.
    pub stop: &'p AtomicBool,
}

/// Walks a scope and hands every file to `each`. Names that start with a dot are passed over, and
/// so are paths that an ignore file or `filter` excludes. A root that lies within the scope is left
/// to [`Roots::nested_in`].
pub fn walk(
    roots: &Roots,
    target: &RootScope,
    filter: WalkFilter<'_>,
    each: &mut dyn FnMut(WalkItem),
) {
    let mut walk = Walk::new(roots, filter);
    walk.scope(target, each);
    walk.links(each);
}

/// A walk through several scopes that reads nothing twice.
#[derive(Debug)]
pub struct Walk<'w> {
    roots: &'w Roots,
    filter: WalkFilter<'w>,
    kernel: KernelDevices,
    walked: Vec<RootScope>,
    /// Identities of the directories that were read.
    dirs: FxHashSet<u64>,
    /// Identities of the files that were found.
    files: FxHashSet<u64>,
    /// Links that are to be followed, each with its root.
    links: VecDeque<(usize, PathBuf)>,
}

/// A directory or file that a part of the walk begins at.
#[derive(Clone, Copy)]
struct Start<'s> {
    root: usize,
    /// Path by which it is known.
    base: &'s Path,
    /// Path with links resolved.
    real: &'s Path,
    /// True if a link led there.
    linked: bool,
}

impl<'w> Walk<'w> {
    /// A walk that has read nothing yet.
    pub fn new(roots: &'w Roots, filter: WalkFilter<'w>) -> Self {
        Self {
            roots,
            filter,
            kernel: KernelDevices::find(),
            walked: Vec::new(),
            dirs: FxHashSet::default(),
            files: FxHashSet::default(),
            links: VecDeque::new(),
        }
    }

    /// Hands over what lies in a scope, in order of names. Its links wait for [`Walk::links`].
    pub fn scope(&mut self, target: &RootScope, each: &mut dyn FnMut(WalkItem)) {
        let dir = &self.roots.0[target.root].dir;
        let base = match target.below.as_str() {
            "" => dir.clone(),
            below => dir.join(unescape_path(below)),
        };
        let ignored = IgnoreFiles::from_parents(dir, &base);
        if ignored.matches_or_parents(&base, base.is_dir()) {
            return;
        }
        self.walked.push(target.clone());
        if base != *dir && base.is_symlink() {
            self.links.push_back((target.root, base));
            return;
        }
        let real = base.canonicalize().unwrap_or_else(|_| base.clone());
        let start = Start { root: target.root, base: &base, real: &real, linked: false };
        self.below(start, ignored, each);
    }

    /// Hands over what only links lead to.
    pub fn links(&mut self, each: &mut dyn FnMut(WalkItem)) {
        while let Some((root, link)) = self.links.pop_front() {
            if let Err((path, problem)) = self.follow(root, &link, each) {
                each(obstacle(self.roots, root, &path, problem));
            }
        }
    }

    /// Walks what a link leads to, unless it is read by another path.
    fn follow(
        &mut self,
        root: usize,
        link: &Path,
        each: &mut dyn FnMut(WalkItem),
    ) -> Result<(), (PathBuf, Problem)> {
        let fail = |problem| (link.to_owned(), problem);
        let walked = |e: std::io::Error| fail(cannot_be_walked(e.to_string()));
        let real = link.canonicalize().map_err(walked)?;
        let metadata = fs::metadata(&real).map_err(walked)?;
        if is_of_kernel(&real) {
            return Err(fail(irregular("made up by the kernel, as all of /proc and /sys")));
        }
        if let Some(what) = self.kernel.irregular(&metadata) {
            return Err(fail(irregular(what)));
        }
        let above = link.parent().and_then(|dir| dir.canonicalize().ok());
        if metadata.is_dir() && above.is_some_and(|dir| dir.starts_with(&real)) {
            let detail = format!("the link leads back to {}", real.display());
            return Err(fail(Problem::new(Stage::Crawl, "loop of links", detail)));
        }
        if self.is_read_elsewhere(&real) {
            return Ok(());
        }
        let start = Start { root, base: link, real: &real, linked: true };
        let ignored = IgnoreFiles::from_parents(&self.roots.0[root].dir, link);
        if metadata.is_dir() {
            self.below(start, ignored, each);
        } else {
            let device = real.parent().map_or(0, device_of);
            self.hand_over(start, link, &metadata, device, each);
        }
        Ok(())
    }

    /// True if a place lies in a root, outside of what this walk goes through, where a run that
    /// does finds it without links.
    fn is_read_elsewhere(&self, real: &Path) -> bool {
        let holders = self.roots.0.iter().enumerate().filter(|(_, r)| real.starts_with(&r.dir));
        let Some((root, holder)) = holders.max_by_key(|(_, r)| r.dir.components().count()) else {
            return false;
        };
        let below = real.strip_prefix(&holder.dir).unwrap_or(real);
        let escaped = escape_path(below);
        let hidden = below.components().any(|part| match part {
            Component::Normal(name) => is_hidden(name),
            _ => false,
        });
        !hidden && !self.walked.iter().any(|s| s.root == root && s.contains(&escaped))
    }

    /// Walks what lies beneath a start.
    fn below(
        &mut self,
        start: Start<'_>,
        mut ignored: IgnoreFiles,
        each: &mut dyn FnMut(WalkItem),
    ) {
        let roots = self.roots;
        // Devices of the directories that the walk stands in, outermost first.
        let mut devices = vec![start.real.parent().map_or(0, device_of)];
        let mut entries = WalkDir::new(start.base).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            if self.filter.stop.load(Ordering::Relaxed) {
                return;
            }
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error.path().unwrap_or(start.base);
                    let detail = error.io_error().map_or(error.to_string(), ToString::to_string);
                    each(obstacle(roots, start.root, path, cannot_be_walked(detail)));
                    continue;
                }
            };
            let (path, depth, kind) = (entry.path(), entry.depth(), entry.file_type());
            let is_dir = kind.is_dir() || (depth == 0 && path.is_dir());
            let hidden = depth > 0 && is_hidden(entry.file_name());
            let passed_over = hidden || ignored.matches(path, is_dir);
            if is_dir {
                let entered = if passed_over { Ok(None) } else { self.enter(start, path) };
                match entered {
                    Ok(Some(device)) => {
                        devices.truncate(depth + 1);
                        devices.push(device);
                        ignored.enter(path);
                        for (path, reason) in ignored.take_unreadable() {
                            let problem = Problem::new(Stage::Crawl, "cannot be obeyed", reason);
                            each(obstacle(roots, start.root, &path, problem));
                        }
                    }
                    Ok(None) => entries.skip_current_dir(),
                    Err(problem) => {
                        entries.skip_current_dir();
                        each(obstacle(roots, start.root, path, problem));
                    }
                }
            } else if kind.is_symlink() && !passed_over {
                self.links.push_back((start.root, path.to_owned()));
            } else if !passed_over {
                devices.truncate(depth + 1);
                let device = devices.last().copied().unwrap_or(0);
                self.file(start, &entry, device, each);
            }
        }
    }

    /// Device of a directory that is to be walked; `None` for one that is not.
    fn enter(&mut self, start: Start<'_>, path: &Path) -> Result<Option<u64>, Problem> {
        let metadata = fs::metadata(path).map_err(|e| cannot_be_walked(e.to_string()))?;
        if let Some(what) = self.kernel.irregular(&metadata) {
            return Err(irregular(what));
        }
        let real = match path.strip_prefix(start.base) {
            Ok(below) if !below.as_os_str().is_empty() => start.real.join(below),
            _ => start.real.to_owned(),
        };
        let is_root = |(index, root): (usize, &crate::crawl::roots::Root)| {
            root.dir == real && (start.linked || index != start.root)
        };
        if self.filter.dirs.contains(&real) || self.roots.0.iter().enumerate().any(is_root) {
            return Ok(None);
        }
        let is_new = self.dirs.insert(identity(&real, &metadata));
        // Two real directories are two, even where a file system gives both one number.
        Ok((is_new || !start.linked).then(|| device(&metadata)))
    }

    /// Hands over an entry that is neither a directory nor a link.
    fn file(
        &mut self,
        start: Start<'_>,
        entry: &DirEntry,
        device: u64,
        each: &mut dyn FnMut(WalkItem),
    ) {
        let metadata = match entry.metadata() {
            Ok(metadata) => metadata,
            Err(error) => {
                let detail = error.io_error().map_or(error.to_string(), ToString::to_string);
                each(obstacle(self.roots, start.root, entry.path(), cannot_be_walked(detail)));
                return;
            }
        };
        self.hand_over(start, entry.path(), &metadata, device, each);
    }

    /// Hands over a file, unless it was found by another path, or what is no regular file as an
    /// obstacle.
    fn hand_over(
        &mut self,
        start: Start<'_>,
        path: &Path,
        metadata: &Metadata,
        device: u64,
        each: &mut dyn FnMut(WalkItem),
    ) {
        let below = path.strip_prefix(&self.roots.0[start.root].dir).unwrap_or(path);
        let excluded = self.filter.globs.excludes(below);
        if let Some(what) = self.kernel.irregular(metadata) {
            if !excluded {
                each(obstacle(self.roots, start.root, path, irregular(what)));
            }
            return;
        }
        let is_new = self.files.insert(identity(path, metadata));
        if !is_new && (start.linked || has_other_names(metadata)) {
            return;
        }
        let found = FoundFile::new(start.root, &escape_path(below), metadata, device);
        each(if excluded { WalkItem::Excluded(found) } else { WalkItem::File(found) });
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn device_of(dir: &Path) -> u64 {
    fs::metadata(dir).map_or(0, |metadata| device(&metadata))
}

fn irregular(what: &str) -> Problem {
    Problem::new(Stage::Crawl, "not a regular file", format!("it is {what}, and not waited for"))
}

fn cannot_be_walked(detail: String) -> Problem {
    Problem::new(Stage::Crawl, "cannot be walked", detail)
}

fn obstacle(roots: &Roots, root: usize, path: &Path, problem: Problem) -> WalkItem {
    let path = escape_path(path.strip_prefix(&roots.0[root].dir).unwrap_or(path));
    WalkItem::Problem { root, path, problem }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_order_and_loops_are_problems() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path().canonicalize().unwrap();
        let files = "b/2.txt b/1.txt b/1.log b/c/d.log a.txt a.html .hidden/x.txt index/meta.json \
            inner/i.txt b/c/.onrecordignore";
        for path in files.split_whitespace() {
            let path = base.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        std::fs::write(base.join("b/.onrecordignore"), "*.log\n").unwrap();
        std::fs::write(base.join("b/c/.onrecordignore"), "!d.log\n").unwrap();
        std::os::unix::fs::symlink(&base, base.join("b/loop")).unwrap();
        std::os::unix::fs::symlink(base.join("gone"), base.join("broken")).unwrap();
        let mut roots = Roots::default();
        roots.set("inner", &base.join("inner")).unwrap();
        let target = roots.scope(&base).unwrap();
        let mut seen = Vec::new();
        let mut targets = roots.nested_in(&target);
        targets.insert(0, target.clone());
        for target in targets {
            let dirs = [base.join("index")];
            let globs = Globs::new(&[], &["*.html".to_owned()]).unwrap();
            let stop = AtomicBool::new(false);
            let filter = WalkFilter { dirs: &dirs, globs: &globs, stop: &stop };
            walk(&roots, &target, filter, &mut |item| {
                seen.push(match item {
                    WalkItem::File(found) => format!("{} {}", roots.0[found.root].name, found.path),
                    WalkItem::Excluded(found) => format!("- {}", found.path),
                    WalkItem::Problem { path, problem, .. } => {
                        format!("! {path} {}", problem.cause)
                    }
                });
            });
        }
        let name = roots.0[target.root].name.clone();
        let expected = [
            "- a.html".to_owned(),
            format!("{name} a.txt"),
            format!("{name} b/1.txt"),
            format!("{name} b/2.txt"),
            format!("{name} b/c/d.log"),
            "! b/loop loop of links".to_owned(),
            "! broken cannot be walked".to_owned(),
            "inner i.txt".to_owned(),
        ];
        assert_eq!(seen, expected);
    }
}
