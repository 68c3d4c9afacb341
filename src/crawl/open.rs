//! Files whose bytes are hashed as they are read.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use xxhash_rust::xxh3::Xxh3;

const BUFFER_BYTES: usize = 128 * 1024;

/// A buffered reader that hashes all bytes taken from it (xxh3).
pub struct HashingReader<R> {
    inner: BufReader<R>,
    hash: Xxh3,
}

/// Opens the file at `path`.
///
/// # Errors
/// The file cannot be opened.
pub fn open(path: &Path) -> io::Result<HashingReader<File>> {
    Ok(HashingReader {
        inner: BufReader::with_capacity(BUFFER_BYTES, File::open(path)?),
        hash: Xxh3::new(),
    })
}

/// Digest of a file's contents: xxh3 of its bytes.
///
/// # Errors
/// The file cannot be opened or read.
pub fn digest(path: &Path) -> io::Result<u64> {
    open(path)?.finish()
}

impl<R: Read> HashingReader<R> {
    /// Reads to the end and returns the digest of the whole.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn finish(mut self) -> io::Result<u64> {
        loop {
            let length = self.fill_buf()?.len();
            if length == 0 {
                return Ok(self.hash.digest());
            }
            self.consume(length);
        }
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(out)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl<R: Read> BufRead for HashingReader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.hash.update(&self.inner.buffer()[..amount]);
        self.inner.consume(amount);
    }
}

impl<R> std::fmt::Debug for HashingReader<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HashingReader")
    }
}
