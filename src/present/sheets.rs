//! Workbooks (Office Open XML) for spreadsheet programs.
//!
//! Rows go to a temporary file as they come, so that an export of any length needs little memory.
//! A day is a date there, an address a link, and a text is a text: nothing becomes a formula.
//! Excel's limits hold: what does not fit on a sheet goes on on the next, a longer text is cut and
//! counted, further links are plain text. The same rows give the same bytes.

use std::io::{self, Seek, Write};

use chrono::Datelike;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Url, Workbook, Worksheet, XlsxError};
use unicode_segmentation::UnicodeSegmentation;

use crate::model::{DatePrecision, PublishedDate};
use crate::present::answer::DocumentKind;
use crate::present::escape;
use crate::present::table::{self, Column, ColumnKind, Value};

/// Rows of a sheet, the line of column names among them.
const ROWS: u32 = 1_048_576;
/// Links of a sheet.
const LINKS: u32 = 65_530;
/// Length of a text, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;
/// Length of a link's address, in UTF-16 units.
const LONGEST_LINK: usize = 2_080;
/// Bytes of text from which on the sheets may pass 4 GiB, which older readers of ZIP do not take.
const LARGE: u64 = 1 << 30;

/// A writer of a workbook, row by row.
pub struct Sheets {
    book: Workbook,
    documents: DocumentKind,
    columns: &'static [Column],
    /// Number of sheets begun.
    begun: usize,
    /// Next row of the last sheet, from 0.
    row: u32,
    rows_per_sheet: u32,
    /// Number of links on the last sheet.
    links: u32,
    links_per_sheet: u32,
    /// Number of texts cut.
    cut: u64,
    /// Number of addresses that are no links, since a sheet takes no more.
    unlinked: u64,
    /// Bytes of text.
    bytes: u64,
}

impl Sheets {
    /// A workbook of articles or quotations, with its first sheet.
    ///
    /// # Errors
    /// No temporary file can be made.
    pub fn new(documents: DocumentKind) -> io::Result<Self> {
        Self::with_limits(documents, ROWS, LINKS)
    }

    fn with_limits(
        documents: DocumentKind,
        rows_per_sheet: u32,
        links_per_sheet: u32,
    ) -> io::Result<Self> {
        let mut book = Workbook::new();
        // A time of making would make every export another file.
        let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(told)?;
        book.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let columns = table::columns(documents);
        let mut sheets = Self {
            book,
            documents,
            columns,
            begun: 0,
            row: 0,
            rows_per_sheet,
            links: 0,
            links_per_sheet,
            cut: 0,
            unlinked: 0,
            bytes: 0,
        };
        sheets.begin_sheet().map_err(told)?;
        Ok(sheets)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// The temporary file cannot be written.
    pub fn add(&mut self, row: Vec<Value<'_>>) -> io::Result<()> {
        if self.row == self.rows_per_sheet {
            self.begin_sheet().map_err(told)?;
        }
        for (number, value) in (0..).zip(row) {
            self.write(number, value).map_err(told)?;
        }
        self.row += 1;
        Ok(())
    }

    /// Writes the whole.
    ///
    /// # Errors
    /// The writer or a temporary file fails.
    pub fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.end_sheet().map_err(told)?;
        self.book.use_zip_large_file(self.bytes > LARGE);
        let mut whole = tempfile::tempfile().map_err(|error| unwritten("", &error))?;
        self.book.save_to_writer(&mut whole).map_err(told)?;
        whole.rewind()?;
        io::copy(&mut whole, out)?;
        out.flush()
    }

    /// Remarks on what the workbook has otherwise than the index, in a sentence each.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.cut > 0 {
            remarks.push(format!(
                "{} cut at {LONGEST_TEXT} characters, the longest text that a cell takes; \
                 other formats have the whole",
                counted(self.cut, "cell"),
            ));
        }
        if self.unlinked > 0 {
            remarks.push(format!(
                "{} written as text: a sheet takes {} links",
                counted(self.unlinked, "address"),
                self.links_per_sheet
            ));
        }
        if self.begun > 1 {
            remarks.push(format!("{} sheets: one takes {} rows", self.begun, self.rows_per_sheet));
        }
        remarks
    }

    fn sheet(&mut self) -> Result<&mut Worksheet, XlsxError> {
        self.book.worksheet_from_index(self.begun.saturating_sub(1))
    }

    /// Begins a sheet: its name, the widths of its columns, the line of their names.
    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        self.end_sheet()?;
        self.begun += 1;
        let noun = self.documents.noun(2);
        let name = if self.begun == 1 { noun.to_owned() } else { format!("{noun} {}", self.begun) };
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (number, column) in (0..).zip(self.columns) {
            sheet.set_column_width(number, width(column.kind))?;
            sheet.write_string_with_format(0, number, column.name, &bold)?;
        }
        (self.row, self.links) = (1, 0);
        Ok(())
    }

    /// Ends the last sheet, if one was begun: only now is it known which rows its filter has.
    fn end_sheet(&mut self) -> Result<(), XlsxError> {
        let (rows, columns) = (self.row, self.columns.len() as u16);
        if self.begun > 0 {
            self.sheet()?.autofilter(0, 0, rows - 1, columns - 1)?;
        }
        Ok(())
    }

    fn write(&mut self, number: u16, value: Value<'_>) -> Result<(), XlsxError> {
        let (row, kind) = (self.row, self.columns[usize::from(number)].kind);
        match value {
            Value::Missing => {}
            Value::Text(text) => {
                let text = self.fitted(plain(&text));
                if kind != ColumnKind::Link || !is_link(&text) {
                    self.sheet()?.write_string(row, number, text)?;
                } else if self.links == self.links_per_sheet {
                    self.unlinked += 1;
                    self.sheet()?.write_string(row, number, text)?;
                } else {
                    self.links += 1;
                    let link = Url::new(&text).set_text(&text);
                    self.sheet()?.write_url(row, number, link)?;
                }
            }
            Value::Date(date) => match day(&date) {
                Some(day) => {
                    let format = Format::new().set_num_format("yyyy-mm-dd");
                    self.sheet()?.write_datetime_with_format(row, number, &day, &format)?;
                }
                None => {
                    self.sheet()?.write_string(row, number, date.to_string())?;
                }
            },
            Value::Flag(flag) => {
                self.sheet()?.write_boolean(row, number, flag)?;
            }
            Value::Number(value) => {
                let decimals = if let ColumnKind::Number(decimals) = kind { decimals } else { 0 };
                let factor = 10_f64.powi(decimals as i32);
                let rounded = (f64::from(value) * factor).round() / factor;
                let format = Format::new().set_num_format(format!("0.{:0<decimals$}", ""));
                self.sheet()?.write_number_with_format(row, number, rounded, &format)?;
            }
        }
        Ok(())
    }

    /// A text that a cell takes; a longer one is cut between two characters and ends with "…".
    fn fitted(&mut self, mut text: String) -> String {
        self.bytes += text.len() as u64;
        let units = |text: &str| text.encode_utf16().count();
        // No text has more units than bytes.
        if text.len() > LONGEST_TEXT && units(&text) > LONGEST_TEXT {
            let seen = text.graphemes(true).map(|one| (units(one), one.len()));
            let end = match fitting(seen) {
                // One character with any number of accents.
                0 => fitting(text.chars().map(|c| (c.len_utf16(), c.len_utf8()))),
                end => end,
            };
            text.truncate(end);
            text.push('…');
            self.cut += 1;
        }
        text
    }
}

/// Bytes of as many pieces, given in units and bytes, as have place beside "…".
fn fitting(pieces: impl Iterator<Item = (usize, usize)>) -> usize {
    let mut room = LONGEST_TEXT - 1;
    let taken = pieces.map_while(|(units, bytes)| {
        room = room.checked_sub(units)?;
        Some(bytes)
    });
    taken.sum()
}

/// A text on one line, without what XML has no place for.
fn plain(text: &str) -> String {
    escape::line(text.trim()).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}")
}

/// True for a web address that a sheet takes as a link, escaped as it will be.
fn is_link(text: &str) -> bool {
    let begins = |scheme: &str| {
        text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    let escaped = |byte: u8| if byte.is_ascii_alphanumeric() { 1 } else { 3 };
    (begins("http://") || begins("https://"))
        && text.bytes().map(escaped).sum::<usize>() <= LONGEST_LINK
}

/// A date as a workbook counts it; `None` for what is not known to the day, and for days on whose
/// number programs do not agree: Excel has a 29 February 1900 and nothing before that year.
fn day(date: &PublishedDate) -> Option<ExcelDateTime> {
    let day = date.day.date().filter(|_| date.precision == DatePrecision::Day)?;
    let year = u16::try_from(day.year()).ok()?;
    if (year, day.month()) < (1900, 3) {
        return None;
    }
    ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8).ok()
}

/// Width of a column in characters.
fn width(kind: ColumnKind) -> f64 {
    match kind {
        ColumnKind::Code => 18.0,
        ColumnKind::Text => 24.0,
        ColumnKind::Passage => 60.0,
        ColumnKind::Link => 36.0,
        ColumnKind::Date => 12.0,
        ColumnKind::Flag | ColumnKind::Number(_) => 10.0,
    }
}

fn counted(count: u64, noun: &str) -> String {
    match (count, noun.ends_with('s')) {
        (1, _) => format!("1 {noun}"),
        (_, true) => format!("{count} {noun}es"),
        (_, false) => format!("{count} {noun}s"),
    }
}

/// An error of the place for temporary files, which `place` names with ": ", or not at all.
fn unwritten(place: &str, error: &io::Error) -> io::Error {
    let told = format!("{place}no temporary file can be made ({error}); set TMPDIR to a folder");
    io::Error::new(error.kind(), told)
}

fn told(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        XlsxError::TempFileError(dir, error) => unwritten(&format!("{}: ", dir.display()), &error),
        other => io::Error::other(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn row(url: &str, headline: &str) -> Vec<Value<'static>> {
        let text = |text: &str| Value::Text(Cow::Owned(text.to_owned()));
        let mut row = vec![Value::Missing; table::columns(DocumentKind::Articles).len()];
        (row[0], row[5], row[7]) = (text("0a"), text(headline), text(url));
        row
    }

    fn written(sheets: &mut Sheets) -> (Vec<u8>, Xlsx<Cursor<Vec<u8>>>) {
        let mut out = Vec::new();
        sheets.finish(&mut out).unwrap();
        (out.clone(), Xlsx::new(Cursor::new(out)).unwrap())
    }

    #[test]
    fn rows_go_on_on_further_sheets_and_links_end_where_a_sheet_takes_no_more() {
        let write = || {
            let mut sheets = Sheets::with_limits(DocumentKind::Articles, 4, 2).unwrap();
            for number in 0..7 {
                let url = format!("https://post.example/{number}?a=b&c=d e#f");
                sheets.add(row(&url, &format!("=1+{number}"))).unwrap();
            }
            let (bytes, book) = written(&mut sheets);
            (sheets.remarks(), bytes, book)
        };
        let (remarks, bytes, mut book) = write();
        assert_eq!(book.sheet_names(), ["articles", "articles 2", "articles 3"]);
        let mut seen = Vec::new();
        for (name, rows) in [("articles", 4), ("articles 2", 4), ("articles 3", 2)] {
            let range = book.worksheet_range(name).unwrap();
            assert_eq!(range.get_size(), (rows, 11), "{name}");
            assert_eq!(range.get((0, 5)), Some(&Data::String("headline".to_owned())));
            seen.extend(range.rows().skip(1).map(|row| (row[5].clone(), row[7].clone())));
            assert!(book.worksheet_formula(name).unwrap().is_empty(), "{name}");
        }
        for (number, (headline, url)) in seen.iter().enumerate() {
            assert_eq!(*headline, Data::String(format!("=1+{number}")));
            let address = format!("https://post.example/{number}?a=b&c=d e#f");
            assert_eq!(*url, Data::String(address));
        }
        assert_eq!(seen.len(), 7);
        assert_eq!(remarks[0], "2 addresses written as text: a sheet takes 2 links");
        assert_eq!(remarks[1], "3 sheets: one takes 4 rows");
        assert_eq!(write().1, bytes, "the same rows gave other bytes");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let mut sheets = Sheets::new(DocumentKind::Articles).unwrap();
        let whole = "e\u{301}".repeat(LONGEST_TEXT / 2);
        for (text, units) in [
            ("x".repeat(LONGEST_TEXT), LONGEST_TEXT),
            ("x".repeat(LONGEST_TEXT + 1), LONGEST_TEXT),
            // Two units each, of which none is cut in half; bytes are not what counts.
            ("𝕏".repeat(LONGEST_TEXT), LONGEST_TEXT),
            ("ü".repeat(LONGEST_TEXT), LONGEST_TEXT),
            (format!("{whole}xx"), LONGEST_TEXT),
            (format!("xx{whole}"), LONGEST_TEXT - 1 + 1),
            (format!("x{}", "\u{301}".repeat(LONGEST_TEXT)), LONGEST_TEXT),
        ] {
            let cut = sheets.fitted(text.clone());
            assert_eq!(cut.encode_utf16().count(), units, "{}", text.chars().next().unwrap());
            assert!(cut == text || text.starts_with(cut.strip_suffix('…').unwrap()));
        }
        assert_eq!(sheets.cut, 5);
        assert!(sheets.remarks()[0].starts_with("5 cells cut at 32767 characters"));
        // A workbook with such a text, and with what XML has no place for, is whole.
        sheets.add(row("file:///etc/x", &"𝕏".repeat(LONGEST_TEXT))).unwrap();
        sheets.add(row("", "_x0041_ \u{FFFF}\u{0}<&>")).unwrap();
        let (_, mut book) = written(&mut sheets);
        let range = book.worksheet_range("articles").unwrap();
        assert_eq!(range.get((1, 5)).unwrap().to_string().chars().count(), 16_384);
        assert_eq!(range.get((2, 5)).unwrap().to_string(), "_x0041_ \u{FFFD}\u{FFFD}<&>");
    }

    #[test]
    fn an_address_is_a_link_if_a_browser_would_go_there() {
        assert!(is_link("HTTPS://post.example/a") && is_link("http://x"));
        for text in ["internal:Sheet1!A1", "file:///etc/x", "javascript:x", "post.example", "ü"] {
            assert!(!is_link(text), "{text}");
        }
        assert!(!is_link(&format!("https://post.example/{}", "x".repeat(LONGEST_LINK))));
    }
}
