//! A page's bytes as a tree, within limits: a page nested without end, or one whose unclosed tags
//! multiply its elements, is refused before it costs more than a moment.
//!
//! The parser is fed in small pieces and the tree is measured after each; html5ever itself has no
//! limit, and both its time and its memory grow with the square of the depth.

use dom_query::{Document, NodeRef};
use html5ever::driver::ParseOpts;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;

use crate::model::{Problem, Stage};

/// The largest page in bytes of text. Pages of news are a few megabytes at most, and those with the pictures inside.
pub const LARGEST_PAGE: usize = 12 * 1024 * 1024;

/// The most elements and texts of a page.
const MOST_NODES: usize = 600_000;

/// The deepest nesting. Browsers stop at 512.
const DEEPEST: usize = 512;

/// How much the parser is given before the tree is measured, in bytes.
const PIECE: usize = 4 * 1024;

/// Parses a page.
///
/// # Errors
/// It is too large, too deep, or has too many elements.
pub fn parse(html: &str) -> Result<Document, Problem> {
    if html.len() > LARGEST_PAGE {
        let detail = format!("{} MB; the limit is {}", html.len() >> 20, LARGEST_PAGE >> 20);
        return Err(Problem::new(Stage::Read, "page too large", detail));
    }
    // Without scripts: what stands in <noscript> is then part of the page.
    let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    let mut parser = html5ever::parse_document(Document::default(), options);
    let mut rest = html;
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE));
        rest = after;
        parser.process(StrTendril::from_slice(piece));
        let document = &parser.tokenizer.sink.sink;
        document.errors.borrow_mut().clear();
        if document.tree.len() > MOST_NODES {
            let detail = format!("more than {MOST_NODES} elements and texts");
            return Err(Problem::new(Stage::Read, "page with too many elements", detail));
        }
        if depth(document) > DEEPEST {
            let detail = format!("more than {DEEPEST} levels");
            return Err(Problem::new(Stage::Read, "page nested too deeply", detail));
        }
    }
    Ok(parser.finish())
}

/// How deep the end of the document lies, where the parser works: among last children, and before a table that
/// is not closed, since what does not belong into a table is put there.
fn depth(document: &Document) -> usize {
    let mut deepest = 0;
    let mut open = vec![(document.root(), 0)];
    let mut seen = 0;
    while let Some((node, depth)) = open.pop() {
        deepest = deepest.max(depth);
        seen += 1;
        // Tables in tables: as good as too deep.
        if deepest > DEEPEST || seen > 8 * DEEPEST {
            return DEEPEST + 1;
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

/// An attribute's value without blanks around it, unless it is empty.
pub fn attribute(node: &NodeRef<'_>, name: &str) -> Option<String> {
    let value = node.attr(name)?;
    let value = value.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The text of an element on one line.
pub fn line(node: &NodeRef<'_>) -> String {
    squeeze(&node.text())
}

/// `text` with every run of blanks as one blank, and without any at its ends.
pub fn squeeze(text: &str) -> String {
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

/// Class, id, role and the like of an element as lower-case words with a blank before and after each:
/// `relatedLinks_box` is ` related links box `.
pub fn words_of(node: &NodeRef<'_>) -> String {
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
