//! The words of a question → clauses.
//!
//! Never an error: what cannot be meant otherwise is taken as words. Any pair of quotation marks makes a phrase,
//! curly or straight, matched or not, since people paste them from anywhere.

use crate::search::stop_words::is_stop_word;
use crate::text::{EnglishStems, Words};

/// One thing asked for: a word, or words that stand next to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The folded words, at least one.
    pub folded: Vec<String>,
    /// Their stems, one for each.
    pub stems: Vec<String>,
    /// What must not occur.
    pub negated: bool,
    /// A single word too common to be asked for.
    pub stop: bool,
}

/// The clauses of a question as typed: words, "phrases", -words and -"phrases" that must not occur.
pub fn parse_clauses(question: &str) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut rest = question;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        let after_minus =
            rest.strip_prefix(['-', '−']).filter(|after| !after.starts_with([' ', '-']));
        let negated = after_minus.is_some();
        let start = after_minus.unwrap_or(rest);
        let phrase = quoted(start);
        let (piece, after) = phrase.unwrap_or_else(|| split_word(start));
        clauses.extend(clause(piece, negated, phrase.is_some()));
        rest = after;
    }
    // Common words count when nothing else is asked for.
    if clauses.iter().all(|c| c.stop || c.negated) {
        for clause in &mut clauses {
            clause.stop = false;
        }
    }
    clauses
}

fn split_word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c.is_whitespace() || is_mark(c)).unwrap_or(text.len());
    // A mark that opens no phrase is passed over.
    let end = if end == 0 { text.chars().next().map_or(0, char::len_utf8) } else { end };
    text.split_at(end)
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// The inside of a phrase that `text` starts with, and what follows it.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let first = text.chars().next()?;
    if is_mark(first) {
        let inside = &text[first.len_utf8()..];
        let end = inside.find(is_mark)?;
        let mark = inside[end..].chars().next().map_or(1, char::len_utf8);
        return Some((&inside[..end], &inside[end + mark..]));
    }
    if let Some(inside) = text.strip_prefix("``") {
        let end = inside.find("''")?;
        return Some((&inside[..end], &inside[end + 2..]));
    }
    // Single marks only where they stand around whole words: most of them are apostrophes.
    if matches!(first, '\'' | '‘') {
        let inside = &text[first.len_utf8()..];
        let (end, mark) = inside.char_indices().find(|(at, c)| {
            let after = inside[at + c.len_utf8()..].chars().next();
            matches!(c, '\'' | '’') && after.is_none_or(char::is_whitespace)
        })?;
        return Some((&inside[..end], &inside[end + mark.len_utf8()..]));
    }
    None
}

fn clause(piece: &str, negated: bool, in_marks: bool) -> Option<Clause> {
    let stemmer = EnglishStems::default();
    let (mut folded, mut stems) = (Vec::new(), Vec::new());
    let mut words = Words::new(piece);
    while let Some(word) = words.advance() {
        folded.push(word.folded.to_owned());
        stems.push(stemmer.stem(word.folded).into_owned());
    }
    let stop = !in_marks && folded.iter().all(|word| is_stop_word(word));
    (!folded.is_empty()).then_some(Clause { folded, stems, negated, stop })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(question: &str, expected: &str) {
        let shown: Vec<String> = parse_clauses(question)
            .iter()
            .map(|c| {
                let words = c.folded.join(" ");
                let minus = if c.negated { "-" } else { "" };
                let stop = if c.stop { "~" } else { "" };
                if c.folded.len() > 1 {
                    format!("{minus}[{words}]")
                } else {
                    format!("{minus}{stop}{words}")
                }
            })
            .collect();
        assert_eq!(shown.join(" "), expected, "{question}");
    }

    #[test]
    fn words_and_phrases_in_any_marks() {
        check("nuclear talks", "nuclear talks");
        for phrase in [
            "\"nuclear talks\"",
            "“nuclear talks”",
            "„nuclear talks“",
            "«nuclear talks»",
            "“nuclear talks\"",
            "``nuclear talks''",
            "'nuclear talks'",
            "‘nuclear talks’",
        ] {
            check(phrase, "[nuclear talks]");
        }
        check("iran \"nuclear talks\" gaza", "iran [nuclear talks] gaza");
        check("“ isn ’ t it ”", "[is n't it]");
    }

    #[test]
    fn minus_negates_and_hyphens_do_not() {
        check("iran -gaza -\"proxy war\"", "iran -gaza -[proxy war]");
        check("al-Assad", "[al assad]");
        check("- x --y", "x y");
    }

    #[test]
    fn common_words_are_marked_unless_alone() {
        check("what did liel say", "~what ~did liel say");
        check("the who", "the who");
    }

    #[test]
    fn damage_is_taken_as_words() {
        check("\"nuclear talks", "nuclear talks");
        check("don't O'Brien", "[do n't] obrien");
        check("*** () \"\"", "");
    }

    proptest! {
        #[test]
        fn anything_parses(question in "\\PC*|[ \"'“”‘’`a-z-]*") {
            for clause in parse_clauses(&question) {
                prop_assert!(!clause.folded.is_empty());
                prop_assert_eq!(clause.folded.len(), clause.stems.len());
            }
        }
    }
}
