//! Bytes → articles. Pure: a reader is handed a stream and never opens a file itself.
//!
//! One reader a file, registered by one line in [`READERS`]. A file is given to the first reader that
//! claims it, by its content first and its name second.

mod about;
mod alto;
mod articles;
mod charset;
mod context;
mod csv;
mod dates;
mod decode;
mod embargo;
mod feed;
mod html;
mod indented;
mod json;
mod json_fields;
mod json_lines;
mod mail;
mod markdown;
mod mojibake;
mod newsml_1;
mod newsml_g2;
mod ninjs;
mod nitf;
mod other_xml;
mod paragraphs;
mod plain;
mod records;
mod reuters;
mod story;
mod trec;
mod tweet;
mod unpack;
mod wapo;
mod warc;
mod xml;

use std::io::{self, BufRead, Read};

use crate::model::{Article, Problem, Stage};

pub use articles::{Formats, Taken, copy_record, read_articles};
pub use context::{Alone, Context, ReadSeek, Siblings};
pub use dates::{DateOrder, parse_date};
pub use unpack::Limits;

/// How much of a file a reader sees before it claims it, in bytes.
pub const HEAD: usize = 8 * 1024;

/// The largest single article, in bytes. More is no article, and would not fit the memory that the
/// user allowed.
pub const LARGEST_ARTICLE: usize = 32 * 1024 * 1024;

/// Knows one format of news archives.
pub trait Reader: Sync {
    /// The format's short name, as `status` shows it.
    fn name(&self) -> &'static str;

    /// Raised whenever the reader reads something differently; files read by an older version are
    /// read again.
    fn version(&self) -> u32;

    /// What is read of it, for those who ask which formats there are.
    fn describes(&self) -> Format;

    /// Whether a file with these first bytes and this path (relative, `/` between its parts) is of
    /// this format.
    fn claims(&self, head: &[u8], path: &str) -> bool;

    /// Reads all articles of `input` and hands each to `out`, with its position in the file from 0,
    /// in order. A record that cannot be read is handed over as a problem and takes a position too.
    ///
    /// # Errors
    /// A problem that ends the file: what was handed over before it stands.
    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &Context<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), Problem>;
}

/// A format as its reader describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// What names of such files commonly end in, without the dot. Content decides before the name does.
    pub extensions: &'static [&'static str],
    /// The fields that are read.
    pub reads: &'static str,
    /// What else there is to know.
    pub notes: &'static str,
}

/// Where a reader puts what it reads: a position and an article or a problem.
/// A position may come a second time, with a problem: the article is then taken back.
pub type Out<'o> = dyn FnMut(u64, Result<Article, Problem>) + 'o;

/// Every format that is read, in the order in which they are asked. Those that content alone tells
/// stand first; a table, Markdown and plain text go by the name too, so they are asked last.
pub const READERS: &[&dyn Reader] = &[
    &warc::Warc,
    &about::About,
    &nitf::Nitf,
    &newsml_g2::NewsMlG2,
    &newsml_1::NewsMl1,
    &feed::Feed,
    &alto::Mets,
    &alto::Alto,
    &reuters::Reuters,
    &trec::Trec,
    &html::Html,
    &other_xml::OtherXml,
    &ninjs::Ninjs,
    &json_lines::JsonLines,
    &json::Json,
    &mail::MailBox,
    &mail::Mail,
    &story::Story,
    &csv::Csv,
    &markdown::Markdown,
    &plain::Plain,
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
    if decode::is_binary(head) && !warc::is_warc(head) {
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

/// Whether the name in `path` ends in one of these extensions, in capitals or not.
fn is_named(path: &str, extensions: &[&str]) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map(|(_, extension)| extension);
    extension.is_some_and(|end| extensions.iter().any(|known| known.eq_ignore_ascii_case(end)))
}

/// A failure to take bytes from the stream.
fn io_problem(error: &io::Error) -> Problem {
    // A problem found below a reader travels up inside of an I/O error.
    if let Some(problem) = error.get_ref().and_then(|inner| inner.downcast_ref::<Problem>()) {
        return problem.clone();
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            Problem::new(Stage::Read, "truncated file", "it ends before its end was due")
        }
        _ => Problem::new(Stage::Open, "cannot be read", error.to_string()),
    }
}

/// The whole of `input` as bytes, at most [`LARGEST_ARTICLE`].
fn read_whole(input: &mut dyn BufRead) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    input.take(LARGEST_ARTICLE as u64 + 1).read_to_end(&mut bytes).map_err(|e| io_problem(&e))?;
    if bytes.len() > LARGEST_ARTICLE { Err(too_large()) } else { Ok(bytes) }
}

fn too_large() -> Problem {
    let limit = LARGEST_ARTICLE / (1024 * 1024);
    Problem::new(Stage::Read, "article too large", format!("over {limit} MB; split it"))
}

#[cfg(test)]
mod tests {
    use super::*;
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
