//! Reuters-21578: the wire of 1987 as researchers got it.
//!
//! SGML by name only: control characters stand as `&#2;`, and nothing but the tags that are looked
//! for here can be relied on. The dateline begins the text, where the wire had it; "Reuter" at the
//! end signs it and is left out. Indented lines begin paragraphs; within one the lines stay as they
//! were sent. A brief is a headline alone.

use std::io::BufRead;

use crate::model::{Article, DateOrigin, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::encoding::decode;
use crate::read::extract::entities::decode_entities;
use crate::read::extract::fields::{author_name, field_value};
use crate::read::extract::indented;
use crate::read::input::article_too_large;
use crate::read::reader::{Emit, FormatInfo, FormatReader};
use crate::read::sgml::records::{RecordEnd, TaggedRecord, TaggedRecords};

/// Reader of the collection's files.
#[derive(Debug)]
pub struct ReutersReader;

impl FormatReader for ReutersReader {
    fn name(&self) -> &'static str {
        "reuters-21578"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["sgm"],
            reads: "title, date, author, body with its dateline, topics as section, number",
            notes: "many articles a file; briefs (a headline alone) are refused",
        }
    }

    fn claims(&self, head: &[u8], _: &str) -> bool {
        let text = head.trim_ascii_start();
        text.starts_with(b"<!DOCTYPE lewis") || text.starts_with(b"<REUTERS ")
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let mut records = TaggedRecords::new(input, b"<REUTERS", b"</REUTERS>");
        let mut position = 0;
        while let Some(record) = records.next()? {
            emit(position, article(&record, context));
            position += 1;
        }
        if position == 0 {
            return Err(Problem::new(Stage::Read, "no text", "no <REUTERS> in it"));
        }
        Ok(())
    }
}

fn article(record: &TaggedRecord<'_>, context: &FileContext<'_>) -> Result<Article, Problem> {
    if record.end == RecordEnd::TooLarge {
        return Err(article_too_large());
    }
    let text = decode(record.bytes);
    let number = text.split_once("NEWID=\"").and_then(|(_, rest)| rest.split('"').next());
    let number = number.unwrap_or("?").to_owned();
    let place = format!("NEWID {number}, byte {}", record.extent.start);
    if record.end == RecordEnd::Truncated {
        return Err(Problem::new(Stage::Read, "truncated record", place));
    }
    let between = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        let (inner, _) = rest.split_once(&format!("</{name}>"))?;
        Some(decode_entities(inner))
    };
    let mut title = between("TITLE").and_then(|title| field_value(&title));
    let body = match between("BODY") {
        Some(body) => {
            let dateline = between("DATELINE").unwrap_or_default();
            indented::split_paragraphs(&format!("{}{body}", dateline.trim_start()))
        }
        None => unprocessed_body(&text).unwrap_or_default(),
    };
    let mut body = strip_signature(&body);
    if title.is_none()
        && let Some((first, rest)) = body.split_once('\n')
        && !first.contains(char::is_lowercase)
    {
        // An item that was never marked up has its headline in capitals on its first line.
        title = field_value(first);
        body = rest.trim_start();
    }
    if body.is_empty() {
        return Err(Problem::new(Stage::Read, "headline only, no text", place));
    }
    let topics = between("TOPICS").map(|topics| topics.replace("</D><D>", ", "));
    let topics = topics.map(|topics| topics.replace("<D>", "").replace("</D>", ""));
    let mut article = Article {
        archive_id: Some(number),
        title,
        body: body.to_owned(),
        authors: between("AUTHOR").and_then(|by| without_agency(&by)).into_iter().collect(),
        publisher: Some("Reuters".to_owned()),
        section: topics.and_then(|topics| field_value(&topics)),
        extent: Some(record.extent),
        ..Article::default()
    };
    if let Some(date) = between("DATE") {
        context.set_date(&mut article, &date, DateOrigin::Field);
    }
    Ok(article)
}

/// The author without the agency: "By Ina Cole, Reuters" → "Ina Cole".
fn without_agency(by: &str) -> Option<String> {
    let by = author_name(by)?;
    let name =
        by.rsplit_once(',').filter(|(_, wire)| wire.trim().to_lowercase().starts_with("reuter"));
    field_value(name.map_or(by.as_str(), |(name, _)| name))
}

/// The text of an item that was never marked up: all of it.
fn unprocessed_body(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("<TEXT TYPE=\"UNPROC\">")?;
    let (inner, _) = rest.split_once("</TEXT>")?;
    Some(indented::split_paragraphs(&decode_entities(inner)))
}

/// `body` without the wire's signature.
fn strip_signature(body: &str) -> &str {
    let trimmed = body.trim_end();
    let line = trimmed.rfind('\n').map_or(0, |at| at + 1);
    let last = trimmed[line..].trim();
    let signed = matches!(last.to_ascii_lowercase().as_str(), "reuter" | "reuters" | "reuter...");
    if signed { trimmed[..line].trim_end() } else { trimmed }
}
