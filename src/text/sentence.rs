//! Sentences and paragraphs over the tokens of a text.
//!
//! Line ends are read three ways, since archives use them so: a blank line ends a paragraph; a
//! newline in hard-wrapped text ends nothing; a newline in text that is not wrapped ends a sentence
//! and a paragraph. Some wires put a blank line after every wrapped line, in mid-sentence: where
//! the text does so repeatedly, a blank line counts only after a full stop.

use std::ops::Range;

use crate::model::Span;
use crate::text::abbreviation;
use crate::text::tokenizer::{Case, Token, TokenKind};

/// A sentence, or a heading or other line that stands by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Tokens: indexes into [`Prose::tokens`](crate::text::Prose::tokens); never empty.
    pub tokens: Range<usize>,
    /// Span in bytes, from the first token to the last.
    pub span: Span,
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Sentences: indexes into [`Prose::sentences`](crate::text::Prose::sentences); never
    /// empty.
    pub sentences: Range<usize>,
    /// Span in bytes, from the first token to the last.
    pub span: Span,
}

/// Break between two neighbouring tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    None,
    Newline,
    BlankLine,
}

/// Length in bytes up to which lines may be hard-wrapped.
const MAX_WRAPPED: usize = 110;

/// Divides the tokens of `text` into sentences and these into paragraphs.
pub fn divide(text: &str, tokens: &[Token]) -> (Vec<Sentence>, Vec<Paragraph>) {
    let mut sentences = Vec::with_capacity(tokens.len() / 20 + 1);
    let mut paragraphs = Vec::with_capacity(tokens.len() / 60 + 1);
    let layout = Layout::new(text, tokens);
    let (mut first, mut first_sentence) = (0, 0);
    let mut marks_open = false;
    let mut ended = false;
    for at in 0..tokens.len() {
        let token = &tokens[at];
        if token.kind == TokenKind::QuoteMark && is_straight(token.of(text)) {
            marks_open = !marks_open;
        }
        let next = tokens.get(at + 1);
        let brk = next.map_or(Break::BlankLine, |next| break_between(text, token, next));
        let stops = stops(text, tokens, at) || (ended && closes(text, token, marks_open));
        let ends_paragraph =
            next.is_none_or(|next| layout.ends_paragraph(text, token, next, brk, stops));
        ended = stops;
        let ends_sentence = ends_paragraph
            || (stops
                && next.is_some_and(|next| begins(text, tokens, at + 1, next, token, marks_open)));
        if ends_sentence {
            let span = Span::new(tokens[first].span.start, token.span.end);
            sentences.push(Sentence { tokens: first..at + 1, span });
            first = at + 1;
            ended = false;
        }
        if ends_paragraph {
            marks_open = false;
            let span = Span::new(sentences[first_sentence].span.start, token.span.end);
            paragraphs.push(Paragraph { sentences: first_sentence..sentences.len(), span });
            first_sentence = sentences.len();
        }
    }
    (sentences, paragraphs)
}

fn break_between(text: &str, token: &Token, next: &Token) -> Break {
    let gap = &text.as_bytes()[token.span.end..next.span.start];
    if gap.len() < 2 && gap != b"\n" {
        return Break::None;
    }
    match memchr::memchr_iter(b'\n', gap).count() {
        0 if gap.contains(&b'\r') => Break::Newline,
        0 => Break::None,
        1 => Break::Newline,
        _ => Break::BlankLine,
    }
}

/// True if the token is a full stop or the like, or an abbreviation after which a sentence may end.
fn stops(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let word = token.of(text);
    match token.kind {
        TokenKind::Punct => word.starts_with(['.', '?', '!', '…', '。', '？', '！', '۔', '।']),
        TokenKind::Word if word.ends_with('.') => {
            let may_end = !abbreviation::is_title(word);
            tokens.get(at + 1).is_some_and(|next| {
                let begins = || {
                    abbreviation::starts_sentence(next.of(text))
                        || text.get(token.span.end..next.span.start) == Some("  ")
                };
                may_end && begins() || is_quoted_sentence(text, tokens, at + 1)
            })
        }
        _ => false,
    }
}

/// Most tokens between marks among which the end of a quotation is looked for.
const MAX_QUOTED: usize = 60;

/// True if a mark opens a quotation at `at` that begins with a capital and ends with a comma, stop
/// or the like: said Oskar Vane Jr. “We are open,” and no “Rocket” of Vane Inc.
fn is_quoted_sentence(text: &str, tokens: &[Token], at: usize) -> bool {
    let mark = tokens[at].kind == TokenKind::QuoteMark;
    if !mark || tokens.get(at + 1).is_none_or(|first| !first.has_capital()) {
        return false;
    }
    let end = tokens.len().min(at + MAX_QUOTED);
    let closing = (at + 2..end).find(|at| tokens[*at].kind == TokenKind::QuoteMark);
    closing.is_some_and(|closing| {
        let last = &tokens[closing - 1];
        last.kind == TokenKind::Punct && last.of(text).starts_with([',', '.', '?', '!', '…'])
    })
}

/// True for the double marks that are the same at both ends.
fn is_straight(mark: &str) -> bool {
    matches!(mark, "\"" | "＂" | "″")
}

/// True if the token closes what a full stop ended: a bracket or a closing mark.
fn closes(text: &str, token: &Token, marks_open: bool) -> bool {
    match token.kind {
        TokenKind::QuoteMark => match token.of(text) {
            word if is_straight(word) => !marks_open,
            word => matches!(
                word,
                "”" | "''" | "’" | "'" | "»" | "›" | "」" | "』" | "｣" | "〞" | "〟" | "❞"
            ),
        },
        TokenKind::Punct => matches!(token.of(text), ")" | "]"),
        _ => false,
    }
}

/// True if a sentence may begin with `next`, the token at `at`, after the stop or closing `token`.
fn begins(
    text: &str,
    tokens: &[Token],
    at: usize,
    next: &Token,
    token: &Token,
    marks_open: bool,
) -> bool {
    match next.kind {
        TokenKind::Word => next.case != Case::Lower,
        TokenKind::Number | TokenKind::Address => next.span.start > token.span.end,
        TokenKind::Clitic => false,
        TokenKind::QuoteMark => {
            // The mark may still belong to this sentence.
            let opens = match next.of(text) {
                word if is_straight(word) => !marks_open,
                word => matches!(
                    word,
                    "“" | "``" | "‘" | "„" | "«" | "‹" | "`" | "「" | "『" | "｢" | "〝" | "❝"
                ),
            };
            opens && tokens.get(at + 1).is_none_or(|t| t.case != Case::Lower)
        }
        TokenKind::Punct => !matches!(
            next.of(text).chars().next(),
            Some(')' | ']' | ',' | ';' | ':' | '.' | '?' | '!' | '-' | '–' | '—' | '…')
        ),
    }
}

/// Meaning of newlines in this text.
struct Layout {
    /// True if lines are broken at a width, wherever the sentence happens to be.
    wrapped: bool,
    /// True if blank lines stand in mid-sentence.
    spaced: bool,
}

impl Layout {
    fn new(text: &str, tokens: &[Token]) -> Self {
        let longest = text.split('\n').map(str::len).max().unwrap_or(0);
        let (mut blank, mut amid) = (0, 0);
        for pair in tokens.windows(2) {
            if break_between(text, &pair[0], &pair[1]) == Break::BlankLine {
                blank += 1;
                let stopped = matches!(pair[0].kind, TokenKind::Punct | TokenKind::QuoteMark);
                amid += usize::from(!stopped && pair[1].case == Case::Lower);
            }
        }
        Self { wrapped: longest <= MAX_WRAPPED, spaced: amid >= 3 && amid * 5 > blank }
    }

    fn ends_paragraph(
        &self,
        text: &str,
        token: &Token,
        next: &Token,
        brk: Break,
        stops: bool,
    ) -> bool {
        match brk {
            Break::None => false,
            Break::BlankLine => !self.spaced || stops,
            Break::Newline if !self.wrapped => true,
            // A short line in wrapped text was ended on purpose if a sentence may begin after it.
            Break::Newline => next.case != Case::Lower && Self::short_line(text, token),
        }
    }

    /// True if the line that `token` ends is far from the width at which this text is wrapped.
    fn short_line(text: &str, token: &Token) -> bool {
        let bytes = text.as_bytes();
        let from = token.span.end.saturating_sub(MAX_WRAPPED);
        let start = bytes[from..token.span.end]
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(from, |p| from + p + 1);
        token.span.end - start < 45
    }
}

#[cfg(test)]
mod tests {
    use crate::text::Prose;

    fn sentences(text: &str) -> Vec<&str> {
        Prose::new(text).sentences.iter().map(|s| s.span.of(text)).collect()
    }

    #[test]
    fn an_abbreviation_ends_a_sentence_before_a_quoted_one() {
        for (text, expected) in [
            ("“No,” said Osk Vane Jr. “We are open,” said Vane Sr. “Go on.”", 3),
            ("It was built by Vane Inc. \"We know,\" she said.", 2),
            ("The Vane Inc. \"Rocket\" was shown by Sen. \"Bud\" Osk.", 1),
        ] {
            assert_eq!(sentences(text).len(), expected, "{text}: {:?}", sentences(text));
        }
    }

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        let check = |text, expected: &[&str]| assert_eq!(sentences(text), expected, "{text}");
        check(
            "Gov. J. Ox left the U.S. in Jan. 2020. He was ill.",
            &["Gov. J. Ox left the U.S. in Jan. 2020.", "He was ill."],
        );
        check("He left the U.S. The rest stayed.", &["He left the U.S.", "The rest stayed."]);
        check("“Go.” She went.", &["“Go.”", "She went."]);
        check("\"Go.\" \"No.\" She went.", &["\"Go.\"", "\"No.\"", "She went."]);
        check("`` Go . '' She went .", &["`` Go . ''", "She went ."]);
        check("“Why?” he asked. “So what?” he said.", &["“Why?” he asked.", "“So what?” he said."]);
        check("Apple Inc. said it paid 3.5 pct.", &["Apple Inc. said it paid 3.5 pct."]);
    }

    #[test]
    fn blank_lines_end_paragraphs_and_wrapped_lines_do_not() {
        let paragraphs = |text: &str| Prose::new(text).paragraphs.len();
        assert_eq!(paragraphs("A heading\n\nOne line of\nwrapped prose.\n\nMore."), 3);
        let long = "Words that fill a line up to a good deal more than any wrapped line would ever \
                    hold in print, and then some more.";
        assert_eq!(paragraphs(&format!("{long}\n{long}")), 2);
        let spaced =
            "a rise that\n\nwas more than\n\nall had thought\n\nit would be.\n\nThen it fell.";
        assert_eq!(paragraphs(spaced), 2);
        assert_eq!(paragraphs(""), 0);
    }
}
