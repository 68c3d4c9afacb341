//! The JSON that programs read: types of their own, so that a noun may change and the output not.
//!
//! Offsets are in characters (Unicode code points), of the body as read or of the text beside them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::model::{
    Article, Attribution, DateOrigin, DatePrecision, Notes, Quote, QuoteKind, Reached, Source,
    Span, Status,
};
use crate::present::wire_copies::{WireCopies, WireCopy, WirePrinted};
use crate::present::{Listed, answers, evidence};
use crate::search::{
    ArticleCopy, ArticleHit, Explanation, Hits, Marked, NameCount, QuoteHit, Variant,
};
use crate::store::ArticleRecord;
use crate::text::CharOffsets;

#[derive(Serialize)]
pub struct WireHits<'a, H> {
    pub total: u64,
    /// How many hits these are when copies are one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distinct: Option<u64>,
    /// The query as understood, where it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<WireQuery<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    pub hits: Vec<H>,
    /// The cursor of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub did_you_mean: Vec<Value>,
}

impl<'a, H> WireHits<'a, H> {
    fn new<T>(hits: &'a Hits<T>, wire: impl Fn(&'a T) -> H) -> Self {
        Self {
            total: hits.total,
            distinct: Some(hits.distinct),
            query: WireQuery::of(hits),
            warnings: hits.warnings.iter().map(ToString::to_string).collect(),
            hits: hits.hits.iter().map(wire).collect(),
            next: hits.next.clone(),
            facets: (!hits.facets.is_empty()).then(|| answers::facets(&hits.facets)),
            did_you_mean: answers::meant(&hits.meant),
        }
    }

    /// A list of names.
    pub fn of_names(total: u64, hits: Vec<H>) -> Self {
        let (query, warnings, did_you_mean) = (None, Vec::new(), Vec::new());
        let (next, facets, distinct) = (None, None, None);
        Self { total, distinct, query, warnings, hits, next, facets, did_you_mean }
    }
}

/// A query as understood, and how many words its patterns stand for.
#[derive(Serialize)]
pub struct WireQuery<'a> {
    understood: &'a str,
    expansions: BTreeMap<&'a str, usize>,
}

impl<'a> WireQuery<'a> {
    fn of<H>(hits: &'a Hits<H>) -> Option<Self> {
        let expansions = hits.expansions.iter().map(|(label, words)| (label.as_str(), *words));
        let understood = hits.understood.as_deref()?;
        Some(Self { understood, expansions: expansions.collect() })
    }
}

/// What a part of the query adds to a score.
#[derive(Serialize)]
pub struct WireExplanation<'a> {
    part: &'a str,
    field: &'static str,
    frequency: f32,
    weight: f32,
    score: f32,
}

impl<'a> WireExplanation<'a> {
    fn new(explanation: &'a Explanation) -> Self {
        let Explanation { clause, field, frequency, weight, score } = explanation;
        Self { part: clause, field, frequency: *frequency, weight: *weight, score: *score }
    }
}

/// Where and when: the part that articles and quotations share.
#[derive(Serialize)]
pub struct WireOrigin<'a> {
    headline: &'a str,
    date: Option<String>,
    date_precision: Option<DatePrecision>,
    date_origin: Option<DateOrigin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_printed: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instant: Option<i64>,
    source: Option<&'a str>,
    authors: &'a [String],
    url: Option<&'a str>,
    root: &'a str,
    path: &'a str,
    position: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
    #[serde(skip_serializing_if = "Option::is_none")]
    embargo: Option<i64>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    mended: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    archive_id: Option<&'a str>,
}

impl<'a> WireOrigin<'a> {
    pub fn new(source: &'a Source, article: &'a Article) -> Self {
        Self {
            headline: article.headline(),
            date: article.date.map(|d| d.to_string()),
            date_precision: article.date.map(|d| d.precision),
            date_origin: article.date.map(|d| d.origin),
            date_printed: article.date_as_printed.as_deref(),
            instant: article.instant,
            source: article.publisher.as_deref(),
            authors: &article.authors,
            url: article.url.as_deref(),
            root: &source.root,
            path: &source.path,
            position: source.position,
            member: article.member.as_deref(),
            page: article.page.as_deref(),
            section: article.section.as_deref(),
            status: (article.status != Status::Usable).then_some(article.status),
            embargo: article.embargo,
            mended: &article.mended,
            archive_id: article.archive_id.as_deref(),
        }
    }
}

#[derive(Serialize)]
pub struct WireMarked<'a> {
    text: &'a str,
    marks: Vec<[usize; 2]>,
}

impl<'a> WireMarked<'a> {
    fn new(marked: &'a Marked) -> Self {
        let offsets = CharOffsets::new(&marked.text);
        let marks = marked.marks.iter().map(|m| [offsets.of(m.start), offsets.of(m.end)]).collect();
        Self { text: &marked.text, marks }
    }
}

#[derive(Serialize)]
pub struct WireArticleHit<'a> {
    id: String,
    score: f32,
    complete: bool,
    #[serde(flatten)]
    origin: WireOrigin<'a>,
    passage: WireMarked<'a>,
    fragments: Vec<WireMarked<'a>>,
    quotes: Vec<WireQuote<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    explanation: Vec<WireExplanation<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copies: Option<WireCopies>,
}

#[derive(Serialize)]
pub struct WireQuoteHit<'a> {
    id: String,
    article: String,
    score: f32,
    complete: bool,
    #[serde(flatten)]
    quote: WireQuote<'a>,
    /// The one name in the archive, and whether the archive alone says that it is meant.
    speaker_archive: Option<&'a str>,
    speaker_inferred: bool,
    marks: Vec<[usize; 2]>,
    context: WireMarked<'a>,
    #[serde(flatten)]
    origin: WireOrigin<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    explanation: Vec<WireExplanation<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    printed: Option<WirePrinted<'a>>,
}

pub fn article_hits(hits: &Hits<ArticleHit>) -> WireHits<'_, WireArticleHit<'_>> {
    WireHits::new(hits, article_hit)
}

pub fn article_hit(hit: &ArticleHit) -> WireArticleHit<'_> {
    let body = Body::new(&hit.record.article.body, &hit.record.notes);
    let quotes = &hit.record.notes.quotes;
    WireArticleHit {
        id: hit.id.to_string(),
        score: hit.score,
        complete: hit.complete,
        origin: WireOrigin::new(&hit.record.source, &hit.record.article),
        passage: WireMarked::new(&hit.passage),
        fragments: hit.fragments.iter().map(WireMarked::new).collect(),
        explanation: hit.explanation.iter().map(WireExplanation::new).collect(),
        copies: hit.copies.as_ref().map(WireCopies::new),
        quotes: hit.quotes.iter().filter_map(|at| quotes.get(*at)).map(|q| body.quote(q)).collect(),
    }
}

pub fn quote_hits(hits: &Hits<QuoteHit>) -> WireHits<'_, WireQuoteHit<'_>> {
    WireHits::new(hits, quote_hit)
}

pub fn quote_hit(hit: &QuoteHit) -> WireQuoteHit<'_> {
    WireQuoteHit {
        id: hit.id.to_string(),
        article: hit.article_id.to_string(),
        score: hit.score,
        complete: hit.complete,
        quote: Body::new(&hit.record.article.body, &hit.record.notes).quote(hit.quote()),
        speaker_archive: hit.speaker.as_ref().map(|s| s.name.as_str()),
        speaker_inferred: hit.speaker.as_ref().is_some_and(|s| s.inferred),
        marks: WireMarked::new(&hit.text).marks,
        context: WireMarked::new(&hit.context),
        explanation: hit.explanation.iter().map(WireExplanation::new).collect(),
        printed: hit.printed.as_ref().map(WirePrinted::new),
        origin: WireOrigin::new(&hit.record.source, &hit.record.article),
    }
}

/// A stretch of the body, in the shape of the gold data.
#[derive(Serialize)]
pub struct WireSpan<'a> {
    start: usize,
    end: usize,
    text: &'a str,
}

#[derive(Serialize)]
pub struct WireQuote<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    #[serde(rename = "type")]
    kind: QuoteKind,
    speaker: Option<WireSpan<'a>>,
    cue: Option<WireSpan<'a>>,
    speaker_canonical: Option<&'a str>,
    role: Option<&'a str>,
    reached: Option<Reached>,
    confidence: f32,
    why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    continues: Option<u32>,
}

#[derive(Serialize)]
struct WireEntity<'a> {
    start: usize,
    end: usize,
    #[serde(rename = "type")]
    kind: &'static str,
    text: &'a str,
    canonical: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
}

/// An article with all its notes.
#[derive(Serialize)]
pub struct WireArticle<'a> {
    id: String,
    title: Option<&'a str>,
    author: Option<String>,
    #[serde(flatten)]
    origin: WireOrigin<'a>,
    language: Option<&'a str>,
    text: &'a str,
    quotes: Vec<WireQuote<'a>>,
    entities: Vec<WireEntity<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    copies: Vec<WireCopy<'a>>,
}

impl<'a> WireArticle<'a> {
    /// `id` is the archive's own where gold is to be scored, else the index's.
    pub fn new(id: String, source: &'a Source, article: &'a Article, notes: &'a Notes) -> Self {
        let body = Body::new(&article.body, notes);
        let entity = |mention: &crate::model::Mention| {
            let entity = notes.entities.get(mention.entity.0 as usize);
            let WireSpan { start, end, text } = body.span(mention.span);
            WireEntity {
                start,
                end,
                kind: mention.kind.tag(),
                text,
                canonical: entity.map_or(text, |e| e.name.as_str()),
                role: entity.and_then(|e| e.role.as_deref()),
            }
        };
        Self {
            id,
            title: article.title.as_deref(),
            author: (!article.authors.is_empty()).then(|| article.authors.join(", ")),
            origin: WireOrigin::new(source, article),
            language: notes.language.as_deref(),
            text: &article.body,
            quotes: notes.quotes.iter().map(|q| body.quote(q)).collect(),
            entities: notes.mentions.iter().map(entity).collect(),
            copies: Vec::new(),
        }
    }

    /// An article of the index with its copies.
    pub fn stored(record: &'a ArticleRecord, copies: &'a [ArticleCopy]) -> Self {
        let id = record.source.article_id().to_string();
        let copies = copies.iter().map(WireCopy::new).collect();
        Self { copies, ..Self::new(id, &record.source, &record.article, &record.notes) }
    }
}

struct Body<'a> {
    text: &'a str,
    notes: &'a Notes,
    offsets: CharOffsets<'a>,
}

impl<'a> Body<'a> {
    fn new(text: &'a str, notes: &'a Notes) -> Self {
        Self { text, notes, offsets: CharOffsets::new(text) }
    }

    fn span(&self, span: Span) -> WireSpan<'a> {
        WireSpan {
            start: self.offsets.of(span.start),
            end: self.offsets.of(span.end),
            text: span.of(self.text),
        }
    }

    fn quote<'q>(&self, quote: &'q Quote) -> WireQuote<'q>
    where
        'a: 'q,
    {
        let WireSpan { start, end, text } = self.span(quote.span);
        let attribution: Option<&'q Attribution> = quote.attribution.as_ref();
        WireQuote {
            start,
            end,
            text,
            kind: quote.kind,
            speaker: attribution.and_then(|a| a.mention).map(|span| self.span(span)),
            cue: attribution.and_then(|a| a.cue).map(|span| self.span(span)),
            speaker_canonical: attribution.map(|a| a.speaker.as_str()),
            role: attribution.and_then(|a| a.role.as_deref()),
            reached: attribution.map(|a| a.reached),
            confidence: quote.confidence,
            why: evidence::why(self.text, self.notes, quote),
            continues: quote.continues,
        }
    }
}

#[derive(Serialize)]
pub struct WireName<'a> {
    pub name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none", rename = "type")]
    pub kind: Option<&'static str>,
    pub count: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<WireVariant<'a>>,
}

#[derive(Serialize)]
pub struct WireVariant<'a> {
    name: &'a str,
    count: u64,
    inferred: bool,
}

pub fn names<'a>(
    listed: &'a Listed,
    kind: Option<&'static str>,
) -> impl Iterator<Item = WireName<'a>> {
    let variant =
        |v: &'a Variant| WireVariant { name: &v.name, count: v.count, inferred: v.inferred };
    let variants = move |n: &'a NameCount| {
        let shown = if listed.variants { n.variants.as_slice() } else { &[] };
        shown.iter().map(variant).collect()
    };
    listed.names.iter().map(move |n| WireName {
        name: &n.name,
        kind,
        count: n.count,
        variants: variants(n),
    })
}
