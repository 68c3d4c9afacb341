//! Sentence around a span of text, found from the span outward.
//!
//! Cheaper than dividing the whole text if only a few places of it are wanted, as for the
//! context of a hit.

use crate::model::Span;

/// Distance to which a sentence is followed in either direction, in bytes.
const REACH: usize = 400;

/// Sentence or sentences that `span` lies in: from the last end of a sentence before it to the
/// first one after its end, within its paragraph and at most 400 bytes away on either side.
pub fn sentence_at(text: &str, span: Span) -> Span {
    Span::new(sentence_start(text, span.start), sentence_end(text, span.end))
}

fn sentence_start(text: &str, from: usize) -> usize {
    let from = text.floor_char_boundary(from);
    let floor_at = text.floor_char_boundary(from.saturating_sub(REACH));
    let window = &text[floor_at..from];
    let mut start =
        if floor_at == 0 { 0 } else { window.find(' ').map_or(floor_at, |at| floor_at + at + 1) };
    let mut previous = None;
    for (at, c) in window.char_indices() {
        let here = floor_at + at;
        match previous {
            Some('\n') if c == '\n' => start = here + 1,
            Some('.' | '?' | '!') if c.is_whitespace() && ends_sentence(text, here) => {
                start = here + c.len_utf8();
            }
            _ => {}
        }
        previous = if is_closing(c) { previous } else { Some(c) };
    }
    start
}

fn sentence_end(text: &str, from: usize) -> usize {
    let from = text.floor_char_boundary(from);
    // The quotation's own full stop ends the sentence unless it goes on in lower case.
    let inside = text[..from].trim_end_matches(is_closing);
    let goes_on = text[from..].trim_start_matches(|c: char| is_closing(c) || c == ' ');
    if inside.ends_with(['.', '?', '!']) && !goes_on.starts_with(char::is_lowercase) {
        return from;
    }
    let mut end = text.floor_char_boundary(from + REACH);
    let mut previous = None;
    for (at, c) in text[from..end].char_indices() {
        let here = from + at;
        match previous {
            Some((line_end, '\n')) if c == '\n' => return line_end,
            Some((_, '.' | '?' | '!')) if c.is_whitespace() && ends_sentence(text, here) => {
                return here;
            }
            _ => {}
        }
        previous = if is_closing(c) { previous } else { Some((here, c)) };
    }
    if end < text.len() {
        end = text[..end].rfind(' ').filter(|at| *at > from).unwrap_or(end);
    }
    end
}

/// True if the blank at `at`, which follows a full stop, is the gap between two sentences: no lone
/// capital stands before the stop ("J. Smith") and no lower case after the gap.
fn ends_sentence(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(|c| is_closing(c) || matches!(c, '.' | '?' | '!'));
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    let title =
        matches!(word, "Mr" | "Mrs" | "Ms" | "Dr" | "Gov" | "Sen" | "Rep" | "Gen" | "St" | "Prof");
    let after = text[at..].trim_start();
    !initial && !title && !after.starts_with(char::is_lowercase)
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | '»' | ')')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, words: &str, expected: &str) {
        let start = text.find(words).unwrap();
        let span = Span::new(start, start + words.len());
        assert_eq!(sentence_at(text, span).of(text), expected);
    }

    #[test]
    fn a_sentence_and_no_more() {
        let text = "It rained. “We wait,” said J. Cole of St. Brin. They left.\n\n\
                    A “new day.” Next came he.";
        check(text, "“We wait,”", "“We wait,” said J. Cole of St. Brin.");
        check(text, "“new day.”", "A “new day.”");
        check(text, "It", "It rained.");
        check("A\n”\nB", "A", "A");
        check("It rained.\u{a0} They left.", "They", " They left.");
    }

    proptest! {
        #[test]
        fn any_span_of_any_text(
            text in "\\PC*|[a-zA-Z.”“ \n]*",
            start: prop::sample::Index,
            length in 0..50usize,
        ) {
            let start = start.index(text.len() + 1);
            let around = sentence_at(&text, Span::new(start, start + length));
            prop_assert!(text.get(around.start..around.end).is_some());
        }
    }
}
