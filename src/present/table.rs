//! Matches as rows of a table: the columns and values that CSV, workbooks and Parquet have alike.
//!
//! Values are as the index has them; what a format cannot hold, or must not, is its own matter.

use std::borrow::Cow;

use crate::model::{Article, PublishedDate};
use crate::present::answer::DocumentKind;
use crate::present::readable::readable;
use crate::present::words;
use crate::search::{ArticleHit, QuoteHit};
use crate::store::ArticleRecord;

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name, as the first line has it.
    pub name: &'static str,
    /// Type of its values.
    pub kind: ColumnKind,
}

/// Type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Letters and digits that tell one from another, or a word of a few.
    Code,
    /// Text of a few words.
    Text,
    /// Text of some sentences.
    Passage,
    /// Address in the web.
    Link,
    /// Date, as far as it is known.
    Date,
    /// True or false.
    Flag,
    /// Number, shown with so many decimals.
    Number(usize),
}

/// A value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing known.
    Missing,
    /// Text, as it is.
    Text(Cow<'a, str>),
    /// Date with its precision.
    Date(PublishedDate),
    /// True or false.
    Flag(bool),
    /// Number.
    Number(f32),
}

/// Columns of articles.
const ARTICLE_COLUMNS: &[Column] = &[
    Column { name: "id", kind: ColumnKind::Code },
    Column { name: "date", kind: ColumnKind::Date },
    Column { name: "date_precision", kind: ColumnKind::Code },
    Column { name: "source", kind: ColumnKind::Text },
    Column { name: "section", kind: ColumnKind::Text },
    Column { name: "headline", kind: ColumnKind::Passage },
    Column { name: "authors", kind: ColumnKind::Text },
    Column { name: "url", kind: ColumnKind::Link },
    Column { name: "path", kind: ColumnKind::Text },
    Column { name: "passage", kind: ColumnKind::Passage },
    Column { name: "score", kind: ColumnKind::Number(3) },
];
/// Columns of quotations.
const QUOTE_COLUMNS: &[Column] = &[
    Column { name: "id", kind: ColumnKind::Code },
    Column { name: "article", kind: ColumnKind::Code },
    Column { name: "speaker", kind: ColumnKind::Text },
    Column { name: "speaker_in_article", kind: ColumnKind::Text },
    Column { name: "role", kind: ColumnKind::Text },
    Column { name: "speaker_inferred", kind: ColumnKind::Flag },
    Column { name: "quotation", kind: ColumnKind::Passage },
    Column { name: "mode", kind: ColumnKind::Code },
    Column { name: "confidence", kind: ColumnKind::Number(2) },
    Column { name: "date", kind: ColumnKind::Date },
    Column { name: "date_precision", kind: ColumnKind::Code },
    Column { name: "source", kind: ColumnKind::Text },
    Column { name: "section", kind: ColumnKind::Text },
    Column { name: "headline", kind: ColumnKind::Passage },
    Column { name: "url", kind: ColumnKind::Link },
    Column { name: "path", kind: ColumnKind::Text },
    Column { name: "score", kind: ColumnKind::Number(3) },
];

/// The columns of articles or quotations.
pub fn columns(documents: DocumentKind) -> &'static [Column] {
    match documents {
        DocumentKind::Articles => ARTICLE_COLUMNS,
        DocumentKind::Quotations => QUOTE_COLUMNS,
    }
}

/// The row of an article: a value for each column.
pub fn article(hit: &ArticleHit) -> Vec<Value<'_>> {
    let article = &hit.record.article;
    let [date, precision] = date(article);
    vec![
        owned(hit.id.to_string()),
        date,
        precision,
        text(article.publisher.as_deref()),
        text(article.section.as_deref()),
        owned(words::headline(article)),
        owned(article.authors.join("; ")),
        text(article.url.as_deref()),
        owned(path(&hit.record)),
        text(Some(&hit.snippet.text)),
        Value::Number(hit.score),
    ]
}

/// The row of a quotation: a value for each column.
pub fn quotation(hit: &QuoteHit) -> Vec<Value<'_>> {
    let article = &hit.record.article;
    let quote = hit.quote();
    let speaker = hit.speaker.as_ref();
    let [date, precision] = date(article);
    vec![
        owned(hit.id.to_string()),
        owned(hit.article_id.to_string()),
        text(speaker.map(|speaker| speaker.name.as_str())),
        text(quote.speaker()),
        text(quote.attribution.as_ref().and_then(|a| a.role.as_deref())),
        Value::Flag(speaker.is_some_and(|speaker| speaker.inferred)),
        Value::Text(readable(&hit.text.text)),
        text(Some(quote.mode.name())),
        Value::Number(quote.confidence),
        date,
        precision,
        text(article.publisher.as_deref()),
        text(article.section.as_deref()),
        owned(words::headline(article)),
        text(article.url.as_deref()),
        owned(path(&hit.record)),
        Value::Number(hit.score),
    ]
}

/// Root, path, and position in the file of an article.
pub fn path(record: &ArticleRecord) -> String {
    let source = &record.source;
    let position =
        if source.position > 0 { format!("#{}", source.position) } else { String::new() };
    format!("{}/{}{position}", source.root, source.path)
}

/// An article's date and its precision.
fn date(article: &Article) -> [Value<'static>; 2] {
    let Some(date) = article.date else { return [Value::Missing, Value::Missing] };
    [Value::Date(date), text(Some(words::precision(date.precision)))]
}

fn text(text: Option<&str>) -> Value<'_> {
    let text = text.filter(|text| !text.trim().is_empty());
    text.map_or(Value::Missing, |text| Value::Text(Cow::Borrowed(text)))
}

fn owned(text: String) -> Value<'static> {
    if text.trim().is_empty() { Value::Missing } else { Value::Text(Cow::Owned(text)) }
}
