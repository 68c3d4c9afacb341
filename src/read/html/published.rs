//! When the article was published, as far as anything on the page says so.

use dom_query::{Document, NodeRef};

use crate::model::{Article, DateOrigin};
use crate::read::Context;
use crate::read::html::json_ld::Described;
use crate::read::html::metadata::{Head, MODIFIED, PUBLISHED};
use crate::read::html::tree::{attribute, line, words_of};

/// Gives the article its date: what fields say, then what is printed, then what the address says.
/// A date of modification counts only where nothing else is known.
pub(super) fn set_date(
    article: &mut Article,
    document: &Document,
    head: &Head,
    described: &Described,
    context: &Context<'_>,
) {
    let fields = described.published.as_deref().into_iter().chain(head.each(PUBLISHED));
    for value in fields {
        context.set_date(article, value, DateOrigin::Field);
    }
    for (value, origin) in visible(document) {
        context.set_date(article, &value, origin);
    }
    if article.date.is_none()
        && let Some(url) = &article.url
    {
        let path = url.split(['?', '#']).next().unwrap_or(url);
        if let Some(mut date) = crate::read::date_from_path(path) {
            date.origin = DateOrigin::Url;
            article.date = Some(date);
        }
    }
    let modified = described.modified.as_deref().into_iter().chain(head.each(MODIFIED));
    for value in modified {
        context.set_date(article, value, DateOrigin::Field);
    }
}

/// Dates that the page shows, best first.
fn visible(document: &Document) -> Vec<(String, DateOrigin)> {
    let mut found: Vec<(i32, String, DateOrigin)> = Vec::new();
    let selector = "time, [itemprop='datePublished'], [class*='date'], [class*='Date'], [class*='time'], [class*='publish'], [class*='posted'], [class*='byline']";
    for (at, node) in document.select(selector).nodes().iter().enumerate().take(200) {
        let words = words_of(node);
        let modified = [" modified ", " updated ", " update "].iter().any(|w| words.contains(w));
        let published = [
            " published ",
            " publish ",
            " pubdate ",
            " posted ",
            " datepublished ",
            " date published ",
        ]
        .iter()
        .any(|w| words.contains(w))
            || node.has_attr("pubdate");
        let mut rank = at as i32;
        if published {
            rank -= 1000;
        }
        if modified {
            rank += 1000;
        }
        for name in ["datetime", "content", "data-datetime", "data-timestamp"] {
            if let Some(value) = attribute(node, name) {
                found.push((rank, value, DateOrigin::Field));
            }
        }
        let text = line(node);
        if text.chars().count() < 120 {
            found.push((rank + 1, text, DateOrigin::Dateline));
        }
        if too_many(node) {
            break;
        }
    }
    found.sort_by_key(|(rank, ..)| *rank);
    found.into_iter().map(|(_, value, origin)| (value, origin)).collect()
}

fn too_many(_: &NodeRef<'_>) -> bool {
    false
}
