//! onrecord: a search engine for news archives that knows who said what, when.
//!
//! Modules by floor; a module uses lower floors only (`tests/it/tidy.rs` holds that):
//!
//! 1. [`model`]: the nouns.
//! 2. [`text`]: pure functions on text: words, sentences, marks, folding.
//! 3. [`crawl`]: directories and files; [`read`]: bytes → articles; [`annotate`]: a body → notes;
//!    [`store`]: the index on disk.
//! 4. [`ingest`]: crawl → read → annotate → store; [`search`]: question → hits.
//! 5. [`present`]: hits, articles, counts → text and JSON.
//! 7. [`cli`]: arguments → the floors below → exit code. (6 is kept for a server.)

pub mod annotate;
pub mod archive;
pub mod cli;
mod corpus;
pub mod crawl;
pub mod ingest;
pub mod model;
pub mod present;
pub mod read;
pub mod search;
pub mod store;
pub mod text;

pub use archive::Archive;
pub use corpus::{Aliases, Correction, Corrections, Freshness, Overrides, Verdict};
