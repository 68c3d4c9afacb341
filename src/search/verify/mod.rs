//! Verification of a quotation: did anybody say these words? The quotations of the archive that
//! come closest, and their differences.
//!
//! Candidates come from the index by the rarest words ([`candidates`]); each is then compared word
//! by word ([`align`]) and the closest are shown with everybody who is credited with them. Words
//! that stand in an article outside any quotation found are distinguished from words that somebody
//! is quoted with, and words that are reported as denied, refused, asked or supposed from words
//! that were said.

pub mod align;
pub mod candidates;
pub mod compare;
pub mod compared_word;
pub mod credit;
pub mod in_text;
pub mod negation;
pub mod negations;
pub mod phrase;
pub mod tidy;
pub mod verification;
pub mod word_pairs;

use rustc_hash::FxHashSet;
use tantivy::DocAddress;

use crate::model::{QuoteId, Span};
use crate::search::answers::fetch::quotation_at;
use crate::search::plan::question::Filters;
use crate::search::snapshot::Snapshot;
use crate::search::verify::align::align;
use crate::search::verify::compare::{Comparison, VerifyFilter, compare};
use crate::search::verify::compared_word::{ComparedWord, compared_words};
use crate::search::verify::credit::credit;
use crate::search::verify::in_text::in_text;
use crate::search::verify::negation::turns_sense;
use crate::search::verify::phrase::find_exact;
use crate::search::verify::tidy::tidied;
use crate::search::verify::verification::{
    MAX_VERIFY_WORDS, QuoteMatch, Verification, VerifyError,
};
use crate::search::verify::word_pairs::word_pairs;
use crate::store::Error;
use crate::text::contains_words;

/// Similarity below which a quotation is not even worth showing.
const MIN_SIMILARITY: f32 = 0.4;
/// Similarity from which on two quotations are copies of one saying.
const MIN_COPY_SIMILARITY: f32 = 0.9;

/// Quotations closest to these words, at most `limit` sayings, with their differences.
///
/// # Errors
/// Too few or too many words, or the index cannot be read.
pub fn verify(
    snapshot: &Snapshot,
    text: &str,
    speaker: Option<&str>,
    filters: &Filters,
    limit: usize,
) -> Result<Verification, VerifyError> {
    // Words are at least a letter and a blank apart; what is longer is not even cut into words.
    let asked = compared_words(text.get(..MAX_VERIFY_WORDS * 200).unwrap_or(text), 0);
    if asked.is_empty() {
        return Err(VerifyError::NoWords);
    }
    if asked.len() > MAX_VERIFY_WORDS {
        return Err(VerifyError::TooManyWords);
    }
    let hidden = snapshot.hidden(filters);
    let within = VerifyFilter { speaker, hidden: &hidden };
    let (mut said, mut others): (Vec<Comparison>, Vec<Comparison>) =
        compare(snapshot, &asked, within)?.into_iter().partition(|one| one.mode.is_asserted());
    others.retain(|one| one.close);
    let find = Gathering { snapshot, text, asked: &asked, within, limit };
    let matches = find.matches(&mut said, true)?;
    let unasserted = find.matches(&mut others, false)?;
    let all = matches.iter().chain(&unasserted);
    let best = all.map(|found: &QuoteMatch| found.similarity).fold(0.0, f32::max);
    let in_text = if best < 1.0 {
        in_text(snapshot, text, &asked, &hidden, best, limit)?
    } else {
        Vec::new()
    };
    Ok(Verification {
        asked: text.to_owned(),
        speaker: speaker.map(str::to_owned),
        matches,
        unasserted,
        in_text,
    })
}

/// Words that are checked, and the filters of what they are compared with.
struct Gathering<'a> {
    snapshot: &'a Snapshot,
    text: &'a str,
    asked: &'a [ComparedWord],
    within: VerifyFilter<'a>,
    limit: usize,
}

impl Gathering<'_> {
    /// Candidates gathered into sayings, each with all its copies: those that are asserted, or all
    /// others.
    fn matches(
        &self,
        comparisons: &mut Vec<Comparison>,
        asserted: bool,
    ) -> Result<Vec<QuoteMatch>, Error> {
        let Self { snapshot, text, asked, limit, within } = *self;
        let VerifyFilter { speaker, hidden } = within;
        let mut matches = Vec::new();
        while matches.len() < limit && !comparisons.is_empty() {
            let best = comparisons.remove(0);
            if best.alignment.similarity < MIN_SIMILARITY {
                break;
            }
            let Some((first, last)) = best.alignment.window() else { continue };
            let window = &best.words[first..=last];
            let copies = self.copies(&best, window, comparisons)?;
            let credit =
                credit(snapshot, &copies, hidden, asserted).map_err(|e| snapshot.fail(&e))?;
            let id = best.record.quote_ids().get(best.ordinal).copied().unwrap_or(QuoteId(0));
            let Some(hit) = quotation_at(snapshot, id, best.address)? else { continue };
            let body = &best.record.article.body;
            let by_speaker = speaker.is_none_or(|wanted| {
                best.by_speaker || credit.speakers.iter().any(|s| contains_words(&s.name, wanted))
            });
            matches.push(QuoteMatch {
                words: word_pairs(text, body, asked, &best.words, &best.alignment),
                joined: best.alignment.joins(asked, &best.words),
                turned: best.turned,
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

    /// Copies of the saying `best` whose words asked about are `window`: those that the candidates
    /// hold, which are taken out of them, and all that have the very words.
    fn copies(
        &self,
        best: &Comparison,
        window: &[ComparedWord],
        comparisons: &mut Vec<Comparison>,
    ) -> Result<Vec<DocAddress>, Error> {
        let snapshot = self.snapshot;
        let mut copies: FxHashSet<DocAddress> = FxHashSet::default();
        copies.insert(best.address);
        comparisons.retain(|other| {
            // Who is credited with the very words has said them.
            let same = if best.exact {
                other.exact
            } else {
                other.alignment.similarity >= MIN_SIMILARITY && is_copy(window, &other.words)
            };
            if same {
                copies.insert(other.address);
            }
            !same
        });
        let longest = longest_part(window, &best.parts);
        let exact = find_exact(snapshot, longest).map_err(|e| snapshot.fail(&e))?;
        copies.extend(exact);
        let mut copies: Vec<DocAddress> = copies.into_iter().collect();
        copies.sort();
        Ok(copies)
    }
}

/// True if the words contain a copy of the saying.
fn is_copy(saying: &[ComparedWord], words: &[ComparedWord]) -> bool {
    let alignment = align(saying, words);
    alignment.similarity >= MIN_COPY_SIMILARITY
        && !turns_sense(&tidied(&alignment, saying, words).steps, saying, words)
}

/// Longest run of a window's words in one part of an utterance.
fn longest_part<'w>(window: &'w [ComparedWord], parts: &[Span]) -> &'w [ComparedWord] {
    let inside = |part: &Span| {
        let start = window.iter().position(|word| part.covers(word.span));
        let end = window.iter().rposition(|word| part.covers(word.span));
        start.zip(end).map_or(&window[..0], |(start, end)| &window[start..=end])
    };
    parts.iter().map(inside).max_by_key(|words| words.len()).unwrap_or(window)
}
