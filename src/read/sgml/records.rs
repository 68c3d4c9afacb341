//! Records split off a stream by the tags before and after them, each with its extent, so that a
//! dump of any size is read in the memory of its largest record.

use std::io::BufRead;

use memchr::memmem;

use crate::model::{Extent, Problem};
use crate::read::input::MAX_ARTICLE_BYTES;
use crate::read::window::StreamWindow;

/// A record with its extent in the file.
#[derive(Debug)]
pub struct TaggedRecord<'r> {
    /// Bytes of the record; none when it is too large.
    pub bytes: &'r [u8],
    /// Byte range in the file.
    pub extent: Extent,
    /// The end of the record.
    pub end: RecordEnd,
}

/// The end of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordEnd {
    /// The end tag.
    Complete,
    /// No end tag: another record began before, or the file ended.
    Truncated,
    /// A size larger than an article may be.
    TooLarge,
}

/// Splits a stream into records such as `<DOC> … </DOC>`.
pub struct TaggedRecords<'i> {
    window: StreamWindow<'i>,
    open: &'static [u8],
    close: &'static [u8],
    /// Length in bytes of the record that was handed out.
    given: usize,
}

impl<'i> TaggedRecords<'i> {
    /// Records that begin with `open` (followed by a blank or `>`) and end with `close`.
    pub fn new(input: &'i mut dyn BufRead, open: &'static [u8], close: &'static [u8]) -> Self {
        Self { window: StreamWindow::new(input), open, close, given: 0 }
    }

    /// Reads the next record; `None` at the end.
    ///
    /// # Errors
    /// The stream cannot be read.
    pub fn next(&mut self) -> Result<Option<TaggedRecord<'_>>, Problem> {
        self.window.consume(self.given);
        self.given = 0;
        // Up to the beginning of a record.
        let begin = loop {
            if let Some(at) = find_open(self.window.view(), self.open, 0) {
                break at;
            }
            self.window.consume(self.window.view().len());
            if !self.window.read_line()? {
                return Ok(None);
            }
        };
        self.window.consume(begin);
        let mut searched = self.open.len();
        let mut too_large = false;
        loop {
            let view = self.window.view();
            // An end tag may have been cut in two by the limit on lines. It is looked for only up
            // to where another record begins, so that many records in one line cost no more than
            // their length.
            let from = searched.saturating_sub(self.close.len());
            let next_open = find_open(view, self.open, searched);
            let closed = memmem::find(&view[from..next_open.unwrap_or(view.len())], self.close);
            let found = match (closed, next_open) {
                (Some(at), _) => Some((from + at + self.close.len(), RecordEnd::Complete)),
                (None, Some(at)) => Some((at, RecordEnd::Truncated)),
                (None, None) => None,
            };
            if let Some((length, end)) = found {
                return Ok(Some(
                    self.take_record(length, if too_large { RecordEnd::TooLarge } else { end }),
                ));
            }
            searched = view.len();
            if searched > MAX_ARTICLE_BYTES {
                // Nothing is kept of what is too large, but for half an end tag.
                too_large = true;
                self.window.consume(searched - self.close.len());
                searched = self.close.len();
            }
            let length = self.window.view().len();
            if !self.window.read_line()? {
                let end = if too_large { RecordEnd::TooLarge } else { RecordEnd::Truncated };
                return Ok(Some(self.take_record(length, end)));
            }
        }
    }

    fn take_record(&mut self, length: usize, end: RecordEnd) -> TaggedRecord<'_> {
        self.given = length;
        let bytes =
            if end == RecordEnd::TooLarge { &[][..] } else { &self.window.view()[..length] };
        TaggedRecord {
            bytes,
            extent: Extent { start: self.window.offset, length: length as u64 },
            end,
        }
    }
}

/// The offset of `open` at or after `from`, followed by a blank or `>`.
fn find_open(bytes: &[u8], open: &[u8], from: usize) -> Option<usize> {
    let mut from = from.min(bytes.len());
    while let Some(at) = memmem::find(&bytes[from..], open).map(|at| from + at) {
        match bytes.get(at + open.len()) {
            Some(b'>' | b' ' | b'\t' | b'\r' | b'\n') => return Some(at),
            _ => from = at + 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(String, u64, RecordEnd)> {
        let mut bytes = text.as_bytes();
        let mut records = TaggedRecords::new(&mut bytes, b"<DOC", b"</DOC>");
        let mut seen = Vec::new();
        while let Some(record) = records.next().unwrap() {
            let at = record.extent.start as usize;
            assert_eq!(record.bytes, &text.as_bytes()[at..at + record.extent.length as usize]);
            seen.push((
                String::from_utf8_lossy(record.bytes).into(),
                record.extent.start,
                record.end,
            ));
        }
        seen
    }

    #[test]
    fn records_are_cut_and_placed() {
        let seen = cut(
            "x\n<DOC>\n<DOCNO>1</DOCNO>\n</DOC>\nbetween<DOC a=1>2</DOC><DOC>3\n<DOC>4</DOC>\n\
             <DOC>5",
        );
        let expected = [
            ("<DOC>\n<DOCNO>1</DOCNO>\n</DOC>", 2, RecordEnd::Complete),
            ("<DOC a=1>2</DOC>", 39, RecordEnd::Complete),
            ("<DOC>3\n", 55, RecordEnd::Truncated),
            ("<DOC>4</DOC>", 62, RecordEnd::Complete),
            ("<DOC>5", 75, RecordEnd::Truncated),
        ];
        assert_eq!(seen, expected.map(|(text, at, end)| (text.to_owned(), at, end)));
    }

    #[test]
    fn a_record_that_is_too_large_costs_no_other() {
        let mut bytes = b"<DOC>\n".to_vec();
        for _ in 0..MAX_ARTICLE_BYTES / 1000 + 100 {
            bytes.extend_from_slice(&[b'x'; 1000]);
            bytes.push(b'\n');
        }
        bytes.extend_from_slice(b"</DOC>\n<DOC>next</DOC>");
        let mut input = bytes.as_slice();
        let mut records = TaggedRecords::new(&mut input, b"<DOC", b"</DOC>");
        assert_eq!(records.next().unwrap().unwrap().end, RecordEnd::TooLarge);
        let next = records.next().unwrap().unwrap();
        assert_eq!((next.bytes, next.end), (&b"<DOC>next</DOC>"[..], RecordEnd::Complete));
        assert_eq!(next.extent.start as usize, bytes.len() - 15);
        assert!(records.next().unwrap().is_none());
    }
}
