//! Files beside the segments that can be made anew from them, such as the names of the archive.
//!
//! They bear the stamp of the commit they were made from. One that is missing, damaged or of another commit is
//! as good as none: whoever wants it makes it again.

use std::fs;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::store::record::bytes_of;
use crate::store::{Archive, Error};

#[derive(Serialize, Deserialize)]
struct Stamped {
    format: u32,
    commit: u64,
    content: Vec<u8>,
}

impl Archive {
    /// The content of the side file `name`, if it was made from the commit that this archive is open
    /// at and by this `format` of its maker.
    pub fn side_file(&self, name: &str, format: u32) -> Option<Vec<u8>> {
        let stamped = self.stamped(name, format)?;
        (stamped.commit == self.commit()).then_some(stamped.content)
    }

    /// The content of the side file `name` whatever commit it was made from: for what stays true, and
    /// only saves work.
    pub fn side_file_of_any_commit(&self, name: &str, format: u32) -> Option<Vec<u8>> {
        Some(self.stamped(name, format)?.content)
    }

    fn stamped(&self, name: &str, format: u32) -> Option<Stamped> {
        let bytes = fs::read(self.side_path(name)).ok()?;
        let stamped: Stamped = postcard::from_bytes(&bytes).ok()?;
        (stamped.format == format).then_some(stamped)
    }

    /// Writes the side file `name` for the commit that this archive is open at: to another name
    /// first, so that no reader sees half of it.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn write_side_file(&self, name: &str, format: u32, content: Vec<u8>) -> Result<(), Error> {
        let path = self.side_path(name);
        let new = path.with_extension("new");
        let bytes = bytes_of(&Stamped { format, commit: self.commit(), content });
        fs::write(&new, bytes).map_err(|e| Error::io(&new, e))?;
        fs::rename(&new, &path).map_err(|e| Error::io(&path, e))
    }

    fn side_path(&self, name: &str) -> PathBuf {
        self.dir().join(name)
    }
}
