//! Directories and files: the only module that walks or opens an archive.
//!
//! An archive is never written to. A file is read once, however many links lead to it, and only if
//! it is a regular one.

mod escape;
mod found;
mod globs;
mod open;
mod presence;
mod regular;
mod roots;
mod siblings;
mod walk;
mod watch;

pub use escape::{escape_path, unescape_path};
pub use found::FoundFile;
pub use globs::{GlobError, Globs, IGNORE_FILE};
pub use open::{HashingReader, ReadAhead, digest, open, read_ahead};
pub use presence::{Presence, dir_device, presence};
pub use regular::read_text;
pub use roots::{Root, RootScope, Roots, RootsError};
pub use siblings::{open_seekable, read_sibling, sibling_names};
pub use walk::{Walk, WalkFilter, WalkItem, walk};
pub use watch::{Changes, Watch, WatchError};
