//! An article with all its notes, in the shape of the gold data.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Article, Mention, Notes, Source};
use crate::present::answer::AnnotatedArticle;
use crate::present::json::duplicates::CopyJson;
use crate::present::json::origin::OriginJson;
use crate::present::json::quotation::{BodyJson, QuoteJson, SpanJson};
use crate::search::ArticleCopy;
use crate::store::ArticleRecord;

/// An article with all its notes.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "article")]
pub struct ArticleJson<'a> {
    /// Id of the article, 16 hexadecimal digits; by `annotate` the archive's own where it has one.
    id: String,
    /// Title as the article has it.
    title: Option<&'a str>,
    /// Authors, joined by commas.
    author: Option<String>,
    #[serde(flatten)]
    origin: OriginJson<'a>,
    /// Language of the body, as ISO 639-3 has it, where it can be told.
    language: Option<&'a str>,
    /// Body as read.
    text: &'a str,
    /// Quotations in the order of the body.
    quotes: Vec<QuoteJson<'a>>,
    /// Names in the order of the body.
    entities: Vec<MentionJson<'a>>,
    /// Copies of the article, itself among them; not there if it is the only one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    copies: Vec<CopyJson<'a>>,
}

/// A mention of an entity.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "mention")]
struct MentionJson<'a> {
    /// First character, counted in the body.
    start: usize,
    /// Character behind the last.
    end: usize,
    /// Kind of what is named: PER, ORG, LOC or MISC.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Name as printed here.
    text: &'a str,
    /// Name of the entity in the article.
    canonical: &'a str,
    /// Role that the article gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
}

impl<'a> ArticleJson<'a> {
    /// An article outside an index: its id is the archive's own, by which gold data is scored, or
    /// else the one that an index would give it.
    pub fn annotated(annotated: &AnnotatedArticle<'a>) -> Self {
        let AnnotatedArticle { source, article, notes } = *annotated;
        let id = article.archive_id.clone().unwrap_or_else(|| source.article_id().to_string());
        Self::new(id, source, article, notes)
    }

    /// An article of the index with its copies.
    pub fn indexed(record: &'a ArticleRecord, copies: &'a [ArticleCopy]) -> Self {
        let id = record.source.article_id().to_string();
        let copies = copies.iter().map(CopyJson::new).collect();
        Self { copies, ..Self::new(id, &record.source, &record.article, &record.notes) }
    }

    fn new(id: String, source: &'a Source, article: &'a Article, notes: &'a Notes) -> Self {
        let body = BodyJson::new(&article.body, notes);
        Self {
            id,
            title: article.title.as_deref(),
            author: (!article.authors.is_empty()).then(|| article.authors.join(", ")),
            origin: OriginJson::new(source, article),
            language: notes.language.as_deref(),
            text: &article.body,
            quotes: notes.quotes.iter().map(|quote| body.quote(quote)).collect(),
            entities: notes.mentions.iter().map(|one| mention(&body, notes, one)).collect(),
            copies: Vec::new(),
        }
    }
}

fn mention<'a>(body: &BodyJson<'a>, notes: &'a Notes, mention: &Mention) -> MentionJson<'a> {
    let entity = notes.entities.get(mention.entity.0 as usize);
    let SpanJson { start, end, text } = body.span(mention.span);
    MentionJson {
        start,
        end,
        kind: mention.kind.tag(),
        text,
        canonical: entity.map_or(text, |e| e.name.as_str()),
        role: entity.and_then(|e| e.role.as_deref()),
    }
}
