//! Roots: directories known by a name, so that ids outlast a move.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::crawl::escape::{escape_path, unescape_path};

/// A directory of the archive and the name that ids are made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// Unique among the roots.
    pub name: String,
    /// Absolute, without links.
    pub dir: PathBuf,
}

/// All roots of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roots(pub Vec<Root>);

/// What one PATH asks for: a root, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Index of the root in [`Roots`].
    pub root: usize,
    /// The directory or file beneath the root, escaped; empty for the whole root.
    pub below: String,
}

impl Target {
    /// Whether the file at `path` (escaped, beneath the same root) is part of the target.
    pub fn holds(&self, path: &str) -> bool {
        match path.strip_prefix(&self.below) {
            Some(rest) => self.below.is_empty() || rest.is_empty() || rest.starts_with('/'),
            None => false,
        }
    }
}

/// Why a PATH or root cannot be taken.
#[derive(Debug, Error)]
pub enum RootsError {
    /// It is not there.
    #[error("{path}: {source}; nothing was changed (if it lies on a disk that is not mounted, mount it; if it moved, say where to with --root NAME=DIR)", path = .path.display())]
    Missing {
        /// The path as given.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Two names for one directory.
    #[error("{dir} is already the root named {name}; give one name to one directory", dir = .dir.display())]
    Taken {
        /// The directory.
        dir: PathBuf,
        /// The root that has it.
        name: String,
    },
}

impl Roots {
    /// Gives the directory `dir` the name `name`: a new root, or an old one moved.
    ///
    /// # Errors
    /// There is no such directory, or another root has it.
    pub fn set(&mut self, name: &str, dir: &Path) -> Result<(), RootsError> {
        let dir = canonical(dir)?;
        if let Some(other) = self.0.iter().find(|root| root.dir == dir && root.name != name) {
            return Err(RootsError::Taken { dir, name: other.name.clone() });
        }
        match self.0.iter_mut().find(|root| root.name == name) {
            Some(root) => root.dir = dir,
            None => self.0.push(Root { name: name.to_owned(), dir }),
        }
        Ok(())
    }

    /// What `path` asks for. A path inside a known root belongs to that root (the deepest, when
    /// roots lie within each other); any other becomes a root of its own, a file's directory for a file.
    ///
    /// # Errors
    /// There is no such path.
    pub fn target(&mut self, path: &Path) -> Result<Target, RootsError> {
        let full = canonical(path)?;
        if let Some(target) = self.holder(&full) {
            return Ok(target);
        }
        let (dir, below) = match (full.is_dir(), full.parent()) {
            (false, Some(parent)) => {
                (parent, escape_path(Path::new(full.file_name().unwrap_or_default())))
            }
            _ => (full.as_path(), String::new()),
        };
        let name = self.free_name(dir);
        self.0.push(Root { name, dir: dir.to_owned() });
        Ok(Target { root: self.0.len() - 1, below })
    }

    /// What the paths of a list ask for. Those inside no known root share a new one: the deepest
    /// directory that holds them all. A path that is not there stays a target, for the walk to report.
    pub fn listed(&mut self, paths: &[PathBuf]) -> Vec<Target> {
        let full = |path: &PathBuf| {
            path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or(path.clone())
        };
        let full: Vec<PathBuf> = paths.iter().map(full).collect();
        let mut strangers = full.iter().filter(|path| self.holder(path).is_none());
        if let Some(first) = strangers.next() {
            let mut common = first.parent().unwrap_or(first);
            for path in strangers {
                while !path.starts_with(common) {
                    common = common.parent().unwrap_or(Path::new("/"));
                }
            }
            let name = self.free_name(common);
            let dir = common.to_owned();
            self.0.push(Root { name, dir });
        }
        full.iter().filter_map(|path| self.holder(path)).collect()
    }

    /// The deepest root that holds the absolute path `full`.
    fn holder(&self, full: &Path) -> Option<Target> {
        let holders = self.0.iter().enumerate().filter(|(_, root)| full.starts_with(&root.dir));
        let (root, holder) = holders.max_by_key(|(_, root)| root.dir.components().count())?;
        let below = escape_path(full.strip_prefix(&holder.dir).unwrap_or(full));
        Some(Target { root, below })
    }

    /// The other roots that lie within a target: their files keep the names they have there.
    pub fn within(&self, target: &Target) -> Vec<Target> {
        let base = self.0[target.root].dir.join(unescape_path(&target.below));
        (0..self.0.len())
            .filter(|other| *other != target.root && self.0[*other].dir.starts_with(&base))
            .map(|root| Target { root, below: String::new() })
            .collect()
    }

    /// The last part of the path, with a number when it is taken.
    fn free_name(&self, dir: &Path) -> String {
        let base =
            dir.file_name().map_or_else(|| "root".to_owned(), |name| escape_path(Path::new(name)));
        let taken = |name: &str| self.0.iter().any(|root| root.name == name);
        if !taken(&base) {
            return base;
        }
        // One more candidate than there are roots: at least one is free.
        let candidates = (2..=self.0.len() + 2).map(|n| format!("{base}-{n}"));
        candidates.into_iter().find(|name| !taken(name)).unwrap_or(base)
    }
}

fn canonical(path: &Path) -> Result<PathBuf, RootsError> {
    path.canonicalize().map_err(|source| RootsError::Missing { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_the_deepest_root_that_holds_it() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path().canonicalize().unwrap();
        std::fs::create_dir_all(base.join("a/news/2025")).unwrap();
        std::fs::create_dir_all(base.join("b/news")).unwrap();
        std::fs::write(base.join("b/news/x.txt"), "x").unwrap();
        let mut roots = Roots::default();
        let whole = roots.target(&base.join("a/news")).unwrap();
        assert_eq!((whole.root, whole.below.as_str()), (0, ""));
        let part = roots.target(&base.join("a/news/2025")).unwrap();
        assert_eq!((part.root, part.below.as_str()), (0, "2025"));
        let file = roots.target(&base.join("b/news/x.txt")).unwrap();
        assert_eq!((file.root, file.below.as_str()), (1, "x.txt"));
        let names: Vec<_> = roots.0.iter().map(|r| r.name.as_str()).collect();
        assert_eq!(names, ["news", "news-2"]);
        roots.set("news", &base.join("b")).unwrap();
        assert!(matches!(roots.set("other", &base.join("b")), Err(RootsError::Taken { .. })));
        assert!(roots.target(&base.join("none")).is_err());
        let listed: Vec<_> =
            ["a/news/1.txt", "c/d/2.txt", "c/e/3.txt"].map(|p| base.join(p)).into();
        let targets = roots.listed(&listed);
        let shown = |t: &Target| format!("{} {}", roots.0[t.root].name, t.below);
        let base = base.file_name().unwrap().to_string_lossy();
        assert_eq!(shown(&targets[0]), format!("{base} a/news/1.txt"));
        assert_eq!(shown(&targets[2]), format!("{base} c/e/3.txt"));
    }

    #[test]
    fn a_target_holds_what_lies_beneath_it() {
        let target = Target { root: 0, below: "2025/06".into() };
        assert!(target.holds("2025/06/a.txt"));
        assert!(!target.holds("2025/061/a.txt"));
        assert!(Target { root: 0, below: String::new() }.holds("x"));
    }
}
