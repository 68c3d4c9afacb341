//! The members of a tar archive, in bounded memory and behind damage.
//!
//! The crate `tar` reads headers; it would also hold a long name of any length, and ends at the
//! first header that is damaged. Here the next whole header is looked for, on any byte: the blocks
//! of what was compressed in pieces no longer stand where they stood.

use std::io::{self, BufRead, Read};

use tar::{EntryType, Header, PaxExtensions};

use crate::read::pushback::Pushback;

const BLOCK_BYTES: usize = 512;

/// Longest name, in bytes, and largest extended header: no system knows longer ones.
const MAX_NAME_BYTES: u64 = 64 * 1024;
const MAX_EXTENDED_BYTES: u64 = 1024 * 1024;

/// Bytes that are looked through at a time for a header.
const WINDOW_BYTES: usize = 64 * 1024;

/// Next part of an archive.
pub enum TarItem {
    /// A file, whose bytes stand to be read.
    File {
        /// Path in the archive.
        path: String,
        /// Length in bytes.
        size: u64,
    },
    /// A member that cannot be read, and why; others may follow.
    Damaged(String),
    /// The end.
    End,
}

/// A reader of one member after another.
pub struct TarReader<'i> {
    input: Pushback<'i>,
    /// Bytes of the member at hand that were not taken yet.
    left: u64,
    /// Bytes behind it up to the next block.
    padding: u64,
    /// True if the blocks of zeros that end an archive were passed.
    ended: bool,
}

/// Fields of the member behind extended headers.
#[derive(Default)]
struct Extended {
    path: Option<Vec<u8>>,
    size: Option<u64>,
    /// Length of a name that is too long to be one.
    too_long: Option<u64>,
}

impl<'i> TarReader<'i> {
    /// A reader at the start of an archive.
    pub fn new(input: &'i mut dyn BufRead) -> Self {
        Self { input: Pushback::new(input), left: 0, padding: 0, ended: false }
    }

    /// Goes on to the next member.
    ///
    /// # Errors
    /// The archive ends in the midst of a member, or cannot be read.
    pub fn next(&mut self) -> io::Result<TarItem> {
        let mut extended = Extended::default();
        loop {
            self.skip_member()?;
            let block = self.input.peek(BLOCK_BYTES)?;
            if block.is_empty() {
                return Ok(TarItem::End);
            }
            if block.iter().all(|byte| *byte == 0) {
                let length = block.len();
                self.input.consume_all(length);
                self.ended = true;
                continue;
            }
            if !is_header(block) {
                let found = self.find_header()?;
                // Behind the end of an archive anything may stand.
                if self.ended {
                    if found {
                        continue;
                    }
                    return Ok(TarItem::End);
                }
                return Ok(TarItem::Damaged("a header is damaged".to_owned()));
            }
            self.ended = false;
            let header = Header::from_byte_slice(block).clone();
            self.input.consume_all(BLOCK_BYTES);
            let Ok(size) = header.entry_size() else {
                return Ok(TarItem::Damaged("a header tells no size".to_owned()));
            };
            let kind = header.entry_type();
            let size = extended.size.filter(|_| is_file(kind)).unwrap_or(size);
            self.begin_member(size);
            if self.read_extended(kind, size, &mut extended)? {
                continue;
            }
            self.skip_sparse_map(&header)?;
            let Extended { path, too_long, .. } = std::mem::take(&mut extended);
            if let Some(length) = too_long {
                return Ok(TarItem::Damaged(format!("a member's name has {length} bytes")));
            }
            let path = path.unwrap_or_else(|| header.path_bytes().into_owned());
            let path = String::from_utf8_lossy(&path).into_owned();
            if is_file(kind) && !path.ends_with('/') {
                return Ok(TarItem::File { path, size });
            }
        }
    }

    fn begin_member(&mut self, size: u64) {
        self.left = size;
        self.padding = size.wrapping_neg() % BLOCK_BYTES as u64;
    }

    /// Reads a header that says more of the member behind it. False if this is that member.
    fn read_extended(
        &mut self,
        kind: EntryType,
        size: u64,
        extended: &mut Extended,
    ) -> io::Result<bool> {
        let is_name = kind.is_gnu_longname();
        if !is_name && !kind.is_pax_local_extensions() {
            return Ok(kind.is_gnu_longlink() || kind.is_pax_global_extensions());
        }
        if size > if is_name { MAX_NAME_BYTES } else { MAX_EXTENDED_BYTES } {
            extended.too_long = Some(size);
            return Ok(true);
        }
        let mut bytes = Vec::new();
        self.read_to_end(&mut bytes)?;
        if is_name {
            let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
            bytes.truncate(end);
            extended.path.get_or_insert(bytes);
            return Ok(true);
        }
        for record in PaxExtensions::new(&bytes).flatten() {
            match record.key_bytes() {
                b"path" => extended.path = Some(record.value_bytes().to_vec()),
                b"size" => extended.size = record.value().ok().and_then(|text| text.parse().ok()),
                _ => {}
            }
        }
        Ok(true)
    }

    /// Skips the rest of the map of a sparse file, which stands before its bytes.
    fn skip_sparse_map(&mut self, header: &Header) -> io::Result<()> {
        let mut more = header.entry_type().is_gnu_sparse()
            && header.as_gnu().is_some_and(tar::GnuHeader::is_extended);
        while more {
            let block = self.input.peek(BLOCK_BYTES)?;
            // The byte behind the 21 entries of such a block.
            more = block.get(504) == Some(&1);
            let length = block.len();
            self.input.consume_all(length);
        }
        Ok(())
    }

    /// Skips what is left of the member at hand.
    fn skip_member(&mut self) -> io::Result<()> {
        let left = self.left;
        let skipped = io::copy(&mut (&mut self.input).take(left), &mut io::sink())?;
        self.left = 0;
        if skipped < left {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let padding = std::mem::take(&mut self.padding);
        io::copy(&mut (&mut self.input).take(padding), &mut io::sink()).map(drop)
    }

    /// Goes on to the next header that is whole; false if there is none.
    fn find_header(&mut self) -> io::Result<bool> {
        loop {
            let window = self.input.peek(WINDOW_BYTES)?;
            let last = window.len() < WINDOW_BYTES;
            let marks = memchr::memmem::find_iter(window, b"ustar");
            let found = marks
                .filter_map(|at| at.checked_sub(257))
                .find(|at| *at > 0 && window.get(*at..).is_some_and(is_header));
            let step = match found {
                Some(at) => at,
                None if last => window.len(),
                None => WINDOW_BYTES - BLOCK_BYTES,
            };
            self.input.consume_all(step);
            if found.is_some() || last {
                return Ok(found.is_some());
            }
        }
    }
}

/// The bytes of the member at hand, and no more.
impl Read for TarReader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let room = out.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = self.input.read(&mut out[..room])?;
        if read == 0 && room > 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.left -= read as u64;
        Ok(read)
    }
}

fn is_file(kind: EntryType) -> bool {
    kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()
}

/// True if `bytes` begin with a header whose checksum is right.
fn is_header(bytes: &[u8]) -> bool {
    let Some(block) = bytes.get(..BLOCK_BYTES) else { return false };
    let told = Header::from_byte_slice(block).cksum();
    let sum = |at: usize, byte: &u8| u32::from(if (148..156).contains(&at) { b' ' } else { *byte });
    told.is_ok_and(|told| told == block.iter().enumerate().map(|(at, b)| sum(at, b)).sum::<u32>())
}
