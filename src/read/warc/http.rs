//! The HTTP response inside of a record: its head, and its body decompressed.

use std::borrow::Cow;
use std::io::Read;

use crate::model::{Problem, Stage};
use crate::read::input::{MAX_ARTICLE_BYTES, article_too_large};
use crate::read::warc::record::HeaderFields;

/// The payload of a record: the resource that was fetched.
pub struct HttpPayload<'c> {
    /// Status of the response; 200 where there was none.
    pub status: u16,
    media_type: String,
    /// Charset that the head declares.
    pub charset: Option<String>,
    /// Bytes of the resource.
    pub body: Cow<'c, [u8]>,
}

impl<'c> HttpPayload<'c> {
    /// A payload that came without the head of a response.
    pub fn plain(content: &'c [u8], content_type: Option<&str>) -> Self {
        let (media_type, charset) = parse_content_type(content_type.unwrap_or(""));
        Self { status: 200, media_type, charset, body: Cow::Borrowed(content) }
    }

    /// True if it is a page.
    pub fn is_page(&self) -> bool {
        let start = self.body.trim_ascii_start();
        matches!(self.media_type.as_str(), "text/html" | "application/xhtml+xml")
            || (self.media_type.is_empty() && start.starts_with(b"<"))
    }

    /// True if it is plain text.
    pub fn is_plain(&self) -> bool {
        self.media_type == "text/plain"
    }
}

/// The payload of a response; `None` where it holds no page by its kind or status, which is not
/// worth decompressing.
///
/// # Errors
/// The body is damaged, too large, or compressed with brotli.
pub fn parse_payload<'c>(
    content: &'c [u8],
    content_type: Option<&str>,
) -> Result<Option<HttpPayload<'c>>, Problem> {
    if !content.starts_with(b"HTTP/") {
        let is_http = content_type.is_some_and(|name| name.starts_with("application/http"));
        return Ok((!is_http).then(|| HttpPayload::plain(content, content_type)));
    }
    let end = head_end(content);
    let head = String::from_utf8_lossy(&content[..end.0]);
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
    let mut fields = HeaderFields::default();
    lines.for_each(|line| fields.add(line));
    let (media_type, charset) = parse_content_type(fields.get("content-type").unwrap_or(""));
    let body = Cow::Borrowed(&content[end.1..]);
    let mut payload = HttpPayload { status: status.unwrap_or(200), media_type, charset, body };
    let has_content = (200..300).contains(&payload.status) || payload.status >= 400;
    if !has_content || !(payload.is_page() || payload.media_type.is_empty()) {
        return Ok(None);
    }
    let is = |name: &str, value: &str| {
        fields.get(name).is_some_and(|found| found.to_ascii_lowercase().contains(value))
    };
    if is("transfer-encoding", "chunked")
        && let Some(joined) = dechunk(&payload.body)
    {
        payload.body = Cow::Owned(joined);
    }
    if is("content-encoding", "br") && !looks_like_text(&payload.body) {
        let detail = "its page is packed with brotli, which is not read";
        return Err(Problem::new(Stage::Read, "unknown packing", detail));
    }
    if payload.body.starts_with(&[0x1F, 0x8B]) {
        payload.body =
            Cow::Owned(decompress(flate2::read::MultiGzDecoder::new(&payload.body[..]))?);
    } else if is("content-encoding", "deflate") && !looks_like_text(&payload.body) {
        let zlib = decompress(flate2::read::ZlibDecoder::new(&payload.body[..]));
        let bare = || decompress(flate2::read::DeflateDecoder::new(&payload.body[..]));
        payload.body = Cow::Owned(zlib.or_else(|_| bare())?);
    }
    Ok(payload.is_page().then_some(payload))
}

/// Offsets of the end of the head and of the start of the body.
fn head_end(content: &[u8]) -> (usize, usize) {
    let find = |mark: &[u8]| memchr::memmem::find(content, mark).map(|at| (at, at + mark.len()));
    match (find(b"\r\n\r\n"), find(b"\n\n")) {
        (Some(one), Some(other)) => one.min(other),
        (one, other) => one.or(other).unwrap_or((content.len(), content.len())),
    }
}

/// The media type and the charset of "text/html; charset=utf-8", in lower case.
fn parse_content_type(content_type: &str) -> (String, Option<String>) {
    let lower = content_type.to_ascii_lowercase();
    let (media_type, rest) = lower.split_once(';').unwrap_or((&lower, ""));
    let charset = rest.split(';').find_map(|part| part.trim().strip_prefix("charset="));
    let charset = charset.map(|name| name.trim_matches(['"', '\'', ' ']).to_owned());
    (media_type.trim().to_owned(), charset.filter(|name| !name.is_empty()))
}

/// Joins a body that was sent in chunks; `None` when it is not in chunks, as where the crawler
/// joined them and left the head as it was.
fn dechunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', &rest[..rest.len().min(1024)])?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        let chunk = &rest[..size.min(rest.len())];
        whole.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        // The last chunk of a page that was cut short.
        if rest.is_empty() {
            return Some(whole);
        }
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
        if rest.is_empty() {
            return Some(whole);
        }
    }
}

/// Decompresses as much as possible; after a good beginning the damaged rest is left out.
fn decompress(packed: impl Read) -> Result<Vec<u8>, Problem> {
    let mut whole = Vec::new();
    let end = packed.take(MAX_ARTICLE_BYTES as u64 + 1).read_to_end(&mut whole);
    if whole.len() > MAX_ARTICLE_BYTES {
        return Err(article_too_large());
    }
    match end {
        Err(error) if whole.is_empty() => {
            Err(Problem::new(Stage::Read, "damaged packing", error.to_string()))
        }
        _ => Ok(whole),
    }
}

fn looks_like_text(body: &[u8]) -> bool {
    let start = &body[..body.len().min(512)];
    !start.contains(&0)
        && start.iter().filter(|b| **b < 9 || **b == 127).count() == 0
        && start.trim_ascii_start().starts_with(b"<")
}
