//! Columns of a terminal: the width of a text, lines broken at a width, texts shortened and padded.
//!
//! A width is counted in columns, as a terminal shows a text: an ideograph and most emoji take two,
//! a combining mark none, a cluster of joined emoji two in all (`unicode-width`, which follows
//! UAX #11 and UTS #51). Colours and the edges of marks take none.
//!
//! `textwrap` was tried for the lines: it adds up widths character by character, so that joined
//! emoji come out too wide, and its rules for text without blanks (UAX #14) bring 24 packages with
//! them. Left of it would be a loop of ten lines, which stands here instead, and a rule for
//! ideographs that is enough to wrap Chinese and Japanese.

use std::borrow::Cow;

use anstream::adapter::strip_str;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Stands for the start of a mark while text is wrapped: a private character without a column.
pub const MARK_START: char = '\u{E000}';
/// Stands for the end of a mark while text is wrapped.
pub const MARK_END: char = '\u{E001}';

/// Brackets behind which no line ends.
const OPENING: &[char] = &['「', '『', '（', '【', '《', '〈', '〔', '［', '“', '‘', '(', '['];

/// Number of columns that a terminal gives to a text on one line.
pub fn columns(text: &str) -> usize {
    let text = if text.contains('\u{1b}') {
        Cow::Owned(strip_str(text).to_string())
    } else {
        Cow::Borrowed(text)
    };
    if text.contains([MARK_START, MARK_END]) {
        text.replace([MARK_START, MARK_END], "").width()
    } else {
        text.width()
    }
}

/// The text with blanks behind it to `width` columns; a wider one as it is.
pub fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// The text cut with an ellipsis to at most `width` columns, where a line could end; a narrower one
/// as it is.
pub fn shorten(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let head = prefix(text, width.saturating_sub(1));
    let mut end = None;
    let mut at = 0;
    for piece in pieces(text) {
        let after = at + piece.text.len();
        at = after + usize::from(piece.blank);
        if at > head.len() {
            break;
        }
        end = Some(after);
    }
    format!("{}…", &head[..end.unwrap_or(head.len())])
}

/// The longest beginning of a text that takes at most `width` columns and cuts no character as
/// readers see it.
fn prefix(text: &str, width: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += columns(grapheme);
        if used > width {
            return &text[..at];
        }
    }
    text
}

/// The text in lines of at most `width` columns; a word wider than that has a line of its own.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_after(text, 0, 0, width)
}

/// The text in lines of at most `width` columns, of which `column` are taken on the first line and
/// `indent` on all others.
pub fn wrap_after(text: &str, column: usize, indent: usize, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = column;
    let mut blank = false;
    for piece in pieces(text) {
        let wide = columns(piece.text);
        let gap = usize::from(blank && !line.is_empty());
        if !line.is_empty() && used + gap + wide > width {
            lines.push(std::mem::take(&mut line));
            used = indent;
        } else if gap > 0 {
            line.push(' ');
            used += gap;
        }
        line.push_str(piece.text);
        used += wide;
        blank = piece.blank;
    }
    lines.push(line);
    lines
}

/// A part of a text that no line end parts: a word, or a part of a run of ideographs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Text of the part, without the blank behind it.
    pub text: &'a str,
    /// True if a blank follows.
    pub blank: bool,
}

/// The parts of a text between which a line may end, one blank behind another making empty ones.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        let blank = words.peek().is_some();
        let mut start = 0;
        if !word.is_ascii() {
            for at in breaks(word) {
                pieces.push(Piece { text: &word[start..at], blank: false });
                start = at;
            }
        }
        pieces.push(Piece { text: &word[start..], blank });
    }
    pieces
}

/// Byte offsets in a word at which a line may end: beside a wide letter (an ideograph, kana), but
/// not before closing punctuation and not behind an opening bracket.
fn breaks(word: &str) -> Vec<usize> {
    let mut breaks = Vec::new();
    let mut before: Option<&str> = None;
    for (at, grapheme) in word.grapheme_indices(true) {
        let starts = grapheme.starts_with(char::is_alphanumeric) || grapheme.starts_with(OPENING);
        let wide = |text: &str| columns(text) == 2;
        if let Some(before) = before
            && starts
            && !before.ends_with(OPENING)
            && !before.ends_with([MARK_START, '\u{1b}'])
            && (wide(before) || wide(grapheme))
        {
            breaks.push(at);
        }
        before = Some(grapheme);
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_width_is_what_a_terminal_shows() {
        let check = |text: &str, expected: usize| assert_eq!(columns(text), expected, "{text}");
        check("“No more,” — it’s 9 %…", 22);
        check("東京都", 6);
        check("한국", 4);
        // Combining marks: e with an acute, Vietnamese taken apart, Devanagari.
        check("cafe\u{301}", 4);
        check("Tie\u{302}\u{301}ng", 5);
        check("🎉", 2);
        check("👩\u{200D}👩\u{200D}👧", 2);
        check("🇩🇪", 2);
        check("❤\u{FE0F}", 2);
        check("\u{1b}[1;31mred\u{1b}[0m", 3);
        check("\u{E000}mark\u{E001}", 4);
    }

    #[test]
    fn lines_break_at_blanks_and_between_ideographs() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap_after("one two three", 4, 2, 9), ["one", "two", "three"]);
        assert_eq!(wrap("unbreakable", 4), ["unbreakable"]);
        assert_eq!(wrap("", 4), [""]);
        // Five ideographs are ten columns; no line begins with a full stop or ends with a bracket.
        assert_eq!(wrap("港口费用上涨。市长说", 10), ["港口费用上", "涨。市长说"]);
        assert_eq!(wrap("港口费用涨。市长说", 10), ["港口费用", "涨。市长说"]);
        assert_eq!(wrap("港口费用「上涨」", 10), ["港口费用", "「上涨」"]);
        assert_eq!(wrap("Tokyo 東京都 says", 9), ["Tokyo 東", "京都 says"]);
        // Four combining marks make a word no wider.
        assert_eq!(wrap("e\u{301}e\u{301} e\u{301}e\u{301}", 5).len(), 1);
        assert_eq!(wrap("🎉🎉 🎉🎉", 8), ["🎉🎉", "🎉🎉"]);
    }

    #[test]
    fn texts_are_cut_where_a_line_could_end() {
        assert_eq!(shorten("alpha beta gamma", 12), "alpha beta…");
        assert_eq!(shorten("alpha beta", 10), "alpha beta");
        assert_eq!(shorten("alphabet", 5), "alph…");
        assert_eq!(shorten("港口费用上涨", 8), "港口费…");
        assert_eq!(shorten("cafe\u{301} cafe\u{301}", 9), "cafe\u{301} cafe\u{301}");
        assert_eq!(
            shorten("👩\u{200D}👩\u{200D}👧👩\u{200D}👩\u{200D}👧", 3),
            "👩\u{200D}👩\u{200D}👧…"
        );
        assert_eq!(pad("東京", 6), "東京  ");
        assert_eq!(pad("cafe\u{301}", 5), "cafe\u{301} ");
        assert_eq!(pad("longer", 3), "longer");
    }
}
