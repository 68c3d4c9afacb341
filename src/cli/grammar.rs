//! The query language explained, for `onrecord help query`. A test runs every example.

/// Text beneath the options. No line end closes it: clap writes one.
pub const GRAMMAR: &str = include_str!("grammar.txt");
