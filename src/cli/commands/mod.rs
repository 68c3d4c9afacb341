//! The commands: one file each, with its arguments and its `run`.

pub mod annotate;
pub mod check;
pub mod cite;
pub mod completions;
pub mod config;
pub mod copies;
pub mod correct;
pub mod corrections;
pub mod entities;
pub mod export;
pub mod formats;
pub mod index;
pub mod man;
pub mod query;
pub mod quotes;
pub mod restore;
pub mod roots;
pub mod run;
pub mod save;
pub mod search;
pub mod show;
pub mod snapshot;
pub mod speakers;
pub mod status;
pub mod timeline;
pub mod verify;
