//! Dates as archives write them → a day with its precision.
//!
//! A small scanner of our own with an explicit order of day and month: the lenient date crates guess
//! (one reads 12.06.2025 as December, another takes "June 2025" for a day of it). chrono keeps the
//! calendar. Times of day and zones are passed over: the local day as printed is what counts.

use chrono::{DateTime, Datelike};

use crate::model::{DateOrigin, PublishedDate};

/// Years that a news archive can hold.
const YEARS: std::ops::RangeInclusive<i32> = 1600..=2200;

/// The order of day and month where both are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 05/06/2025 is the fifth of June.
    DayFirst,
    /// 05/06/2025 is the sixth of May.
    MonthFirst,
}

/// What a date field holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ReadDate {
    /// The date, if it is one to be used.
    pub(super) date: Option<PublishedDate>,
    /// The instant in seconds since 1970, where time and zone are printed.
    pub(super) instant: Option<i64>,
    /// What is printed, where it is no date to be used.
    pub(super) printed: Option<String>,
}

/// Reads a date field; see [`parse_date`] for what it may hold.
pub(super) fn read_date(field: &str, origin: DateOrigin, _order: Option<DateOrder>) -> ReadDate {
    match parse_date(field, origin) {
        Some(date) => ReadDate { date: Some(date), ..ReadDate::default() },
        None => ReadDate { printed: Some(field.trim().to_owned()), ..ReadDate::default() },
    }
}

/// The date in a field that holds a date, such as `2025-06-12T10:42:33Z`, `2025-06`, `20250612`,
/// `12 June 2025`, `Thu, 12 Jun 2025 10:42:33 GMT`, `June 12, 2025`, `26-FEB-1987`, seconds or
/// milliseconds since 1970; `None` when it is something else or no day of the calendar.
pub fn parse_date(field: &str, origin: DateOrigin) -> Option<PublishedDate> {
    let field = field.trim();
    let tokens: Vec<Token<'_>> = tokens(field).take(8).collect();
    let date = numeric(&tokens, field, origin).or_else(|| with_month_name(&tokens, origin))?;
    YEARS.contains(&date.year()).then_some(date)
}

/// A date from a number: seconds since 1970, or milliseconds when it is too large for seconds.
pub(super) fn from_epoch(number: f64, origin: DateOrigin) -> Option<PublishedDate> {
    let seconds = if number.abs() >= 1e11 { number / 1000.0 } else { number };
    if !seconds.is_finite() || seconds.abs() > 1e11 {
        return None;
    }
    let day = DateTime::from_timestamp(seconds as i64, 0)?.date_naive();
    let date = PublishedDate::from_parts(day.year(), Some(day.month()), Some(day.day()), origin)?;
    YEARS.contains(&date.year()).then_some(date)
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'t> {
    Number(&'t str),
    Word(&'t str),
}

/// Runs of digits and runs of letters; everything else separates. "12th" is 12, "20250612T10" stops
/// at the T.
fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let first = rest.chars().next()?;
        let digits = first.is_ascii_digit();
        let end = rest
            .find(|c: char| !c.is_alphanumeric() || c.is_ascii_digit() != digits)
            .unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        rest = after;
        if digits {
            for ordinal in ["st", "nd", "rd", "th"] {
                if let Some(after) = rest.strip_prefix(ordinal) {
                    rest = after;
                }
            }
        }
        Some(if digits { Token::Number(token) } else { Token::Word(token) })
    })
}

fn numeric(tokens: &[Token<'_>], field: &str, origin: DateOrigin) -> Option<PublishedDate> {
    let number = |t: Option<&Token<'_>>| match t {
        Some(Token::Number(digits)) => digits.parse::<u32>().ok().map(|n| (n, digits.len())),
        _ => None,
    };
    if let [Token::Number(all)] = tokens
        && all.len() >= 9
    {
        return from_epoch(field.parse().ok()?, origin);
    }
    let (first, width) = number(tokens.first())?;
    match width {
        8 => {
            let (year, month, day) = (first / 10_000, first / 100 % 100, first % 100);
            PublishedDate::from_parts(year as i32, Some(month), Some(day), origin)
        }
        4 => {
            let year = first as i32;
            let month = number(tokens.get(1)).filter(|(_, width)| *width <= 2);
            let Some((month, _)) = month else {
                // "2025" alone is a year; "2025 June" is for the other scanner.
                return (tokens.len() == 1)
                    .then(|| PublishedDate::from_parts(year, None, None, origin))?;
            };
            let day = number(tokens.get(2)).filter(|(_, width)| *width <= 2).map(|(day, _)| day);
            PublishedDate::from_parts(year, Some(month), day, origin)
        }
        1 | 2 => {
            let (second, _) = number(tokens.get(1)).filter(|(_, width)| *width <= 2)?;
            let (year, _) = number(tokens.get(2)).filter(|(_, width)| *width == 4)?;
            // 12.06.2025 is written day first; with slashes only a number over 12 tells the order,
            // and a date that could be either is left alone.
            let (day, month) = if field.contains('.') || first > 12 {
                (first, second)
            } else if second > 12 || first == second {
                (second, first)
            } else {
                return None;
            };
            PublishedDate::from_parts(year as i32, Some(month), Some(day), origin)
        }
        _ => None,
    }
}

/// Day, month name and year in any order of the three that people write.
fn with_month_name(tokens: &[Token<'_>], origin: DateOrigin) -> Option<PublishedDate> {
    let (at, month) = tokens.iter().enumerate().find_map(|(at, token)| match token {
        Token::Word(word) => month_number(word).map(|month| (at, month)),
        Token::Number(_) => None,
    })?;
    let number = |at: Option<usize>, wide: bool| match tokens.get(at?) {
        Some(Token::Number(digits)) if (digits.len() == 4) == wide => digits.parse::<u32>().ok(),
        _ => None,
    };
    let before = at.checked_sub(1);
    let day_before = number(before, false);
    let (day, year) = if day_before.is_some() {
        (day_before, number(Some(at + 1), true))
    } else if let Some(day) = number(Some(at + 1), false) {
        // "June 12, 2025" and "Jun 12 10:42:33 2025" alike: the year is the next wide number.
        (Some(day), (at + 2..tokens.len()).find_map(|at| number(Some(at), true)))
    } else {
        (None, number(Some(at + 1), true))
    };
    let year = year.or_else(|| number(before, true))?;
    PublishedDate::from_parts(year as i32, Some(month), day, origin)
}

fn month_number(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    if word == "sept" {
        return Some(9);
    }
    let at = MONTHS.iter().position(|m| *m == word || (word.len() == 3 && m.starts_with(&word)))?;
    Some(at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(field: &str) -> Option<String> {
        parse_date(field, DateOrigin::Field).map(|date| date.to_string())
    }

    #[test]
    fn fields_of_every_kind() {
        for field in [
            "2025-06-12",
            " 2025-06-12T10:42:33+02:00",
            "2025/6/12",
            "20250612",
            "20250612T104233Z",
            "12 June 2025",
            "12th June 2025",
            "June 12, 2025",
            "Thursday, Jun 12, 2025 at 7:51am EDT",
            "Thu, 12 Jun 2025 10:42:33 GMT",
            "Thu Jun 12 10:42:33 2025",
            "12-JUN-2025",
            "12.06.2025",
            "1749724953",
            "1749724953000",
        ] {
            assert_eq!(shown(field).as_deref(), Some("2025-06-12"), "{field}");
        }
    }

    #[test]
    fn partial_and_old_dates_keep_their_precision() {
        assert_eq!(shown("2025-06").as_deref(), Some("2025-06"));
        assert_eq!(shown("June 2025").as_deref(), Some("2025-06"));
        assert_eq!(shown("2025").as_deref(), Some("2025"));
        assert_eq!(shown("2 May 1899").as_deref(), Some("1899-05-02"));
        assert_eq!(shown("13/06/2025").as_deref(), Some("2025-06-13"));
        assert_eq!(shown("06/13/2025").as_deref(), Some("2025-06-13"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for field in
            ["", "None", "2025-13-01", "2025-02-30", "0001-01-01", "05/06/2025", "may", "x"]
        {
            assert_eq!(shown(field), None, "{field}");
        }
    }
}
