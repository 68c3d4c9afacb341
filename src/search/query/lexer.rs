//! Lexer: splits a query into words, phrases and operators, each with its column.

use unicode_normalization::char::is_combining_mark;

use crate::search::query::ast::{FieldName, Scope};
use crate::text::is_apostrophe;

/// Smallest unit of a query, as the lexer finds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lexeme {
    /// Column of its first character, counted in characters from 1.
    pub column: usize,
    /// Kind, with its content.
    pub kind: LexemeKind,
}

/// Kinds of lexemes.
#[derive(Clone, Debug, PartialEq)]
pub enum LexemeKind {
    /// Opening parenthesis.
    Open,
    /// Closing parenthesis.
    Close,
    /// Operator OR.
    Or,
    /// Operator AND.
    And,
    /// Operator NOT.
    Not,
    /// Operator NEAR or ONEAR.
    Near {
        /// Most words between the parts.
        distance: u32,
        /// True if the parts must stand in this order.
        ordered: bool,
    },
    /// Text between quotation marks, and the number after `~`.
    Phrase(String, Option<u32>),
    /// Quotation mark that nothing closes.
    LoneMark,
    /// Word with the signs in it.
    Word(String),
    /// Regular expression, without its slashes.
    Regex(String),
    /// Name of a field, with its colon.
    Field(FieldName),
    /// Text after `date:`.
    Date(String),
    /// Name of a function, with its opening parenthesis.
    Function(Scope),
    /// Factor after `^`.
    Boost(f32),
}

/// Most words between the parts of a NEAR without a number.
const DEFAULT_DISTANCE: u32 = 10;
/// Largest distance, in words: no text is longer, as far as closeness goes.
const MAX_DISTANCE: u32 = 10_000;

/// Splits a query into lexemes.
pub fn lex(query: &str) -> Vec<Lexeme> {
    let mut lexer = Lexer { rest: query, column: 1, lexemes: Vec::new() };
    while lexer.next() {}
    lexer.lexemes
}

struct Lexer<'q> {
    rest: &'q str,
    column: usize,
    lexemes: Vec<Lexeme>,
}

impl Lexer<'_> {
    /// Reads a lexeme; false at the end of the query.
    fn next(&mut self) -> bool {
        let blank = self.rest.len() - self.rest.trim_start().len();
        self.skip(blank);
        let Some(first) = self.rest.chars().next() else { return false };
        match first {
            '(' => self.push(LexemeKind::Open, 1),
            ')' => self.push(LexemeKind::Close, 1),
            '^' if boost(self.rest).is_some() => {
                let (factor, length) = boost(self.rest).unwrap_or((1.0, 1));
                self.push(LexemeKind::Boost(factor), length);
            }
            '-' | '−' if negates(&self.rest[first.len_utf8()..]) => {
                self.push(LexemeKind::Not, first.len_utf8());
            }
            '/' if regex(self.rest).is_some() => {
                let (pattern, length) = regex(self.rest).unwrap_or_default();
                self.push(LexemeKind::Regex(pattern), length);
            }
            _ => {
                if let Some((inside, length)) = quoted(self.rest) {
                    let (slop, more) = number_after(&self.rest[length..], '~');
                    self.push(LexemeKind::Phrase(inside.to_owned(), slop), length + more);
                } else if is_mark(first) {
                    self.push(LexemeKind::LoneMark, first.len_utf8());
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
                self.push(LexemeKind::Field(field), length);
            } else {
                let value = &self.rest[length..];
                let end = value.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
                let value = &value[..end.unwrap_or(value.len())];
                self.push(LexemeKind::Date(value.to_owned()), length + value.len());
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
            return self.push(LexemeKind::Function(scope), end + 1);
        }
        if let Some(operator) = operator(word) {
            return self.push(operator, end);
        }
        // Initials of one name, which others write together.
        if let Some(initials) = spaced_initials(self.rest) {
            let text = self.rest[..initials].to_owned();
            return self.push(LexemeKind::Phrase(text, None), initials);
        }
        // Tokenised text: "isn ’ t" is one word written with blanks.
        let clitic = spaced_clitic(&self.rest[end..]);
        let word: String =
            self.rest[..end + clitic].chars().filter(|c| !c.is_whitespace()).collect();
        self.push(LexemeKind::Word(word), end + clitic);
    }

    fn push(&mut self, kind: LexemeKind, length: usize) {
        self.lexemes.push(Lexeme { column: self.column, kind });
        self.skip(length);
    }

    fn skip(&mut self, length: usize) {
        self.column += self.rest[..length].chars().count();
        self.rest = &self.rest[length..];
    }
}

/// True if a minus negates what follows it.
fn negates(after: &str) -> bool {
    after.chars().next().is_some_and(|c| !c.is_whitespace() && !matches!(c, '-' | '−' | ')'))
}

/// Operator that a word is, if it is one.
pub fn operator(word: &str) -> Option<LexemeKind> {
    match word {
        "OR" | "||" | "|" => return Some(LexemeKind::Or),
        "AND" | "&&" => return Some(LexemeKind::And),
        "NOT" => return Some(LexemeKind::Not),
        _ => {}
    }
    let (name, number) = word.split_once('/').unwrap_or((word, ""));
    let ordered = match name {
        "NEAR" => false,
        "ONEAR" => true,
        _ => return None,
    };
    let distance =
        if name.len() == word.len() { Some(DEFAULT_DISTANCE) } else { number.parse().ok() };
    distance.map(|distance| LexemeKind::Near { distance: distance.min(MAX_DISTANCE), ordered })
}

/// Scope that a function of this name stands for.
fn scope(word: &str) -> Option<Scope> {
    match word.to_ascii_lowercase().as_str() {
        "same-sentence" => Some(Scope::Sentence),
        "same-paragraph" => Some(Scope::Paragraph),
        word => word.strip_prefix("first/")?.parse().ok().map(Scope::First),
    }
}

/// Field that `text` names at its start (`None` for a date), and the length with the colon.
fn field(text: &str) -> Option<(Option<FieldName>, usize)> {
    let name = &text[..text.bytes().take(20).position(|b| b == b':')?];
    if name.eq_ignore_ascii_case("date") {
        return Some((None, name.len() + 1));
    }
    FieldName::from_name(name).map(|field| (Some(field), name.len() + 1))
}

/// Number after a mark, and the length of both; none where no number follows.
fn number_after(text: &str, mark: char) -> (Option<u32>, usize) {
    let Some(after) = text.strip_prefix(mark) else { return (None, 0) };
    let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    match after[..digits].parse::<u32>() {
        Ok(number) => (Some(number.min(MAX_DISTANCE)), mark.len_utf8() + digits),
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

/// Length of "J. K." and the like at the start of `text`, in bytes; `None` unless two initials or
/// more stand there with blanks between them.
fn spaced_initials(text: &str) -> Option<usize> {
    let initial = |text: &str| {
        let letter = text.chars().next().filter(|c| c.is_alphabetic())?.len_utf8();
        let end = letter + 1;
        let ends = |c: char| c.is_whitespace() || c == ')';
        let whole = text[letter..].starts_with('.') && text[end..].chars().next().is_none_or(ends);
        whole.then_some(end)
    };
    let mut end = initial(text)?;
    let mut count = 1;
    loop {
        let rest = &text[end..];
        let blank = rest.len() - rest.trim_start().len();
        match initial(&rest[blank..]).filter(|_| blank > 0) {
            Some(length) => end += blank + length,
            None => break,
        }
        count += 1;
    }
    (count > 1).then_some(end)
}

/// Length of " ’ t" and the like at the start of `text`, in bytes.
fn spaced_clitic(text: &str) -> usize {
    let clitic = || {
        let after = text.strip_prefix(' ')?;
        let after = after.strip_prefix(is_apostrophe)?.strip_prefix(' ')?;
        let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
        let known = ["t", "s", "d", "m", "ll", "re", "ve"];
        let found = known.iter().any(|clitic| after[..end].eq_ignore_ascii_case(clitic));
        found.then(|| text.len() - after.len() + end)
    };
    clitic().unwrap_or(0)
}

/// True if the character is a quotation mark, at either end of a phrase.
pub fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// Inside of a phrase that `text` starts with, and the length with its marks. Any pair of marks
/// will do, curly or straight, matched or not, since people paste them from anywhere.
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

/// True if the character may stand in a word that prints without quotation marks.
pub fn is_plain(c: char) -> bool {
    c.is_alphanumeric()
        || is_combining_mark(c)
        || is_apostrophe(c) && c != '‘' && c != '`'
        || matches!(c, '-' | '–' | '.' | ',' | '_' | '&' | '@' | '#' | '/')
}

/// Word without the punctuation around it.
pub fn trim(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && !is_combining_mark(c))
}
