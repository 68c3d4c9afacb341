//! onrecord: a search engine for news archives that knows who said what, when.
//!
//! Modules by floor; a module uses lower floors only (`tests/it/tidy.rs` holds that):
//!
//! 1. [`model`]: the nouns.
//! 2. [`text`]: pure functions on text: words, sentences, marks, folding.
//! 3. [`crawl`]: directories and files; [`read`]: bytes → articles; [`annotate`]: a body → notes;
//!    [`store`]: the index on disk.
//! 4. [`ingest`]: crawl → read → annotate → store; [`search`]: question → hits.

pub mod annotate;
pub mod crawl;
pub mod ingest;
pub mod model;
pub mod read;
pub mod search;
pub mod store;
pub mod text;
