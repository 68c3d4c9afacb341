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
    /// The system gives no more threads.
    #[error(
        "the system gives no more threads ({reason}); end other programs or raise the limit \
         (`ulimit -u`), and run the same command again: what was committed to the index in {dir} \
         is kept"
    )]
    Threads {
        /// The index directory.
        dir: PathBuf,
        /// Message of the system.
        reason: String,
    },
    /// The system gives no more memory.
    #[error(
        "the system gives no more memory ({reason}); end other programs or raise the limit \
         (`ulimit -v`), and run the same command again: what was committed to the index in {dir} \
         is kept"
    )]
    Memory {
        /// The index directory.
        dir: PathBuf,
        /// Message of the system.
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
        let (dir, reason) = (dir.to_owned(), source.to_string());
        match Wanting::of(&reason) {
            Some(Wanting::Threads) => Self::Threads { dir, reason },
            Some(Wanting::Memory) => Self::Memory { dir, reason },
            None => Self::Index { dir, reason },
        }
    }

    /// Error of tantivy when it opens an index of which it cannot make sense.
    pub(crate) fn opening(dir: &std::path::Path, source: &tantivy::TantivyError) -> Self {
        use tantivy::TantivyError::{DataCorruption, IncompatibleIndex};
        match source {
            DataCorruption(_) | IncompatibleIndex(_) => Self::damaged(dir, source.to_string()),
            _ => Self::index(dir, source),
        }
    }

    /// Error of the system that it gives no thread.
    pub fn no_thread(dir: &std::path::Path, source: &io::Error) -> Self {
        Self::Threads { dir: dir.to_owned(), reason: source.to_string() }
    }

    /// Error for a part of the index that is not as it was written.
    pub fn damaged(dir: &std::path::Path, reason: impl Into<String>) -> Self {
        Self::Damaged { dir: dir.to_owned(), reason: reason.into() }
    }

    /// True if the index lies where nothing may be written.
    pub fn is_unwritable(&self) -> bool {
        use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
        matches!(self, Self::Io { source, .. }
            if matches!(source.kind(), PermissionDenied | ReadOnlyFilesystem))
    }

    /// Error of the system with the path.
    pub fn io(path: &std::path::Path, source: io::Error) -> Self {
        Self::Io { path: path.to_owned(), source }
    }
}

/// Resource that the system could not give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanting {
    /// Threads.
    Threads,
    /// Memory.
    Memory,
}

impl Wanting {
    /// Tells it from the text of an error or panic, where libraries leave no more of it.
    pub fn of(text: &str) -> Option<Self> {
        let says = |signs: &[&str]| signs.iter().any(|sign| text.contains(sign));
        if says(&["os error 12)", "code: 12,", "OutOfMemory", "out of memory"]) {
            Some(Self::Memory)
        } else if says(&["os error 11)", "code: 11,", "Failed to spawn", "failed to spawn"]) {
            Some(Self::Threads)
        } else {
            None
        }
    }
}

/// Remedy for an error of the system; empty if none is known.
fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FULL,
        io::ErrorKind::PermissionDenied => "; check its permissions",
        io::ErrorKind::NotFound => "; check the path",
        io::ErrorKind::OutOfMemory => "; the system gives no more memory: end other programs",
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
