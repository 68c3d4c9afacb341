//! Matches in running text: words that stand in an article, but not in a quotation that was found.

use tantivy::DocAddress;

use crate::model::{ArticleId, Span};
use crate::search::answers::corrected::apply_corrections;
use crate::search::answers::hits::Marked;
use crate::search::plan::text_part::TextPart;
use crate::search::snapshot::Snapshot;
use crate::search::verify::align::align;
use crate::search::verify::candidates::{IdfWeights, candidates};
use crate::search::verify::compare::{
    MAX_DIFFERING, MIN_CLOSE_SIMILARITY, MIN_RARE_SHARE, MIN_WORDS, is_shown,
};
use crate::search::verify::compared_word::{ComparedWord, compared_words};
use crate::search::verify::negation::turns_sense;
use crate::search::verify::tidy::tidied;
use crate::search::verify::word_pairs::{WordPair, word_pairs};
use crate::store::{ArticleRecord, Error};
use crate::text::sentence_at;

/// Number of articles that are compared word by word.
const MAX_COMPARED: usize = 40;
/// Similarity by which running text must exceed any quotation to be worth showing.
const MIN_GAIN: f32 = 0.1;
/// Product of both numbers of words up to which whole texts are compared; of longer ones the part
/// with most of the words.
const MAX_CELLS: usize = 400_000;

/// Article that has the words, or nearly, outside any quotation.
#[derive(Clone, Debug)]
pub struct TextMatch {
    /// Article's id.
    pub id: ArticleId,
    /// Article as stored.
    pub record: ArticleRecord,
    /// Similarity from 0, nothing in common, to 1, word for word.
    pub similarity: f32,
    /// Words found beside those asked.
    pub words: Vec<WordPair>,
    /// True if the text says the opposite of the words asked.
    pub turned: bool,
    /// Number of places where words asked as one sentence stand in two.
    pub joined: usize,
    /// Sentence that has the words, with them marked.
    pub snippet: Marked,
}

/// Articles that have the words asked, or nearly, outside any quotation, where that is closer than
/// `best`; closest first, then earliest.
pub fn in_text(
    snapshot: &Snapshot,
    typed: &str,
    asked: &[ComparedWord],
    hidden: &[u64],
    best: f32,
    limit: usize,
) -> Result<Vec<TextMatch>, Error> {
    let found = || -> tantivy::Result<(IdfWeights, Vec<DocAddress>)> {
        let collection = snapshot.article_collection()?;
        let index = (snapshot.segments()?, &snapshot.fields);
        let weights = IdfWeights::new(index, &collection, TextPart::Body, asked)?;
        let within = snapshot.segments()?;
        let all = candidates(within, &weights, MAX_COMPARED, |segment| is_shown(segment, hidden))?;
        Ok((weights, all))
    };
    let (weights, addresses) = found().map_err(|e| snapshot.fail(&e))?;
    let mut matches: Vec<((i64, u64), TextMatch)> = Vec::new();
    for address in addresses {
        let mut record = snapshot.index.article(&snapshot.searcher, address)?;
        let kept_quotes = apply_corrections(snapshot, &mut record);
        let body = &record.article.body;
        let all = compared_words(body, 0);
        let words = densest_window(asked, &all);
        let alignment = align(asked, words);
        let Some((first, last)) = alignment.window() else { continue };
        let kept = alignment.kept(asked, words);
        let close = alignment.similarity >= (best + MIN_GAIN).clamp(MIN_CLOSE_SIMILARITY, 1.0)
            && weights.share(asked, &kept) >= MIN_RARE_SHARE
            && alignment.differing() <= MAX_DIFFERING * asked.len() as f32
            && kept.len() >= MIN_WORDS.min(asked.len());
        let span = Span::new(words[first].span.start, words[last].span.end);
        let quotes = record.notes.quotes.iter().zip(&kept_quotes);
        let is_quotation = quotes.filter(|(_, kept)| **kept).any(|(q, _)| q.span.overlaps(span));
        if !close || is_quotation {
            continue;
        }
        let sentence = sentence_at(body, span);
        let inside = Span::new(span.start - sentence.start, span.end - sentence.start);
        let snippet = Marked { text: sentence.of(body).to_owned(), marks: vec![inside] };
        let shown = &words[first..=last];
        let day = record.article.date.map_or(i64::MAX, |date| date.range().first.0);
        let id = record.source.article_id();
        let shown_steps = tidied(&align(asked, shown), asked, shown);
        matches.push((
            (day, id.0),
            TextMatch {
                id,
                similarity: alignment.similarity,
                words: word_pairs(typed, body, asked, shown, &shown_steps),
                turned: turns_sense(&shown_steps.steps, asked, shown),
                joined: shown_steps.joins(asked, shown),
                snippet,
                record,
            },
        ));
    }
    matches.sort_by(|a, b| b.1.similarity.total_cmp(&a.1.similarity).then_with(|| a.0.cmp(&b.0)));
    Ok(matches.into_iter().take(limit).map(|(_, found)| found).collect())
}

/// Window of a long text that has most of the words asked; all of a short one.
fn densest_window<'w>(asked: &[ComparedWord], words: &'w [ComparedWord]) -> &'w [ComparedWord] {
    let length = asked.len() * 3 + 20;
    if asked.len() * words.len() <= MAX_CELLS || words.len() <= length {
        return words;
    }
    let wanted: rustc_hash::FxHashSet<&str> = asked.iter().map(|word| word.stem.as_str()).collect();
    let hit = |word: &ComparedWord| usize::from(wanted.contains(word.stem.as_str()));
    let mut now: usize = words[..length].iter().map(hit).sum();
    let (mut best, mut start) = (now, 0);
    for at in length..words.len() {
        now = now + hit(&words[at]) - hit(&words[at - length]);
        if now > best {
            (best, start) = (now, at + 1 - length);
        }
    }
    &words[start..start + length]
}
