//! onrecord: a search engine for news archives that knows who said what, when.
//!
//! Modules by floor; a module uses lower floors only (`tests/it/tidy.rs` holds that):
//!
//! 1. [`model`]: the nouns.
//! 2. [`text`]: pure functions on text: words, sentences, marks, folding.
//! 3. [`read`]: bytes → articles; [`annotate`]: an article's body → notes.

pub mod annotate;
pub mod model;
pub mod read;
pub mod text;
