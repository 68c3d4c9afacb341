//! A date in the midst of a line ("Published: Dec. 21, 2023, 1:28 p.m."): only its place is found
//! here; its meaning is for the parser of dates.

use crate::read::dates::month_number;

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

/// The first whole date (day, month and year) in `text`, as it is written there.
pub fn find_date(text: &str) -> Option<&str> {
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|at| {
        let (first, last) = if month_number(tokens[at].text).is_some() {
            around_month_name(&tokens, at)?
        } else {
            three_numbers(text, &tokens, at)?
        };
        text.get(tokens[first].start..tokens[last].end)
    })
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
            ("at 2025-06-12T10:42:33Z", Some("2025-06-12T10")),
            ("In May 12 people came", None),
            ("June 2025", None),
            ("version 1.2.3", None),
            ("", None),
        ] {
            assert_eq!(find_date(line), date, "{line}");
        }
    }
}
