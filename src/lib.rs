#![doc = include_str!("README.md")]
#![deny(missing_docs)]

#[doc(hidden)]
pub mod annotate;
pub mod archive;
#[doc(hidden)]
pub mod cli;
mod corpus;
#[doc(hidden)]
pub mod crawl;
#[doc(hidden)]
pub mod ingest;
pub mod model;
#[doc(hidden)]
pub mod present;
#[doc(hidden)]
pub mod read;
pub mod search;
#[doc(hidden)]
pub mod store;
#[doc(hidden)]
pub mod text;

pub use archive::Archive;
pub use corpus::{Aliases, ArticleClusters, Correction, Corrections, Freshness, Overrides};
pub use corpus::{QuoteClusters, Verdict};
pub use ingest::{IngestError, Job, Report, RunStats};
pub use store::{ArticleRecord, Error, WriterOptions};
