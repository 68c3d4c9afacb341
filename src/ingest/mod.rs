//! Crawl → read → annotate → store: what `onrecord index` does.
//!
//! The walk comes first and decides from sizes and times what has to be read at all. Workers then
//! read and annotate file by file, on all cores; one thread puts what they made into the [`Sink`]
//! and commits. The result does not depend on the order in which they finish: ids, scores and ties
//! are made of the articles alone.

mod annotation;

mod error;
mod job;
mod known_roots;
pub mod last_read;
mod missing;
mod plan;
mod reading;
mod root_changes;
mod run;
mod run_writer;
mod sink;
mod stats;
mod task;
mod timings;
mod worker_pool;

pub use annotation::Annotation;

pub use error::IngestError;
pub use job::{CommitEvery, Job};
pub use missing::{OutOfReach, Reason};
pub use reading::{InputFile, NamedEncoding, Reading, copy_record};
pub use root_changes::{add_root, move_root, remove_root};
pub use run::{InputStream, run};
pub use run_writer::Report;
pub use sink::Sink;
pub use stats::RunStats;
pub use timings::Timings;
