//! A stream of compressed members that can be gone back in to where a member began: a decoder that
//! meets damage may have run over the beginning of the next.

use std::io::{self, BufRead, Read};

use crate::read::unpack::layer::Layer;

/// Most bytes of a member that are held. Decoders notice damage soon, or at the member's end.
const MAX_HELD_BYTES: usize = 4 * 1024 * 1024;

/// Bytes that are read at a time.
const PIECE_BYTES: usize = 64 * 1024;

/// Bytes that tell a member from others that begin alike.
const BEGINNING_BYTES: usize = 18;

/// A stream that holds what was read of the member at hand.
pub struct Rewind<R> {
    inner: R,
    held: Vec<u8>,
    /// Start of the member in what is held.
    start: usize,
    /// Number of held bytes that were taken.
    at: usize,
}

impl<R: BufRead> Rewind<R> {
    /// A stream at the start of its first member.
    pub fn new(inner: R) -> Self {
        Self { inner, held: Vec::new(), start: 0, at: 0 }
    }

    /// Begins a member here.
    pub fn begin_member(&mut self) {
        self.start = self.at;
    }

    /// Goes back behind the first byte of the member, as far as it is held. Returns the number of
    /// bytes that are read again.
    pub fn rewind(&mut self) -> usize {
        // A decoder may fail before it takes anything.
        let to = (self.start + 1).min(self.held.len());
        let again = self.at.saturating_sub(to);
        self.at = to;
        again
    }

    /// Skips zero bytes. Returns the first bytes that follow, none at the end.
    pub fn skip_zeros(&mut self) -> io::Result<&[u8]> {
        loop {
            let buffer = self.fill_buf()?;
            let zeros = buffer.iter().take_while(|byte| **byte == 0).count();
            if zeros == 0 {
                break;
            }
            self.consume(zeros);
        }
        while self.held.len() - self.at < BEGINNING_BYTES && self.read_piece()? {}
        Ok(&self.held[self.at..])
    }

    /// Goes on to the beginning of the next member, which begins here at the earliest. Returns the
    /// number of bytes before it, and true if there is one.
    pub fn find_member(&mut self, layer: Layer) -> io::Result<(u64, bool)> {
        let mut skipped = 0;
        loop {
            let mut more = true;
            while more && self.held.len() - self.at < 2 * BEGINNING_BYTES {
                more = self.read_piece()?;
            }
            let view = &self.held[self.at..];
            let limit = if more { view.len() - BEGINNING_BYTES } else { view.len() };
            let found = layer.find_member(view).filter(|at| *at < limit || !more);
            let step = found.unwrap_or(limit);
            self.at += step;
            self.start = self.at;
            skipped += step as u64;
            if found.is_some() || !more {
                return Ok((skipped, found.is_some()));
            }
        }
    }

    /// Reads a piece more; false at the end.
    fn read_piece(&mut self) -> io::Result<bool> {
        if self.at - self.start > MAX_HELD_BYTES {
            self.start = self.at - MAX_HELD_BYTES / 2;
        }
        if self.start > PIECE_BYTES && self.start * 2 > self.held.len() {
            self.held.drain(..self.start);
            self.at -= self.start;
            self.start = 0;
        }
        let piece = self.inner.fill_buf()?;
        let length = piece.len().min(PIECE_BYTES);
        self.held.extend_from_slice(&piece[..length]);
        self.inner.consume(length);
        Ok(length > 0)
    }
}

impl<R: BufRead> Read for Rewind<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(out)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl<R: BufRead> BufRead for Rewind<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.held.len() {
            self.read_piece()?;
        }
        Ok(&self.held[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}
