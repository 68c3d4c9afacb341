//! The visible texts around a page's headline, where byline and date stand.

use dom_query::{Document, NodeData, NodeRef};

use crate::read::html::tree::collapse_whitespace;
use crate::read::html::tree::next_in_document;

/// Most texts after the headline that are looked at.
const TEXTS: usize = 60;

/// The texts from the headline on (from the top, when there is none), each on one line; those of
/// scripts, menus and footers are left out.
pub fn visible_texts(document: &Document) -> Vec<String> {
    let Some(body) = document.body() else { return Vec::new() };
    let heading = document
        .select("h1")
        .nodes()
        .iter()
        .rev()
        .find(|node| !collapse_whitespace(&node.text()).is_empty())
        .copied();
    let mut found = Vec::new();
    let mut node = Some(heading.unwrap_or(body));
    // A heading's own text comes first and is passed over.
    let mut beneath = heading.is_none();
    while let Some(current) = node {
        let passed = is_passed_over(&current);
        if current.is_text() {
            let text = current.query_or(String::new(), |inner| match &inner.data {
                NodeData::Text { contents } if contents.len() < 2000 => {
                    collapse_whitespace(contents)
                }
                _ => String::new(),
            });
            if !text.is_empty() {
                found.push(text);
                if found.len() == TEXTS {
                    break;
                }
            }
        }
        node = next_in_document(&current, &body, beneath && !passed);
        beneath = true;
    }
    found
}

fn is_passed_over(node: &NodeRef<'_>) -> bool {
    ["script", "style", "noscript", "nav", "footer", "template", "svg", "button", "iframe"]
        .iter()
        .any(|name| node.has_name(name))
}
