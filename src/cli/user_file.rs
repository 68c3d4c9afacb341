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

use crate::store;

/// Path of a file beside the index: `index.corrections.jsonl` for `index` and `.corrections.jsonl`.
pub fn beside(index: &Path, suffix: &str) -> PathBuf {
    let name = index.file_name().map_or_else(|| OsString::from("index"), OsString::from);
    index.with_file_name(with_suffix(name, suffix))
}

fn with_suffix(mut name: OsString, suffix: &str) -> OsString {
    name.push(suffix);
    name
}

/// Text of a file; `None` if there is no such file.
///
/// # Errors
/// The file cannot be read.
pub fn read(path: &Path) -> anyhow::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e).with_context(|| path.display().to_string()),
    }
}

/// Replaces a file, whole or not at all.
///
/// # Errors
/// The directory cannot be written.
pub fn replace(path: &Path, text: &str) -> anyhow::Result<()> {
    store::replace_file(path, text.as_bytes()).with_context(|| path.display().to_string())
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
        let lock = PathBuf::from(with_suffix(path.as_os_str().to_owned(), ".lock"));
        let acquire = || {
            let file = OpenOptions::new().write(true).create(true).truncate(false).open(&lock)?;
            file.lock()?;
            Ok::<_, io::Error>(Self { _file: file })
        };
        acquire().with_context(|| path.display().to_string())
    }
}
