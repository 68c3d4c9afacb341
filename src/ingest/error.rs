//! Errors that end a run.

use std::path::PathBuf;

use thiserror::Error;

/// Reason why a run could not go on.
#[derive(Debug, Error)]
pub enum IngestError {
    /// A PATH or root cannot be used.
    #[error(transparent)]
    Roots(#[from] crate::crawl::RootsError),
    /// The index cannot be read or written.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// Nothing is there of which the index holds files.
    #[error(
        "{dir} holds no file, but the index has {files} of it; nothing was changed (if the disk is \
         not mounted, mount it; if the files are gone for good, run again with --forget-missing)",
        dir = .dir.display()
    )]
    Emptied {
        /// Directory that is empty.
        dir: PathBuf,
        /// Number of files that the index has beneath it.
        files: u64,
    },
}
