//! Texts of strangers made fit for a terminal.
//!
//! An article may hold control characters (an escape sequence can retitle a window or worse) and
//! bidirectional marks that make a line read otherwise than it is. None of them is ever written
//! raw.

use std::borrow::Cow;
use std::fmt::Write;

/// `text` on one line: runs of blanks and line ends as one blank, what could steer the terminal as
/// `�`.
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(safe(c));
        }
    }
    out
}

/// JSON whose strings hold nothing that could steer a terminal: such characters are written
/// `\uNNNN`, which means the same. `serde_json` does so itself below U+0020.
pub fn json(text: &str) -> Cow<'_, str> {
    let steers = |c: char| (c.is_control() && c != '\n') || is_bidi(c);
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if steers(c) {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// The two private characters stand for the edges of a mark while text is wrapped.
fn safe(c: char) -> char {
    if c.is_control() || is_bidi(c) || matches!(c, '\u{E000}' | '\u{E001}') {
        '\u{FFFD}'
    } else {
        c
    }
}

/// True for a character that is not seen: a mark of direction, of joining, of where a line may
/// break, of the form of another.
pub fn is_format(c: char) -> bool {
    is_bidi(c)
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FEFF}')
        || matches!(c, '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2065}')
        || matches!(c, '\u{206A}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFF9}'..='\u{FFFB}')
        || matches!(c, '\u{E0000}'..='\u{E0FFF}')
}

fn is_bidi(c: char) -> bool {
    let single = ['\u{061C}', '\u{200E}', '\u{200F}'];
    single.contains(&c) || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        let written = json("{\"a\": \"b\u{202E}c\u{9b}\"}");
        assert_eq!(written, "{\"a\": \"b\\u202ec\\u009b\"}");
        assert_eq!(line("a\x1b[31mb\u{202E}c\r\n\n d\u{9b}"), "a�[31mb�c d�");
    }
}
