//! A stream to which bytes can be given back, for formats whose records are looked for behind
//! damage.

use std::io::{self, BufRead, Read};

/// A stream to which bytes can be given back.
pub struct Pushback<'i> {
    input: &'i mut dyn BufRead,
    given_back: Vec<u8>,
    /// Number of given-back bytes that were taken again.
    at: usize,
}

impl<'i> Pushback<'i> {
    /// A stream to which nothing was given back.
    pub fn new(input: &'i mut dyn BufRead) -> Self {
        Self { input, given_back: Vec::new(), at: 0 }
    }

    /// Gives bytes back, to be read next.
    pub fn give_back(&mut self, mut bytes: Vec<u8>) {
        bytes.extend_from_slice(&self.given_back[self.at..]);
        (self.given_back, self.at) = (bytes, 0);
    }

    /// The next `count` bytes, or all that are left, which stay to be read.
    pub fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        if self.given_back.len() - self.at < count {
            let mut ahead = self.given_back.split_off(self.at);
            let missing = (count - ahead.len()) as u64;
            Read::take(&mut *self.input, missing).read_to_end(&mut ahead)?;
            (self.given_back, self.at) = (ahead, 0);
        }
        let end = self.given_back.len().min(self.at + count);
        Ok(&self.given_back[self.at..end])
    }

    /// Takes `count` bytes that were peeked at.
    pub fn consume_all(&mut self, count: usize) {
        self.at = self.given_back.len().min(self.at + count);
    }
}

impl Read for Pushback<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(out)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl BufRead for Pushback<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at < self.given_back.len() {
            return Ok(&self.given_back[self.at..]);
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if self.at < self.given_back.len() {
            self.at += amount;
        } else {
            self.input.consume(amount);
        }
    }
}
