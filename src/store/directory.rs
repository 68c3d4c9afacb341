//! Files of an index as tantivy reads and writes them.
//!
//! tantivy's own directory of mapped files, with what it leaves to us:
//!
//! - Reading takes no lock and needs no right to write. A reader is given the text of meta.json
//!   that it goes by, opens the files of that commit and keeps them open; should one be cleared
//!   away meanwhile, another commit has been made, and that is opened then ([`Index`]).
//! - Every file has the mode that the umask gives.
//! - meta.json lists the marks of the files that it names, and is sealed. It is on the disk, with
//!   its name, before anything of the state before is removed.
//! - The list of files that may be cleared away is what lies there; none is written.
//!
//! [`Index`]: crate::store::Index

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};

use crate::store::error::Error;
use crate::store::file_marks::FileMarks;
use crate::store::index_dir::{META_FILE, sealed_meta, segment_files};
use crate::store::replace_file::{replace_file, sync_dir};

/// Name of tantivy's list of its own files.
const MANAGED_FILE: &str = ".managed.json";

/// Directory of an index, for reading one commit or for writing.
#[derive(Clone, Debug)]
pub struct IndexDirectory {
    files: MmapDirectory,
    dir: PathBuf,
    access: Access,
}

#[derive(Clone, Debug)]
enum Access {
    /// Reading of the commit with this meta.json.
    Read(Arc<[u8]>),
    /// Writing, with the marks of the files of the last commit.
    Write(Arc<Mutex<FileMarks>>),
}

impl IndexDirectory {
    /// Directory for reading the commit that `meta`, the text of meta.json, names.
    ///
    /// # Errors
    /// There is no such directory.
    pub fn of_commit(dir: &Path, meta: &[u8]) -> Result<Self, Error> {
        Self::open(dir, Access::Read(meta.into()))
    }

    /// Directory for writing; `meta` is the text of meta.json, empty where there is none yet. Only
    /// whoever holds the lock of the index may use it.
    ///
    /// # Errors
    /// There is no such directory.
    pub fn for_writing(dir: &Path, meta: &[u8]) -> Result<Self, Error> {
        let marks = FileMarks::of_meta(meta);
        Self::open(dir, Access::Write(Arc::new(Mutex::new(marks))))
    }

    fn open(dir: &Path, access: Access) -> Result<Self, Error> {
        let files = MmapDirectory::open(dir).map_err(|e| Error::index(dir, &e.into()))?;
        Ok(Self { files, dir: dir.to_owned(), access })
    }

    /// Writes the meta.json of a commit, with the marks of the files that it names.
    fn write_meta(&self, marks: &Mutex<FileMarks>, meta: &[u8]) -> io::Result<()> {
        let mut meta = serde_json::from_slice(meta)?;
        let mut marks = marks.lock().unwrap_or_else(PoisonError::into_inner);
        marks.list_in(&self.dir, &mut meta)?;
        replace_file(&self.dir.join(META_FILE), &sealed_meta(&meta)?)
    }

    /// Names of the files that tantivy may clear away when no commit names them.
    fn managed(&self) -> Result<Vec<u8>, OpenReadError> {
        let fail = |e: io::Error| OpenReadError::wrap_io_error(e, MANAGED_FILE.into());
        let files = segment_files(&self.dir).map_err(|e| fail(io::Error::other(e)))?;
        serde_json::to_vec(&files).map_err(|e| fail(e.into()))
    }
}

/// Error of whoever would write to what was opened for reading.
fn read_only() -> io::Error {
    io::Error::new(io::ErrorKind::ReadOnlyFilesystem, "the index is open for reading")
}

impl Directory for IndexDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.files.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        match self.access {
            Access::Write(_) => self.files.delete(path),
            Access::Read(_) => Err(DeleteError::IoError {
                io_error: Arc::new(read_only()),
                filepath: path.to_owned(),
            }),
        }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.files.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        match self.access {
            Access::Write(_) => self.files.open_write(path),
            Access::Read(_) => Err(OpenWriteError::wrap_io_error(read_only(), path.to_owned())),
        }
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        match &self.access {
            Access::Read(meta) if path == Path::new(META_FILE) => Ok(meta.to_vec()),
            Access::Write(_) if path == Path::new(MANAGED_FILE) => self.managed(),
            Access::Read(_) if path == Path::new(MANAGED_FILE) => {
                Err(OpenReadError::FileDoesNotExist(path.to_owned()))
            }
            _ => self.files.atomic_read(path),
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        match &self.access {
            Access::Read(_) => Err(read_only()),
            Access::Write(_) if path == Path::new(MANAGED_FILE) => Ok(()),
            Access::Write(marks) if path == Path::new(META_FILE) => self.write_meta(marks, data),
            Access::Write(_) => replace_file(&self.dir.join(path), data),
        }
    }

    fn sync_directory(&self) -> io::Result<()> {
        sync_dir(&self.dir)
    }

    /// Gives every lock: writers are kept apart by the index's own, readers need none.
    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
