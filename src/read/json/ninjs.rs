//! ninjs, the IPTC's news in JSON, versions 1 to 3.
//!
//! Version 1 has `body_text`, `body_html` or `body_xhtml`, version 2 lists of `bodies` and
//! `headlines`, version 3 the same with names in camelCase. A body in HTML is preferred to one in
//! plain text, since only it has paragraphs in all agencies' files. Pictures, events and the like
//! are refused by their type. Objects of a list or of lines are recognised one by one, so an export
//! may mix them with others.

use serde_json::{Map, Value};

use crate::model::{Article, DateOrigin, Problem, Stage};
use crate::read::context::FileContext;
use crate::read::extract::embargo;
use crate::read::extract::fields::{author_name, field_value, strip_heading};
use crate::read::extract::html_fragment::html_to_text;
use crate::read::xml::nitf;
use crate::read::xml::tree::XmlTree;

/// Fields that ninjs has and other exports have not.
pub const NINJS_FIELDS: &[&str] = &[
    "versioncreated",
    "versionCreated",
    "body_xhtml",
    "body_html",
    "body_text",
    "bodies",
    "headlines",
    "pubstatus",
    "pubStatus",
    "copyrightholder",
    "copyrightHolder",
    "$standard",
    "eventDetails",
    "renditions",
    "associations",
    "contentcreated",
];

/// True if an object is ninjs: it has a `uri`, and a field that only ninjs has.
pub fn is_ninjs(object: &Map<String, Value>) -> bool {
    object.contains_key("uri") && NINJS_FIELDS.iter().any(|name| object.contains_key(*name))
}

/// The article in a ninjs object.
///
/// # Errors
/// The object is a picture, an event or the like, or has no text.
pub fn article(object: &Map<String, Value>, context: &FileContext<'_>) -> Result<Article, Problem> {
    let text = |names: &[&str]| {
        names.iter().find_map(|name| object.get(*name)?.as_str().and_then(field_value))
    };
    let id = text(&["uri"]);
    let body = body(object);
    if body.is_empty() {
        let kind = text(&["type"]).unwrap_or_default();
        let cause = match kind.as_str() {
            "picture" | "photo" | "graphic" => "photo, no text",
            "video" => "video, no text",
            "audio" => "audio, no text",
            "event" => "event, no text",
            "planning" => "planning item",
            "composite" | "package" => "package, no text",
            _ if object.contains_key("eventDetails") => "event, no text",
            _ => "no text",
        };
        return Err(Problem::new(Stage::Read, cause, id.unwrap_or_default()));
    }
    let title = title(object);
    let language = text(&["language"]);
    let by = text(&["byline", "by"]).as_deref().and_then(author_name);
    let by = by.map(|by| without_preposition(by, language.as_deref().unwrap_or("")));
    let mut article = Article {
        body: strip_heading(&body, title.as_deref()).to_owned(),
        title,
        authors: by.into_iter().collect(),
        publisher: text(&["copyrightholder", "copyrightHolder", "source"])
            .or_else(|| listed(object, &["infosources", "infoSources"])),
        section: listed(object, &["subject", "subjects"]),
        language,
        url: id.clone().filter(|id| id.starts_with("http")),
        archive_id: id,
        ..Article::default()
    };
    let dates = [
        "contentcreated",
        "contentCreated",
        "firstcreated",
        "firstCreated",
        "versioncreated",
        "versionCreated",
    ];
    for date in dates.iter().filter_map(|name| object.get(*name)?.as_str()) {
        context.set_date(&mut article, date, DateOrigin::Field);
    }
    article.status = embargo::parse_status(&text(&["pubstatus", "pubStatus"]).unwrap_or_default());
    if let Some(until) = text(&["embargoed"]) {
        embargo::set_embargo(&mut article, &until);
    }
    Ok(article)
}

/// Entries of a list such as `bodies`, each with its role.
fn entries<'v>(
    object: &'v Map<String, Value>,
    list: &str,
) -> Vec<(&'v str, &'v Map<String, Value>)> {
    let values = object.get(list).and_then(Value::as_array);
    let values = values.into_iter().flatten().filter_map(Value::as_object);
    values.map(|entry| (entry.get("role").and_then(Value::as_str).unwrap_or(""), entry)).collect()
}

fn title(object: &Map<String, Value>) -> Option<String> {
    let value =
        |entry: &Map<String, Value>| field_value(&html_to_text(entry.get("value")?.as_str()?));
    let lists = entries(object, "headlines");
    let main = lists.iter().find(|(role, _)| *role == "main").or(lists.first());
    let plain = || field_value(object.get("headline")?.as_str()?);
    let marked = || field_value(&html_to_text(object.get("headline_xhtml")?.as_str()?));
    main.and_then(|(_, entry)| value(entry))
        .or_else(plain)
        .or_else(marked)
        .or_else(|| field_value(object.get("title")?.as_str()?))
}

fn body(object: &Map<String, Value>) -> String {
    let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or("");
    let mut found: Vec<String> = vec![
        html_to_text(text("body_xhtml")),
        html_to_text(text("body_html")),
        text("body_text").trim().to_owned(),
    ];
    // Other names are allowed after `body_`.
    let named = object.iter().filter(|(name, _)| name.starts_with("body_"));
    found.extend(named.filter_map(|(_, value)| value.as_str()).map(html_to_text));
    let bodies = entries(object, "bodies");
    let is_html = |entry: &Map<String, Value>| {
        let kind = entry.get("contentType").or(entry.get("contenttype")).and_then(Value::as_str);
        kind.is_some_and(|kind| kind.contains("html") || kind.contains("xml"))
    };
    let (html, plain): (Vec<_>, Vec<_>) = bodies.into_iter().partition(|(_, entry)| is_html(entry));
    for (_, entry) in html.iter().chain(&plain) {
        let value = entry.get("value").and_then(Value::as_str).unwrap_or("");
        let marked = is_html(entry) || value.trim_start().starts_with('<');
        found.push(match (value.contains("<nitf"), marked) {
            (true, _) => nitf_body(value),
            (false, true) => html_to_text(value),
            (false, false) => value.trim().to_owned(),
        });
    }
    found.into_iter().find(|body| !body.is_empty()).unwrap_or_default()
}

/// The text of a whole NITF document inside a string.
fn nitf_body(text: &str) -> String {
    let tree = XmlTree::parse(text);
    let root = tree.root();
    let nitf = root.filter(|root| root.name() == "nitf").or_else(|| root?.first_descendant("nitf"));
    let mut article = Article::default();
    if let Some(nitf) = nitf {
        nitf::fill(&mut article, nitf, &FileContext::new(""));
    }
    if article.body.is_empty() { html_to_text(text) } else { article.body }
}

/// German and French bylines without their "Von" and "Par". Only where the language is said, since
/// Von begins names too.
fn without_preposition(by: String, language: &str) -> String {
    let word = match language.split(['-', '_']).next() {
        Some("de") => "Von ",
        Some("fr") => "Par ",
        _ => return by,
    };
    by.strip_prefix(word).map_or(by.clone(), str::to_owned)
}

/// The name of the first entry of a list.
fn listed(object: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let list = object.get(*name)?.as_array()?;
        list.iter().find_map(|entry| field_value(entry.get("name")?.as_str()?))
    })
}
