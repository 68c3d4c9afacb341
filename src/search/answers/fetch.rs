//! Fetching of hits: a ranked document → its article, with matches marked, the quotations that
//! match, and speakers under the one name of the archive.

use tantivy::DocAddress;

use crate::corpus::names::overrides::Verdict;
use crate::model::{ArticleId, QuoteId, Span};
use crate::search::answers::corrected::{apply_corrections, speaker_of};
use crate::search::answers::hits::{ArticleHit, QuoteHit};
use crate::search::answers::prepared_search::RankedHit;
use crate::search::answers::reprints::{copy_stats, reprints_of};
use crate::search::answers::snippet::{ClauseMatch, count_clauses, find_matches, mark, snippets};
use crate::search::plan::highlight as scan;
use crate::search::plan::query_plan::{Clause, CompiledQuery, Condition};
use crate::search::plan::question::Question;
use crate::search::plan::text_clause::TextClause;
use crate::search::scoring::top_docs::ScoredDoc;
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::target::{Domain, Target};
use crate::store::{ArticleRecord, Error};
use crate::text::{contains_words, headline, sentence_at};

/// A kind of documents that a question may be about: [`Articles`] or [`Quotes`].
///
/// Sealed: what the kinds are is fixed by the index.
pub trait Document: sealed::Sealed {
    /// Hit of such a document.
    type Hit;
    /// Kind of the documents.
    const DOMAIN: Domain;

    /// Reads the hit of a ranked document; `None` if the document is not there any more.
    ///
    /// # Errors
    /// The index cannot be read.
    fn fetch(
        snapshot: &Snapshot,
        found: RankedHit,
        prepared: &CompiledQuery,
        question: &Question,
    ) -> Result<Option<Self::Hit>, Error>;
}

/// Articles, as a kind of documents.
#[derive(Clone, Copy, Debug)]
pub struct Articles;

/// Quotations, as a kind of documents. Words are looked for in the quotation, and at lower weight
/// in the sentence around it and the headline.
#[derive(Clone, Copy, Debug)]
pub struct Quotes;

mod sealed {
    use crate::search::answers::fetch::{Articles, Quotes};

    /// Bound that no type outside can meet.
    pub trait Sealed {}
    impl Sealed for Articles {}
    impl Sealed for Quotes {}
}

impl Document for Articles {
    type Hit = ArticleHit;
    const DOMAIN: Domain = Domain::Articles;

    fn fetch(
        snapshot: &Snapshot,
        found: RankedHit,
        prepared: &CompiledQuery,
        question: &Question,
    ) -> Result<Option<ArticleHit>, Error> {
        let record = snapshot.index.article(&snapshot.searcher, found.ranked.address)?;
        Ok(Some(article_hit(snapshot, record, found, prepared, question)))
    }
}

impl Document for Quotes {
    type Hit = QuoteHit;
    const DOMAIN: Domain = Domain::Quotes;

    fn fetch(
        snapshot: &Snapshot,
        found: RankedHit,
        prepared: &CompiledQuery,
        _: &Question,
    ) -> Result<Option<QuoteHit>, Error> {
        quote_hit(snapshot, found, prepared)
    }
}

/// Hit of an article.
fn article_hit(
    snapshot: &Snapshot,
    mut record: ArticleRecord,
    found: RankedHit,
    prepared: &CompiledQuery,
    question: &Question,
) -> ArticleHit {
    let kept = apply_corrections(snapshot, &mut record);
    let printed = headline(&record.article);
    let of_title = prepared.texts(&[Target::Anywhere, Target::Title]);
    let headline = mark(printed, Span::new(0, printed.len()), &find_matches(printed, &of_title));
    let body = &record.article.body;
    let texts = prepared.texts(&[Target::Anywhere, Target::Body]);
    let mut in_body = find_matches(body, &texts);
    let mut joined_matches: Vec<ClauseMatch> = Vec::new();
    let asked = prepared.joined.iter().flat_map(texts_of).collect::<Vec<_>>();
    let mut quotes: Vec<(usize, usize)> = Vec::new();
    let filter = question.filters.speaker.as_deref();
    let in_role = question.filters.role.as_deref();
    let of_quotes = filter.is_some() || in_role.is_some() || !prepared.joined.is_empty();
    for (ordinal, quote) in record.notes.quotes.iter().enumerate() {
        let speaker = if of_quotes { speaker_of(snapshot, &record, quote) } else { None };
        let said_by = |accepts: &dyn Fn(&str) -> bool| {
            quote.speaker().is_some_and(accepts)
                || speaker.as_ref().is_some_and(|r| accepts(&r.name))
        };
        let by_speaker = filter.is_none_or(|wanted| said_by(&|name| contains_words(name, wanted)));
        let words = quote.span.of(body);
        let joined = prepared.joined.iter().all(|clause| matches_clause(clause, words, &said_by));
        let role = || quote.attribution.as_ref().and_then(|by| by.role.as_deref());
        let has_role =
            in_role.is_none_or(|wanted| role().is_some_and(|role| contains_words(role, wanted)));
        if !kept[ordinal] || !by_speaker || !has_role || !joined {
            continue;
        }
        let within = |one: &&ClauseMatch| quote.span.covers(one.span);
        let start = in_body.partition_point(|one| one.span.start < quote.span.start);
        let here = in_body[start..].iter().take_while(|one| one.span.start < quote.span.end);
        let count = count_clauses(&here.filter(within).copied().collect::<Vec<_>>());
        if count > 0 || of_quotes && (texts.is_empty() || !asked.is_empty()) {
            quotes.push((count, ordinal));
        }
        let offset = quote.span.start;
        joined_matches.extend(find_matches(words, &asked).into_iter().map(|one| ClauseMatch {
            span: Span::new(one.span.start + offset, one.span.end + offset),
            clause: one.clause + texts.len(),
        }));
    }
    in_body.append(&mut joined_matches);
    in_body.sort_by_key(|one| (one.span.start, one.span.end, one.clause));
    let (snippet, fragments) = snippets(body, &in_body);
    quotes.sort_by_key(|(words, ordinal)| (std::cmp::Reverse(*words), *ordinal));
    ArticleHit {
        id: ArticleId(found.ranked.id),
        score: found.ranked.score,
        complete: found.complete,
        headline,
        snippet,
        fragments,
        explanation: found.explanation,
        copies: copy_stats(snapshot, ArticleId(found.ranked.id)),
        quotes: quotes.into_iter().map(|(_, ordinal)| ordinal).collect(),
        record,
    }
}

/// Hit of a quotation; `None` if its article does not have it any more.
///
/// # Errors
/// The index cannot be read.
pub fn quote_hit(
    snapshot: &Snapshot,
    found: RankedHit,
    prepared: &CompiledQuery,
) -> Result<Option<QuoteHit>, Error> {
    let article = snapshot.reader().article_of_quote(found.ranked.address)?;
    let Some((mut record, ordinal)) = article else { return Ok(None) };
    let article_id = record.source.article_id();
    apply_corrections(snapshot, &mut record);
    let Some(quote) = record.notes.quotes.get(ordinal) else { return Ok(None) };
    let speaker = speaker_of(snapshot, &record, quote);
    let body = &record.article.body;
    let around = sentence_at(body, quote.span);
    let near = |span: Span, targets: &[Target]| {
        let text = span.of(body);
        let found = find_matches(text, &prepared.texts(targets));
        mark(text, Span::new(0, text.len()), &found)
    };
    let reprints = reprints_of(snapshot, QuoteId(found.ranked.id))?;
    let printed = quote.attribution.as_ref().map(|by| by.speaker.as_str());
    Ok(Some(QuoteHit {
        reprints,
        speaker_asked: printed.is_some_and(|name| prepared.names_speaker(name)),
        id: QuoteId(found.ranked.id),
        article_id,
        score: found.ranked.score,
        complete: found.complete,
        text: near(quote.span, &[Target::Anywhere, Target::Quote]),
        context: near(around, &[Target::Anywhere, Target::Quote]),
        explanation: found.explanation,
        speaker,
        ordinal,
        record,
    }))
}

/// Quotation with an id, as corrected by hand; `None` if a person said that it is none.
///
/// # Errors
/// The index cannot be read.
pub fn quotation(snapshot: &Snapshot, id: QuoteId) -> Result<Option<QuoteHit>, Error> {
    let Some(address) = snapshot.reader().quote(id, None)? else { return Ok(None) };
    quotation_at(snapshot, id, address)
}

/// Quotation at an address, as corrected by hand; `None` if a person said that it is none.
///
/// # Errors
/// The index cannot be read.
pub fn quotation_at(
    snapshot: &Snapshot,
    id: QuoteId,
    address: DocAddress,
) -> Result<Option<QuoteHit>, Error> {
    if snapshot.overrides.corrections.get(id) == Some(&Verdict::NotAQuote) {
        return Ok(None);
    }
    let ranked = ScoredDoc { held: 0, rank: 0.0, score: 0.0, tie: (0, 0), id: id.0, address };
    let found = RankedHit { ranked, complete: true, explanation: Vec::new() };
    quote_hit(snapshot, found, &CompiledQuery::default())
}

/// Text clauses of a clause.
fn texts_of(clause: &Clause) -> Vec<&TextClause> {
    let mut texts = Vec::new();
    clause.each_text(&mut |text| texts.push(text));
    texts
}

/// Test of a speaker: true if one of the names is accepted.
type SpeakerTest<'s> = &'s dyn Fn(&dyn Fn(&str) -> bool) -> bool;

/// True if a quotation with these words and this speaker matches a clause about quotations, as far
/// as words and speaker tell.
fn matches_clause(clause: &Clause, words: &str, said_by: SpeakerTest<'_>) -> bool {
    match clause {
        Clause::Text(text) => scan::matches(words, &text.terms, &text.intervals),
        Clause::Condition(Condition::Speaker(wanted)) => said_by(&|name| wanted.name.accepts(name)),
        Clause::Condition(_) => true,
        Clause::And(parts) => parts.iter().all(|part| matches_clause(part, words, said_by)),
        Clause::Or(parts) => parts.iter().any(|part| matches_clause(part, words, said_by)),
        Clause::Not(inner) => !matches_clause(inner, words, said_by),
    }
}
