//! Authors of a page: those that JSON-LD and meta elements name, or else the visible byline.

use dom_query::Document;

use crate::read::html::json_ld::JsonLdArticle;
use crate::read::html::metadata::{AUTHOR, PageHead};
use crate::read::html::tree::{attribute, collapse_whitespace, name_words, node_text};
use crate::read::html::visible;

/// The names of the authors, best source first.
pub fn authors(document: &Document, head: &PageHead, described: &JsonLdArticle) -> Vec<String> {
    let publisher = described.publisher.as_deref().or(head.first(&["og:site_name"]));
    let tidy = |names: &[String]| -> Vec<String> {
        let mut tidied = Vec::new();
        for name in names {
            for name in split(name) {
                let is_site = publisher.is_some_and(|publisher| same(publisher, &name));
                if !is_site && !tidied.iter().any(|other: &String| same(other, &name)) {
                    tidied.push(name);
                }
            }
        }
        tidied
    };
    let first = tidy(&described.authors);
    if !first.is_empty() {
        return first;
    }
    for name in AUTHOR {
        let names = tidy(head.all(&[name]));
        if !names.is_empty() {
            return names;
        }
    }
    let marked = tidy(&marked(document));
    if !marked.is_empty() {
        return marked;
    }
    tidy(&printed(document))
}

/// The names in a line "By Ina Cole" near the headline, in one text or two.
fn printed(document: &Document) -> Vec<String> {
    let texts = visible::visible_texts(document);
    for (at, text) in texts.iter().enumerate().take(30) {
        let lower = text.to_lowercase();
        if matches!(lower.trim_end_matches(':'), "by" | "von" | "par" | "por" | "di" | "door") {
            return texts.get(at + 1).cloned().into_iter().collect();
        }
        if let Some(name) = after_by(text)
            && name.chars().count() < 80
            && !name.ends_with(['.', '!', '?'])
        {
            return vec![name.to_owned()];
        }
    }
    Vec::new()
}

/// The name after the "By" of a byline, if it begins in capitals.
pub fn after_by(text: &str) -> Option<&str> {
    const STARTS: &[&str] = &[
        "By ", "BY ", "by ", "By: ", "Von ", "VON ", "Par ", "PAR ", "Por ", "POR ", "Di ", "Door ",
    ];
    let name = STARTS.iter().find_map(|start| text.strip_prefix(start))?.trim_start();
    let mut words = name.split_whitespace();
    let capital =
        |word: Option<&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
    (capital(words.next()) && words.next().is_none_or(|word| capital(Some(word)) || word.len() < 4))
        .then_some(name)
}

/// Words in the names of elements that are near a byline and none.
const NO_BYLINE: [&str; 7] =
    [" bio ", " comment ", " comments ", " related ", " date ", " image ", " avatar "];

/// The names in elements that the page marks as its byline.
fn marked(document: &Document) -> Vec<String> {
    for selector in
        ["[itemprop='author'] [itemprop='name']", "[itemprop='author']", "[rel='author']"]
    {
        let names: Vec<String> = document
            .select(selector)
            .nodes()
            .iter()
            .take(6)
            .filter_map(|node| attribute(node, "content").or_else(|| Some(node_text(node))))
            .filter(|name| !name.is_empty() && name.chars().count() < 80)
            .collect();
        if !names.is_empty() {
            return names;
        }
    }
    let mut names = Vec::new();
    let selector = "[class*='author'], [class*='byline'], [class*='Author'], [class*='Byline'], \
                    [id*='byline']";
    for node in document.select(selector).nodes().iter().take(40) {
        let words = name_words(node);
        if NO_BYLINE.iter().any(|name| words.contains(name)) {
            continue;
        }
        let text = collapse_whitespace(&node_text(node));
        let length = text.chars().count();
        if length > 2 && length < 100 {
            names.push(text);
            break;
        }
    }
    names
}

/// The names in a byline: "By Ina Cole and Omar Haddad, Staff Writers | Published …".
fn split(byline: &str) -> Vec<String> {
    let mut text = collapse_whitespace(byline);
    if text.contains("://") || text.starts_with('@') || text.starts_with("www.") {
        return Vec::new();
    }
    if let Some(at) = text.find(['|', '•', '·', '(']) {
        text.truncate(at);
    }
    let lower = text.to_lowercase();
    let english = ["written by ", "posted by ", "reported by ", "by: ", "by "];
    if let Some(start) = english.iter().find(|start| lower.starts_with(*start)) {
        text = text.get(start.len()..).unwrap_or("").to_owned();
    } else if let Some(name) = after_by(&text)
        && name.split_whitespace().count() > 1
    {
        // "Von Ina Cole", and not somebody called Von Hayes.
        text = name.to_owned();
    }
    text.replace(" and ", ",")
        .replace(" & ", ",")
        .replace(" und ", ",")
        .replace(';', ",")
        .split(',')
        .map(|name| {
            name.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != '.').trim().to_owned()
        })
        .filter(|name| looks_like_name(name))
        .collect()
}

fn looks_like_name(name: &str) -> bool {
    const NONE: &[&str] = &[
        "admin",
        "editor",
        "staff",
        "staff writer",
        "null",
        "none",
        "undefined",
        "view all posts",
        "follow",
        "author",
        "contributor",
        "unknown",
        "guest",
        "updated",
        "published",
    ];
    const TRADES: &[&str] = &[
        "reporter",
        "editor",
        "writer",
        "correspondent",
        "columnist",
        "journalist",
        "contributor",
        "producer",
    ];
    let lower = name.to_lowercase();
    let is_trade = lower.split_whitespace().last().is_some_and(|last| TRADES.contains(&last));
    !name.is_empty()
        && !is_trade
        && name.chars().count() < 60
        && !name.chars().any(|c| c.is_ascii_digit())
        && !name.contains('@')
        && name.split_whitespace().count() <= 7
        && !NONE.contains(&lower.as_str())
}

fn same(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    letters(one) == letters(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byline_gives_its_names() {
        for (byline, names) in [
            ("By Ina Cole and Omar Haddad", &["Ina Cole", "Omar Haddad"][..]),
            ("by INA COLE | Staff Writer", &["INA COLE"]),
            ("Ina Cole, Senior Reporter", &["Ina Cole"]),
            ("Von Hayes", &["Von Hayes"]),
            ("Von Jule Harms", &["Jule Harms"]),
            ("Ina Cole, Omar Haddad & Lena Fors", &["Ina Cole", "Omar Haddad", "Lena Fors"]),
            ("Associated Press", &["Associated Press"]),
            ("Ina Cole (ina@gazette.example)", &["Ina Cole"]),
            ("https://gazette.example/ina", &[]),
            ("admin", &[]),
            ("June 12, 2025", &[]),
            ("", &[]),
        ] {
            assert_eq!(split(byline), names, "{byline}");
        }
    }

    fn found(html: &str) -> Vec<String> {
        let document = Document::from(html);
        authors(&document, &PageHead::read(&document), &JsonLdArticle::default())
    }

    #[test]
    fn the_best_source_is_used() {
        for (html, names) in [
            (
                "<meta name=author content='Ina Cole'><p class=byline>By the desk</p>",
                &["Ina Cole"][..],
            ),
            ("<h1>Title</h1><a rel=author href=x>Omar Haddad</a>", &["Omar Haddad"]),
            ("<h1>Title</h1><p class=byline>By Lena Fors</p>", &["Lena Fors"]),
            ("<h1>Title</h1><div>Par Élodie Marchand</div>", &["Élodie Marchand"]),
            ("<h1>Title</h1><span>By</span> <a>Ina Cole</a>", &["Ina Cole"]),
            // The site is not the author.
            ("<meta property=og:site_name content=Gazette><meta name=author content=Gazette>", &[]),
            ("<h1>Title</h1><p>By Thursday all was over.</p>", &[]),
        ] {
            assert_eq!(found(html), names, "{html}");
        }
    }
}
