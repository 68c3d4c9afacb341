//! Gzip of several members, one after another: each has a checksum of its own.
//!
//! flate2's own decoder of such files hides the ends of members. They matter here: all that stands
//! before a damaged member is known to be whole, and a web archive has a member for each page.

use std::io::{self, BufRead, Read};

use flate2::bufread::GzDecoder;

use crate::read::unpack::budget::Budget;

/// A decoder of one gzip member after another.
pub struct GzipMembers<'b, R> {
    decoder: Option<GzDecoder<R>>,
    budget: &'b Budget,
    outermost: bool,
}

impl<'b, R: BufRead> GzipMembers<'b, R> {
    /// A decoder that reports verified members to `budget`.
    pub fn new(input: R, budget: &'b Budget) -> Self {
        Self { decoder: Some(GzDecoder::new(input)), budget, outermost: budget.is_outermost() }
    }
}

impl<R: BufRead> Read for GzipMembers<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(decoder) = &mut self.decoder else { return Ok(0) };
            let read = decoder.read(out)?;
            if read > 0 || out.is_empty() {
                return Ok(read);
            }
            if self.outermost {
                self.budget.mark_verified();
            }
            let Some(decoder) = self.decoder.take() else { return Ok(0) };
            let mut input = decoder.into_inner();
            // Tapes and some writers fill up with zeros behind the last member.
            loop {
                let buffer = input.fill_buf()?;
                let zeros = buffer.iter().take_while(|byte| **byte == 0).count();
                if zeros == 0 {
                    break;
                }
                input.consume(zeros);
            }
            if !input.fill_buf()?.is_empty() {
                self.decoder = Some(GzDecoder::new(input));
            }
        }
    }
}
