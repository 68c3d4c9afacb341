//! Candidates compared with the words asked, word by word.

use rustc_hash::FxHashSet;
use tantivy::{DocAddress, SegmentReader};

use crate::corpus::names::speakers::Speaker;
use crate::model::Span;
use crate::search::answers::corrected::{apply_corrections, speaker_of};
use crate::search::plan::query_plan::TextPart;
use crate::search::snapshot::Snapshot;
use crate::search::verify::align::{Alignment, ComparedWord, align, compared_words};
use crate::search::verify::candidates::{AcceptDoc, IdfWeights, candidates};
use crate::store::{ArticleIds, ArticleRecord, Error};
use crate::text::contains_words;

/// How many quotations are compared word by word.
pub const MAX_COMPARED: usize = 150;
/// From this similarity on a quotation is close.
pub const MIN_CLOSE_SIMILARITY: f32 = 0.6;
/// The share of the rare words that must stand in a quotation that is close.
pub const MIN_RARE_SHARE: f32 = 0.5;
/// The share of the words asked that may differ in a quotation that is close; words left out and moved
/// count half, since the words that are there are right.
pub const MAX_DIFFERING: f32 = 0.5;
/// Fewer words than this must stand there in order to be found.
pub const MIN_WORDS: usize = 3;
/// How much less alike a quotation by the speaker asked for may be and still go ahead.
pub const SPEAKER_BONUS: f32 = 0.2;

/// Among which quotations is looked.
#[derive(Clone, Copy)]
pub struct VerifyFilter<'a> {
    /// Only those by this speaker.
    pub speaker: Option<&'a str>,
    /// Ids of the articles that are not shown, in order.
    pub hidden: &'a [u64],
}

/// Whether a document of a segment may be shown, by its article.
pub fn is_shown<'h>(segment: &SegmentReader, hidden: &'h [u64]) -> tantivy::Result<AcceptDoc<'h>> {
    if hidden.is_empty() {
        return Ok(Box::new(|_| true));
    }
    let articles = ArticleIds::open(segment)?;
    Ok(Box::new(move |doc| articles.first(doc).is_none_or(|id| hidden.binary_search(&id).is_err())))
}

/// A quotation compared.
pub struct Comparison {
    pub address: DocAddress,
    /// Its first part's id and where it stands in its article: what one utterance is known by.
    pub utterance: (u64, usize),
    pub record: ArticleRecord,
    pub ordinal: usize,
    pub parts: Vec<Span>,
    pub words: Vec<ComparedWord>,
    pub alignment: Alignment,
    pub by_speaker: bool,
    pub close: bool,
    pub earliest: (i64, u64),
}

/// The candidates compared, best first.
pub fn compare(
    snapshot: &Snapshot,
    asked: &[ComparedWord],
    VerifyFilter { speaker, hidden }: VerifyFilter<'_>,
) -> Result<Vec<Comparison>, Error> {
    let found = || -> tantivy::Result<(IdfWeights, Vec<DocAddress>)> {
        let collection = snapshot.article_collection()?;
        let index = (snapshot.segments()?, &snapshot.fields);
        let rarity = IdfWeights::new(index, &collection, TextPart::Said, asked)?;
        let from = snapshot.segments()?;
        let mut all = candidates(from, &rarity, MAX_COMPARED, |segment| {
            accepts(snapshot, segment, VerifyFilter { speaker: None, hidden })
        })?;
        if let Some(wanted) = speaker {
            let theirs = candidates(from, &rarity, MAX_COMPARED, |segment| {
                accepts(snapshot, segment, VerifyFilter { speaker: Some(wanted), hidden })
            })?;
            all.extend(theirs);
        }
        Ok((rarity, all))
    };
    let (rarity, addresses) = found().map_err(|e| snapshot.fail(&e))?;
    let mut comparisons: Vec<Comparison> = Vec::new();
    let mut seen: FxHashSet<(u64, usize)> = FxHashSet::default();
    for address in addresses {
        let place = snapshot.reader().article_of_quote(address)?;
        let Some((mut record, ordinal)) = place else { continue };
        let article = record.source.article_id();
        apply_corrections(snapshot, &mut record);
        let parts = utterance(&record, ordinal);
        let Some(head) = parts.first().copied() else { continue };
        if !seen.insert((article.0, head)) {
            continue;
        }
        let quotes = &record.notes.quotes;
        let spans: Vec<Span> = parts.iter().map(|at| quotes[*at].span).collect();
        let body = &record.article.body;
        let words: Vec<ComparedWord> =
            spans.iter().flat_map(|span| compared_words(span.of(body), span.start)).collect();
        let alignment = align(asked, &words);
        let kept = alignment.kept(asked, &words);
        let share = rarity.share(asked, &kept);
        let close = alignment.is_exact()
            || asked.len() >= MIN_WORDS
                && kept.len() >= MIN_WORDS
                && alignment.similarity >= MIN_CLOSE_SIMILARITY
                && share >= MIN_RARE_SHARE
                && alignment.differing() <= MAX_DIFFERING * asked.len() as f32;
        let by_speaker = match speaker {
            None => true,
            Some(wanted) => {
                let quote = &quotes[ordinal];
                let resolved = speaker_of(snapshot, &record, quote)?;
                quote.speaker().is_some_and(|name| contains_words(name, wanted))
                    || resolved.is_some_and(|speaker| contains_words(&speaker.name, wanted))
            }
        };
        let day = record.article.date.map_or(i64::MAX, |date| date.range().first.0);
        comparisons.push(Comparison {
            address,
            utterance: (article.0, head),
            ordinal,
            parts: spans,
            words,
            alignment,
            by_speaker,
            close,
            earliest: (day, article.0),
            record,
        });
    }
    let ahead = |c: &Comparison| if c.by_speaker && c.close { SPEAKER_BONUS } else { 0.0 };
    let rank = |c: &Comparison| {
        let similarity = c.alignment.similarity;
        if speaker.is_some() { similarity + ahead(c) } else { similarity }
    };
    comparisons.sort_by(|a, b| {
        let order = rank(b).total_cmp(&rank(a));
        order.then_with(|| a.earliest.cmp(&b.earliest)).then(a.utterance.cmp(&b.utterance))
    });
    Ok(comparisons)
}

/// Which quotations of a segment may be shown: all that are some, or those by a speaker.
pub fn accepts<'s>(
    snapshot: &'s Snapshot,
    segment: &SegmentReader,
    within: VerifyFilter<'s>,
) -> tantivy::Result<AcceptDoc<'s>> {
    let VerifyFilter { speaker: wanted, hidden } = within;
    let shown = is_shown(segment, hidden)?;
    if wanted.is_none() && snapshot.overrides.corrections.is_empty() {
        return Ok(shown);
    }
    let speakers = snapshot.speakers_of(segment)?;
    Ok(Box::new(move |doc| match (speakers.speaker(doc), wanted) {
        _ if !shown(doc) => false,
        (Speaker::NotAQuote, _) | (Speaker::Unknown, Some(_)) => false,
        (_, None) => true,
        (Speaker::Override(name), Some(wanted)) => contains_words(&name, wanted),
        (Speaker::Resolved(id), Some(wanted)) => {
            let speaker = speakers.resolved(id);
            contains_words(&speaker.name, wanted) || contains_words(&speaker.in_article, wanted)
        }
    }))
}

/// The quotations that make up one utterance with this one ("…," she said, "…"), in order.
fn utterance(record: &ArticleRecord, ordinal: usize) -> Vec<usize> {
    let quotes = &record.notes.quotes;
    let mut head = ordinal;
    while let Some(before) = quotes.get(head).and_then(|quote| quote.continues) {
        if before as usize >= head {
            break;
        }
        head = before as usize;
    }
    let mut parts = vec![head];
    for (at, quote) in quotes.iter().enumerate().skip(head + 1) {
        if quote.continues.is_some_and(|before| parts.contains(&(before as usize))) {
            parts.push(at);
        }
    }
    parts.retain(|at| *at < quotes.len());
    parts
}
