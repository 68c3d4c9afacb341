//! Lexemes → tree. Tightest first: boost, NOT, NEAR, AND, OR; words side by side are joined by AND.

use crate::search::query::ast::{FieldName, Node, Pattern};
use crate::search::query::dates::DateSpec;
use crate::search::query::lexer::{Lexeme, LexemeKind, lex};
use crate::search::query::parsed::{MAX_BYTES, MAX_DEPTH, MAX_WORDS, Parsed, QueryError, Warnings};
use crate::search::query::words::{phrase_node, word_node};
use crate::text::Words;

/// Parses a query.
///
/// # Errors
/// The query is too long or too deep, or a date in it is none.
pub fn parse_query(query: &str) -> Result<Parsed, QueryError> {
    check_length(query)?;
    let mut parser = Parser { lexemes: lex(query), at: 0, words: 0, warnings: Warnings::default() };
    let mut parts = Vec::new();
    loop {
        parts.extend(parser.any_of(0)?);
        match parser.take() {
            None => break,
            Some(stray) => {
                parser.warnings.add(stray.column, "a parenthesis closes that nothing opened");
            }
        }
    }
    let tree = join(parts, false);
    Ok(Parsed { tree, warnings: parser.warnings.into_vec() })
}

/// Query for all words of a plain text, in which nothing is an operator.
///
/// # Errors
/// The text is too long.
pub fn plain_query(text: &str) -> Result<Parsed, QueryError> {
    check_length(text)?;
    let mut parts = Vec::new();
    let mut words = Words::new(text);
    while let Some(word) = words.advance() {
        parts.push(Node::Word(Pattern::Word(word.span.of(text).to_owned())));
        if parts.len() > MAX_WORDS {
            return Err(QueryError::TooMany);
        }
    }
    Ok(Parsed { tree: join(parts, false), warnings: Vec::new() })
}

fn check_length(query: &str) -> Result<(), QueryError> {
    if query.len() > MAX_BYTES { Err(QueryError::TooLong(query.len())) } else { Ok(()) }
}

fn join(mut parts: Vec<Node>, written: bool) -> Option<Node> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(Node::And { parts, written }),
    }
}

/// Recursive-descent parser: a method for each level of tightness.
struct Parser {
    lexemes: Vec<Lexeme>,
    /// Index of the next lexeme.
    at: usize,
    /// Number of words and phrases so far.
    words: usize,
    warnings: Warnings,
}

/// Node that was parsed, if any.
type ParseResult = Result<Option<Node>, QueryError>;

impl Parser {
    fn peek(&self) -> Option<&LexemeKind> {
        self.lexemes.get(self.at).map(|lexeme| &lexeme.kind)
    }

    fn take(&mut self) -> Option<Lexeme> {
        let lexeme = self.lexemes.get(self.at).cloned();
        self.at += 1;
        lexeme
    }

    /// Column of the lexeme taken last.
    fn column(&self) -> usize {
        self.lexemes.get(self.at.saturating_sub(1)).map_or(1, |lexeme| lexeme.column)
    }

    /// Depth one level further in.
    fn deeper(&self, depth: usize) -> Result<usize, QueryError> {
        if depth >= MAX_DEPTH { Err(QueryError::TooDeep(self.column())) } else { Ok(depth + 1) }
    }

    /// Parts joined by OR.
    fn any_of(&mut self, depth: usize) -> ParseResult {
        let mut parts = Vec::new();
        let mut operator = None;
        loop {
            let part = self.all_of(depth)?;
            if part.is_none()
                && let Some(column) = operator
            {
                self.warnings.add(column, "OR has nothing after it and is passed over");
            }
            let before = part.is_some();
            parts.extend(part);
            if self.peek() != Some(&LexemeKind::Or) {
                break;
            }
            operator = self.take().map(|lexeme| lexeme.column);
            if !before && parts.is_empty() {
                let column = operator.unwrap_or(1);
                self.warnings.add(column, "OR has nothing before it and is passed over");
            }
        }
        Ok(match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Node::Or(parts)),
        })
    }

    /// Parts side by side, or joined by AND.
    fn all_of(&mut self, depth: usize) -> ParseResult {
        let mut parts = Vec::new();
        let mut written = false;
        loop {
            match self.peek() {
                None | Some(LexemeKind::Close | LexemeKind::Or) => break,
                Some(LexemeKind::And) => {
                    let column = self.take().map_or(1, |lexeme| lexeme.column);
                    let ends = matches!(
                        self.peek(),
                        None | Some(LexemeKind::Close | LexemeKind::Or | LexemeKind::And)
                    );
                    if ends || parts.is_empty() {
                        let side = if parts.is_empty() { "before" } else { "after" };
                        self.warnings
                            .add(column, format!("AND has nothing {side} it and is passed over"));
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
    fn near(&mut self, depth: usize) -> ParseResult {
        let mut left = match self.peek() {
            Some(LexemeKind::Near { .. }) => None,
            _ => self.unary(depth)?,
        };
        let mut levels = 0;
        // Only a chain of the same NEAR is one group.
        let mut open: Option<(u32, bool)> = None;
        while let Some(&LexemeKind::Near { distance, ordered }) = self.peek() {
            let column = self.take().map_or(1, |lexeme| lexeme.column);
            let ends = matches!(
                self.peek(),
                None | Some(
                    LexemeKind::Close | LexemeKind::Or | LexemeKind::And | LexemeKind::Near { .. }
                )
            );
            let right = if ends { None } else { self.unary(depth)? };
            let (before, after) = match (left.take(), right) {
                (Some(before), Some(after)) => (before, after),
                (one, other) => {
                    self.warnings
                        .add(column, "NEAR needs a word on either side and is passed over");
                    left = one.or(other);
                    continue;
                }
            };
            if !is_positional(&before) || !is_positional(&after) {
                self.warnings.add(
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
                    if depth + levels > MAX_DEPTH {
                        return Err(QueryError::TooDeep(column));
                    }
                    Node::Near { parts: vec![before, after], distance, ordered }
                }
            });
            open = Some((distance, ordered));
        }
        Ok(left)
    }

    fn unary(&mut self, depth: usize) -> ParseResult {
        if self.peek() != Some(&LexemeKind::Not) {
            return self.boosted(depth);
        }
        let column = self.take().map_or(1, |lexeme| lexeme.column);
        let depth = self.deeper(depth)?;
        let ends = matches!(
            self.peek(),
            None | Some(
                LexemeKind::Close | LexemeKind::Or | LexemeKind::And | LexemeKind::Near { .. }
            )
        );
        let inner = if ends { None } else { self.unary(depth)? };
        if inner.is_none() {
            self.warnings.add(column, "NOT has nothing after it and is passed over");
        }
        Ok(inner.map(|inner| Node::Not(Box::new(inner))))
    }

    fn boosted(&mut self, depth: usize) -> ParseResult {
        let mut node = self.primary(depth)?;
        while let Some(&LexemeKind::Boost(factor)) = self.peek() {
            let column = self.take().map_or(1, |lexeme| lexeme.column);
            if !(0.01..=100.0).contains(&factor) {
                self.warnings.add(column, "a weight lies between 0.01 and 100; passed over");
                continue;
            }
            node = match node {
                // One weight is enough for anything.
                Some(Node::Boost(inner, before)) => {
                    Some(Node::Boost(inner, (before * factor).clamp(0.01, 100.0)))
                }
                Some(inner) => Some(Node::Boost(Box::new(inner), factor)),
                None => {
                    self.warnings.add(column, "a weight stands behind nothing and is passed over");
                    None
                }
            };
        }
        Ok(node)
    }

    fn primary(&mut self, depth: usize) -> ParseResult {
        let Some(Lexeme { column, kind }) = self.take() else { return Ok(None) };
        match kind {
            LexemeKind::Open => self.group(column, depth),
            LexemeKind::Function(scope) => {
                let inner = self.group(column, depth)?;
                if inner.is_none() {
                    self.warnings.add(column, "nothing stands in the parentheses; passed over");
                }
                Ok(inner.map(|inner| Node::Within(scope, Box::new(inner))))
            }
            LexemeKind::Field(field) => self.field(field, column, depth),
            LexemeKind::Date(typed) => match DateSpec::parse(&typed) {
                Ok(date) => Ok(Some(Node::Date(date))),
                Err(error) => Err(QueryError::Date(column, error)),
            },
            LexemeKind::Phrase(text, slop) => {
                let node = phrase_node(&text, slop, column, &mut self.warnings);
                self.counted(node)
            }
            LexemeKind::LoneMark => {
                self.warnings.add(
                    column,
                    "a quotation mark that none closes; what follows is taken as words",
                );
                Ok(None)
            }
            LexemeKind::Regex(regex) => self.counted(Some(Node::Word(Pattern::Regex(regex)))),
            LexemeKind::Word(word) => {
                let node = word_node(&word, column, &mut self.warnings);
                self.counted(node)
            }
            LexemeKind::Boost(_) => {
                self.warnings.add(column, "a weight stands behind nothing and is passed over");
                Ok(None)
            }
            // Handled by the callers; one that comes here has nothing to join.
            LexemeKind::Close
            | LexemeKind::Or
            | LexemeKind::And
            | LexemeKind::Not
            | LexemeKind::Near { .. } => {
                self.at -= 1;
                Ok(None)
            }
        }
    }

    fn counted(&mut self, node: Option<Node>) -> ParseResult {
        self.words += 1;
        if self.words > MAX_WORDS { Err(QueryError::TooMany) } else { Ok(node) }
    }

    /// Group in parentheses, the first of which was taken.
    fn group(&mut self, column: usize, depth: usize) -> ParseResult {
        let depth = self.deeper(depth)?;
        let inner = self.any_of(depth)?;
        if self.take().is_none() {
            self.warnings.add(column, "a parenthesis that none closes; closed at the end");
        }
        Ok(inner)
    }

    fn field(&mut self, field: FieldName, column: usize, depth: usize) -> ParseResult {
        let depth = self.deeper(depth)?;
        let ends = matches!(
            self.peek(),
            None | Some(
                LexemeKind::Close
                    | LexemeKind::Or
                    | LexemeKind::And
                    | LexemeKind::Not
                    | LexemeKind::Near { .. }
            )
        );
        let inner = if ends { None } else { self.boosted(depth)? };
        if inner.is_none() {
            self.warnings
                .add(column, format!("{}: has nothing after it; passed over", field.name()));
        }
        Ok(inner.map(|inner| Node::Field(field, Box::new(inner))))
    }
}

/// True if a node stands for positions in a text, so that it can be close to another.
fn is_positional(node: &Node) -> bool {
    match node {
        Node::Word(_) | Node::Phrase(_) => true,
        Node::Or(parts) | Node::Near { parts, .. } => parts.iter().all(is_positional),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
