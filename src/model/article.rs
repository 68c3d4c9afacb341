//! An article as a reader hands it over: its fields as printed, its body untouched.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::date::PublishedDate;

/// One article. Every text is as the archive has it; nothing is folded, trimmed or repaired here.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Id that the archive itself gives (the JSON `id`), echoed in output.
    pub archive_id: Option<String>,
    /// Headline that the archive gives, if any.
    pub title: Option<String>,
    /// Body, to the byte; every [`Span`](crate::model::Span) of the notes points into it.
    pub body: String,
    /// Published date, as far as anything tells it.
    pub date: Option<PublishedDate>,
    /// Instant of publication in seconds since 1970 (UTC), where a time with its zone is printed.
    pub instant: Option<i64>,
    /// Date as printed, where it could not be used: implausible, or of an order that nothing tells.
    pub date_as_printed: Option<String>,
    /// Names of the authors, as printed.
    pub authors: Vec<String>,
    /// Name of the publication: a paper, an agency, a site.
    pub publisher: Option<String>,
    /// Address on the web.
    pub url: Option<String>,
    /// Section or desk.
    pub section: Option<String>,
    /// Language that the archive declares (a tag such as `en`), if any.
    pub language: Option<String>,
    /// Page of the printed paper.
    pub page: Option<String>,
    /// Publication status: usable, withheld or canceled.
    pub status: Status,
    /// End of the embargo, in seconds since 1970 (UTC).
    pub embargo: Option<i64>,
    /// Repairs made while it was read, each a short name ("mojibake"): the body is then not the
    /// archive's to the byte.
    pub mended: Vec<String>,
    /// Extent of its record in the file, or in the member of a container; `None` if it is all of
    /// it.
    pub extent: Option<Extent>,
    /// Path of the file inside its container (`2025/06/12/a.txt` of a tar), if it is in one.
    pub member: Option<String>,
}

/// Publication status of an article, as its publisher states it (NewsML's and ninjs's `pubStatus`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "article-status")]
pub enum Status {
    /// May be shown.
    #[default]
    Usable,
    /// Not to be shown yet, or for now.
    Withheld,
    /// Never to be shown again: it was killed.
    Canceled,
}

/// A range of bytes in an unpacked file; in its text as UTF-8 where that is in UTF-16 or in an
/// encoding that was noted among the repairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    /// Offset of the first byte.
    pub start: u64,
    /// Length in bytes.
    pub length: u64,
}

impl Article {
    /// Sets the extent of its record in the file.
    #[must_use]
    pub fn at(self, extent: Extent) -> Self {
        Self { extent: Some(extent), ..self }
    }
}
