//! JSON: articles as exports and agencies write them, one object each.
//!
//! [`fields`] at the bottom reads the names that exports give their fields; ninjs, Washington Post articles and tweets
//! are objects of other shapes; `object` tells them apart; `stream` and `lines` cut objects out of a file.

pub mod fields;
mod lines;
mod ninjs;
pub mod object;
mod reader;
mod stream;
mod tweet;
mod wapo;

pub use lines::JsonLines;
pub use reader::{Json, Ninjs};
