//! Wrapped text in which an indented line begins a paragraph, as wires sent it.
//!
//! The indentation becomes a blank line, which every part of the program knows for the end of a
//! paragraph; the lines within a paragraph stay as they were wrapped.

/// The paragraphs of `text`, separated by blank lines.
pub fn split_paragraphs(text: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    // Where every line is indented, that much means nothing.
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let min_indent = lines.map(indent).min().unwrap_or(0);
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut blank = false;
    for line in text.lines() {
        let line = line.trim_end().trim_start_matches('\r');
        let inner = line.trim_start_matches([' ', '\t']);
        if inner.is_empty() {
            blank = true;
            continue;
        }
        let indented = indent(line) > min_indent + 1 || (line.starts_with('\t') && min_indent == 0);
        if !out.is_empty() {
            out.push_str(if blank || indented { "\n\n" } else { "\n" });
        }
        blank = false;
        // A single blank before a line ("\n Reuter") is the wire's and means nothing.
        out.push_str(inner);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indented_line_begins_a_paragraph() {
        let text = "HARNSTAD, May 2 - Ships came in\nthe night.\n    More followed, the\n\
             port said.\n\n Wire\n";
        assert_eq!(
            split_paragraphs(text),
            "HARNSTAD, May 2 - Ships came in\nthe night.\n\nMore followed, the\nport said.\n\nWire"
        );
        assert_eq!(split_paragraphs("   \n  a\n  b\n     c\n"), "a\nb\n\nc");
        assert_eq!(split_paragraphs("\ta\nb\n\tc\n"), "a\nb\n\nc");
    }
}
