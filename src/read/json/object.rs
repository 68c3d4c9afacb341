//! JSON values → articles, whichever export they are from.

use serde_json::{Map, Value};

use crate::model::{Article, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::extract::hyphens::join_words;
use crate::read::extract::marked::plain_text;
use crate::read::json::fields::{BODY, article_with_body, first_text, is_missing};
use crate::read::json::{ninjs, tweet, wapo};

/// Names under which a response or export keeps its list of articles.
const LISTS: &[&str] = &["articles", "docs", "documents", "results", "items", "data", "hits"];

/// The articles in one JSON value: the object itself, or those of the list it holds.
///
/// # Errors
/// The value is neither an object nor a list; problems of a single article are among the results.
pub fn articles(
    value: Value,
    context: &FileContext<'_>,
) -> Result<Vec<Result<Article, Problem>>, Problem> {
    match value {
        Value::Array(values) => {
            Ok(values.into_iter().map(|value| article(value, context)).collect())
        }
        Value::Object(mut object) => {
            if first_text(&object, BODY).is_none() {
                for name in LISTS {
                    if let Some(Value::Array(values)) = object.remove(*name) {
                        return Ok(values
                            .into_iter()
                            .map(|value| article(value, context))
                            .collect());
                    }
                }
            }
            Ok(vec![article_from_object(&object, context)])
        }
        other => Err(not_an_article(&other)),
    }
}

fn article(value: Value, context: &FileContext<'_>) -> Result<Article, Problem> {
    match value {
        Value::Object(object) => article_from_object(&object, context),
        other => Err(not_an_article(&other)),
    }
}

fn not_an_article(value: &Value) -> Problem {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    Problem::new(Stage::Read, "no article", format!("{kind} where an article was expected"))
}

/// The article in one object, whichever export it is from.
///
/// # Errors
/// The object has no text.
pub fn article_from_object(
    object: &Map<String, Value>,
    context: &FileContext<'_>,
) -> Result<Article, Problem> {
    if ninjs::is_ninjs(object) {
        return ninjs::article(object, context);
    }
    if wapo::is_wapo(object) {
        return wapo::article(object, context);
    }
    if tweet::is_tweet(object) {
        return tweet::article(object, context);
    }
    let Some(body) = first_text(object, BODY) else {
        let names: Vec<&str> = object.keys().map(String::as_str).take(8).collect();
        let detail = format!("none of {} among its fields ({})", BODY.join(", "), names.join(", "));
        return Err(Problem::new(Stage::Read, "no text", detail));
    };
    if is_missing(body) {
        return Err(Problem::new(Stage::Read, "no text", "its text is empty"));
    }
    let mut article = article_with_body(object, plain_text(body).into_owned(), context);
    join_words(&mut article);
    Ok(article)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_article_under_other_names() {
        let value = json!({"headline": "H", "maintext": " T ",
            "date_publish": "2025-06-12 10:00:00", "authors": ["A", {"name": "B"}],
            "source": {"name": "Wire"}, "id": 7, "extra": [1]});
        let article = articles(value, &FileContext::new("a.json")).unwrap().remove(0).unwrap();
        assert_eq!(article.title.as_deref(), Some("H"));
        assert_eq!(article.body, " T ");
        assert_eq!(article.authors, ["A", "B"]);
        assert_eq!(article.publisher.as_deref(), Some("Wire"));
        assert_eq!(article.archive_id.as_deref(), Some("7"));
        assert_eq!(article.date.unwrap().to_string(), "2025-06-12");
    }

    #[test]
    fn a_list_inside_an_object() {
        let value = json!({"status": "ok", "articles": [{"text": "one"}, {"title": "no text"}]});
        let read = articles(value, &FileContext::new("a.json")).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[1].as_ref().unwrap_err().cause, "no text");
    }

    #[test]
    fn what_exports_write_for_nothing_is_nothing() {
        let value = json!({"text": "", "maintext": "T", "title": "None",
            "publish_date": "04-09-2019", "author": "['Ina Cole', \"Jon O'Ash\"]",
            "url": "None", "date_download": "2020-01-01",
            "category": "null"});
        let article = articles(value, &FileContext::new("a.json")).unwrap().remove(0).unwrap();
        assert_eq!((article.title, article.url, article.section), (None, None, None));
        assert_eq!(article.body, "T");
        assert_eq!(article.date.unwrap().to_string(), "2019-04-09");
        assert_eq!(article.authors, ["Ina Cole", "Jon O'Ash"]);
    }
}
