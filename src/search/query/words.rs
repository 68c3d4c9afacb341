//! Words and phrases of a query → nodes, by the signs in them: `=US`, `neg*`, `minister~1`.

use unicode_normalization::char::is_combining_mark;

use crate::search::query::ast::{FieldName, Node, Pattern, has_letter, is_pattern_char};
use crate::search::query::lexer::{is_mark, is_plain, operator, trim};
use crate::search::query::parsed::Warnings;
use crate::text::{Words, is_apostrophe, single_spaced};

/// Node of a word as typed; `None` if it holds nothing to search for.
pub fn word_node(typed: &str, column: usize, warnings: &mut Warnings) -> Option<Node> {
    if !has_letter(typed) {
        let punctuation = typed.chars().all(|c| c.is_ascii_punctuation() || "–—…’‘•".contains(c));
        if !punctuation || typed.contains(is_pattern_char) {
            warnings.add(column, format!("“{typed}” holds no letter or digit; passed over"));
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
        warnings.add(
            column,
            format!("there is no field {name}; taken as words (fields are {names}, date)"),
        );
    }
    let pattern = word_pattern(typed, column, warnings);
    Some(match pattern {
        Pattern::Word(word) if is_bare(&word) => Node::Word(Pattern::Word(word)),
        Pattern::Word(word) => Node::Phrase(vec![Pattern::Word(without_marks(&word))]),
        pattern => Node::Word(pattern),
    })
}

/// Pattern of a single word, by the signs before, in and behind it.
fn word_pattern(typed: &str, column: usize, warnings: &mut Warnings) -> Pattern {
    if let Some(exact) = typed.strip_prefix('=').map(trim)
        && is_plain_word(exact)
    {
        return Pattern::Exact(exact.to_owned());
    }
    let asked = typed.trim_end_matches(|c: char| !ends_pattern(c));
    if typed[asked.len()..].contains('?') && !asked.contains(is_pattern_char) {
        warnings.add(
            column + asked.chars().count(),
            "a ? at the end of a word is taken as punctuation; \
             inside a word it stands for one letter",
        );
    }
    if asked.contains(is_pattern_char) {
        let wild = asked.trim_start_matches(|c: char| !ends_pattern(c) && c != '?');
        if wild.chars().all(|c| is_plain(c) || is_pattern_char(c)) {
            return Pattern::Wild(wild.to_owned());
        }
        warnings.add(column, format!("“{typed}” holds more than letters, * and ?; taken as words"));
    }
    if let Some((word, edits)) = typed.rsplit_once('~') {
        let digits = edits.bytes().all(|b| b.is_ascii_digit()) && edits.len() < 6;
        let base = trim(word);
        if digits && is_plain_word(base) {
            let edits = edits.parse::<u32>().unwrap_or(1);
            if edits > 2 {
                warnings.add(column, "at most 2 letters may be wrong; ~2 is taken");
            }
            let several = {
                let mut words = Words::new(base);
                words.advance();
                words.advance().is_some()
            };
            if several {
                warnings.add(column, format!("“{base}” is more than one word; ~ is passed over"));
                return Pattern::Word(base.to_owned());
            }
            return match edits {
                0 => Pattern::Exact(base.to_lowercase()),
                edits => Pattern::Fuzzy { word: base.to_owned(), edits: edits.min(2) as u8 },
            };
        }
    }
    Pattern::Word(words_between_signs(typed))
}

/// Node of the words between quotation marks; with a slop, words that stand near each other. `None`
/// if there is nothing to search for.
pub fn phrase_node(
    text: &str,
    slop: Option<u32>,
    column: usize,
    warnings: &mut Warnings,
) -> Option<Node> {
    let mut patterns: Vec<Pattern> = Vec::new();
    // Marks of another kind inside part words, as they will when the phrase is printed.
    for piece in without_marks(text).split(' ') {
        let special = piece.starts_with('=')
            || piece.trim_end_matches('?').contains(is_pattern_char)
            || piece.contains('~');
        let apostrophe = piece.chars().all(is_apostrophe);
        if !has_letter(piece) && !apostrophe {
            if piece.contains(is_pattern_char) {
                warnings
                    .add(column, format!("“{piece}” in a phrase stands for no word; passed over"));
            }
            continue;
        }
        let pattern = if special && has_letter(piece) {
            word_pattern(piece, column, warnings)
        } else {
            Pattern::Word(piece.to_owned())
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
    patterns.retain(|pattern| !matches!(pattern, Pattern::Word(word) if !has_letter(word)));
    if patterns.is_empty() {
        warnings.add(column, "nothing to search for stands between the quotation marks");
        return None;
    }
    match slop {
        None => Some(Node::Phrase(patterns)),
        Some(distance) => sloppy_phrase(patterns, distance),
    }
}

/// Words of a phrase that may stand apart, and in any order.
fn sloppy_phrase(patterns: Vec<Pattern>, distance: u32) -> Option<Node> {
    let mut parts: Vec<Node> = Vec::new();
    for pattern in patterns {
        let Pattern::Word(text) = pattern else {
            parts.push(Node::Word(pattern));
            continue;
        };
        let mut words = Words::new(&text);
        while let Some(word) = words.advance() {
            let word = word.span.of(&text);
            let bare = is_bare(word);
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

/// True if a word prints without quotation marks and is read again as the same word.
fn is_bare(word: &str) -> bool {
    is_plain_word(word) && operator(word).is_none()
}

/// True if a word with a sign before or behind it is read again as the same word.
fn is_plain_word(word: &str) -> bool {
    has_letter(word) && word == trim(word) && word.chars().all(is_plain)
}

/// Text without quotation marks, between which it will be printed.
fn without_marks(text: &str) -> String {
    let blanked: String = text.chars().map(|c| if is_mark(c) { ' ' } else { c }).collect();
    single_spaced(&blanked)
}

/// True if a pattern may end with the character; a ? there is punctuation.
fn ends_pattern(c: char) -> bool {
    c.is_alphanumeric() || c == '*' || is_combining_mark(c)
}

/// Words between signs that cannot be meant as such.
fn words_between_signs(typed: &str) -> String {
    let blanked = typed.replace(|c| is_pattern_char(c) || c == '~', " ");
    let blanked = without_marks(&blanked);
    let words: Vec<&str> = blanked.split(' ').map(trim).filter(|piece| has_letter(piece)).collect();
    words.join(" ")
}
