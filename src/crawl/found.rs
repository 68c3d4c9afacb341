//! A file as the walk found it, and what the system says of it.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::crawl::escape::unescape_path;
use crate::crawl::roots::Roots;
use crate::model::FileId;

/// A file found by the walk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundFile {
    /// Index of its root in [`Roots`].
    pub root: usize,
    /// Path beneath the root, escaped.
    pub path: Box<str>,
    /// Size in bytes.
    pub size: u64,
    /// Modification time in nanoseconds since 1970. It tells whether the file changed, and is never
    /// an article's date.
    pub modified: i64,
    /// Digest of what nobody can set by hand: inode and change time. 0 where the system has none.
    pub stamp: u64,
    /// Device of the directory that it was found in; 0 where the system has none.
    pub device: u64,
}

impl FoundFile {
    /// A file of the directory on `device`, as its metadata describes it.
    pub fn new(root: usize, path: &str, metadata: &Metadata, device: u64) -> Self {
        let modified = metadata.modified().ok();
        let since = modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Self {
            root,
            path: path.into(),
            size: metadata.len(),
            modified: since.map_or(0, |d| d.as_nanos() as i64),
            stamp: stamp(metadata),
            device,
        }
    }

    /// The file's id, from its root's name and its path.
    pub fn id(&self, roots: &Roots) -> FileId {
        FileId::new(&roots.0[self.root].name, &self.path)
    }

    /// Full path on the disk.
    pub fn full_path(&self, roots: &Roots) -> PathBuf {
        roots.0[self.root].dir.join(unescape_path(&self.path))
    }
}

/// Device that a file or directory lies on; 0 where the system has none.
#[cfg(unix)]
pub fn device(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::dev(metadata)
}

/// Device that a file or directory lies on; 0 where the system has none.
#[cfg(not(unix))]
pub fn device(_: &Metadata) -> u64 {
    0
}

#[cfg(unix)]
fn stamp(metadata: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let numbers = [metadata.ino(), metadata.ctime() as u64, metadata.ctime_nsec() as u64];
    digest(&numbers).max(1)
}

#[cfg(not(unix))]
fn stamp(_: &Metadata) -> u64 {
    0
}

/// Identity of a file or directory, the same by whatever path it is reached.
#[cfg(unix)]
pub fn identity(_: &Path, metadata: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    digest(&[metadata.dev(), metadata.ino()])
}

/// Identity of a file or directory, the same by whatever path it is reached.
#[cfg(not(unix))]
pub fn identity(path: &Path, _: &Metadata) -> u64 {
    let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    xxhash_rust::xxh3::xxh3_64(full.as_os_str().as_encoded_bytes())
}

/// True if a file has more than one name in its file system.
#[cfg(unix)]
pub fn has_other_names(metadata: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(metadata) > 1
}

/// True if a file has more than one name in its file system.
#[cfg(not(unix))]
pub fn has_other_names(_: &Metadata) -> bool {
    false
}

#[cfg(unix)]
fn digest(numbers: &[u64]) -> u64 {
    let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    xxhash_rust::xxh3::xxh3_64(&bytes)
}
