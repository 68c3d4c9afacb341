//! A scanner for dates in text: tokens first, then the handful of shapes that people write dates
//! in.
//!
//! Three shapes suffice: numbers alone (2025-06-12, 20250612, 12.06.2025), a month's name with
//! numbers around it, and seconds since 1970. Each is tried at each token, so that a weekday,
//! "Published" or a place before the date does no harm.

use std::ops::Range;

use chrono::{DateTime, Datelike};

use crate::model::{DateOrigin, PublishedDate};
use crate::read::dates::months::month_number;
use crate::read::dates::order::DateOrder;

/// Years that a news archive can hold.
const YEARS: std::ops::RangeInclusive<i32> = 1600..=2200;

/// A date found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDate {
    /// The date.
    pub date: PublishedDate,
    /// Byte range in the text, without weekday and time.
    pub range: Range<usize>,
}

/// Reason that a field gave no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDate {
    /// Nothing in it looks like a date.
    Nothing,
    /// No usable date: the calendar has no such day, or nothing tells day from month.
    Unusable,
}

/// Most tokens of a field that are looked at.
const MAX_TOKENS: usize = 40;

/// The first date in `text`.
///
/// # Errors
/// The reason that there is none.
pub fn find_date(
    text: &str,
    origin: DateOrigin,
    order: Option<DateOrder>,
) -> Result<FoundDate, NoDate> {
    let tokens: Vec<DateToken<'_>> = tokens(text).take(MAX_TOKENS).collect();
    let mut reason = NoDate::Nothing;
    for at in 0..tokens.len() {
        let scanner = DateScanner { text, tokens: &tokens, origin, order };
        match scanner.match_numbers(at).or_else(|| scanner.match_month_name(at)) {
            Some(Ok(found)) => return Ok(found),
            Some(Err(unusable)) => reason = unusable,
            None => {}
        }
    }
    if let [DateToken { text: digits, number: true, .. }] = tokens[..]
        && digits.len() >= 9
    {
        let date = text.trim().parse().ok().and_then(|n| from_epoch(n, origin));
        return date.map(|date| FoundDate { date, range: 0..text.len() }).ok_or(NoDate::Unusable);
    }
    Err(reason)
}

/// The date of a number: seconds since 1970, or milliseconds when it is too large for seconds.
pub fn from_epoch(number: f64, origin: DateOrigin) -> Option<PublishedDate> {
    let day = DateTime::from_timestamp(epoch_seconds(number)?, 0)?.date_naive();
    PublishedDate::from_parts(day.year(), Some(day.month()), Some(day.day()), origin)
}

/// Seconds since 1970 in a number that may count milliseconds.
pub fn epoch_seconds(number: f64) -> Option<i64> {
    let seconds = if number.abs() >= 1e11 { number / 1000.0 } else { number };
    (seconds.is_finite() && seconds.abs() <= 1e11).then_some(seconds as i64)
}

/// A run of digits or of letters.
#[derive(Clone, Copy, Debug, PartialEq)]
struct DateToken<'t> {
    text: &'t str,
    start: usize,
    number: bool,
}

impl DateToken<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// The value of a number of this many digits.
    fn number(&self, widths: std::ops::RangeInclusive<usize>) -> Option<u32> {
        (self.number && widths.contains(&self.text.len())).then(|| self.text.parse().ok())?
    }
}

/// Splits text into runs of digits and runs of letters; everything else separates. The endings of
/// "12th" and "1er" are passed over, and so are "of", "de" and "del" between day, month and year.
fn tokens(text: &str) -> impl Iterator<Item = DateToken<'_>> {
    let mut at = 0;
    let mut after_number = false;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find(char::is_alphanumeric)?;
            let touches = start == at;
            let number = text.as_bytes()[start].is_ascii_digit();
            let end = text[start..]
                .find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != number)
                .map_or(text.len(), |length| start + length);
            let word = &text[start..end];
            at = end;
            let ordinal = touches
                && after_number
                && ["st", "nd", "rd", "th", "er", "º", "ª"]
                    .iter()
                    .any(|o| word.eq_ignore_ascii_case(o));
            let filler = ["of", "de", "del", "do"].iter().any(|f| word.eq_ignore_ascii_case(f));
            if !number && (ordinal || filler) {
                continue;
            }
            after_number = number;
            return Some(DateToken { text: word, start, number });
        }
    })
}

struct DateScanner<'s> {
    text: &'s str,
    tokens: &'s [DateToken<'s>],
    origin: DateOrigin,
    order: Option<DateOrder>,
}

type Attempt = Option<Result<FoundDate, NoDate>>;

impl DateScanner<'_> {
    fn build(
        &self,
        tokens: Range<usize>,
        year: u32,
        month: Option<u32>,
        day: Option<u32>,
    ) -> Result<FoundDate, NoDate> {
        let range = self.tokens[tokens.start].start..self.tokens[tokens.end - 1].end();
        PublishedDate::from_parts(year as i32, month, day, self.origin)
            .map(|date| FoundDate { date, range })
            .ok_or(NoDate::Unusable)
    }

    /// The text between a token and the next.
    fn between(&self, at: usize) -> &str {
        self.tokens.get(at + 1).map_or("", |next| &self.text[self.tokens[at].end()..next.start])
    }

    fn number(&self, at: usize, widths: std::ops::RangeInclusive<usize>) -> Option<u32> {
        self.tokens.get(at)?.number(widths)
    }

    /// Matches numbers alone: 2025-06-12, 2025/6, 2025, 20250612, 12.06.2025 and 6/12/2025.
    fn match_numbers(&self, at: usize) -> Attempt {
        // Neither in the midst of a word ("A20250612") nor of a longer number ("1.2025").
        if at > 0 && self.tokens[at - 1].end() == self.tokens[at].start {
            return None;
        }
        let joined = |at: usize| matches!(self.between(at), "-" | "/" | "." | "_" | "–");
        if let Some(all) = self.number(at, 8..=8) {
            let (year, month, day) = (all / 10_000, all / 100 % 100, all % 100);
            return (1600..=2200)
                .contains(&year)
                .then(|| self.build(at..at + 1, year, Some(month), Some(day)));
        }
        // Fourteen digits, 20250612104233.
        if let Some(token) = self.tokens.get(at)
            && token.number
            && token.text.len() == 14
            && token.text.starts_with(['1', '2'])
        {
            let part = |range: Range<usize>| token.text[range].parse().ok();
            return Some(self.build(at..at + 1, part(0..4)?, part(4..6), part(6..8)));
        }
        if let Some(year) = self.number(at, 4..=4) {
            let second = self.number(at + 1, 1..=2).filter(|_| joined(at));
            let third = self.number(at + 2, 1..=2).filter(|_| joined(at + 1));
            return match (second, third) {
                (Some(month), Some(day)) => {
                    Some(self.build(at..at + 3, year, Some(month), Some(day)))
                }
                (Some(month), None) => Some(self.build(at..at + 2, year, Some(month), None)),
                // Any number of four digits is a year only where nothing else stands.
                _ => (self.tokens.len() == 1).then(|| self.build(at..at + 1, year, None, None)),
            };
        }
        let first = self.number(at, 1..=2)?;
        let second = self.number(at + 1, 1..=2).filter(|_| joined(at))?;
        let year = self.number(at + 2, 4..=4).filter(|_| joined(at + 1))?;
        // 12.06.2025 is written day first; otherwise only a number over 12 tells the order, or what
        // is known of the source. A date that could be either is left alone.
        let day_first = if first > 12 || self.between(at) == "." {
            true
        } else if second > 12 || first == second {
            false
        } else {
            match self.order {
                Some(order) => order == DateOrder::DayFirst,
                None => return Some(Err(NoDate::Unusable)),
            }
        };
        let (day, month) = if day_first { (first, second) } else { (second, first) };
        Some(self.build(at..at + 3, year, Some(month), Some(day)))
    }

    /// Matches a month's name with day and year around it, or with a year alone.
    fn match_month_name(&self, at: usize) -> Attempt {
        let token = self.tokens.get(at)?;
        // The day before the name is asked first: the scan comes upon it before it comes to the
        // name.
        if let Some(day) = self.number(at, 1..=2) {
            let month = self.month(at + 1)?;
            let year = self.year(at + 2)?;
            return Some(self.build(at..at + 3, year, Some(month), Some(day)));
        }
        if let Some(year) = self.number(at, 4..=4) {
            let month = self.month(at + 1)?;
            let day = self.number(at + 2, 1..=2);
            return Some(self.build(
                at..at + 2 + usize::from(day.is_some()),
                year,
                Some(month),
                day,
            ));
        }
        if token.number {
            return None;
        }
        let month = self.month(at)?;
        if let Some(day) = self.number(at + 1, 1..=2) {
            // "mar. 3 juin 2025": a Tuesday, and no day of March.
            if self.month(at + 2).is_some() {
                return None;
            }
            // "June 12, 2025" and "Jun 12 10:42:33 EDT 2025" alike: the year is the next wide
            // number.
            let wide = |at: &usize| self.number(*at, 4..=4).is_some();
            let year_at = (at + 2..self.tokens.len().min(at + 8)).find(wide)?;
            let mut found =
                self.build(at..year_at + 1, self.number(year_at, 4..=4)?, Some(month), Some(day));
            if let Ok(found) = &mut found
                && year_at > at + 2
            {
                // The time stands within; what follows the day is to be seen by the clock.
                found.range.end = self.tokens[at + 1].end();
            }
            return Some(found);
        }
        let year = self.number(at + 1, 4..=4)?;
        Some(self.build(at..at + 2, year, Some(month), None))
    }

    fn month(&self, at: usize) -> Option<u32> {
        self.tokens.get(at).filter(|token| !token.number).and_then(|token| month_number(token.text))
    }

    /// A year of four digits, or the two of RFC 822: 50 to 99 are of the last century.
    fn year(&self, at: usize) -> Option<u32> {
        let short = || {
            let year = self.number(at, 2..=2)?;
            // "12 June 10:42" has no year.
            (!self.between(at).starts_with(':')).then_some(if year >= 50 {
                1900 + year
            } else {
                2000 + year
            })
        };
        self.number(at, 4..=4).or_else(short)
    }
}

/// True if the year can be one of a news article.
pub fn is_in_range(date: &PublishedDate) -> bool {
    YEARS.contains(&date.year())
}
