//! Candidates compared with the words asked, word by word.

use rustc_hash::FxHashSet;
use tantivy::{DocAddress, SegmentReader};

use crate::corpus::names::speakers::Speaker;
use crate::model::{Mode, Span};
use crate::search::answers::corrected::{apply_corrections, speaker_of};
use crate::search::plan::text_part::TextPart;
use crate::search::snapshot::Snapshot;
use crate::search::verify::align::{Alignment, EditStep, align};
use crate::search::verify::candidates::{AcceptDoc, IdfWeights, candidates};
use crate::search::verify::compared_word::{COMMON, ComparedWord, utterance_words};
use crate::search::verify::negation::{negation_before, turns_sense};
use crate::search::verify::phrase::find_exact;
use crate::search::verify::tidy::tidied;
use crate::store::{ArticleIds, ArticleRecord, Error, columns};
use crate::text::contains_words;

/// Number of quotations that are compared word by word.
pub const MAX_COMPARED: usize = 150;
/// Similarity from which on a quotation is close.
pub const MIN_CLOSE_SIMILARITY: f32 = 0.6;
/// Share of the rare words that must stand in a quotation that is close.
pub const MIN_RARE_SHARE: f32 = 0.5;
/// Share of the words asked that may differ in a quotation that is close; words left out and moved
/// count half, since the words that are there are right.
pub const MAX_DIFFERING: f32 = 0.5;
/// Number of words that must stand in a quotation that is close, unless it has the words exactly.
pub const MIN_WORDS: usize = 3;
/// Number of words up to which what is asked is a phrase and not a saying.
const MAX_SHORT: usize = 5;
/// Similarity by which a quotation by the speaker asked for may be less alike and still go ahead.
pub const SPEAKER_BONUS: f32 = 0.2;

/// Filter of the quotations that are compared.
#[derive(Clone, Copy)]
pub struct VerifyFilter<'a> {
    /// Words of the speaker's name; any speaker or none if `None`.
    pub speaker: Option<&'a str>,
    /// Ids of the articles that are not shown, in ascending order.
    pub hidden: &'a [u64],
}

/// Predicate over the documents of a segment: true if the document's article may be shown.
///
/// # Errors
/// The segment cannot be read.
pub fn is_shown<'h>(segment: &SegmentReader, hidden: &'h [u64]) -> tantivy::Result<AcceptDoc<'h>> {
    if hidden.is_empty() {
        return Ok(Box::new(|_| true));
    }
    let articles = ArticleIds::open(segment)?;
    Ok(Box::new(move |doc| articles.first(doc).is_none_or(|id| hidden.binary_search(&id).is_err())))
}

/// Utterance of the archive compared with the words asked.
#[allow(clippy::struct_excessive_bools)] // each is a finding of its own
pub struct Comparison {
    /// Address of the quotation that was the candidate.
    pub address: DocAddress,
    /// Id of the article, and the index of the utterance's first part among its quotations.
    pub utterance: (u64, usize),
    /// Article as stored, with the corrections by hand.
    pub record: ArticleRecord,
    /// Index of the candidate among the article's quotations.
    pub ordinal: usize,
    /// Spans of the utterance's parts in the body.
    pub parts: Vec<Span>,
    /// Words of all parts.
    pub words: Vec<ComparedWord>,
    /// Alignment of the words asked with those of the utterance.
    pub alignment: Alignment,
    /// True if the utterance is by the speaker asked for, or none was asked for.
    pub by_speaker: bool,
    /// True if the utterance is close to the words asked.
    pub close: bool,
    /// True if the utterance has the words asked one by one.
    pub exact: bool,
    /// True if the utterance says the opposite of the words asked.
    pub turned: bool,
    /// Mode of the utterance.
    pub mode: Mode,
    /// First day of the article's published date and the article's id, which order equals.
    pub earliest: (i64, u64),
}

/// Compares the candidates with the words asked, best first.
///
/// # Errors
/// The index cannot be read.
pub fn compare(
    snapshot: &Snapshot,
    asked: &[ComparedWord],
    filter: VerifyFilter<'_>,
) -> Result<Vec<Comparison>, Error> {
    let found = find_candidates(snapshot, asked, filter);
    let (weights, addresses) = found.map_err(|e| snapshot.fail(&e))?;
    let mut comparisons: Vec<Comparison> = Vec::new();
    let mut seen: FxHashSet<(u64, usize)> = FxHashSet::default();
    for address in addresses {
        let article = snapshot.reader().article_of_quote(address)?;
        let Some((mut record, ordinal)) = article else { continue };
        apply_corrections(snapshot, &mut record);
        let parts = utterance(&record, ordinal);
        let Some(head) = parts.first().copied() else { continue };
        if seen.insert((record.source.article_id().0, head)) {
            let by_speaker = is_by(snapshot, &record, ordinal, filter.speaker);
            let candidate = Candidate { address, record, ordinal, parts };
            comparisons.push(candidate.compare(asked, &weights, by_speaker));
        }
    }
    let ahead = |c: &Comparison| if c.by_speaker && c.close { SPEAKER_BONUS } else { 0.0 };
    let rank = |c: &Comparison| {
        let similarity = c.alignment.similarity;
        if filter.speaker.is_some() { similarity + ahead(c) } else { similarity }
    };
    comparisons.sort_by(|a, b| {
        let order = rank(b).total_cmp(&rank(a));
        order.then_with(|| a.earliest.cmp(&b.earliest)).then(a.utterance.cmp(&b.utterance))
    });
    Ok(comparisons)
}

/// Quotations that may have the words asked, by anybody and by the speaker asked for, with the
/// weights of the words.
fn find_candidates(
    snapshot: &Snapshot,
    asked: &[ComparedWord],
    VerifyFilter { speaker, hidden }: VerifyFilter<'_>,
) -> tantivy::Result<(IdfWeights, Vec<DocAddress>)> {
    let collection = snapshot.article_collection()?;
    let segments = snapshot.segments()?;
    let index = (snapshot.segments()?, &snapshot.fields);
    let weights = IdfWeights::new(index, &collection, TextPart::Said, asked)?;
    let mut all = candidates(segments, &weights, MAX_COMPARED, |segment| {
        accepts(snapshot, segment, VerifyFilter { speaker: None, hidden })
    })?;
    if let Some(wanted) = speaker {
        let theirs = candidates(segments, &weights, MAX_COMPARED, |segment| {
            accepts(snapshot, segment, VerifyFilter { speaker: Some(wanted), hidden })
        })?;
        all.extend(theirs);
    }
    // A short phrase of common words stands in more quotations than are compared.
    let phrases = find_exact(snapshot, asked)?;
    all.extend(earliest(snapshot, phrases, VerifyFilter { speaker, hidden })?);
    Ok((weights, all))
}

/// The earliest of some quotations that may be shown, and the earliest by the speaker asked for.
fn earliest(
    snapshot: &Snapshot,
    mut quotes: Vec<DocAddress>,
    VerifyFilter { speaker, hidden }: VerifyFilter<'_>,
) -> tantivy::Result<Vec<DocAddress>> {
    quotes.sort();
    let mut dated: Vec<((i64, u64), bool, DocAddress)> = Vec::with_capacity(quotes.len());
    for of_segment in quotes.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
        let segment = snapshot.searcher.segment_reader(of_segment[0].segment_ord);
        let (days, ids) = (columns::DAY.open(segment)?, ArticleIds::open(segment)?);
        let shown = accepts(snapshot, segment, VerifyFilter { speaker: None, hidden })?;
        let theirs = accepts(snapshot, segment, VerifyFilter { speaker, hidden })?;
        for address in of_segment.iter().filter(|address| shown(address.doc_id)) {
            let doc = address.doc_id;
            let day = days.first(doc).unwrap_or(i64::MAX);
            dated.push(((day, ids.first(doc).unwrap_or_default()), theirs(doc), *address));
        }
    }
    dated.sort();
    let mut kept: Vec<DocAddress> =
        dated.iter().take(MAX_COMPARED).map(|(_, _, address)| *address).collect();
    let theirs = dated.iter().filter(|(_, theirs, _)| *theirs).take(MAX_COMPARED);
    kept.extend(theirs.map(|(_, _, address)| *address));
    Ok(kept)
}

/// True if a quotation is by the speaker asked for, or none was asked for.
fn is_by(
    snapshot: &Snapshot,
    record: &ArticleRecord,
    ordinal: usize,
    speaker: Option<&str>,
) -> bool {
    let Some(wanted) = speaker else { return true };
    let quote = &record.notes.quotes[ordinal];
    let resolved = speaker_of(snapshot, record, quote);
    quote.speaker().is_some_and(|name| contains_words(name, wanted))
        || resolved.is_some_and(|speaker| contains_words(&speaker.name, wanted))
}

/// Quotation to be compared, with the other parts of its utterance.
struct Candidate {
    address: DocAddress,
    record: ArticleRecord,
    ordinal: usize,
    /// Indices of the utterance's parts among the article's quotations, in order; never empty.
    parts: Vec<usize>,
}

impl Candidate {
    /// Comparison with the words asked.
    fn compare(self, asked: &[ComparedWord], weights: &IdfWeights, by_speaker: bool) -> Comparison {
        let Self { address, record, ordinal, parts } = self;
        let article = record.source.article_id();
        let spans: Vec<Span> = parts.iter().map(|at| record.notes.quotes[*at].span).collect();
        let body = &record.article.body;
        let words = utterance_words(body, &spans);
        let alignment = align(asked, &words);
        let kept = alignment.kept(asked, &words);
        let share = weights.share(asked, &kept);
        let exact = alignment.is_exact();
        let close = exact
            || asked.len() >= MIN_WORDS
                && (asked.len() > MAX_SHORT || is_phrase(&alignment, asked, &kept))
                && kept.len() >= MIN_WORDS
                && alignment.similarity >= MIN_CLOSE_SIMILARITY
                && share >= MIN_RARE_SHARE
                && alignment.differing() <= MAX_DIFFERING * asked.len() as f32;
        let day = record.article.date.map_or(i64::MAX, |date| date.range().first.0);
        let mut alignment = tidied(&alignment, asked, &words);
        let mut turned = turns_sense(&alignment.steps, asked, &words);
        if let Some((first, _)) = alignment.window()
            && let Some(negation) = negation_before(&words, first)
        {
            turned = true;
            let before = (negation..first).map(|found| EditStep::Missing { found });
            alignment.steps.splice(0..0, before);
        }
        Comparison {
            address,
            utterance: (article.0, parts[0]),
            ordinal,
            parts: spans,
            words,
            alignment,
            by_speaker,
            close,
            exact: exact && !turned,
            turned,
            mode: record.notes.quotes[ordinal].mode,
            earliest: (day, article.0),
            record,
        }
    }
}

/// True if few words differ no more than the same phrase may: none that matters is another or
/// stands elsewhere, and no more than one is left out.
fn is_phrase(alignment: &Alignment, asked: &[ComparedWord], kept: &[usize]) -> bool {
    let matters = |at: &usize| asked[*at].weight > COMMON;
    let missing = alignment.steps.iter().filter(|s| matches!(s, EditStep::Missing { .. })).count();
    (0..asked.len()).filter(matters).all(|at| kept.contains(&at))
        && missing <= 1
        && !alignment.steps.iter().any(|step| matches!(step, EditStep::Moved { .. }))
}

/// Predicate over the quotations of a segment that may be shown: all that are some, or those by a
/// speaker.
///
/// # Errors
/// The segment cannot be read.
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

/// Quotations that make up one utterance with this one ("…," she said, "…"), in order; none of
/// another mode, which were not said with it.
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
    let mode = quotes.get(ordinal).map(|quote| quote.mode);
    parts.retain(|at| quotes.get(*at).map(|quote| quote.mode) == mode);
    parts
}
