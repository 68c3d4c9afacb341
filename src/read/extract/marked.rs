//! Texts in fields that should be plain and are not: HTML that an exporter put there as it was, and
//! character references that nobody resolved, once or twice.

use std::borrow::Cow;

use crate::model::Article;
use crate::read::extract::entities::decode_entities;
use crate::read::extract::html_fragment::html_to_text;
use crate::read::extract::paragraphs::{ElementLayout, element_layout};

/// Name of the repair in [`Article::mended`].
const REFERENCES: &str = "references";

/// Most times that a text is escaped.
const MAX_ESCAPES: usize = 3;

/// Elements within a line that exporters leave in a text.
const INLINE: &[&str] = &[
    "a", "b", "i", "u", "em", "strong", "span", "small", "sup", "sub", "font", "q", "cite", "abbr",
    "img", "mark", "ins", "del", "s", "strike", "time", "code", "big",
];

/// The text of a field, without the HTML in it: paragraphs stay apart, references are resolved. A
/// text without either is returned as it stands.
pub fn plain_text(text: &str) -> Cow<'_, str> {
    let mut plain = Cow::Borrowed(text);
    for _ in 0..MAX_ESCAPES {
        let next = match marks_in(&plain) {
            Some(Marks::Blocks) => html_to_text(&plain),
            // Its line ends are all the paragraphs it has.
            Some(Marks::Inline) => html_to_text(&plain.replace('\n', "<br>")),
            None => match decode_entities(&plain) {
                Cow::Owned(decoded) if decoded != *plain => decoded,
                _ => break,
            },
        };
        plain = Cow::Owned(next);
    }
    plain
}

/// Elements that are found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marks {
    /// Within lines only.
    Inline,
    /// Paragraphs, line breaks and the like.
    Blocks,
}

fn marks_in(text: &str) -> Option<Marks> {
    let bytes = text.as_bytes();
    let last = memchr::memrchr(b'>', bytes)?;
    let mut found = None;
    for at in memchr::memchr_iter(b'<', &bytes[..last]) {
        let rest = &text[at + 1..];
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let end = rest.bytes().take(12).position(|byte| !byte.is_ascii_alphanumeric());
        let Some(end) = end.filter(|end| *end > 0) else { continue };
        if !matches!(rest.as_bytes()[end], b'>' | b'/' | b' ' | b'\n' | b'\t' | b'\r') {
            continue;
        }
        let name = rest[..end].to_ascii_lowercase();
        if INLINE.contains(&name.as_str()) {
            found = Some(Marks::Inline);
        } else if name == "br" || element_layout(&name).is_some_and(|l| l != ElementLayout::Blank) {
            return Some(Marks::Blocks);
        }
    }
    found
}

/// Resolves the references that are left in an article, whatever its format: its exporter escaped
/// the text once more than the format does.
pub fn resolve_references(article: &mut Article) {
    let mut changed = resolve(&mut article.body);
    let fields =
        [&mut article.title, &mut article.publisher, &mut article.section, &mut article.url];
    for field in fields.into_iter().flatten().chain(&mut article.authors) {
        changed |= resolve(field);
    }
    if changed {
        article.mended.push(REFERENCES.to_owned());
    }
}

/// Resolves the references of one text. True if it had any.
fn resolve(text: &mut String) -> bool {
    let mut changed = false;
    for _ in 0..MAX_ESCAPES {
        if !text.contains('&') {
            break;
        }
        match decode_entities(text) {
            Cow::Owned(decoded) if decoded != *text => *text = decoded,
            _ => break,
        }
        changed = true;
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_lose_their_html_and_keep_their_paragraphs() {
        for (field, text) in [
            ("One &amp; two", "One & two"),
            ("<p>One.</p><p>&ldquo;Two.&rdquo;</p>", "One.\n\n“Two.”"),
            ("One <b>bold</b>\nword.\n\nTwo.", "One bold\nword.\n\nTwo."),
            ("&lt;p&gt;One &amp;amp; two.&lt;/p&gt;", "One & two."),
            ("L&#8217;eau &amp;quot;froide&amp;quot;", "L’eau \"froide\""),
            ("a < b and c > d", "a < b and c > d"),
            ("a <Name> of an index", "a <Name> of an index"),
            ("&unknown; & co", "&unknown; & co"),
            ("Plain\n\ntext  as it is", "Plain\n\ntext  as it is"),
        ] {
            assert_eq!(plain_text(field), text, "{field}");
        }
    }

    #[test]
    fn an_article_tells_that_its_references_were_resolved() {
        let mut article = Article {
            body: "&quot;Ja&quot;, she said.".to_owned(),
            url: Some("https://a.example/?x=1&amp;y=2".to_owned()),
            ..Article::default()
        };
        resolve_references(&mut article);
        assert_eq!(article.body, "\"Ja\", she said.");
        assert_eq!(article.url.as_deref(), Some("https://a.example/?x=1&y=2"));
        assert_eq!(article.mended, ["references"]);
        let mut plain = Article { body: "Fish & boats".to_owned(), ..Article::default() };
        resolve_references(&mut plain);
        assert!(plain.mended.is_empty());
    }
}
