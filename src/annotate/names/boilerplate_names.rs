//! Boilerplate that newsrooms and pages put into a text: credits of the desk, and titles of links
//! glued onto a name. Names within are no news.

use std::ops::Range;

use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::annotate::names::span::Name;
use crate::annotate::names::tagger_input::TaggerInput;
use crate::model::Span;
use crate::text::{Case, Prose, TokenKind};

/// Longest credit, in tokens.
const MAX_CREDIT_TOKENS: usize = 150;
/// Most words between the head of a credit and its "by", in tokens.
const MAX_CREDIT_HEAD_TOKENS: usize = 4;
/// Farthest bracket from the stroke of a photographer's credit, in tokens.
const MAX_PHOTO_CREDIT_TOKENS: usize = 7;
/// Longest title that is glued to a name, in tokens.
const MAX_TITLE_TOKENS: usize = 9;

/// Runs of tokens whose names do not count, in order.
#[derive(Debug, Default)]
pub struct Boilerplate {
    runs: Vec<Range<usize>>,
}

impl Boilerplate {
    /// Looks for credits and glued titles.
    pub fn new(input: &TaggerInput<'_, '_>) -> Self {
        let prose = input.prose;
        let mut runs: Vec<Range<usize>> = Vec::new();
        for at in 1..prose.tokens.len() {
            let run = if prose.word(at) == "by" {
                credit(prose, at)
            } else if prose.word(at) == "/" {
                photo_credit(prose, at)
            } else if prose.tokens[at].case == Case::Mixed {
                glued_title(prose, at)
            } else {
                None
            };
            if let Some(run) = run {
                match runs.last_mut() {
                    Some(last) if run.start <= last.end => last.end = last.end.max(run.end),
                    _ => runs.push(run),
                }
            }
        }
        Self { runs }
    }

    /// Removes the names that begin within boilerplate and truncates those that run into it.
    pub fn remove_from(&self, prose: &Prose<'_>, names: &mut Vec<Name>) {
        if self.runs.is_empty() {
            return;
        }
        names.retain_mut(|name| {
            let next = self.runs.partition_point(|run| run.end <= name.start);
            let Some(run) = self.runs.get(next) else { return true };
            if run.start <= name.start {
                return false;
            }
            if run.start < name.end {
                name.end = run.start;
                name.span = Span::new(name.span.start, prose.tokens[name.end - 1].span.end);
            }
            true
        });
    }
}

fn is_desk_work(word: &str) -> bool {
    is_word_of(WordClass::DESK_WORK, &word.to_ascii_lowercase())
}

/// The credit that the "by" at `at` belongs to: "(Additional reporting by Ana Ox; Editing by …)",
/// or a sentence "Reporting by Ana Ox" near the end of the text.
fn credit(prose: &Prose<'_>, at: usize) -> Option<Range<usize>> {
    let belongs = |word: &str| is_word_of(WordClass::CREDIT_LINK, word) || is_desk_work(word);
    let mut start = at;
    while start > 0 && at - start < MAX_CREDIT_HEAD_TOKENS && belongs(prose.word(start - 1)) {
        start -= 1;
    }
    if !(start..at).any(|word| is_desk_work(prose.word(word))) {
        return None;
    }
    bracketed_credit(prose, start, at).or_else(|| closing_credit(prose, start, at))
}

/// The credit in brackets whose first word is at `start` and whose "by" at `at`.
fn bracketed_credit(prose: &Prose<'_>, start: usize, at: usize) -> Option<Range<usize>> {
    if start == 0 || prose.word(start - 1) != "(" {
        return None;
    }
    let mut depth = 1;
    for end in at..prose.tokens.len().min(at + MAX_CREDIT_TOKENS) {
        match prose.word(end) {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(start..end);
        }
    }
    None
}

/// The sentence near the end of the text that begins with a credit, and has hardly a small word: a
/// list of names and towns.
fn closing_credit(prose: &Prose<'_>, start: usize, at: usize) -> Option<Range<usize>> {
    let first = prose.tokens[start].case == Case::Capitalised
        && (start == 0 || prose.sentence_of(start) != prose.sentence_of(start - 1));
    let named = prose.tokens.get(at + 1).is_some_and(|token| token.has_capital());
    let end = prose.sentences[prose.sentence_of(start)].tokens.end;
    let small = (at + 1..end).filter(|at| {
        prose.tokens[*at].case == Case::Lower
            && !is_word_of(WordClass::CREDIT_SMALL, prose.word(*at))
            && !is_desk_work(prose.word(*at))
    });
    (first && named && prose.tokens.len() - start <= MAX_CREDIT_TOKENS && small.count() <= 1)
        .then_some(start..end)
}

/// The photographer's credit around the stroke at `at`: "(Ana Ox/Reuters)".
fn photo_credit(prose: &Prose<'_>, at: usize) -> Option<Range<usize>> {
    let opens = |at: &usize| prose.word(*at) == "(";
    let start = (at.saturating_sub(MAX_PHOTO_CREDIT_TOKENS)..at).rev().find(opens)? + 1;
    let until = prose.tokens.len().min(at + 1 + MAX_PHOTO_CREDIT_TOKENS);
    let end = (at + 1..until).find(|at| prose.word(*at) == ")")?;
    let agency = (at + 1..end).any(|at| is_word_of(WordClass::PHOTO_AGENCY, prose.word(at)));
    let prosaic =
        (start..end).any(|at| prose.tokens[at].case == Case::Lower && prose.word(at) != "for");
    (agency && !prosaic).then_some(start..end)
}

/// The title of a link that ends in the token at `at`: after "Ox", `Ana Maria OxRivals` is the full
/// name and the first word of a headline, printed without a blank.
fn glued_title(prose: &Prose<'_>, at: usize) -> Option<Range<usize>> {
    let word = prose.word(at);
    let mut parens = 0_u32;
    for before in (at.saturating_sub(MAX_TITLE_TOKENS)..at).rev() {
        let token = &prose.tokens[before];
        let text = prose.word(before);
        if before + 1 < at
            && token.has_capital()
            && text.chars().count() > 2
            && !matches!(text, "Mac" | "The")
            && word.strip_prefix(text).is_some_and(|rest| rest.starts_with(char::is_uppercase))
        {
            let suffix =
                matches!(prose.word(before + 1), "Jr" | "Jr." | "Sr" | "Sr." | "II" | "III");
            return Some(before + 1 + usize::from(suffix)..at + 1);
        }
        match text {
            ")" => parens += 1,
            "(" => parens = parens.saturating_sub(1),
            _ => {}
        }
        let within = token.has_capital()
            || matches!(token.kind, TokenKind::QuoteMark)
            || matches!(text, "(" | ")" | "." | "-" | "de" | "van" | "von");
        if !within {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::annotate;

    fn check(text: &str, expected: &[&str]) {
        let notes = annotate(text);
        let found: Vec<&str> = notes.mentions.iter().map(|m| m.span.of(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn credits_name_nobody() {
        check(
            "Maria Hale left Paris on Friday. (Additional reporting by Ana Wells in London; \
                Editing by Ben Hale (Paris) and Carl Reed)",
            &["Maria Hale", "Paris"],
        );
        check(
            "Maria Hale left Paris.\n\nReporting by Ana Wells in London; editing by Carl Reed",
            &["Maria Hale", "Paris"],
        );
        check("Maria Hale left. ( Ana Wells/Reuters ) Nobody came.", &["Maria Hale"]);
        check("A novel written by Maria Hale sold well.", &["Maria Hale"]);
        check("Reporting by Maria Hale shows that many ships sank.", &["Maria Hale"]);
    }

    #[test]
    fn a_glued_title_is_cut_off() {
        let text = "Then Senator Hale Maria Anne HaleRivals balk at a long trial.";
        let prose = Prose::new(text);
        assert_eq!(glued_title(&prose, 5), Some(3..6));
        check(text, &["Hale"]);
        check("Maria Hale Mary ( Mia ) Maria HaleVoters left.", &["Maria Hale"]);
        let plain = "Google said GoogleMaps and Face FaceTime came.";
        let prose = Prose::new(plain);
        assert!((1..prose.tokens.len()).all(|at| glued_title(&prose, at).is_none()));
    }
}
