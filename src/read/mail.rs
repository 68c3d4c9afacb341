//! Mail: one message (EML) or a box of them (MBOX). Newsletters and lists are kept so.
//!
//! mail-parser reads a message; the box is split here, since a box of gigabytes has to be read in
//! the memory of one message and the extent of each has to be known. The plain text of a message is
//! its body, else its HTML without tags. Messages within a message (digests, forwarded ones) are
//! articles of their own, after it. A signature is left out from the line of two hyphens that
//! begins it. Days of arrival and of forwarding are never a date.

use std::io::BufRead;

use mail_parser::{HeaderName, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use crate::model::{Article, DateOrigin, Extent, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::encoding::decode;
use crate::read::extract::fields::field_value;
use crate::read::extract::html_fragment::html_to_text;
use crate::read::input::{HEAD_BYTES, MAX_ARTICLE_BYTES, article_too_large, read_all};
use crate::read::mail_text::{header_text, part_text, sender_name};
use crate::read::reader::{Emit, FormatInfo, FormatReader};
use crate::read::window::StreamWindow;

/// Reader of one message.
#[derive(Debug)]
pub struct MailReader;

/// Reader of a box of messages.
#[derive(Debug)]
pub struct MailBoxReader;

/// Headers that mail has and other texts with header lines have not.
const MAIL_HEADERS: &[&str] = &[
    "from",
    "to",
    "subject",
    "received",
    "message-id",
    "mime-version",
    "return-path",
    "content-type",
    "delivered-to",
    "reply-to",
];

/// Most lines of a message: each may be a header or a part, which take far more memory than their
/// few bytes. Thirty megabytes of attachments have half as many.
const MAX_LINES: usize = 1_000_000;

/// Deepest nesting of messages within messages that is followed.
const MAX_DEPTH: usize = 8;

impl FormatReader for MailReader {
    fn name(&self) -> &'static str {
        "mail"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["eml", "msg"],
            reads: "subject, date, sender, body, message id, language",
            notes: "plain text, else HTML; messages within it are articles of their own; \
                    attachments and signatures are left out",
        }
    }

    fn claims(&self, head: &[u8], path: &str) -> bool {
        let min_headers = if path.to_ascii_lowercase().ends_with(".eml") { 1 } else { 2 };
        count_mail_headers(head) >= min_headers
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let bytes = read_all(input)?;
        let read = parse_messages(&bytes, context)?;
        if read.is_empty() {
            return Err(Problem::new(Stage::Read, "no text", "a message without text"));
        }
        for (position, article) in read.into_iter().enumerate() {
            emit(position as u64, Ok(article));
        }
        Ok(())
    }
}

impl FormatReader for MailBoxReader {
    fn name(&self) -> &'static str {
        "mbox"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["mbox", "mbx"],
            reads: "of each message: subject, date, sender, body, message id, language",
            notes: "boxes of any size; `>From ` is turned back",
        }
    }

    fn claims(&self, head: &[u8], _: &str) -> bool {
        let Some(line) = head.split(|b| *b == b'\n').next() else { return false };
        line.starts_with(b"From ")
            && count_mail_headers(head.get(line.len() + 1..).unwrap_or(b"")) >= 1
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let mut window = StreamWindow::new(input);
        let mut position = 0;
        let mut emit_message = |message: Result<&[u8], Problem>, extent: Extent| {
            let read = match message
                .and_then(|bytes| parse_messages(&unescape_from_lines(bytes), context))
            {
                Ok(read) => read,
                Err(problem) => return hand_over(emit, &mut position, Err(problem)),
            };
            if read.is_empty() {
                let detail = format!("a message without text, byte {}", extent.start);
                hand_over(emit, &mut position, Err(Problem::new(Stage::Read, "no text", detail)));
            }
            for article in read {
                let article = Article { extent: Some(extent), ..article };
                hand_over(emit, &mut position, Ok(article));
            }
        };
        let mut begun = 0;
        let mut blank_before = true;
        let mut too_long = false;
        loop {
            let seen = window.view().len();
            let more = window.read_line()?;
            let line = &window.view()[seen..];
            let begins = blank_before && is_message_start(line);
            blank_before = line.trim_ascii().is_empty();
            if (begins || !more) && (seen > 0 || too_long) {
                let extent = Extent { start: begun, length: window.offset + seen as u64 - begun };
                let message =
                    if too_long { Err(article_too_large()) } else { Ok(&window.view()[..seen]) };
                emit_message(message, extent);
                window.consume(seen);
                begun = window.offset;
                too_long = false;
            }
            if !more {
                return Ok(());
            }
            if window.view().len() > MAX_ARTICLE_BYTES {
                too_long = true;
                window.consume(window.view().len());
            }
        }
    }
}

/// True if a line is the one that stands before a message: `From ina@example.com Thu Jun 12
/// 23:30:00 2025`. A sentence that begins with "From" is none, also where the box does not mark it.
fn is_message_start(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let sender = rest.split(u8::is_ascii_whitespace).next().unwrap_or(b"");
    let time = |at: &[u8]| at[0].is_ascii_digit() && at[1] == b':' && at[2].is_ascii_digit();
    sender.contains(&b'@') || (rest.windows(3).any(time) && rest.len() < 200)
}

fn hand_over(emit: &mut Emit<'_>, position: &mut u64, read: Result<Article, Problem>) {
    emit(*position, read);
    *position += 1;
}

/// Number of mail headers at the start of `head`; 0 when something else stands among them.
fn count_mail_headers(head: &[u8]) -> usize {
    let text = decode(head);
    let mut count = 0;
    for (number, line) in text.lines().enumerate() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && number > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else {
            // The head may end inside a line.
            return if head.len() >= HEAD_BYTES { count } else { 0 };
        };
        if name.is_empty() || name.contains(char::is_whitespace) {
            return 0;
        }
        count += usize::from(MAIL_HEADERS.contains(&name.to_ascii_lowercase().as_str()));
    }
    count
}

/// A message of a box without its first line, `>From ` unescaped to `From `.
fn unescape_from_lines(bytes: &[u8]) -> Vec<u8> {
    let first = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
    let mut out = Vec::with_capacity(bytes.len() - first);
    for line in bytes[first..].split_inclusive(|b| *b == b'\n') {
        let marks = line.iter().take_while(|b| **b == b'>').count();
        let escaped = marks > 0 && line[marks..].starts_with(b"From ");
        out.extend_from_slice(&line[usize::from(escaped)..]);
    }
    out
}

/// The message and those within it, in order, as far as they have text.
fn parse_messages(bytes: &[u8], context: &FileContext<'_>) -> Result<Vec<Article>, Problem> {
    if memchr::memchr_iter(b'\n', bytes).count() > MAX_LINES {
        return Err(Problem::new(
            Stage::Read,
            "article too large",
            "over a million lines; split it",
        ));
    }
    let mut read = Vec::new();
    if let Some(message) = MessageParser::default().parse(bytes) {
        collect_articles(&message, context, 0, &mut read);
    }
    Ok(read)
}

fn collect_articles(
    message: &Message<'_>,
    context: &FileContext<'_>,
    depth: usize,
    read: &mut Vec<Article>,
) {
    let body = body(message);
    let has_header =
        message.subject().is_some() || message.from().is_some() || message.date().is_some();
    // An attachment that only calls itself a message has no header of one.
    if !body.is_empty() && (has_header || depth == 0) {
        read.push(article(message, body, context));
    }
    if depth < MAX_DEPTH {
        for part in &message.parts {
            if let PartType::Message(inner) = &part.body {
                collect_articles(inner, context, depth + 1, read);
            }
        }
    }
}

fn article(message: &Message<'_>, body: String, context: &FileContext<'_>) -> Article {
    let from = message.from().and_then(|from| from.first());
    let name = from.and_then(|from| {
        let name = header_text(message, &HeaderName::From, from.name());
        let name = name.as_deref().map(sender_name).and_then(field_value);
        name.or_else(|| field_value(from.address()?))
    });
    let subject = header_text(message, &HeaderName::Subject, message.subject());
    let mut article = Article {
        archive_id: message.message_id().and_then(field_value),
        title: subject.as_deref().and_then(field_value),
        body,
        authors: name.into_iter().collect(),
        language: message
            .header(HeaderName::ContentLanguage)
            .and_then(|language| language.as_text())
            .and_then(field_value),
        ..Article::default()
    };
    if let Some(date) = message.header_raw(HeaderName::Date) {
        context.set_date(&mut article, date, DateOrigin::Field);
    }
    article
}

/// The text of a message, its parts in order: plain text, or HTML where there is no plain one.
fn body(message: &Message<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    let plain = message.text_body.iter().filter_map(|id| message.parts.get(*id as usize));
    for part in plain.filter(|part| !is_attachment(part)) {
        let text = match &part.body {
            PartType::Text(text) if is_plain_text(part) => {
                strip_signature(&part_text(message, part, text))
            }
            PartType::Html(html) => html_to_text(&part_text(message, part, html)),
            _ => continue,
        };
        if !text.is_empty() {
            parts.push(text);
        }
    }
    if parts.is_empty() {
        // A text of an older kind, which alone is all there is.
        let texts = message.parts.iter().filter(|part| is_plain_text(part) && !is_attachment(part));
        parts.extend(texts.filter_map(|part| match &part.body {
            PartType::Text(text) => {
                Some(html_to_text(&part_text(message, part, text))).filter(|text| !text.is_empty())
            }
            _ => None,
        }));
    }
    parts.join("\n\n")
}

/// True if a part is a file that came with the message.
fn is_attachment(part: &MessagePart<'_>) -> bool {
    let disposition = part.content_disposition();
    disposition.is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("attachment"))
}

/// True if a part is plain text, and not a calendar, a style or the like.
fn is_plain_text(part: &MessagePart<'_>) -> bool {
    let subtype = part.content_type().and_then(|kind| kind.subtype().map(str::to_ascii_lowercase));
    subtype.is_none_or(|subtype| matches!(subtype.as_str(), "plain" | "enriched" | "markdown"))
}

/// The text up to the line `-- ` that begins a signature.
fn strip_signature(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let mut at = 0;
    let mut end = text.len();
    for line in text.split_inclusive('\n') {
        // Some ways of sending lose the blank after the hyphens.
        if matches!(line.trim_end_matches('\n'), "-- " | "--") {
            end = at;
        }
        at += line.len();
    }
    // A line of two hyphens in the middle of a long text parts something else.
    let end = if text[end..].len() > 1500 { text.len() } else { end };
    text[..end].trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Result<(Option<String>, String), String>> {
        let mut seen = Vec::new();
        let reader: &dyn FormatReader =
            if text.starts_with("From ") { &MailBoxReader } else { &MailReader };
        let end = reader.read(&mut text.as_bytes(), &FileContext::new("a.eml"), &mut |_, read| {
            if let Some(extent) = read.as_ref().ok().and_then(|article| article.extent) {
                let record = &text[extent.start as usize..][..extent.length as usize];
                assert!(record.starts_with("From "), "{record}");
            }
            seen.push(read.map(|a| (a.title, a.body)).map_err(|p| p.cause));
        });
        seen.extend(end.err().map(|p| Err(p.cause)));
        seen
    }

    #[test]
    fn a_box_is_cut_at_its_messages() {
        let text = "From a@x Thu Jun 12 2025\nSubject: One\n\nShips came.\n>From the sea.\n\
             From now on.\n\nFrom b@x Thu Jun 12 2025\nSubject: =?utf-8?B?w4l0w6k=?=\n\nMore.\n\
             -- \nIna\n\nFrom c@x\nSubject: Three\n\n";
        let seen = read(text);
        assert_eq!(
            seen[0],
            Ok((Some("One".into()), "Ships came.\nFrom the sea.\nFrom now on.".into()))
        );
        assert_eq!(seen[1], Ok((Some("Été".into()), "More.".into())));
        assert_eq!(seen[2], Err("no text".into()));
    }

    #[test]
    fn mail_is_told_from_header_lines() {
        assert!(MailReader.claims(b"From: a\nSubject: b\n\nc", "x.txt"));
        assert!(!MailReader.claims(b"Title: a\nDate: b\nSource: c\n\nc", "x.txt"));
        assert!(!MailReader.claims(b"From here: on\nSubject: b\n\nc", "x.txt"));
        assert!(MailBoxReader.claims(b"From a@b Thu\nSubject: b\n\nc", "x"));
        assert!(is_message_start(b"From - Thu Jun 12 23:30:00 2025\n"));
        assert!(!is_message_start(b"From now on, ships sail.\n"));
        assert!(!MailBoxReader.claims(b"From the sea came\nships.\n", "x.txt"));
    }

    #[test]
    fn html_is_read_where_there_is_no_plain_text() {
        let text = "From: Ina Cole <ina@x>\nSubject: S\nContent-Type: text/html; charset=utf-8\n\n\
             <p>One</p><p>Two &amp; three</p>";
        assert_eq!(read(text), [Ok((Some("S".into()), "One\n\nTwo & three".into()))]);
    }
}
