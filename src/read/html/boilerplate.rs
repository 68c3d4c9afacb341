//! Boilerplate: parts of a news page that are none of the article. Captions, share bars, related
//! links, newsletter boxes, banners, lives of authors, recognised by the names that pages give
//! their parts.
//!
//! No part with a large share of the page's text is dropped by its name: names lie
//! ("related-wrapper" around everything).

use std::collections::HashMap;

use dom_query::{Document, NodeData, NodeId, NodeRef};

use crate::read::html::tree::{has_any_name, name_words, next_in_document};

/// Elements that are dropped anywhere.
const ELEMENTS: &[&str] = &[
    "script",
    "style",
    "nav",
    "footer",
    "button",
    "select",
    "textarea",
    "input",
    "figcaption",
    "dialog",
    "iframe",
    "template",
    "svg",
    "video",
    "audio",
    "canvas",
    "object",
    "embed",
];

/// Words of class or id: any of these as whole words, or words in sequence, marks boilerplate.
const NAMES: &[&str] = &[
    "caption",
    "captions",
    "photocredit",
    "credit",
    "credits",
    "photo credit",
    "image credit",
    "wp caption text",
    "cutline",
    "related",
    "relateds",
    "read more",
    "readmore",
    "more stories",
    "more from",
    "more on",
    "most read",
    "most popular",
    "mostpopular",
    "popular",
    "trending",
    "recommended",
    "recommendation",
    "recommendations",
    "recirc",
    "recirculation",
    "newsletter",
    "newsletters",
    "signup",
    "sign up",
    "subscribe",
    "subscription",
    "optin",
    "opt in",
    "share",
    "sharing",
    "sharebar",
    "sharedaddy",
    "addthis",
    "addtoany",
    "social",
    "socials",
    "follow us",
    "followus",
    "promo",
    "promos",
    "promotion",
    "sponsor",
    "sponsored",
    "advert",
    "advertisement",
    "ads",
    "adsense",
    "ad container",
    "ad wrapper",
    "ad slot",
    "ad unit",
    "outbrain",
    "taboola",
    "teads",
    "dfp",
    "gpt",
    "breadcrumb",
    "breadcrumbs",
    "comments",
    "comment",
    "disqus",
    "respond",
    "livefyre",
    "cookie",
    "cookies",
    "consent",
    "gdpr",
    "onetrust",
    "banner",
    "popup",
    "modal",
    "lightbox",
    "toolbar",
    "toast",
    "author bio",
    "author box",
    "authorbox",
    "about author",
    "about the author",
    "author info",
    "author card",
    "author description",
    "author profile",
    "bio",
    "byline",
    "bylines",
    "timestamp",
    "pubdate",
    "publish date",
    "published date",
    "post date",
    "entry date",
    "article date",
    "post meta",
    "entry meta",
    "article meta",
    "metadata",
    "entry footer",
    "post footer",
    "article footer",
    "article tags",
    "tags",
    "taglist",
    "tag list",
    "topics",
    "keywords",
    "print only",
    "printfriendly",
    "sidebar",
    "skip link",
    "screen reader text",
    "visually hidden",
    "visuallyhidden",
    "sr only",
    "jp relatedposts",
    "gallery",
    "slideshow",
    "carousel",
    "slider",
    "video player",
    "jwplayer",
    "brightcove",
    "playlist",
    "prev next",
    "pagination",
    "pager",
    "post navigation",
    "nav links",
    "reading time",
    "readtime",
    "read time",
    "affiliate disclosure",
    "disclaimer",
    "copyright",
];

/// Names of parts between headline and text, which sum the article up and are none of it.
const SUMMARIES: &[&str] = &[
    "standfirst",
    "dek",
    "deck",
    "subtitle",
    "sub title",
    "subheadline",
    "sub headline",
    "article summary",
    "article excerpt",
    "article subtitle",
];

/// Names of parts that are kept whatever else they are called.
const KEPT: &[&str] = &[
    "article body",
    "articlebody",
    "story body",
    "post content",
    "entry content",
    "article content",
    "story content",
    "post body",
    "main content",
    "article text",
    "story text",
];

/// Removes the parts of a page that are none of the article.
pub fn remove_boilerplate(document: &Document) {
    let Some(body) = document.body() else { return };
    let shares = TextShares::new(&body);
    let mut node = Some(body);
    let mut doomed: Vec<NodeId> = Vec::new();
    // Bytes of paragraphs seen: where the text has begun, a subtitle is a heading in it.
    let mut begun = 0;
    while let Some(current) = node {
        let is_doomed = current.id != body.id && is_frame(&current, &shares, begun < 300);
        if !is_doomed && current.has_name("p") {
            begun += shares.bytes.get(&current.id).copied().unwrap_or(0);
        }
        if is_doomed {
            doomed.push(current.id);
        }
        node = next_in_document(&current, &body, !is_doomed);
    }
    for id in doomed {
        document.tree.remove_from_parent(&id);
    }
    // Readability drops headings by the names of their classes, and loses those of articles too.
    for heading in document.select("h2, h3, h4").nodes() {
        heading.remove_attrs(&["class", "id"]);
    }
}

/// Amounts of text beneath every element, in bytes without blanks.
struct TextShares {
    bytes: HashMap<NodeId, usize>,
    all: usize,
}

impl TextShares {
    /// Counts the text beneath `root`.
    fn new(root: &NodeRef<'_>) -> Self {
        let mut bytes: HashMap<NodeId, usize> = HashMap::new();
        let mut order: Vec<NodeRef<'_>> = Vec::new();
        let mut node = Some(*root);
        while let Some(current) = node {
            let is_silent = current.has_name("script")
                || current.has_name("style")
                || current.has_name("noscript");
            if current.is_text() {
                let own = current.query_or(0, |inner| match &inner.data {
                    NodeData::Text { contents } => {
                        contents.bytes().filter(|b| !b.is_ascii_whitespace()).count()
                    }
                    _ => 0,
                });
                if own > 0 {
                    bytes.insert(current.id, own);
                    order.push(current);
                }
            } else if current.is_element() && !is_silent {
                order.push(current);
            }
            node = next_in_document(&current, root, !is_silent);
        }
        for node in order.iter().rev() {
            let own = bytes.get(&node.id).copied().unwrap_or(0);
            if own > 0
                && node.id != root.id
                && let Some(parent) = node.parent()
            {
                *bytes.entry(parent.id).or_default() += own;
            }
        }
        let all = bytes.get(&root.id).copied().unwrap_or(0).max(1);
        Self { bytes, all }
    }

    /// The share of the page's text that lies beneath `node`.
    fn share(&self, node: &NodeRef<'_>) -> f64 {
        self.bytes.get(&node.id).copied().unwrap_or(0) as f64 / self.all as f64
    }
}

fn is_frame(node: &NodeRef<'_>, shares: &TextShares, before_text: bool) -> bool {
    if node.is_comment() {
        return true;
    }
    let Some(name) = node.qual_name_ref().map(|name| name.local.to_string()) else { return false };
    if matches!(name.as_str(), "html" | "body" | "main") {
        return false;
    }
    if ELEMENTS.contains(&name.as_str()) {
        return shares.share(node) < 0.4;
    }
    if name == "figure" {
        return is_picture(node);
    }
    if is_hidden(node) {
        return shares.share(node) < 0.4;
    }
    // Links and marks in a sentence, headings, and the article itself are not judged by their
    // names.
    let spared =
        ["a", "b", "i", "em", "strong", "article", "h1", "h2", "h3", "h4"].contains(&name.as_str());
    if spared {
        return false;
    }
    let words = name_words(node);
    if words.len() < 3 {
        return false;
    }
    if has_any_name(&words, KEPT) {
        return false;
    }
    if before_text && has_any_name(&words, SUMMARIES) && shares.share(node) < 0.2 {
        return true;
    }
    // A quoted post stands in a box called "social" and is quoted all the same.
    has_any_name(&words, NAMES) && shares.share(node) < 0.2 && !contains_quotation(node)
}

fn contains_quotation(node: &NodeRef<'_>) -> bool {
    let is_social = name_words(node).contains(" social ");
    is_social && node.descendants_it().any(|inner| inner.has_name("blockquote"))
}

/// True for a figure that holds a picture and no quotation, table or code: none of it is text of
/// the article.
fn is_picture(node: &NodeRef<'_>) -> bool {
    let mut picture = false;
    for inner in node.descendants_it() {
        let Some(name) = inner.qual_name_ref() else { continue };
        match &*name.local {
            "img" | "picture" | "video" | "iframe" => picture = true,
            "blockquote" | "table" | "pre" | "code" | "p" => return false,
            _ => {}
        }
    }
    picture
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    let Some(element) = node.element_ref() else { return false };
    element.attrs.iter().any(|attribute| match &*attribute.name.local {
        "hidden" => true,
        "aria-hidden" => &*attribute.value == "true",
        "style" => {
            let style = attribute.value.to_ascii_lowercase();
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            style.contains("display:none") || style.contains("visibility:hidden")
        }
        _ => false,
    })
}
