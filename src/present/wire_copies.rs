//! Copies as programs read them.

use serde::Serialize;

use crate::model::Days;
use crate::present::wire::WireOrigin;
use crate::search::{ArticleCopy, CopiesOf, CopyDifference, Print, Printed, Version};

fn day(day: Option<Days>) -> Option<String> {
    day?.date().map(|date| date.to_string())
}

/// A later version.
#[derive(Serialize)]
pub struct WireVersion {
    id: String,
    version: String,
    date: Option<String>,
}

impl WireVersion {
    fn new(version: &Version) -> Self {
        Self {
            id: version.id.to_string(),
            version: version.sign.to_string(),
            date: day(version.day),
        }
    }
}

/// What a hit says of its copies.
#[derive(Serialize)]
pub struct WireCopies {
    others: usize,
    same_words: usize,
    first_date: Option<String>,
    superseded_by: Option<WireVersion>,
}

impl WireCopies {
    pub fn new(copies: &CopiesOf) -> Self {
        Self {
            others: copies.others,
            same_words: copies.same,
            first_date: day(copies.first),
            superseded_by: copies.superseded.as_ref().map(WireVersion::new),
        }
    }
}

/// What a hit says of the other prints of its quotation.
#[derive(Serialize)]
pub struct WirePrinted<'a> {
    articles: usize,
    first_date: Option<String>,
    wordings: usize,
    credited: Vec<WireCredit<'a>>,
}

#[derive(Serialize)]
struct WireCredit<'a> {
    speaker: Option<&'a str>,
    count: usize,
}

impl<'a> WirePrinted<'a> {
    pub fn new(printed: &'a Printed) -> Self {
        let credit = |(name, count): &'a (Option<String>, usize)| WireCredit {
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
pub struct WireCopy<'a> {
    id: String,
    #[serde(flatten)]
    origin: WireOrigin<'a>,
    /// Nothing for the article that the others are compared with.
    differs: Option<WireDifference>,
    superseded_by: Option<WireVersion>,
    withdrawn: bool,
}

/// Words as search sees them.
#[derive(Serialize)]
struct WireDifference {
    same_words: bool,
    dropped: usize,
    added: usize,
    own_beginning: usize,
    cut_end: usize,
}

impl<'a> WireCopy<'a> {
    pub fn new(copy: &'a ArticleCopy) -> Self {
        let differs = |found: &CopyDifference| WireDifference {
            same_words: found.is_none(),
            dropped: found.dropped,
            added: found.added,
            own_beginning: found.beginning,
            cut_end: found.end,
        };
        Self {
            id: copy.id.to_string(),
            origin: WireOrigin::new(&copy.record.source, &copy.record.article),
            differs: copy.difference.as_ref().map(differs),
            superseded_by: copy.superseded.as_ref().map(WireVersion::new),
            withdrawn: copy.withdrawn,
        }
    }
}

/// One print of a quotation.
#[derive(Serialize)]
pub struct WirePrint<'a> {
    id: String,
    article: String,
    text: &'a str,
    wording: u32,
    speaker: Option<&'a str>,
    #[serde(flatten)]
    origin: WireOrigin<'a>,
}

impl<'a> WirePrint<'a> {
    pub fn new(print: &'a Print) -> Self {
        let quote = print.record.notes.quotes.get(print.ordinal);
        Self {
            id: print.id.to_string(),
            article: print.article.to_string(),
            text: quote.map_or("", |quote| quote.span.of(&print.record.article.body)),
            wording: print.wording,
            speaker: print.speaker.as_ref().map(|speaker| speaker.name.as_str()),
            origin: WireOrigin::new(&print.record.source, &print.record.article),
        }
    }
}
