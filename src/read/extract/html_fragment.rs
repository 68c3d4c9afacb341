//! HTML inside other formats (feeds, ninjs, mail) → paragraphs.
//!
//! Such HTML is a fragment without a page around it: its tags are taken off one by one, in time
//! linear in its length, and nothing is guessed about which of it is the article.

use crate::read::extract::entities::decode_entities;
use crate::read::extract::paragraphs::{ElementLayout, ParagraphBuilder, element_layout};

/// Bytes that a tag is followed for the sake of a `>` inside quotation marks.
const MAX_TAG_BYTES: usize = 1024;

/// The text of a fragment of HTML, paragraphs separated by blank lines.
pub fn html_to_text(html: &str) -> String {
    let mut out = ParagraphBuilder::default();
    let last = html.rfind('>').unwrap_or(0);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_text(&decode_entities(&rest[..at]));
        let start = html.len() - rest.len() + at;
        rest = &rest[at..];
        let next = rest.as_bytes().get(1).copied().unwrap_or(b' ');
        if start >= last || !(next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')) {
            out.push_text("<");
            rest = &rest[1..];
            continue;
        }
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end + 3..]);
            continue;
        }
        let Some(end) = tag_end(rest) else { break };
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        let closing = tag.starts_with('/');
        let name = tag.trim_start_matches('/');
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        let name = name.to_ascii_lowercase();
        match element_layout(&name) {
            Some(ElementLayout::Skip) if !closing && !tag.ends_with('/') => {
                rest = skip_element(rest, &name);
            }
            Some(ElementLayout::Line) if closing => {}
            Some(layout) => out.apply(layout),
            None => {}
        }
    }
    out.push_text(&decode_entities(rest));
    out.finish()
}

/// The offset of the `>` that ends the tag at the start of `text`.
fn tag_end(text: &str) -> Option<usize> {
    let mut mark = None;
    for (at, byte) in text.bytes().enumerate().take(MAX_TAG_BYTES) {
        match (mark, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => mark = Some(byte),
            (Some(open), _) if open == byte => mark = None,
            _ => {}
        }
    }
    text.find('>')
}

/// The text after the end tag of the element `name`; nothing when it is never closed.
fn skip_element<'t>(text: &'t str, name: &str) -> &'t str {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&bytes[from..], b"</").map(|at| from + at) {
        from = at + 2;
        let named = bytes.get(from..from + name.len());
        if named.is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes())) {
            return text[from..].find('>').map_or("", |end| &text[from + end + 1..]);
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_come_off_and_paragraphs_stay() {
        let check = |html: &str, expected: &str| assert_eq!(html_to_text(html), expected, "{html}");
        check("<p>One <b>bold</b>\n word.</p><p>Two.</p>", "One bold word.\n\nTwo.");
        check("a<br>b<br/><br/>c", "a\nb\n\nc");
        check("<ul><li>x<li>y</ul>z", "x\n\ny\n\nz");
        check("<script>var a = '<p>';</script>Text <STYLE>p{}</style>more", "Text more");
        check(
            "<a href=\"x>y\">link</a> <!-- no --> 3 < 4 & 5 &lt; 6&nbsp;!",
            "link 3 < 4 & 5 < 6 !",
        );
        check("cut <b", "cut <b");
        check("<p>&#147;Yes&#x201D; &eacute;t&eacute; &unknown; &#5;</p>", "“Yes” été &unknown;");
        check("<script>never closed", "");
    }

    #[test]
    fn many_open_marks_cost_no_more_than_their_length() {
        let started = std::time::Instant::now();
        for piece in
            ["<", "<a ", "<a \">", "<a '\">", "<!--", "<script>", "</", "&", "&amp", "<a '>\""]
        {
            html_to_text(&format!("{}>", piece.repeat(300_000)));
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
