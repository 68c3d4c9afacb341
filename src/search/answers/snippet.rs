//! Snippets: matches of a question's clauses in a text, and the passages that show them best.
//!
//! Found with the scanner, the stemmer and the interval expressions of the index, so that what is
//! marked is what matched: a phrase only as a phrase, words that must be near only where they are,
//! a word in all its forms.

use std::collections::VecDeque;

use unicode_segmentation::GraphemeCursor;

use crate::model::Span;
use crate::search::answers::hits::Marked;
use crate::search::plan::highlight::ScannedText;
use crate::search::plan::text_clause::TextClause;
use crate::search::scoring::intervals::{TermPositions, WHOLE_TEXT};
use crate::search::terms::query_term::QueryTerm;
use crate::text::sentence_at;

/// Length of a passage at most, in bytes.
const MAX_BYTES: usize = 320;
/// Number of passages besides the best, at most.
const MAX_FURTHER: usize = 2;

/// Match of a clause in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClauseMatch {
    /// Byte span in the text.
    pub span: Span,
    /// Index of the clause.
    pub clause: usize,
}

/// All matches of clauses in `text`, in order.
pub fn find_matches(text: &str, clauses: &[&TextClause]) -> Vec<ClauseMatch> {
    if clauses.is_empty() {
        return Vec::new();
    }
    let terms: Vec<&QueryTerm> = clauses.iter().flat_map(|clause| &clause.terms).collect();
    let units = clauses.iter().any(|clause| clause.intervals.needs_units());
    let mut scanned = ScannedText::new(text, &terms, units);
    let mut all = std::mem::take(&mut scanned.positions.terms).into_iter();
    let mut matches = Vec::new();
    let mut first = 0;
    for (number, clause) in clauses.iter().enumerate() {
        let joined = scanned.positions.joined.iter();
        let own = first..first + clause.terms.len();
        let joined = joined.filter(|(term, ..)| own.contains(term));
        let positions = TermPositions {
            terms: all.by_ref().take(clause.terms.len()).collect(),
            joined: joined.map(|(term, from, to)| (term - first, *from, *to)).collect(),
            sentences: scanned.positions.sentences.clone(),
            paragraphs: scanned.positions.paragraphs.clone(),
        };
        first += clause.terms.len();
        let spots = clause.intervals.highlights(&positions, WHOLE_TEXT);
        let spans = spots.into_iter().filter_map(|spot| scanned.span(spot));
        matches.extend(spans.map(|span| ClauseMatch { span, clause: number }));
    }
    matches.sort_by_key(|one| (one.span.start, one.span.end, one.clause));
    matches.dedup();
    matches
}

/// Number of different clauses that match.
pub fn count_clauses(matches: &[ClauseMatch]) -> usize {
    let mut clauses: Vec<usize> = matches.iter().map(|one| one.clause).collect();
    clauses.sort_unstable();
    clauses.dedup();
    clauses.len()
}

/// `span` of `text` with the matches inside it marked.
pub fn mark(text: &str, span: Span, matches: &[ClauseMatch]) -> Marked {
    let mut marks: Vec<Span> = Vec::new();
    for one in matches.iter().filter(|one| span.covers(one.span)) {
        let mark = Span::new(one.span.start - span.start, one.span.end - span.start);
        match marks.last_mut() {
            Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
            _ => marks.push(mark),
        }
    }
    Marked { text: span.of(text).to_owned(), marks }
}

/// Passage of `text` with most different clauses closest together, grown to whole sentences, or the
/// text's beginning if nothing matches; and further passages with matches, in their order.
pub fn snippets(text: &str, matches: &[ClauseMatch]) -> (Marked, Vec<Marked>) {
    let mut shown: Vec<Span> = Vec::new();
    for _ in 0..=MAX_FURTHER {
        let free: Vec<ClauseMatch> = matches
            .iter()
            .filter(|one| !shown.iter().any(|s| s.start < one.span.end && one.span.start < s.end))
            .copied()
            .collect();
        let Some(core) = best_core(&free) else { break };
        let whole = sentence_at(text, core);
        let span = trim(text, truncate(text, whole, core));
        // A passage that runs into another says little that is new.
        if shown.iter().any(|s| s.start < span.end && span.start < s.end) {
            break;
        }
        shown.push(span);
    }
    if shown.is_empty() {
        let start = sentence_at(text, Span::new(0, 0));
        shown.push(trim(text, truncate(text, start, Span::new(0, 0))));
    }
    let best = mark(text, shown[0], matches);
    let mut further = shown.split_off(1);
    further.sort_by_key(|span| span.start);
    (best, further.into_iter().map(|span| mark(text, span, matches)).collect())
}

/// Span of the window with most different clauses, found in one pass.
fn best_core(matches: &[ClauseMatch]) -> Option<Span> {
    let mut best: Option<(usize, usize, Span)> = None;
    let mut counts = vec![0_usize; matches.iter().map(|one| one.clause + 1).max().unwrap_or(0)];
    let mut different = 0;
    // Matches of the window that end behind all later ones, which tell where it ends.
    let mut ends: VecDeque<usize> = VecDeque::new();
    let mut start = 0;
    for (end, one) in matches.iter().enumerate() {
        different += usize::from(counts[one.clause] == 0);
        counts[one.clause] += 1;
        while ends.back().is_some_and(|last| matches[*last].span.end <= one.span.end) {
            ends.pop_back();
        }
        ends.push_back(end);
        while one.span.end - matches[start].span.start > MAX_BYTES && start < end {
            counts[matches[start].clause] -= 1;
            different -= usize::from(counts[matches[start].clause] == 0);
            start += 1;
        }
        while ends.front().is_some_and(|first| *first < start) {
            ends.pop_front();
        }
        let last = ends.front().map_or(one.span.end, |first| matches[*first].span.end);
        let span = Span::new(matches[start].span.start, last);
        let all = end + 1 - start;
        if best.is_none_or(|(d, a, _)| (different, all) > (d, a)) {
            best = Some((different, all, span));
        }
    }
    best.map(|(_, _, span)| span)
}

/// Truncates a passage that became too long, at words, around its core.
fn truncate(text: &str, whole: Span, core: Span) -> Span {
    if whole.len() <= MAX_BYTES + MAX_BYTES / 2 {
        return whole;
    }
    let room = MAX_BYTES.saturating_sub(core.len());
    let wanted = whole.start.max(core.start.saturating_sub(room / 3));
    let mut start = text.floor_char_boundary(wanted);
    if start > whole.start {
        start = text[start..core.start].find(' ').map_or(core.start, |at| start + at + 1);
    }
    let wanted = whole.end.min(start + MAX_BYTES.max(core.len() + core.start - start));
    let mut end = text.ceil_char_boundary(wanted);
    if end < whole.end {
        end = text[core.end..end].rfind(' ').map_or(end, |at| core.end + at);
    }
    Span::new(start, end)
}

/// Span without the blanks around it, never cut within a grapheme cluster.
fn trim(text: &str, span: Span) -> Span {
    let boundary = |at: usize| GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0);
    let (mut start, mut end) = (span.start, span.end);
    while start > 0 && boundary(start) != Ok(true) {
        start = text.floor_char_boundary(start - 1);
    }
    while end < text.len() && boundary(end) != Ok(true) {
        end = text.ceil_char_boundary(end + 1);
    }
    let span = Span::new(start, end);
    let inside = span.of(text);
    let start = span.start + inside.len() - inside.trim_start().len();
    Span::new(start, start + inside.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn match_of(text: &str, word: &str) -> ClauseMatch {
        let start = text.find(word).unwrap();
        ClauseMatch { span: Span::new(start, start + word.len()), clause: 0 }
    }

    #[test]
    fn several_passages_each_of_whole_sentences() {
        let filler = "Nothing of note stands here at all. ".repeat(20);
        let text =
            format!("A dam was built. {filler}Then the wall broke. {filler}The end was mud.");
        let found = [match_of(&text, "dam"), match_of(&text, "wall"), match_of(&text, "mud")];
        let (best, further) = snippets(&text, &found);
        assert_eq!(best.text, "A dam was built.");
        let texts: Vec<&str> = further.iter().map(|marked| marked.text.as_str()).collect();
        assert_eq!(texts, ["Then the wall broke.", "The end was mud."]);
        assert_eq!(snippets(&text, &[]).0.text, "A dam was built.");
    }

    #[test]
    fn an_endless_sentence_is_cut_at_whole_characters() {
        // Each letter carries two marks, each flag is two characters.
        for unit in ["e\u{301}\u{323}", "🇩🇪", "👩‍🚒"] {
            let text = format!("{}dam{}", unit.repeat(400), unit.repeat(400));
            let (best, _) = snippets(&text, &[match_of(&text, "dam")]);
            assert!(best.text.len() < 2_000 && best.text.contains("dam"));
            let edge = text.find("dam").unwrap() - best.text.find("dam").unwrap();
            assert!(text.grapheme_indices(true).any(|(at, _)| at == edge), "{unit}");
        }
    }

    proptest! {
        #[test]
        fn any_places_of_any_text(
            text in "\\PC*|[a-c .\n”é\u{301}]*",
            at: prop::sample::Index,
            length in 1..9usize,
        ) {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let end = text.ceil_char_boundary(start + length);
            let found = [ClauseMatch { span: Span::new(start, end), clause: 0 }];
            let (best, further) = snippets(&text, &found);
            for shown in further.iter().chain([&best]) {
                prop_assert!(text.contains(&shown.text));
                for mark in &shown.marks {
                    prop_assert!(shown.text.get(mark.start..mark.end).is_some());
                }
            }
        }
    }
}
