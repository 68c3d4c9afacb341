//! The visible text of a page's tree, block by block.
//!
//! No recursion: the walk keeps its own stack, so that no page can overflow the program's.

use dom_query::{NodeData, NodeRef};

use crate::read::html::tree::collapse_whitespace;

/// Kind of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    #[default]
    Text,
    /// A heading of any level.
    Heading,
    /// An item of a list.
    Item,
    /// A block quotation.
    Quote,
}

/// One block of text.
#[derive(Clone, Debug, Default)]
pub struct PageParagraph {
    /// Text on one line, but for line breaks and verbatim text.
    pub text: String,
    /// Kind of the block.
    pub block: BlockKind,
    /// Number of its characters that are part of a link.
    pub linked: usize,
    /// Number on the page, where it is a `<p>`.
    pub number: Option<usize>,
}

impl PageParagraph {
    /// A paragraph of text alone, on one line; `None` when there is none.
    pub fn plain(text: &str) -> Option<Self> {
        let text = collapse_whitespace(text);
        (!text.is_empty()).then(|| Self { text, ..Self::default() })
    }
}

/// Attribute that carries a paragraph's number on the page through Readability.
pub const NUMBER: &str = "data-paragraph";

/// The paragraphs beneath `root`, in order, none empty.
pub fn paragraphs(root: &NodeRef<'_>) -> Vec<PageParagraph> {
    let mut walk = BlockCollector::default();
    let mut node = *root;
    loop {
        let descend = walk.enter(&node);
        if descend && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        loop {
            walk.leave(&node);
            if node.id == root.id {
                walk.flush();
                return walk.done;
            }
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else {
                walk.flush();
                return walk.done;
            };
            node = parent;
        }
    }
}

#[derive(Default)]
struct BlockCollector {
    done: Vec<PageParagraph>,
    text: String,
    linked: usize,
    links: usize,
    headings: usize,
    items: usize,
    quotes: usize,
    verbatim: usize,
    blank: bool,
    number: Option<usize>,
}

/// Elements that nothing is read from.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "video",
    "audio", "canvas", "map", "button", "select", "input", "textarea", "head", "title", "datalist",
];

const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "nav",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "figure",
    "figcaption",
    "table",
    "tr",
    "thead",
    "tbody",
    "tfoot",
    "caption",
    "form",
    "fieldset",
    "address",
    "hr",
    "body",
    "center",
    "details",
    "summary",
];

/// True for the name of an element that stands on lines of its own.
pub fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

impl BlockCollector {
    /// Enters a node. True if the walk is to go beneath it.
    fn enter(&mut self, node: &NodeRef<'_>) -> bool {
        if node.is_text() {
            let text = node.query(|inner| {
                if let NodeData::Text { contents } = &inner.data {
                    self.push(contents);
                }
            });
            debug_assert!(text.is_some());
            return false;
        }
        let Some(name) = node.qual_name_ref() else { return true };
        let name: &str = &name.local;
        if SILENT.contains(&name) {
            return false;
        }
        if name == "br" {
            if self.verbatim > 0 || !self.text.ends_with('\n') {
                self.line_end();
            } else {
                self.flush();
            }
            return false;
        }
        if BLOCKS.contains(&name) {
            self.flush();
        }
        if matches!(name, "td" | "th") {
            self.blank = true;
        }
        self.count(name, 1);
        if name == "p" {
            self.number = node.attr(NUMBER).and_then(|number| number.parse().ok());
        }
        true
    }

    fn leave(&mut self, node: &NodeRef<'_>) {
        let Some(name) = node.qual_name_ref() else { return };
        let name: &str = &name.local;
        if SILENT.contains(&name) || name == "br" {
            return;
        }
        if BLOCKS.contains(&name) {
            self.flush();
        }
        if name == "p" {
            self.number = None;
        }
        self.count(name, -1);
    }

    fn count(&mut self, name: &str, step: isize) {
        let counter = match name {
            "a" => &mut self.links,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => &mut self.headings,
            "li" | "dt" | "dd" => &mut self.items,
            "blockquote" => &mut self.quotes,
            "pre" => &mut self.verbatim,
            _ => return,
        };
        *counter = counter.saturating_add_signed(step);
    }

    fn push(&mut self, contents: &str) {
        for c in contents.chars() {
            match c {
                // Soft hyphens and marks of no width are the typesetter's, not the writer's.
                '\u{AD}' | '\u{200B}' | '\u{FEFF}' | '\u{2060}' => continue,
                '\n' if self.verbatim > 0 => {
                    self.line_end();
                    continue;
                }
                c if c.is_whitespace() => {
                    self.blank = true;
                    continue;
                }
                _ => {}
            }
            if self.blank && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.blank = false;
            match ligature(c) {
                Some(letters) => self.text.push_str(letters),
                None => self.text.push(c),
            }
            self.linked += usize::from(self.links > 0);
        }
    }

    fn line_end(&mut self) {
        self.blank = false;
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn flush(&mut self) {
        self.blank = false;
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return;
        }
        let block = if self.headings > 0 {
            BlockKind::Heading
        } else if self.items > 0 {
            BlockKind::Item
        } else if self.quotes > 0 {
            BlockKind::Quote
        } else {
            BlockKind::Text
        };
        self.done.push(PageParagraph {
            text: trimmed.to_owned(),
            block,
            linked,
            number: self.number,
        });
    }
}

/// The letters of a ligature, which some fonts joined in print and which came into the text as one
/// character.
pub fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ﬀ' => "ff",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        'ﬅ' | 'ﬆ' => "st",
        _ => return None,
    })
}
