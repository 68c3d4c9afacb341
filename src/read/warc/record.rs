//! The records of a WARC file, one after another, in bounded memory: a record that is no page is
//! never held.

use std::io::{self, BufRead, Read};

use crate::model::{Extent, Problem, Stage};
use crate::read::input::{MAX_ARTICLE_BYTES, article_too_large, io_problem};
use crate::read::pushback::Pushback;
use crate::read::warc::resync::{BEGINNING_BYTES, find_record, is_first_line};

/// Size of the longest head of a record, in bytes.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// Bytes of a block that are looked through at a time for the beginning of another record.
const WINDOW_BYTES: usize = 256 * 1024;

/// A record that may hold an article.
pub struct WarcRecord {
    /// Byte range in the file.
    pub extent: Extent,
    /// `WARC-Type`, in lower case.
    pub kind: String,
    /// `WARC-Target-URI`, the address that was fetched.
    pub uri: Option<String>,
    /// `WARC-Record-ID`.
    pub id: Option<String>,
    /// `Content-Type` of the block.
    pub content_type: Option<String>,
    /// Bytes of the block.
    pub content: Vec<u8>,
    /// True if the length that its head says is not the one it has.
    pub corrected: bool,
    /// True if the crawler stopped before the end (`WARC-Truncated`).
    pub truncated: bool,
}

/// Result of reading on in the file.
pub enum NextRecord {
    /// A record that may hold an article.
    Record(WarcRecord),
    /// A record of a kind that holds no article.
    Skipped,
    /// A record that cannot be read, and the offset at which it begins.
    Problem(Problem, u64),
    /// The end of the file.
    End,
}

/// Reads record after record from a stream.
pub struct WarcRecords<'i> {
    input: Pushback<'i>,
    /// Offset of the next byte.
    at: u64,
}

/// The block of a record.
struct Block {
    /// Bytes of it; none where they are not kept.
    content: Vec<u8>,
    /// Length in bytes, in the file.
    length: u64,
    /// True if another record begins before the end that the head tells.
    corrected: bool,
}

impl<'i> WarcRecords<'i> {
    /// Records of a stream that stands at the start of its file.
    pub fn new(input: &'i mut dyn BufRead) -> Self {
        Self { input: Pushback::new(input), at: 0 }
    }

    /// Reads the next record.
    ///
    /// # Errors
    /// The stream cannot be read any further, or is of the older form.
    pub fn next(&mut self) -> Result<NextRecord, Problem> {
        let mut line = Vec::new();
        let start = loop {
            let start = self.at;
            if self.read_line(&mut line)? == 0 {
                return Ok(NextRecord::End);
            }
            if !line.trim_ascii().is_empty() {
                break start;
            }
        };
        if line.starts_with(b"filedesc://") {
            let detail =
                "the older form of WARC is not read; convert it with a tool such as warcio";
            return Err(Problem::new(Stage::Read, "ARC file", detail));
        }
        // Where line ends were converted, the length of the record before is a few bytes too many
        // and its end took the beginning of this line along.
        let fragment = line.trim_ascii();
        let is_fragment = fragment.len() >= 3
            && (b"WARC/1.0".ends_with(fragment) || b"WARC/1.1".ends_with(fragment));
        if !is_first_line(&line) && !is_fragment {
            let shown = String::from_utf8_lossy(&line[..line.len().min(40)]).trim().to_owned();
            self.skip_to_record()?;
            let detail = format!("“{shown}” where a record was to begin");
            return Ok(NextRecord::Problem(damaged(detail), start));
        }
        let Some(head) = self.read_head()? else {
            self.skip_to_record()?;
            return Ok(NextRecord::Problem(damaged("its head has no end"), start));
        };
        let length = head.get("content-length");
        let Some(length) = length.and_then(|length| length.parse::<u64>().ok()) else {
            self.skip_to_record()?;
            return Ok(NextRecord::Problem(damaged("its head tells no length"), start));
        };
        let kind = head.get("warc-type").unwrap_or("").to_ascii_lowercase();
        let may_hold_article = matches!(kind.as_str(), "response" | "resource" | "conversion");
        let Block { content, length: taken, corrected } =
            self.read_block(length, may_hold_article)?;
        self.at += taken;
        if taken < length && !corrected {
            let detail = format!("its head says {length} bytes, {taken} follow");
            return Ok(NextRecord::Problem(
                Problem::new(Stage::Read, "truncated record", detail),
                start,
            ));
        }
        if !may_hold_article {
            return Ok(NextRecord::Skipped);
        }
        if taken > MAX_ARTICLE_BYTES as u64 {
            return Ok(NextRecord::Problem(article_too_large(), start));
        }
        if length > MAX_ARTICLE_BYTES as u64 {
            let detail = format!("its head says {length} bytes, and another begins before");
            return Ok(NextRecord::Problem(damaged(detail), start));
        }
        let uri = head.get("warc-target-uri");
        Ok(NextRecord::Record(WarcRecord {
            extent: Extent { start, length: self.at - start },
            kind,
            uri: uri.map(|uri| uri.trim_matches(['<', '>']).to_owned()),
            id: head.get("warc-record-id").map(|id| id.trim_matches(['<', '>']).to_owned()),
            content_type: head.get("content-type").map(str::to_owned),
            content,
            corrected,
            truncated: head.get("warc-truncated").is_some(),
        }))
    }

    /// Reads a line with its end into `line` and returns its length, 0 at the end of the stream. A
    /// line longer than a head may be comes in pieces.
    fn read_line(&mut self, line: &mut Vec<u8>) -> Result<usize, Problem> {
        line.clear();
        let read = (&mut self.input)
            .take(MAX_HEAD_BYTES as u64)
            .read_until(b'\n', line)
            .map_err(|e| io_problem(&e))?;
        self.at += read as u64;
        Ok(read)
    }

    /// The fields up to the blank line; `None` when there is none within reach.
    fn read_head(&mut self) -> Result<Option<HeaderFields>, Problem> {
        let mut fields = HeaderFields::default();
        let mut line = Vec::new();
        let mut length = 0;
        loop {
            let read = self.read_line(&mut line)?;
            length += read;
            if read == 0 || length > MAX_HEAD_BYTES {
                return Ok(None);
            }
            if line.trim_ascii().is_empty() {
                return Ok(Some(fields));
            }
            fields.add(&String::from_utf8_lossy(&line));
        }
    }

    /// Reads the block of a record. A length that reaches over the beginning of another record is
    /// corrected, unless another begins where it ends too: a page about such files may quote them.
    fn read_block(&mut self, length: u64, keep: bool) -> Result<Block, Problem> {
        if length > MAX_ARTICLE_BYTES as u64 {
            return self.skip_block(length);
        }
        let fail = |e: io::Error| io_problem(&e);
        let mut content = Vec::new();
        (&mut self.input).take(length).read_to_end(&mut content).map_err(fail)?;
        let whole = content.len() as u64 == length;
        if !whole || !self.record_follows()? {
            // The beginning of the next may lie over the end.
            let ahead = self.input.peek(BEGINNING_BYTES).map_err(fail)?;
            let inner = find_record(&[&content, ahead].concat());
            if let Some(at) = inner.filter(|at| *at < content.len()) {
                let end = content[..at].trim_ascii_end().len();
                self.input.give_back(content.split_off(end));
                return Ok(Block { content, length: end as u64, corrected: true });
            }
        }
        let length = content.len() as u64;
        if !keep {
            content.clear();
        }
        Ok(Block { content, length, corrected: false })
    }

    /// Skips a block that is larger than an article may be, up to the beginning of another record
    /// if there is one within it.
    fn skip_block(&mut self, length: u64) -> Result<Block, Problem> {
        let fail = |e: io::Error| io_problem(&e);
        let mut skipped = 0;
        let skip = |skipped| Block { content: Vec::new(), length: skipped, corrected: false };
        while skipped < length {
            let left = usize::try_from(length - skipped).unwrap_or(usize::MAX);
            let window = self.input.peek(WINDOW_BYTES.min(left)).map_err(fail)?;
            if window.is_empty() {
                break;
            }
            let inner = find_record(window);
            // The beginning of a record may lie over the window's end.
            let last = window.len() < WINDOW_BYTES;
            let step = if last { window.len() } else { WINDOW_BYTES - BEGINNING_BYTES };
            let step = inner.map_or(step, |at| at.min(step));
            self.input.consume_all(step);
            skipped += step as u64;
            if inner == Some(step) {
                return Ok(Block { corrected: true, ..skip(skipped) });
            }
        }
        Ok(skip(skipped))
    }

    /// True if a record comes next, or the end.
    fn record_follows(&mut self) -> Result<bool, Problem> {
        let next = self.input.peek(64).map_err(|e| io_problem(&e))?.trim_ascii_start();
        Ok(next.is_empty() || is_first_line(next))
    }

    /// Skips lines until one that begins a record comes next.
    fn skip_to_record(&mut self) -> Result<(), Problem> {
        let mut line = Vec::new();
        loop {
            let next = self.input.peek(16).map_err(|e| io_problem(&e))?;
            if next.is_empty() || is_first_line(next) {
                return Ok(());
            }
            self.read_line(&mut line)?;
        }
    }
}

fn damaged(detail: impl Into<String>) -> Problem {
    Problem::new(Stage::Read, "damaged record", detail)
}

/// The fields of a head, of a record or of HTTP.
#[derive(Default)]
pub struct HeaderFields(Vec<(String, String)>);

impl HeaderFields {
    /// Adds a line; one that begins with a blank continues the field before it.
    pub fn add(&mut self, line: &str) {
        if line.starts_with([' ', '\t'])
            && let Some((_, value)) = self.0.last_mut()
        {
            value.push(' ');
            value.push_str(line.trim());
        } else if let Some((name, value)) = line.split_once(':') {
            self.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    /// The value of the first field of that name, in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }
}
