//! An invented article and its citation in each style, for the tests of the styles.

use crate::model::{Article, DateOrigin, Notes, PublishedDate, Source};
use crate::present::cite::bibliography::{Bibliography, CitationStyle};
use crate::present::cite::citation::{Citation, Quotation};
use crate::store::ArticleRecord;

/// A record of an invented article.
pub fn record(title: &str, author: &str, date: Option<&str>) -> ArticleRecord {
    let date = date.and_then(|text| {
        let parts: Vec<u32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
        let (month, day) = (parts.get(1).copied(), parts.get(2).copied());
        PublishedDate::from_parts(parts[0] as i32, month, day, DateOrigin::Field)
    });
    ArticleRecord {
        content: 0,
        source: Source { root: "wire".into(), path: "2025/a_b.txt".into(), position: 0 },
        article: Article {
            title: Some(title.to_owned()),
            body: "“No more,” said\r\n Ada Roe.".to_owned(),
            date,
            authors: vec![author.to_owned()],
            publisher: Some("Lowmere Post & Echo".to_owned()),
            url: Some("https://post.example/a?b={c}&d=100%".to_owned()),
            section: Some("City".to_owned()),
            ..Article::default()
        },
        notes: Notes { language: Some("en".into()), ..Notes::default() },
    }
}

/// The citation of a quotation of an article in a style.
pub fn written(style: CitationStyle, record: &ArticleRecord, said: Option<&str>) -> String {
    let mut citation = Citation::from_article(record);
    citation.id = "00000000000000aa".to_owned();
    citation.quotation = said.map(|text| Quotation {
        text,
        direct: text.starts_with('“'),
        speaker: Some("Ada Roe"),
        role: Some("harbour master"),
        inferred: false,
    });
    let mut out = Vec::new();
    let mut bibliography = Bibliography::new(style);
    bibliography.add(&citation, &mut out).unwrap();
    bibliography.finish(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}
