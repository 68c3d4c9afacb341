//! Files beside the segments that can be made anew from them, such as the names of the archive.
//!
//! A side file bears the stamp of the commit it was made from. One that is missing, damaged or of
//! another commit is as good as none: whoever wants it makes it again. Damage shows in the checksum
//! of its frame ([`seal`]), without which half a file would be read as something; it is seeded with
//! the number of the index, so that a file of another index is no better than a damaged one.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::store::error::Error;
use crate::store::replace_file::replace_file;
use crate::store::seal::{Sealed, bytes_of, seal_seeded, unseal_seeded};

/// Content of a side file with what it was made from.
#[derive(Serialize, Deserialize)]
struct Stamped<'b> {
    format: u32,
    commit: u64,
    /// Borrowed, since serde reads a list of its own byte by byte.
    content: &'b [u8],
}

/// Reads the content of the side file at `path`; `None` if it is missing, damaged, or not of this
/// `index`, this `format` and, where one is given, this `commit`.
pub fn read_side_file(
    path: &Path,
    index: u64,
    format: u32,
    commit: Option<u64>,
) -> Option<Vec<u8>> {
    let mut bytes = fs::read(path).ok()?;
    let sound = unsealed(index, &bytes)?;
    let (stamped, rest) = postcard::take_from_bytes::<Stamped<'_>>(sound).ok()?;
    let wanted = stamped.format == format && commit.is_none_or(|commit| stamped.commit == commit);
    let end = sound.len() - rest.len();
    let start = end - stamped.content.len();
    bytes.truncate(end);
    bytes.drain(..start);
    wanted.then_some(bytes)
}

/// Writes the side file at `path` of this `index` with the stamp of its `format` and `commit`.
///
/// # Errors
/// The file cannot be written; the one before stands.
pub fn write_side_file(
    path: &Path,
    index: u64,
    format: u32,
    commit: u64,
    content: &[u8],
) -> Result<(), Error> {
    let stamped = Stamped { format, commit, content };
    let bytes = seal_seeded(Sealed::Side, index, bytes_of(&stamped));
    replace_file(path, &bytes).map_err(|e| Error::io(path, e))
}

/// True if `name` is that of a side file.
pub fn is_side_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "bin")
}

/// True if the side file at `path` is as it was written, for this `index`.
pub fn is_sound_side_file(path: &Path, index: u64) -> bool {
    fs::read(path).is_ok_and(|bytes| unsealed(index, &bytes).is_some())
}

/// Content of a side file of this `index`, or of one that an older onrecord wrote, naming none.
fn unsealed(index: u64, bytes: &[u8]) -> Option<&[u8]> {
    unseal_seeded(Sealed::Side, index, bytes).or_else(|| unseal_seeded(Sealed::Side, 0, bytes))
}
