//! Did anybody say these words? The quotations of the archive that come closest, and what differs.
//!
//! Candidates come from the index by the rarest words ([`candidates`]); each is then compared word by word
//! ([`align`]) and the closest are shown with everybody who is credited with them. Words that stand in
//! an article outside any quotation found are told apart from words that somebody is quoted with.

mod align;
mod candidates;
mod credit;
mod in_text;

use rustc_hash::FxHashSet;
use tantivy::{DocAddress, SegmentReader};
use thiserror::Error;

use crate::corpus::names::speakers::Speaker;
use crate::model::{PublishedDate, QuoteId, Span};
use crate::search::verify::credit::{credit, holding, quotation_at};
use crate::search::answers::corrected::{apply_corrections, speaker_of};
use crate::search::verify::in_text::in_text;
use crate::search::answers::hits::QuoteHit;
use crate::search::answers::speaker_stats::Speaking;
use crate::search::snapshot::Snapshot;
use crate::search::plan::query_plan::Part;
use crate::search::plan::question::Filters;
use crate::search::verify::align::{Alignment, Compared, Step, align, compared};
use crate::search::verify::candidates::{Rarity, Takes, candidates};
use crate::store::{ArticleIds, ArticleRecord, Error};
use crate::text::contains_words;

pub use in_text::TextMatch;

/// The most words that can be checked at once.
pub const MOST_WORDS: usize = 500;
/// How many quotations are compared word by word.
const COMPARED: usize = 150;
/// From this similarity on a quotation is close.
const CLOSE: f32 = 0.6;
/// The share of the rare words that must stand in a quotation that is close.
const SHARE: f32 = 0.5;
/// The share of the words asked that may differ in a quotation that is close; words left out and moved
/// count half, since the words that are there are right.
const DIFFER: f32 = 0.5;
/// Below this a quotation is not even worth showing.
const FAR: f32 = 0.4;
/// Fewer words than this must stand there in order to be found.
const FEW: usize = 3;
/// Copies of one saying may differ so much from each other.
const COPY: f32 = 0.9;
/// How much less alike a quotation by the speaker asked for may be and still go ahead.
const AHEAD: f32 = 0.2;

/// Why words cannot be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// There are none.
    #[error("there is no word to check; give the words that somebody is said to have said")]
    NoWords,
    /// There are too many.
    #[error(
        "that is more than {MOST_WORDS} words; give the sentence or two that matter, and not the whole speech"
    )]
    TooMany,
}

/// What the archive has to say about the words.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The words as typed.
    pub asked: String,
    /// Who is said to have said them, as typed.
    pub speaker: Option<String>,
    /// The closest quotations, closest first, each with its copies; also when none is close.
    pub matches: Vec<Match>,
    /// Articles that have the words outside any quotation, where they are closer than all quotations.
    pub in_text: Vec<TextMatch>,
}

/// A saying of the archive, all its copies taken together.
#[derive(Clone, Debug)]
pub struct Match {
    /// The copy that comes closest, the earliest of those.
    pub hit: QuoteHit,
    /// From 0, nothing in common, to 1, word for word.
    pub similarity: f32,
    /// Whether it is close enough to be the saying that was meant.
    pub close: bool,
    /// The saying word by word.
    pub words: Vec<WordPair>,
    /// Whether all of it was asked for, and not only a part.
    pub whole: bool,
    /// Whether the speaker asked for is credited with it; also when none was asked for.
    pub by_speaker: bool,
    /// Who is credited with it in which copies.
    pub credit: Credit,
}

/// Who is credited with a saying, and when.
#[derive(Clone, Debug, Default)]
pub struct Credit {
    /// The named speakers with their numbers of copies, most first.
    pub speakers: Vec<Speaking>,
    /// Copies without a named speaker.
    pub nobody: u64,
    /// How many quotations have it.
    pub quotes: u64,
    /// How many articles have it.
    pub articles: u64,
    /// When it first appeared, as far as is known.
    pub first: Option<PublishedDate>,
}

/// A word of a saying beside the one asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordPair {
    /// What is with it.
    pub how: Difference,
    /// As it stands in the archive; empty when only the words asked have it.
    pub found: String,
    /// What stands between it and the next one.
    pub after: String,
    /// As asked; empty when only the archive has it.
    pub asked: String,
}

/// How a word of the saying compares with the words asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Before or behind what was asked.
    Around,
    /// The same word.
    Same,
    /// Another word or another form of it was asked.
    Changed,
    /// It was left out.
    Missing,
    /// It was added: nobody said it.
    Added,
    /// It was asked at another place.
    Moved,
}

impl Verification {
    /// The closest saying, if it is close.
    pub fn close(&self) -> Option<&Match> {
        self.matches.first().filter(|found| found.close)
    }

    /// Whether the words were found, exactly or closely, and with the speaker asked for if one was.
    pub fn is_found(&self) -> bool {
        match self.close() {
            Some(found) => found.by_speaker,
            None => self.speaker.is_none() && !self.in_text.is_empty(),
        }
    }
}

/// How many words of a saying differ: changed, left out, added, moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Differing {
    /// Other words, or other forms.
    pub changed: usize,
    /// Left out.
    pub missing: usize,
    /// Added.
    pub added: usize,
    /// At another place.
    pub moved: usize,
}

impl Differing {
    /// Counts the words.
    pub fn of(words: &[WordPair]) -> Self {
        let count = |how| words.iter().filter(|word| word.how == how).count();
        Self {
            changed: count(Difference::Changed),
            missing: count(Difference::Missing),
            added: count(Difference::Added),
            moved: count(Difference::Moved),
        }
    }

    /// All that differ.
    pub fn total(self) -> usize {
        self.changed + self.missing + self.added + self.moved
    }
}

/// Among which quotations is looked.
#[derive(Clone, Copy)]
struct Within<'a> {
    /// Only those by this speaker.
    speaker: Option<&'a str>,
    /// Ids of the articles that are not shown, in order.
    hidden: &'a [u64],
}

/// Whether a document of a segment may be shown, by its article.
fn is_shown<'h>(segment: &SegmentReader, hidden: &'h [u64]) -> tantivy::Result<Takes<'h>> {
    if hidden.is_empty() {
        return Ok(Box::new(|_| true));
    }
    let articles = ArticleIds::open(segment)?;
    Ok(Box::new(move |doc| articles.first(doc).is_none_or(|id| hidden.binary_search(&id).is_err())))
}

/// A quotation compared.
struct Compare {
    address: DocAddress,
    /// Its first part's id and where it stands in its article: what one utterance is known by.
    utterance: (u64, usize),
    record: ArticleRecord,
    ordinal: usize,
    parts: Vec<Span>,
    words: Vec<Compared>,
    alignment: Alignment,
    by_speaker: bool,
    close: bool,
    earliest: (i64, u64),
}

/// The quotations closest to these words, at most `limit` sayings, and what differs.
///
/// # Errors
/// The index cannot be read.
pub fn verify(snapshot: &Snapshot, text: &str,
    speaker: Option<&str>,
    filters: &Filters,
    limit: usize,
) -> Result<Result<Verification, Refused>, Error> {
    // Words are at least a letter and a blank apart; what is longer is not even cut into words.
    let asked = compared(text.get(..MOST_WORDS * 200).unwrap_or(text), 0);
    if asked.is_empty() {
        return Ok(Err(Refused::NoWords));
    }
    if asked.len() > MOST_WORDS {
        return Ok(Err(Refused::TooMany));
    }
    let hidden = snapshot.hidden(filters);
    let within = Within { speaker, hidden: &hidden };
    let mut compares = compares(snapshot, &asked, within)?;
    let matches = matches(snapshot, text, &asked, &mut compares, within, limit)?;
    let best = matches.first().map_or(0.0, |found: &Match| found.similarity);
    let in_text =
        if best < 1.0 { in_text(snapshot, text, &asked, &hidden, best, limit)? } else { Vec::new() };
    Ok(Ok(Verification {
        asked: text.to_owned(),
        speaker: speaker.map(str::to_owned),
        matches,
        in_text,
    }))
}

/// The candidates compared, best first.
fn compares(snapshot: &Snapshot, asked: &[Compared],
    Within { speaker, hidden }: Within<'_>,
) -> Result<Vec<Compare>, Error> {
    let found = || -> tantivy::Result<(Rarity, Vec<DocAddress>)> {
        let collection = snapshot.articles_counted()?;
        let index = (snapshot.segments()?, &snapshot.fields);
        let rarity = Rarity::new(index, &collection, Part::Said, asked)?;
        let from = snapshot.segments()?;
        let mut all = candidates(from, &rarity, COMPARED, |segment| {
            takes(snapshot, segment, Within { speaker: None, hidden })
        })?;
        if let Some(wanted) = speaker {
            let theirs = candidates(from, &rarity, COMPARED, |segment| {
                takes(snapshot, segment, Within { speaker: Some(wanted), hidden })
            })?;
            all.extend(theirs);
        }
        Ok((rarity, all))
    };
    let (rarity, addresses) = found().map_err(|e| snapshot.fail(&e))?;
    let mut compares: Vec<Compare> = Vec::new();
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
        let words: Vec<Compared> =
            spans.iter().flat_map(|span| compared(span.of(body), span.start)).collect();
        let alignment = align(asked, &words);
        let kept = alignment.kept(asked, &words);
        let share = rarity.share(asked, &kept);
        let close = alignment.is_exact()
            || asked.len() >= FEW
                && kept.len() >= FEW
                && alignment.similarity >= CLOSE
                && share >= SHARE
                && alignment.differing() <= DIFFER * asked.len() as f32;
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
        compares.push(Compare {
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
    let ahead = |c: &Compare| if c.by_speaker && c.close { AHEAD } else { 0.0 };
    let rank = |c: &Compare| {
        let similarity = c.alignment.similarity;
        if speaker.is_some() { similarity + ahead(c) } else { similarity }
    };
    compares.sort_by(|a, b| {
        let order = rank(b).total_cmp(&rank(a));
        order.then_with(|| a.earliest.cmp(&b.earliest)).then(a.utterance.cmp(&b.utterance))
    });
    Ok(compares)
}

/// Which quotations of a segment may be shown: all that are some, or those by a speaker.
fn takes<'s>(snapshot: &'s Snapshot, segment: &SegmentReader,
    within: Within<'s>,
) -> tantivy::Result<Takes<'s>> {
    let Within { speaker: wanted, hidden } = within;
    let shown = is_shown(segment, hidden)?;
    if wanted.is_none() && snapshot.by_hand.corrections.is_empty() {
        return Ok(shown);
    }
    let speakers = snapshot.speakers_of(segment)?;
    Ok(Box::new(move |doc| match (speakers.of(doc), wanted) {
        _ if !shown(doc) => false,
        (Speaker::NotAQuote, _) | (Speaker::Unknown, Some(_)) => false,
        (_, None) => true,
        (Speaker::Known(known), Some(wanted)) => {
            contains_words(&known.name, wanted) || contains_words(&known.in_article, wanted)
        }
    }))
}

/// The candidates gathered into sayings, each with all its copies.
fn matches(snapshot: &Snapshot, text: &str,
    asked: &[Compared],
    compares: &mut Vec<Compare>,
    Within { speaker, hidden }: Within<'_>,
    limit: usize,
) -> Result<Vec<Match>, Error> {
    let mut matches = Vec::new();
    while matches.len() < limit && !compares.is_empty() {
        let best = compares.remove(0);
        if best.alignment.similarity < FAR {
            break;
        }
        let Some((first, last)) = best.alignment.window() else { continue };
        let window = &best.words[first..=last];
        // Copies that the candidates hold, and all that have the very words.
        let mut copies: FxHashSet<DocAddress> = FxHashSet::default();
        copies.insert(best.address);
        compares.retain(|other| {
            let same = other.alignment.similarity >= FAR && is_copy(window, &other.words);
            if same {
                copies.insert(other.address);
            }
            !same
        });
        let longest = longest_part(window, &best.parts);
        let exact = holding(snapshot, longest).map_err(|e| snapshot.fail(&e))?;
        copies.extend(exact);
        let mut copies: Vec<DocAddress> = copies.into_iter().collect();
        copies.sort();
        let credit = credit(snapshot, &copies, hidden).map_err(|e| snapshot.fail(&e))?;
        let id = best.record.quote_ids().get(best.ordinal).copied().unwrap_or(QuoteId(0));
        let Some(hit) = quotation_at(snapshot, id, best.address)? else { continue };
        let body = &best.record.article.body;
        let by_speaker = speaker.is_none_or(|wanted| {
            best.by_speaker || credit.speakers.iter().any(|s| contains_words(&s.name, wanted))
        });
        matches.push(Match {
            words: word_pairs(text, body, asked, &best.words, &best.alignment),
            similarity: best.alignment.similarity,
            close: best.close,
            whole: first == 0 && last + 1 == best.words.len(),
            by_speaker,
            credit,
            hit,
        });
    }
    Ok(matches)
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

/// Whether the words hold a copy of the saying.
fn is_copy(saying: &[Compared], words: &[Compared]) -> bool {
    align(saying, words).similarity >= COPY
}

/// The most words of a window that one part of an utterance holds.
fn longest_part<'w>(window: &'w [Compared], parts: &[Span]) -> &'w [Compared] {
    let inside = |part: &Span| {
        let start = window.iter().position(|word| part.covers(word.span));
        let end = window.iter().rposition(|word| part.covers(word.span));
        start.zip(end).map_or(&window[..0], |(start, end)| &window[start..=end])
    };
    parts.iter().map(inside).max_by_key(|words| words.len()).unwrap_or(window)
}

/// The saying word by word, as it stands in `body`, beside the words asked as typed.
fn word_pairs(
    typed: &str,
    body: &str,
    asked: &[Compared],
    found: &[Compared],
    alignment: &Alignment,
) -> Vec<WordPair> {
    let (first, last) = alignment.window().unwrap_or((0, 0));
    let as_found = |at: usize| found[at].span.of(body).to_owned();
    let as_asked = |at: usize| asked[at].span.of(typed).to_owned();
    let after = |at: usize| match found.get(at + 1) {
        // Parts of one utterance may stand far apart.
        Some(next) if next.span.start <= found[at].span.end + 40 => body
            .get(found[at].span.end..next.span.start)
            .map_or(" ", |text| if text.trim().chars().count() > 3 { " … " } else { text })
            .to_owned(),
        Some(_) => " … ".to_owned(),
        None => String::new(),
    };
    let around = |at: usize| WordPair {
        how: Difference::Around,
        found: as_found(at),
        after: after(at),
        asked: String::new(),
    };
    let mut words: Vec<WordPair> = (0..first).map(around).collect();
    let mut shown = first;
    for step in &alignment.steps {
        let (how, at, asked) = match *step {
            Step::Same { asked, found } => (Difference::Same, Some(found), Some(asked)),
            Step::Changed { asked, found } => (Difference::Changed, Some(found), Some(asked)),
            Step::Moved { asked, found } => (Difference::Moved, Some(found), Some(asked)),
            Step::Missing { found } => (Difference::Missing, Some(found), None),
            Step::Added { asked } => (Difference::Added, None, Some(asked)),
        };
        if let Some(at) = at {
            // What was moved from far away leaves words between.
            words.extend(
                (shown..at).map(|between| WordPair { how: Difference::Missing, ..around(between) }),
            );
            shown = shown.max(at + 1);
        }
        words.push(WordPair {
            how,
            found: at.map_or(String::new(), as_found),
            after: at.map_or(" ".to_owned(), after),
            asked: asked.map_or(String::new(), as_asked),
        });
    }
    words.extend((shown.max(last + 1)..found.len()).map(around));
    words
}
