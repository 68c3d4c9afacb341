//! Lock that lets one process write to an index, and says who holds it.
//!
//! tantivy has a lock of its own but reports every failure as "busy". This one says who holds it.
//! The operating system frees it with the process, however that ends; the file staying behind is
//! harmless.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use crate::store::error::Error;

/// Name of the locked file in the index directory.
pub const LOCK_FILE: &str = "onrecord.lock";

/// Longest name of a holder that is read, in bytes.
const MAX_HOLDER: u64 = 500;

/// The right to write to an index, held until dropped.
#[derive(Debug)]
pub struct WriteLock {
    _file: File,
}

impl WriteLock {
    /// Acquires the lock of the index in `dir` and writes `holder` into its file.
    ///
    /// # Errors
    /// Another process holds the lock, or the file cannot be written.
    pub fn acquire(dir: &Path, holder: &str) -> Result<Self, Error> {
        let path = dir.join(LOCK_FILE);
        let io = |e| Error::io(&path, e);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut by = String::new();
                let _ = file.take(MAX_HOLDER).read_to_string(&mut by);
                let by = if by.trim().is_empty() { "another process" } else { by.trim() };
                return Err(Error::Locked { dir: dir.to_owned(), by: by.to_owned() });
            }
            Err(TryLockError::Error(e)) => return Err(io(e)),
        }
        file.set_len(0).map_err(io)?;
        file.rewind().map_err(io)?;
        file.write_all(holder.as_bytes()).map_err(io)?;
        Ok(Self { _file: file })
    }
}
