//! Durable, atomic replacement of a file.
//!
//! A reader sees the old content or the new, never half of either, and so does the next start after
//! a power cut: the new content is on the disk before it has the name, and the name is on the disk
//! before this returns. Two writers at once do not disturb each other, since each writes to a
//! temporary file of its own; the later rename wins.
//!
//! A temporary file is locked while it is written, by which what a killed process left behind is
//! told from what a living one uses ([`remove_unused`]).

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Suffix of the name of a temporary file.
pub const NEW: &str = ".new";
/// Number of characters of a file's name that stand in the name of its temporary file.
const MAX_NAME: usize = 50;

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
    /// A temporary file in the directory of `path`, locked.
    ///
    /// # Errors
    /// The system's error, without the path.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), file: temporary_file(parent_of(path), path)? })
    }

    /// Puts the content in the place of the file's.
    ///
    /// # Errors
    /// As for [`replace_file`].
    pub fn persist(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file.persist(&self.path).map_err(|e| e.error)?;
        sync_dir(parent_of(&self.path))
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

/// Locked temporary file in `dir` that is to become the file at `path`.
fn temporary_file(dir: &Path, path: &Path) -> io::Result<NamedTempFile> {
    // Opened here and not by tempfile, which would let only its owner read the file, and would put
    // the temporary name into what the user is told.
    let create = |path: &Path| OpenOptions::new().write(true).create_new(true).open(path);
    // A name with a dot in front: what a killed process leaves is hidden, and an index directory
    // may hold it. The file's own name in it tells whose it is.
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name: String = name.chars().take(MAX_NAME).collect();
    let prefix = format!(".{name}.");
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix).suffix(NEW);
    loop {
        let new = builder.make_in(dir, create)?;
        match new.as_file().try_lock() {
            // Taken for a left-over in the moment before it was locked, and removed.
            Ok(()) if !is_at(new.as_file(), new.path()) => {}
            Err(TryLockError::WouldBlock) => {}
            // Without locks nobody removes it either.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(new),
        }
    }
}

/// True if the open file is still the one that is called `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |metadata: &fs::Metadata| (metadata.dev(), metadata.ino());
    matches!((file.metadata(), fs::symlink_metadata(path)), (Ok(a), Ok(b)) if of(&a) == of(&b))
}

/// True if there is a file called `path`.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Removes a file that no living process has locked; does nothing where that cannot be told.
pub fn remove_unused(path: &Path) {
    // For writing, since some file systems lock no file that is open for reading.
    let Ok(file) = OpenOptions::new().write(true).open(path) else { return };
    if file.try_lock().is_ok() {
        let removed = fs::remove_file(path);
        log::debug!("left over by a killed run: {}: {removed:?}", path.display());
    }
}

/// Makes a directory and those above it, durably.
///
/// # Errors
/// The system's error, without the path.
pub fn make_dir(dir: &Path) -> io::Result<()> {
    let made = dir.ancestors().take_while(|dir| !dir.as_os_str().is_empty() && !dir.exists());
    let made: Vec<&Path> = made.collect();
    fs::create_dir_all(dir)?;
    for dir in made {
        sync_dir(parent_of(dir))?;
    }
    Ok(())
}

/// Directory that an entry stands in.
pub fn parent_of(path: &Path) -> &Path {
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

    #[test]
    fn only_what_no_process_uses_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("names.bin");
        let used = temporary_file(dir.path(), &path).unwrap();
        let left = dir.path().join(".names.bin.abcdef.new");
        fs::write(&left, b"half").unwrap();
        for path in [used.path(), &left] {
            remove_unused(path);
        }
        assert!(used.path().exists() && !left.exists());
        used.persist(&path).unwrap();
        assert!(path.exists());
    }

    #[test]
    fn a_directory_is_made_with_those_above_it() {
        let dir = tempfile::tempdir().unwrap();
        let deep = dir.path().join("a/b/c");
        make_dir(&deep).unwrap();
        make_dir(&deep).unwrap();
        assert!(deep.is_dir());
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
