//! The table of all readers, and the choice of one for a file.

use crate::model::{Problem, Stage};
use crate::read::alto::{AltoReader, MetsReader};
use crate::read::cnn_story::CnnStoryReader;
use crate::read::csv::CsvReader;
use crate::read::encoding::is_binary;
use crate::read::html::HtmlReader;
use crate::read::json::{JsonLinesReader, JsonReader, NinjsReader};
use crate::read::mail::{MailBoxReader, MailReader};
use crate::read::markdown::MarkdownReader;
use crate::read::plain::PlainReader;
use crate::read::reader::FormatReader;
use crate::read::readme_filter::ReadmeFilter;
use crate::read::sgml::{ReutersReader, TrecReader};
use crate::read::warc::{WarcReader, is_warc};
use crate::read::xml::{FeedReader, NewsMl1Reader, NewsMlG2Reader, NitfReader, OtherXmlReader};

/// All readers, in the order in which they are asked. Those of formats that content alone
/// identifies stand first; a table, Markdown and plain text go by the name too, so they are asked
/// last.
pub const READERS: &[&dyn FormatReader] = &[
    &WarcReader,
    &ReadmeFilter,
    &NitfReader,
    &NewsMlG2Reader,
    &NewsMl1Reader,
    &FeedReader,
    &MetsReader,
    &AltoReader,
    &ReutersReader,
    &TrecReader,
    &HtmlReader,
    &OtherXmlReader,
    &NinjsReader,
    &JsonLinesReader,
    &JsonReader,
    &MailBoxReader,
    &MailReader,
    &CnnStoryReader,
    &CsvReader,
    &MarkdownReader,
    &PlainReader,
];

/// The reader for a file with these first bytes and this path.
///
/// # Errors
/// The file is empty, binary, or of no known format.
pub fn reader_for(head: &[u8], path: &str) -> Result<&'static dyn FormatReader, Problem> {
    if head.iter().all(u8::is_ascii_whitespace) {
        let detail = if head.is_empty() { "" } else { "nothing but blanks" };
        return Err(Problem::new(Stage::Read, "empty file", detail));
    }
    if is_binary(head) && !is_warc(head) {
        return Err(Problem::new(Stage::Read, "binary file", "not a text; convert it first"));
    }
    READERS.iter().copied().find(|reader| reader.claims(head, path)).ok_or_else(|| {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        Problem::new(Stage::Read, "unknown format", format!("no reader takes a .{extension} file"))
    })
}

/// One number for the versions of all readers, to be kept with each file that was read: any raised
/// version changes it.
pub fn versions() -> u32 {
    READERS.iter().fold(1, |sum, reader| sum.wrapping_mul(31).wrapping_add(reader.version()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::context::FileContext;
    use proptest::prelude::*;

    /// Reads with every reader, claimed or not; what comes out must be numbered in order.
    fn read_with_all(bytes: &[u8]) {
        for reader in READERS {
            let mut last = None;
            let _ =
                reader.read(&mut &bytes[..], &FileContext::new("a/b.txt"), &mut |position, _| {
                    assert!(last.is_none_or(|last| position > last), "{}", reader.name());
                    last = Some(position);
                });
        }
        let _ = reader_for(bytes, "a/b.txt");
    }

    proptest! {
        #[test]
        fn no_reader_panics_on_any_bytes(bytes: Vec<u8>) {
            read_with_all(&bytes);
        }

        #[test]
        fn no_reader_panics_on_what_looks_like_articles(
            text in "([\\[\\]{}\",:\\\\ \n]|text|date|title|Title: |Date: |2025-06-12|é|“)*"
        ) {
            read_with_all(text.as_bytes());
        }
    }

    #[test]
    fn content_decides_before_the_name_does() {
        let name =
            |head: &str, path| reader_for(head.as_bytes(), path).map_or("none", FormatReader::name);
        assert_eq!(name("{\"text\": \"a\"}", "a.txt"), "json");
        assert_eq!(name("{\"text\": \"a\"}\n{\"text\": \"b\"}", "a.json"), "jsonl");
        assert_eq!(name(" date 2020-01-01 A", "a.dat"), "text");
        assert_eq!(name("<html>", "a.html"), "html");
        assert_eq!(name("<!DOCTYPE html>", "a.txt"), "html");
        assert_eq!(name("WARC/1.0\r\n", "a.gz"), "warc");
        assert_eq!(name("Just text", "a"), "text");
    }
}
