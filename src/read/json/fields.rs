//! The fields of an article in JSON, by the names that exports give them: news-please, newspaper3k,
//! RealNews, `cc_news` and whoever else writes one object an article. Days of crawling, downloading
//! and changing (`scraped_at`, `date_download`, `updated_at`) are in none of the lists below, since
//! they are never an article's date.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::model::{Article, DateOrigin};
use crate::read::context::FileContext;
use crate::read::extract::marked::plain_text;
use crate::read::extract::paragraphs::one_line;

const TITLE: &[&str] = &["title", "headline", "head", "name"];
/// Names of the field that holds the text.
pub const BODY: &[&str] =
    &["text", "body", "content", "maintext", "article", "article_text", "articleBody", "full_text"];
const DATE: &[&str] = &[
    "date",
    "published",
    "date_publish",
    "published_at",
    "publishedAt",
    "datePublished",
    "date_published",
    "publish_date",
    "published_date",
    "publication_date",
    "pub_date",
    "pubDate",
    "publicationDate",
    "created_at",
    "datetime",
    "timestamp",
];
const AUTHOR: &[&str] = &["authors", "author", "byline", "by", "creator"];
const PUBLISHER: &[&str] = &[
    "source",
    "publisher",
    "publication",
    "source_domain",
    "domain",
    "newspaper",
    "outlet",
    "site",
];
const URL: &[&str] = &["url", "link", "article_url", "canonical_url", "web_url"];
const ID: &[&str] = &["id", "_id", "uuid", "guid", "doc_id", "docno"];
const SECTION: &[&str] = &["section", "category", "categories", "desk", "articleSection"];
const LANGUAGE: &[&str] = &["language", "lang", "inLanguage"];
/// True if a column or field of this name holds the text.
pub fn is_body_field(name: &str) -> bool {
    BODY.iter().any(|body| body.eq_ignore_ascii_case(name))
}

/// True if a column or field of this name is read at all.
pub fn is_known_field(name: &str) -> bool {
    let lists = [TITLE, BODY, DATE, AUTHOR, PUBLISHER, URL, SECTION, LANGUAGE];
    lists.iter().any(|list| list.iter().any(|known| known.eq_ignore_ascii_case(name)))
}

/// An article with this body and the values of the other fields.
pub fn article_with_body(
    object: &Map<String, Value>,
    body: String,
    context: &FileContext<'_>,
) -> Article {
    let mut article = Article {
        archive_id: first_value(object, ID).and_then(scalar_text),
        title: first_text(object, TITLE).filter(|t| !is_missing(t)).map(plain_line),
        body,
        authors: first_value(object, AUTHOR).map(name_list).unwrap_or_default(),
        publisher: first_value(object, PUBLISHER).and_then(name_text),
        url: first_value(object, URL).and_then(scalar_text),
        section: first_value(object, SECTION).and_then(name_text),
        language: first_value(object, LANGUAGE).and_then(scalar_text),
        ..Article::default()
    };
    for (name, value) in DATE.iter().filter_map(|name| Some((*name, object.get(*name)?))) {
        set_named_date(&mut article, name, value, context);
    }
    article
}

/// A field on one line, without the HTML in it; as it stands, where there is none.
fn plain_line(text: &str) -> String {
    match plain_text(text) {
        Cow::Owned(plain) => one_line(&plain),
        Cow::Borrowed(text) => text.to_owned(),
    }
}

/// The ISO date of a date with the month first. RealNews writes `publish_date` as 04-09-2019: that
/// is the format's order, and not one to be guessed.
fn month_first(name: &str, text: &str) -> Option<String> {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let [month, day, year] = parts[..] else { return None };
    let digits =
        |part: &str, width| part.len() == width && part.bytes().all(|b| b.is_ascii_digit());
    let is_month_first =
        name == "publish_date" && digits(month, 2) && digits(day, 2) && digits(year, 4);
    is_month_first.then(|| format!("{year}-{month}-{day}"))
}

/// True if a text is empty, or says so as Python does.
pub fn is_missing(text: &str) -> bool {
    matches!(text.trim(), "" | "None" | "null")
}

fn first_value<'v>(object: &'v Map<String, Value>, names: &[&str]) -> Option<&'v Value> {
    names.iter().find_map(|name| object.get(*name).filter(|value| !value.is_null()))
}

/// The first text among the fields of these names, missing ones last.
pub fn first_text<'v>(object: &'v Map<String, Value>, names: &[&str]) -> Option<&'v str> {
    let texts = || names.iter().filter_map(|name| object.get(*name)?.as_str());
    // An export may have a field that it does not fill beside the one that it does.
    texts().find(|text| !is_missing(text)).or_else(|| texts().next())
}

/// A string or number as a string; exports write "None" for nothing.
fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let text = text.trim();
            (!is_missing(text)).then(|| plain_line(text))
        }
        Value::Number(number) => Some(number.to_string()),
        // MongoDB's ids.
        Value::Object(object) => object.get("$oid").and_then(scalar_text),
        _ => None,
    }
}

/// A name: a string, or an object with a `name`, or the first of a list.
fn name_text(value: &Value) -> Option<String> {
    match value {
        Value::Object(object) => object.get("name").and_then(scalar_text),
        Value::Array(values) => values.iter().find_map(name_text),
        other => scalar_text(other),
    }
}

fn name_list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(name_text).collect(),
        Value::String(text) => match parse_python_list(text) {
            Some(names) => names,
            None => name_text(value).into_iter().collect(),
        },
        other => name_text(other).into_iter().collect(),
    }
}

/// The names in `['Ina Cole', "Jon Ash"]`, as Python writes a list into a table.
fn parse_python_list(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    let mut names = Vec::new();
    let mut rest = inner.trim_start();
    while let Some(mark) = rest.chars().next().filter(|c| matches!(c, '\'' | '"')) {
        let (name, after) = rest[1..].split_once(mark)?;
        names.push(name.to_owned());
        rest = after.trim_start().trim_start_matches(',').trim_start();
    }
    rest.is_empty().then_some(names)
}

/// Gives `article` the date in a value, whatever its type, unless it has one.
pub fn set_date(article: &mut Article, value: &Value, context: &FileContext<'_>) {
    set_named_date(article, "", value, context);
}

/// Names of the value in an object that stands for a date: those of Mongo, JSON-LD and
/// others.
const DATE_VALUES: &[&str] = &[
    "$date",
    "$numberLong",
    "$numberDouble",
    "$numberInt",
    "@value",
    "value",
    "$t",
    "#text",
    "iso",
    "date",
    "datetime",
    "dateTime",
    "published",
    "timestamp",
    "time",
    "utc",
    "local",
    "raw",
    "text",
];

/// Deepest nesting of a date.
const MAX_DATE_DEPTH: usize = 6;

/// Gives `article` the date in the value of the field `name`, unless it has one: a text or number,
/// an object or list of such.
fn set_named_date(article: &mut Article, name: &str, value: &Value, context: &FileContext<'_>) {
    set_nested_date(article, name, value, context, MAX_DATE_DEPTH);
}

fn set_nested_date(
    article: &mut Article,
    name: &str,
    value: &Value,
    context: &FileContext<'_>,
    depth: usize,
) {
    if article.date.is_some() || depth == 0 {
        return;
    }
    match value {
        Value::String(text) if is_missing(text) => {}
        Value::String(text) => match month_first(name, text) {
            Some(date) => context.set_date(article, &date, DateOrigin::Field),
            None => context.set_date(article, text, DateOrigin::Field),
        },
        Value::Number(number) => {
            let Some(number) = number.as_f64() else { return };
            // A bare 2025 or 20250612 is a date written as a number, not seconds since 1970.
            let written = (1600.0..=2200.0).contains(&number) || (1.6e7..2.2e7).contains(&number);
            if written {
                context.set_date(article, &format!("{number:.0}"), DateOrigin::Field);
            } else {
                context.set_epoch(article, number, DateOrigin::Field);
            }
        }
        Value::Array(values) => {
            if let Some(date) = date_of_numbers(values) {
                context.set_date(article, &date, DateOrigin::Field);
            }
            for value in values.iter().take(100) {
                set_nested_date(article, name, value, context, depth - 1);
            }
        }
        Value::Object(object) => set_date_of_object(article, name, object, context, depth),
        _ => {}
    }
}

fn set_date_of_object(
    article: &mut Article,
    name: &str,
    object: &Map<String, Value>,
    context: &FileContext<'_>,
    depth: usize,
) {
    // MongoDB counts milliseconds, however few.
    let millis = object.get("$date").and_then(|date| {
        let long = date.get("$numberLong").or_else(|| date.get("$numberDouble"));
        long.and_then(Value::as_str)
            .and_then(|digits| digits.parse().ok())
            .or_else(|| date.as_f64())
    });
    // Its time stamps, Firestore's and protobuf's count seconds.
    let stamp = object.get("$timestamp").and_then(|stamp| stamp.get("t"));
    let seconds = stamp.or_else(|| ["_seconds", "seconds"].iter().find_map(|s| object.get(*s)));
    if let Some(millis) = millis {
        let millis: f64 = millis;
        context.set_epoch(article, millis / 1000.0, DateOrigin::Field);
    } else if let Some(seconds) = seconds.and_then(Value::as_f64) {
        context.set_epoch(article, seconds, DateOrigin::Field);
    }
    let part = |part: &str| object.get(part).cloned();
    if let (Some(year), Some(month)) = (part("year"), part("month"))
        && let Some(date) = date_of_numbers(&[year, month, part("day").unwrap_or(Value::Null)])
    {
        context.set_date(article, &date, DateOrigin::Field);
    }
    for value in DATE_VALUES.iter().filter_map(|name| object.get(*name)) {
        set_nested_date(article, name, value, context, depth - 1);
    }
}

/// The date of a list such as `[2025, 6, 12, 10, 42]`, as Java writes it.
fn date_of_numbers(values: &[Value]) -> Option<String> {
    let number = |at: usize, range: std::ops::RangeInclusive<u64>| {
        values.get(at).and_then(Value::as_u64).filter(|number| range.contains(number))
    };
    let (year, month) = (number(0, 1600..=2200)?, number(1, 1..=12)?);
    Some(match number(2, 1..=31) {
        Some(day) => format!("{year}-{month:02}-{day:02}"),
        None => format!("{year}-{month:02}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_date_of_any_type() {
        let shown = |value: Value| {
            let mut article = Article::default();
            set_date(&mut article, &value, &FileContext::new("a.json"));
            article.date.map(|d| d.to_string())
        };
        assert_eq!(shown(json!(1_749_724_953)).as_deref(), Some("2025-06-12"));
        assert_eq!(shown(json!(2025)).as_deref(), Some("2025"));
        assert_eq!(shown(json!(20_250_612)).as_deref(), Some("2025-06-12"));
        assert_eq!(shown(json!(null)), None);
        for value in [
            json!({"$date": "2025-06-12T10:42:33Z"}),
            json!({"$date": 1_749_724_953_000_i64}),
            json!({"$date": {"$numberLong": "1749724953000"}}),
            json!({"$numberLong": "1749724953000"}),
            json!({"$timestamp": {"t": 1_749_724_953, "i": 1}}),
            json!({"_seconds": 1_749_724_953, "_nanoseconds": 0}),
            json!({"@value": "2025-06-12", "@type": "Date"}),
            json!({"year": 2025, "month": 6, "day": 12}),
            json!(["2025-06-12", "2025-06-13"]),
            json!([null, {"$date": "2025-06-12"}]),
            json!([2025, 6, 12, 10, 42]),
            json!([1_749_724_953]),
        ] {
            assert_eq!(shown(value.clone()).as_deref(), Some("2025-06-12"), "{value}");
        }
        assert_eq!(
            shown(json!({"$date": {"$numberLong": "-86400000"}})).as_deref(),
            Some("1969-12-31")
        );
        assert_eq!(shown(json!({"$oid": "65e6"})), None);
        assert_eq!(shown(json!([])), None);
    }

    #[test]
    fn a_list_as_python_writes_it() {
        assert_eq!(parse_python_list("['Ina Cole']"), Some(vec!["Ina Cole".to_owned()]));
        assert_eq!(parse_python_list("[Ina]"), None);
    }
}
