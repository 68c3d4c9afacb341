//! A window on a stream, for records that are cut out of it each with its place: a dump of any size is read in
//! the memory of its largest record.

use std::io::{BufRead, Read};

use crate::model::Problem;
use crate::read::input::{LARGEST_ARTICLE, io_problem};

/// A window on a stream: what was taken from it and is not yet done with.
pub struct Window<'i> {
    input: &'i mut dyn BufRead,
    bytes: Vec<u8>,
    /// How many of the bytes are done with.
    from: usize,
    /// Offset in the stream of the first byte in view.
    pub offset: u64,
}

impl<'i> Window<'i> {
    pub fn new(input: &'i mut dyn BufRead) -> Self {
        Self { input, bytes: Vec::new(), from: 0, offset: 0 }
    }

    /// The bytes in view.
    pub fn view(&self) -> &[u8] {
        &self.bytes[self.from..]
    }

    /// Adds the next line with its line feed; `false` at the end. Of a line that would make the view
    /// larger than an article may be, the rest comes as the next line.
    pub fn add_line(&mut self) -> Result<bool, Problem> {
        let room = (LARGEST_ARTICLE + 2).saturating_sub(self.view().len()).max(1) as u64;
        let read = Read::take(&mut *self.input, room).read_until(b'\n', &mut self.bytes);
        Ok(read.map_err(|e| io_problem(&e))? > 0)
    }

    /// Takes the first bytes out of view.
    pub fn drop_front(&mut self, count: usize) {
        self.from += count;
        self.offset += count as u64;
        // Moved only when half is done with, so that many small records in one long line cost no more
        // than their length.
        if self.from == self.bytes.len() {
            self.bytes.clear();
            self.from = 0;
        } else if self.from > 64 * 1024 && self.from * 2 > self.bytes.len() {
            self.bytes.drain(..self.from);
            self.from = 0;
        }
    }
}
