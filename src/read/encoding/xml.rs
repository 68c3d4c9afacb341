//! The bytes of an XML file → text: byte order mark, then the declaration, then a guess.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::read::encoding::detect::decode;

/// The text of an XML file: by its mark, by the encoding that it declares, or as any text.
pub fn decode_xml(bytes: &[u8]) -> Cow<'_, str> {
    if Encoding::for_bom(bytes).is_none()
        && let Some(encoding) = declared_encoding(bytes)
        // A declaration that is ASCII itself is no UTF-16.
        && encoding != UTF_16LE
        && encoding != UTF_16BE
    {
        let (text, malformed) = encoding.decode_without_bom_handling(bytes);
        if !malformed {
            return text;
        }
    }
    decode(bytes)
}

/// The encoding in `<?xml version="1.0" encoding="…"?>`.
fn declared_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(200)];
    let head = head.trim_ascii_start();
    let end = memchr::memmem::find(head, b"?>").filter(|_| head.starts_with(b"<?xml"))?;
    let after = memchr::memmem::find(&head[..end], b"encoding")? + b"encoding".len();
    let rest = head[after..end].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let mark = rest.first().filter(|mark| matches!(mark, b'"' | b'\''))?;
    let length = rest[1..].iter().position(|b| b == mark)?;
    Encoding::for_label(&rest[1..=length])
}
