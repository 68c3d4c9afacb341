//! Directories and files: the only module that walks or opens an archive.
//!
//! An archive is never written to, and what is not a file of its own is never followed twice.

mod beside;
mod escape;
mod open;
mod roots;
mod walk;
mod wanted;
mod watch;

pub use beside::{names_beside, open_seekable, read_beside};
pub use escape::{escape_path, unescape_path};
pub use open::{Hashed, digest, open};
pub use roots::{Root, Roots, RootsError, Target};
pub use walk::{Found, Item, Passing, walk};
pub use wanted::{Globs, IGNORE_FILE};
pub use watch::{Changes, Watch};
