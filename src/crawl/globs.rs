//! Which files are wanted: the globs of a run, and the ignore files of an archive.
//!
//! Both are matched by the `ignore` crate, so that they mean what everybody knows from `.gitignore`. They
//! differ in what they say of files that are indexed already: a glob leaves them alone, since it is about one run; an ignore
//! file is about the archive, and what it names goes.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::overrides::{Override, OverrideBuilder};

/// The name of ignore files.
pub const IGNORE_FILE: &str = ".onrecordignore";

/// The globs of a run.
#[derive(Clone, Debug)]
pub struct Globs(Override);

impl Globs {
    /// Only files that one of `include` matches, unless it is empty, and none that one of `exclude`
    /// does.
    ///
    /// # Errors
    /// A glob that is malformed, with what is wrong.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, String> {
        // Globs are matched against paths beneath a root, which the walk cuts off.
        let mut builder = OverrideBuilder::new("");
        for glob in include {
            builder.add(glob).map_err(|e| e.to_string())?;
        }
        for glob in exclude {
            builder.add(&format!("!{glob}")).map_err(|e| e.to_string())?;
        }
        builder.build().map(Self).map_err(|e| e.to_string())
    }

    /// Whether the file at `path`, relative to its root, is excluded, or a directory that it lies in.
    pub fn exclude(&self, path: &Path) -> bool {
        let mut parents = path.ancestors().skip(1).filter(|dir| !dir.as_os_str().is_empty());
        self.0.matched(path, false).is_ignore()
            || parents.any(|dir| self.0.matched(dir, true).is_ignore())
    }
}

impl Default for Globs {
    fn default() -> Self {
        Self(Override::empty())
    }
}

/// The ignore files of the directories that a walk stands in, outermost first.
#[derive(Debug, Default)]
pub struct IgnoreFiles {
    files: Vec<(PathBuf, Gitignore)>,
}

impl IgnoreFiles {
    /// The ignore files that count in `base`, of its parents up to `root`.
    pub fn above(root: &Path, base: &Path) -> Self {
        let mut files = Self::default();
        let mut dirs: Vec<&Path> =
            base.ancestors().skip(1).take_while(|dir| dir.starts_with(root)).collect();
        dirs.reverse();
        for dir in dirs {
            files.enter(dir);
        }
        files
    }

    /// Whether one of them names `base` or a directory on the way to it.
    pub fn hide(&self, base: &Path, is_dir: bool) -> bool {
        let verdicts = self.files.iter().rev().filter(|(dir, _)| base != dir);
        let mut verdicts = verdicts.map(|(_, file)| file.matched_path_or_any_parents(base, is_dir));
        verdicts.find(|verdict| !verdict.is_none()).is_some_and(|v| v.is_ignore())
    }

    /// The walk goes into `dir`.
    pub fn enter(&mut self, dir: &Path) {
        let file = dir.join(IGNORE_FILE);
        if file.is_file() {
            let mut builder = GitignoreBuilder::new(dir);
            // A malformed line is passed over, as git does it.
            let _ = builder.add(file);
            if let Ok(matcher) = builder.build() {
                self.files.push((dir.to_owned(), matcher));
            }
        }
    }

    /// Whether an ignore file names the file or directory at `path`; the innermost decides.
    pub fn name(&mut self, path: &Path, is_dir: bool) -> bool {
        while self.files.last().is_some_and(|(dir, _)| !path.starts_with(dir)) {
            self.files.pop();
        }
        let verdicts = self.files.iter().rev().map(|(_, file)| file.matched(path, is_dir));
        verdicts.into_iter().find(|verdict| !verdict.is_none()).is_some_and(|v| v.is_ignore())
    }
}
