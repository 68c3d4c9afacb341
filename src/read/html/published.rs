//! The date of publication, as far as anything on the page says so.
//!
//! A field's date is the best, yet a field in UTC tells the wrong day for a paper that went out in
//! the evening of its own place: there, the day that is printed for readers counts.

use dom_query::Document;

use crate::model::{Article, DateOrigin, PublishedDate};
use crate::read::context::FileContext;
use crate::read::html::json_ld::JsonLdArticle;
use crate::read::html::metadata::{MODIFIED, PUBLISHED, PageHead};
use crate::read::html::tree::{attribute, name_words, node_text};
use crate::read::html::{printed_date, visible};

/// Gives the article its date: that of a field, then a printed one. A date of modification counts
/// only where nothing else is known, see [`set_modified`].
pub fn set_date(
    article: &mut Article,
    document: &Document,
    head: &PageHead,
    described: &JsonLdArticle,
    context: &FileContext<'_>,
) {
    let fields: Vec<&str> =
        described.published.as_deref().into_iter().chain(head.each(PUBLISHED)).collect();
    let printed = printed(document);
    if let Some((field, date)) =
        fields.iter().find_map(|field| Some((*field, read(field, context)?)))
    {
        context.set_date(article, field, DateOrigin::Field);
        if let Some(local) = local_day(field, date, &printed, context) {
            article.date = Some(local);
        }
        return;
    }
    for (_, value, origin) in &printed {
        context.set_date(article, value, *origin);
    }
    // What a field says and what cannot be used is kept as printed.
    for field in fields {
        context.set_date(article, field, DateOrigin::Field);
    }
}

/// Gives an article that nothing else dates, not even its path or address, the day of its last
/// change.
pub fn set_modified(
    article: &mut Article,
    head: &PageHead,
    described: &JsonLdArticle,
    context: &FileContext<'_>,
) {
    context.set_fallback_date(article);
    let modified = described.modified.as_deref().into_iter().chain(head.each(MODIFIED));
    for value in modified {
        context.set_date(article, value, DateOrigin::Field);
    }
}

fn read(field: &str, context: &FileContext<'_>) -> Option<PublishedDate> {
    let mut article = Article::default();
    context.set_date(&mut article, field, DateOrigin::Field);
    article.date
}

/// The day that is printed, where the field is in UTC and the printed day is the one before or
/// after, as it can be at that hour.
fn local_day(
    field: &str,
    date: PublishedDate,
    printed: &[(i32, String, DateOrigin)],
    context: &FileContext<'_>,
) -> Option<PublishedDate> {
    let is_utc = field.ends_with('Z') || field.ends_with("+00:00") || field.ends_with("+0000");
    let hour: i64 = field.split_once('T')?.1.get(..2)?.parse().ok()?;
    if !is_utc {
        return None;
    }
    printed
        .iter()
        .filter_map(|(rank, value, _)| Some((*rank, read(value, context)?)))
        .filter(|(_, other)| other.precision == date.precision)
        .map(|(rank, other)| (rank, other, other.day.0 - date.day.0))
        .find_map(|(rank, other, later)| match later {
            0 => Some(date),
            -1 if hour < 12 => Some(other),
            // The day after may be that of the visit, which pages show at their top.
            1 if hour >= 10 && rank < OTHERS => Some(other),
            _ => None,
        })
}

/// Rank of a printed date where it is said to be one of publication. Ranks order the dates of a
/// page, best first.
const PUBLISHED_RANK: i32 = 0;
/// Rank of a date in an element made for dates.
const TIMES: i32 = 1000;
/// Rank of a date in a text after the headline.
const TEXTS: i32 = 2000;
/// Rank of a date in an element that is only called after dates.
const OTHERS: i32 = 3000;
/// Rank of the date of a change.
const CHANGES: i32 = 4000;

/// Dates that the page shows, best first.
fn printed(document: &Document) -> Vec<(i32, String, DateOrigin)> {
    let mut found: Vec<(i32, String, DateOrigin)> = Vec::new();
    let selector = "time, [itemprop='datePublished'], [class*='date'], [class*='Date'], \
                    [class*='publish'], [class*='posted'], [class*='timestamp']";
    for (at, node) in document.select(selector).nodes().iter().enumerate().take(100) {
        let words = name_words(node);
        let has = |names: &[&str]| names.iter().any(|name| words.contains(name));
        let text = node_text(node);
        let rank = if has(&[" modified ", " updated ", " update "]) || is_update(&text) {
            CHANGES
        } else if node.has_attr("pubdate")
            || has(&[" published ", " publish date ", " pubdate ", " posted "])
        {
            PUBLISHED_RANK
        } else if node.has_name("time") || node.has_attr("itemprop") {
            TIMES
        } else {
            OTHERS
        };
        let rank = rank + at as i32;
        if let Some(value) = attribute(node, "datetime").or_else(|| attribute(node, "content"))
            && value.len() < 40
            && printed_date::find_date(&value).is_some()
        {
            found.push((rank, value, DateOrigin::Field));
        }
        if text.chars().count() < 120
            && let Some(date) = printed_date::find_date(&text)
        {
            found.push((rank, date.to_owned(), DateOrigin::Dateline));
        }
    }
    for (at, text) in visible::visible_texts(document).iter().enumerate() {
        if text.chars().count() < 100
            && let Some(date) = printed_date::find_date(text)
        {
            let rank = if is_update(text) { CHANGES } else { TEXTS };
            found.push((rank + at as i32, date.to_owned(), DateOrigin::Dateline));
        }
    }
    found.sort_by_key(|(rank, ..)| *rank);
    found
}

fn is_update(text: &str) -> bool {
    let text = text.to_lowercase();
    ["updat", "modified", "aktualisiert", "mis à jour", "actualizado", "atualizado"]
        .iter()
        .any(|word| text.starts_with(word))
}
