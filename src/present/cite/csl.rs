//! The JSON of the Citation Style Language, as pandoc, Zotero and citeproc read it.
//!
//! `date-parts` end where knowledge ends: `[[2025, 6]]` is June 2025.

use std::io::{self, Write};

use chrono::Datelike;
use serde_json::{Map, Value, json};

use crate::model::{DatePrecision, PublishedDate};
use crate::present::cite::author::Author;
use crate::present::cite::citation::{Citation, one_line};
use crate::present::escape;

/// Writes one citation.
pub fn write(citation: &Citation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let article = citation.article;
    let mut item = Map::new();
    let mut set = |key: &str, value: Value| {
        item.insert(key.to_owned(), value);
    };
    set("id", json!(citation.id));
    set("type", json!("article-newspaper"));
    set("title", json!(citation.title()));
    if !article.authors.is_empty() {
        let name = |printed: &String| match Author::parse(printed) {
            Author::Person { family, given } => json!({"family": family, "given": given}),
            Author::Body(name) => json!({"literal": name}),
        };
        set("author", article.authors.iter().map(name).collect());
    }
    if let Some(publisher) = &article.publisher {
        set("container-title", json!(one_line(publisher)));
    }
    if let Some(parts) = citation.date().and_then(parts) {
        set("issued", json!({"date-parts": [parts]}));
    }
    if let Some(section) = &article.section {
        set("section", json!(one_line(section)));
    }
    if let Some(url) = &article.url {
        set("URL", json!(one_line(url)));
    }
    if let Some(language) = citation.language {
        set("language", json!(one_line(language)));
    }
    set("archive", json!(citation.source.root));
    set("archive_location", json!(citation.place()));
    if let Some(said) = citation.said() {
        set("abstract", json!(said));
    }
    if let Some(caution) = citation.caution() {
        set("note", json!(caution));
    }
    let text = serde_json::to_string(&Value::Object(item))?;
    write!(out, "{}", escape::json(&text))
}

fn parts(date: &PublishedDate) -> Option<Vec<i64>> {
    let day = date.day.date()?;
    let mut parts = vec![i64::from(day.year()), i64::from(day.month()), i64::from(day.day())];
    parts.truncate(match date.precision {
        DatePrecision::Day => 3,
        DatePrecision::Month => 2,
        DatePrecision::Year => 1,
    });
    Some(parts)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::present::cite::bibliography::CitationStyle;
    use crate::present::cite::sample::{record, written};

    #[test]
    fn an_item_holds_what_is_known_and_no_more() {
        let text = record("\"Fees\" rise", "Tilda Marrow", Some("2025-06"));
        let list: Value =
            serde_json::from_str(&written(CitationStyle::CslJson, &text, Some("“No more,”")))
                .unwrap();
        let expected = json!([{
            "id": "00000000000000aa", "type": "article-newspaper", "title": "\"Fees\" rise",
            "author": [{"family": "Marrow", "given": "Tilda"}],
            "container-title": "Lowmere Post & Echo", "issued": {"date-parts": [[2025, 6]]},
            "section": "City", "URL": "https://post.example/a?b={c}&d=100%", "language": "en",
            "archive": "wire", "archive_location": "wire/2025/a_b.txt",
            "abstract": "“No more,” — Ada Roe, harbour master",
            "note": "published date known by month only",
        }]);
        assert_eq!(list, expected);
        let undated = written(CitationStyle::CslJson, &record("T", "Desk", None), None);
        let list: Value = serde_json::from_str(&undated).unwrap();
        assert_eq!(list[0].get("issued"), None);
        assert_eq!(list[0]["author"], json!([{"literal": "Desk"}]));
    }
}
