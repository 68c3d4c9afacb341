//! CNN and Daily Mail `.story` files: the text, then highlights.
//!
//! There is no title, and a date only where the Daily Mail's page had its "PUBLISHED:" line, which
//! the files keep, cut up, before the text. The highlights say again in other words what the text
//! says, so they are left out.

use std::io::BufRead;

use crate::model::{Article, DateOrigin, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::encoding::decode;
use crate::read::extract::fields::author_name;
use crate::read::input::read_all;
use crate::read::reader::{Emit, FormatInfo, FormatReader, has_extension};

/// Reader of one `.story` file.
#[derive(Debug)]
pub struct CnnStoryReader;

impl FormatReader for CnnStoryReader {
    fn name(&self) -> &'static str {
        "story"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["story"],
            reads: "body without its highlights; byline and date where the text begins with them",
            notes: "CNN and Daily Mail; no title in the files",
        }
    }

    fn claims(&self, head: &[u8], path: &str) -> bool {
        let marked = || memchr::memmem::find(head, b"\n@highlight\n").is_some();
        has_extension(path, &["story"]) || (has_extension(path, &["txt"]) && marked())
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let bytes = read_all(input)?;
        let text = decode(&bytes);
        let text = text.split("@highlight").next().unwrap_or("");
        let mut article = Article::default();
        let body = take_header(text, &mut article, context).trim();
        if body.is_empty() {
            return Err(Problem::new(Stage::Read, "no text", "nothing before its highlights"));
        }
        body.clone_into(&mut article.body);
        emit(0, Ok(article));
        Ok(())
    }
}

/// Takes "By / . / Ina Cole / . / PUBLISHED: / . / 05:00 EST, 22 October 2012 / . / | / UPDATED:
/// …", a line each, off the start of `text` and returns the rest.
fn take_header<'t>(text: &'t str, article: &mut Article, context: &FileContext<'_>) -> &'t str {
    let mut rest = text;
    let mut expected = None;
    for _ in 0..40 {
        let line = rest.trim_start().lines().next().unwrap_or("").trim();
        match (line, expected) {
            ("", _) => return rest,
            ("." | "|", _) => {}
            ("By", _) => expected = Some("by"),
            ("PUBLISHED:", _) => expected = Some("published"),
            ("UPDATED:" | "Last updated:", _) => expected = Some("updated"),
            (name, Some("by")) if name.len() < 80 => {
                article.authors.extend(author_name(name));
                expected = None;
            }
            (date, Some(kind))
                if date.len() < 60 && date.contains(|c: char| c.is_ascii_digit()) =>
            {
                if kind == "published" {
                    context.set_date(article, after_time(date), DateOrigin::Dateline);
                }
                expected = None;
            }
            _ => return rest,
        }
        let at = rest.find(line).unwrap_or(0) + line.len();
        rest = &rest[at..];
    }
    rest
}

/// The day of a time: "05:00 EST, 22 October 2012" → "22 October 2012".
fn after_time(date: &str) -> &str {
    date.split_once(", ").map_or(date, |(_, day)| day)
}
