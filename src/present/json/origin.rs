//! Place and date of an article: the fields that articles, quotations and copies share.

use std::borrow::Cow;

use serde::Serialize;

use crate::model::{Article, DateOrigin, DatePrecision, Source, Status};
use crate::text;

/// Headline, date, publisher and place in the archive, flattened into the object around it.
#[derive(Serialize)]
pub struct OriginJson<'a> {
    headline: Cow<'a, str>,
    date: Option<String>,
    date_precision: Option<DatePrecision>,
    date_origin: Option<DateOrigin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_printed: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instant: Option<i64>,
    source: Option<&'a str>,
    authors: &'a [String],
    url: Option<&'a str>,
    root: &'a str,
    path: &'a str,
    position: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    embargo: Option<i64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    mended: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    archive_id: Option<&'a str>,
}

/// The headline; one that is the opening of the body ends with an ellipsis.
fn headline(article: &Article) -> Cow<'_, str> {
    let headline = text::headline(article);
    if headline.is_empty() || text::has_title(article) {
        Cow::Borrowed(headline)
    } else {
        Cow::Owned(format!("{headline} …"))
    }
}

impl<'a> OriginJson<'a> {
    /// The fields of an article.
    pub fn new(source: &'a Source, article: &'a Article) -> Self {
        Self {
            headline: headline(article),
            date: article.date.map(|d| d.to_string()),
            date_precision: article.date.map(|d| d.precision),
            date_origin: article.date.map(|d| d.origin),
            date_printed: article.date_as_printed.as_deref(),
            instant: article.instant,
            source: article.publisher.as_deref(),
            authors: &article.authors,
            url: article.url.as_deref(),
            root: &source.root,
            path: &source.path,
            position: source.position,
            member: article.member.as_deref(),
            page: article.page.as_deref(),
            section: article.section.as_deref(),
            status: (article.status != Status::Usable).then_some(article.status),
            embargo: article.embargo,
            mended: &article.mended,
            archive_id: article.archive_id.as_deref(),
        }
    }
}
