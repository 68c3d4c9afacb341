//! Directories and files: the only module that walks or opens an archive.
//!
//! An archive is never written to, and what is not a file of its own is never followed twice.

mod escape;
mod globs;
mod open;
mod roots;
mod siblings;
mod walk;
mod watch;

pub use escape::{escape_path, unescape_path};
pub use globs::{Globs, IGNORE_FILE};
pub use open::{Hashed, digest, open};
pub use roots::{Root, Roots, RootsError, Target};
pub use siblings::{names_beside, open_seekable, read_beside};
pub use walk::{Found, Item, Passing, walk};
pub use watch::{Changes, Watch};
