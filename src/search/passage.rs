//! Where the words of a question stand in a text, and the passage that shows them best.
//!
//! Found with the scanner and stemmer of the index, so that what is marked is what matched: a phrase
//! only as a phrase, a word in all its forms.

use crate::model::Span;
use crate::search::{Clause, Marked};
use crate::text::{EnglishStems, Words, sentence_around};

/// How long a passage may be, in bytes.
const PASSAGE: usize = 320;

/// A place in a text where a clause stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) span: Span,
    /// Which clause of the question.
    pub(super) clause: usize,
}

/// All places in `text` where a clause that is asked for stands, in order.
pub(super) fn places(text: &str, clauses: &[Clause]) -> Vec<Place> {
    let wanted: Vec<(usize, &Clause)> =
        clauses.iter().enumerate().filter(|(_, c)| !c.negated && !c.stop).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let longest = wanted.iter().map(|(_, c)| c.stems.len()).max().unwrap_or(1);
    let stemmer = EnglishStems::default();
    let mut words = Words::new(text);
    let mut recent: Vec<(Span, String)> = Vec::new();
    let mut places = Vec::new();
    while let Some(word) = words.advance() {
        if recent.len() == longest {
            recent.remove(0);
        }
        recent.push((word.span, stemmer.stem(word.folded).into_owned()));
        for (index, clause) in &wanted {
            let length = clause.stems.len();
            if recent.len() < length {
                continue;
            }
            let tail = &recent[recent.len() - length..];
            if tail.iter().map(|(_, stem)| stem).eq(&clause.stems) {
                let span = Span::new(tail[0].0.start, tail[length - 1].0.end);
                places.push(Place { span, clause: *index });
            }
        }
    }
    places.sort_by_key(|place| (place.span.start, place.span.end));
    places
}

/// How many different clauses the places hold.
pub(super) fn held(places: &[Place]) -> usize {
    let mut clauses: Vec<usize> = places.iter().map(|place| place.clause).collect();
    clauses.sort_unstable();
    clauses.dedup();
    clauses.len()
}

/// `span` of `text` with the places inside it marked.
pub(super) fn marked(text: &str, span: Span, places: &[Place]) -> Marked {
    let mut marks: Vec<Span> = Vec::new();
    for place in places.iter().filter(|place| span.covers(place.span)) {
        let mark = Span::new(place.span.start - span.start, place.span.end - span.start);
        match marks.last_mut() {
            Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
            _ => marks.push(mark),
        }
    }
    Marked { text: span.of(text).to_owned(), marks }
}

/// The passage of `text` that holds most different clauses closest together, grown to whole
/// sentences; the text's beginning when it holds none.
pub(super) fn best_passage(text: &str, places: &[Place]) -> Marked {
    let mut best: Option<(usize, usize, Span)> = None;
    let mut start = 0;
    for end in 0..places.len() {
        while places[end].span.end - places[start].span.start > PASSAGE && start < end {
            start += 1;
        }
        let window = &places[start..=end];
        let span = Span::new(window[0].span.start, places[end].span.end);
        let (different, all) = (held(window), window.len());
        if best.is_none_or(|(d, a, _)| (different, all) > (d, a)) {
            best = Some((different, all, span));
        }
    }
    let core = best.map_or(Span::new(0, 0), |(_, _, span)| span);
    let whole = sentence_around(text, core);
    marked(text, trim(text, fit(text, whole, core)), places)
}

/// Cuts a passage that became too long, at words, around its core.
fn fit(text: &str, whole: Span, core: Span) -> Span {
    if whole.len() <= PASSAGE + PASSAGE / 2 {
        return whole;
    }
    let room = PASSAGE.saturating_sub(core.len());
    let wanted = whole.start.max(core.start.saturating_sub(room / 3));
    let mut start = text.floor_char_boundary(wanted);
    if start > whole.start {
        start = text[start..core.start].find(' ').map_or(core.start, |at| start + at + 1);
    }
    let wanted = whole.end.min(start + PASSAGE.max(core.len() + core.start - start));
    let mut end = text.ceil_char_boundary(wanted);
    if end < whole.end {
        end = text[core.end..end].rfind(' ').map_or(end, |at| core.end + at);
    }
    Span::new(start, end)
}

fn trim(text: &str, span: Span) -> Span {
    let inside = span.of(text);
    let start = span.start + inside.len() - inside.trim_start().len();
    Span::new(start, start + inside.trim().len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::parse_clauses;
    use proptest::prelude::*;

    fn check(text: &str, question: &str, expected: &str) {
        let clauses = parse_clauses(question);
        let passage = best_passage(text, &places(text, &clauses));
        let mut shown = passage.text.clone();
        for mark in passage.marks.iter().rev() {
            shown.insert(mark.end, ']');
            shown.insert(mark.start, '[');
        }
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_in_all_forms_and_phrases_as_phrases() {
        let text = "The talks went on. Nuclear talks had failed, he said. Talk of war grew.";
        check(
            text,
            "\"nuclear talk\" war",
            "[Nuclear talks] had failed, he said. Talk of [war] grew.",
        );
        check(text, "failing", "Nuclear talks had [failed], he said.");
        check(text, "absent", "The talks went on.");
    }

    #[test]
    fn marks_survive_tokenised_text_and_accents() {
        check("She is n't in the café .", "\"isn't\" cafe", "She [is n't] in the [café] .");
    }

    proptest! {
        #[test]
        fn any_text_gives_a_passage(text in "\\PC*|[a-c .\n”é]*", question in "[a-c \"]*") {
            let passage = best_passage(&text, &places(&text, &parse_clauses(&question)));
            for mark in passage.marks {
                prop_assert!(passage.text.get(mark.start..mark.end).is_some());
            }
        }
    }
}
