//! What a search returns.

use crate::corpus::names::authority::ResolvedName;
use crate::model::{ArticleId, Days, Quote, QuoteId, Span};
use crate::search::answers::facets::Facet;
use crate::search::answers::suggest::Suggestion;
use crate::search::query::parser::Warning;
use crate::search::scoring::explanation::Explanation;
use crate::store::ArticleRecord;
use crate::text::HeadlineKey;

/// An answer: a part of the hits and how many there are in all.
#[derive(Clone, Debug)]
pub struct Hits<H> {
    /// The hits asked for, best first.
    pub hits: Vec<H>,
    /// How many documents match in full, also those not returned and never those that follow for
    /// want of better.
    pub total: u64,
    /// How many hits these are when copies are one; the same where they are not.
    pub distinct: u64,
    /// How many hits go before the first of these.
    pub before: u64,
    /// The cursor of the next page, where more match in full.
    pub next: Option<String>,
    /// How all that match fall by speaker, place and the like, where that was asked for.
    pub facets: Vec<Facet>,
    /// What may have been meant, where nothing matches.
    pub suggestions: Vec<Suggestion>,
    /// The question as understood, for those who ask.
    pub understood: Option<String>,
    /// What was found out about the question on the way, such as patterns that stand for too many words.
    pub warnings: Vec<Warning>,
    /// For those who ask: how many words each pattern of the question stands for.
    pub expansions: Vec<(String, usize)>,
}

/// A piece of text with the matches in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The piece, copied out of the article.
    pub text: String,
    /// The matches: byte spans of `text`, in order, none overlapping.
    pub marks: Vec<Span>,
}

/// An article that matched.
#[derive(Clone, Debug)]
pub struct ArticleHit {
    /// Its id.
    pub id: ArticleId,
    /// Its BM25 score; 0 when the question has no words.
    pub score: f32,
    /// Whether it holds all that was asked for; what does not follows only for want of better.
    pub complete: bool,
    /// The article.
    pub record: ArticleRecord,
    /// The headline with the matches in it.
    pub headline: Marked,
    /// The passage that shows best why it matched.
    pub snippet: Marked,
    /// Further passages with matches, in the order of the article.
    pub fragments: Vec<Marked>,
    /// Why it ranks where it does; empty unless asked for.
    pub explanation: Vec<Explanation>,
    /// Its quotations that match, best first: indices into the record's notes.
    pub quotes: Vec<usize>,
    /// Its copies, where it has any.
    pub copies: Option<CopyStats>,
}

/// What is known of an article's copies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyStats {
    /// How many other articles are its copies.
    pub others: usize,
    /// How many of these have the very same words.
    pub same: usize,
    /// The first day that any of the group was published.
    pub first: Option<Days>,
    /// The version that stands in its place.
    pub superseded: Option<Version>,
}

/// A later version of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// Its id.
    pub id: ArticleId,
    /// The signs before its headline.
    pub sign: HeadlineKey,
    /// When it was published.
    pub day: Option<Days>,
}

/// Where else a quotation was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reprints {
    /// In how many articles, all told.
    pub articles: usize,
    /// The first day that one of them was published.
    pub first: Option<Days>,
    /// In how many wordings.
    pub wordings: usize,
    /// Who is credited with it by how many of the prints, the most frequent first; `None` for nobody.
    pub credits: Vec<(Option<String>, usize)>,
}

/// A quotation that matched.
#[derive(Clone, Debug)]
pub struct QuoteHit {
    /// Its id.
    pub id: QuoteId,
    /// Its article's id.
    pub article_id: ArticleId,
    /// Its score; 0 when the question has no words.
    pub score: f32,
    /// Whether it holds all that was asked for.
    pub complete: bool,
    /// Its article.
    pub record: ArticleRecord,
    /// Which of the article's quotations it is.
    pub ordinal: usize,
    /// Who the archive takes its speaker for; `None` when nobody is known.
    pub speaker: Option<ResolvedName>,
    /// Its words with the matches in them.
    pub text: Marked,
    /// Its sentence, with the matches in it.
    pub context: Marked,
    /// Why it ranks where it does; empty unless asked for.
    pub explanation: Vec<Explanation>,
    /// Where else it was printed, if it was.
    pub reprints: Option<Reprints>,
}

impl QuoteHit {
    /// The quotation among the article's notes.
    pub fn quote(&self) -> &Quote {
        &self.record.notes.quotes[self.ordinal]
    }
}
