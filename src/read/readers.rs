//! The table of all readers, and the one for a file.

use crate::model::{Problem, Stage};
use crate::read::alto::{Alto, Mets};
use crate::read::cnn_story::CnnStory;
use crate::read::csv::Csv;
use crate::read::encoding::is_binary;
use crate::read::html::Html;
use crate::read::json::{Json, JsonLines, Ninjs};
use crate::read::mail::{Mail, MailBox};
use crate::read::markdown::Markdown;
use crate::read::plain::Plain;
use crate::read::reader::Reader;
use crate::read::readme_filter::ReadmeFilter;
use crate::read::sgml::{Reuters, Trec};
use crate::read::warc::{Warc, is_warc};
use crate::read::xml::{Feed, NewsMl1, NewsMlG2, Nitf, OtherXml};

/// Every format that is read, in the order in which they are asked. Those that content alone tells
/// stand first; a table, Markdown and plain text go by the name too, so they are asked last.
pub const READERS: &[&dyn Reader] = &[
    &Warc,
    &ReadmeFilter,
    &Nitf,
    &NewsMlG2,
    &NewsMl1,
    &Feed,
    &Mets,
    &Alto,
    &Reuters,
    &Trec,
    &Html,
    &OtherXml,
    &Ninjs,
    &JsonLines,
    &Json,
    &MailBox,
    &Mail,
    &CnnStory,
    &Csv,
    &Markdown,
    &Plain,
];

/// The reader for a file with these first bytes and this path.
///
/// # Errors
/// The file is empty, binary, or of no known format.
pub fn reader_for(head: &[u8], path: &str) -> Result<&'static dyn Reader, Problem> {
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

/// One number for the versions of all readers, to be kept with what was read: any raised version
/// changes it.
pub fn versions() -> u32 {
    READERS.iter().fold(1, |sum, reader| sum.wrapping_mul(31).wrapping_add(reader.version()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::context::Context;
    use proptest::prelude::*;

    /// Reads with every reader, claimed or not; what comes out must be numbered in order.
    fn read_with_all(bytes: &[u8]) {
        for reader in READERS {
            let mut last = None;
            let _ = reader.read(&mut &bytes[..], &Context::new("a/b.txt"), &mut |position, _| {
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
            |head: &str, path| reader_for(head.as_bytes(), path).map_or("none", Reader::name);
        assert_eq!(name("{\"text\": \"a\"}", "a.txt"), "json");
        assert_eq!(name("{\"text\": \"a\"}\n{\"text\": \"b\"}", "a.json"), "jsonl");
        assert_eq!(name(" date 2020-01-01 A", "a.dat"), "text");
        assert_eq!(name("<html>", "a.html"), "html");
        assert_eq!(name("<!DOCTYPE html>", "a.txt"), "html");
        assert_eq!(name("WARC/1.0\r\n", "a.gz"), "warc");
        assert_eq!(name("Just text", "a"), "text");
    }
}
