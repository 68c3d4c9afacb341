//! BibTeX: `@article` entries, fields in braces, characters that mean something to TeX escaped.
//!
//! The title stands in double braces, so that no style lowers its capitals. A month is a macro and
//! is left out with the day where it is not known.

use std::io::{self, Write};

use chrono::Datelike;

use crate::model::DatePrecision;
use crate::present::cite::author::Author;
use crate::present::cite::citation::{Citation, one_line};

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Writes one citation.
pub fn write(citation: &Citation<'_>, out: &mut dyn Write) -> io::Result<()> {
    let article = citation.article;
    let mut fields: Vec<(&str, String)> = Vec::new();
    let mut field = |name, value: String| fields.push((name, value));
    if !article.authors.is_empty() {
        let authors: Vec<String> = article.authors.iter().map(|a| name(Author::parse(a))).collect();
        field("author", format!("{{{}}}", authors.join(" and ")));
    }
    field("title", format!("{{{{{}}}}}", escaped(&citation.title())));
    if let Some(publisher) = &article.publisher {
        field("journal", format!("{{{}}}", escaped(publisher)));
    }
    if let Some((date, precision)) =
        citation.date().and_then(|date| Some((date.day.date()?, date.precision)))
    {
        field("year", format!("{{{:04}}}", date.year()));
        if precision != DatePrecision::Year {
            field("month", MONTHS[date.month0() as usize].to_owned());
        }
        if precision == DatePrecision::Day {
            field("day", format!("{{{}}}", date.day()));
        }
    }
    if let Some(address) = &article.url {
        field("url", format!("{{{}}}", url(address)));
    }
    if let Some(language) = citation.language {
        field("language", format!("{{{}}}", escaped(language)));
    }
    let note: Vec<String> = citation.said().into_iter().chain(citation.caution()).collect();
    if !note.is_empty() {
        field("note", format!("{{{}}}", escaped(&note.join("; "))));
    }
    field("annote", format!("{{{}}}", escaped(&citation.place())));
    writeln!(out, "@article{{onrecord:{},", citation.id)?;
    for (name, value) in fields {
        writeln!(out, "  {name} = {value},")?;
    }
    writeln!(out, "}}")
}

/// A person as "family, given"; a body in braces of its own, so that it is not taken apart.
fn name(author: Author) -> String {
    match author {
        Author::Person { family, given } => format!("{}, {}", escaped(&family), escaped(&given)),
        Author::Body(name) => format!("{{{}}}", escaped(&name)),
    }
}

/// Escapes characters that mean something to TeX, so that they print as themselves; braces stay
/// balanced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in one_line(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\{"),
            '}' => out.push_str("\\}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '#' | '$' | '%' | '&' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Writes in percent signs only characters that would end the field, or are no part of an address:
/// all others of an address are read as they stand.
fn url(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in one_line(address).chars() {
        match c {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            ' ' => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::present::cite::bibliography::CitationStyle;
    use crate::present::cite::sample::{record, written};
    use proptest::prelude::*;

    #[test]
    fn an_entry_escapes_what_tex_reads() {
        let text = record("50% of {fees} & \\more #1_a", "Associated Press", Some("2025-06"));
        let expected = "@article{onrecord:00000000000000aa,\n  author = {{Associated Press}},\n  \
            title = {{50\\% of \\{fees\\} \\& \\textbackslash{}more \\#1\\_a}},\n  \
            journal = {Lowmere Post \\& Echo},\n  year = {2025},\n  month = jun,\n  \
            url = {https://post.example/a?b=%7Bc%7D&d=100%},\n  language = {en},\n  \
            note = {“No more,” — Ada Roe, harbour master; published date known by month only},\n  \
            annote = {wire/2025/a\\_b.txt},\n}\n";
        assert_eq!(written(CitationStyle::Bibtex, &text, Some("“No more,”")), expected);
    }

    proptest! {
        #[test]
        fn braces_are_balanced_whatever_the_headline(title in "\\PC*|[{}\\\\%a ]*") {
            let article = record(&title, &title, Some("2025"));
            let entry = written(CitationStyle::Bibtex, &article, Some(&title));
            let (mut depth, mut escape) = (0_i64, false);
            for c in entry.chars() {
                match c {
                    _ if escape => escape = false,
                    '\\' => escape = true,
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                prop_assert!(depth >= 0);
            }
            prop_assert_eq!(depth, 0);
        }
    }
}
