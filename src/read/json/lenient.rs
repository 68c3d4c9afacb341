//! JSON as pages have it, with the mistakes that people make who write it by hand or by templates:
//! commas too many or too few, quotation marks inside of a string, line ends, comments, no end.
//!
//! It is read as far as it goes: what cannot be read is left out, and what is open at the end is
//! closed. Only for what stands beside a text; a file of articles has to be right.

use serde_json::{Map, Value};

use crate::read::extract::entities::decode_entities;
use crate::read::json::surrogates::parse_value;

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 100;

/// Most bytes of a name in an object.
const MAX_NAME_BYTES: usize = 80;

/// The values in a text, one after another; strictly where that is possible.
pub fn parse_leniently(text: &str) -> Vec<Value> {
    if let Ok(value) = parse_value(text) {
        return vec![value];
    }
    let decoded;
    let text = if text.contains("{&quot;") || text.contains("&quot;@") {
        decoded = decode_entities(text).into_owned();
        &decoded
    } else {
        text
    };
    let mut parser = LenientParser { text, at: 0 };
    let mut found = Vec::new();
    while let Some(start) = parser.rest().find(['{', '[']) {
        parser.at += start;
        found.extend(parser.value(0));
    }
    found
}

struct LenientParser<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> LenientParser<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Skips white space and comments.
    fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            let end = if trimmed.starts_with("//") {
                trimmed.find('\n')
            } else if trimmed.starts_with("/*") {
                trimmed.find("*/").map(|end| end + 2)
            } else {
                return;
            };
            self.at += end.unwrap_or(trimmed.len());
        }
    }

    /// The value that begins here; `None` when there is none before the next mark.
    fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip_blank();
        match self.peek()? {
            _ if depth > MAX_DEPTH => {
                self.at = self.text.len();
                None
            }
            b'{' => Some(self.object(depth)),
            b'[' => Some(self.list(depth)),
            b'"' => Some(Value::String(self.string())),
            b',' | b'}' | b']' | b':' => None,
            _ => Some(self.word()),
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        self.at += 1;
        let mut object = Map::new();
        loop {
            self.skip_blank();
            match self.peek() {
                // Its list ends, or all does, so it does too.
                None | Some(b']') => break,
                Some(b'}') => {
                    self.at += 1;
                    break;
                }
                Some(b'"') => {
                    let name = self.name();
                    self.skip_blank();
                    if self.peek() == Some(b':') {
                        self.at += 1;
                        let value = self.value(depth + 1).unwrap_or(Value::Null);
                        object.entry(name).or_insert(value);
                    }
                }
                Some(b'{' | b'[') => {
                    self.value(depth + 1);
                }
                // A name without marks, a comma, anything else.
                Some(_) => {
                    let rest = self.rest();
                    let end = rest.find([':', ',', '}', ']', '"', '{', '[']).unwrap_or(rest.len());
                    let name = rest[..end].trim().trim_matches(['\'', '`']);
                    let named = rest[end..].starts_with(':') && !name.is_empty();
                    let width = rest[end..].chars().next().map_or(0, char::len_utf8);
                    let stays = rest[end..].starts_with(['}', ']', '"', '{', '[']) && end > 0;
                    self.at += end + if stays { 0 } else { width };
                    if named {
                        let value = self.value(depth + 1).unwrap_or(Value::Null);
                        object.entry(name).or_insert(value);
                    }
                }
            }
        }
        Value::Object(object)
    }

    fn list(&mut self, depth: usize) -> Value {
        self.at += 1;
        let mut values = Vec::new();
        loop {
            self.skip_blank();
            match self.peek() {
                // Its object ends, or all does, so it does too.
                None | Some(b'}') => break,
                Some(b']') => {
                    self.at += 1;
                    break;
                }
                Some(b',' | b':') => self.at += 1,
                Some(_) => values.extend(self.value(depth + 1)),
            }
        }
        Value::Array(values)
    }

    /// The name that begins here; no mark stands inside of a name.
    fn name(&mut self) -> String {
        let rest = &self.rest()[1..];
        let end = rest.find('"').unwrap_or(rest.len());
        self.at += 1 + (end + 1).min(rest.len());
        rest[..end].to_owned()
    }

    /// The string that begins here. A mark ends it where JSON goes on behind; any other is part of
    /// it.
    fn string(&mut self) -> String {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let mut at = start;
        while let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[at..]) {
            at += found;
            if bytes[at] == b'\\' {
                at += 1 + self.text[at + 1..].chars().next().map_or(0, char::len_utf8);
                continue;
            }
            if ends_here(&self.text[at + 1..]) {
                self.at = at + 1;
                return unescape(&self.text[start..at]);
            }
            at += 1;
        }
        self.at = self.text.len();
        unescape(&self.text[start..])
    }

    /// A number, a truth value, or a word without marks.
    fn word(&mut self) -> Value {
        let rest = self.rest();
        let end = rest.find([',', '}', ']', '\n']).unwrap_or(rest.len());
        let word = rest[..end].trim();
        self.at += end.max(1).min(rest.len());
        self.at = self.text.ceil_char_boundary(self.at);
        match word {
            "undefined" | "NaN" | "None" => Value::Null,
            "True" => Value::Bool(true),
            "False" => Value::Bool(false),
            _ => serde_json::from_str(word)
                .unwrap_or_else(|_| Value::from(word.trim_matches(['\'', '`', ';']))),
        }
    }
}

/// True if a string ends before `rest`: an end, or a comma and another name or value follow.
fn ends_here(rest: &str) -> bool {
    let trimmed = rest.trim_start();
    let begins_name = |text: &str| {
        let Some(mark) = text.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            return false;
        };
        let inner = &text[1..];
        let inner = &inner[..inner.floor_char_boundary(MAX_NAME_BYTES)];
        inner.find(mark).is_some_and(|end| inner[end + 1..].trim_start().starts_with(':'))
    };
    match trimmed.chars().next() {
        None | Some('}' | ']' | ':') => true,
        Some(',') => {
            let next = trimmed[1..].trim_start();
            // In a list another string follows, and after that a mark of JSON again.
            let begins_string = || {
                let Some(inner) = next.strip_prefix('"') else { return false };
                let inner = &inner[..inner.floor_char_boundary(4 * MAX_NAME_BYTES)];
                inner.find('"').is_none_or(|end| {
                    inner[end + 1..].trim_start().starts_with([',', ']', '}', ':'])
                })
            };
            next.is_empty()
                || next.starts_with(['{', '[', '}', ']'])
                || begins_name(next)
                || begins_string()
        }
        // A comma too few.
        Some('"') => begins_name(trimmed),
        // A comment.
        Some('/') => trimmed.starts_with("//") || trimmed.starts_with("/*"),
        // The end of a script.
        Some(';') => trimmed[1..].trim().is_empty(),
        _ => false,
    }
}

/// The text of a string's inside: escapes resolved, what is no escape as it stands.
fn unescape(inner: &str) -> String {
    if !inner.contains('\\') && !inner.contains(char::is_control) && !inner.contains('"') {
        return inner.to_owned();
    }
    let mut quoted = String::with_capacity(inner.len() + 16);
    quoted.push('"');
    let mut chars = inner.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some(escape @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                    quoted.extend(['\\', escape]);
                }
                Some(other) => quoted.push(other),
                None => {}
            },
            '"' => quoted.push_str("\\\""),
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    match parse_value(&quoted) {
        Ok(Value::String(text)) => text,
        _ => inner.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn mistakes_cost_no_more_than_themselves() {
        for (text, value) in [
            (r#"{"a":"b","d":"2024-05-03",}"#, json!({"a": "b", "d": "2024-05-03"})),
            (r#"{"a":["x",],"d":1,,}"#, json!({"a": ["x"], "d": 1})),
            (r#"{"a":"The "old" pier","d":"x"}"#, json!({"a": "The \"old\" pier", "d": "x"})),
            (
                r#"{"a":"The "old", "grey" pier","d":"x"}"#,
                json!({"a": "The \"old\", \"grey\" pier", "d": "x"}),
            ),
            ("{\"a\":\"one\ntwo\"\n\"d\":\"x\"}", json!({"a": "one two", "d": "x"})),
            (r#"{"a":"b" // so"#, json!({"a": "b"})),
            ("{/* so */\"a\": 'b',\nd: \"x\"}", json!({"a": "b", "d": "x"})),
            (r#"{"a":,"d":"x"}"#, json!({"a": null, "d": "x"})),
            (r#"{"a":undefined,"d":"x"}"#, json!({"a": null, "d": "x"})),
            (r#"{"a":{"n":"b","d":"x"#, json!({"a": {"n": "b", "d": "x"}})),
            (
                r#"{"a":[{"n":"b"},{"n":"c"],"d":"x"}"#,
                json!({"a": [{"n": "b"}, {"n": "c"}], "d": "x"}),
            ),
            (r#"{"a":"it\'s \x41 \u00e9","d":"x"}"#, json!({"a": "it's x41 é", "d": "x"})),
            (r#"{"a":"half \ud83d","d":"x",}"#, json!({"a": "half \u{FFFD}", "d": "x"})),
            ("{&quot;a&quot;:&quot;b&quot;}", json!({"a": "b"})),
            (r#"var x = {"a": true, "d": 1.5, };"#, json!({"a": true, "d": 1.5})),
        ] {
            assert_eq!(parse_leniently(text), [value], "{text}");
        }
        assert_eq!(parse_leniently(r#"{"a":1},{"b":2}"#).len(), 2);
        assert!(parse_leniently("no").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_text_ends(text in "([\\[\\]{}:,\"\\\\ a1\n/*é']|\"a\":|\"b\")*") {
            parse_leniently(&text);
        }
    }

    #[test]
    fn nesting_without_end_is_cut() {
        parse_leniently(&"[".repeat(100_000));
        parse_leniently(&"{\"a\":".repeat(100_000));
    }
}
