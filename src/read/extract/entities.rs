//! Character references of XML and HTML → the characters they stand for.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// `text` with character references and the named entities of HTML replaced. Any other reference is
/// left as it stands: an entity that a document declares itself is never expanded.
pub fn decode_entities(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(after) = rest.strip_prefix('&') {
        let end = after.bytes().take(32).position(|b| b == b';');
        let name = end.map(|end| &after.as_bytes()[..end]);
        let name = name.and_then(|name| std::str::from_utf8(name).ok()).unwrap_or("");
        let is_known = push_reference(name, &mut out);
        if is_known {
            rest = &after[name.len() + 1..];
        } else {
            out.push('&');
            rest = after;
        }
        let next = rest.find('&').unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(out)
}

/// Appends the characters that `&name;` stands for. True if it is known.
pub fn push_reference(name: &str, out: &mut String) -> bool {
    let Some(number) = name.strip_prefix('#') else {
        let known = resolve_html5_entity(name);
        out.push_str(known.unwrap_or(""));
        return known.is_some();
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    };
    match code {
        // Written for windows-1252, whatever the standard says: &#147; is a quotation mark.
        Ok(code @ 0x80..=0x9F) => {
            let byte = [code as u8];
            out.push_str(&encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0);
            true
        }
        Ok(code) => match char::from_u32(code) {
            // Control characters steer a terminal and mean nothing in a text.
            Some(c) => {
                if !c.is_control() || matches!(c, '\n' | '\t' | '\r') {
                    out.push(c);
                }
                true
            }
            None => false,
        },
        Err(_) => false,
    }
}
