//! Texts of strangers made fit for a terminal.
//!
//! An article may hold control characters (an escape sequence can retitle a window or worse) and bidirectional
//! marks that make a line read otherwise than it is. None of them is ever written raw.

/// `text` on one line: runs of blanks and line ends as one blank, what could steer the terminal as `�`.
pub(super) fn line(text: &str) -> String {
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

fn safe(c: char) -> char {
    let bidi = matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    // The two private characters that stand for the edges of a mark while text is wrapped.
    let bidi = bidi || matches!(c, '\u{E000}' | '\u{E001}');
    if c.is_control() || bidi { '\u{FFFD}' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(line("a\x1b[31mb\u{202E}c\r\n\n d\u{9b}"), "a�[31mb�c d�");
    }
}
