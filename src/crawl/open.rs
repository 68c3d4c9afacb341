//! A file's bytes, hashed as they go by.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use xxhash_rust::xxh3::Xxh3;

const BUFFER: usize = 128 * 1024;

/// A reader that hashes all that is taken from it.
pub struct Hashed<R> {
    inner: BufReader<R>,
    hash: Xxh3,
}

/// Opens the file at `path`.
///
/// # Errors
/// What the system says.
pub fn open(path: &Path) -> io::Result<Hashed<File>> {
    Ok(Hashed { inner: BufReader::with_capacity(BUFFER, File::open(path)?), hash: Xxh3::new() })
}

/// The digest of the file's contents: xxh3 of its bytes.
///
/// # Errors
/// What the system says.
pub fn digest(path: &Path) -> io::Result<u64> {
    open(path)?.finish()
}

impl<R: Read> Hashed<R> {
    /// Takes what is left and gives the digest of the whole.
    ///
    /// # Errors
    /// What the system says.
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

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(out)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl<R: Read> BufRead for Hashed<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.hash.update(&self.inner.buffer()[..amount]);
        self.inner.consume(amount);
    }
}

impl<R> std::fmt::Debug for Hashed<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hashed")
    }
}
