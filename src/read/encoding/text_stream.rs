//! The layer beneath the readers of text: UTF-8 and line feeds come out, whatever goes in.
//!
//! UTF-16 and encodings that were named are decoded here, since readers split streams by bytes. The
//! line ends of the old Macintosh, carriage returns alone, become line feeds where the first line
//! of a file ends so. All other files pass through untouched.

use std::borrow::Cow;
use std::io::{self, BufRead, Read, Write};

use encoding_rs::{Encoding, UTF_8};

use crate::read::encoding::detect::utf16_without_bom;
use crate::read::encoding::named::{StreamDecoder, TextEncoding};

/// An encoding, and the length in bytes of the mark before the text.
pub type MarkedEncoding = (TextEncoding, usize);

/// Most bytes that are decoded ahead of the reader.
const PIECE_BYTES: usize = 8 * 1024;

/// The encoding that a file with these first bytes is to be decoded from before it is read, and the
/// length of its byte order mark; `None` for UTF-8, and for what its reader tells better. `named`
/// is the user's word, for files that say nothing by themselves.
pub fn known_encoding(head: &[u8], named: Option<TextEncoding>) -> Option<MarkedEncoding> {
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return (encoding != UTF_8).then_some((TextEncoding::Standard(encoding), mark));
    }
    if let Some(encoding) = utf16_without_bom(head) {
        return Some((TextEncoding::Standard(encoding), 0));
    }
    let named = named.filter(|_| !declares_encoding(head))?;
    let is_utf8 = match std::str::from_utf8(head) {
        Ok(text) => !text.is_ascii(),
        // Cut within a character.
        Err(error) => error.error_len().is_none() && error.valid_up_to() > 0,
    };
    (!is_utf8).then_some((named, 0))
}

/// True if a page or an XML file says in which encoding it is.
fn declares_encoding(head: &[u8]) -> bool {
    let head = &head[..head.len().min(4096)];
    let lower = head.to_ascii_lowercase();
    head.trim_ascii_start().starts_with(b"<")
        && [&b"encoding"[..], b"charset"].iter().any(|w| memchr::memmem::find(&lower, w).is_some())
}

/// A stream of text as readers take it.
pub struct TextStream<'i> {
    input: &'i mut dyn BufRead,
    decoder: Option<StreamDecoder>,
    /// Number of bytes of the byte order mark, until it was taken.
    mark: usize,
    lines: LineEnds,
    /// Text that was read ahead; what is before `at` was taken.
    text: Vec<u8>,
    at: usize,
    ended: bool,
}

/// Line ends of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineEnds {
    /// None was seen yet.
    Unknown,
    /// Carriage returns alone.
    CarriageReturns,
    /// Line feeds, with or without a carriage return.
    LineFeeds,
}

impl LineEnds {
    /// The line ends by the first of them in `text`.
    fn of(text: &[u8]) -> Self {
        let Some(first) = memchr::memchr2(b'\r', b'\n', text) else { return Self::Unknown };
        match text[first..].iter().find(|byte| **byte != b'\r') {
            Some(b'\n') => Self::LineFeeds,
            Some(_) => Self::CarriageReturns,
            None => Self::Unknown,
        }
    }
}

impl<'i> TextStream<'i> {
    /// A stream that stands at the start of a file with these first bytes.
    pub fn new(input: &'i mut dyn BufRead, head: &[u8], encoding: Option<MarkedEncoding>) -> Self {
        let decoder = encoding.map(|(encoding, _)| StreamDecoder::new(encoding));
        let mark = encoding.map_or(0, |(_, mark)| mark);
        let lines = if decoder.is_some() { LineEnds::Unknown } else { LineEnds::of(head) };
        Self { input, decoder, mark, lines, text: Vec::new(), at: 0, ended: false }
    }

    /// True if bytes pass through as they are.
    pub fn is_transparent(&self) -> bool {
        self.decoder.is_none() && self.lines == LineEnds::LineFeeds && self.at == self.text.len()
    }

    /// Most bytes that were taken from the file and may not have reached the reader.
    pub fn read_ahead(&self) -> u64 {
        if self.is_transparent() { 0 } else { PIECE_BYTES as u64 }
    }

    /// The first bytes of the text, of which the file's are `head`.
    pub fn text_head(head: &[u8], encoding: Option<MarkedEncoding>) -> Cow<'_, [u8]> {
        let lines = if encoding.is_some() { LineEnds::Unknown } else { LineEnds::of(head) };
        if lines == LineEnds::LineFeeds {
            return Cow::Borrowed(head);
        }
        let mut input = head;
        let mut stream = TextStream::new(&mut input, head, encoding);
        let mut text = Vec::with_capacity(head.len());
        let _ = stream.read_to_end(&mut text);
        Cow::Owned(text)
    }

    /// Reads a piece more of the file.
    fn refill(&mut self) -> io::Result<()> {
        // What may become one line end with what follows stays.
        let kept = self.text.split_off(self.text.len().min(self.at));
        self.text = kept;
        self.at = 0;
        let piece = self.input.fill_buf()?;
        let length = piece.len().min(PIECE_BYTES);
        self.ended = length == 0;
        let from = self.mark.min(length);
        match &mut self.decoder {
            Some(decoder) => {
                let mut text = String::new();
                decoder.decode(&piece[from..length], &mut text, self.ended);
                self.text.extend_from_slice(text.as_bytes());
            }
            None => self.text.extend_from_slice(&piece[..length]),
        }
        self.mark -= from;
        self.input.consume(length);
        if self.lines == LineEnds::Unknown {
            self.lines = LineEnds::of(&self.text);
            if self.ended && self.lines == LineEnds::Unknown {
                self.lines = LineEnds::CarriageReturns;
            }
        }
        Ok(())
    }

    /// Number of bytes in view whose line ends are told, after which carriage returns may follow
    /// that are not.
    fn settle(&mut self) -> usize {
        let text = &mut self.text[self.at..];
        let open = text.iter().rev().take_while(|byte| **byte == b'\r').count();
        let settled = if self.ended { text.len() } else { text.len() - open };
        if self.lines == LineEnds::CarriageReturns {
            let mut from = 0;
            while let Some(at) = memchr::memchr(b'\r', &text[from..settled]) {
                let start = from + at;
                let run = text[start..settled].iter().take_while(|b| **b == b'\r').count();
                from = start + run;
                if text.get(from) != Some(&b'\n') {
                    text[start..from].fill(b'\n');
                }
            }
        }
        settled
    }
}

impl Read for TextStream<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let taken = self.fill_buf()?.read(out)?;
        self.consume(taken);
        Ok(taken)
    }
}

impl BufRead for TextStream<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.is_transparent() {
            return self.input.fill_buf();
        }
        loop {
            let settled = self.settle();
            if settled > 0 {
                return Ok(&self.text[self.at..self.at + settled]);
            }
            if self.ended || self.is_transparent() {
                break;
            }
            self.refill()?;
        }
        if self.ended { Ok(&[]) } else { self.input.fill_buf() }
    }

    fn consume(&mut self, amount: usize) {
        if self.at < self.text.len() {
            self.at += amount;
        } else {
            self.input.consume(amount);
        }
    }
}

/// Copies the bytes of a file whose text in UTF-8 is `length` bytes from `start`; false if it ends
/// before.
///
/// # Errors
/// The file cannot be read, or `into` not written.
pub fn copy_decoded(
    input: &mut dyn BufRead,
    (encoding, mark): MarkedEncoding,
    (start, length): (u64, u64),
    into: &mut dyn Write,
) -> io::Result<bool> {
    let mut decoder = StreamDecoder::new(encoding);
    let (mut text, mut at) = (String::new(), 0_u64);
    io::copy(&mut Read::take(&mut *input, mark as u64), &mut io::sink())?;
    loop {
        if at >= start + length {
            return Ok(true);
        }
        let piece = input.fill_buf()?;
        let Some(byte) = piece.first().copied() else { return Ok(false) };
        input.consume(1);
        if at >= start {
            into.write_all(&[byte])?;
        }
        text.clear();
        decoder.decode(&[byte], &mut text, false);
        at += text.len() as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    /// The text of some bytes, read in pieces of each size.
    fn read(bytes: &[u8], named: Option<&str>) -> String {
        let encoding = known_encoding(bytes, named.and_then(TextEncoding::from_name));
        let whole = TextStream::text_head(bytes, encoding).into_owned();
        for size in [1, 2, 3, 7, 64] {
            // The first line end may lie behind the head.
            for head in [bytes, &bytes[..bytes.len().min(4)]] {
                let mut input = BufReader::with_capacity(size, bytes);
                let mut out = Vec::new();
                TextStream::new(&mut input, head, encoding).read_to_end(&mut out).unwrap();
                assert_eq!(out, whole, "pieces of {size}");
            }
        }
        String::from_utf8(whole).unwrap()
    }

    fn utf16(text: &str, low_first: bool) -> Vec<u8> {
        let bytes = |unit: u16| if low_first { unit.to_le_bytes() } else { unit.to_be_bytes() };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn line_ends_become_line_feeds_where_the_first_is_none() {
        assert_eq!(read(b"One\rtwo\r\rthree\r", None), "One\ntwo\n\nthree\n");
        assert_eq!(read(b"a,b\r1,\"x\ny\"\r2,z\r", None), "a,b\n1,\"x\ny\"\n2,z\n");
        assert_eq!(read(b"old\rthen\r\nnew\r\n", None), "old\nthen\r\nnew\r\n");
        for text in ["One\ntwo\rthree\n", "One\r\ntwo\r\r\n", "One\r\r\ntwo\r\r\n", "none", ""] {
            assert_eq!(read(text.as_bytes(), None), text);
        }
    }

    #[test]
    fn utf16_and_named_encodings_come_out_as_utf8() {
        let text = "id,text\r\n1,\"Zoë 漁 😀\"\r\n";
        for low_first in [true, false] {
            let mut bytes = utf16(&format!("\u{feff}{text}"), low_first);
            assert_eq!(read(&bytes, None), text);
            assert_eq!(read(&bytes, Some("cp437")), text);
            bytes.drain(..2);
            assert_eq!(read(&bytes, None), text);
        }
        assert_eq!(read(&utf16("\u{feff}a\rb\r", false), None), "a\nb\n");
        assert_eq!(read(b"caf\x82\r\n", Some("cp850")), "café\r\n");
        assert_eq!(read(b"plain, then caf\x8E\r", Some("mac")), "plain, then café\n");
        assert_eq!(read("café\n".as_bytes(), Some("cp850")), "café\n");
    }

    #[test]
    fn a_record_is_found_by_its_place_in_the_text() {
        let bytes = utf16("\u{feff}é\n漁x\nend", true);
        let encoding = known_encoding(&bytes, None).unwrap();
        let mut out = Vec::new();
        assert!(copy_decoded(&mut bytes.as_slice(), encoding, (3, 5), &mut out).unwrap());
        assert_eq!(out, utf16("漁x\n", true));
        assert!(!copy_decoded(&mut bytes.as_slice(), encoding, (3, 50), &mut out).unwrap());
    }
}
