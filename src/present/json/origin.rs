//! Place and date of an article: the fields that articles, quotations and copies share.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Article, DateOrigin, DatePrecision, Source, Status};
use crate::text;

/// Headline, date, publisher and place in the archive, flattened into the object around it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "origin")]
pub struct OriginJson<'a> {
    /// Headline; one that is the opening of the body ends with an ellipsis.
    headline: Cow<'a, str>,
    /// Date of publication as exactly as it is known: YYYY, YYYY-MM or YYYY-MM-DD.
    date: Option<String>,
    /// Precision of the date.
    date_precision: Option<DatePrecision>,
    /// Origin of the date.
    date_origin: Option<DateOrigin>,
    /// Date as printed, where it cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    date_printed: Option<&'a str>,
    /// Instant of publication, in seconds since 1970 began in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    instant: Option<i64>,
    /// Publication.
    source: Option<&'a str>,
    /// Authors.
    authors: &'a [String],
    /// Link to the article.
    url: Option<&'a str>,
    /// Name of the root in which it lies.
    root: &'a str,
    /// Path beneath the root.
    path: &'a str,
    /// Position in the file, from 0.
    position: u64,
    /// Member of the archive file.
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<&'a str>,
    /// Page of the paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
    /// Section of the paper.
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    /// Status, unless the article is usable as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    /// Instant before which it may not be shown, in seconds since 1970 began in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    embargo: Option<i64>,
    /// Repairs of its text as it was read.
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    mended: &'a [String],
    /// Id that the archive itself has for it.
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
