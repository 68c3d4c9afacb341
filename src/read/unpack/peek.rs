//! A stream of which the first bytes can be peeked at, however little its source gives at a time.

use std::io::{self, BufRead, Read};
use std::rc::Rc;

use crate::read::unpack::budget::Budget;

/// Bytes that can be peeked at.
const PEEK_BYTES: usize = 64 * 1024;

/// A stream whose first bytes are held.
pub struct PeekReader<'i> {
    head: Rc<Vec<u8>>,
    /// Number of the held bytes that were taken.
    taken: usize,
    /// Failure of reading the held bytes, reported once they were taken.
    error: Option<io::Error>,
    inner: &'i mut dyn BufRead,
    /// Budget that taken bytes are recorded in, if they are to be.
    count: Option<&'i Budget>,
}

impl<'i> PeekReader<'i> {
    /// Reads up to 64 KB of `inner` ahead. A failure in their midst comes when it is read up to.
    ///
    /// # Errors
    /// The very first bytes cannot be read.
    pub fn new(inner: &'i mut dyn BufRead, count: Option<&'i Budget>) -> io::Result<Self> {
        let (mut head, mut failure) = (Vec::new(), None);
        while head.len() < PEEK_BYTES {
            let buffer = match inner.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) if head.is_empty() => return Err(error),
                Err(error) => {
                    failure = Some(error);
                    break;
                }
            };
            if buffer.is_empty() {
                break;
            }
            let length = buffer.len().min(PEEK_BYTES - head.len());
            head.extend_from_slice(&buffer[..length]);
            inner.consume(length);
        }
        Ok(Self { head: Rc::new(head), taken: 0, error: failure, inner, count })
    }

    /// The first bytes of the stream, shared.
    pub fn share_head(&self) -> Rc<Vec<u8>> {
        self.head.clone()
    }

    /// The first bytes of the stream.
    pub fn head(&self) -> &[u8] {
        &self.head
    }
}

impl Read for PeekReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(out)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl BufRead for PeekReader<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken < self.head.len() {
            return Ok(&self.head[self.taken..]);
        }
        match self.error.take() {
            Some(error) => Err(error),
            None => self.inner.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        if let Some(budget) = self.count {
            budget.record_taken(amount);
        }
        if self.taken < self.head.len() {
            self.taken += amount;
        } else {
            self.inner.consume(amount);
        }
    }
}
