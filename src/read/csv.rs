//! CSV and TSV whose first row names the columns: All-the-News, `FakeNewsCorpus` and exports of all
//! kinds.
//!
//! A row is split off the stream before it is parsed, so that memory is bounded by the largest row
//! and a row's extent is known. A quotation mark that is never closed would swallow all that
//! follows: the splitter then goes back to the next line and counts the one row as bad. The columns
//! go by the names that JSON exports use, so a table and a JSON file of the same articles give the
//! same.

use std::io::BufRead;

use serde_json::{Map, Value};

use crate::model::{Article, Extent, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::encoding::decode;
use crate::read::input::MAX_ARTICLE_BYTES;
use crate::read::json::{fields, object};
use crate::read::reader::{Emit, FormatInfo, FormatReader, has_extension};
use crate::read::window::StreamWindow;

/// Reader of a table of articles.
#[derive(Debug)]
pub struct CsvReader;

/// Most bytes that are read a second time because of marks that are never closed. A file that needs
/// more is damaged throughout.
const MAX_REREAD_BYTES: usize = 256 * 1024 * 1024;

/// Most columns of a table; a first row of more names none.
const MAX_COLUMNS: usize = 10_000;

impl FormatReader for CsvReader {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["csv", "tsv"],
            reads: "title, date, authors, body, publication, section, url, id, language",
            notes: "the first row names the columns, as in JSON; , ; | or tab; newlines inside \
                    quotation marks; the columns of crawling and changing dates are not used",
        }
    }

    fn claims(&self, head: &[u8], path: &str) -> bool {
        let named = has_extension(path, &["csv", "tsv"]);
        let text = decode(head);
        let line = text.trim_start().lines().next().unwrap_or("");
        // Nearly every other text: its first line has no part that could name a column for the
        // text.
        let names_body = |part: &str| {
            fields::is_body_field(&part.trim_matches(['"', ' ', '\u{feff}']).to_ascii_lowercase())
        };
        if !named && !line.split(['\t', ',', ';', '|']).any(names_body) {
            return false;
        }
        let Some((_, columns)) = parse_header(line.as_bytes()) else { return named };
        // Whatever its name: a column for the text and another that articles have.
        let is_known = |column: &&String| fields::is_known_field(column);
        named
            || (columns.iter().any(|column| fields::is_body_field(column))
                && columns.iter().filter(is_known).count() > 1)
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let mut rows = CsvRows::new(input);
        let mut position = 0;
        let mut table = None;
        while let Some(row) = rows.next()? {
            let Some((splitter, columns)) = &mut table else {
                let (delimiter, columns) = require_header(row.bytes)?;
                table = Some((FieldSplitter::new(delimiter), columns));
                rows.delimiter = delimiter;
                continue;
            };
            let line = row.line;
            let read = match row.damage {
                Some(problem) => Err(problem),
                None => article(row.bytes, splitter, columns, context),
            };
            let read = read
                .map(|article| Article { extent: Some(row.extent), ..article })
                .map_err(|problem| problem.within(format_args!("line {line}")));
            emit(position, read);
            position += 1;
        }
        if position == 0 {
            return Err(Problem::new(Stage::Read, "no text", "a table without rows"));
        }
        Ok(())
    }
}

/// The delimiter and the names of the columns, in lower case; `None` when the line is no header of
/// a table.
fn parse_header(line: &[u8]) -> Option<(u8, Vec<String>)> {
    let count = |delimiter: u8| memchr::memchr_iter(delimiter, line).count();
    let delimiter =
        [b'\t', b',', b';', b'|'].into_iter().max_by_key(|d| (count(*d), *d == b','))?;
    if count(delimiter) > MAX_COLUMNS {
        return None;
    }
    let mut splitter = FieldSplitter::new(delimiter);
    let count = splitter.split(line);
    let columns = splitter.fields(count);
    let columns: Vec<String> = columns.iter().map(|name| name.trim().to_lowercase()).collect();
    (columns.len() > 1).then_some((delimiter, columns))
}

fn require_header(line: &[u8]) -> Result<(u8, Vec<String>), Problem> {
    let refuse = |detail: String| Err(Problem::new(Stage::Read, "not a table of articles", detail));
    let Some((delimiter, columns)) = parse_header(line) else {
        return refuse("the first line does not name columns".to_owned());
    };
    if !columns.iter().any(|column| fields::is_body_field(column)) {
        let names: Vec<&str> = columns.iter().map(String::as_str).take(12).collect();
        return refuse(format!("no column for the text among {}", names.join(", ")));
    }
    Ok((delimiter, columns))
}

/// Splits rows into fields. The crate `csv-core` does it, since `csv` builds its automaton anew for
/// every row that is handed to it.
struct FieldSplitter {
    core: csv_core::Reader,
    delimiter: u8,
    out: Vec<u8>,
    ends: Vec<usize>,
}

impl FieldSplitter {
    fn new(delimiter: u8) -> Self {
        let core = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
        Self { core, delimiter, out: Vec::new(), ends: Vec::new() }
    }

    /// Splits one row and returns the number of its fields.
    fn split(&mut self, row: &[u8]) -> usize {
        // No row has more fields than delimiters and one, and none is longer than it is written.
        let max = memchr::memchr_iter(self.delimiter, row).count() + 2;
        self.ends.resize(max.max(self.ends.len()), 0);
        self.out.resize((row.len() + 2).max(self.out.len()), 0);
        self.core.reset();
        let (mut read, mut written, mut fields) = (0, 0, 0);
        loop {
            let (result, taken, put, ended) = self.core.read_record(
                &row[read..],
                &mut self.out[written..],
                &mut self.ends[fields..],
            );
            read += taken;
            written += put;
            fields += ended;
            // The end of the row is said by handing over nothing.
            if result != csv_core::ReadRecordResult::InputEmpty {
                return fields;
            }
        }
    }

    /// The first `count` fields of the row that was split last.
    fn fields(&self, count: usize) -> Vec<String> {
        let mut start = 0;
        let ends = self.ends[..count].iter();
        let texts = ends.map(|end| {
            let field = self.out.get(start..*end).unwrap_or(&[]);
            start = *end;
            decode(field).into_owned()
        });
        texts.collect()
    }
}

fn article(
    row: &[u8],
    splitter: &mut FieldSplitter,
    columns: &[String],
    context: &FileContext<'_>,
) -> Result<Article, Problem> {
    let got = splitter.split(row);
    if got != columns.len() {
        let expected = columns.len();
        let detail = format!("{got} fields where the first row names {expected}");
        return Err(Problem::new(Stage::Read, "malformed row", detail));
    }
    let mut object = Map::new();
    for (name, value) in columns.iter().zip(splitter.fields(got)) {
        // pandas writes nothing, "nan" or "NaN" for what is missing. Two columns of one name: the
        // first.
        let missing = value.trim().is_empty() || value.eq_ignore_ascii_case("nan");
        let kept = !missing || fields::is_body_field(name);
        if kept && !name.is_empty() && !object.contains_key(name) {
            object.insert(name.clone(), Value::String(value));
        }
    }
    object::article_from_object(&object, context)
}

/// One row of the stream.
struct CsvRow<'r> {
    bytes: &'r [u8],
    extent: Extent,
    /// Number of its first line, from 1.
    line: u64,
    damage: Option<Problem>,
}

/// Splits a stream into rows.
struct CsvRows<'i> {
    window: StreamWindow<'i>,
    delimiter: u8,
    /// Length in bytes of the row that was handed out.
    given: usize,
    line: u64,
    reread: usize,
}

/// Position within the quoting of a row; the rules are those of `csv-core`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum QuoteState {
    FieldStart,
    Unquoted,
    Quoted,
    /// After a mark inside a quoted field: the end of it, or the first half of a doubled one.
    QuoteInQuoted,
}

impl<'i> CsvRows<'i> {
    fn new(input: &'i mut dyn BufRead) -> Self {
        Self { window: StreamWindow::new(input), delimiter: b',', given: 0, line: 1, reread: 0 }
    }

    /// The next row that is not empty.
    fn next(&mut self) -> Result<Option<CsvRow<'_>>, Problem> {
        loop {
            self.window.consume(self.given);
            self.given = 0;
            let (mut state, mut at, mut lines) = (QuoteState::FieldStart, 0, 0);
            let ended = loop {
                if at == self.window.view().len()
                    && (at > MAX_ARTICLE_BYTES || !self.window.read_line()?)
                {
                    break false;
                }
                let byte = self.window.view()[at];
                at += 1;
                lines += u64::from(byte == b'\n');
                state = match (state, byte) {
                    (QuoteState::Quoted, b'"') => QuoteState::QuoteInQuoted,
                    (QuoteState::FieldStart | QuoteState::QuoteInQuoted, b'"')
                    | (QuoteState::Quoted, _) => QuoteState::Quoted,
                    (_, b'\n') => break true,
                    (_, byte) if byte == self.delimiter => QuoteState::FieldStart,
                    _ => QuoteState::Unquoted,
                };
            };
            if at == 0 {
                return Ok(None);
            }
            let damage = if ended || (state != QuoteState::Quoted && at <= MAX_ARTICLE_BYTES) {
                None
            } else {
                // Back to the line after the first: the mark at fault stands in the first.
                let first =
                    memchr::memchr(b'\n', &self.window.view()[..at]).map_or(at, |end| end + 1);
                self.reread += at - first;
                if self.reread > MAX_REREAD_BYTES {
                    let detail =
                        format!("line {}: quotation marks are not closed in many rows", self.line);
                    return Err(Problem::new(Stage::Read, "malformed row", detail));
                }
                at = first;
                lines = 1;
                let quoted = state == QuoteState::Quoted;
                let cause = if quoted { "unclosed quotation mark" } else { "article too large" };
                Some(Problem::new(Stage::Read, cause, "the row was left out"))
            };
            self.given = at;
            let line = self.line;
            self.line += lines;
            if damage.is_none() && self.window.view()[..at].iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let extent = Extent { start: self.window.offset, length: at as u64 };
            return Ok(Some(CsvRow { bytes: &self.window.view()[..at], extent, line, damage }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Result<(String, Extent), String>> {
        let mut seen = Vec::new();
        let end =
            CsvReader.read(&mut text.as_bytes(), &FileContext::new("a.csv"), &mut |_, read| {
                seen.push(read.map(|a| (a.body, a.extent.unwrap())).map_err(|p| p.to_string()));
            });
        seen.extend(end.err().map(|p| Err(p.to_string())));
        seen
    }

    #[test]
    fn rows_know_their_place_and_bad_ones_cost_no_other() {
        let text = "id,content,date\n1,\"a\nb, \"\"c\"\"\",2020\n2,short\n3,plain,2021\n\
             4,\"open,2022\n5,last,2023\n";
        let seen = read(text);
        let (body, extent) = seen[0].as_ref().unwrap();
        assert_eq!(body, "a\nb, \"c\"");
        let at = extent.start as usize;
        assert_eq!(&text[at..at + extent.length as usize], "1,\"a\nb, \"\"c\"\"\",2020\n");
        assert!(seen[1].as_ref().unwrap_err().starts_with("malformed row: line 4: 2 fields"));
        assert_eq!(seen[2].as_ref().unwrap().0, "plain");
        assert!(seen[3].as_ref().unwrap_err().starts_with("unclosed quotation mark: line 6"));
        assert_eq!(seen[4].as_ref().unwrap().0, "last");
        assert_eq!(seen.len(), 5);
    }

    #[test]
    fn what_is_no_table_of_articles_says_why() {
        assert!(
            read("a,b\n1,2\n")[0]
                .as_ref()
                .unwrap_err()
                .contains("no column for the text among a, b")
        );
        assert!(read("id,content\n")[0].as_ref().unwrap_err().contains("without rows"));
        assert_eq!(read("title;text\nX;one, two\n")[0].as_ref().unwrap().0, "one, two");
    }

    #[test]
    fn marks_that_are_never_closed_end_in_time() {
        let mut text = String::from("id,content\n");
        text.push_str(&"a\"x,\"y\n".repeat(200_000));
        let started = std::time::Instant::now();
        let seen = read(&text);
        assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
        assert!(seen.last().unwrap().as_ref().unwrap_err().contains("many rows"));
    }
}
