//! The members of a zip whose directory is damaged or was cut off with its end: each has a header
//! of its own before its bytes.

use std::io::{self, BufRead, Read};

use flate2::bufread::DeflateDecoder;

use crate::model::{Problem, Stage};
use crate::read::pushback::Pushback;
use crate::read::unpack::budget::DAMAGED;

/// The mark before a member.
const MEMBER_MARK: &[u8] = b"PK\x03\x04";

/// Length of a member's header before its name.
const HEADER_BYTES: usize = 30;

/// Bytes that are looked through at a time for a member.
const WINDOW_BYTES: usize = 64 * 1024;

/// A reader of one member after another.
pub struct ZipMembers<'i> {
    input: Pushback<'i>,
}

/// The header of a member.
#[derive(Debug)]
pub struct ZipMember {
    /// Path in the archive.
    pub path: String,
    /// True if it is packed, and not only stored.
    deflated: bool,
    /// Checksum and packed size, where they stand before the bytes.
    told: Option<(u32, u64)>,
}

impl<'i> ZipMembers<'i> {
    /// A reader at the start of an archive.
    pub fn new(input: &'i mut dyn BufRead) -> Self {
        Self { input: Pushback::new(input) }
    }

    /// Goes on to the next member, whose bytes stand to be read; `None` at the end.
    ///
    /// # Errors
    /// The archive cannot be read.
    pub fn next(&mut self) -> io::Result<Option<Result<ZipMember, Problem>>> {
        loop {
            let window = self.input.peek(WINDOW_BYTES)?;
            let last = window.len() < WINDOW_BYTES;
            let found = memchr::memmem::find(window, MEMBER_MARK);
            let step = match found {
                Some(at) => at,
                None if last => return Ok(None),
                None => window.len() - MEMBER_MARK.len(),
            };
            self.input.consume_all(step);
            if found.is_some() {
                break;
            }
        }
        let header = self.input.peek(HEADER_BYTES)?.to_vec();
        let [name_length, extra_length] = [26, 28].map(|at| number(&header, at, 2) as usize);
        let all = self.input.peek(HEADER_BYTES + name_length + extra_length)?;
        let Some(name) = all.get(HEADER_BYTES..HEADER_BYTES + name_length) else {
            return Ok(None);
        };
        let path = String::from_utf8_lossy(name).into_owned();
        let length = all.len();
        self.input.consume_all(length);
        let (flags, method) = (number(&header, 6, 2), number(&header, 8, 2));
        if flags & 1 != 0 || !matches!(method, 0 | 8) {
            let detail = "its directory is lost; unpack it first";
            let cause = if flags & 1 != 0 { "encrypted" } else { "unsupported compression" };
            return Ok(Some(Err(Problem::new(Stage::Read, cause, detail).within(path))));
        }
        let (crc, packed) = (number(&header, 14, 4), number(&header, 18, 4));
        let told = (flags & 8 == 0 && packed != 0xFFFF_FFFF).then_some((crc as u32, packed));
        if told.is_none() && method == 0 {
            let problem = Problem::new(Stage::Read, "damaged archive", "no length of it is known");
            return Ok(Some(Err(problem.within(path))));
        }
        Ok(Some(Ok(ZipMember { path, deflated: method == 8, told })))
    }

    /// The bytes of a member.
    pub fn content(&mut self, member: &ZipMember) -> impl Read + '_ {
        let packed = member.told.map_or(u64::MAX, |(_, packed)| packed);
        let packed = (&mut self.input).take(packed);
        let bytes: Box<dyn Read + '_> =
            if member.deflated { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) };
        let crc = member.told.map(|(crc, _)| crc);
        Checked { inner: bytes, hash: crc32fast::Hasher::new(), crc }
    }
}

/// A number of `length` bytes, the lowest first; 0 beyond the end.
fn number(bytes: &[u8], at: usize, length: usize) -> u64 {
    let bytes = bytes.get(at..at + length).unwrap_or(&[]);
    bytes.iter().rev().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// The bytes of a member, whose checksum is compared at the end.
struct Checked<R> {
    inner: R,
    hash: crc32fast::Hasher,
    crc: Option<u32>,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.hash.update(&out[..read]);
        if read == 0
            && !out.is_empty()
            && self.crc.is_some_and(|crc| crc != self.hash.clone().finalize())
        {
            let problem = Problem::new(Stage::Open, DAMAGED, "its checksum is another");
            return Err(io::Error::other(problem));
        }
        Ok(read)
    }
}
