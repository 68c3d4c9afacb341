//! Errors of an index: each a sentence with the path and the remedy.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// A failure to open, read or write an index.
#[derive(Debug, Error)]
pub enum Error {
    /// There is no index in the directory.
    #[error(
        "there is no index in {dir}; make one with `onrecord index PATH…`, or name another with \
         --index DIR"
    )]
    Missing {
        /// The index directory.
        dir: PathBuf,
    },
    /// The directory holds other things and no index.
    #[error(
        "{dir} is not an index: it holds {found}, which onrecord did not write; choose an empty \
         directory with --index DIR"
    )]
    NotAnIndex {
        /// The directory.
        dir: PathBuf,
        /// One of the things in it.
        found: String,
    },
    /// The index was written in a format that this version does not read.
    #[error(
        "the index in {dir} has format {found}, this onrecord reads format {ours}; index into \
         another directory with --index DIR, or delete this one and index again"
    )]
    Format {
        /// The index directory.
        dir: PathBuf,
        /// The format found.
        found: String,
        /// The format of this version.
        ours: u32,
    },
    /// An older version wrote the index.
    #[error(
        "the index in {dir} has format {found}, of an older onrecord; `onrecord index` brings it \
         to format {ours}, from what it holds itself and losing nothing"
    )]
    Outdated {
        /// The index directory.
        dir: PathBuf,
        /// The format found.
        found: u32,
        /// The format of this version.
        ours: u32,
    },
    /// A newer version wrote the index.
    #[error(
        "the index in {dir} was written by a newer onrecord (format {found}, this one reads \
         {ours}); use that one, or another directory with --index DIR"
    )]
    Newer {
        /// The index directory.
        dir: PathBuf,
        /// The format found.
        found: u32,
        /// The format of this version.
        ours: u32,
    },
    /// Another process is writing to the index.
    #[error(
        "the index in {dir} is being written to by {by}; wait for it to end, or use another index \
         with --index DIR"
    )]
    Locked {
        /// The index directory.
        dir: PathBuf,
        /// Name of the process that holds it, as far as it said.
        by: String,
    },
    /// A file cannot be read or written.
    #[error("{path}: {source}{}", remedy(source))]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Error of the system.
        source: io::Error,
    },
    /// The index cannot be read or written.
    #[error(
        "the index in {dir}: {reason}; what was committed before is kept{}",
        full_remedy(reason)
    )]
    Index {
        /// The index directory.
        dir: PathBuf,
        /// Message from tantivy.
        reason: String,
    },
    /// A part of the index is not as it was written.
    #[error(
        "the index in {dir} is damaged ({reason}); `onrecord check` tells how far, \
         `onrecord check --repair` mends it"
    )]
    Damaged {
        /// The index directory.
        dir: PathBuf,
        /// Fault that was found.
        reason: String,
    },
}

impl Error {
    /// Error of tantivy with the index directory.
    pub(crate) fn index(dir: &std::path::Path, source: &tantivy::TantivyError) -> Self {
        Self::Index { dir: dir.to_owned(), reason: source.to_string() }
    }

    /// Error for a part of the index that is not as it was written.
    pub fn damaged(dir: &std::path::Path, reason: impl Into<String>) -> Self {
        Self::Damaged { dir: dir.to_owned(), reason: reason.into() }
    }

    /// Error of the system with the path.
    pub fn io(path: &std::path::Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}

/// Remedy for an error of the system; empty if none is known.
fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FULL,
        io::ErrorKind::PermissionDenied => "; check its permissions",
        io::ErrorKind::NotFound => "; check the path",
        _ => "",
    }
}

/// Remedy for a full disk.
const FULL: &str = "; the disk is full: free some space and run the same command again";

/// Remedy for a full disk, of which tantivy tells inside its own words; empty for other reasons.
fn full_remedy(reason: &str) -> &'static str {
    let full = reason.contains("StorageFull") || reason.contains("No space left");
    if full { FULL } else { "" }
}
