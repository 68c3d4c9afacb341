//! Metadata in the head of a page: meta elements, links, the title element.

use std::collections::HashMap;

use dom_query::Document;

use crate::read::html::tree::{attribute, collapse_whitespace};

/// The meta elements of a page by their lower-case names, with all their values, and the other
/// metadata of the head.
#[derive(Clone, Debug, Default)]
pub struct PageHead {
    values: HashMap<String, Vec<String>>,
    /// Text of the title element.
    pub title: Option<String>,
    /// Canonical address of the page.
    pub canonical: Option<String>,
    /// Language tag of the page.
    pub language: Option<String>,
}

/// Names of meta elements with the headline, best first.
pub const TITLE: &[&str] = &[
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "headline",
    "hdl",
    "cxenseparse:title",
    "citation_title",
    "title",
];

/// Names of meta elements with the date of publication, best first.
pub const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "rnews:datepublished",
    "datepublished",
    "date_published",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publish_date",
    "publishdate",
    "published_time",
    "publication_date",
    "publicationdate",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "pubdate",
    "pub_date",
    "ptime",
    "bt:pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dc.date.created",
    "dcterms.created",
    "article.created",
    "citation_publication_date",
    "citation_date",
    "date",
    "displaydate",
];

/// Names of meta elements with the date of the last change, best first.
pub const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "article.updated",
];

/// Names of meta elements with the authors, best first.
pub const AUTHOR: &[&str] = &[
    "author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "byline",
    "article:author_name",
    "article:author",
    "og:article:author",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor",
    "rnews:author",
    "cxenseparse:author",
    "citation_author",
    "authors",
];

/// Names of meta elements with the publisher, best first.
pub const PUBLISHER: &[&str] =
    &["og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "cre", "application-name"];

/// Names of meta elements with the section, best first.
pub const SECTION: &[&str] = &[
    "article:section",
    "parsely-section",
    "og:article:section",
    "section",
    "cg",
    "dc.subject.section",
    "category",
];

/// Names of meta elements with the language, best first.
pub const LANGUAGE: &[&str] =
    &["content-language", "dc.language", "dcterms.language", "language", "og:locale"];

impl PageHead {
    /// Reads the metadata of a page.
    pub fn read(document: &Document) -> Self {
        let mut head = Self::default();
        for node in document.select("meta").nodes() {
            let Some(content) = attribute(node, "content") else { continue };
            for name in ["property", "name", "itemprop", "http-equiv"] {
                let Some(name) = attribute(node, name) else { continue };
                let name = name.to_lowercase();
                head.values.entry(name).or_default().push(collapse_whitespace(&content));
            }
        }
        let first = |selector: &str| document.select(selector).nodes().first().copied();
        // A title inside of an svg is the picture's.
        head.title = first("head title")
            .map(|node| collapse_whitespace(&node.text()))
            .filter(|t| !t.is_empty());
        head.canonical = first("link[rel='canonical']")
            .and_then(|node| attribute(&node, "href"))
            .or_else(|| head.first(&["og:url"]).map(str::to_owned))
            .filter(|url| url.starts_with("http"));
        head.language = first("html")
            .and_then(|node| attribute(&node, "lang").or_else(|| attribute(&node, "xml:lang")));
        head
    }

    /// All values of the first of `names` that the page has.
    pub fn all(&self, names: &[&str]) -> &[String] {
        names.iter().find_map(|name| self.values.get(*name)).map_or(&[], Vec::as_slice)
    }

    /// The first value of the first of `names` that the page has.
    pub fn first(&self, names: &[&str]) -> Option<&str> {
        self.all(names).first().map(String::as_str)
    }

    /// Every value of every one of `names`, in their order.
    pub fn each<'h>(&'h self, names: &'h [&str]) -> impl Iterator<Item = &'h str> {
        names.iter().filter_map(|name| self.values.get(*name)).flatten().map(String::as_str)
    }
}
