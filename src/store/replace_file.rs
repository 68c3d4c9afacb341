//! Durable, atomic replacement of a file.
//!
//! A reader sees the old content or the new, never half of either, and so does the next start after
//! a power cut: the new content is on the disk before it has the name, and the name is on the disk
//! before this returns. Two writers at once do not disturb each other, since each writes to a
//! temporary file of its own; the later rename wins.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Replaces the content of the file at `path`, or creates it: writes a temporary file in the same
/// directory, syncs it, renames it and syncs the directory.
///
/// # Errors
/// The system's error, without the path. The file is then as it was before, unless only the
/// directory could not be synced.
pub fn replace_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut new = NewFile::create(path)?;
    new.write_all(bytes)?;
    new.persist()
}

/// New content of a file, which takes the file's name when it is whole; until then, and if it is
/// dropped, the file is as it was.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    file: NamedTempFile<File>,
}

impl NewFile {
    /// A temporary file in the directory of `path`.
    ///
    /// # Errors
    /// The system's error, without the path.
    pub fn create(path: &Path) -> io::Result<Self> {
        // Opened here and not by tempfile, which would let only its owner read the file, and would
        // put the temporary name into what the user is told.
        let create = |path: &Path| OpenOptions::new().write(true).create_new(true).open(path);
        // A name with a dot in front: what a killed process leaves is hidden, and an index
        // directory may hold it.
        let mut builder = tempfile::Builder::new();
        let file = builder.prefix(".").suffix(".new").make_in(dir_of(path), create)?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Puts the content in the place of the file's.
    ///
    /// # Errors
    /// As for [`replace_file`].
    pub fn persist(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file.persist(&self.path).map_err(|e| e.error)?;
        sync_dir(dir_of(&self.path))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

/// The directory that a file stands in.
fn dir_of(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}

/// Makes the names in a directory durable.
///
/// # Errors
/// The system's error, without the path.
#[cfg(unix)]
pub fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

/// Does nothing: only Unix opens directories as files.
#[cfg(not(unix))]
pub fn sync_dir(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("names.bin");
        replace_file(&path, b"old").unwrap();
        replace_file(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failure_is_told_in_the_words_of_the_system() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("missing/names.bin");
        let direct = fs::write(&path, b"").unwrap_err().to_string();
        assert_eq!(replace_file(&path, b"").unwrap_err().to_string(), direct);
    }

    #[cfg(unix)]
    #[test]
    fn a_new_file_may_be_read_by_whom_the_umask_lets() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let (plain, replaced) = (dir.path().join("plain"), dir.path().join("replaced"));
        fs::write(&plain, b"").unwrap();
        replace_file(&replaced, b"").unwrap();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode(replaced), mode(plain));
    }
}
