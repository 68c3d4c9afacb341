//! JSON streams: one article, a list of articles, or one object after another.
//!
//! A list may be of any length: its elements are split off the stream one by one, by brackets and
//! strings alone, and only then parsed. So one bad element does not cost the rest, and memory is
//! bounded by the largest element.

use std::io::BufRead;

use crate::model::{Extent, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::encoding::decode;
use crate::read::input::{MAX_ARTICLE_BYTES, article_too_large, io_problem};
use crate::read::json::object;
use crate::read::json::surrogates::parse_value;
use crate::read::reader::Emit;

/// Reads a stream of objects, each of which is recognised by its own fields.
///
/// # Errors
/// The stream fails, ends inside an object or list, or holds something else.
pub fn read_objects(
    input: &mut dyn BufRead,
    context: &FileContext<'_>,
    emit: &mut Emit<'_>,
) -> Result<(), Problem> {
    let mut splitter = ObjectSplitter::new(input)?;
    let mut position = 0;
    loop {
        let start = splitter.find_object()?;
        let (read, extent) = match start {
            None => return Ok(()),
            Some(start) => {
                let read = splitter.read_object()?.and_then(|bytes| parse(bytes, context));
                (read, Extent { start, length: splitter.offset - start })
            }
        };
        match read {
            Ok(articles) => {
                for article in articles {
                    emit(position, article.map(|article| article.at(extent)));
                    position += 1;
                }
            }
            Err(problem) => {
                emit(position, Err(problem.within(format_args!("byte {}", extent.start))));
                position += 1;
            }
        }
    }
}

fn parse(
    bytes: &[u8],
    context: &FileContext<'_>,
) -> Result<Vec<Result<crate::model::Article, Problem>>, Problem> {
    let value = parse_value(&decode(bytes))
        .map_err(|e| Problem::new(Stage::Read, "malformed JSON", e.to_string()))?;
    object::articles(value, context)
}

/// Splits a stream of one object, several, or a list of them into objects.
struct ObjectSplitter<'i> {
    input: &'i mut dyn BufRead,
    object: Vec<u8>,
    in_list: bool,
    offset: u64,
}

impl<'i> ObjectSplitter<'i> {
    fn new(input: &'i mut dyn BufRead) -> Result<Self, Problem> {
        let mut splitter = Self { input, object: Vec::new(), in_list: false, offset: 0 };
        if splitter.peek()? == Some(0xEF) {
            splitter.skip(3)?; // the byte order mark of UTF-8
        }
        Ok(splitter)
    }

    fn peek(&mut self) -> Result<Option<u8>, Problem> {
        Ok(self.input.fill_buf().map_err(|e| io_problem(&e))?.first().copied())
    }

    fn skip(&mut self, count: usize) -> Result<(), Problem> {
        for _ in 0..count {
            if self.peek()?.is_some() {
                self.input.consume(1);
                self.offset += 1;
            }
        }
        Ok(())
    }

    /// The offset of the next object, at which the stream then stands; `None` at the end.
    fn find_object(&mut self) -> Result<Option<u64>, Problem> {
        loop {
            match self.peek()? {
                None if self.in_list => return Err(truncated(self.offset)),
                None => return Ok(None),
                Some(b'{') => return Ok(Some(self.offset)),
                Some(b'[') if !self.in_list => self.in_list = true,
                Some(b']') if self.in_list => self.in_list = false,
                Some(b',') if self.in_list => {}
                Some(byte) if byte.is_ascii_whitespace() => {}
                Some(_) => {
                    let detail = format!("byte {}: neither an object nor a list", self.offset);
                    return Err(Problem::new(Stage::Read, "malformed JSON", detail));
                }
            }
            self.skip(1)?;
        }
    }

    /// Reads the bytes of the object that begins here. The inner error is about it alone, the outer
    /// ends the file.
    fn read_object(&mut self) -> Result<Result<&[u8], Problem>, Problem> {
        self.object.clear();
        let mut state = NestingState::default();
        let mut too_long = false;
        loop {
            let buffer = self.input.fill_buf().map_err(|e| io_problem(&e))?;
            if buffer.is_empty() {
                return Err(truncated(self.offset));
            }
            let end = buffer.iter().position(|byte| state.closes(*byte));
            let taken = end.map_or(buffer.len(), |at| at + 1);
            too_long |= self.object.len() + taken > MAX_ARTICLE_BYTES;
            if !too_long {
                self.object.extend_from_slice(&buffer[..taken]);
            }
            self.input.consume(taken);
            self.offset += taken as u64;
            if end.is_some() {
                return Ok(if too_long { Err(article_too_large()) } else { Ok(&self.object) });
            }
        }
    }
}

fn truncated(offset: u64) -> Problem {
    Problem::new(
        Stage::Read,
        "truncated JSON",
        format!("it ends at byte {offset}, inside an article or list"),
    )
}

/// State of a scan for the end of an object: as much of JSON's grammar as that takes.
#[derive(Default)]
struct NestingState {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl NestingState {
    /// Scans one byte. True if it closes the object.
    fn closes(&mut self, byte: u8) -> bool {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return self.depth == 0;
            }
            _ => {}
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str], end: Option<&str>) {
        let mut seen = Vec::new();
        let result =
            read_objects(&mut text.as_bytes(), &FileContext::new("a.json"), &mut |_, read| {
                seen.push(read.map_or_else(|p| p.cause, |a| a.body));
            });
        assert_eq!(seen, expected, "{text}");
        assert_eq!(result.err().map(|p| p.cause).as_deref(), end, "{text}");
    }

    #[test]
    fn one_article_or_many() {
        check(r#"{"text": "a } \" b"}"#, &["a } \" b"], None);
        check(
            r#" [{"text": "a"}, {"x": [1]}, {"text": "b", "y": {"z": []}}] "#,
            &["a", "no text", "b"],
            None,
        );
        check("{\"text\": \"a\"}\n{\"text\": \"b\"}", &["a", "b"], None);
        check("[]", &[], None);
    }

    #[test]
    fn damage_is_named() {
        check(r#"[{"text": "a"}, {"text": "b"#, &["a"], Some("truncated JSON"));
        check(r#"[{"text": "a"}"#, &["a"], Some("truncated JSON"));
        check(r#"[{"text": nope}, {"text": "b"}]"#, &["malformed JSON", "b"], None);
        check("nothing", &[], Some("malformed JSON"));
    }
}
