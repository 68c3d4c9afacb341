//! JSONL: an article a line. A bad line is one problem, and the next line is read as if nothing had
//! been; memory is bounded by the longest line allowed, not by the file.

use std::io::{BufRead, Read};

use crate::model::{Extent, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::encoding::decode;
use crate::read::input::{MAX_ARTICLE_BYTES, article_too_large, io_problem};
use crate::read::json::object;
use crate::read::reader::{Emit, FormatInfo, FormatReader};

/// Reader of newline-delimited JSON.
#[derive(Debug)]
pub struct JsonLinesReader;

impl FormatReader for JsonLinesReader {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn version(&self) -> u32 {
        3
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["jsonl", "ndjson", "jl"],
            reads: "title, date, authors, body, publication, section, url, id, language",
            notes: "an article a line; news-please, RealNews, cc_news, newspaper3k, Washington \
                 Post and ninjs objects",
        }
    }

    fn claims(&self, head: &[u8], path: &str) -> bool {
        let text = decode(head);
        let text = text.trim_start();
        if !text.starts_with('{') {
            return false;
        }
        let named = [".jsonl", ".ndjson", ".jl"].iter().any(|end| path.ends_with(end));
        // Whatever its name: a whole object on the first line and another on the second.
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let first = lines.next().unwrap_or("");
        let whole = || serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok();
        named || (lines.next().is_some_and(|line| line.trim_start().starts_with('{')) && whole())
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let mut line = Vec::new();
        let mut position = 0;
        let mut offset = 0;
        for number in 1_u64.. {
            line.clear();
            let start = offset;
            let limit = MAX_ARTICLE_BYTES as u64;
            let read = Read::take(&mut *input, limit + 1).read_until(b'\n', &mut line);
            let read = read.map_err(|e| io_problem(&e))? as u64;
            if read == 0 {
                break;
            }
            offset += read;
            let at_line = |problem: Problem| problem.within(format_args!("line {number}"));
            if line.len() > MAX_ARTICLE_BYTES {
                offset += skip_line(input)?;
                emit(position, Err(at_line(article_too_large())));
                position += 1;
                continue;
            }
            let text = decode(&line);
            let text = text.trim();
            if text.is_empty() {
                continue;
            }
            match parse(text, context) {
                Ok(articles) => {
                    for article in articles {
                        let extent = Extent { start, length: read };
                        let article = article.map(|article| article.at(extent));
                        emit(position, article.map_err(at_line));
                        position += 1;
                    }
                }
                Err(problem) => {
                    emit(position, Err(at_line(problem)));
                    position += 1;
                }
            }
        }
        Ok(())
    }
}

fn parse(
    text: &str,
    context: &FileContext<'_>,
) -> Result<Vec<Result<crate::model::Article, Problem>>, Problem> {
    let value = serde_json::from_str(text)
        .map_err(|e| Problem::new(Stage::Read, "malformed JSON", e.to_string()))?;
    object::articles(value, context)
}

/// Skips the rest of a line without keeping it and returns its length in bytes.
fn skip_line(input: &mut dyn BufRead) -> Result<u64, Problem> {
    let mut skipped = 0;
    loop {
        let buffer = input.fill_buf().map_err(|e| io_problem(&e))?;
        let end = memchr::memchr(b'\n', buffer);
        let length = end.map_or(buffer.len(), |at| at + 1);
        input.consume(length);
        skipped += length as u64;
        if end.is_some() || length == 0 {
            return Ok(skipped);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_line_is_one_problem() {
        let lines = "{\"text\":\"one\"}\n\n{\"text\":\n[1]\n{\"text\":\"two\",\"id\":\"b\"}";
        let mut seen = Vec::new();
        JsonLinesReader
            .read(&mut lines.as_bytes(), &FileContext::new("a.jsonl"), &mut |position, read| {
                seen.push((position, read.map(|a| a.body).map_err(|p| p.to_string())));
            })
            .unwrap();
        assert_eq!(seen[0], (0, Ok("one".to_owned())));
        assert!(seen[1].1.as_ref().unwrap_err().starts_with("malformed JSON: line 3: EOF"));
        assert!(seen[2].1.as_ref().unwrap_err().contains("line 4: a number"));
        assert_eq!(seen[3], (3, Ok("two".to_owned())));
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over() {
        let mut bytes = vec![b'{'];
        bytes.resize(MAX_ARTICLE_BYTES + 100, b'x');
        bytes.extend_from_slice(b"\n{\"text\":\"next\"}\n");
        let mut seen = Vec::new();
        JsonLinesReader
            .read(&mut bytes.as_slice(), &FileContext::new("a.jsonl"), &mut |_, read| {
                seen.push(read);
            })
            .unwrap();
        assert_eq!(seen[0].as_ref().unwrap_err().cause, "article too large");
        let next = seen[1].as_ref().unwrap();
        assert_eq!(next.body, "next");
        let at = next.extent.unwrap();
        assert_eq!(&bytes[at.start as usize..][..at.length as usize], b"{\"text\":\"next\"}\n");
    }
}
