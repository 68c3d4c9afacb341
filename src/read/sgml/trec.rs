//! TREC collections: `<DOC>` after `<DOC>`, as AP, the Los Angeles Times, the Financial Times and
//! the Wall Street Journal were distributed.
//!
//! SGML by name only: tags are looked for as they are written, and no more. The first headline is
//! the title; further ones say what the story is filed under. Dates are written in each paper's own
//! way, two-digit years of the last century among them, and AP has its own in the document's number
//! alone.

use std::borrow::Cow;
use std::io::BufRead;

use crate::model::{Article, DateOrigin, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::encoding::decode;
use crate::read::extract::entities::decode_entities;
use crate::read::extract::fields::{author_name, field_value};
use crate::read::extract::html_fragment::html_to_text;
use crate::read::extract::indented;
use crate::read::input::article_too_large;
use crate::read::reader::{Emit, FormatInfo, FormatReader};
use crate::read::sgml::records::{RecordEnd, TaggedRecord, TaggedRecords};

/// Reader of a collection's files.
#[derive(Debug)]
pub struct TrecReader;

impl FormatReader for TrecReader {
    fn name(&self) -> &'static str {
        "trec"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["sgml", "trec", "txt"],
            reads: "title, date, byline, body with its dateline, publication, section, page, DOCNO",
            notes: "many articles a file; AP, LA Times, FT, WSJ; ``…'' stay as they are",
        }
    }

    fn claims(&self, head: &[u8], _: &str) -> bool {
        let text = decode(head);
        let mut rest = text.trim_start();
        while let Some(after) = rest.strip_prefix("<!--") {
            let Some(end) = after.find("-->") else { return false };
            rest = after[end + 3..].trim_start();
        }
        rest.starts_with("<DOC>") || rest.starts_with("<DOC ")
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let mut records = TaggedRecords::new(input, b"<DOC", b"</DOC>");
        let mut position = 0;
        while let Some(record) = records.next()? {
            emit(position, article(&record, context));
            position += 1;
        }
        if position == 0 {
            return Err(Problem::new(Stage::Read, "no text", "no <DOC> in it"));
        }
        Ok(())
    }
}

fn article(record: &TaggedRecord<'_>, context: &FileContext<'_>) -> Result<Article, Problem> {
    if record.end == RecordEnd::TooLarge {
        return Err(article_too_large());
    }
    let text = decode(record.bytes);
    let doc = TrecDocument(&text);
    let number = doc.first_line(&["DOCNO"]).or_else(|| doc.id());
    let place = format!("{}, byte {}", number.as_deref().unwrap_or("?"), record.extent.start);
    if record.end == RecordEnd::Truncated {
        return Err(Problem::new(Stage::Read, "truncated record", place));
    }
    let body = body(doc);
    if body.is_empty() {
        return Err(Problem::new(Stage::Read, "no text", place));
    }
    let title = doc.first_line(&["HEADLINE", "HL", "HEAD", "TITLE", "TTL", "H3"]);
    let source = doc.first_line(&["SO", "PUB", "SOURCE"]);
    let (publisher, page) = match &source {
        Some(source) => {
            let (name, page) = source.split_once(", PAGE").unwrap_or((source, ""));
            (
                field_value(name.split(" (").next().unwrap_or(name)),
                field_value(page.trim_matches([' ', '-'])),
            )
        }
        None => (docno_publisher(number.as_deref().unwrap_or("")), None),
    };
    let section = doc.first_line(&["SECTION"]);
    let (section, part_page) = section.as_deref().map_or((None, None), section_and_page);
    let mut article = Article {
        title: title.as_deref().map(|title| strip_label(title).to_owned()),
        body,
        authors: doc
            .first_line(&["BYLINE", "AUTHOR"])
            .as_deref()
            .and_then(author_name)
            .into_iter()
            .collect(),
        publisher,
        section,
        page: page.or_else(|| doc.first_line(&["PAGE"])).or(part_page),
        extent: Some(record.extent),
        ..Article::default()
    };
    for field in ["DATE", "DATE_TIME", "DD", "PUBDATE", "DATE1"] {
        if let Some(date) = doc.first_line(&[field]) {
            let date = date.trim_start_matches(['=', ' ']);
            // "January 1, 1989, Sunday, Home Edition": the edition is no date.
            let date = parse_short_date(date).unwrap_or_else(|| date.to_owned());
            context.set_date(&mut article, &date, DateOrigin::Field);
        }
    }
    if let Some(date) = number.as_deref().and_then(docno_date) {
        context.set_date(&mut article, &date, DateOrigin::Field);
    }
    article.archive_id = number;
    Ok(article)
}

/// The text of a document, tags included.
#[derive(Clone, Copy)]
struct TrecDocument<'t>(&'t str);

impl<'t> TrecDocument<'t> {
    /// The text of the first element called `name`.
    fn inner(self, name: &str) -> Option<&'t str> {
        self.inner_texts(name).next()
    }

    /// The text of each element called `name`.
    fn inner_texts(self, name: &str) -> impl Iterator<Item = &'t str> + use<'t> {
        let (open, close) = (format!("<{name}>"), format!("</{name}>"));
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let start = rest.find(&open)? + open.len();
            let length = rest[start..].find(&close);
            let Some(length) = length else {
                rest = "";
                return None;
            };
            let inner = &rest[start..start + length];
            rest = &rest[start + length..];
            Some(inner)
        })
    }

    /// The first of these elements that has text, on one line and without the tags in it.
    fn first_line(self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            self.inner_texts(name).find_map(|inner| field_value(&html_to_text(inner)))
        })
    }

    /// The id in `<DOC id="…">`, the way of later collections.
    fn id(self) -> Option<String> {
        let tag = &self.0[..self.0.find('>')?];
        let (_, rest) = tag.split_once("id=")?;
        field_value(rest.trim_matches(['"', '\'', ' ']).split(['"', '\'', ' ']).next()?)
    }
}

/// The lead paragraph, where it stands apart, and the text.
fn body(doc: TrecDocument<'_>) -> String {
    let mut parts = Vec::new();
    for part in ["LP", "LEADPARA", "TEXT"].iter().flat_map(|name| doc.inner_texts(name)) {
        let text = prose(part);
        if !text.is_empty() {
            parts.push(text);
        }
    }
    let body = parts.join("\n\n");
    let dateline = doc.inner("DATELINE").and_then(|line| field_value(&html_to_text(line)));
    match dateline {
        // AP prints it before the text, which begins in mid-line.
        Some(line) if !body.is_empty() && !body.starts_with(&line) => {
            let gap = if line.ends_with(['-', '—']) { " " } else { " -- " };
            format!("{line}{gap}{body}")
        }
        _ => body,
    }
}

/// The text of an element: marked paragraphs, or lines of which the indented begin one.
fn prose(part: &str) -> String {
    let marked = part.contains("<P>") || part.contains("<p>");
    if marked { html_to_text(part) } else { indented::split_paragraphs(&strip_tags(part)) }
}

/// `text` without tags, its lines as they are.
fn strip_tags(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return decode_entities(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        // A tag is short and stands on one line; what is not is text.
        let end = after.bytes().take(60).position(|b| matches!(b, b'>' | b'\n' | b'<'));
        let named = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        rest = match end {
            Some(end) if named && after.as_bytes()[end] == b'>' => &after[end + 1..],
            _ => {
                out.push('<');
                after
            }
        };
    }
    out.push_str(rest);
    Cow::Owned(decode_entities(&out).into_owned())
}

/// The title without the label before it: `FT  14 MAY 91 / Title`.
fn strip_label(title: &str) -> &str {
    let label = title.strip_prefix("FT ").and_then(|rest| rest.split_once(" / "));
    match label {
        Some((day, rest))
            if day.len() <= 12 && day.trim().starts_with(|c: char| c.is_ascii_digit()) =>
        {
            rest
        }
        _ => title,
    }
}

/// The section and the page of "Metro; Part 2; Page 5; Column 1; National Desk".
fn section_and_page(text: &str) -> (Option<String>, Option<String>) {
    let section = text.split(';').next().and_then(field_value);
    let page = text.split(';').find_map(|part| field_value(part.trim().strip_prefix("Page ")?));
    (section, page)
}

/// The newspaper or agency that a document's number names.
fn docno_publisher(number: &str) -> Option<String> {
    let letters = number.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
    let letters = letters.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
    let name = match letters {
        "AP" => "Associated Press",
        "LA" => "Los Angeles Times",
        "FT" => "Financial Times",
        "WSJ" => "Wall Street Journal",
        "SJMN" => "San Jose Mercury News",
        _ => return None,
    };
    Some(name.to_owned())
}

/// The ISO date of `910514` or `01/30/87`: TREC's papers write the year with two digits, and the
/// American ones the month first.
fn parse_short_date(text: &str) -> Option<String> {
    let digits: Vec<u32> = text.split('/').filter_map(|part| part.parse().ok()).collect();
    let (year, month, day) = match digits[..] {
        [all] if text.len() == 6 => (all / 10_000, all / 100 % 100, all % 100),
        [month, day, year] if year < 100 && text.len() <= 8 => (year, month, day),
        _ => return None,
    };
    Some(iso_date(year, month, day))
}

fn iso_date(year: u32, month: u32, day: u32) -> String {
    let century = if year < 50 { 2000 } else { 1900 };
    format!("{}-{month:02}-{day:02}", century + year)
}

/// The ISO date in AP880212-0001, WSJ870324-0001 (year first) and LA010189-0001 (month first).
fn docno_date(number: &str) -> Option<String> {
    let (letters, rest) = ["AP", "WSJ", "LA"]
        .iter()
        .find_map(|letters| Some((*letters, number.strip_prefix(letters)?)))?;
    let digits = rest.get(..6).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    if !rest[6..].starts_with('-') {
        return None;
    }
    let pair = |at: usize| digits[at..at + 2].parse::<u32>().ok();
    let (first, second, third) = (pair(0)?, pair(2)?, pair(4)?);
    Some(if letters == "LA" {
        iso_date(third, first, second)
    } else {
        iso_date(first, second, third)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_every_paper() {
        assert_eq!(parse_short_date("910514").as_deref(), Some("1991-05-14"));
        assert_eq!(parse_short_date("01/30/03").as_deref(), Some("2003-01-30"));
        assert_eq!(parse_short_date("January 1, 1989"), None);
        assert_eq!(docno_date("AP880212-0001").as_deref(), Some("1988-02-12"));
        assert_eq!(docno_date("LA010289-0001").as_deref(), Some("1989-01-02"));
        assert_eq!(docno_date("AP-0001"), None);
        assert_eq!(docno_date("FT911-3"), None);
    }

    #[test]
    fn labels_and_sections() {
        assert_eq!(strip_label("FT  14 MAY 91 / Ships: more of them"), "Ships: more of them");
        assert_eq!(strip_label("FT index / up"), "FT index / up");
        assert_eq!(
            section_and_page("Metro; Part 2; Page 5; Column 1;"),
            (Some("Metro".into()), Some("5".into()))
        );
        assert_eq!(docno_publisher("LA010289-0001").as_deref(), Some("Los Angeles Times"));
        assert_eq!(docno_publisher("TREC_DOC_1"), None);
    }
}
