//! Kinds of pages: articles, and pages that are none, such as lists of articles, error pages, stubs
//! before a paywall.
//!
//! An article lost is worse than an index page kept, so a page is refused only by several signs
//! together, and never when it describes itself as an article and has a text.

use dom_query::Document;

use crate::model::{Article, Problem, Stage};
use crate::read::html::json_ld::JsonLdArticle;
use crate::read::html::metadata::{PUBLISHED, PageHead};
use crate::read::html::render::PageParagraph;
use crate::read::html::tree::node_text;

/// Elements that a page may begin with. Bare text with a tag in it begins with others.
const FIRST: &[&str] = &[
    "html", "head", "body", "title", "meta", "link", "script", "style", "base", "div", "main",
    "article", "header", "table", "center", "h1", "p", "noscript",
];

/// True if a file with this beginning is a page: by its doctype or its first element, for XML and
/// SGML of other kinds begin alike.
pub fn is_page(head: &str, path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let mut rest = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    loop {
        let Some(after) = rest.strip_prefix('<') else { return false };
        let end = if after.starts_with("!--") {
            after.find("-->").map(|at| at + 3)
        } else {
            after.find('>').map(|at| at + 1)
        };
        let tag = after[..end.unwrap_or(after.len())].to_ascii_lowercase();
        if let Some(doctype) = tag.strip_prefix("!doctype") {
            return doctype.trim_start().starts_with("html");
        }
        if !tag.starts_with(['!', '?']) {
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            let has_extension =
                [".html", ".htm", ".xhtml", ".shtml"].iter().any(|end| path.ends_with(end));
            return FIRST[..4].contains(&name)
                || (FIRST.contains(&name) && path.strip_suffix(".xml").is_none())
                || has_extension;
        }
        let Some(end) = end else { return false };
        rest = after[end..].trim_start();
    }
}

/// Signs of a page's kind that are read before its text is known.
#[expect(clippy::struct_excessive_bools, reason = "signs, each of its own")]
pub struct PageSignals {
    /// True if it says of itself that it is an article.
    is_article: bool,
    /// True if it says that its text is for subscribers.
    is_locked: bool,
    /// True if its title is that of an error, or of a test whether a person reads it.
    is_error: bool,
    /// True if it is the first page of its site.
    is_front: bool,
    links: usize,
    /// Number of headings that lead elsewhere.
    teasers: usize,
}

impl PageSignals {
    /// Reads the signs of a page.
    pub fn new(document: &Document, head: &PageHead, described: &JsonLdArticle) -> Self {
        let og_type = head.first(&["og:type"]).unwrap_or("").to_ascii_lowercase();
        let is_dated = head.first(PUBLISHED).is_some();
        let heading = document.select("h1").nodes().first().map(node_text);
        let titles = [head.title.as_deref(), heading.as_deref()];
        let address = head.canonical.as_deref().or(described.url.as_deref());
        Self {
            is_article: described.is_article || og_type == "article" || is_dated,
            is_locked: described.locked || is_walled(document),
            is_error: titles.into_iter().flatten().any(is_error),
            is_front: address.is_some_and(is_front),
            links: document.select("a[href]").nodes().len(),
            teasers: document
                .select("h2 a[href], h3 a[href], h4 a[href], a[href] h2, a[href] h3")
                .nodes()
                .len(),
        }
    }

    /// Refuses a page that is no article.
    ///
    /// # Errors
    /// The problem of such a page.
    pub fn check(&self, paragraphs: &[PageParagraph], article: &Article) -> Result<(), Problem> {
        let prose: usize = paragraphs
            .iter()
            .filter(|paragraph| paragraph.linked * 2 < paragraph.text.len())
            .map(|paragraph| paragraph.text.chars().count())
            .filter(|length| *length >= 60)
            .sum();
        let title = article.title.as_deref().unwrap_or("without a title");
        let problem = |cause: &str| Err(Problem::new(Stage::Read, cause, format!("“{title}”")));
        if self.is_error && prose < 800 && !self.is_article {
            return problem("error page");
        }
        if self.is_locked && prose < 250 {
            return problem("paywall stub");
        }
        let is_list = (self.is_front && self.links >= 20)
            || (self.links >= 40 && prose < 400)
            || (self.teasers >= 8 && prose < 1500 && self.links >= 30);
        if !self.is_article && is_list {
            return problem("index page");
        }
        if paragraphs.is_empty() {
            return problem(if self.links >= 40 { "index page" } else { "no text" });
        }
        Ok(())
    }
}

fn is_error(title: &str) -> bool {
    const PHRASES: &[&str] = &[
        "page not found",
        "404 not found",
        "error 404",
        "404 error",
        "page cannot be found",
        "page can't be found",
        "page can’t be found",
        "page doesn't exist",
        "page doesn’t exist",
        "access denied",
        "403 forbidden",
        "service unavailable",
        "bad gateway",
        "internal server error",
        "just a moment...",
        "attention required!",
        "are you a robot",
        "pardon our interruption",
        "verify you are human",
        "seite nicht gefunden",
        "page introuvable",
        "page non trouvée",
        "página no encontrada",
        "página não encontrada",
        "pagina niet gevonden",
        "pagina non trovata",
    ];
    let title = title.to_lowercase();
    let title = title.trim();
    title == "not found"
        || title == "404"
        || title.starts_with("404 ")
        || title.starts_with("404:")
        || PHRASES.iter().any(|phrase| title.contains(phrase))
}

fn is_front(address: &str) -> bool {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = path.split_once('/').map_or("", |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or("");
    matches!(path, "" | "index.html" | "index.htm" | "index.php" | "home")
}

/// True if the page asks for a subscription in place of its text.
fn is_walled(document: &Document) -> bool {
    const PHRASES: &[&str] = &[
        "subscribe to continue",
        "to continue reading",
        "to keep reading",
        "to read the full",
        "already a subscriber",
        "for subscribers only",
        "log in to continue",
        "sign in to continue",
        "abonnez-vous pour lire",
        "réservé aux abonnés",
        "weiterlesen mit",
        "nur für abonnenten",
        "solo para suscriptores",
        "exclusivo para assinantes",
    ];
    let selector = "[class*='paywall'], [id*='paywall'], [class*='regwall'], [class*='subscri'], \
         [class*='piano']";
    document.select(selector).nodes().iter().take(40).any(|node| {
        let text = node.text();
        text.len() < 4000 && {
            let text = text.to_lowercase();
            PHRASES.iter().any(|phrase| text.contains(phrase))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_other_marked_text() {
        for (head, path, is) in [
            ("<!DOCTYPE html><p>", "a", true),
            ("\u{FEFF} <!-- saved -->\n<HTML>", "a.txt", true),
            ("<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C'><html>", "a.xhtml", true),
            ("<?xml version='1.0'?><html xmlns='x'>", "a.xml", true),
            ("<?xml version='1.0'?><nitf><body>", "a.xml", false),
            ("<?xml version='1.0'?><rss><title><html>", "a.html.xml", false),
            ("<!DOCTYPE lewis SYSTEM 'lewis.dtd'><REUTERS><TITLE>", "a.sgm", false),
            ("<DOC><TITLE>", "ap880212", false),
            ("<title>Old page</title>", "a", true),
            ("<marquee>", "a.htm", true),
            ("<marquee>", "a", false),
            ("A text with <html>", "a.html", false),
            ("<!-- no end", "a.html", false),
            ("", "a.html", false),
        ] {
            assert_eq!(is_page(head, path), is, "{head} {path}");
        }
    }

    #[test]
    fn errors_are_told_by_their_titles() {
        for title in ["404", "Page not found – Gazette", "Seite nicht gefunden", "Just a moment..."]
        {
            assert!(is_error(title), "{title}");
        }
        for title in
            ["404ers celebrate", "Wreck not found, divers say", "Access to the pier denied"]
        {
            assert!(!is_error(title), "{title}");
        }
    }

    #[test]
    fn the_front_page_is_told_by_its_address() {
        assert!(is_front("https://gazette.example/"));
        assert!(is_front("https://gazette.example"));
        assert!(is_front("https://gazette.example/index.html?a=b"));
        assert!(!is_front("https://gazette.example/news/tram"));
    }
}
