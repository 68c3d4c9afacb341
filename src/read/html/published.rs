//! The date of publication, as far as anything on the page says so.
//!
//! A field's date is the best, yet a field in UTC tells the wrong day for a paper that went out in
//! the evening of its own place: there, the day that is printed for readers counts.

use dom_query::Document;

use crate::model::{Article, DateOrigin, PublishedDate};
use crate::read::context::FileContext;
use crate::read::html::json_ld::JsonLdArticle;
use crate::read::html::metadata::{MODIFIED, PUBLISHED, PageHead};
use crate::read::html::printed::{ShownDate, printed};

/// Gives the article its date: that of a field, then one of those that the page shows, best first.
/// A date of modification counts only where nothing else is known, see [`set_modified`].
pub fn set_date(
    article: &mut Article,
    document: &Document,
    head: &PageHead,
    described: &JsonLdArticle,
    context: &FileContext<'_>,
) -> Vec<ShownDate> {
    let fields: Vec<&str> =
        described.published.as_deref().into_iter().chain(head.each(PUBLISHED)).collect();
    let (changes, printed): (Vec<_>, Vec<_>) =
        printed(document, article.title.as_deref()).into_iter().partition(|date| date.is_change);
    if let Some((field, date)) =
        fields.iter().find_map(|field| Some((*field, read(field, context)?)))
    {
        context.set_date(article, field, DateOrigin::Field);
        if let Some(local) = local_day(field, date, &printed, context) {
            article.date = Some(local);
        }
        return changes;
    }
    for date in &printed {
        context.set_date(article, &date.value, date.origin);
    }
    // What a field says and what cannot be used is kept as printed.
    for field in fields {
        context.set_date(article, field, DateOrigin::Field);
    }
    changes
}

/// Gives an article that nothing else dates, not even its path or address, the day of its last
/// change, by a field or as the page shows it (`changes`, of [`set_date`]).
pub fn set_modified(
    article: &mut Article,
    head: &PageHead,
    described: &JsonLdArticle,
    changes: &[ShownDate],
    context: &FileContext<'_>,
) {
    context.set_fallback_date(article);
    let modified = described.modified.as_deref().into_iter().chain(head.each(MODIFIED));
    for value in modified {
        context.set_date(article, value, DateOrigin::Field);
    }
    for date in changes {
        context.set_date(article, &date.value, date.origin);
    }
}

fn read(field: &str, context: &FileContext<'_>) -> Option<PublishedDate> {
    let mut article = Article::default();
    context.set_date(&mut article, field, DateOrigin::Field);
    article.date
}

/// The day that is printed by the headline, where the field is in UTC and the printed day is
/// the one before or after, as it can be at that hour.
fn local_day(
    field: &str,
    date: PublishedDate,
    printed: &[ShownDate],
    context: &FileContext<'_>,
) -> Option<PublishedDate> {
    let is_utc = field.ends_with('Z') || field.ends_with("+00:00") || field.ends_with("+0000");
    let hour: i64 = field.split_once('T')?.1.get(..2)?.parse().ok()?;
    if !is_utc {
        return None;
    }
    printed
        .iter()
        .filter(|shown| shown.in_head)
        .filter_map(|shown| read(&shown.value, context))
        .filter(|other| other.precision == date.precision)
        .find_map(|other| match other.day.0 - date.day.0 {
            0 => Some(date),
            -1 if hour < 12 => Some(other),
            1 if hour >= 10 => Some(other),
            _ => None,
        })
}
