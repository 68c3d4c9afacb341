//! The headline: the one that stands over the article, rather than the one for search engines.

use dom_query::Document;

use crate::read::html::json_ld::{JsonLdArticle, unescape};
use crate::read::html::metadata::{PageHead, TITLE};
use crate::read::html::tree::{name_words, node_text};

/// The page's headline, if it has any.
pub fn title(document: &Document, head: &PageHead, described: &JsonLdArticle) -> Option<String> {
    let site = described.publisher.as_deref().or(head.first(&["og:site_name"]));
    let meta = head.first(TITLE).map(decoded);
    let element = head.title.as_deref().map(decoded);
    let elsewhere: Vec<String> = [described.headline.clone(), meta, element]
        .into_iter()
        .flatten()
        .map(|title| without_site(&title, site))
        .filter(|title| !title.is_empty())
        .collect();
    let headings = headings(document, site);
    let fit =
        |heading: &str| elsewhere.iter().map(|title| likeness(heading, title)).fold(0.0, f64::max);
    // The first of those that fit alike.
    let best = headings.iter().rev().max_by(|a, b| fit(a).total_cmp(&fit(b)));
    if let Some(heading) = best {
        let alone = headings.len() == 1 && heading.split_whitespace().count() >= 3;
        if fit(heading) >= 0.35 || alone || elsewhere.is_empty() {
            return Some(heading.clone());
        }
    }
    elsewhere.into_iter().next()
}

fn decoded(title: &str) -> String {
    if title.contains('&') {
        crate::read::html::tree::collapse_whitespace(&unescape(title))
    } else {
        title.to_owned()
    }
}

/// The texts of all first-level headings that may be the article's.
fn headings(document: &Document, site: Option<&str>) -> Vec<String> {
    let mut found = Vec::new();
    for node in document.select("h1").nodes().iter().take(20) {
        let text = node_text(node);
        let words = name_words(node);
        let is_logo =
            [" logo ", " site title ", " site name ", " brand "].iter().any(|n| words.contains(n));
        let is_site = site.is_some_and(|site| {
            let site = words_in(site);
            words_in(&text).iter().all(|word| site.contains(word) || word == "logo")
        });
        if !text.is_empty() && text.chars().count() <= 300 && !is_logo && !is_site {
            found.push(text);
        }
    }
    found
}

fn words_in(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Dice coefficient of the words of two titles: 1 when they are equal (Dice 1945).
fn likeness(one: &str, other: &str) -> f64 {
    let (one, other) = (words_in(one), words_in(other));
    let shared = one.iter().filter(|word| other.contains(word)).count();
    2.0 * shared as f64 / (one.len() + other.len()).max(1) as f64
}

/// A title without the name of the site at its end or beginning.
fn without_site(title: &str, site: Option<&str>) -> String {
    const MARKS: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • "];
    let mut title = title.trim();
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let site_letters = site.map(letters).filter(|site| !site.is_empty());
    for _ in 0..3 {
        let separator =
            MARKS.iter().filter_map(|mark| title.rfind(mark).map(|at| (at, mark.len()))).max();
        let Some((at, width)) = separator else { break };
        let (before, after) = (title[..at].trim(), title[at + width..].trim());
        let named = site_letters.as_ref().is_some_and(|site| {
            let after = letters(after);
            !after.is_empty() && (site.contains(&after) || after.contains(site.as_str()))
        });
        let short = after.split_whitespace().count() <= 4 && before.split_whitespace().count() >= 4;
        let bar = title[at..].starts_with(" | ");
        if named || (short && (bar || after.starts_with(char::is_uppercase))) {
            title = before;
        } else {
            break;
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_the_site_goes() {
        for (title, site, short) in [
            ("Harbour reopens | Sundmark Gazette", Some("Sundmark Gazette"), "Harbour reopens"),
            ("Harbour reopens after the storm - Gazette", None, "Harbour reopens after the storm"),
            (
                "Harbour reopens after the storm | News | Gazette",
                None,
                "Harbour reopens after the storm",
            ),
            (
                "Harbour reopens – and the ferries with it",
                None,
                "Harbour reopens – and the ferries with it",
            ),
            ("Café owners ‘will not pay’", Some("Courier"), "Café owners ‘will not pay’"),
            ("Gazette", Some("Gazette"), "Gazette"),
        ] {
            assert_eq!(without_site(title, site), short, "{title}");
        }
    }

    fn chosen(html: &str) -> Option<String> {
        let document = Document::from(html);
        let head = PageHead::read(&document);
        title(&document, &head, &JsonLdArticle::default())
    }

    #[test]
    fn the_headline_over_the_text_is_the_title() {
        for (html, expected) in [
            (
                "<title>Storm: harbour reopens today - Gazette</title><h1>The harbour reopens \
                 today</h1>",
                "The harbour reopens today",
            ),
            // The name of the site as a heading is none.
            (
                "<title>Harbour reopens after storm</title>\
                 <meta property=og:site_name content='The Gazette'>\
                 <h1>The Gazette</h1><h2>Harbour reopens after storm</h2>",
                "Harbour reopens after storm",
            ),
            ("<meta property=og:title content='Tom &amp;amp; Ina win'><p>Text", "Tom & Ina win"),
        ] {
            assert_eq!(chosen(html).as_deref(), Some(expected), "{html}");
        }
        assert_eq!(chosen("<p>Text"), None);
    }
}
