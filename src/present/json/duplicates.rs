//! Duplicates: copies of articles and reprints of quotations.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Days;
use crate::present::json::origin::OriginJson;
use crate::search::{ArticleCopy, CopyDifference, CopyStats, Reprint, Reprints, Version};

/// A day as YYYY-MM-DD.
fn day(day: Option<Days>) -> Option<String> {
    day?.date().map(|date| date.to_string())
}

/// A later version of an article.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "version")]
pub struct VersionJson {
    /// Id of the article.
    id: String,
    /// Sign of the version, as its headline has it.
    version: String,
    /// Day of publication, as YYYY-MM-DD.
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
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "copies-count")]
pub struct CopiesJson {
    /// Number of other articles.
    others: usize,
    /// Number of them with the same words.
    same_words: usize,
    /// Day of the first of all, as YYYY-MM-DD.
    first_date: Option<String>,
    /// Latest version, if this is an earlier one.
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
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "prints-count")]
pub struct PrintedJson<'a> {
    /// Number of articles that print it.
    articles: usize,
    /// Day of the first, as YYYY-MM-DD.
    first_date: Option<String>,
    /// Number of its wordings.
    wordings: usize,
    /// All who are credited with it, most often first.
    credited: Vec<CreditJson<'a>>,
}

/// A speaker who is credited with the quotation, and in how many articles.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "credit")]
struct CreditJson<'a> {
    /// Name in the archive; null for nobody named.
    name: Option<&'a str>,
    /// Number of articles.
    count: usize,
}

impl<'a> PrintedJson<'a> {
    /// The numbers of a hit.
    pub fn new(printed: &'a Reprints) -> Self {
        let credit = |(name, count): &'a (Option<String>, usize)| CreditJson {
            name: name.as_deref(),
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
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "copy")]
pub struct CopyJson<'a> {
    /// Id of the article.
    id: String,
    #[serde(flatten)]
    origin: OriginJson<'a>,
    /// Differences; null for the article with which the others are compared.
    differs: Option<DifferenceJson>,
    /// Latest version, if this is an earlier one.
    superseded_by: Option<VersionJson>,
    /// True if the article was withdrawn.
    withdrawn: bool,
}

/// Differences from the article asked about, in words as search counts them.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "difference")]
struct DifferenceJson {
    /// True if nothing differs.
    same_words: bool,
    /// Number of words that are left out.
    dropped: usize,
    /// Number of words that are added.
    added: usize,
    /// Number of words of a beginning of its own.
    own_beginning: usize,
    /// Number of words that are cut at the end.
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
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "reprint")]
pub struct ReprintJson<'a> {
    /// Id of the quotation, 16 hexadecimal digits.
    id: String,
    /// Id of the article.
    article: String,
    /// Words as printed there.
    text: &'a str,
    /// Number of the wording, the same for the same words.
    wording: u32,
    /// Name of the speaker in the archive.
    speaker_archive: Option<&'a str>,
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
            speaker_archive: print.speaker.as_ref().map(|speaker| speaker.name.as_str()),
            origin: OriginJson::new(&print.record.source, &print.record.article),
        }
    }
}
