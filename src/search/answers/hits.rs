//! Answers of a search: a page of hits, and the hits themselves.

use crate::corpus::names::authority::ResolvedName;
use crate::model::{ArticleId, Days, Quote, QuoteId, Span};
use crate::search::answers::facets::Facet;
use crate::search::answers::suggest::Suggestion;
use crate::search::query::parsed::Warning;
use crate::search::scoring::explanation::Explanation;
use crate::search::snapshot::reprint_cache::Reprints;
use crate::store::ArticleRecord;
use crate::text::HeadlineKey;

/// Answer to a question: a page of its hits, and their number in all.
#[derive(Clone, Debug)]
pub struct Hits<H> {
    /// Hits of the page, best first.
    pub hits: Vec<H>,
    /// Number of documents that match in full, also those not returned, and never those that follow
    /// for want of better.
    pub total: u64,
    /// Number of hits that match in full when copies are one; equal to `total` when they are not.
    pub distinct: u64,
    /// Number of hits before the first of the page.
    pub before: u64,
    /// Cursor of the next page, where more match in full.
    pub next: Option<String>,
    /// Counts of all matches by speaker, place and the like, where they were asked for.
    pub facets: Vec<Facet>,
    /// Corrections of the question, where nothing matches.
    pub suggestions: Vec<Suggestion>,
    /// Question as it was understood, if explanations were asked for.
    pub understood: Option<String>,
    /// Warnings about the question, such as patterns that stand for too many words.
    pub warnings: Vec<Warning>,
    /// Patterns of the question with the number of words that each stands for, if explanations were
    /// asked for.
    pub expansions: Vec<(String, usize)>,
}

/// Piece of text with the matches in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// Text of the piece, copied out of the article.
    pub text: String,
    /// Matches: byte spans of `text`, in order, none overlapping.
    pub marks: Vec<Span>,
}

/// An article that matched.
#[derive(Clone, Debug)]
pub struct ArticleHit {
    /// Article's id.
    pub id: ArticleId,
    /// BM25 score; 0 when the question has no words.
    pub score: f32,
    /// True if the article contains all that was asked for; others follow only for want of better.
    pub complete: bool,
    /// Article as stored, with the corrections by hand.
    pub record: ArticleRecord,
    /// Headline with the matches in it.
    pub headline: Marked,
    /// Passage with the most clauses of the question closest together.
    pub snippet: Marked,
    /// Further passages with matches, in the order of the article.
    pub fragments: Vec<Marked>,
    /// Parts of the score; empty unless asked for.
    pub explanation: Vec<Explanation>,
    /// Quotations that match, best first: indices into the record's notes.
    pub quotes: Vec<usize>,
    /// Copies of the article, where it has any.
    pub copies: Option<CopyStats>,
}

/// Statistics of an article's copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyStats {
    /// Number of other articles that are copies.
    pub others: usize,
    /// Number of these with equal words.
    pub same: usize,
    /// Day on which the first of all copies was published.
    pub first: Option<Days>,
    /// Version that supersedes the article.
    pub superseded: Option<Version>,
}

/// A later version of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// Id of the version.
    pub id: ArticleId,
    /// Signs before its headline.
    pub sign: HeadlineKey,
    /// First day of its published date.
    pub day: Option<Days>,
}

/// A quotation that matched.
#[derive(Clone, Debug)]
pub struct QuoteHit {
    /// Quotation's id.
    pub id: QuoteId,
    /// Id of its article.
    pub article_id: ArticleId,
    /// BM25 score; 0 when the question has no words.
    pub score: f32,
    /// True if the quotation contains all that was asked for.
    pub complete: bool,
    /// True if a plain word of the question is one of the speaker's name, which raises the score.
    pub speaker_asked: bool,
    /// Article as stored, with the corrections by hand.
    pub record: ArticleRecord,
    /// Index among the article's quotations.
    pub ordinal: usize,
    /// Speaker under the one name of the archive; `None` when nobody is known.
    pub speaker: Option<ResolvedName>,
    /// Words of the quotation with the matches in them.
    pub text: Marked,
    /// Sentence around the quotation, with the matches in it.
    pub context: Marked,
    /// Parts of the score; empty unless asked for.
    pub explanation: Vec<Explanation>,
    /// All prints of the quotation, if there are several.
    pub reprints: Option<Reprints>,
}

impl QuoteHit {
    /// The quotation among the article's notes.
    pub fn quote(&self) -> &Quote {
        &self.record.notes.quotes[self.ordinal]
    }
}
