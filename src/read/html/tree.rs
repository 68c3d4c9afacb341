//! A page's text as a tree, within limits: a page nested without end, or one whose unclosed tags
//! multiply its elements, is refused before it costs more than a moment.
//!
//! The parser is fed in small pieces and the tree is measured after each; html5ever itself has no
//! limit, and both its time and its memory grow with the square of the depth.

use dom_query::{Document, NodeRef};
use html5ever::driver::ParseOpts;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;

use crate::model::{Problem, Stage};
use crate::read::html::attributes::limit_attributes;

/// Size of the largest page, in bytes of text. Pages of news are a few megabytes at most, and those
/// with the pictures inside.
pub const MAX_PAGE_BYTES: usize = 12 * 1024 * 1024;

/// Most elements and texts of a page.
const MAX_NODES: usize = 600_000;

/// Deepest nesting. Browsers stop at 512.
const MAX_DEPTH: usize = 512;

/// Bytes that the parser is given before the tree is measured.
const CHUNK_BYTES: usize = 4 * 1024;

/// Parses a page.
///
/// # Errors
/// The page is too large, too deep, or has too many elements or attributes.
pub fn parse(html: &str) -> Result<Document, Problem> {
    if html.len() > MAX_PAGE_BYTES {
        let detail = format!("{} MB; the limit is {}", html.len() >> 20, MAX_PAGE_BYTES >> 20);
        return Err(Problem::new(Stage::Read, "page too large", detail));
    }
    // Without scripts: what stands in <noscript> is then part of the page.
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    let mut parser = html5ever::parse_document(Document::default(), options);
    let html = limit_attributes(html)?;
    let mut rest: &str = &html;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(CHUNK_BYTES));
        rest = after;
        parser.process(StrTendril::from_slice(piece));
        let document = &parser.tokenizer.sink.sink;
        document.errors.borrow_mut().clear();
        if document.tree.len() > MAX_NODES {
            let detail = format!("more than {MAX_NODES} elements and texts");
            return Err(Problem::new(Stage::Read, "page with too many elements", detail));
        }
        if depth(document) > MAX_DEPTH {
            let detail = format!("more than {MAX_DEPTH} levels");
            return Err(Problem::new(Stage::Read, "page nested too deeply", detail));
        }
    }
    Ok(parser.finish())
}

/// Depth of the end of the document, where the parser works: among last children, and before a
/// table that is not closed, since content that does not belong into a table is put there.
fn depth(document: &Document) -> usize {
    let mut deepest = 0;
    let mut open = vec![(document.root(), 0)];
    let mut seen = 0;
    while let Some((node, depth)) = open.pop() {
        deepest = deepest.max(depth);
        seen += 1;
        // Tables in tables: as good as too deep.
        if deepest > MAX_DEPTH || seen > 8 * MAX_DEPTH {
            return MAX_DEPTH + 1;
        }
        let Some(last) = node.last_child() else { continue };
        if last.has_name("table")
            && let Some(before) = last.prev_sibling()
        {
            open.push((before, depth + 1));
        }
        open.push((last, depth + 1));
    }
    deepest
}

/// The node after `node` in the order of the document; with `beneath`, one beneath it first.
pub fn next_in_document<'t>(
    node: &NodeRef<'t>,
    root: &NodeRef<'t>,
    beneath: bool,
) -> Option<NodeRef<'t>> {
    if beneath && let Some(child) = node.first_child() {
        return Some(child);
    }
    let mut node = *node;
    loop {
        if node.id == root.id {
            return None;
        }
        if let Some(next) = node.next_sibling() {
            return Some(next);
        }
        node = node.parent()?;
    }
}

/// An attribute's value without blanks around it, unless it is empty.
pub fn attribute(node: &NodeRef<'_>, name: &str) -> Option<String> {
    let value = node.attr(name)?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The text of an element on one line.
pub fn node_text(node: &NodeRef<'_>) -> String {
    collapse_whitespace(&node.text())
}

/// `text` with every run of blanks as one blank, and without any at its ends.
pub fn collapse_whitespace(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c == '\u{200B}' || c == '\u{FEFF}') {
        if !word.is_empty() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    line
}

/// True if one of `names` stands among [`name_words`] as a word or words of its own.
pub fn has_any_name(words: &str, names: &[&str]) -> bool {
    names.iter().any(|name| {
        words.match_indices(*name).any(|(at, name)| {
            words[..at].ends_with(' ') && words[at + name.len()..].starts_with(' ')
        })
    })
}

/// Class, id, role and the like of an element as lower-case words with a blank before and after
/// each: `relatedLinks_box` is ` related links box `.
pub fn name_words(node: &NodeRef<'_>) -> String {
    let Some(element) = node.element_ref() else { return String::new() };
    let mut words = String::from(" ");
    for attribute in &element.attrs {
        if !matches!(
            &*attribute.name.local,
            "class" | "id" | "data-testid" | "data-component" | "data-module" | "itemprop" | "role"
        ) {
            continue;
        }
        let mut lower = false;
        for c in attribute.value.chars().take(300) {
            if c.is_alphanumeric() {
                if c.is_uppercase() && lower && !words.ends_with(' ') {
                    words.push(' ');
                }
                lower = c.is_lowercase();
                words.extend(c.to_lowercase());
            } else {
                lower = false;
                if !words.ends_with(' ') {
                    words.push(' ');
                }
            }
        }
        if !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words
}
