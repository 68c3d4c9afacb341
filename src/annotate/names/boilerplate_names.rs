//! What newsrooms and pages put into a text that is no prose: credits of the desk, and titles of links
//! glued onto a name. Names within are no news.

use std::ops::Range;

use crate::annotate::names::span::Name;
use crate::annotate::names::tagger_input::TaggerInput;
use crate::model::Span;
use crate::text::{Case, Prose, TokenKind};

/// The longest credit, in tokens.
const LONGEST_CREDIT: usize = 150;
/// The longest title that is glued to a name, in tokens.
const LONGEST_TITLE: usize = 9;

/// Runs of tokens whose names do not count, in order.
#[derive(Debug, Default)]
pub struct BoilerplateNames {
    runs: Vec<Range<usize>>,
}

impl BoilerplateNames {
    /// Looks for credits and glued titles.
    pub fn new(input: &TaggerInput<'_, '_>) -> Self {
        let prose = input.prose;
        let mut runs: Vec<Range<usize>> = Vec::new();
        for at in 1..prose.tokens.len() {
            let run = if prose.word(at) == "by" {
                credit(prose, at)
            } else if prose.word(at) == "/" {
                photo(prose, at)
            } else if prose.tokens[at].case == Case::Mixed {
                glued(prose, at)
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

    /// Takes out the names that begin within noise and cuts off those that run into it.
    pub fn clean(&self, prose: &Prose<'_>, names: &mut Vec<Name>) {
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
    ["reporting", "writing", "editing", "compiled", "edited", "written", "reported", "translated"]
        .iter()
        .any(|work| word.eq_ignore_ascii_case(work))
}

/// The credit that the "by" at `at` belongs to: "(Additional reporting by Ana Ox; Editing by …)", or a
/// sentence "Reporting by Ana Ox" near the end of the text.
fn credit(prose: &Prose<'_>, at: usize) -> Option<Range<usize>> {
    let mut start = at;
    while start > 0
        && at - start < 4
        && (is_desk_work(prose.word(start - 1))
            || matches!(
                prose.word(start - 1),
                "and" | "," | "&" | "Additional" | "additional" | "Extra"
            ))
    {
        start -= 1;
    }
    if !(start..at).any(|word| is_desk_work(prose.word(word))) {
        return None;
    }
    let limit = prose.tokens.len().min(at + LONGEST_CREDIT);
    if start > 0 && prose.word(start - 1) == "(" {
        let mut depth = 1;
        for end in at..limit {
            match prose.word(end) {
                "(" => depth += 1,
                ")" => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(start..end);
            }
        }
    }
    let first = prose.tokens[start].case == Case::Capitalised
        && (start == 0 || prose.sentence_of(start) != prose.sentence_of(start - 1));
    let named = prose.tokens.get(at + 1).is_some_and(|token| token.has_capital());
    // At the end of the text, and with hardly a small word: a list of names and towns.
    let end = prose.sentences[prose.sentence_of(start)].tokens.end;
    let small = (at + 1..end).filter(|at| {
        prose.tokens[*at].case == Case::Lower
            && !is_desk_work(prose.word(*at))
            && !matches!(
                prose.word(*at),
                "in" | "and" | "by" | "at" | "with" | "additional" | "for"
            )
    });
    (first && named && prose.tokens.len() - start <= LONGEST_CREDIT && small.count() <= 1)
        .then_some(start..end)
}

/// A photographer's credit around the stroke at `at`: "(Ana Ox/Reuters)".
fn photo(prose: &Prose<'_>, at: usize) -> Option<Range<usize>> {
    let opens = |at: &usize| prose.word(*at) == "(";
    let start = (at.saturating_sub(7)..at).rev().find(opens)? + 1;
    let end = (at + 1..prose.tokens.len().min(at + 8)).find(|at| prose.word(*at) == ")")?;
    let agency = (at + 1..end).any(|at| {
        matches!(
            prose.word(at),
            "Reuters"
                | "AP"
                | "AFP"
                | "EPA"
                | "UPI"
                | "Getty"
                | "Images"
                | "Bloomberg"
                | "Press"
                | "Associated"
                | "Times"
                | "Post"
                | "Shutterstock"
                | "Polaris"
        )
    });
    let prosaic =
        (start..end).any(|at| prose.tokens[at].case == Case::Lower && prose.word(at) != "for");
    (agency && !prosaic).then_some(start..end)
}

/// The title of a link that ends in the token at `at`: after "Ox", `Ana Maria OxRivals` is the full name
/// and the first word of a headline, printed without a blank.
fn glued(prose: &Prose<'_>, at: usize) -> Option<Range<usize>> {
    let word = prose.word(at);
    let mut parens = 0_u32;
    for before in (at.saturating_sub(LONGEST_TITLE)..at).rev() {
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
            "Maria Hale left Paris on Friday. (Additional reporting by Ana Wells in London; Editing by Ben Hale (Paris) and Carl Reed)",
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
        assert_eq!(glued(&prose, 5), Some(3..6));
        check(text, &["Hale"]);
        check("Maria Hale Mary ( Mia ) Maria HaleVoters left.", &["Maria Hale"]);
        let plain = "Google said GoogleMaps and Face FaceTime came.";
        let prose = Prose::new(plain);
        assert!((1..prose.tokens.len()).all(|at| glued(&prose, at).is_none()));
    }
}
