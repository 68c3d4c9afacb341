//! Crawl → read → annotate → store: what `onrecord index` does.
//!
//! The walk comes first and decides from sizes and times what has to be read at all. Workers then read
//! and annotate file by file, on all cores; one thread puts what they made into the [`Sink`] and commits. The
//! result does not depend on the order in which they finish: ids, scores and ties are made of the articles alone.

mod annotation;
mod plan;
mod reading;
mod run;
mod sink;
mod tally;
mod timings;
mod work;

pub use annotation::Annotation;
pub use reading::{Place, Reading, copy_record};
pub use run::{CommitEvery, Job, Report, Stream, run};
pub use sink::Sink;
pub use tally::Tally;
pub use timings::Timings;

use std::path::PathBuf;

use thiserror::Error;

/// Why a run could not go on.
#[derive(Debug, Error)]
pub enum IngestError {
    /// A PATH or root cannot be taken.
    #[error(transparent)]
    Roots(#[from] crate::crawl::RootsError),
    /// The index cannot be read or written.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
    /// A root is there but empty, while the index holds files of it.
    #[error("{dir} holds no file, but the index has {files} of it; nothing was changed (if the disk is not mounted, mount it; if the files are gone for good, run again with --allow-empty)", dir = .dir.display())]
    Emptied {
        /// The directory.
        dir: PathBuf,
        /// How many files the index has beneath it.
        files: usize,
    },
}
