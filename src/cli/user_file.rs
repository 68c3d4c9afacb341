//! Files beside the index that belong to people: corrections, saved searches.
//!
//! They are not derived from the archive and cannot be made again, so they are replaced durably
//! ([`store::replace_file`]) and under a lock: two runs at once lose nothing. The lock is a file of
//! its own, since the locked file itself is replaced; the index's lock is not taken, because
//! `index --watch` holds it for days. A lock file that stays behind is harmless.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::cli::json_lines::JsonLines;
use crate::cli::options::global::GlobalArgs;
use crate::crawl;
use crate::store;

/// Path of a file beside the index: `index.corrections.jsonl` for `index` and `corrections.jsonl`.
pub fn beside(index: &Path, name: &str) -> PathBuf {
    let stem = index.file_name().map_or_else(|| OsString::from("index"), OsString::from);
    index.with_file_name(with_suffix(stem, &format!(".{name}")))
}

fn with_suffix(mut name: OsString, suffix: &str) -> OsString {
    name.push(suffix);
    name
}

/// Names that the files beside an index have behind its own.
const NAMES: &[&str] = &[ALIASES, CORRECTIONS, SEARCHES, SETTINGS];
/// Names that are one, by hand.
pub const ALIASES: &str = "aliases.toml";
/// Quotations corrected by hand.
pub const CORRECTIONS: &str = "corrections.jsonl";
/// Saved searches.
pub const SEARCHES: &str = "searches.jsonl";
/// Directory of the hits that saved searches have shown.
pub const SEEN: &str = "searches.seen";
/// Settings of this index.
pub const SETTINGS: &str = "settings.toml";

/// All files of people beside an index that are there, with the names they have behind its own.
///
/// # Errors
/// The directory of hits shown cannot be read.
pub fn all(global: &GlobalArgs) -> anyhow::Result<Vec<(String, PathBuf)>> {
    let mut files = Vec::new();
    for name in NAMES {
        let path = match &global.aliases {
            Some(path) if *name == ALIASES => path.clone(),
            _ => beside(&global.index, name),
        };
        if path.is_file() {
            files.push(((*name).to_owned(), path));
        }
    }
    let seen = beside(&global.index, SEEN);
    if seen.is_dir() {
        for entry in fs::read_dir(&seen).with_context(|| seen.display().to_string())? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_file() && path.extension().is_none_or(|extension| extension != "lock") {
                files.push((format!("{SEEN}/{name}"), path.clone()));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Text of a file; `None` if there is no such file.
///
/// # Errors
/// The file cannot be read.
pub fn read(path: &Path) -> anyhow::Result<Option<String>> {
    match crawl::read_text(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e).with_context(|| path.display().to_string()),
    }
}

/// Text of a file that somebody names, or of standard input for `-`.
///
/// # Errors
/// The file is not there or cannot be read.
pub fn read_input(path: &Path) -> anyhow::Result<String> {
    if path.as_os_str() == "-" {
        return io::read_to_string(io::stdin()).context("standard input");
    }
    match fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            anyhow::bail!("{}: there is no such file", path.display())
        }
        Err(e) => Err(e).with_context(|| path.display().to_string()),
    }
}

/// Replaces a file, whole or not at all. Where a link has the name, the file that it leads to is
/// replaced: people keep these files in repositories and link to them.
///
/// # Errors
/// The directory cannot be written, or links lead in a circle.
pub fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    let replace = || store::replace_file(&followed(path)?, text.as_bytes());
    replace().with_context(|| path.display().to_string())
}

/// Longest chain of links that is followed, as Linux has it.
const MAX_LINKS: usize = 40;

/// The file that a path means, which need not be there: links followed to their end.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = path.with_file_name("").join(target),
            // No link: a file, or nothing yet.
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "links lead in a circle"))
}

/// Changes the lines of a file, while no other process does: all others stay as they are. Returns
/// what `change` returns.
///
/// # Errors
/// The file cannot be read, or its directory not be written; or `change` fails, and then nothing is
/// changed.
pub fn change<T>(
    path: &Path,
    change: impl FnOnce(&mut JsonLines) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let _lock = FileLock::acquire(path)?;
    let mut lines = JsonLines::new(&read(path)?.unwrap_or_default());
    let changed = change(&mut lines)?;
    replace(path, &lines.to_text())?;
    Ok(changed)
}

/// True if an error says that nothing may be written there.
pub fn is_unwritable(error: &anyhow::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|error| matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem))
}

/// The right to change a file, until dropped.
#[derive(Debug)]
pub struct FileLock {
    _file: File,
}

impl FileLock {
    /// Waits until no other process is changing the file at `path`.
    ///
    /// # Errors
    /// The directory cannot be written.
    pub fn acquire(path: &Path) -> anyhow::Result<Self> {
        let acquire = || {
            // Of the file itself: two links to one file have one lock.
            let lock = with_suffix(followed(path)?.into_os_string(), ".lock");
            let file = OpenOptions::new().write(true).create(true).truncate(false).open(&lock)?;
            file.lock()?;
            Ok::<_, io::Error>(Self { _file: file })
        };
        acquire().with_context(|| path.display().to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one_and_its_file_changes() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::create_dir(at("desk")).unwrap();
        symlink("desk/shared.jsonl", at("first")).unwrap();
        symlink(at("first"), at("second")).unwrap();
        // The end of the chain is not there yet, then it is.
        for text in ["one", "two"] {
            let _lock = FileLock::acquire(&at("second")).unwrap();
            replace(&at("second"), text).unwrap();
            assert_eq!(fs::read_to_string(at("desk/shared.jsonl")).unwrap(), text);
        }
        assert!(at("first").is_symlink() && at("second").is_symlink());
        assert!(at("desk/shared.jsonl.lock").exists());
        symlink("loop", at("loop")).unwrap();
        assert!(replace(&at("loop"), "").is_err());
    }
}
