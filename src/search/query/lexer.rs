//! A query cut into words, phrases and operators, each with its column.

use unicode_normalization::char::is_combining_mark;

use crate::search::query::ast::{FieldName, Scope};

/// A piece of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Where it starts, in characters, the first being 1.
    pub column: usize,
    pub kind: TokenKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    Open,
    Close,
    Or,
    And,
    Not,
    Near {
        distance: u32,
        ordered: bool,
    },
    /// What stood between quotation marks, and the number after `~`.
    Phrase(String, Option<u32>),
    /// A mark that opens a phrase which nothing closes.
    LoneMark,
    Word(String),
    Regex(String),
    Field(FieldName),
    /// What stood after `date:`.
    Date(String),
    /// A function with its opening parenthesis.
    Function(Scope),
    Boost(f32),
}

/// How far apart the parts of a NEAR without a number may stand.
const NEAR: u32 = 10;
/// No text is longer than this in words, as far as closeness goes.
const FARTHEST: u32 = 10_000;

/// Cuts up a query.
pub fn lex(query: &str) -> Vec<Token> {
    let mut lexer = Lexer { rest: query, column: 1, tokens: Vec::new() };
    while lexer.next() {}
    lexer.tokens
}

struct Lexer<'q> {
    rest: &'q str,
    column: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn next(&mut self) -> bool {
        let blank = self.rest.len() - self.rest.trim_start().len();
        self.skip(blank);
        let Some(first) = self.rest.chars().next() else { return false };
        match first {
            '(' => self.push(TokenKind::Open, 1),
            ')' => self.push(TokenKind::Close, 1),
            '^' if boost(self.rest).is_some() => {
                let (factor, length) = boost(self.rest).unwrap_or((1.0, 1));
                self.push(TokenKind::Boost(factor), length);
            }
            '-' | '−' if negates(&self.rest[first.len_utf8()..]) => {
                self.push(TokenKind::Not, first.len_utf8());
            }
            '/' if regex(self.rest).is_some() => {
                let (pattern, length) = regex(self.rest).unwrap_or_default();
                self.push(TokenKind::Regex(pattern), length);
            }
            _ => {
                if let Some((inside, length)) = quoted(self.rest) {
                    let (slop, more) = number_after(&self.rest[length..], '~');
                    self.push(TokenKind::Phrase(inside.to_owned(), slop), length + more);
                } else if is_mark(first) {
                    self.push(TokenKind::LoneMark, first.len_utf8());
                } else {
                    self.word();
                }
            }
        }
        true
    }

    fn word(&mut self) {
        if let Some((field, length)) = field(self.rest) {
            if let Some(field) = field {
                self.push(TokenKind::Field(field), length);
            } else {
                let value = &self.rest[length..];
                let end = value.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
                let value = &value[..end.unwrap_or(value.len())];
                self.push(TokenKind::Date(value.to_owned()), length + value.len());
            }
            return;
        }
        let mut end = self.rest.len();
        for (at, c) in self.rest.char_indices() {
            let ends = c.is_whitespace()
                || matches!(c, '(' | ')')
                || is_mark(c)
                || (c == '^' && boost(&self.rest[at..]).is_some());
            if ends && at > 0 {
                end = at;
                break;
            }
        }
        let word = &self.rest[..end];
        if let Some(scope) = scope(word).filter(|_| self.rest[end..].starts_with('(')) {
            return self.push(TokenKind::Function(scope), end + 1);
        }
        if let Some(operator) = operator(word) {
            return self.push(operator, end);
        }
        // Tokenised text: "isn ’ t" is one word written with blanks.
        let clitic = spaced_clitic(&self.rest[end..]);
        let word: String =
            self.rest[..end + clitic].chars().filter(|c| !c.is_whitespace()).collect();
        self.push(TokenKind::Word(word), end + clitic);
    }

    fn push(&mut self, kind: TokenKind, length: usize) {
        self.tokens.push(Token { column: self.column, kind });
        self.skip(length);
    }

    fn skip(&mut self, length: usize) {
        self.column += self.rest[..length].chars().count();
        self.rest = &self.rest[length..];
    }
}

/// Whether a minus negates what follows it.
fn negates(after: &str) -> bool {
    after.chars().next().is_some_and(|c| !c.is_whitespace() && !matches!(c, '-' | '−' | ')'))
}

/// The operator that a word is, if it is one.
pub fn operator(word: &str) -> Option<TokenKind> {
    match word {
        "OR" | "||" | "|" => return Some(TokenKind::Or),
        "AND" | "&&" => return Some(TokenKind::And),
        "NOT" => return Some(TokenKind::Not),
        _ => {}
    }
    let (name, number) = word.split_once('/').unwrap_or((word, ""));
    let ordered = match name {
        "NEAR" => false,
        "ONEAR" => true,
        _ => return None,
    };
    let distance = if name.len() == word.len() { Some(NEAR) } else { number.parse().ok() };
    distance.map(|distance| TokenKind::Near { distance: distance.min(FARTHEST), ordered })
}

fn scope(word: &str) -> Option<Scope> {
    match word.to_ascii_lowercase().as_str() {
        "same-sentence" => Some(Scope::Sentence),
        "same-paragraph" => Some(Scope::Paragraph),
        word => word.strip_prefix("first/")?.parse().ok().map(Scope::First),
    }
}

/// The field that `text` names at its start, `None` for a date, and the length with the colon.
fn field(text: &str) -> Option<(Option<FieldName>, usize)> {
    let name = &text[..text.bytes().take(20).position(|b| b == b':')?];
    if name.eq_ignore_ascii_case("date") {
        return Some((None, name.len() + 1));
    }
    FieldName::named(name).map(|field| (Some(field), name.len() + 1))
}

/// The number after a mark, and the length of both; nothing where no number or no end of word follows.
fn number_after(text: &str, mark: char) -> (Option<u32>, usize) {
    let Some(after) = text.strip_prefix(mark) else { return (None, 0) };
    let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    match after[..digits].parse::<u32>() {
        Ok(number) => (Some(number.min(FARTHEST)), mark.len_utf8() + digits),
        Err(_) => (None, 0),
    }
}

/// `^2` or `^0.5` at the start of `text` and at the end of what it stands behind.
fn boost(text: &str) -> Option<(f32, usize)> {
    let after = text.strip_prefix('^')?;
    let end = after.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(after.len());
    let ends = after[end..].chars().next().is_none_or(|c| c.is_whitespace() || c == ')');
    let number = after[..end].parse::<f32>().ok().filter(|_| ends && end <= 12)?;
    Some((number, end + 1))
}

/// `/pattern/` at the start of `text`: the pattern and the length. A pattern holds no blanks.
fn regex(text: &str) -> Option<(String, usize)> {
    let mut pattern = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '/' => {
                let after = text[at + 1..].chars().next();
                let ends = after.is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '^'));
                return (ends && !pattern.is_empty()).then_some((pattern, at + 1));
            }
            '\\' => match chars.next()?.1 {
                '/' => pattern.push('/'),
                c if c.is_whitespace() => return None,
                c => pattern.extend(['\\', c]),
            },
            c if c.is_whitespace() => return None,
            c => pattern.push(c),
        }
    }
    None
}

/// The length of " ’ t" and the like at the start of `text`.
fn spaced_clitic(text: &str) -> usize {
    let clitic = || {
        let after = text.strip_prefix(' ')?;
        let after = after.strip_prefix(['\'', '’', '‘', 'ʼ', '`', '´'])?.strip_prefix(' ')?;
        let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
        let known = ["t", "s", "d", "m", "ll", "re", "ve"];
        let found = known.iter().any(|clitic| after[..end].eq_ignore_ascii_case(clitic));
        found.then(|| text.len() - after.len() + end)
    };
    clitic().unwrap_or(0)
}

/// Whether the character stands at either end of a phrase.
pub fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// The inside of a phrase that `text` starts with, and the length with its marks. Any pair of marks will do,
/// curly or straight, matched or not, since people paste them from anywhere.
fn quoted(text: &str) -> Option<(&str, usize)> {
    let first = text.chars().next()?;
    let after = &text[first.len_utf8()..];
    if is_mark(first) {
        let end = after.find(is_mark)?;
        let mark = after[end..].chars().next().map_or(1, char::len_utf8);
        return Some((&after[..end], first.len_utf8() + end + mark));
    }
    if let Some(inside) = text.strip_prefix("``") {
        let end = inside.find("''")?;
        return Some((&inside[..end], end + 4));
    }
    // Single marks only where they stand around whole words: most of them are apostrophes.
    if matches!(first, '\'' | '‘') {
        let (end, mark) = after.char_indices().find(|(at, c)| {
            let next = after[at + c.len_utf8()..].chars().next();
            matches!(c, '\'' | '’') && next.is_none_or(|c| c.is_whitespace() || c == ')')
        })?;
        return Some((&after[..end], first.len_utf8() + end + mark.len_utf8()));
    }
    None
}

/// Whether the character may stand in a word that prints without quotation marks.
pub fn is_plain(c: char) -> bool {
    c.is_alphanumeric()
        || is_combining_mark(c)
        || matches!(c, '-' | '–' | '\'' | '’' | 'ʼ' | '.' | ',' | '_' | '&' | '@' | '#' | '/')
}

/// The word without the punctuation around it.
pub fn trim(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
}
