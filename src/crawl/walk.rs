//! The walk through a root: every file in a fixed order, every obstacle a counted problem.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::{DirEntry, WalkDir};

use crate::crawl::escape::{escape_path, unescape_path};
use crate::crawl::globs::{Globs, IgnoreFiles};
use crate::crawl::roots::{Root, RootScope, Roots};
use crate::model::{FileId, Problem, Stage};

/// A file found by the walk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Index of its root in [`Roots`].
    pub root: usize,
    /// Path beneath the root, escaped.
    pub path: Box<str>,
    /// Size in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970. It tells whether the file changed, and is never
    /// an article's date.
    pub modified: i64,
}

impl FoundFile {
    /// The file's id, from its root's name and its path.
    pub fn id(&self, roots: &Roots) -> FileId {
        FileId::new(&roots.0[self.root].name, &self.path)
    }

    /// Full path on the disk.
    pub fn full_path(&self, roots: &Roots) -> PathBuf {
        roots.0[self.root].dir.join(unescape_path(&self.path))
    }
}

/// An event of the walk.
#[derive(Debug)]
pub enum WalkItem {
    /// A file to be read.
    File(FoundFile),
    /// A file that the globs of this run exclude.
    Excluded(FoundFile),
    /// An obstacle: a directory without permission, a loop of links.
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
}

/// Walks a scope in order of names and hands every file to `each`. Names that start with a dot are
/// passed over, and so are paths that an ignore file or `filter` excludes. Links are followed;
/// loops are problems. A root that lies within the scope is left to [`Roots::nested_in`].
pub fn walk(
    roots: &Roots,
    target: &RootScope,
    filter: WalkFilter<'_>,
    each: &mut dyn FnMut(WalkItem),
) {
    let root = &roots.0[target.root];
    let base = root.dir.join(unescape_path(&target.below));
    let inner = roots.nested_in(target);
    let mut ignored = IgnoreFiles::from_parents(&root.dir, &base);
    if ignored.matches_or_parents(&base, base.is_dir()) {
        return;
    }
    let accepts = |entry: &DirEntry| {
        let hidden = entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
        let is_dir = entry.file_type().is_dir();
        let elsewhere = is_dir
            && (filter.dirs.iter().any(|dir| dir == entry.path())
                || inner.iter().any(|other| roots.0[other.root].dir == entry.path()));
        if hidden || elsewhere || ignored.matches(entry.path(), is_dir) {
            return false;
        }
        if is_dir {
            ignored.enter(entry.path());
        }
        true
    };
    let walker = WalkDir::new(&base).follow_links(true).sort_by_file_name().into_iter();
    for entry in walker.filter_entry(accepts) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let item = file(root, target.root, &entry);
                let path = entry.path().strip_prefix(&root.dir).unwrap_or(entry.path());
                each(match item {
                    WalkItem::File(found) if filter.globs.excludes(path) => {
                        WalkItem::Excluded(found)
                    }
                    item => item,
                });
            }
            Ok(_) => {}
            Err(error) => each(problem(root, target.root, &error)),
        }
    }
}

fn file(root: &Root, index: usize, entry: &DirEntry) -> WalkItem {
    let path = relative(root, entry.path());
    match entry.metadata() {
        Ok(metadata) => {
            let modified = metadata.modified().ok();
            let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            WalkItem::File(FoundFile {
                root: index,
                path: path.into(),
                size: metadata.len(),
                modified: since.map_or(0, |d| d.as_nanos() as i64),
            })
        }
        Err(error) => problem(root, index, &error),
    }
}

fn problem(root: &Root, index: usize, error: &walkdir::Error) -> WalkItem {
    let path = error.path().map(|path| relative(root, path)).unwrap_or_default();
    let problem = if let Some(ancestor) = error.loop_ancestor() {
        let detail = format!("the link leads back to {}", ancestor.display());
        Problem::new(Stage::Crawl, "loop of links", detail)
    } else {
        let detail = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
        Problem::new(Stage::Crawl, "cannot be walked", detail)
    };
    WalkItem::Problem { root: index, path, problem }
}

fn relative(root: &Root, path: &Path) -> String {
    escape_path(path.strip_prefix(&root.dir).unwrap_or(path))
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
            walk(&roots, &target, WalkFilter { dirs: &dirs, globs: &globs }, &mut |item| {
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
