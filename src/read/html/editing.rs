//! Elements that say something about the words in them: those that the paper struck out, and those
//! that it quotes without marks.

use dom_query::{Document, NodeRef};

use crate::read::html::tree::node_text;

/// Elements of words that no longer count.
const STRUCK: &str = "del, s, strike, [style*='line-through']";

/// Share of the page's text from which struck words are a mistake, such as a tag that is not
/// closed.
const MOST_STRUCK: f64 = 0.3;

/// Most quoting elements that get their marks.
const MAX_QUOTED: usize = 5_000;

/// Characters that open a quotation, or close it.
const MARKS: &[char] =
    &['"', '\'', '“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '‹', '›', '「', '」', '『', '』'];

/// Removes what the paper struck out. A correction says both the word that went and the one that
/// came, and only the latter is said.
pub fn remove_struck(document: &Document) {
    let struck = document.select(STRUCK);
    if struck.nodes().is_empty() {
        return;
    }
    let length = |node: &NodeRef<'_>| node.text().len();
    let all = document.body().map_or(0, |body| length(&body));
    let outermost: Vec<&NodeRef<'_>> = struck.nodes().iter().filter(|n| !is_within(n)).collect();
    let gone: usize = outermost.iter().map(|node| length(node)).sum();
    if gone as f64 > MOST_STRUCK * all as f64 {
        return;
    }
    for node in outermost {
        node.remove_from_parent();
    }
}

/// True if a struck element lies within another.
fn is_within(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).any(|above| ["del", "s", "strike"].iter().any(|n| above.has_name(n)))
}

/// Gives the words of `<q>` the marks that a browser shows.
pub fn mark_quoted(document: &Document) {
    for node in document.select("q").nodes().iter().take(MAX_QUOTED) {
        let text = node_text(node);
        if text.is_empty() || text.starts_with(MARKS) || follows_mark(node) {
            continue;
        }
        let depth = node.ancestors_it(None).filter(|above| above.has_name("q")).count();
        let (open, close) = if depth % 2 == 0 { ("“", "”") } else { ("‘", "’") };
        node.prepend_html(open);
        node.append_html(close);
    }
}

/// True if a mark stands right before the element.
fn follows_mark(node: &NodeRef<'_>) -> bool {
    let before = node.prev_sibling().filter(NodeRef::is_text);
    before.is_some_and(|before| before.text().ends_with(MARKS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> String {
        let document = Document::from(html);
        remove_struck(&document);
        mark_quoted(&document);
        document.body().map(|body| node_text(&body)).unwrap_or_default()
    }

    #[test]
    fn struck_words_go_and_quoted_ones_get_marks() {
        let rest = "and the rest of the text, which is long enough to be more than that.";
        for (html, text) in [
            ("<p>It is <del>red</del> <ins>blue</ins> {}", "It is blue {}"),
            ("<p>It is <s>red</s> blue {}", "It is blue {}"),
            ("<p>It is <strike>re<del>d</del></strike> blue {}", "It is blue {}"),
            (
                "<p>It is <span style='text-decoration: line-through'>red</span> blue {}",
                "It is blue {}",
            ),
            ("<p>She said: <q>We stay.</q> {}", "She said: “We stay.” {}"),
            ("<p>He: <q>She said <q>stay</q> to me</q> {}", "He: “She said ‘stay’ to me” {}"),
            ("<p>She said: <q>“We stay.”</q> {}", "She said: “We stay.” {}"),
            ("<p>She said: “<q>We stay.</q>” {}", "She said: “We stay.” {}"),
            ("<p><strong>Bold</strong> and <span>span</span> {}", "Bold and span {}"),
        ] {
            let fill = |text: &str| text.replace("{}", rest);
            assert_eq!(shown(&fill(html)), fill(text), "{html}");
        }
        let open = format!("<p>It is <s>red and blue.<p>{rest}<p>{rest}");
        assert_eq!(shown(&open), format!("It is red and blue.{rest}{rest}"));
    }
}
