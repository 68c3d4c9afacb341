//! Roots: directories known by a name, so that ids outlast a move.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::crawl::escape::{escape_path, unescape_path};

/// A directory of the archive and the name that ids are made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// Name, unique among the roots.
    pub name: String,
    /// Absolute path, links resolved.
    pub dir: PathBuf,
}

/// All roots of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roots(pub Vec<Root>);

/// A root or a part of one, as a PATH on the command line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootScope {
    /// Index of the root in [`Roots`].
    pub root: usize,
    /// Path of a directory or file beneath the root, escaped; empty for the whole root.
    pub below: String,
}

impl RootScope {
    /// True if the file at `path` (escaped, beneath the same root) is part of the scope.
    pub fn contains(&self, path: &str) -> bool {
        match path.strip_prefix(&self.below) {
            Some(rest) => self.below.is_empty() || rest.is_empty() || rest.starts_with('/'),
            None => false,
        }
    }
}

/// A PATH or root that cannot be used.
#[derive(Debug, Error)]
pub enum RootsError {
    /// The path does not exist.
    #[error(
        "{path}: {source}; nothing was changed (if it lies on a disk that is not mounted, mount \
         it; if it moved, say where to with --root NAME=DIR)",
        path = .path.display()
    )]
    Missing {
        /// The path as given.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The path is no directory.
    #[error("{path} is no directory; a root is one", path = .path.display())]
    NotADirectory {
        /// The path as given.
        path: PathBuf,
    },
    /// The name is that of another directory.
    #[error(
        "{name} is the name of {dir}; take another, or move the root with \
         `onrecord roots move {name} DIR`",
        dir = .dir.display()
    )]
    NameTaken {
        /// The name.
        name: String,
        /// Directory that has it.
        dir: PathBuf,
    },
    /// The directory lies in a root.
    #[error(
        "{dir} lies in the root {name} and is read with it; give it a name of its own, as in \
         part=DIR, if it is to be a root",
        dir = .dir.display()
    )]
    Inside {
        /// The directory.
        dir: PathBuf,
        /// Name of the root that it lies in.
        name: String,
    },
    /// There is no such root.
    #[error("there is no root {told}; there are: {names}")]
    Unknown {
        /// Name or directory as told.
        told: String,
        /// Names of the roots that there are.
        names: String,
    },
    /// The directory is a root of another name.
    #[error(
        "{dir} is already the root named {name}; give one name to one directory \
         (`onrecord roots remove {name}` takes that one out of the index)",
        dir = .dir.display()
    )]
    AlreadyNamed {
        /// The directory.
        dir: PathBuf,
        /// Name of the root that it is.
        name: String,
    },
}

impl Roots {
    /// Names the directory `dir`: a new root, or the root `name` moved.
    ///
    /// # Errors
    /// There is no such directory, or another root has it.
    pub fn set(&mut self, name: &str, dir: &Path) -> Result<(), RootsError> {
        let path = dir;
        let dir = canonical(path)?;
        if !dir.is_dir() {
            return Err(RootsError::NotADirectory { path: path.to_owned() });
        }
        if let Some(other) = self.0.iter().find(|root| root.dir == dir && root.name != name) {
            return Err(RootsError::AlreadyNamed { dir, name: other.name.clone() });
        }
        match self.0.iter_mut().find(|root| root.name == name) {
            Some(root) => root.dir = dir,
            None => self.0.push(Root { name: name.to_owned(), dir }),
        }
        Ok(())
    }

    /// Adds a directory under the last part of its path, or with a number behind it.
    ///
    /// # Errors
    /// There is no such directory, or it is a root or lies in one.
    pub fn add(&mut self, dir: &Path) -> Result<(), RootsError> {
        let full = canonical(dir)?;
        if !full.is_dir() {
            return Err(RootsError::NotADirectory { path: dir.to_owned() });
        }
        if let Some(RootScope { root, below }) = self.deepest_scope(&full) {
            let (dir, name) = (full, self.0[root].name.clone());
            return Err(if below.is_empty() {
                RootsError::AlreadyNamed { dir, name }
            } else {
                RootsError::Inside { dir, name }
            });
        }
        let name = self.free_name(&full);
        self.0.push(Root { name, dir: full });
        Ok(())
    }

    /// The scope of `path`. A path inside a known root belongs to that root (the deepest, when
    /// roots lie within each other); any other becomes a root of its own, a file's directory for a
    /// file.
    ///
    /// # Errors
    /// There is no such path.
    pub fn scope(&mut self, path: &Path) -> Result<RootScope, RootsError> {
        let full = self.known(path, canonical(path)?);
        if let Some(target) = self.deepest_scope(&full) {
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
        Ok(RootScope { root: self.0.len() - 1, below })
    }

    /// The scopes of a list of paths. Those inside no known root share a new one: the deepest
    /// directory that contains them all. A path that does not exist stays a scope, for the walk to
    /// report.
    pub fn scopes(&mut self, paths: &[PathBuf]) -> Vec<RootScope> {
        let full = |path: &PathBuf| {
            canonical(path).map_or_else(|_| absolute(path), |real| self.known(path, real))
        };
        let full: Vec<PathBuf> = paths.iter().map(full).collect();
        let mut strangers = full.iter().filter(|path| self.deepest_scope(path).is_none());
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
        full.iter().filter_map(|path| self.deepest_scope(path)).collect()
    }

    /// The path that a place is known by: `real`, with links resolved, unless only the link that it
    /// was named by lies in a root.
    fn known(&self, path: &Path, real: PathBuf) -> PathBuf {
        let named = absolute(path);
        let by_link = self.deepest_scope(&real).is_none() && self.deepest_scope(&named).is_some();
        if by_link { named } else { real }
    }

    /// The scope of the absolute path `full` in the deepest root that contains it.
    fn deepest_scope(&self, full: &Path) -> Option<RootScope> {
        let holders = self.0.iter().enumerate().filter(|(_, root)| full.starts_with(&root.dir));
        let (root, holder) = holders.max_by_key(|(_, root)| root.dir.components().count())?;
        let below = escape_path(full.strip_prefix(&holder.dir).unwrap_or(full));
        Some(RootScope { root, below })
    }

    /// The other roots that lie within a scope: their files keep the names they have there.
    pub fn nested_in(&self, target: &RootScope) -> Vec<RootScope> {
        let base = self.0[target.root].dir.join(unescape_path(&target.below));
        (0..self.0.len())
            .filter(|other| *other != target.root && self.0[*other].dir.starts_with(&base))
            .map(|root| RootScope { root, below: String::new() })
            .collect()
    }

    /// A free name for a root: the last part of its path, with a number if another has it.
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

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn canonical(path: &Path) -> Result<PathBuf, RootsError> {
    path.canonicalize().map_err(|source| RootsError::Missing { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_belongs_to_the_deepest_root_that_contains_it() {
        let dir = tempfile::tempdir().unwrap();
        let base = dir.path().canonicalize().unwrap();
        std::fs::create_dir_all(base.join("a/news/2025")).unwrap();
        std::fs::create_dir_all(base.join("b/news")).unwrap();
        std::fs::write(base.join("b/news/x.txt"), "x").unwrap();
        let mut roots = Roots::default();
        let whole = roots.scope(&base.join("a/news")).unwrap();
        assert_eq!((whole.root, whole.below.as_str()), (0, ""));
        let part = roots.scope(&base.join("a/news/2025")).unwrap();
        assert_eq!((part.root, part.below.as_str()), (0, "2025"));
        let file = roots.scope(&base.join("b/news/x.txt")).unwrap();
        assert_eq!((file.root, file.below.as_str()), (1, "x.txt"));
        let names: Vec<_> = roots.0.iter().map(|r| r.name.as_str()).collect();
        assert_eq!(names, ["news", "news-2"]);
        roots.set("news", &base.join("b")).unwrap();
        assert!(matches!(
            roots.set("other", &base.join("b")),
            Err(RootsError::AlreadyNamed { .. })
        ));
        assert!(roots.scope(&base.join("none")).is_err());
        let listed: Vec<_> =
            ["a/news/1.txt", "c/d/2.txt", "c/e/3.txt"].map(|p| base.join(p)).into();
        let targets = roots.scopes(&listed);
        let shown = |t: &RootScope| format!("{} {}", roots.0[t.root].name, t.below);
        let base = base.file_name().unwrap().to_string_lossy();
        assert_eq!(shown(&targets[0]), format!("{base} a/news/1.txt"));
        assert_eq!(shown(&targets[2]), format!("{base} c/e/3.txt"));
    }

    #[test]
    fn a_scope_contains_all_that_lies_beneath_it() {
        let target = RootScope { root: 0, below: "2025/06".into() };
        assert!(target.contains("2025/06/a.txt"));
        assert!(!target.contains("2025/061/a.txt"));
        assert!(RootScope { root: 0, below: String::new() }.contains("x"));
    }
}
