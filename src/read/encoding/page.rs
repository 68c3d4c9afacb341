//! Pages' bytes → text: byte order mark, then the declaration with the page or in it, then a guess.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::read::encoding::detect::decode;

/// Bytes of a page that are searched for a declaration.
const DECLARED_WITHIN: usize = 4096;

/// The text of a page; `declared` is the charset that came with it (of the HTTP head).
///
/// Bytes that are UTF-8 are read so whatever is declared: text in another encoding is UTF-8 by
/// accident only when it is all ASCII.
pub fn decode_page<'b>(bytes: &'b [u8], declared: Option<&str>) -> Cow<'b, str> {
    if Encoding::for_bom(bytes).is_some() {
        return decode(bytes);
    }
    // Quick: ASCII is ASCII, whatever is declared, but for what escapes out of it.
    if bytes.is_ascii()
        && memchr::memchr3(0, 0x1B, b'~', bytes).is_none()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Cow::Borrowed(text);
    }
    let declared = declared
        .and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        .or_else(|| declared_encoding(&bytes[..bytes.len().min(DECLARED_WITHIN)]));
    // ISO-2022-JP is ASCII to look at, and only its declaration tells.
    let is_ascii_only = declared.is_some_and(|encoding| !encoding.is_ascii_compatible());
    if !is_ascii_only
        && let Ok(text) = std::str::from_utf8(bytes)
        && !bytes.contains(&0)
    {
        return Cow::Borrowed(text);
    }
    match declared {
        // A declaration that is ASCII itself is no UTF-16, and UTF-8 was tried.
        Some(encoding) if encoding != UTF_8 && encoding != UTF_16LE && encoding != UTF_16BE => {
            encoding.decode_without_bom_handling(bytes).0
        }
        _ => decode(bytes),
    }
}

/// The encoding that a page declares in `<meta charset>`, `<meta content="…; charset=…">` or its
/// XML declaration.
fn declared_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    for mark in ["charset", "encoding"] {
        for (at, _) in head.match_indices(mark) {
            let rest = head[at + mark.len()..].trim_start();
            let Some(rest) = rest.strip_prefix('=') else { continue };
            let rest = rest.trim_start().trim_start_matches(['"', '\'']);
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c)));
            let label = &rest[..end.unwrap_or(rest.len())];
            if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
                return Some(encoding);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declared_encoding_is_used() {
        let latin = b"<meta charset=iso-8859-1><p>\x93caf\xE9\x94";
        assert!(decode_page(latin, None).ends_with("<p>“café”"));
        let greek = b"<?xml version='1.0' encoding='iso-8859-7'?><p>\xE1\xE2";
        assert!(decode_page(greek, None).ends_with("<p>αβ"));
        // What came with the page counts before what stands in it.
        assert!(decode_page(latin, Some("windows-1251")).ends_with("<p>“cafй”"));
    }

    #[test]
    fn utf8_is_utf8_whatever_is_declared() {
        let text = "<meta charset=iso-8859-1><p>“café”";
        assert_eq!(decode_page(text.as_bytes(), Some("latin1")), text);
        assert_eq!(decode_page(b"\xFF\xFEh\0i\0", Some("utf-8")), "hi");
    }

    #[test]
    fn a_wrong_declaration_of_utf8_is_passed_over() {
        assert!(decode_page(b"<meta charset=utf-8><p>\x93caf\xE9\x94", None).ends_with("“café”"));
    }

    #[test]
    fn japanese_in_seven_bits_is_told_by_its_declaration() {
        let (bytes, ..) = encoding_rs::ISO_2022_JP.encode("<meta charset=iso-2022-jp><p>港");
        assert!(decode_page(&bytes, None).ends_with("<p>港"));
    }
}
