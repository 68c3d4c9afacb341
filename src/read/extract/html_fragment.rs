//! HTML inside other formats (feeds, ninjs, mail) → paragraphs.
//!
//! Such HTML is a fragment without a page around it: its tags are taken off one by one, in time
//! linear in its length, and nothing is guessed about which of it is the article.

use crate::read::extract::entities::decode_entities;
use crate::read::extract::paragraphs::{
    ElementLayout, ParagraphBuilder, element_layout, is_struck,
};

/// Bytes that a tag is followed for the sake of a `>` inside quotation marks.
const MAX_TAG_BYTES: usize = 1024;

/// Characters that open or close a quotation.
const MARKS: &[char] = &['"', '\'', '“', '”', '„', '‘', '’', '‚', '«', '»', '‹', '›'];

/// The text of a fragment of HTML, paragraphs separated by blank lines. What is struck out is left
/// out, and `<q>` gets its marks.
pub fn html_to_text(html: &str) -> String {
    let mut out = ParagraphBuilder::default();
    let mut quoted = QuotedElements::default();
    let mut unclosed: Vec<String> = Vec::new();
    let last = html.rfind('>').unwrap_or(0);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let before = decode_entities(&rest[..at]);
        out.push_text(&before);
        let marked = before.trim_end().ends_with(MARKS);
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
        if name == "q" {
            let bare = !marked && !decode_entities(head_of(rest)).trim_start().starts_with(MARKS);
            out.push_text(quoted.mark(closing, bare));
            continue;
        }
        match element_layout(&name) {
            Some(ElementLayout::Skip) if !closing && !tag.ends_with('/') => {
                // A tag that is never closed would strike out all the rest.
                let kept = is_struck(&name);
                if kept && unclosed.contains(&name) {
                    continue;
                }
                match skip_element(rest, &name) {
                    Some(after) => rest = after,
                    None if kept => unclosed.push(name),
                    None => rest = "",
                }
            }
            Some(ElementLayout::Line) if closing => {}
            Some(layout) => out.apply(layout),
            None => {}
        }
    }
    out.push_text(&decode_entities(rest));
    out.finish()
}

/// The first bytes of a text.
fn head_of(text: &str) -> &str {
    &text[..text.floor_char_boundary(40)]
}

/// The `<q>` that are open, each with true if it gets marks.
#[derive(Default)]
struct QuotedElements(Vec<bool>);

impl QuotedElements {
    /// The mark for a tag; `bare` says that the words have none of their own.
    fn mark(&mut self, closing: bool, bare: bool) -> &'static str {
        let has_marks = if closing {
            let Some(has_marks) = self.0.pop() else { return "" };
            has_marks
        } else {
            self.0.push(bare);
            bare
        };
        let outer = (self.0.len() + usize::from(closing)) % 2 == 1;
        match (has_marks, outer, closing) {
            (false, ..) => "",
            (true, true, false) => "“",
            (true, true, true) => "”",
            (true, false, false) => "‘",
            (true, false, true) => "’",
        }
    }
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

/// The text after the end tag of the element `name`; `None` when it is never closed.
fn skip_element<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&bytes[from..], b"</").map(|at| from + at) {
        from = at + 2;
        let end = from + name.len();
        let named = bytes.get(from..end).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()));
        if named && !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            return Some(text[from..].find('>').map_or("", |end| &text[from + end + 1..]));
        }
    }
    None
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
        check(
            "It is <del>red</del> <ins>blue</ins>, <s>no</s><strong>yes</strong>",
            "It is blue, yes",
        );
        check("It is <s>red</span> and blue", "It is red and blue");
        check("<q>We <q>stay</q></q> &ldquo;<q>here</q>&rdquo;", "“We ‘stay’” “here”");
    }

    #[test]
    fn many_open_marks_cost_no_more_than_their_length() {
        let started = std::time::Instant::now();
        for piece in [
            "<", "<a ", "<a \">", "<a '\">", "<!--", "<script>", "</", "&", "&amp", "<a '>\"",
            "<s>", "<q>", "<s></",
        ] {
            html_to_text(&format!("{}>", piece.repeat(300_000)));
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
