//! The filters of a walk: the globs of a run, and the ignore files of an archive.
//!
//! Both are matched by the `ignore` crate, so that they mean what everybody knows from
//! `.gitignore`. They differ in their effect on files that are indexed already: a glob leaves them
//! alone, since it is about one run; an ignore file is about the archive, and files that it names
//! are removed.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use ignore::overrides::{Override, OverrideBuilder};
use thiserror::Error;

use crate::crawl::regular::read_text;

/// Name of ignore files.
pub const IGNORE_FILE: &str = ".onrecordignore";

/// A glob that is malformed.
#[derive(Debug, Error)]
#[error(transparent)]
pub struct GlobError(#[from] ignore::Error);

/// Include and exclude globs of a run.
#[derive(Clone, Debug)]
pub struct Globs(Override);

impl Globs {
    /// Compiles globs that accept files matched by one of `include`, or any if it is empty, and by
    /// none of `exclude`.
    ///
    /// # Errors
    /// A glob is malformed.
    pub fn new(include: &[String], exclude: &[String]) -> Result<Self, GlobError> {
        // Globs are matched against paths beneath a root, which the walk cuts off.
        let mut builder = OverrideBuilder::new("");
        for glob in include {
            builder.add(glob)?;
        }
        for glob in exclude {
            builder.add(&format!("!{glob}"))?;
        }
        Ok(Self(builder.build()?))
    }

    /// True if they leave nothing out.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True if the file at `path`, relative to its root, or a directory above it is excluded.
    pub fn excludes(&self, path: &Path) -> bool {
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

/// Ignore files of the directories that a walk stands in, outermost first.
#[derive(Debug, Default)]
pub struct IgnoreFiles {
    files: Vec<(PathBuf, Gitignore)>,
    /// Ignore files that cannot be read, each with the reason.
    unreadable: Vec<(PathBuf, String)>,
}

impl IgnoreFiles {
    /// Loads the ignore files that apply to `base`: those of its parents up to `root`.
    pub fn from_parents(root: &Path, base: &Path) -> Self {
        let mut files = Self::default();
        let mut dirs: Vec<&Path> =
            base.ancestors().skip(1).take_while(|dir| dir.starts_with(root)).collect();
        dirs.reverse();
        for dir in dirs {
            files.enter(dir);
        }
        files
    }

    /// True if an ignore file matches `base` or one of its parents; the innermost decides.
    pub fn matches_or_parents(&self, base: &Path, is_dir: bool) -> bool {
        let verdicts = self.files.iter().rev().filter(|(dir, _)| base != dir);
        let mut verdicts = verdicts.map(|(_, file)| file.matched_path_or_any_parents(base, is_dir));
        verdicts.find(|verdict| !verdict.is_none()).is_some_and(|v| v.is_ignore())
    }

    /// Loads the ignore file of `dir`, which the walk goes into.
    pub fn enter(&mut self, dir: &Path) {
        let file = dir.join(IGNORE_FILE);
        let text = match read_text(&file) {
            Ok(text) => text,
            // Of a directory that lets nobody in, the walk tells.
            Err(_) if file.symlink_metadata().is_err() => return,
            Err(error) => {
                self.unreadable.push((file, error.to_string()));
                return;
            }
        };
        let mut builder = GitignoreBuilder::new(dir);
        for line in text.trim_start_matches('\u{FEFF}').lines() {
            // A malformed line is passed over, as git does it.
            let _ = builder.add_line(Some(file.clone()), line);
        }
        if let Ok(matcher) = builder.build() {
            self.files.push((dir.to_owned(), matcher));
        }
    }

    /// Takes out the ignore files that could not be read, each with the reason.
    pub fn take_unreadable(&mut self) -> Vec<(PathBuf, String)> {
        std::mem::take(&mut self.unreadable)
    }

    /// True if an ignore file matches the file or directory at `path`; the innermost decides.
    pub fn matches(&mut self, path: &Path, is_dir: bool) -> bool {
        while self.files.last().is_some_and(|(dir, _)| !path.starts_with(dir)) {
            self.files.pop();
        }
        let verdicts = self.files.iter().rev().map(|(_, file)| file.matched(path, is_dir));
        verdicts.into_iter().find(|verdict| !verdict.is_none()).is_some_and(|v| v.is_ignore())
    }
}
