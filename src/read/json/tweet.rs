//! Tweets as the service gave them, a line each: collections of them lie among news archives.
//!
//! The author is the user's name, and not the `source`, which is the program that was used. A
//! notice that a tweet was deleted is refused under that cause.

use serde_json::{Map, Value};

use crate::model::{Article, DateOrigin, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::extract::entities::decode_entities;
use crate::read::extract::fields::field_value;

/// True if an object is a tweet or the notice of a deletion.
pub fn is_tweet(object: &Map<String, Value>) -> bool {
    let user = object.get("user").and_then(Value::as_object);
    let tweet = user.is_some_and(|user| user.contains_key("screen_name"));
    let deleted = object.get("delete").and_then(|delete| delete.get("status"));
    (tweet && object.contains_key("created_at")) || deleted.is_some()
}

/// The tweet in an object, as an article.
///
/// # Errors
/// The object is the notice of a deletion, or has no text.
pub fn article(object: &Map<String, Value>, context: &FileContext<'_>) -> Result<Article, Problem> {
    if object.contains_key("delete") {
        return Err(Problem::new(Stage::Read, "notice of a deletion, no text", ""));
    }
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let whole = object.get("extended_tweet").and_then(|tweet| tweet.get("full_text"));
    let body = whole.and_then(Value::as_str).or(text("full_text")).or(text("text")).unwrap_or("");
    if body.trim().is_empty() {
        return Err(Problem::new(Stage::Read, "no text", "its text is empty"));
    }
    let user = |name: &str| object.get("user")?.get(name)?.as_str().and_then(field_value);
    let id = text("id_str").and_then(field_value);
    let address =
        |id: &String| Some(format!("https://twitter.com/{}/status/{id}", user("screen_name")?));
    let mut article = Article {
        url: id.as_ref().and_then(address),
        archive_id: id,
        body: decode_entities(body).into_owned(),
        authors: user("name").into_iter().collect(),
        publisher: Some("Twitter".to_owned()),
        language: text("lang").and_then(field_value).filter(|tag| tag != "und"),
        ..Article::default()
    };
    if let Some(date) = text("created_at").map(in_order) {
        context.set_date(&mut article, &date, DateOrigin::Field);
    }
    Ok(article)
}

/// A date such as `Fri Feb 01 10:56:07 +0000 2019` in the order of mail: `01 Feb 2019 10:56:07
/// +0000`.
fn in_order(date: &str) -> String {
    match date.split_whitespace().collect::<Vec<_>>()[..] {
        [_, month, day, time, zone, year] => format!("{day} {month} {year} {time} {zone}"),
        _ => date.to_owned(),
    }
}
