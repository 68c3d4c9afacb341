//! Files beside the segments that can be made anew from them, such as the names of the archive.
//!
//! They bear the stamp of the commit they were made from. One that is missing, damaged or of another commit is
//! as good as none: whoever wants it makes it again. Damaged they know themselves by their seal, since half of them
//! would else be read as something.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::store::record::bytes_of;
use crate::store::replace_file::replace_file;
use crate::store::seal::{Sealed, seal, unseal};
use crate::store::{Error, Index};

#[derive(Serialize, Deserialize)]
struct Stamped<'b> {
    format: u32,
    commit: u64,
    /// Borrowed, since serde reads a list of its own byte by byte.
    content: &'b [u8],
}

impl Index {
    /// The content of the side file `name`, if it was made from the commit that this archive is open
    /// at and by this `format` of its maker.
    pub fn side_file(&self, name: &str, format: u32) -> Option<Vec<u8>> {
        self.stamped(name, format, Some(self.commit()))
    }

    /// The content of the side file `name` whatever commit it was made from: for what stays true, and
    /// only saves work.
    pub fn side_file_of_any_commit(&self, name: &str, format: u32) -> Option<Vec<u8>> {
        self.stamped(name, format, None)
    }

    fn stamped(&self, name: &str, format: u32, commit: Option<u64>) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.side_path(name)).ok()?;
        let sound = unseal(Sealed::Side, &bytes)?;
        let (stamped, rest) = postcard::take_from_bytes::<Stamped<'_>>(sound).ok()?;
        let wanted =
            stamped.format == format && commit.is_none_or(|commit| stamped.commit == commit);
        let end = sound.len() - rest.len();
        let start = end - stamped.content.len();
        bytes.truncate(end);
        bytes.drain(..start);
        wanted.then_some(bytes)
    }

    /// Writes the side file `name` for the commit that this archive is open at: to another name
    /// first, so that no reader sees half of it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write_side_file(&self, name: &str, format: u32, content: &[u8]) -> Result<(), Error> {
        let stamped = Stamped { format, commit: self.commit(), content };
        write(&self.side_path(name), &seal(Sealed::Side, bytes_of(&stamped)))
    }

    fn side_path(&self, name: &str) -> PathBuf {
        self.dir().join(name)
    }
}

/// Writes a file whole or not at all, whoever else writes it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace_file(path, bytes).map_err(|e| Error::io(path, e))
}

/// Whether `name` is that of a side file.
pub fn is_side_file(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "bin")
}

/// Whether the side file at `path` is as it was written.
pub fn is_sound(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| unseal(Sealed::Side, &bytes).is_some())
}
