//! Copies of an article and reprints of a quotation: remarks on a hit, differences, credits.

use std::fmt::Write as _;
use std::io::{self, Write};

use crate::model::Days;
use crate::present::style::Styles;
use crate::present::text::terminal::Text;
use crate::present::wrap::{shorten, wrap};
use crate::present::{escape, words};
use crate::search::{ArticleCopy, CopyDifference, CopyStats, Reprint, Reprints, Version};

/// The copies of an article hit in words: "+14 copies, 3 with the same words since 2011-03-04".
fn copies_in_words(copies: &CopyStats) -> String {
    let CopyStats { others, same, first, .. } = copies;
    let plural = if *others == 1 { "copy" } else { "copies" };
    let same = match same {
        0 => String::new(),
        all if all == others => " with the same words".to_owned(),
        some => format!(", {some} with the same words"),
    };
    format!("+{others} {plural}{same}{}", since(*first))
}

/// Remarks on the copies of an article hit, a line each.
pub fn remarks_on_hit(copies: Option<&CopyStats>) -> Vec<String> {
    let Some(copies) = copies else { return Vec::new() };
    let version = copies.superseded.as_ref().map(superseded);
    std::iter::once(copies_in_words(copies)).chain(version).collect()
}

/// A later version in words: "superseded by UPDATE 2, 2011-03-05 · 0f3a…".
fn superseded(version: &Version) -> String {
    let day = version.day.map_or_else(String::new, |day| format!(", {}", iso(day)));
    format!("superseded by {}{day} · {}", version.sign, version.id)
}

/// The reprints of a quotation hit in words: "printed in 12 articles since 2019-03-04, in 3
/// wordings; credited to Ada Roe (10), nobody (2)".
pub fn reprints(printed: &Reprints) -> String {
    let Reprints { articles, first, wordings, credits } = printed;
    let s = if *articles == 1 { "" } else { "s" };
    let mut text = format!("printed in {articles} article{s}{}", since(*first));
    if *wordings > 1 {
        let _ = write!(text, ", in {wordings} wordings");
    }
    if credits.len() > 1 {
        let named = credits.iter().map(|(name, count)| {
            let name = name.as_deref().map_or("nobody".to_owned(), escape::line);
            format!("{name} ({count})")
        });
        let _ = write!(text, "; credited to {}", named.collect::<Vec<_>>().join(", "));
    }
    text
}

/// The differences of a copy in words.
fn difference(difference: &CopyDifference) -> String {
    let CopyDifference { dropped, added, beginning, end } = *difference;
    if difference.is_none() {
        return "the same words".to_owned();
    }
    let mut parts = Vec::new();
    let s = |count: usize| if count == 1 { "" } else { "s" };
    if beginning > 0 {
        parts.push(format!("begins with {beginning} word{} of its own", s(beginning)));
    }
    if end > 0 {
        parts.push(format!("without the last {end} word{}", s(end)));
    }
    let (dropped, added) = (dropped - end.min(dropped), added - beginning.min(added));
    if dropped > 0 {
        let elsewhere = if end > 0 { " elsewhere" } else { "" };
        parts.push(format!("{dropped} word{} left out or changed{elsewhere}", s(dropped)));
    }
    if added > 0 {
        let more = if beginning > 0 { " further on" } else { "" };
        parts.push(format!("{added} word{} added or changed{more}", s(added)));
    }
    parts.join(", ")
}

/// Remarks on a copy: its differences, a later version, its withdrawal.
fn remarks_on_copy(copy: &ArticleCopy) -> Vec<String> {
    let mut remarks = vec![match &copy.difference {
        Some(found) => difference(found),
        None => "the article asked for".to_owned(),
    }];
    remarks.extend(copy.superseded.as_ref().map(superseded));
    if copy.withdrawn {
        remarks.push("withdrawn by its publisher".to_owned());
    }
    remarks
}

/// The reprints of a quotation by wording, the fullest wording first.
fn wordings(prints: &[Reprint]) -> Vec<Vec<&Reprint>> {
    let mut wordings: Vec<Vec<&Reprint>> = Vec::new();
    let mut numbers: Vec<u32> = prints.iter().map(|print| print.wording).collect();
    numbers.sort_unstable();
    numbers.dedup();
    for number in numbers {
        wordings.push(prints.iter().filter(|print| print.wording == number).collect());
    }
    wordings
}

/// The first day in words: " since 2011-03-04".
fn since(first: Option<Days>) -> String {
    first.map_or_else(String::new, |day| format!(" since {}", iso(day)))
}

/// A day as YYYY-MM-DD.
fn iso(day: Days) -> String {
    day.date().map_or("?".to_owned(), |date| date.to_string())
}

/// Writes the copies of an article and their differences from it.
pub fn write_copies(text: &Text, copies: &[ArticleCopy], out: &mut dyn Write) -> io::Result<()> {
    let dim = text.styles.dim;
    for copy in copies {
        let headline = shorten(&words::headline(&copy.record.article), text.width);
        writeln!(out, "{headline}")?;
        text.origin("   ", &copy.record, &copy.id, out)?;
        for remark in remarks_on_copy(copy) {
            writeln!(out, "   {dim}{remark}{dim:#}")?;
        }
    }
    Ok(())
}

/// Writes the wordings of a quotation and the articles that print each.
pub fn write_reprints(text: &Text, prints: &[Reprint], out: &mut dyn Write) -> io::Result<()> {
    let Styles { quote: green, speaker, .. } = text.styles;
    for wording in wordings(prints) {
        let words = wording.first().map(|print| {
            let quote = &print.record.notes.quotes[print.ordinal];
            escape::line(quote.span.of(&print.record.article.body))
        });
        for line in wrap(&words.unwrap_or_default(), text.width) {
            writeln!(out, "{green}{line}{green:#}")?;
        }
        for print in wording {
            let name = print.speaker.as_ref().map_or("speaker unknown", |s| s.name.as_str());
            writeln!(out, "   {speaker}{}{speaker:#}", escape::line(name))?;
            text.origin("   ", &print.record, &print.id, out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_told_in_words() {
        let words = |others, same| {
            copies_in_words(&CopyStats { others, same, first: Some(Days(0)), superseded: None })
        };
        assert_eq!(words(1, 1), "+1 copy with the same words since 1970-01-01");
        assert_eq!(words(14, 3), "+14 copies, 3 with the same words since 1970-01-01");
        assert_eq!(words(2, 0), "+2 copies since 1970-01-01");
        let printed = Reprints {
            articles: 4,
            first: None,
            wordings: 2,
            credits: vec![(Some("Ada Roe".into()), 3), (None, 1)],
        };
        assert_eq!(
            reprints(&printed),
            "printed in 4 articles, in 2 wordings; credited to Ada Roe (3), nobody (1)"
        );
    }

    #[test]
    fn differences_in_words() {
        let say = |dropped, added, beginning, end| {
            difference(&CopyDifference { dropped, added, beginning, end })
        };
        assert_eq!(say(0, 0, 0, 0), "the same words");
        assert_eq!(
            say(12, 9, 9, 0),
            "begins with 9 words of its own, 12 words left out or changed"
        );
        assert_eq!(say(40, 0, 0, 40), "without the last 40 words");
        assert_eq!(
            say(41, 3, 2, 40),
            "begins with 2 words of its own, without the last 40 words, \
             1 word left out or changed elsewhere, 1 word added or changed further on"
        );
    }
}
