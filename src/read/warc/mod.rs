//! WARC, the form in which crawlers keep the pages they fetched (CC-News, the Internet Archive):
//! one record after another, each with its own head.
//!
//! A page is an article or a problem. Requests, redirections, pictures, scripts and the crawler's
//! own notes hold no article and are passed over in silence. `WARC-Date` is the time of the fetch
//! and never the article's date.

mod http;
mod record;
mod resync;

use std::io::BufRead;

use crate::model::{Article, Extent, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::encoding::decode_page;
use crate::read::html;
use crate::read::reader::{Emit, FormatInfo, FormatReader};
use crate::read::warc::http::HttpPayload;
use crate::read::warc::record::{NextRecord, WarcRecord, WarcRecords};

/// Reader of the pages of a WARC file.
#[derive(Debug)]
pub struct WarcReader;

/// True if a file with these first bytes is of this format: it may hold bytes that are no text.
pub fn is_warc(head: &[u8]) -> bool {
    head.starts_with(b"WARC/") || is_arc(head)
}

/// True if a file with these first bytes is of the older form, which is not read.
fn is_arc(head: &[u8]) -> bool {
    head.starts_with(b"filedesc://")
}

impl FormatReader for WarcReader {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["warc"],
            reads: "of each page what is read of HTML; the address it was fetched from",
            notes: "chunked and compressed bodies; what is no page is passed over, the time \
                    of the crawl is no date; the older ARC is refused",
        }
    }

    fn claims(&self, head: &[u8], _path: &str) -> bool {
        is_warc(head)
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let mut records = WarcRecords::new(input);
        for position in 0.. {
            match records.next()? {
                NextRecord::Record(record) => {
                    let at = record.extent.start;
                    if let Some(read) = article(record, context).transpose() {
                        emit(position, read.map_err(|problem| located(problem, at)));
                    }
                }
                NextRecord::Problem(problem, at) => emit(position, Err(located(problem, at))),
                NextRecord::Skipped => {}
                NextRecord::End => break,
            }
        }
        Ok(())
    }
}

fn located(problem: Problem, at: u64) -> Problem {
    problem.within(format_args!("record at byte {at}"))
}

/// The article of a record, unless it is a record of another kind.
fn article(record: WarcRecord, context: &FileContext<'_>) -> Result<Option<Article>, Problem> {
    let WarcRecord { extent, uri, kind, content_type, content, corrected, truncated, id } = record;
    let payload = if kind == "response" {
        match http::parse_payload(&content, content_type.as_deref())? {
            Some(payload) => payload,
            None => return Ok(None),
        }
    } else {
        HttpPayload::plain(&content, content_type.as_deref())
    };
    let mut article = if payload.is_page() {
        if payload.status >= 400 {
            let detail =
                format!("HTTP status {}, {}", payload.status, uri.as_deref().unwrap_or(""));
            return Err(Problem::new(Stage::Read, "error page", detail));
        }
        let text = decode_page(&payload.body, payload.charset.as_deref());
        html::article(&text, uri.as_deref(), context).map_err(|problem| match &uri {
            Some(uri) => problem.within(uri),
            None => problem,
        })?
    } else if kind == "conversion" && payload.is_plain() {
        plain(&decode_page(&payload.body, payload.charset.as_deref()), uri.as_deref())
    } else {
        return Ok(None);
    };
    article.extent = Some(Extent { start: extent.start, length: extent.length });
    article.archive_id = article.archive_id.or(id);
    if corrected {
        article.mended.push("length of its record".to_owned());
    }
    if truncated {
        article.mended.push("cut short by the crawler".to_owned());
    }
    Ok(Some(article))
}

/// The article of a text that Common Crawl's WET files keep of a page: no fields, the title on the
/// first line.
fn plain(text: &str, uri: Option<&str>) -> Article {
    let (first, rest) = text.trim().split_once('\n').unwrap_or((text.trim(), ""));
    let is_title = !rest.trim().is_empty() && first.chars().count() <= 200;
    Article {
        title: is_title.then(|| first.trim().to_owned()),
        body: if is_title { rest.trim().to_owned() } else { text.trim().to_owned() },
        url: uri.map(str::to_owned),
        ..Article::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><title>Harbour reopens after the storm</title></head><body>\
        <h1>Harbour reopens after the storm</h1><article>\
        <p>The harbour of Sundmark opened again on Thursday, nine days after the storm, and the \
        first ferries left before noon, the port's master said.</p>\
        <p>“We had feared worse,” said Ina Cole, who has run the port since 2011, and added that \
        the northern pier would stay closed until the autumn.</p></article></body></html>";

    fn record(head: &str, content: &[u8]) -> Vec<u8> {
        let head = format!("WARC/1.0\r\n{head}Content-Length: {}\r\n\r\n", content.len());
        [head.as_bytes(), content, b"\r\n\r\n"].concat()
    }

    fn response(http: &str, body: &[u8]) -> Vec<u8> {
        let head = "WARC-Type: response\r\nWARC-Target-URI: <http://gazette.example/a>\r\n\
            WARC-Date: 2024-05-01T00:00:00Z\r\n\
            Content-Type: application/http; msgtype=response\r\n";
        record(head, &[http.as_bytes(), body].concat())
    }

    fn read(bytes: &[u8]) -> Vec<(u64, Result<Article, String>)> {
        let mut seen = Vec::new();
        let end =
            WarcReader.read(&mut &bytes[..], &FileContext::new("a.warc"), &mut |position, read| {
                seen.push((position, read.map_err(|problem| problem.to_string())));
            });
        if let Err(problem) = end {
            seen.push((u64::MAX, Err(problem.to_string())));
        }
        seen
    }

    #[test]
    fn a_page_is_read_however_it_was_sent() {
        let plain = PAGE.as_bytes().to_vec();
        let chunked = format!("{:x}\r\n{}\r\n0\r\n\r\n", plain.len(), PAGE).into_bytes();
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut encoder, &plain).unwrap();
        let packed = encoder.finish().unwrap();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n";
        for (more, body) in [
            ("\r\n", &plain),
            ("Transfer-Encoding: chunked\r\n\r\n", &chunked),
            // The crawler undid the chunks and left the head as it was.
            ("Transfer-Encoding: chunked\r\n\r\n", &plain),
            ("Content-Encoding: gzip\r\n\r\n", &packed),
            ("Content-Encoding: gzip\r\n\r\n", &plain),
        ] {
            let bytes = response(&format!("{head}{more}"), body);
            let seen = read(&bytes);
            let article = seen[0].1.as_ref().unwrap();
            assert_eq!(article.title.as_deref(), Some("Harbour reopens after the storm"), "{more}");
            assert!(article.body.starts_with("The harbour of Sundmark opened"), "{more}");
            assert!(article.body.ends_with("closed until the autumn."), "{more}");
            assert_eq!(article.url.as_deref(), Some("http://gazette.example/a"));
            // The crawl's date is not the article's.
            assert_eq!(article.date, None);
            let length = bytes.len() as u64 - 4;
            assert_eq!(article.extent, Some(Extent { start: 0, length }));
            assert_eq!(seen.len(), 1);
        }
    }

    #[test]
    fn only_pages_count() {
        let ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
        let bytes = [
            record("WARC-Type: warcinfo\r\n", b"software: none"),
            record("WARC-Type: request\r\n", b"GET / HTTP/1.1\r\n\r\n"),
            response("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", b"\x89PNG\0\0"),
            response(
                "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n",
                b"<html>moved</html>",
            ),
            response(
                "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n",
                b"<html>no</html>",
            ),
            response(ok, PAGE.as_bytes()),
        ]
        .concat();
        let seen = read(&bytes);
        assert_eq!(seen.len(), 2);
        assert_eq!(seen[0].0, 4);
        let error = seen[0].1.as_ref().unwrap_err();
        assert!(error.starts_with("error page: record at byte "), "{error}");
        assert!(error.ends_with("HTTP status 404, http://gazette.example/a"), "{error}");
        assert_eq!(seen[1].0, 5);
        let extent = seen[1].1.as_ref().unwrap().extent.unwrap();
        assert!(bytes[extent.start as usize..].starts_with(b"WARC/1.0\r\nWARC-Type: response"));
        assert_eq!((extent.start + extent.length) as usize, bytes.len() - 4);
    }

    #[test]
    fn a_record_that_ends_too_early_is_told_with_its_place() {
        let whole = response("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", PAGE.as_bytes());
        let bytes = [whole.as_slice(), &whole[..whole.len() - 200]].concat();
        let seen = read(&bytes);
        assert!(seen[0].1.is_ok());
        let error = seen[1].1.as_ref().unwrap_err();
        let at = whole.len();
        assert!(error.starts_with(&format!("truncated record: record at byte {at}: ")), "{error}");
        assert_eq!(seen.len(), 2);
    }

    #[test]
    fn a_length_that_reaches_over_the_next_record_is_corrected() {
        let ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
        let good = response(ok, PAGE.as_bytes());
        let text = String::from_utf8(good.clone()).unwrap();
        let at = text.find("Content-Length: ").unwrap() + "Content-Length: ".len();
        let end = at + text[at..].find('\r').unwrap();
        let length: u64 = text[at..end].parse().unwrap();
        // By a little, over one record, over the whole file, beyond all that an article may have.
        for lie in [length + 9, length + 700, length + 100_000, 60_000_000_000] {
            let bad = format!("{}{lie}{}", &text[..at], &text[end..]).into_bytes();
            let seen = read(&[&good[..], &bad, &good, &good].concat());
            let whole = seen.iter().filter(|(_, read)| read.is_ok()).count();
            assert!(whole >= if lie < 60_000_000_000 { 4 } else { 3 }, "{lie}: {seen:?}");
            if let Some(article) = seen.iter().filter_map(|(_, read)| read.as_ref().ok()).nth(1) {
                assert!(article.body.ends_with("closed until the autumn."), "{lie}");
            }
            // Of a record that holds no article, the length lies as well.
            let note = String::from_utf8(bad).unwrap().replacen("response", "metadata", 1);
            let seen = read(&[&good[..], note.as_bytes(), &good, &good].concat());
            assert_eq!(seen.iter().filter(|(_, read)| read.is_ok()).count(), 3, "{lie}");
        }
        // A page that quotes a record keeps it.
        let quoting = format!("{PAGE}<pre>\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\n</pre>");
        let seen = read(&[&response(ok, quoting.as_bytes())[..], &good].concat());
        assert_eq!(seen.len(), 2);
        assert!(seen[0].1.as_ref().unwrap().mended.is_empty());
    }

    #[test]
    fn after_a_damaged_record_the_next_is_read() {
        let good = response("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", PAGE.as_bytes());
        for bad in [
            &b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nbody\r\n\r\n"[..],
            b"WARC/1.0\r\nWARC-Type: response\r\n\r\nbody without a length\r\n\r\n",
            b"GARBAGE between\r\nrecords\r\n\r\n",
        ] {
            let seen = read(&[&good, bad, &good].concat());
            let kinds: Vec<bool> = seen.iter().map(|(_, read)| read.is_ok()).collect();
            assert_eq!(kinds, [true, false, true], "{:?}", String::from_utf8_lossy(bad));
            let error = seen[1].1.as_ref().unwrap_err();
            assert!(error.starts_with("damaged record: record at byte "), "{error}");
        }
    }

    #[test]
    fn text_of_a_page_is_read_from_a_conversion() {
        let head = "WARC-Type: conversion\r\nWARC-Target-URI: http://gazette.example/b\r\n\
            Content-Type: text/plain\r\n";
        let seen = read(&record(head, "Ferry late\nThe ferry was late.\nAgain.\n".as_bytes()));
        let article = seen[0].1.as_ref().unwrap();
        assert_eq!(article.title.as_deref(), Some("Ferry late"));
        assert_eq!(article.body, "The ferry was late.\nAgain.");
    }

    #[test]
    fn the_older_form_is_refused_by_name() {
        let arc = b"filedesc://old.arc 127.0.0.1 20140216050221 text/plain 75\n1 0 X\n";
        assert!(WarcReader.claims(arc, "old.arc"));
        let seen = read(arc);
        assert!(seen[0].1.as_ref().unwrap_err().starts_with("ARC file: "), "{seen:?}");
    }
}
