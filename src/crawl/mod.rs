//! Directories and files: the only module that walks or opens an archive.
//!
//! An archive is never written to, and files that are reached twice, through links, are read once a
//! path; loops of links are never followed.

mod escape;
mod globs;
mod open;
mod roots;
mod siblings;
mod walk;
mod watch;

pub use escape::{escape_path, unescape_path};
pub use globs::{GlobError, Globs, IGNORE_FILE};
pub use open::{HashingReader, digest, open};
pub use roots::{Root, RootScope, Roots, RootsError};
pub use siblings::{open_seekable, read_sibling, sibling_names};
pub use walk::{FoundFile, WalkFilter, WalkItem, walk};
pub use watch::{Changes, Watch, WatchError};
