//! Duplicates: copies of articles and reprints of quotations.

use serde::Serialize;

use crate::model::Days;
use crate::present::json::origin::OriginJson;
use crate::search::{ArticleCopy, CopyDifference, CopyStats, Reprint, Reprints, Version};

/// A day as YYYY-MM-DD.
fn day(day: Option<Days>) -> Option<String> {
    day?.date().map(|date| date.to_string())
}

/// A later version of an article.
#[derive(Serialize)]
pub struct VersionJson {
    id: String,
    version: String,
    date: Option<String>,
}

impl VersionJson {
    fn new(version: &Version) -> Self {
        Self {
            id: version.id.to_string(),
            version: version.sign.to_string(),
            date: day(version.day),
        }
    }
}

/// Copies of an article hit, in numbers.
#[derive(Serialize)]
pub struct CopiesJson {
    others: usize,
    same_words: usize,
    first_date: Option<String>,
    superseded_by: Option<VersionJson>,
}

impl CopiesJson {
    /// The numbers of a hit.
    pub fn new(copies: &CopyStats) -> Self {
        Self {
            others: copies.others,
            same_words: copies.same,
            first_date: day(copies.first),
            superseded_by: copies.superseded.as_ref().map(VersionJson::new),
        }
    }
}

/// Reprints of a quotation hit, in numbers.
#[derive(Serialize)]
pub struct PrintedJson<'a> {
    articles: usize,
    first_date: Option<String>,
    wordings: usize,
    credited: Vec<CreditJson<'a>>,
}

/// A speaker who is credited with the quotation, and in how many articles.
#[derive(Serialize)]
struct CreditJson<'a> {
    speaker: Option<&'a str>,
    count: usize,
}

impl<'a> PrintedJson<'a> {
    /// The numbers of a hit.
    pub fn new(printed: &'a Reprints) -> Self {
        let credit = |(name, count): &'a (Option<String>, usize)| CreditJson {
            speaker: name.as_deref(),
            count: *count,
        };
        Self {
            articles: printed.articles,
            first_date: day(printed.first),
            wordings: printed.wordings,
            credited: printed.credits.iter().map(credit).collect(),
        }
    }
}

/// A copy of an article.
#[derive(Serialize)]
pub struct CopyJson<'a> {
    id: String,
    #[serde(flatten)]
    origin: OriginJson<'a>,
    /// `None` for the article with which the others are compared.
    differs: Option<DifferenceJson>,
    superseded_by: Option<VersionJson>,
    withdrawn: bool,
}

/// Differences from the article asked about, in words as search counts them.
#[derive(Serialize)]
struct DifferenceJson {
    same_words: bool,
    dropped: usize,
    added: usize,
    own_beginning: usize,
    cut_end: usize,
}

impl<'a> CopyJson<'a> {
    /// A copy with its differences.
    pub fn new(copy: &'a ArticleCopy) -> Self {
        let differs = |found: &CopyDifference| DifferenceJson {
            same_words: found.is_none(),
            dropped: found.dropped,
            added: found.added,
            own_beginning: found.beginning,
            cut_end: found.end,
        };
        Self {
            id: copy.id.to_string(),
            origin: OriginJson::new(&copy.record.source, &copy.record.article),
            differs: copy.difference.as_ref().map(differs),
            superseded_by: copy.superseded.as_ref().map(VersionJson::new),
            withdrawn: copy.withdrawn,
        }
    }
}

/// An article that prints a quotation.
#[derive(Serialize)]
pub struct ReprintJson<'a> {
    id: String,
    article: String,
    text: &'a str,
    wording: u32,
    speaker: Option<&'a str>,
    #[serde(flatten)]
    origin: OriginJson<'a>,
}

impl<'a> ReprintJson<'a> {
    /// A reprint with its article.
    pub fn new(print: &'a Reprint) -> Self {
        let quote = print.record.notes.quotes.get(print.ordinal);
        Self {
            id: print.id.to_string(),
            article: print.article.to_string(),
            text: quote.map_or("", |quote| quote.span.of(&print.record.article.body)),
            wording: print.wording,
            speaker: print.speaker.as_ref().map(|speaker| speaker.name.as_str()),
            origin: OriginJson::new(&print.record.source, &print.record.article),
        }
    }
}
