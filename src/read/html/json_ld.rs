//! JSON-LD of a page: the object that describes the article, among the many that sites put beside
//! it.

use dom_query::Document;
use serde_json::{Map, Value};

use crate::read::html::tree::collapse_whitespace;
use crate::read::json::lenient::parse_leniently;

type Object = Map<String, Value>;

/// Description of an article in a page's JSON-LD.
#[derive(Clone, Debug, Default)]
pub struct JsonLdArticle {
    /// Headline.
    pub headline: Option<String>,
    /// Date of publication, as written.
    pub published: Option<String>,
    /// Date of the last change, as written.
    pub modified: Option<String>,
    /// Names of the authors.
    pub authors: Vec<String>,
    /// Name of the publisher.
    pub publisher: Option<String>,
    /// Section of the paper.
    pub section: Option<String>,
    /// Language tag, as written.
    pub language: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Text of the article.
    pub body: Option<String>,
    /// True if the type is one of an article, and not only of a page.
    pub is_article: bool,
    /// True if the text is said not to be free to read.
    pub locked: bool,
}

/// Reads all JSON-LD of the page; `title` is the title of the page by another source, and
/// distinguishes the article from those that are only linked.
pub fn read(document: &Document, title: &str) -> JsonLdArticle {
    let mut roots = Vec::new();
    for script in document.select("script[type*='ld+json']").nodes() {
        roots.extend(parse(&script.text()));
    }
    let mut objects = Vec::new();
    for root in &roots {
        collect(root, 0, &mut objects);
    }
    let best = objects
        .iter()
        .enumerate()
        .filter_map(|(at, (object, depth))| {
            let rank = rank(object)?;
            let same = text(object.get("headline").or_else(|| object.get("name")))
                .is_some_and(|headline| same_headline(&headline, title));
            let has_body = object.contains_key("articleBody");
            // A film on the page has its own date and author, and so has an article in a list.
            if !same && (rank == FILM || *depth > 1) {
                return None;
            }
            Some(((rank >= ARTICLE, same, rank, has_body, -depth, -(at as i64)), *object))
        })
        .max_by(|a, b| a.0.cmp(&b.0));
    let Some((_, main)) = best else { return JsonLdArticle::default() };
    let get = |name: &str| text(main.get(name));
    let mut described = JsonLdArticle {
        headline: get("headline"),
        published: get("datePublished")
            .or_else(|| get("dateCreated"))
            .or_else(|| get("uploadDate")),
        modified: get("dateModified"),
        section: get("articleSection"),
        language: get("inLanguage"),
        url: get("url").or_else(|| text(main.get("mainEntityOfPage"))),
        body: get_long(main, "articleBody"),
        is_article: rank(main).is_some_and(|rank| rank >= ARTICLE),
        locked: main.get("isAccessibleForFree").is_some_and(says_no),
        ..JsonLdArticle::default()
    };
    for name in ["author", "creator"] {
        if described.authors.is_empty() {
            names(main.get(name), &objects, &mut described.authors);
        }
    }
    let mut publishers = Vec::new();
    names(main.get("publisher"), &objects, &mut publishers);
    described.publisher = publishers.into_iter().next();
    if described.published.is_none() {
        // A page object of the same graph often has the date that the article object lacks.
        described.published = objects
            .iter()
            .filter(|(object, depth)| *depth < 2 && rank(object).is_some_and(|rank| rank > FILM))
            .find_map(|(object, _)| text(object.get("datePublished")));
    }
    described
}

/// Parses one script, as far as it goes. Comment marks around the whole are common mistakes.
fn parse(script: &str) -> Vec<Value> {
    let script = script.trim();
    let script = script.strip_prefix("<!--").unwrap_or(script);
    let script = script.strip_suffix("-->").unwrap_or(script);
    let script = script.trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim();
    parse_leniently(script.trim_end_matches(';'))
}

/// Collects all objects, with their depth. The JSON parser's own limit on nesting bounds the
/// recursion.
fn collect<'v>(value: &'v Value, depth: i64, objects: &mut Vec<(&'v Object, i64)>) {
    if objects.len() > 5000 {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, depth, objects)),
        Value::Object(object) => {
            objects.push((object, depth));
            for (name, value) in object {
                let deeper = if name == "@graph" { depth } else { depth + 1 };
                collect(value, deeper, objects);
            }
        }
        _ => {}
    }
}

const ARTICLE: i64 = 2;
const FILM: i64 = 0;

/// Rank of a type among those of the page's article; `None` when it cannot be one.
fn rank(object: &Object) -> Option<i64> {
    let types: Vec<&str> = match object.get("@type")? {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    types
        .iter()
        .filter_map(|name| {
            let name = name.rsplit(['/', ':']).next().unwrap_or(name);
            match name {
                "Report" | "LiveBlogPosting" | "BlogPosting" => Some(3),
                _ if name.ends_with("NewsArticle") => Some(4),
                _ if name.ends_with("Article") => Some(3),
                "Review" | "Recipe" | "SocialMediaPosting" => Some(2),
                "WebPage" | "CreativeWork" | "ItemPage" => Some(1),
                "VideoObject" | "NewsVideo" => Some(FILM),
                _ => None,
            }
        })
        .max()
}

fn says_no(value: &Value) -> bool {
    match value {
        Value::Bool(free) => !free,
        Value::String(free) => free.eq_ignore_ascii_case("false"),
        _ => false,
    }
}

/// A text on one line, of a string, the first of a list, or an object's name.
fn text(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => clean(text),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => return values.iter().find_map(|value| text(Some(value))),
        Value::Object(object) => {
            return ["name", "@value", "@id", "url", "alternateName"]
                .iter()
                .find_map(|name| text(object.get(*name)));
        }
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn get_long(object: &Object, name: &str) -> Option<String> {
    match object.get(name)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Array(values) => {
            let parts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
            (!parts.is_empty()).then(|| parts.join("\n\n"))
        }
        _ => None,
    }
}

/// Names in a value: strings, objects with a name, objects that point to another by `@id`.
fn names(value: Option<&Value>, objects: &[(&Object, i64)], found: &mut Vec<String>) {
    match value {
        Some(Value::String(name)) => {
            found.extend(Some(clean(name)).filter(|name| !name.is_empty()));
        }
        Some(Value::Array(values)) => {
            values.iter().take(30).for_each(|value| names(Some(value), objects, found));
        }
        Some(Value::Object(object)) => {
            let named = text(object.get("name"));
            let named = named.or_else(|| {
                let id = object.get("@id")?.as_str()?;
                objects.iter().find_map(|(other, _)| {
                    (other.get("@id").and_then(Value::as_str) == Some(id))
                        .then(|| text(other.get("name")))?
                })
            });
            found.extend(named);
        }
        _ => {}
    }
}

/// `text` on one line, entities decoded (JSON-LD should have none, and often has).
fn clean(text: &str) -> String {
    let text = if text.contains('&') { unescape(text) } else { text.to_owned() };
    let text = if text.contains('<') { without_tags(&text) } else { text };
    collapse_whitespace(&text)
}

/// Decodes entities, by the parser that knows all of them.
pub fn unescape(text: &str) -> String {
    let escaped = text.replace('<', "&lt;");
    Document::fragment(escaped).text().to_string()
}

fn without_tags(text: &str) -> String {
    Document::fragment(text).text().to_string()
}

/// True if two headlines are equal but for marks, or one contains the other.
pub fn same_headline(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (one, other) = (letters(one), letters(other));
    one.len() > 7 && other.len() > 7 && (one.contains(&other) || other.contains(&one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(json: &str) -> JsonLdArticle {
        let html = format!("<script type='application/ld+json'>{json}</script>");
        read(&Document::from(html), "Harbour reopens today")
    }

    #[test]
    fn the_article_is_found_wherever_it_lies() {
        for json in [
            r#"{"@type":"NewsArticle","headline":"Harbour reopens today",
                "datePublished":"2024-05-03"}"#,
            r#"[{"@type":"WebSite","name":"Gazette"},
                {"@type":"Article","datePublished":"2024-05-03"}]"#,
            r#"{"@graph":[{"@type":["Article"],"datePublished":"2024-05-03"},
                {"@type":"VideoObject","uploadDate":"2020-01-01"}]}"#,
            r#"{"@type":"WebPage","datePublished":"2020-01-01",
                "mainEntity":{"@type":"NewsArticle","datePublished":"2024-05-03"}}"#,
            // Articles that are only listed have dates of their own.
            r#"[{"@type":"ItemList","itemListElement":[{"item":
                {"@type":"NewsArticle","headline":"Other","datePublished":"2020-01-01"}}]},
                {"@type":"WebPage","datePublished":"2024-05-03"}]"#,
            // A line end inside of a string is not JSON, and common.
            "{\"@type\":\"NewsArticle\",\"headline\":\"Harbour\n\
             reopens today\",\"datePublished\":\"2024-05-03\"}",
            // So are commas and marks in the wrong places, and scripts without an end.
            r#"{"@type":"NewsArticle","headline":"Harbour "reopens" today",
                "datePublished":"2024-05-03",}"#,
            r#"{"@type":"NewsArticle","datePublished":"2024-05-03","headline":"Harb"#,
            r#"{"@type":"NewsArticle","datePublished":{"@value":"2024-05-03"}}"#,
        ] {
            assert_eq!(described(json).published.as_deref(), Some("2024-05-03"), "{json}");
        }
    }

    #[test]
    fn authors_of_every_form_are_found() {
        for (author, names) in [
            (r#""Ina Cole""#, &["Ina Cole"][..]),
            (r#"["Ina Cole","Omar Haddad"]"#, &["Ina Cole", "Omar Haddad"]),
            (r#"{"@type":"Person","name":"Ina &amp; Tom"}"#, &["Ina & Tom"]),
            (r##"[{"@id":"#a"}]"##, &["Lena Fors"]),
            ("null", &[]),
        ] {
            let json = format!(
                r##"[{{"@type":"Article","author":{author}}},
                    {{"@type":"Person","@id":"#a","name":"Lena Fors"}}]"##
            );
            assert_eq!(described(&json).authors, names, "{json}");
        }
    }

    #[test]
    fn what_is_no_json_is_passed_over() {
        for json in ["", "{", "null", "[[[[", r#"{"@type":5}"#, r#"{"@type":"Thing"}"#] {
            assert!(described(json).headline.is_none(), "{json}");
        }
    }
}
