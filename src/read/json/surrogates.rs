//! Lone surrogates in JSON: halves of a character that an exporter cut in two (`\ud83d`).
//!
//! JSON's grammar allows them and no text can hold them. Each is read as the replacement character,
//! as wrong bytes in a text are.

use std::borrow::Cow;

use serde_json::Value;

/// Parses JSON in which halves of characters may stand.
///
/// # Errors
/// It is no JSON for another reason.
pub fn parse_value(text: &str) -> serde_json::Result<Value> {
    serde_json::from_str(text).or_else(|error| match replace_lone(text) {
        Cow::Owned(mended) => serde_json::from_str(&mended),
        Cow::Borrowed(_) => Err(error),
    })
}

/// `text` with every escape of a lone surrogate as that of U+FFFD.
fn replace_lone(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    let next = |at: usize| Some(at + memchr::memchr(b'\\', bytes.get(at..)?)?);
    while let Some(slash) = next(at) {
        at = slash + 2;
        let Some(unit) = escaped_unit(bytes, slash) else { continue };
        at = slash + 6;
        match unit {
            0xD800..=0xDBFF if matches!(escaped_unit(bytes, at), Some(0xDC00..=0xDFFF)) => {
                at += 6;
            }
            0xD800..=0xDFFF => {
                out.push_str(&text[copied..slash]);
                out.push_str("\\ufffd");
                copied = at;
            }
            _ => {}
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

/// The UTF-16 unit of the escape `\uXXXX` at `at`.
fn escaped_unit(bytes: &[u8], at: usize) -> Option<u32> {
    let escape = bytes.get(at..at + 6).filter(|escape| escape.starts_with(b"\\u"))?;
    escape[2..].iter().try_fold(0, |sum, byte| Some(sum * 16 + char::from(*byte).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_become_the_replacement_character() {
        for (text, value) in [
            (r#""Gale \ud83d""#, "Gale \u{FFFD}"),
            (r#""\udc00 gale""#, "\u{FFFD} gale"),
            (r#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"),
            (r#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
            (r#""\uD83D\uDE00 \ud83d!""#, "😀 \u{FFFD}!"),
            (r#""\\ud83d and \ud83d""#, "\\ud83d and \u{FFFD}"),
            (r#""é\ud83d""#, "é\u{FFFD}"),
        ] {
            assert_eq!(parse_value(text).unwrap(), Value::from(value), "{text}");
        }
        let object = parse_value(r#"{"a\ud83d": ["\udc00"], "b": 1}"#).unwrap();
        assert_eq!(object["a\u{FFFD}"][0], "\u{FFFD}");
        assert!(parse_value(r#"{"a\ud83d": "#).is_err());
        assert!(parse_value(r#""\ud83"#).is_err());
    }
}
