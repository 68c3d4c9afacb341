//! Places on a page: its headline, what stands around that, and what stands beside the article.
//!
//! The date and the byline of an article stand near its headline. Comments, related stories,
//! tickers and captions have dates of their own, which are never the article's.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use dom_query::{Document, NodeData, NodeId, NodeRef};

use crate::read::html::render::is_block;
use crate::read::html::tree::{has_any_name, name_words, next_in_document, node_text};

/// Words of class, id or role of parts where readers write, however much that is.
const COMMENTS: &[&str] = &[
    "comment",
    "comments",
    "commentlist",
    "disqus",
    "respond",
    "reply",
    "replies",
    "discussion",
    "forum",
];

/// Words of class, id or role, whole or in sequence, of parts that are none of the article, unless
/// they hold much of the page's text: names lie ("content-and-right-rail" around everything).
const BESIDE: &[&str] = &[
    "related",
    "relateds",
    "relatedposts",
    "recommended",
    "recommendation",
    "recommendations",
    "recirc",
    "recirculation",
    "read more",
    "readmore",
    "read next",
    "up next",
    "more stories",
    "more news",
    "more from",
    "more on",
    "more articles",
    "also read",
    "see also",
    "most read",
    "most popular",
    "mostpopular",
    "most viewed",
    "popular",
    "trending",
    "latest",
    "recent",
    "recents",
    "headlines",
    "ticker",
    "newsticker",
    "breaking",
    "breakingnews",
    "marquee",
    "teaser",
    "teasers",
    "sidebar",
    "rail",
    "promo",
    "promos",
    "newsletter",
    "sponsored",
    "advert",
    "advertisement",
    "carousel",
    "slider",
    "slideshow",
    "gallery",
    "caption",
    "captions",
    "figcaption",
    "cutline",
    "credit",
    "calendar",
    "events",
    "event",
    "weather",
    "copyright",
    "revision",
    "revisions",
    "history",
    "archive",
    "archives",
    "pagination",
    "prev",
    "previous",
    "next",
    "navigation",
    "menu",
    "masthead",
    "biography",
];

/// Elements that are none of the article, whatever they are called.
const BESIDE_ELEMENTS: &[&str] = &[
    "nav",
    "figure",
    "figcaption",
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "button",
    "iframe",
    "select",
    "blockquote",
];

/// Length in bytes from which a block is a paragraph of the text.
const PROSE_BYTES: usize = 80;

/// Number of paragraphs of the text after which its head is over.
const HEAD_PARAGRAPHS: usize = 2;

/// Most nodes before the headline and after it that are part of the head.
const HEAD_NODES: usize = 4000;

/// Place of a node by the headline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Between the headline and the text, or in the text's first paragraphs.
    Head,
    /// Before the headline.
    Above,
    /// In the text or after it.
    Below,
}

/// Places of a page.
pub struct Places<'d> {
    /// Body of the page.
    body: Option<NodeRef<'d>>,
    /// Elements that hold the headline.
    around: HashSet<NodeId>,
    /// Bytes of the page's paragraphs.
    length: usize,
    /// Findings about elements: true for those that stand beside the article.
    known: RefCell<HashMap<NodeId, bool>>,
    head: HashSet<NodeId>,
    above: HashSet<NodeId>,
    /// Texts of the head, in order.
    pub texts: Vec<NodeRef<'d>>,
}

impl<'d> Places<'d> {
    /// Finds the headline, which says `title`, and what stands around it.
    pub fn new(document: &'d Document, title: Option<&str>) -> Self {
        let body = document.body();
        let mut places = Self {
            body,
            around: HashSet::new(),
            length: body.map_or(0, |body| prose_length(&body)),
            known: RefCell::new(HashMap::new()),
            head: HashSet::new(),
            above: HashSet::new(),
            texts: Vec::new(),
        };
        let Some(body) = body else { return places };
        let headline = headline(document, title);
        if let Some(headline) = headline {
            places.around.extend(headline.ancestors_it(None).map(|node| node.id));
            places.around.insert(headline.id);
        }
        let mut node = Some(body);
        let mut below = headline.is_none();
        let mut paragraphs = 0;
        // What follows a paragraph is part of the head only if another follows that.
        let mut pending = Vec::new();
        while let Some(current) = node {
            let is_headline = headline.is_some_and(|headline| headline.id == current.id);
            below |= is_headline;
            let beside = current.is_element() && places.is_beside_itself(&current);
            if !below {
                places.above.insert(current.id);
            } else if !beside && is_paragraph(&current) {
                paragraphs += 1;
                pending.drain(..).for_each(|node| places.insert_head(node));
                if paragraphs > HEAD_PARAGRAPHS {
                    break;
                }
                places.insert_head(current);
            } else if paragraphs == 0 {
                places.insert_head(current);
            } else {
                pending.push(current);
            }
            if places.head.len() + pending.len() > HEAD_NODES {
                break;
            }
            node = next_in_document(&current, &body, !is_headline && !beside);
        }
        places
    }

    fn insert_head(&mut self, node: NodeRef<'d>) {
        self.head.insert(node.id);
        if node.is_text() {
            self.texts.push(node);
        }
    }

    /// The place of a node; `None` where it stands beside the article: in a comment, a caption, a
    /// list of other stories.
    pub fn of(&self, node: &NodeRef<'_>) -> Option<Place> {
        let mut current = Some(*node);
        while let Some(part) = current {
            if self.around.contains(&part.id) {
                break;
            }
            if part.is_element() && self.is_beside_itself(&part) {
                return None;
            }
            current = part.parent();
        }
        Some(if self.head.contains(&node.id) {
            Place::Head
        } else if self.above.contains(&node.id) {
            Place::Above
        } else {
            Place::Below
        })
    }

    /// True for an element that holds the headline, or is it.
    pub fn holds_headline(&self, node: &NodeRef<'_>) -> bool {
        self.around.contains(&node.id)
    }

    /// True for an element that by itself stands beside the article.
    fn is_beside_itself(&self, node: &NodeRef<'_>) -> bool {
        if self.around.contains(&node.id) || self.body.is_some_and(|body| body.id == node.id) {
            return false;
        }
        if let Some(known) = self.known.borrow().get(&node.id) {
            return *known;
        }
        let is_beside = self.find_beside(node);
        self.known.borrow_mut().insert(node.id, is_beside);
        is_beside
    }

    fn find_beside(&self, node: &NodeRef<'_>) -> bool {
        let Some(name) = node.qual_name_ref().map(|name| name.local.to_string()) else {
            return false;
        };
        if BESIDE_ELEMENTS.contains(&name.as_str()) {
            return true;
        }
        if matches!(name.as_str(), "html" | "body" | "main" | "article" | "time") {
            return false;
        }
        if let Some(kind) = node.attr("itemtype")
            && (kind.ends_with("Comment") || kind.ends_with("UserComments"))
        {
            return true;
        }
        let words = name_words(node);
        if words.len() < 3 {
            return false;
        }
        has_any_name(&words, COMMENTS)
            || (has_any_name(&words, BESIDE) && prose_length(node) * 3 <= self.length)
    }
}

/// The element of the headline: the heading that says the title, or else the last of the first
/// level.
fn headline<'d>(document: &'d Document, title: Option<&str>) -> Option<NodeRef<'d>> {
    let headings = document.select("h1, h2, h3");
    let headings = headings.nodes();
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let title = title.map(letters).filter(|title| !title.is_empty());
    let says = |node: &&NodeRef<'d>| {
        title.as_ref().is_some_and(|title| letters(&node_text(node)) == *title)
    };
    let first_level = || {
        let full = |node: &&NodeRef<'d>| node.has_name("h1") && !node_text(node).is_empty();
        headings.iter().rev().find(full)
    };
    headings.iter().take(100).find(says).or_else(first_level).copied()
}

/// Bytes of the paragraphs beneath an element.
fn prose_length(node: &NodeRef<'_>) -> usize {
    let paragraphs = node.descendants_it().filter(|inner| inner.has_name("p"));
    paragraphs.map(|paragraph| paragraph.text().len()).sum()
}

/// True for an element with a paragraph of the text directly in it.
fn is_paragraph(node: &NodeRef<'_>) -> bool {
    let Some(name) = node.qual_name_ref() else { return false };
    let name: &str = &name.local;
    if !matches!(name, "p" | "div" | "section" | "article" | "td") {
        return false;
    }
    let mut length = 0;
    for child in node.children_it(false).take(200) {
        if child.is_text() {
            length += text_of(&child, |contents| contents.trim().len());
        } else if is_inline(&child) && (name == "p" || !child.has_name("a")) {
            length += node_text(&child).len();
        }
        if length > PROSE_BYTES {
            return true;
        }
    }
    false
}

fn is_inline(node: &NodeRef<'_>) -> bool {
    node.qual_name_ref().is_some_and(|name| !is_block(&name.local) && &*name.local != "br")
}

/// Result of `read` on the contents of a text.
pub fn text_of<T: Default>(node: &NodeRef<'_>, read: impl FnOnce(&str) -> T) -> T {
    node.query_or(None, |inner| match &inner.data {
        NodeData::Text { contents } => Some(read(contents)),
        _ => None,
    })
    .unwrap_or_default()
}

/// Most bytes of a line that are looked at, before a node and after it.
const LINE_BYTES: usize = 600;

/// The line that a node stands in, and the place of its own text in that. Where the line is nothing
/// but the node's text, a short line before it, which may be its label, comes with it.
pub fn line_around(node: &NodeRef<'_>) -> (String, Range<usize>) {
    let mut root = *node;
    let mut blocks = 0;
    for _ in 0..8 {
        let Some(parent) = root.parent().filter(NodeRef::is_element) else { break };
        if parent.has_name("body") || blocks == 2 {
            break;
        }
        root = parent;
        blocks += usize::from(!is_inline(&root));
    }
    // Among very many, only what follows is looked at.
    let (text, place) =
        lines_beneath(&root, node).unwrap_or_else(|| lines_beneath(node, node).unwrap_or_default());
    let start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[place.end..].find('\n').map_or(text.len(), |at| place.end + at);
    let alone = text[start..place.start].trim().is_empty();
    let before = text[..start].trim_end();
    let label = before[before.rfind('\n').map_or(0, |at| at + 1)..].trim();
    let start = if alone && !label.is_empty() && label.len() <= 40 {
        start - (text[..start].len() - before.len()) - label.len()
    } else {
        start
    };
    (text[start..end].to_owned(), place.start - start..place.end - start)
}

/// The text beneath `root` around `node`, blocks on lines of their own, and the place of the node's
/// text in it; `None` where it is far from the beginning.
fn lines_beneath(root: &NodeRef<'_>, node: &NodeRef<'_>) -> Option<(String, Range<usize>)> {
    let mut text = String::new();
    let mut place = None;
    let mut nodes = 0;
    let mut current = *root;
    'walk: loop {
        nodes += 1;
        if nodes > LINE_NODES && place.is_none() {
            return None;
        }
        if current.id == node.id {
            place = Some(text.len()..text.len());
        }
        let silent = ["script", "style", "svg"].iter().any(|name| current.has_name(name));
        if current.is_element() {
            end_word(&mut text, &current);
        }
        if current.is_text() {
            text_of(&current, |contents| push_blank_run(&mut text, contents));
        }
        if place.is_none() && text.len() > 4 * LINE_BYTES {
            let cut = text.floor_char_boundary(text.len() - LINE_BYTES);
            text.drain(..cut);
        }
        if !silent && let Some(child) = current.first_child() {
            current = child;
            continue;
        }
        loop {
            if let Some(place) = place.as_mut().filter(|_| current.id == node.id) {
                place.end = text.len();
            }
            let after = nodes > 2 * LINE_NODES
                || place.as_ref().is_some_and(|place| text.len() > place.start + LINE_BYTES);
            if current.id == root.id || after {
                break 'walk;
            }
            if current.is_element() {
                end_word(&mut text, &current);
            }
            if let Some(next) = current.next_sibling() {
                current = next;
                break;
            }
            let Some(parent) = current.parent() else { break 'walk };
            current = parent;
        }
    }
    let place = place.unwrap_or(0..0);
    let place = place.start..place.end.max(place.start);
    Some((text, place))
}

/// Ends the word before the edge of an element, or its line.
fn end_word(text: &mut String, element: &NodeRef<'_>) {
    if !is_inline(element) {
        text.push('\n');
    } else if text.ends_with(char::is_alphanumeric) {
        text.push(' ');
    }
}

/// Most nodes before one that are looked at for its line.
const LINE_NODES: usize = 2_000;

/// Appends text with its white space run together.
fn push_blank_run(text: &mut String, contents: &str) {
    for c in contents[..contents.floor_char_boundary(4 * LINE_BYTES)].chars() {
        if !c.is_whitespace() {
            text.push(c);
        } else if !text.ends_with([' ', '\n']) {
            text.push(' ');
        }
    }
}
