//! The query language: what was typed → a tree.
//!
//! A language of our own, since tantivy's parser drops wildcards silently, refuses bare dates and
//! overflows the stack on deep nesting. Nothing is dropped here: what cannot be meant otherwise is
//! taken as words, and each such decision is a [`Warning`](parsed::Warning) with its column. A tree
//! prints as a query that parses to the same tree, so that `--explain` can show what was
//! understood.

pub mod ast;
pub mod dates;
pub mod display;
pub mod lexer;
pub mod parsed;
pub mod parser;
pub mod words;
