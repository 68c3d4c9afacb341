//! The Washington Post's articles as TREC distributes them: JSON whose `contents` list the parts of
//! the page, some of them null and most of them in HTML. Pictures, videos and the notes on the
//! author are none of the text.

use serde_json::{Map, Value};

use crate::model::{Article, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::extract::fields::{author_name, field_value};
use crate::read::extract::html_fragment::html_to_text;
use crate::read::json::fields;

/// True if an object is an article of the Washington Post.
pub fn is_wapo(object: &Map<String, Value>) -> bool {
    object.contains_key("article_url") && object.get("contents").is_some_and(Value::is_array)
}

/// The article in the object.
///
/// # Errors
/// The object has no text.
pub fn article(object: &Map<String, Value>, context: &FileContext<'_>) -> Result<Article, Problem> {
    let parts = object.get("contents").and_then(Value::as_array);
    let parts: Vec<&Map<String, Value>> =
        parts.into_iter().flatten().filter_map(Value::as_object).collect();
    let kind = |part: &Map<String, Value>| {
        part.get("type").and_then(Value::as_str).unwrap_or("").to_owned()
    };
    let first = |name: &str| {
        let part = parts.iter().find(|part| kind(part) == name)?;
        part.get("content")
    };
    let mut paragraphs = Vec::new();
    for part in &parts {
        if matches!(kind(part).as_str(), "sanitized_html" | "tweet" | "list" | "pull_quote") {
            text(part.get("content"), &mut paragraphs);
        }
    }
    let body = paragraphs.join("\n\n");
    if body.is_empty() {
        let id = object.get("id").and_then(Value::as_str).unwrap_or("");
        return Err(Problem::new(Stage::Read, "no text", id));
    }
    let mut article = fields::article_with_body(object, body, context);
    let value = |name: &str| {
        first(name).and_then(Value::as_str).and_then(|text| field_value(&html_to_text(text)))
    };
    article.title = article.title.or_else(|| value("title"));
    article.section = article.section.or_else(|| value("kicker"));
    // Several authors stand in one string.
    let several = article.authors.iter().flat_map(|names| names.split(';')).filter_map(field_value);
    article.authors = several.collect();
    if article.authors.is_empty() {
        article.authors = value("byline").as_deref().and_then(author_name).into_iter().collect();
    }
    if let Some(date) = first("date") {
        fields::set_date(&mut article, date, context);
    }
    Ok(article)
}

fn text(content: Option<&Value>, paragraphs: &mut Vec<String>) {
    match content {
        Some(Value::String(html)) => {
            let text = html_to_text(html);
            if !text.is_empty() {
                paragraphs.push(text);
            }
        }
        Some(Value::Array(items)) => items.iter().for_each(|item| text(Some(item), paragraphs)),
        // A tweet as its service gave it.
        Some(Value::Object(object)) => text(object.get("text"), paragraphs),
        _ => {}
    }
}
