//! Marked-up text → paragraphs: blanks run together, paragraphs parted by one blank line.
//!
//! In XML and HTML white space says nothing and elements say where a paragraph ends, so the body of such
//! an article is made here and not copied from the file. HTML inside other formats (feeds, ninjs, mail) is a
//! fragment without a page around it: its tags are taken off one by one, in time linear in its length, and
//! nothing is guessed about which of it is the article.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

/// Collects text and breaks.
#[derive(Debug, Default)]
pub struct Paragraphs {
    out: String,
    pending: Break,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    #[default]
    None,
    Blank,
    Line,
    Paragraph,
}

impl Paragraphs {
    /// Adds text; its white space, the non-breaking blank among it, counts as one blank.
    pub fn text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.pending = self.pending.max(Break::Blank);
                continue;
            }
            if !self.out.is_empty() {
                self.out.push_str(match self.pending {
                    Break::None => "",
                    Break::Blank => " ",
                    Break::Line => "\n",
                    Break::Paragraph => "\n\n",
                });
            }
            self.pending = Break::None;
            self.out.push(c);
        }
    }

    /// What follows stands on a line of its own; twice, and it is a paragraph.
    pub fn line(&mut self) {
        let next = if self.pending >= Break::Line { Break::Paragraph } else { Break::Line };
        self.pending = next;
    }

    /// What follows is another paragraph.
    pub fn paragraph(&mut self) {
        self.pending = Break::Paragraph;
    }

    /// The text.
    pub fn finish(self) -> String {
        self.out
    }
}

/// `text` with its white space run together.
pub fn one_line(text: &str) -> String {
    let mut paragraphs = Paragraphs::default();
    paragraphs.text(text);
    paragraphs.finish()
}

/// `text` as a value of a field: run together, and `None` when nothing is left or it says "None".
pub fn field(text: &str) -> Option<String> {
    let text = one_line(text);
    (!text.is_empty() && text != "None").then_some(text)
}

/// Names as printed, without the "By" before them and what the author is after them.
pub fn byline(text: &str) -> Option<String> {
    let text = field(text)?;
    let rest = text.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).map(|_| &text[3..]);
    let name = rest.unwrap_or(&text);
    // An address behind a name is none of it: "Ina Cole (mailto:ina@example.com)".
    let name = name.split(" (mailto:").next().unwrap_or(name);
    // Nor is what they are: "Ina Cole, Times Staff Writer".
    let role = |role: &str| {
        let role = role.trim().to_lowercase();
        ["writer", "reporter", "correspondent", "editor"].iter().any(|word| role.ends_with(word))
    };
    let name = name.rsplit_once(',').filter(|(_, rest)| role(rest)).map_or(name, |(name, _)| name);
    field(name).filter(|name| !name.eq_ignore_ascii_case("by"))
}

/// `body` without a first paragraph that only says the title again.
pub fn without_heading<'b>(body: &'b str, title: Option<&str>) -> &'b str {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    match (body.split_once("\n\n"), title) {
        (Some((first, rest)), Some(title))
            if first.len() < 500 && letters(first) == letters(title) =>
        {
            rest
        }
        _ => body,
    }
}

/// What an element of HTML (or of NITF, which took its names over) does to the text around it.
pub fn breaks(name: &str) -> Option<Layout> {
    Some(match name {
        "br" | "tr" | "dt" | "dd" | "nitf-table" => Layout::Line,
        "td" | "th" => Layout::Blank,
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "h1"
        | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "li" | "dl" | "table" | "blockquote"
        | "bq" | "pre" | "hr" | "figure" | "address" | "form" | "body" | "html" | "block"
        | "hl2" | "body.content" | "body.head" | "body.end" | "media" => Layout::Paragraph,
        // What is no text for readers, and captions, which belong to a picture.
        "script" | "style" | "head" | "template" | "svg" | "iframe" | "figcaption" | "object"
        | "noscript" | "button" | "select" | "textarea" | "media-caption" | "media-metadata"
        | "media-reference" | "media-producer" => Layout::Skip,
        _ => return None,
    })
}

/// See [`breaks`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A blank.
    Blank,
    /// Another line.
    Line,
    /// Another paragraph.
    Paragraph,
    /// Not to be read.
    Skip,
}

impl Paragraphs {
    /// Breaks as `layout` says.
    pub fn lay_out(&mut self, layout: Layout) {
        match layout {
            Layout::Blank => self.text(" "),
            Layout::Line => self.line(),
            Layout::Paragraph => self.paragraph(),
            Layout::Skip => {}
        }
    }
}

/// How far a tag is followed for the sake of a `>` inside quotation marks.
const LONGEST_TAG: usize = 1024;

/// The text of a fragment of HTML, paragraphs parted by blank lines.
pub fn html_text(html: &str) -> String {
    let mut out = Paragraphs::default();
    let last = html.rfind('>').unwrap_or(0);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.text(&entities(&rest[..at]));
        let start = html.len() - rest.len() + at;
        rest = &rest[at..];
        let next = rest.as_bytes().get(1).copied().unwrap_or(b' ');
        if start >= last || !(next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')) {
            out.text("<");
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
        match breaks(&name) {
            Some(Layout::Skip) if !closing && !tag.ends_with('/') => {
                rest = after_element(rest, &name);
            }
            Some(Layout::Line) if closing => {}
            Some(layout) => out.lay_out(layout),
            None => {}
        }
    }
    out.text(&entities(rest));
    out.finish()
}

/// The offset of the `>` that ends the tag at the start of `text`.
fn tag_end(text: &str) -> Option<usize> {
    let mut mark = None;
    for (at, byte) in text.bytes().enumerate().take(LONGEST_TAG) {
        match (mark, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => mark = Some(byte),
            (Some(open), _) if open == byte => mark = None,
            _ => {}
        }
    }
    text.find('>')
}

/// What follows the end tag of the element `name`; nothing when it is never closed.
fn after_element<'t>(text: &'t str, name: &str) -> &'t str {
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

/// `text` with character references and the named entities of HTML replaced. Any other reference is
/// left as it stands: what a document declares itself is never expanded.
pub fn entities(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while let Some(after) = rest.strip_prefix('&') {
        let end = after.bytes().take(32).position(|b| b == b';');
        let name = end.map(|end| &after.as_bytes()[..end]);
        let name = name.and_then(|name| std::str::from_utf8(name).ok()).unwrap_or("");
        let known = reference(name, &mut out);
        if known {
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

/// Adds what `&name;` stands for, if it is known.
pub fn reference(name: &str, out: &mut String) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_come_off_and_paragraphs_stay() {
        let check = |html: &str, expected: &str| assert_eq!(html_text(html), expected, "{html}");
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
            html_text(&format!("{}>", piece.repeat(300_000)));
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }

    #[test]
    fn bylines_lose_their_by() {
        assert_eq!(byline(" By Ina  Cole\n").as_deref(), Some("Ina Cole"));
        assert_eq!(byline("By Ina Cole, Times Staff Writer").as_deref(), Some("Ina Cole"));
        assert_eq!(byline("Ina Cole (mailto:ina@example.com)").as_deref(), Some("Ina Cole"));
        assert_eq!(byline("BY INA COLE").as_deref(), Some("INA COLE"));
        assert_eq!(byline("Byron Ash").as_deref(), Some("Byron Ash"));
        assert_eq!(byline("By"), None);
        assert_eq!(byline("None"), None);
    }
}
