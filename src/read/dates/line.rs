//! Dates in the midst of a line ("Published: Dec. 21, 2023, 1:28 p.m."): their places, and what the
//! words beside them say. The meaning of the digits is for the parser of dates.

use std::ops::Range;

use crate::read::dates::labels::{
    DateLabel, are_all_labels, label_at, label_words, last_label, tells_day,
};
use crate::read::dates::months::month_number;

#[derive(Clone, Copy)]
struct DateWord<'t> {
    text: &'t str,
    start: usize,
    end: usize,
}

impl DateWord<'_> {
    fn number(&self) -> Option<u32> {
        let digits = self.text.trim_end_matches(char::is_alphabetic);
        let ending = &self.text[digits.len()..];
        let is_ordinal = matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er" | "º");
        (is_ordinal && digits.len() <= 4).then(|| digits.parse().ok())?
    }

    fn is_day(&self) -> bool {
        self.number().is_some_and(|number| (1..=31).contains(&number))
            && !self.text.starts_with("00")
    }

    fn is_year(&self) -> bool {
        self.text.len() == 4 && self.number().is_some_and(|number| (1600..=2200).contains(&number))
    }

    fn is_small(&self) -> bool {
        matches!(self.text, "de" | "of" | "del" | "the")
    }
}

fn tokens(text: &str) -> Vec<DateWord<'_>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(first)) => {
                found.push(DateWord { text: &text[first..at], start: first, end: at });
                start = None;
            }
            _ => {}
        }
    }
    if let Some(first) = start {
        found.push(DateWord { text: &text[first..], start: first, end: text.len() });
    }
    found
}

/// A whole date (day, month and year) in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineDate {
    /// Byte range in the line.
    pub range: Range<usize>,
    /// The label that says what day it is.
    pub label: Option<DateLabel>,
    /// True if nothing stands beside it but labels, a time, or a byline: a date of the line itself,
    /// and not one that a sentence speaks of.
    pub stands_alone: bool,
}

/// The whole dates in a line, with their labels.
pub fn dates_in_line(line: &str) -> Vec<LineDate> {
    let ranges = find_dates(line);
    let mut start = 0;
    let mut found = Vec::with_capacity(ranges.len());
    for (at, range) in ranges.iter().enumerate() {
        let next = ranges.get(at + 1).map_or(line.len(), |next| next.start);
        let after = &line[range.end..next];
        let words = Surroundings { before: &line[start..range.start], after };
        let (label, used) = words.label(at + 1 < ranges.len());
        found.push(LineDate { range: range.clone(), label, stands_alone: words.stand_apart() });
        start = range.end + used;
    }
    found
}

/// The text around a date in its line, up to the dates before and after.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'t> {
    /// Text before it.
    pub before: &'t str,
    /// Text after it.
    pub after: &'t str,
}

impl<'t> Surroundings<'t> {
    fn near_before(self) -> &'t str {
        let near = self.before.rsplit(is_separator).next().unwrap_or(self.before);
        near.rsplit(" - ").next().unwrap_or(near)
    }

    fn near_after(self) -> &'t str {
        let near = self.after.split(is_separator).next().unwrap_or(self.after);
        near.split(" - ").next().unwrap_or(near)
    }

    /// The label of the date, and the number of bytes after it that belong to that. `followed` says
    /// that a date comes after.
    pub fn label(self, followed: bool) -> (Option<DateLabel>, usize) {
        if let Some(label) = last_label(&label_words(self.near_before())) {
            return (Some(label), 0);
        }
        // "Am 5. März 2024 veröffentlicht, am …": of a label that the next date has not for itself.
        let end = self.after.find(|c| is_separator(c) || matches!(c, ',' | ';' | ')'));
        if followed && end.is_none() {
            return (None, 0);
        }
        let end = end.unwrap_or(self.after.len());
        let words = label_words(&self.after[..end]);
        let label = are_all_labels(&words).then(|| last_label(&words)).flatten();
        (label, label.map_or(0, |_| end))
    }

    /// True if nothing stands beside the date but labels, a time, or a byline.
    pub fn stand_apart(self) -> bool {
        let words = label_words(self.near_before());
        let begins = label_at(&words).is_some_and(|(label, _)| tells_day(label) || is_by(label));
        let before_fits = are_all_labels(&words) || (begins && words.len() <= 9);
        before_fits && after_fits(self.near_after())
    }
}

/// True if a line begins with the words before a name.
pub fn begins_with_by(line: &str) -> bool {
    label_at(&label_words(line)).is_some_and(|(label, _)| is_by(label))
}

fn is_by(label: DateLabel) -> bool {
    label == DateLabel::By
}

/// True for what may follow a date that stands alone: a time, the next label, a byline, a section.
fn after_fits(after: &str) -> bool {
    let words = label_words(after);
    let plain = words.iter().take_while(|word| are_all_labels(std::slice::from_ref(word))).count();
    let rest = &words[plain..];
    let Some(first) = rest.first() else { return true };
    let byline = label_at(rest).is_some_and(|(label, _)| is_by(label)) || first == "in";
    // A label of more words, "zuletzt aktualisiert".
    let labelled = label_at(rest).is_some_and(|(label, _)| tells_day(label));
    (byline || labelled) && words.len() <= 12 && !after.trim_end().ends_with(['.', '!', '?'])
}

/// True for the marks between the parts of a line about an article.
fn is_separator(c: char) -> bool {
    matches!(c, '|' | '•' | '·' | '–' | '—' | '»' | '›' | '●' | '∙' | '/')
}

/// Places of the whole dates (day, month and year) in `text`.
pub fn find_dates(text: &str) -> Vec<Range<usize>> {
    let tokens = tokens(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut next = 0;
    for at in 0..tokens.len() {
        if at < next {
            continue;
        }
        let around = if month_number(tokens[at].text).is_some() {
            around_month_name(&tokens, at)
        } else {
            three_numbers(text, &tokens, at)
        };
        if let Some((first, last)) = around.filter(|(first, _)| *first >= next) {
            // "2025-06-12T10:42" is one token at its end, and the hour no part of the date.
            let (start, end) = (tokens[first].start, tokens[last].end);
            let end =
                text[tokens[last].start..end].find('T').map_or(end, |t| tokens[last].start + t);
            found.push(start..end);
            next = last + 1;
        }
    }
    found
}

/// The first whole date in `text`, as it is written there.
pub fn find_whole_date(text: &str) -> Option<&str> {
    find_dates(text).into_iter().next().map(|range| &text[range])
}

/// First and last word of a date around a month's name: "12 June 2025", "12 de junio de 2025",
/// "June 12, 2025".
fn around_month_name(tokens: &[DateWord<'_>], at: usize) -> Option<(usize, usize)> {
    let over = |from: usize| {
        let small = tokens.get(from).is_some_and(DateWord::is_small);
        if small { from + 1 } else { from }
    };
    let before =
        if at >= 2 && tokens[at - 1].is_small() { Some(at - 2) } else { at.checked_sub(1) };
    let next = over(at + 1);
    if let Some(before) = before.filter(|before| tokens[*before].is_day())
        && tokens.get(next).is_some_and(DateWord::is_year)
    {
        return Some((before, next));
    }
    let year = over(at + 2);
    (tokens.get(at + 1).is_some_and(DateWord::is_day)
        && tokens.get(year).is_some_and(DateWord::is_year))
    .then_some((at, year))
}

/// First and last word of a date of three numbers with the same mark between them.
fn three_numbers(text: &str, tokens: &[DateWord<'_>], at: usize) -> Option<(usize, usize)> {
    let [a, b, c] = tokens.get(at..at + 3)? else { return None };
    let between = |x: &DateWord<'_>, y: &DateWord<'_>| text.get(x.end..y.start).map(str::trim);
    let mark = between(a, b).filter(|mark| matches!(*mark, "-" | "/" | "."))?;
    // "2025-06-12T10:42" is one token at its end.
    let last = DateWord { text: c.text.split('T').next().unwrap_or(c.text), ..*c };
    let plain = |token: &DateWord<'_>| token.text.bytes().all(|b| b.is_ascii_digit());
    let is_date =
        (a.is_year() && b.is_day() && last.is_day()) || (a.is_day() && b.is_day() && c.is_year());
    (is_date && between(b, c) == Some(mark) && plain(a) && plain(b)).then_some((at, at + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_found_in_its_line() {
        for (line, date) in [
            ("Published: Dec. 21, 2023, 1:28 p.m.", Some("Dec. 21, 2023")),
            (
                "By Ina Cole on Monday, November 18th, 2019 at 11:08 a.m.",
                Some("November 18th, 2019"),
            ),
            ("sexta-feira, 22 de outubro de 2010 às 20:13", Some("22 de outubro de 2010")),
            ("Stand: 12. Juni 2025, 8 Uhr", Some("12. Juni 2025")),
            ("Mis à jour le 1er août 2024", Some("1er août 2024")),
            ("19.11.2019, 08:57", Some("19.11.2019")),
            ("at 2025-06-12T10:42:33Z", Some("2025-06-12")),
            ("mar. 3 juin 2021", Some("3 juin 2021")),
            ("In May 12 people came", None),
            ("June 2025", None),
            ("version 1.2.3", None),
            ("", None),
        ] {
            assert_eq!(find_whole_date(line), date, "{line}");
        }
    }

    #[test]
    fn labels_tell_the_dates_of_a_line_apart() {
        use DateLabel::{Changed, Other, Published};
        for (line, labels) in [
            (
                "Updated: May 7, 2024 | Published: May 5, 2024",
                &[Some(Changed), Some(Published)][..],
            ),
            ("Published 5 May 2024 Updated 7 May 2024", &[Some(Published), Some(Changed)]),
            (
                "Last updated 7 May 2024. First published 5 May 2024",
                &[Some(Changed), Some(Published)],
            ),
            ("5 May 2024, 10:00 (updated 7 May 2024)", &[None, Some(Changed)]),
            (
                "Am 5. Mai 2024 veröffentlicht, am 7. Mai 2024 aktualisiert",
                &[Some(Published), Some(Changed)],
            ),
            (
                "Bijgewerkt op 07-05-2024 – gepubliceerd op 05-05-2024",
                &[Some(Changed), Some(Published)],
            ),
            ("Archived from the original on 9 May 2024", &[Some(Other)]),
        ] {
            let found = dates_in_line(line);
            let seen: Vec<_> = found.iter().map(|date| date.label).collect();
            assert_eq!(seen, labels, "{line}");
            assert!(found.iter().all(|date| date.stands_alone), "{line}: {found:?}");
        }
    }

    #[test]
    fn a_date_in_a_sentence_does_not_stand_alone() {
        for line in [
            "Edda Brandt, born 12 June 1957, is mayor.",
            "The fair will be held on 12 June 2025 in the old hall.",
            "Weather for 12 June 2019",
            "The pier on 12 June 1957.",
            "Released on 5 June 1957, the film made its maker rich.",
            "The law was published on 5 June 1957.",
        ] {
            assert!(dates_in_line(line).iter().all(|date| !date.stands_alone), "{line}");
        }
        for line in [
            "12 June 2025",
            "Thursday, 12 June 2025 at 10:42 am GMT",
            "By Ina Cole, Gazette Staff | June 12, 2025 | 5 min read",
            "June 12, 2025 by Ina Cole",
            "Von Ina Cole am 12. Juni 2025 um 10:42 Uhr",
        ] {
            assert!(dates_in_line(line).iter().all(|date| date.stands_alone), "{line}");
        }
    }
}
