//! Pages of hits.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::present::json::duplicates::{CopiesJson, PrintedJson};
use crate::present::json::facets::{self, FacetJson, SuggestionJson};
use crate::present::json::marked::MarkedJson;
use crate::present::json::origin::OriginJson;
use crate::present::json::quotation::{BodyJson, QuoteJson};
use crate::search::{ArticleHit, Explanation, Hits, QuoteHit};

/// A page of hits, or any other list with its total.
#[derive(Serialize, JsonSchema)]
pub struct HitsJson<'a, H> {
    /// Number of documents that match.
    total: u64,
    /// Number of hits when copies count as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    distinct: Option<u64>,
    /// The query as understood, if it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<QueryJson<'a>>,
    /// Warnings of what in the query was taken otherwise than written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    /// The hits of this page.
    pub hits: Vec<H>,
    /// Cursor of the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// Counts of all matches by facet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facets: Option<BTreeMap<&'static str, FacetJson<'a>>>,
    /// Spellings that the archive has, where nothing matches.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    did_you_mean: Vec<SuggestionJson<'a>>,
}

impl<'a> HitsJson<'a, ArticleHitJson<'a>> {
    /// A page of articles.
    pub fn articles(hits: &'a Hits<ArticleHit>) -> Self {
        Self::new(hits, ArticleHitJson::new)
    }
}

impl<'a> HitsJson<'a, QuoteHitJson<'a>> {
    /// A page of quotations.
    pub fn quotations(hits: &'a Hits<QuoteHit>) -> Self {
        Self::new(hits, QuoteHitJson::new)
    }
}

impl<'a, H> HitsJson<'a, H> {
    fn new<T>(hits: &'a Hits<T>, json: impl Fn(&'a T) -> H) -> Self {
        Self {
            total: hits.total,
            distinct: Some(hits.distinct),
            query: QueryJson::from_hits(hits),
            warnings: hits.warnings.iter().map(ToString::to_string).collect(),
            hits: hits.hits.iter().map(json).collect(),
            next: hits.next.clone(),
            facets: (!hits.facets.is_empty()).then(|| facets::facets(&hits.facets)),
            did_you_mean: facets::suggestions(&hits.suggestions),
        }
    }

    /// A list of names or copies with its total.
    pub fn list(total: u64, hits: Vec<H>) -> Self {
        let (query, warnings, did_you_mean) = (None, Vec::new(), Vec::new());
        let (next, facets, distinct) = (None, None, None);
        Self { total, distinct, query, warnings, hits, next, facets, did_you_mean }
    }
}

/// A query as understood, and the number of words that each of its patterns stands for.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "query")]
struct QueryJson<'a> {
    /// Query as understood, in the query language.
    understood: &'a str,
    /// Number of words that each pattern stands for.
    expansions: BTreeMap<&'a str, usize>,
}

impl<'a> QueryJson<'a> {
    fn from_hits<H>(hits: &'a Hits<H>) -> Option<Self> {
        let expansions = hits.expansions.iter().map(|(label, words)| (label.as_str(), *words));
        let understood = hits.understood.as_deref()?;
        Some(Self { understood, expansions: expansions.collect() })
    }
}

/// Contribution of a part of the query to a score.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "explanation")]
struct ExplanationJson<'a> {
    /// Part of the query.
    part: &'a str,
    /// Field in which the part was found.
    field: &'static str,
    /// Frequency in the field.
    frequency: f32,
    /// Weight: inverse document frequency times the field's weight.
    weight: f32,
    /// Contribution to the score.
    score: f32,
}

impl<'a> ExplanationJson<'a> {
    fn new(explanation: &'a Explanation) -> Self {
        let Explanation { clause, field, frequency, weight, score } = explanation;
        Self { part: clause, field, frequency: *frequency, weight: *weight, score: *score }
    }
}

/// An article that matches.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "article-hit")]
pub struct ArticleHitJson<'a> {
    /// Id of the article, 16 hexadecimal digits.
    id: String,
    /// Score by relevance.
    score: f32,
    /// True if all words of the query are there.
    complete: bool,
    #[serde(flatten)]
    origin: OriginJson<'a>,
    /// Passage that matches best.
    passage: MarkedJson<'a>,
    /// Passages that match, in the order of the body.
    fragments: Vec<MarkedJson<'a>>,
    /// Quotations of the article that match.
    quotes: Vec<QuoteJson<'a>>,
    /// Parts of the score, where they are asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    explanation: Vec<ExplanationJson<'a>>,
    /// Copies in numbers, where there are any.
    #[serde(skip_serializing_if = "Option::is_none")]
    copies: Option<CopiesJson>,
}

impl<'a> ArticleHitJson<'a> {
    /// An article hit with those of its quotations that match.
    pub fn new(hit: &'a ArticleHit) -> Self {
        let body = BodyJson::new(&hit.record.article.body, &hit.record.notes);
        let quotes = hit.quotes.iter().filter_map(|at| hit.record.notes.quotes.get(*at));
        Self {
            id: hit.id.to_string(),
            score: hit.score,
            complete: hit.complete,
            origin: OriginJson::new(&hit.record.source, &hit.record.article),
            passage: MarkedJson::new(&hit.snippet),
            fragments: hit.fragments.iter().map(MarkedJson::new).collect(),
            explanation: hit.explanation.iter().map(ExplanationJson::new).collect(),
            copies: hit.copies.as_ref().map(CopiesJson::new),
            quotes: quotes.map(|quote| body.quote(quote)).collect(),
        }
    }
}

/// A quotation that matches.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "quote-hit")]
pub struct QuoteHitJson<'a> {
    /// Id of the quotation, 16 hexadecimal digits.
    id: String,
    /// Id of the article.
    article: String,
    /// Score by relevance.
    score: f32,
    /// True if all words of the query are there.
    complete: bool,
    #[serde(flatten)]
    quote: QuoteJson<'a>,
    /// The speaker's name in the archive.
    speaker_archive: Option<&'a str>,
    /// True if the archive and not the article tells that this name is meant.
    speaker_inferred: bool,
    /// True if a plain word of the query is one of the speaker's name, which raises the score.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    speaker_asked: bool,
    /// Start and end of each match, in characters of the quotation.
    marks: Vec<[usize; 2]>,
    /// Sentences around the quotation.
    context: MarkedJson<'a>,
    #[serde(flatten)]
    origin: OriginJson<'a>,
    /// Parts of the score, where they are asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    explanation: Vec<ExplanationJson<'a>>,
    /// Prints in numbers, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    printed: Option<PrintedJson<'a>>,
}

impl<'a> QuoteHitJson<'a> {
    /// A quotation hit with its sentence.
    pub fn new(hit: &'a QuoteHit) -> Self {
        let body = BodyJson::new(&hit.record.article.body, &hit.record.notes);
        Self {
            id: hit.id.to_string(),
            article: hit.article_id.to_string(),
            score: hit.score,
            complete: hit.complete,
            quote: body.quote(hit.quote()),
            speaker_archive: hit.speaker.as_ref().map(|s| s.name.as_str()),
            speaker_inferred: hit.speaker.as_ref().is_some_and(|s| s.inferred),
            speaker_asked: hit.speaker_asked,
            marks: MarkedJson::new(&hit.text).marks,
            context: MarkedJson::new(&hit.context),
            explanation: hit.explanation.iter().map(ExplanationJson::new).collect(),
            printed: hit.reprints.as_ref().map(PrintedJson::new),
            origin: OriginJson::new(&hit.record.source, &hit.record.article),
        }
    }
}
