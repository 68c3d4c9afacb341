//! A stream of which the first bytes can be looked at, however little its source gives at a time.

use std::io::{self, BufRead, Read};
use std::rc::Rc;

use crate::read::unpack::budget::Budget;

/// How many bytes can be looked at.
const HEAD: usize = 64 * 1024;

/// A stream whose first bytes are held.
pub struct Headed<'i> {
    head: Rc<Vec<u8>>,
    /// How much of the head was taken.
    taken: usize,
    /// What went wrong while the head was read, to be told when it was taken.
    error: Option<io::Error>,
    inner: &'i mut dyn BufRead,
    /// Where to count what is taken, if that is to be known.
    count: Option<&'i Budget>,
}

impl<'i> Headed<'i> {
    /// Reads up to 64 KB of `inner` ahead. A failure in their midst comes when it is read up to.
    ///
    /// # Errors
    /// The very first bytes cannot be read.
    pub fn new(inner: &'i mut dyn BufRead, count: Option<&'i Budget>) -> io::Result<Self> {
        let (mut head, mut failure) = (Vec::new(), None);
        while head.len() < HEAD {
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
            let length = buffer.len().min(HEAD - head.len());
            head.extend_from_slice(&buffer[..length]);
            inner.consume(length);
        }
        Ok(Self { head: Rc::new(head), taken: 0, error: failure, inner, count })
    }

    /// The first bytes of the stream, for as long as is wanted.
    pub fn share_head(&self) -> Rc<Vec<u8>> {
        self.head.clone()
    }

    /// The first bytes of the stream.
    pub fn head(&self) -> &[u8] {
        &self.head
    }
}

impl Read for Headed<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(out)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl BufRead for Headed<'_> {
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
            budget.take(amount);
        }
        if self.taken < self.head.len() {
            self.taken += amount;
        } else {
            self.inner.consume(amount);
        }
    }
}
