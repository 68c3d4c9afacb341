//! Files whose bytes are hashed as they are read.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::Path;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::crawl::regular::open_regular;

const BUFFER_BYTES: usize = 128 * 1024;

/// Size of the largest file that is held in memory between being read and being taken apart, in
/// bytes.
const MAX_HELD: u64 = 4 * 1024 * 1024;

/// A buffered reader that hashes all bytes taken from it (xxh3), and remembers when it failed.
pub struct HashingReader {
    inner: BufReader<Box<dyn Read + Send>>,
    hash: Xxh3,
    failure: Option<String>,
}

/// Opens the file at `path`.
///
/// # Errors
/// The file cannot be opened, or is no regular file.
pub fn open(path: &Path) -> io::Result<HashingReader> {
    Ok(HashingReader::new(Box::new(open_regular(path)?)))
}

/// Digest of a file's contents: xxh3 of its bytes.
///
/// # Errors
/// The file cannot be opened or read.
pub fn digest(path: &Path) -> io::Result<u64> {
    open(path)?.finish()
}

/// A file that was read to its end once, so that it is known to be readable, and what it holds to
/// be new, before anything is made of it.
pub struct ReadAhead {
    /// Digest of the contents.
    pub digest: u64,
    contents: Contents,
}

/// Bytes of a file, as they are read a second time.
enum Contents {
    Held(Cursor<Vec<u8>>),
    OnDisk(File),
}

/// Reads the file at `path` to its end.
///
/// # Errors
/// The file cannot be opened or read, or is no regular file.
pub fn read_ahead(path: &Path) -> io::Result<ReadAhead> {
    let mut file = open_regular(path)?;
    let mut bytes = Vec::new();
    (&mut file).take(MAX_HELD + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 <= MAX_HELD {
        return Ok(ReadAhead {
            digest: xxh3_64(&bytes),
            contents: Contents::Held(Cursor::new(bytes)),
        });
    }
    drop(bytes);
    file.rewind()?;
    let digest = HashingReader::new(Box::new(file.try_clone()?)).finish()?;
    file.rewind()?;
    Ok(ReadAhead { digest, contents: Contents::OnDisk(file) })
}

impl ReadAhead {
    /// Reader of the contents, from their start.
    pub fn into_reader(self) -> HashingReader {
        HashingReader::new(match self.contents {
            Contents::Held(bytes) => Box::new(bytes),
            Contents::OnDisk(file) => Box::new(file),
        })
    }
}

impl HashingReader {
    fn new(inner: Box<dyn Read + Send>) -> Self {
        let inner = BufReader::with_capacity(BUFFER_BYTES, inner);
        Self { inner, hash: Xxh3::new(), failure: None }
    }

    /// Error of the system that ended the reading, if one did, whatever a reader made of it.
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// Reads to the end and returns the digest of the whole.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn finish(&mut self) -> io::Result<u64> {
        loop {
            let length = self.fill_buf()?.len();
            if length == 0 {
                return Ok(self.hash.digest());
            }
            self.consume(length);
        }
    }
}

impl Read for HashingReader {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(out)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl BufRead for HashingReader {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.inner.buffer().is_empty()
            && let Err(error) = self.inner.fill_buf()
        {
            if error.kind() != io::ErrorKind::Interrupted {
                self.failure.get_or_insert_with(|| error.to_string());
            }
            return Err(error);
        }
        Ok(self.inner.buffer())
    }

    fn consume(&mut self, amount: usize) {
        self.hash.update(&self.inner.buffer()[..amount]);
        self.inner.consume(amount);
    }
}

impl std::fmt::Debug for HashingReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HashingReader")
    }
}

impl std::fmt::Debug for ReadAhead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReadAhead").field("digest", &self.digest).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_ahead_is_what_is_there() {
        let dir = tempfile::tempdir().unwrap();
        for length in [0, 10, MAX_HELD as usize, MAX_HELD as usize + 1] {
            let path = dir.path().join("x");
            let bytes: Vec<u8> = (0..length).map(|n| (n * 31 % 251) as u8).collect();
            std::fs::write(&path, &bytes).unwrap();
            let ahead = read_ahead(&path).unwrap();
            assert_eq!(ahead.digest, digest(&path).unwrap());
            let mut again = Vec::new();
            ahead.into_reader().read_to_end(&mut again).unwrap();
            assert!(again == bytes, "{length}");
        }
    }
}
