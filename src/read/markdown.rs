//! Markdown with YAML or TOML front matter, as static site generators keep articles.
//!
//! The date is that of the front matter, or of the file's name, and never `last_modified_at`. The
//! body is the text without its marks of emphasis, links and headings, since names and quotations
//! are looked for in it. Markdown without front matter is documentation far more often than news (a
//! README, notes), so it is an article only when its path tells a date. YAML is read as events:
//! aliases are never expanded.

use std::borrow::Cow;
use std::io::BufRead;

use pulldown_cmark::{Event as Mark, Options, Parser as Marks, Tag, TagEnd};
use saphyr_parser::{Event, Parser};
use serde_json::{Map, Value};

use crate::model::{Problem, Stage};
use crate::read::context::FileContext;
use crate::read::dates;
use crate::read::encoding::decode;
use crate::read::extract::fields::field_value;
use crate::read::extract::html_fragment::html_to_text;
use crate::read::input::read_all;
use crate::read::json::fields;
use crate::read::reader::{Emit, FormatInfo, FormatReader};

/// Reader of one Markdown file.
#[derive(Debug)]
pub struct MarkdownReader;

/// Size of the largest file, in bytes: a text made of nothing but marks takes fifty times its size
/// to parse.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Length of the longest template tag, in bytes.
const MAX_TEMPLATE_BYTES: usize = 2000;

/// Size of the largest front matter, in bytes.
const MAX_FRONT_MATTER_BYTES: usize = 256 * 1024;

impl FormatReader for MarkdownReader {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["md", "markdown", "mkd", "mdx"],
            reads: "title, date, authors, body without its marks, category, url, language",
            notes: "YAML or TOML front matter; without it only where the path tells a date",
        }
    }

    fn claims(&self, head: &[u8], path: &str) -> bool {
        let path = path.to_ascii_lowercase();
        let named = [".md", ".markdown", ".mkd", ".mdx"].iter().any(|end| path.ends_with(end));
        let front = || {
            let text = decode(head);
            let has_known_field =
                |matter: Map<String, Value>| matter.keys().any(|key| fields::is_known_field(key));
            split_front_matter(&text)
                .is_some_and(|(front, _)| front.read().is_ok_and(has_known_field))
        };
        named || front()
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let bytes = read_all(input)?;
        if bytes.len() > MAX_BYTES {
            return Err(Problem::new(
                Stage::Read,
                "article too large",
                "over 4 MB of Markdown; split it",
            ));
        }
        let text = decode(&bytes);
        let (object, body) = match split_front_matter(&text) {
            Some((front, body)) => (front.read()?, body),
            None if dates::path_date(context.path).is_some() => (Map::new(), &*text),
            None => {
                let detail = "Markdown without front matter, and no date in its path";
                return Err(Problem::new(Stage::Read, "not an article", detail));
            }
        };
        let (heading, body) = to_plain_text(body);
        if body.is_empty() {
            return Err(Problem::new(Stage::Read, "no text", "nothing after the front matter"));
        }
        let mut article = fields::article_with_body(&object, body, context);
        if article.title.is_none() {
            article.title = heading;
        } else if let Some(heading) = heading {
            // A heading that is not the title stands for itself.
            if article.title.as_deref() != Some(heading.as_str()) {
                article.body = format!("{heading}\n\n{}", article.body);
            }
        }
        emit(0, Ok(article));
        Ok(())
    }
}

/// Front matter in its language.
enum FrontMatter<'t> {
    Yaml(&'t str),
    Toml(&'t str),
}

/// The front matter of `text` and the text after it.
fn split_front_matter(text: &str) -> Option<(FrontMatter<'_>, &str)> {
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let fence = text.get(..3).filter(|fence| matches!(*fence, "---" | "+++"))?;
    let first = text.find('\n')?;
    if text[3..first].trim() != "" {
        return None;
    }
    let mut at = first + 1;
    for line in text[at..].split_inclusive('\n') {
        if line.trim_end() == fence || (fence == "---" && line.trim_end() == "...") {
            let matter = &text[first + 1..at];
            let front =
                if fence == "---" { FrontMatter::Yaml(matter) } else { FrontMatter::Toml(matter) };
            return Some((front, &text[at + line.len()..]));
        }
        at += line.len();
        if at > MAX_FRONT_MATTER_BYTES {
            return None;
        }
    }
    None
}

impl FrontMatter<'_> {
    /// The fields of the front matter.
    fn read(&self) -> Result<Map<String, Value>, Problem> {
        let malformed = |error: String| {
            Problem::new(Stage::Read, "malformed front matter", error.replace('\n', " "))
        };
        match self {
            Self::Yaml(text) => parse_yaml(text).map_err(malformed),
            Self::Toml(text) => {
                let table: toml::Table =
                    text.parse().map_err(|e: toml::de::Error| malformed(e.to_string()))?;
                Ok(table.into_iter().map(|(key, value)| (key, json_from_toml(value))).collect())
            }
        }
    }
}

/// The fields of the outermost YAML mapping: scalars, and lists of scalars. Deeper values are
/// passed over, but for the `name` of an author.
fn parse_yaml(text: &str) -> Result<Map<String, Value>, String> {
    let mut object = Map::new();
    let mut depth = 0_usize;
    let mut key: Option<String> = None;
    let mut inner_key: Option<String> = None;
    let mut mapping_at: Vec<bool> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, _) = event.map_err(|error| error.to_string())?;
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                depth += 1;
                mapping_at.push(matches!(event, Event::MappingStart(..)));
                inner_key = None;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                mapping_at.pop();
                inner_key = None;
                if depth == 1 {
                    key = None;
                }
            }
            Event::Scalar(value, ..) if depth == 1 => match key.take() {
                None => key = Some(value.trim().to_owned()),
                Some(name) => {
                    object.entry(name).or_insert_with(|| Value::String(value.into_owned()));
                }
            },
            Event::Alias(_) if depth == 1 => key = None,
            Event::Scalar(value, ..) if depth <= 3 => {
                let Some(name) = &key else { continue };
                let add = if mapping_at.last() == Some(&true) {
                    match inner_key.take() {
                        None => {
                            inner_key = Some(value.into_owned());
                            continue;
                        }
                        Some(inner) => inner == "name",
                    }
                } else {
                    true
                };
                if add
                    && let Value::Array(list) =
                        object.entry(name.clone()).or_insert_with(|| Value::Array(Vec::new()))
                {
                    list.push(Value::String(value.into_owned()));
                }
            }
            _ => {}
        }
    }
    Ok(object)
}

fn json_from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::from(number),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Array(values) => {
            Value::Array(values.into_iter().map(json_from_toml).collect())
        }
        toml::Value::Table(table) => Value::Object(
            table.into_iter().map(|(key, value)| (key, json_from_toml(value))).collect(),
        ),
    }
}

/// The first heading, if the text begins with one of the first level, and the text without its
/// marks.
fn to_plain_text(markdown: &str) -> (Option<String>, String) {
    let markdown = strip_templates(markdown);
    let mut out = String::new();
    let mut heading = None;
    let mut skipped = 0_usize;
    let mut html = String::new();
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    for mark in Marks::new_ext(&markdown, options) {
        if !html.is_empty() && !matches!(mark, Mark::Html(_)) {
            end_paragraph(&mut out);
            out.push_str(&html_to_text(&std::mem::take(&mut html)));
        }
        match mark {
            Mark::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_)) => skipped += 1,
            Mark::End(TagEnd::Image | TagEnd::FootnoteDefinition) => {
                skipped = skipped.saturating_sub(1);
            }
            _ if skipped > 0 => {}
            Mark::Start(
                Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::Item
                | Tag::CodeBlock(_)
                | Tag::BlockQuote(_)
                | Tag::Table(_)
                | Tag::TableRow
                | Tag::TableHead,
            ) => end_paragraph(&mut out),
            Mark::End(TagEnd::Heading(level)) => {
                if level as usize == 1 && heading.is_none() && !out.trim().contains('\n') {
                    heading = field_value(&out);
                    out.clear();
                }
                end_paragraph(&mut out);
            }
            Mark::End(TagEnd::TableCell) => out.push(' '),
            Mark::Text(text) | Mark::Code(text) => out.push_str(&text),
            Mark::Html(text) => html.push_str(&text),
            Mark::SoftBreak | Mark::HardBreak => out.push('\n'),
            _ => {}
        }
    }
    end_paragraph(&mut out);
    out.push_str(&html_to_text(&html));
    (heading, out.trim().to_owned())
}

/// Ends a paragraph.
fn end_paragraph(out: &mut String) {
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push_str("\n\n");
    }
}

/// `text` without the tags of template languages: `{% include … %}`, `{{< figure … >}}`.
fn strip_templates(text: &str) -> Cow<'_, str> {
    if !text.contains("{%") && !text.contains("{{") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let close = if rest.starts_with("{%") {
            "%}"
        } else if rest.starts_with("{{") {
            "}}"
        } else {
            out.push('{');
            rest = &rest[1..];
            continue;
        };
        // A tag stands on one line, and is not followed further than any is long.
        let bytes = &rest.as_bytes()[..rest.len().min(MAX_TEMPLATE_BYTES)];
        let line = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
        if let Some(end) = memchr::memmem::find(&bytes[..line], close.as_bytes()) {
            rest = &rest[end + 2..];
        } else {
            out.push_str(&rest[..2]);
            rest = &rest[2..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    #[test]
    fn marks_come_off() {
        let (heading, text) = to_plain_text(
            "# Ships *came*\n\nOne [link](x) and **bold**\nline.\n\n> Quoted\n\n- a\n- b\n\n\
             ![pic](p.png)\n\n{% include x %}\n<div>Raw <b>HTML</b></div>\n\nEnd.",
        );
        assert_eq!(heading.as_deref(), Some("Ships came"));
        assert_eq!(text, "One link and bold\nline.\n\nQuoted\n\na\n\nb\n\nRaw HTML\n\nEnd.");
    }

    #[test]
    fn front_matter_of_both_kinds() {
        let read = |text: &str| {
            split_front_matter(text).map(|(front, body)| (front.read().unwrap(), body.to_owned()))
        };
        let (object, body) = read(
            "---\ntitle: \"A: b\"\ntags: [x, y]\n\
             authors:\n  - name: Ina Cole\n    role: x\nnested:\n  a: {b: c}\n---\nText",
        )
        .unwrap();
        assert_eq!(body, "Text");
        assert_eq!(object["title"], "A: b");
        assert_eq!(object["tags"], serde_json::json!(["x", "y"]));
        assert_eq!(object["authors"], serde_json::json!(["Ina Cole"]));
        let (object, _) = read("+++\ntitle = 'A'\ndate = 2020-01-02T10:00:00Z\n+++\nText").unwrap();
        assert_eq!(object["date"], "2020-01-02T10:00:00Z");
        assert!(read("--- a\nb\n---\n").is_none());
    }

    #[test]
    fn bombs_of_aliases_stay_small() {
        let mut text = String::from("---\na0: &a0 [ha, ha]\n");
        for n in 1..30 {
            let before = n - 1;
            let _ = writeln!(text, "a{n}: &a{n} [*a{before}, *a{before}]");
        }
        text.push_str("---\nText");
        let (front, _) = split_front_matter(&text).unwrap();
        assert!(serde_json::to_string(&front.read().unwrap()).unwrap().len() < 1000);
    }
}
