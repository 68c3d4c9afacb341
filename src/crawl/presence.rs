//! Presence of what an earlier run has read: there, gone, or not known.

use std::fs;
use std::io;
use std::path::Path;

use crate::crawl::found::device;

/// Presence of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// A file or directory has the path.
    There,
    /// Nothing has the path.
    Gone,
    /// The system does not tell.
    Unknown,
}

/// Presence of a file or directory; a link is there whatever it leads to.
pub fn presence(path: &Path) -> Presence {
    match path.symlink_metadata() {
        Ok(_) => Presence::There,
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Presence::Gone,
            _ => Presence::Unknown,
        },
    }
}

/// Device of the directory at `path`, 0 where the system has none; `None` if there is no directory.
pub fn dir_device(path: &Path) -> Option<u64> {
    let metadata = fs::metadata(path).ok()?;
    metadata.is_dir().then(|| device(&metadata))
}
