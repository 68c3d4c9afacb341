//! JSON: articles as exports and agencies write them, one object each.
//!
//! [`fields`] at the bottom reads the names that exports give their fields; ninjs, Washington Post
//! articles and tweets are objects of other shapes; `object` distinguishes them; `stream` and
//! `lines` split a file into objects.

pub mod fields;
pub mod lenient;
mod lines;
mod ninjs;
pub mod object;
mod reader;
mod stream;
pub mod surrogates;
mod tweet;
mod wapo;

pub use lines::JsonLinesReader;
pub use reader::{JsonReader, NinjsReader};
