//! Quotation marks → the stretches they enclose.
//!
//! Marks come in many shapes, stand apart from their words in tokenised text, are left open when a
//! quotation goes on in the next paragraph, and are the same signs as apostrophes and inches. All
//! of that is settled here, by what stands beside each sign, so that the grammar above works on
//! stretches and never looks at a mark again. One pass a paragraph, no mark is looked at twice.

use crate::annotate::quotes::lexicon::{self, WordClass};
use crate::model::Span;

/// Stretch between marks, within one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Byte span from the opening mark to past the closing one.
    pub span: Span,
    /// Byte span of the words between the marks, without blanks at the ends.
    pub inner: Span,
    /// True if a closing mark was found; if not, the stretch runs to the end of the paragraph.
    pub closed: bool,
    /// True if the paragraph before ended within the same quotation.
    pub reopened: bool,
}

/// Part that a sign can play where it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum MarkRole {
    /// Opening mark.
    Open,
    /// Closing mark.
    Close,
    /// Straight marks, which are the same at both ends.
    Either,
}

/// Sign that may be a mark.
#[derive(Clone, Copy, Debug)]
struct MarkSign {
    /// Byte offset in the text.
    at: usize,
    /// Length in bytes.
    len: usize,
    role: MarkRole,
    before: Option<char>,
    after: Option<char>,
    /// True for „, which opens a quotation that “ closes.
    low: bool,
    /// True for « and »: the first opens a quotation that only the second closes.
    angled: bool,
}

/// Returns the stretches between marks in `text`, whose paragraphs are `paragraphs`.
pub fn paired(text: &str, paragraphs: &[Span]) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut open_before = false;
    let mut doubles = 0;
    for paragraph in paragraphs {
        let signs = signs(text, *paragraph);
        doubles += signs.len();
        open_before = pair(text, *paragraph, &signs, open_before, &mut found);
    }
    if doubles == 0 {
        for paragraph in paragraphs {
            let signs = single_signs(text, *paragraph);
            open_before = pair(text, *paragraph, &signs, open_before, &mut found);
        }
        // Single marks are an outer level only where some stretch between them ends like a
        // sentence or before a comma; otherwise they are names of things.
        let sentence_like = |m: &Marked| m.inner.of(text).ends_with(['.', ',', '?', '!']);
        if !found.iter().any(|m| m.closed && sentence_like(m)) {
            found.clear();
        }
    }
    found
}

/// Pairs the signs of one paragraph. Returns whether a quotation is left open at its end.
fn pair(
    text: &str,
    paragraph: Span,
    signs: &[MarkSign],
    open_before: bool,
    found: &mut Vec<Marked>,
) -> bool {
    // Signs that can still close something, from each position on.
    let mut closers_left = signs.iter().filter(|s| s.role != MarkRole::Open).count();
    let mut openers_left = signs.iter().filter(|s| s.role == MarkRole::Open).count();
    let mut open: Option<(MarkSign, bool)> = None;
    let mut depth = 0usize;
    let first_word = paragraph.of(text).len() - paragraph.of(text).trim_start().len();
    for sign in signs {
        let at_start = sign.at == paragraph.start + first_word;
        match sign.role {
            MarkRole::Open => openers_left -= 1,
            MarkRole::Close | MarkRole::Either => closers_left -= 1,
        }
        let Some((begun, reopened)) = open else {
            if can_open(sign) || at_start {
                open = Some((*sign, at_start && open_before));
                depth = 1;
            }
            continue;
        };
        let opens = match sign.role {
            MarkRole::Open => !begun.low,
            MarkRole::Close => false,
            // A straight mark inside a quotation opens another only where it stands before a word
            // and after a blank and enough marks are left to close both.
            MarkRole::Either => opens_word(sign) && closers_left >= 2 && closers_left % 2 == 0,
        };
        if opens {
            if sign.role == MarkRole::Either || closers_left > openers_left {
                depth += 1;
            } else {
                // The one before was never closed: begin anew.
                open = Some((*sign, false));
                depth = 1;
            }
            continue;
        }
        if begun.angled && !sign.angled {
            continue;
        }
        depth -= 1;
        if depth == 0 {
            push(text, begun, sign.at, sign.at + sign.len, (true, reopened), found);
            open = None;
        }
    }
    let Some((begun, reopened)) = open else { return false };
    let rest = Span::new(begun.at, paragraph.end).of(text).trim_end();
    let end = begun.at + rest.len();
    let before = text[paragraph.start..begun.at].trim_end();
    if before.is_empty() || before.ends_with([':', ',', '.', '?', '!', ']', ')']) {
        push(text, begun, end, end, (false, reopened), found);
    }
    before.is_empty() || before.ends_with([':', ',', '.'])
}

/// Adds the stretch unless it is empty.
fn push(
    text: &str,
    begun: MarkSign,
    inner_end: usize,
    end: usize,
    (closed, reopened): (bool, bool),
    found: &mut Vec<Marked>,
) {
    let inner = trimmed(text, Span::new(begun.at + begun.len, inner_end));
    if !inner.is_empty() {
        found.push(Marked { span: Span::new(begun.at, end), inner, closed, reopened });
    }
}

/// Returns the span without blanks at its ends.
pub fn trimmed(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let start = span.start + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    Span::new(start, end)
}

/// True if a sign found outside any quotation can begin one.
fn can_open(sign: &MarkSign) -> bool {
    let blank_before = sign.before.is_none_or(|c| c.is_whitespace() || is_bracket(c) || is_dash(c));
    match sign.role {
        MarkRole::Open => true,
        // ”Swedish” style, or a mark turned the wrong way.
        MarkRole::Close => blank_before && sign.after.is_some_and(char::is_alphanumeric),
        MarkRole::Either => {
            // 6' 2" is no quotation, nor is a closing mark whose opener is missing.
            sign.after.is_some_and(|c| !c.is_whitespace() || blank_before)
                && (blank_before || !sign.before.is_some_and(char::is_alphanumeric))
        }
    }
}

/// True if the sign stands as an opening mark does: after a blank, before a word.
fn opens_word(sign: &MarkSign) -> bool {
    sign.before.is_none_or(|c| c.is_whitespace() || is_bracket(c))
        && sign.after.is_some_and(char::is_alphanumeric)
}

fn is_bracket(c: char) -> bool {
    matches!(c, '(' | '[' | '{')
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | ':' | '/')
}

/// Returns the double marks of a paragraph.
fn signs(text: &str, paragraph: Span) -> Vec<MarkSign> {
    let part = paragraph.of(text);
    let bytes = part.as_bytes();
    let mut found = Vec::new();
    let mut skip_to = 0;
    for (at, c) in possible_marks(part) {
        if at < skip_to {
            continue;
        }
        let doubled = bytes.get(at + 1) == Some(&bytes[at]);
        let (role, len) = match c {
            '“' | '‟' | '„' | '«' => (MarkRole::Open, c.len_utf8()),
            '”' | '»' => (MarkRole::Close, c.len_utf8()),
            '"' => (MarkRole::Either, 1),
            '`' if doubled => (MarkRole::Open, 2),
            '\'' if doubled => (MarkRole::Close, 2),
            _ => continue,
        };
        skip_to = at + len;
        let before = part[..at].chars().next_back();
        let after = part[at + len..].chars().next();
        // '' also opens where no `` are used.
        let role = if c == '\''
            && before.is_none_or(char::is_whitespace)
            && after.is_some_and(char::is_alphanumeric)
        {
            MarkRole::Either
        } else {
            role
        };
        found.push(MarkSign {
            at: paragraph.start + at,
            len,
            role,
            before,
            after,
            low: c == '„',
            angled: matches!(c, '«' | '»'),
        });
    }
    found
}

/// Returns the characters of `part` that may be double marks, with their byte offsets. Looks at the
/// first bytes of characters only, since this walks over every byte of an archive.
fn possible_marks(part: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    part.bytes()
        .enumerate()
        .filter(|(_, byte)| matches!(byte, b'"' | b'`' | b'\'' | 0xC2 | 0xE2))
        .filter_map(|(at, _)| Some((at, part.get(at..)?.chars().next()?)))
        .filter(|(_, c)| matches!(c, '"' | '`' | '\'' | '“' | '”' | '„' | '‟' | '«' | '»'))
}

/// Returns the single marks of a paragraph that are no apostrophes, for texts without double ones.
fn single_signs(text: &str, paragraph: Span) -> Vec<MarkSign> {
    let part = paragraph.of(text);
    let mut found: Vec<MarkSign> = Vec::new();
    for (at, c) in part.char_indices().filter(|(_, c)| matches!(c, '‘' | '’' | '\'' | '‚')) {
        let len = c.len_utf8();
        let before = part[..at].chars().next_back();
        let after = part[at + len..].chars().next();
        let blank_before = before.is_none_or(|c| c.is_whitespace() || is_bracket(c));
        let blank_after = after.is_none_or(|c| !c.is_alphanumeric());
        let rest = part[at + len..].trim_start();
        let role = match c {
            '‘' | '‚' => MarkRole::Open,
            _ if blank_before && !blank_after && !is_elision(rest) => {
                if c == '\'' {
                    MarkRole::Open
                } else {
                    continue;
                }
            }
            _ if blank_before && blank_after && is_clitic(rest) => continue,
            _ if blank_after && !is_possessive(before, after, rest) => MarkRole::Close,
            _ => continue,
        };
        let at = paragraph.start + at;
        found.push(MarkSign { at, len, role, before, after, low: false, angled: false });
    }
    found
}

/// True if an apostrophe after `before` is more likely a plural possessive ("workers' rights").
fn is_possessive(before: Option<char>, after: Option<char>, rest: &str) -> bool {
    before == Some('s')
        && after.is_some_and(char::is_whitespace)
        && rest.starts_with(char::is_lowercase)
}

/// True if the words after a sign that stands alone make it an apostrophe ("Trump ’ s").
fn is_clitic(rest: &str) -> bool {
    lexicon::is_in(first_word(rest), WordClass::CLITIC)
}

/// True if the words after a sign begin with a shortened word ("'em", "'90s").
fn is_elision(rest: &str) -> bool {
    let word = first_word(rest);
    lexicon::is_in(word, WordClass::ELISION) || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns the letters and digits with which the text begins.
fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The inner texts of the stretches of `text`, taken as one paragraph.
    fn inner(text: &str) -> Vec<&str> {
        paired(text, &[Span::new(0, text.len())]).iter().map(|m| m.inner.of(text)).collect()
    }

    #[test]
    fn marks_of_every_shape() {
        assert_eq!(inner("“ more and more ” he said"), ["more and more"]);
        assert_eq!(inner("``Yes,'' he said, ``no.''"), ["Yes,", "no."]);
        assert_eq!(inner("„Ja“, sagte er. «Oui», dit-il."), ["Ja", "Oui"]);
        assert_eq!(inner("\"Yes,\" he said. \"No.\""), ["Yes,", "No."]);
        assert_eq!(inner("''Yes,'' he said."), ["Yes,"]);
    }

    #[test]
    fn an_inner_quotation_belongs_to_the_outer_one() {
        assert_eq!(inner("“He said “no” to me,” she said."), ["He said “no” to me,"]);
        assert_eq!(inner("\"He said \"no\" to me,\" she said."), ["He said \"no\" to me,"]);
    }

    #[test]
    fn apostrophes_are_no_marks() {
        assert_eq!(inner("The workers' rights aren't Trump's, 'tis said."), Vec::<&str>::new());
        assert_eq!(inner("'It's the workers' day,' he said."), ["It's the workers' day,"]);
        assert_eq!(inner("‘It isn ’ t over , ’ he said ."), ["It isn ’ t over ,"]);
    }
}
