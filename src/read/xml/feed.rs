//! Saved feeds: RSS 0.9 to 2.0 and Atom.
//!
//! Read here and not by the crate feed-rs, which turns every date into UTC: an item of 23:30 in New
//! York would lie on the next day, and the day as printed is the one that an archive is searched
//! by. An item's date is its publication, else its last change; the feed's own dates are those of
//! the fetch.

use std::io::BufRead;

use crate::model::{Article, DateOrigin, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::encoding::decode_xml;
use crate::read::extract::fields::{author_name, field_value};
use crate::read::extract::html_fragment::html_to_text;
use crate::read::input::read_all;
use crate::read::reader::{Emit, FormatInfo, FormatReader};
use crate::read::xml::tree::{XmlElement, XmlTree, root_name};

/// Reader of RSS and Atom.
#[derive(Debug)]
pub struct FeedReader;

impl FormatReader for FeedReader {
    fn name(&self) -> &'static str {
        "feed"
    }

    fn version(&self) -> u32 {
        2
    }

    fn format(&self) -> FormatInfo {
        FormatInfo {
            extensions: &["rss", "atom", "rdf", "xml"],
            reads: "title, date, author, body, feed's name, category, url, id, language",
            notes: "RSS 0.9 to 2.0 and Atom; the whole text where the feed has it, else its \
                 summary",
        }
    }

    fn claims(&self, head: &[u8], _: &str) -> bool {
        match root_name(head).as_deref() {
            Some("rss" | "feed" | "rdf") => true,
            // Other data is RDF too, so the namespace of RSS 1.0 or 0.9 has to be named.
            Some("RDF") => [&b"purl.org/rss/1.0"[..], b"netscape.com/rdf/simple/0.9"]
                .iter()
                .any(|name| memchr::memmem::find(head, name).is_some()),
            Some("entry") => memchr::memmem::find(head, b"http://www.w3.org/2005/Atom").is_some(),
            _ => false,
        }
    }

    fn read(
        &self,
        input: &mut dyn BufRead,
        context: &FileContext<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<(), Problem> {
        let bytes = read_all(input)?;
        let text = decode_xml(&bytes);
        // A blank line before the declaration is common in saved feeds.
        let tree = XmlTree::parse(text.trim_start());
        let Some(root) = tree.root() else {
            return Err(tree.into_problem("no text", "no element"));
        };
        let channel = root.child("channel").unwrap_or(root);
        let lone = root.name() == "entry";
        let feed = Article {
            publisher: channel.child("title").filter(|_| !lone).and_then(marked),
            language: channel
                .child("language")
                .and_then(|language| field_value(&language.text()))
                .or_else(|| root.attribute("lang")),
            authors: if root.name() == "feed" { authors(root) } else { Vec::new() },
            ..Article::default()
        };
        let mut position = 0;
        let items =
            channel.children().chain(root.children().filter(|_| channel.name() == "channel"));
        let items = lone.then_some(root).into_iter().chain(items);
        for entry in items.filter(|item| matches!(item.name(), "item" | "entry")) {
            if entry.is_closed() {
                emit(position, article(entry, &feed, context));
                position += 1;
            }
        }
        if position == 0 && tree.damage.is_none() {
            return Err(Problem::new(Stage::Read, "no text", "a feed without items"));
        }
        tree.damage.map_or(Ok(()), Err)
    }
}

fn article(
    item: XmlElement<'_, '_>,
    feed: &Article,
    context: &FileContext<'_>,
) -> Result<Article, Problem> {
    let child = |name: &str| item.child(name);
    // Media RSS has a title and description of its own, for the picture, within `group` or
    // `content`.
    let title = child("title").and_then(marked);
    let bodies = ["encoded", "content", "description", "summary"];
    let parts = item.children().filter(|part| bodies.contains(&part.name()));
    let rank = |part: &XmlElement<'_, '_>| bodies.iter().position(|name| *name == part.name());
    let mut parts: Vec<_> = parts.collect();
    parts.sort_by_key(rank);
    let body = parts.into_iter().map(body).find(|body| !body.is_empty()).unwrap_or_default();
    let id = child("guid").or_else(|| child("id")).and_then(|id| field_value(&id.text()));
    if body.is_empty() {
        let what = title.or(id).unwrap_or_default();
        return Err(Problem::new(Stage::Read, "headline only, no text", what));
    }
    let mut article = Article { title, body, archive_id: id, ..feed.clone() };
    let own = authors(item);
    if !own.is_empty() {
        article.authors = own;
    }
    article.url = link(item);
    if let Some(source) = child("source").and_then(|source| source.child("title")).and_then(marked)
    {
        article.publisher = Some(source);
    }
    let category = item.children().filter(|part| part.name() == "category");
    let category = category.filter_map(|part| {
        field_value(&part.text())
            .or_else(|| part.attribute("label"))
            .or_else(|| part.attribute("term"))
    });
    // WordPress names the kind of page among the categories.
    article.section = category.into_iter().find(|name| !matches!(name.as_str(), "post" | "page"));
    article.language = item.attribute("lang").or(article.language);
    for name in ["pubDate", "published", "issued", "date", "created", "updated", "modified"] {
        for date in item.children().filter(|part| part.name() == name) {
            context.set_date(&mut article, &date.text(), DateOrigin::Field);
        }
    }
    Ok(article)
}

/// A title or the like, which may be escaped HTML, on one line.
fn marked(element: XmlElement<'_, '_>) -> Option<String> {
    field_value(&html_to_text(&element.raw_text()))
}

/// The text of a body: XHTML elements, escaped HTML, or plain text.
fn body(part: XmlElement<'_, '_>) -> String {
    let kind = part.attribute("type").unwrap_or_default();
    if kind.starts_with("image/") || kind.starts_with("video/") || kind.starts_with("audio/") {
        return String::new();
    }
    if !part.is_leaf() {
        return part.prose(&|_| false);
    }
    let text = part.raw_text();
    if kind == "text" && !text.contains("</") {
        text.trim().to_owned()
    } else {
        html_to_text(&text)
    }
}

fn authors(item: XmlElement<'_, '_>) -> Vec<String> {
    let children_named =
        |name: &'static str| item.children().filter(move |part| part.name() == name);
    let creators: Vec<String> = children_named("creator")
        .filter_map(|part| author_name(&html_to_text(&part.raw_text())))
        .collect();
    if !creators.is_empty() {
        return creators;
    }
    let names = children_named("author").filter_map(|author| {
        if let Some(name) = author.child("name") {
            return author_name(&name.text());
        }
        // RSS: "desk@example.com (Ina Cole)".
        let text = field_value(&author.text())?;
        let name = text.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
        author_name(name.map_or(text.as_str(), |(name, _)| name)).filter(|name| !name.contains('@'))
    });
    names.collect()
}

/// The address of an item. RSS puts it into the element, Atom into an attribute of the link called
/// alternate.
fn link(item: XmlElement<'_, '_>) -> Option<String> {
    let links: Vec<_> = item.children().filter(|part| part.name() == "link").collect();
    let href = |rel: Option<&str>| {
        let link = links.iter().find(|link| link.attribute("rel").as_deref() == rel)?;
        link.attribute("href")
    };
    let text = || links.iter().find_map(|link| field_value(&link.text()));
    let guid = || field_value(&item.child("guid")?.text()).filter(|id| id.starts_with("http"));
    href(Some("alternate")).or_else(|| href(None)).or_else(text).or_else(guid)
}
