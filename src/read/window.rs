//! A window on a stream, for records that are split off it each with its extent: a dump of any size
//! is read in the memory of its largest record.

use std::io::{BufRead, Read};

use crate::model::Problem;
use crate::read::input::{MAX_ARTICLE_BYTES, io_problem};

/// A window on a stream: bytes that were read and are not yet consumed.
pub struct StreamWindow<'i> {
    input: &'i mut dyn BufRead,
    bytes: Vec<u8>,
    /// Number of bytes at the start that are consumed.
    from: usize,
    /// Offset in the stream of the first byte in view.
    pub offset: u64,
}

impl<'i> StreamWindow<'i> {
    /// A window at the start of a stream.
    pub fn new(input: &'i mut dyn BufRead) -> Self {
        Self { input, bytes: Vec::new(), from: 0, offset: 0 }
    }

    /// The bytes in view.
    pub fn view(&self) -> &[u8] {
        &self.bytes[self.from..]
    }

    /// Reads the next line, with its line feed, into view; `false` at the end. The rest of a line
    /// that would make the view larger than an article may be comes as the next line.
    pub fn read_line(&mut self) -> Result<bool, Problem> {
        let room = (MAX_ARTICLE_BYTES + 2).saturating_sub(self.view().len()).max(1) as u64;
        let read = Read::take(&mut *self.input, room).read_until(b'\n', &mut self.bytes);
        Ok(read.map_err(|e| io_problem(&e))? > 0)
    }

    /// Removes the first `count` bytes from view.
    pub fn consume(&mut self, count: usize) {
        self.from += count;
        self.offset += count as u64;
        // Moved only when half is done with, so that many small records in one long line cost no
        // more than their length.
        if self.from == self.bytes.len() {
            self.bytes.clear();
            self.from = 0;
        } else if self.from > 64 * 1024 && self.from * 2 > self.bytes.len() {
            self.bytes.drain(..self.from);
            self.from = 0;
        }
    }
}
