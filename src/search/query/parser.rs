//! Pieces → tree. Tightest first: boost, NOT, NEAR, AND, OR; words side by side are joined by AND.

use std::fmt;

use unicode_normalization::char::is_combining_mark;

use crate::search::query::ast::{FieldName, Node, Pattern, holds_letter, is_pattern_char};
use crate::search::query::dates::DateSpec;
use crate::search::query::lexer;
use crate::search::query::lexer::{Token, TokenKind, is_mark, is_plain, lex, trim};
use crate::text::Words;

/// The longest query that is taken, in bytes.
const LONGEST: usize = 20_000;
/// How deep parentheses may be nested.
const DEEPEST: usize = 60;
/// The most words and phrases.
const MOST: usize = 600;

/// A query as understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parsed {
    /// What is asked for; nothing where there is no word and no condition.
    pub tree: Option<Node>,
    /// What was not as it should be, and how it was taken.
    pub warnings: Vec<Warning>,
}

/// Something in a query that was taken otherwise than it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Where it stands, in characters from 1; `None` when it is about no place.
    pub column: Option<usize>,
    /// What it is and how it was taken.
    pub text: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.column {
            Some(column) => write!(f, "column {column}: {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

/// Why a query is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Too much of it.
    #[error("the query is {0} bytes long; at most {LONGEST} are taken")]
    TooLong(usize),
    /// Too many words.
    #[error("the query has more than {MOST} words and phrases")]
    TooMany,
    /// Too deep.
    #[error("column {0}: parentheses and operators are nested more than {DEEPEST} deep")]
    TooDeep(usize),
    /// A date that is none. Leaving it out would answer another question.
    #[error("column {0}: {1}")]
    Date(usize, String),
}

/// Parses a query.
///
/// # Errors
/// It is too long or too deep, or a date in it is none.
pub fn parse_query(query: &str) -> Result<Parsed, QueryError> {
    check_length(query)?;
    let mut parser = Parser { tokens: lex(query), at: 0, words: 0, warnings: Vec::new() };
    let mut parts = Vec::new();
    loop {
        parts.extend(parser.any_of(0)?);
        match parser.take() {
            None => break,
            Some(stray) => parser.warn(stray.column, "a parenthesis closes that nothing opened"),
        }
    }
    let tree = join(parts, false);
    Ok(Parsed { tree, warnings: parser.warnings })
}

/// Plain text, in which nothing is an operator: all its words.
///
/// # Errors
/// It is too long.
pub fn plain_query(text: &str) -> Result<Parsed, QueryError> {
    check_length(text)?;
    let mut parts = Vec::new();
    let mut words = Words::new(text);
    while let Some(word) = words.advance() {
        parts.push(Node::Word(Pattern::Word(word.span.of(text).to_owned())));
        if parts.len() > MOST {
            return Err(QueryError::TooMany);
        }
    }
    Ok(Parsed { tree: join(parts, false), warnings: Vec::new() })
}

fn check_length(query: &str) -> Result<(), QueryError> {
    if query.len() > LONGEST { Err(QueryError::TooLong(query.len())) } else { Ok(()) }
}

fn join(mut parts: Vec<Node>, written: bool) -> Option<Node> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(Node::And { parts, written }),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    words: usize,
    warnings: Vec<Warning>,
}

type Part = Result<Option<Node>, QueryError>;

impl Parser {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// The column of the piece taken last.
    fn column(&self) -> usize {
        self.tokens.get(self.at.saturating_sub(1)).map_or(1, |token| token.column)
    }

    fn warn(&mut self, column: usize, text: impl Into<String>) {
        self.warnings.push(Warning { column: Some(column), text: text.into() });
    }

    fn deeper(&self, depth: usize) -> Result<usize, QueryError> {
        if depth >= DEEPEST { Err(QueryError::TooDeep(self.column())) } else { Ok(depth + 1) }
    }

    /// Parts joined by OR.
    fn any_of(&mut self, depth: usize) -> Part {
        let mut parts = Vec::new();
        let mut operator = None;
        loop {
            let part = self.all_of(depth)?;
            if part.is_none()
                && let Some(column) = operator
            {
                self.warn(column, "OR has nothing after it and is passed over");
            }
            let before = part.is_some();
            parts.extend(part);
            if self.peek() != Some(&TokenKind::Or) {
                break;
            }
            operator = self.take().map(|token| token.column);
            if !before && parts.is_empty() {
                let column = operator.unwrap_or(1);
                self.warn(column, "OR has nothing before it and is passed over");
            }
        }
        Ok(match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Node::Or(parts)),
        })
    }

    /// Parts side by side, or joined by AND.
    fn all_of(&mut self, depth: usize) -> Part {
        let mut parts = Vec::new();
        let mut written = false;
        loop {
            match self.peek() {
                None | Some(TokenKind::Close | TokenKind::Or) => break,
                Some(TokenKind::And) => {
                    let column = self.take().map_or(1, |token| token.column);
                    let ends = matches!(
                        self.peek(),
                        None | Some(TokenKind::Close | TokenKind::Or | TokenKind::And)
                    );
                    if ends || parts.is_empty() {
                        let side = if parts.is_empty() { "before" } else { "after" };
                        self.warn(column, format!("AND has nothing {side} it and is passed over"));
                    } else {
                        written = true;
                    }
                }
                Some(_) => parts.extend(self.near(depth)?),
            }
        }
        let written = written && parts.len() > 1;
        Ok(join(parts, written))
    }

    /// Parts joined by NEAR.
    fn near(&mut self, depth: usize) -> Part {
        let mut left = match self.peek() {
            Some(TokenKind::Near { .. }) => None,
            _ => self.unary(depth)?,
        };
        let mut levels = 0;
        // Only a chain of the same NEAR is one group.
        let mut open: Option<(u32, bool)> = None;
        while let Some(&TokenKind::Near { distance, ordered }) = self.peek() {
            let column = self.take().map_or(1, |token| token.column);
            let ends = matches!(
                self.peek(),
                None | Some(
                    TokenKind::Close | TokenKind::Or | TokenKind::And | TokenKind::Near { .. }
                )
            );
            let right = if ends { None } else { self.unary(depth)? };
            let (before, after) = match (left.take(), right) {
                (Some(before), Some(after)) => (before, after),
                (one, other) => {
                    self.warn(column, "NEAR needs a word on either side and is passed over");
                    left = one.or(other);
                    continue;
                }
            };
            if !is_positional(&before) || !is_positional(&after) {
                self.warn(
                    column,
                    "NEAR takes words, phrases and alternatives such as (a OR b); taken as AND",
                );
                left = Some(Node::And { parts: vec![before, after], written: true });
                open = None;
                continue;
            }
            left = Some(match before {
                Node::Near { mut parts, .. } if open == Some((distance, ordered)) => {
                    parts.push(after);
                    Node::Near { parts, distance, ordered }
                }
                before => {
                    levels += 1;
                    if depth + levels > DEEPEST {
                        return Err(QueryError::TooDeep(column));
                    }
                    Node::Near { parts: vec![before, after], distance, ordered }
                }
            });
            open = Some((distance, ordered));
        }
        Ok(left)
    }

    fn unary(&mut self, depth: usize) -> Part {
        if self.peek() != Some(&TokenKind::Not) {
            return self.boosted(depth);
        }
        let column = self.take().map_or(1, |token| token.column);
        let depth = self.deeper(depth)?;
        let ends = matches!(
            self.peek(),
            None | Some(TokenKind::Close | TokenKind::Or | TokenKind::And | TokenKind::Near { .. })
        );
        let inner = if ends { None } else { self.unary(depth)? };
        if inner.is_none() {
            self.warn(column, "NOT has nothing after it and is passed over");
        }
        Ok(inner.map(|inner| Node::Not(Box::new(inner))))
    }

    fn boosted(&mut self, depth: usize) -> Part {
        let mut node = self.primary(depth)?;
        while let Some(&TokenKind::Boost(factor)) = self.peek() {
            let column = self.take().map_or(1, |token| token.column);
            if !(0.01..=100.0).contains(&factor) {
                self.warn(column, "a weight lies between 0.01 and 100; passed over");
                continue;
            }
            node = match node {
                // One weight is enough for anything.
                Some(Node::Boost(inner, before)) => {
                    Some(Node::Boost(inner, (before * factor).clamp(0.01, 100.0)))
                }
                Some(inner) => Some(Node::Boost(Box::new(inner), factor)),
                None => {
                    self.warn(column, "a weight stands behind nothing and is passed over");
                    None
                }
            };
        }
        Ok(node)
    }

    fn primary(&mut self, depth: usize) -> Part {
        let Some(Token { column, kind }) = self.take() else { return Ok(None) };
        match kind {
            TokenKind::Open => self.group(column, depth),
            TokenKind::Function(scope) => {
                let inner = self.group(column, depth)?;
                if inner.is_none() {
                    self.warn(column, "nothing stands in the parentheses; passed over");
                }
                Ok(inner.map(|inner| Node::Within(scope, Box::new(inner))))
            }
            TokenKind::Field(field) => self.field(field, column, depth),
            TokenKind::Date(typed) => match DateSpec::parse(&typed) {
                Ok(date) => Ok(Some(Node::Date(date))),
                Err(message) => Err(QueryError::Date(column, message)),
            },
            TokenKind::Phrase(text, slop) => {
                let node = self.phrase(&text, slop, column);
                self.counted(node)
            }
            TokenKind::LoneMark => {
                self.warn(
                    column,
                    "a quotation mark that none closes; what follows is taken as words",
                );
                Ok(None)
            }
            TokenKind::Regex(regex) => self.counted(Some(Node::Word(Pattern::Regex(regex)))),
            TokenKind::Word(word) => {
                let node = self.word(&word, column);
                self.counted(node)
            }
            TokenKind::Boost(_) => {
                self.warn(column, "a weight stands behind nothing and is passed over");
                Ok(None)
            }
            // Handled by the callers; one that comes here has nothing to join.
            TokenKind::Close
            | TokenKind::Or
            | TokenKind::And
            | TokenKind::Not
            | TokenKind::Near { .. } => {
                self.at -= 1;
                Ok(None)
            }
        }
    }

    fn counted(&mut self, node: Option<Node>) -> Part {
        self.words += 1;
        if self.words > MOST { Err(QueryError::TooMany) } else { Ok(node) }
    }

    /// What stands in parentheses, the first of which was taken.
    fn group(&mut self, column: usize, depth: usize) -> Part {
        let depth = self.deeper(depth)?;
        let inner = self.any_of(depth)?;
        if self.take().is_none() {
            self.warn(column, "a parenthesis that none closes; closed at the end");
        }
        Ok(inner)
    }

    fn field(&mut self, field: FieldName, column: usize, depth: usize) -> Part {
        let depth = self.deeper(depth)?;
        let ends = matches!(
            self.peek(),
            None | Some(
                TokenKind::Close
                    | TokenKind::Or
                    | TokenKind::And
                    | TokenKind::Not
                    | TokenKind::Near { .. }
            )
        );
        let inner = if ends { None } else { self.boosted(depth)? };
        if inner.is_none() {
            self.warn(column, format!("{}: has nothing after it; passed over", field.name()));
        }
        Ok(inner.map(|inner| Node::Field(field, Box::new(inner))))
    }

    fn word(&mut self, typed: &str, column: usize) -> Option<Node> {
        if !holds_letter(typed) {
            let punctuation =
                typed.chars().all(|c| c.is_ascii_punctuation() || "–—…’‘•".contains(c));
            if !punctuation || typed.contains(is_pattern_char) {
                self.warn(column, format!("“{typed}” holds no letter or digit; passed over"));
            }
            return None;
        }
        if let Some((name, value)) = typed.split_once(':')
            && name.chars().all(char::is_alphabetic)
            && !value.is_empty()
            && !value.starts_with("//")
        {
            let names: Vec<&str> = FieldName::ALL.iter().map(|(_, name)| *name).collect();
            let names = names.join(", ");
            self.warn(
                column,
                format!("there is no field {name}; taken as words (fields are {names}, date)"),
            );
        }
        let pattern = self.pattern(typed, column);
        Some(match pattern {
            Pattern::Word(word) if bare(&word) => Node::Word(Pattern::Word(word)),
            Pattern::Word(word) => Node::Phrase(vec![Pattern::Word(unmarked(&word))]),
            pattern => Node::Word(pattern),
        })
    }

    /// What a single word stands for.
    fn pattern(&mut self, typed: &str, column: usize) -> Pattern {
        if let Some(exact) = typed.strip_prefix('=').map(trim)
            && plain(exact)
        {
            return Pattern::Exact(exact.to_owned());
        }
        let asked = typed.trim_end_matches(|c: char| !ends_pattern(c));
        if typed[asked.len()..].contains('?') && !asked.contains(is_pattern_char) {
            self.warn(
                column + asked.chars().count(),
                "a ? at the end of a word is taken as punctuation; inside a word it stands for one letter",
            );
        }
        if asked.contains(is_pattern_char) {
            let wild = asked.trim_start_matches(|c: char| !ends_pattern(c) && c != '?');
            if wild.chars().all(|c| is_plain(c) || is_pattern_char(c)) {
                return Pattern::Wild(wild.to_owned());
            }
            self.warn(
                column,
                format!("“{typed}” holds more than letters, * and ?; taken as words"),
            );
        }
        if let Some((word, edits)) = typed.rsplit_once('~') {
            let digits = edits.bytes().all(|b| b.is_ascii_digit()) && edits.len() < 6;
            let base = trim(word);
            if digits && plain(base) {
                let edits = edits.parse::<u32>().unwrap_or(1);
                if edits > 2 {
                    self.warn(column, "at most 2 letters may be wrong; ~2 is taken");
                }
                let several = {
                    let mut words = Words::new(base);
                    words.advance();
                    words.advance().is_some()
                };
                if several {
                    self.warn(column, format!("“{base}” is more than one word; ~ is passed over"));
                    return Pattern::Word(base.to_owned());
                }
                return match edits {
                    0 => Pattern::Exact(base.to_lowercase()),
                    edits => Pattern::Fuzzy { word: base.to_owned(), edits: edits.min(2) as u8 },
                };
            }
        }
        Pattern::Word(as_words(typed))
    }

    fn phrase(&mut self, text: &str, slop: Option<u32>, column: usize) -> Option<Node> {
        let mut patterns: Vec<Pattern> = Vec::new();
        for piece in text.split_whitespace() {
            let special = piece.starts_with('=')
                || piece.trim_end_matches('?').contains(is_pattern_char)
                || piece.contains('~');
            let apostrophe = piece.chars().all(|c| "'’‘ʼ`´".contains(c));
            if !holds_letter(piece) && !apostrophe {
                if piece.contains(is_pattern_char) {
                    self.warn(
                        column,
                        format!("“{piece}” in a phrase stands for no word; passed over"),
                    );
                }
                continue;
            }
            let pattern = if special && holds_letter(piece) {
                self.pattern(piece, column)
            } else {
                Pattern::Word(unmarked(piece))
            };
            match (patterns.last_mut(), pattern) {
                (Some(Pattern::Word(before)), Pattern::Word(word)) => {
                    before.push(' ');
                    before.push_str(&word);
                }
                (_, pattern) => patterns.push(pattern),
            }
        }
        // A lone apostrophe is nothing to search for.
        patterns.retain(|pattern| !matches!(pattern, Pattern::Word(word) if !holds_letter(word)));
        if patterns.is_empty() {
            self.warn(column, "nothing to search for stands between the quotation marks");
            return None;
        }
        let Some(distance) = slop else { return Some(Node::Phrase(patterns)) };
        let mut parts: Vec<Node> = Vec::new();
        for pattern in patterns {
            let Pattern::Word(text) = pattern else {
                parts.push(Node::Word(pattern));
                continue;
            };
            let mut words = Words::new(&text);
            while let Some(word) = words.advance() {
                let word = word.span.of(&text);
                let bare = bare(word);
                let word = Pattern::Word(word.to_owned());
                parts.push(if bare { Node::Word(word) } else { Node::Phrase(vec![word]) });
            }
        }
        match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Node::Near { parts, distance, ordered: false }),
        }
    }
}

/// Whether a word prints without quotation marks and is read again as the same word.
fn bare(word: &str) -> bool {
    plain(word) && lexer::operator(word).is_none()
}

/// The same for a word with a sign before or behind it.
fn plain(word: &str) -> bool {
    holds_letter(word) && word == trim(word) && word.chars().all(is_plain)
}

/// Without quotation marks, between which it will be printed.
fn unmarked(text: &str) -> String {
    let blanked: String = text.chars().map(|c| if is_mark(c) { ' ' } else { c }).collect();
    blanked.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a pattern may end with the character; a ? there is punctuation.
fn ends_pattern(c: char) -> bool {
    c.is_alphanumeric() || c == '*' || is_combining_mark(c)
}

/// What is left to search for when signs cannot be meant: the words between them.
fn as_words(typed: &str) -> String {
    let blanked = typed.replace(|c| is_pattern_char(c) || c == '~', " ");
    let blanked = unmarked(&blanked);
    let words: Vec<&str> =
        blanked.split(' ').map(trim).filter(|piece| holds_letter(piece)).collect();
    words.join(" ")
}

/// Whether a node stands for places in a text, so that it can be close to another.
fn is_positional(node: &Node) -> bool {
    match node {
        Node::Word(_) | Node::Phrase(_) => true,
        Node::Or(parts) | Node::Near { parts, .. } => parts.iter().all(is_positional),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
