//! Words, numbers and marks as spans over a text, cut roughly as the Penn treebank cuts them.
//!
//! Archives come in two styles: prose as printed (`Mueller’s`, `isn't`) and prose that somebody's
//! tokeniser took apart (`Mueller ’ s`, `isn ’ t`, `do n't`). Both give the same tokens here, so
//! that no annotator needs to know which it has: an apostrophe with its ending is one token even
//! when blanks stand inside. A token copies nothing; the whole list is one allocation.

use crate::model::Span;
use crate::text::abbreviation;
use crate::text::word_chars::is_combining;

/// Type of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word, with inner hyphens and apostrophes (`Saint-Denis`, `O’Hara`), with its full stop if
    /// it is an abbreviation (`U.S.`, `Gov.`, `J.`).
    Word,
    /// Starts with a digit: `3.5`, `1,000`, `1990s`, `19-year-old`.
    Number,
    /// Clitic split off a word: `'s`, `’ s`, `n't`, `’ll`.
    Clitic,
    /// One quotation mark, single or double; two grave accents or two apostrophes count as one
    /// mark. A plural possessive's apostrophe (`voters’`) looks the same and is one of these too.
    QuoteMark,
    /// Any other mark, or a run of the same mark (`--`, `...`).
    Punct,
    /// An address (`https://…`).
    Address,
}

/// Case of a token's letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// No cased letter at all.
    None,
    /// Begins with a small letter and has no capital: `peace`.
    Lower,
    /// Begins with a capital, the rest is small: `Peace`, `A`, `J.`.
    Capitalised,
    /// Two or more letters, all capitals: `NATO`, `U.S.`.
    Upper,
    /// Anything else: `McCain`, `iPhone`, `al-Assad`.
    Mixed,
}

/// One token of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Span in the text, in bytes.
    pub span: Span,
    /// Type of the token.
    pub kind: TokenKind,
    /// Case of its letters.
    pub case: Case,
}

impl Token {
    /// Text of the token.
    pub fn of(self, text: &str) -> &str {
        self.span.of(text)
    }

    /// True if it is a word that contains a capital letter.
    pub fn has_capital(self) -> bool {
        matches!(self.case, Case::Capitalised | Case::Upper | Case::Mixed)
    }
}

/// True if the character is an apostrophe, straight or curly.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// True if the character can be a quotation mark by itself.
pub fn is_quote_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '`'
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '｢'
            | '｣'
            | '〝'
            | '〞'
            | '〟'
            | '❝'
            | '❞'
            | '＂'
            | '″'
    )
}

/// Splits `text` into tokens, in order; white space lies between and belongs to none.
pub fn tokenise(text: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(text.len() / 5 + 8);
    let mut at = 0;
    while let Some(c) = char_at(text, at) {
        if c.is_whitespace() || c.is_control() {
            at += c.len_utf8();
            continue;
        }
        if let Some(end) = plain_word_end(text, at) {
            tokens.push(Token {
                span: Span::new(at, end),
                kind: TokenKind::Word,
                case: Case::Lower,
            });
            at = end;
            continue;
        }
        let (mut end, kind) = scan(text, at, c, tokens.last());
        if kind == TokenKind::Word {
            end = split_word(text, at, end, &mut tokens);
        } else {
            push(text, at, end, kind, &mut tokens);
        }
        at = end.max(at + c.len_utf8());
    }
    tokens
}

/// End of the word at `at` if it is one of small ASCII letters that the sign behind it ends in
/// whatever way the word is looked at, as nearly all are: no clitic, hyphen, abbreviation, address
/// or name taken apart can begin there.
fn plain_word_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text.as_bytes()[at..];
    let length = rest.iter().take_while(|byte| byte.is_ascii_lowercase()).count();
    let taken_apart = || {
        // "is n ’ t", "d ’ Arc"
        matches!(rest[length - 1], b'n' | b'd')
            && rest.get(length + 1).is_none_or(|next| !next.is_ascii_alphanumeric())
    };
    match rest.get(length)? {
        b',' | b';' | b')' | b'\n' if length > 0 => Some(at + length),
        b' ' if length > 0 && !taken_apart() => Some(at + length),
        _ => None,
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at)?;
    if byte < 0x80 { Some(byte as char) } else { text.get(at..)?.chars().next() }
}

fn push(text: &str, start: usize, end: usize, kind: TokenKind, tokens: &mut Vec<Token>) {
    let span = Span::new(start, end);
    let case = match kind {
        TokenKind::Word => case_of(span.of(text)),
        _ => Case::None,
    };
    tokens.push(Token { span, kind, case });
}

fn case_of(word: &str) -> Case {
    // Most words are small ASCII letters; these need no table of characters.
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Case::Lower;
    }
    let (mut upper, mut lower, mut first_upper) = (0, 0, None);
    for c in word.chars() {
        let is_upper = c.is_uppercase();
        if is_upper || c.is_lowercase() {
            first_upper.get_or_insert(is_upper);
            if is_upper { upper += 1 } else { lower += 1 }
        }
    }
    match (first_upper, upper, lower) {
        (None, ..) => Case::None,
        (Some(false), 0, _) => Case::Lower,
        (Some(true), 1, _) => Case::Capitalised,
        (Some(true), _, 0) => Case::Upper,
        _ => Case::Mixed,
    }
}

/// End and type of the token that starts at `at` with `c`.
fn scan(text: &str, at: usize, c: char, previous: Option<&Token>) -> (usize, TokenKind) {
    let after = at + c.len_utf8();
    if c.is_ascii_digit() || c.is_numeric() {
        return (scan_number(text, at), TokenKind::Number);
    }
    if c.is_alphabetic() {
        if text[at..].starts_with("http://") || text[at..].starts_with("https://") {
            return (scan_address(text, at), TokenKind::Address);
        }
        return (scan_word(text, at), TokenKind::Word);
    }
    if is_apostrophe(c)
        && let Some(end) = clitic_end(text, at, previous)
    {
        return (end, TokenKind::Clitic);
    }
    if is_quote_mark(c) {
        let doubled = matches!(c, '`' | '\'') && char_at(text, after) == Some(c);
        return (if doubled { after + 1 } else { after }, TokenKind::QuoteMark);
    }
    if c == '/' && text[after..].starts_with('/') {
        return (scan_address(text, at), TokenKind::Address);
    }
    let mut end = after;
    if !matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>') {
        while char_at(text, end) == Some(c) {
            end += c.len_utf8();
        }
    }
    (end, TokenKind::Punct)
}

fn scan_address(text: &str, at: usize) -> usize {
    text[at..].find(char::is_whitespace).map_or(text.len(), |length| at + length)
}

fn scan_number(text: &str, at: usize) -> usize {
    let mut end = at;
    while let Some(c) = char_at(text, end) {
        let next = end + c.len_utf8();
        let follows = |test: fn(char) -> bool| char_at(text, next).is_some_and(test);
        let within = c.is_alphanumeric()
            || (matches!(c, '.' | ',' | ':') && follows(|c| c.is_ascii_digit()))
            || (c == '-' && follows(char::is_alphanumeric));
        if !within {
            break;
        }
        end = next;
    }
    end
}

/// End of the word at `at`, its clitics still on, without the full stop of an abbreviation.
fn scan_word(text: &str, at: usize) -> usize {
    let mut end = at;
    let mut previous = ' ';
    // Letters since the last full stop or the start, for "U.S.A" against "said.The".
    let mut run = 0;
    let bytes = text.as_bytes();
    while bytes.get(end).is_some_and(u8::is_ascii_lowercase) {
        end += 1;
        run += 1;
    }
    if end > at {
        previous = 'x';
    }
    while let Some(c) = char_at(text, end) {
        let next = end + c.len_utf8();
        let following = char_at(text, next);
        let letter_follows = following.is_some_and(char::is_alphabetic);
        let within = if c.is_alphanumeric() || c == '_' || is_combining(c) {
            run += 1;
            true
        } else if c == '-' {
            run = 0;
            following.is_some_and(char::is_alphanumeric)
        } else if is_apostrophe(c) {
            letter_follows && previous.is_alphabetic()
        } else if c == '.' {
            let single = run == 1;
            run = 0;
            let acronym_goes_on = following == Some('-') && single;
            let no_new_sentence =
                single || !following.is_some_and(char::is_uppercase) || !previous.is_lowercase();
            (letter_follows && no_new_sentence) || acronym_goes_on
        } else if c == '&' {
            previous.is_uppercase() && following.is_some_and(char::is_uppercase)
        } else {
            false
        };
        if !within {
            break;
        }
        previous = c;
        end = next;
    }
    end
}

/// End of the clitic that begins with the apostrophe at `at`, if it is one. In taken-apart text
/// ("Mueller ’ s") one blank may stand on either side of the apostrophe.
fn clitic_end(text: &str, at: usize, previous: Option<&Token>) -> Option<usize> {
    let previous = previous
        .filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Number | TokenKind::Clitic))?;
    let gap = text.get(previous.span.end..at)?;
    let mut tail = at + char_at(text, at)?.len_utf8();
    let blank_before = gap == " ";
    if !(gap.is_empty() || blank_before) {
        return None;
    }
    if blank_before && char_at(text, tail) == Some(' ') {
        tail += 1;
    }
    clitic_letters(text, tail)
}

/// End of "s", "re", "ve", "ll", "d" or "m" at `at`, when no letter or digit follows.
fn clitic_letters(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let length = match bytes.get(at)? | 0x20 {
        b's' | b'd' | b'm' => 1,
        b'r' | b'v' if bytes.get(at + 1)? | 0x20 == b'e' => 2,
        b'l' if bytes.get(at + 1)? | 0x20 == b'l' => 2,
        _ => return None,
    };
    boundary(text, at + length)
}

fn boundary(text: &str, at: usize) -> Option<usize> {
    let goes_on = char_at(text, at).is_some_and(|c| c.is_alphanumeric() || c == '-');
    (!goes_on).then_some(at)
}

/// Splits the word `start..end` where Penn would and adds the parts; returns where it all ends.
fn split_word(text: &str, start: usize, mut end: usize, tokens: &mut Vec<Token>) -> usize {
    let bytes = text.as_bytes();
    // "isn't" and "isn ’ t" → "is", "n't".
    if let Some((from, to)) = negation(text, start, end) {
        if from > start {
            push(text, start, from, TokenKind::Word, tokens);
        }
        push(text, from, to, TokenKind::Clitic, tokens);
        return to;
    }
    // "Mueller's" → "Mueller", "'s". A word never begins with an apostrophe, so `from` is past it.
    if let Some(apostrophe) = text[start..end].rfind(is_apostrophe) {
        let from = start + apostrophe;
        let tail = from + char_at(text, from).map_or(1, char::len_utf8);
        if clitic_letters(text, tail) == Some(end) {
            split_hyphens(text, start, from, tokens);
            push(text, from, end, TokenKind::Clitic, tokens);
            return end;
        }
    }
    // "O ’ Brien", taken apart, is one word.
    if end - start == 1 && matches!(bytes[start], b'O' | b'D' | b'd' | b'L') {
        for joint in [" ’ ", " ' "] {
            let name = end + joint.len();
            if text[end..].starts_with(joint)
                && char_at(text, name).is_some_and(char::is_uppercase)
                && char_at(text, name + 1).is_some_and(char::is_lowercase)
            {
                end = scan_word(text, name);
                push(text, start, end, TokenKind::Word, tokens);
                return end;
            }
        }
    }
    if bytes.get(end) == Some(&b'.')
        && abbreviation::keeps_stop(&text[start..end], &text[end + 1..])
    {
        end += 1;
    }
    split_hyphens(text, start, end, tokens);
    end
}

/// Span of "n't" at the end of the word, blanks inside allowed.
fn negation(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let word = &text[start..end];
    for tail in ["n't", "n’t", "N'T", "N’T"] {
        if let Some(stem) = word.strip_suffix(tail) {
            return Some((start + stem.len(), end));
        }
    }
    if end > start && bytes[end - 1] | 0x20 == b'n' {
        for tail in [" ’ t", " ' t", " ’t", " 't"] {
            if text[end..].starts_with(tail) {
                return boundary(text, end + tail.len()).map(|to| (end - 1, to));
            }
        }
    }
    None
}

/// Adds the word, split at a hyphen if one side is a name and the other plain English
/// ("Islamabad-based", "pro-Kremlin", "U.S.-China"), whole otherwise ("Jong-un", "Saint-Denis").
fn split_hyphens(text: &str, start: usize, end: usize, tokens: &mut Vec<Token>) {
    let word = &text[start..end];
    let split = word.bytes().any(|b| b == b'-').then(|| hyphen_split(word)).flatten();
    let Some(at) = split else {
        push(text, start, end, TokenKind::Word, tokens);
        return;
    };
    push(text, start, start + at, TokenKind::Word, tokens);
    push(text, start + at, start + at + 1, TokenKind::Punct, tokens);
    push(text, start + at + 1, end, TokenKind::Word, tokens);
}

/// Prefixes that a hyphen splits from a name.
const PREFIXES: [&str; 12] =
    ["pro", "anti", "ex", "non", "post", "pre", "mid", "trans", "then", "vice", "all", "one-time"];
/// Endings that a hyphen splits from a name.
const ENDINGS: [&str; 26] = [
    "led", "born", "run", "style", "era", "made", "held", "like", "wide", "area", "friendly",
    "elect", "bound", "only", "built", "type", "inspired", "aligned", "sized", "speaking",
    "origin", "native", "mandated", "centric", "loyal", "bred",
];

/// Byte of the hyphen at which a word is split, if it is.
fn hyphen_split(word: &str) -> Option<usize> {
    let first = word.find('-')?;
    let last = word.rfind('-')?;
    let (head, tail) = (&word[..first], &word[first + 1..]);
    let starts_upper = |s: &str| s.chars().next().is_some_and(char::is_uppercase);
    if starts_upper(tail) && PREFIXES.iter().any(|p| p.eq_ignore_ascii_case(head)) {
        return Some(first);
    }
    let acronym = head.len() <= 5 && head.bytes().all(|b| b.is_ascii_uppercase() || b == b'.');
    if acronym && head.len() > 1 && starts_upper(tail) && tail.chars().any(char::is_lowercase) {
        return Some(first);
    }
    let tail = &word[last + 1..];
    let plain = tail.bytes().all(|b| b.is_ascii_lowercase());
    let ends = ENDINGS.contains(&tail)
        || (tail.len() >= 4 && tail.ends_with("ed"))
        || (tail.len() >= 7 && tail.ends_with("ing"));
    (plain && ends && starts_upper(word)).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        tokenise(text).into_iter().map(|t| t.of(text)).collect()
    }

    #[test]
    fn both_styles_give_the_same_words() {
        let check = |text, expected: &[&str]| assert_eq!(cut(text), expected, "{text}");
        check("Mueller’s aide", &["Mueller", "’s", "aide"]);
        check("Mueller ’ s aide", &["Mueller", "’ s", "aide"]);
        check(
            "He isn't, is n't, isn ’ t.",
            &["He", "is", "n't", ",", "is", "n't", ",", "is", "n ’ t", "."],
        );
        check("voters’ fury; they'll go", &["voters", "’", "fury", ";", "they", "'ll", "go"]);
        check("`` So , '' she said", &["``", "So", ",", "''", "she", "said"]);
        check("“So,” O’Hara said", &["“", "So", ",", "”", "O’Hara", "said"]);
        check("O ’ Hara ’ s", &["O ’ Hara", "’ s"]);
    }

    #[test]
    fn abbreviations_keep_their_stop_and_sentences_do_not() {
        let check = |text, expected: &[&str]| assert_eq!(cut(text), expected, "{text}");
        check("U.S. Gov. J. Ox said so.", &["U.S.", "Gov.", "J.", "Ox", "said", "so", "."]);
        check("He said.The No. 2 left.", &["He", "said", ".", "The", "No.", "2", "left", "."]);
        check("No. Not so...", &["No", ".", "Not", "so", "..."]);
        check("at 3.5% or $1,000 (C.N)", &["at", "3.5", "%", "or", "$", "1,000", "(", "C.N", ")"]);
    }

    #[test]
    fn hyphens_part_a_name_from_plain_english_only() {
        let check = |text, expected: &[&str]| assert_eq!(cut(text), expected, "{text}");
        check("an Oslo-based pro-Kremlin", &["an", "Oslo", "-", "based", "pro", "-", "Kremlin"]);
        check("U.S.-led Jong-un Saint-Denis", &["U.S.", "-", "led", "Jong-un", "Saint-Denis"]);
        check("AT&T https://a.b/c?d e", &["AT&T", "https://a.b/c?d", "e"]);
    }

    #[test]
    fn case_is_told_apart() {
        let cases: Vec<Case> =
            tokenise("peace Peace NATO McCain 9").iter().map(|t| t.case).collect();
        assert_eq!(cases, [Case::Lower, Case::Capitalised, Case::Upper, Case::Mixed, Case::None]);
    }
}
