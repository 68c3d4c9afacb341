//! Dates in a query: `2025-06`, `2025-06..2025-07`, `>=2024`, `last30d`, `none`.

use std::fmt;

use crate::model::{DateOrigin, DayRange, Days, PublishedDate};

/// Condition on the published date of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateSpec {
    /// Within two periods, from the first day of the one to the last day of the other; open where
    /// there is none.
    Between(Option<Period>, Option<Period>),
    /// Before or after a period.
    Beyond(Side, Period),
    /// Within this number of days up to the day of reference, that day among them.
    Last(u32),
    /// Without a known date.
    Unknown,
}

/// Reasons why a text is no condition on dates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Text that is not written as a date.
    #[error("“{0}” is no date; write 2025, 2025-06 or 2025-06-12")]
    Form(String),
    /// Date that the calendar does not have.
    #[error("there is no {0} in the calendar")]
    Calendar(String),
    /// Text after `last` that is no span of time.
    #[error("“{0}” is no span of time; write last30d, last6w, last3m or last1y")]
    Span(String),
    /// Range without a date at either end.
    #[error("a range needs a date at one end at least, as in 2025-06..2025-07")]
    OpenRange,
    /// Range that ends before it starts.
    #[error("{0}..{1} ends before it starts; turn it round")]
    ReversedRange(Period, Period),
}

/// Side of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Wholly before the period.
    Before,
    /// Wholly after the period.
    After,
}

/// Day, month or year of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Calendar year, 1 to 9999.
    pub year: i32,
    /// Calendar month.
    pub month: Option<u32>,
    /// Day of the month.
    pub day: Option<u32>,
}

impl Period {
    /// Parses `2025`, `2025-06` or `2025-06-12`.
    ///
    /// # Errors
    /// The text is no date, or is none of the calendar.
    pub fn parse(typed: &str) -> Result<Self, DateError> {
        let form = || DateError::Form(typed.to_owned());
        let parts: Vec<&str> = typed.split('-').collect();
        let digits = |part: &&str, max: usize| {
            !part.is_empty() && part.len() <= max && part.bytes().all(|b| b.is_ascii_digit())
        };
        let well_formed = parts.len() <= 3
            && parts[0].len() == 4
            && digits(&parts[0], 4)
            && parts[1..].iter().all(|part| digits(part, 2));
        if !well_formed {
            return Err(form());
        }
        let number = |at: usize| parts.get(at).and_then(|part| part.parse::<u32>().ok());
        let year = number(0).ok_or_else(form)? as i32;
        let period = Self { year, month: number(1), day: number(2) };
        if year == 0 || period.date().is_none() {
            return Err(DateError::Calendar(typed.to_owned()));
        }
        Ok(period)
    }

    fn date(self) -> Option<PublishedDate> {
        PublishedDate::from_parts(self.year, self.month, self.day, DateOrigin::Field)
    }

    /// Days of the period.
    pub fn range(self) -> Option<DayRange> {
        self.date().map(|date| date.range())
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

/// First and last day that anybody can ask for.
const EVER: DayRange = DayRange { first: Days(-800_000), last: Days(3_000_000) };

impl DateSpec {
    /// Parses the text after `date:`.
    ///
    /// # Errors
    /// The text is no date, span of time or range, or a date of it is none of the calendar.
    pub fn parse(typed: &str) -> Result<Self, DateError> {
        let typed = typed.trim();
        let lower = typed.to_ascii_lowercase();
        if matches!(lower.as_str(), "none" | "unknown" | "undated") {
            return Ok(Self::Unknown);
        }
        if let Some(rest) = lower.strip_prefix("last") {
            return last(rest).ok_or_else(|| DateError::Span(typed.to_owned()));
        }
        for (sign, spec) in
            [(">=", None), ("<=", None), (">", Some(Side::After)), ("<", Some(Side::Before))]
        {
            let Some(rest) = typed.strip_prefix(sign) else { continue };
            let period = Period::parse(rest.trim())?;
            return Ok(match (spec, sign) {
                (Some(side), _) => Self::Beyond(side, period),
                (None, ">=") => Self::Between(Some(period), None),
                (None, _) => Self::Between(None, Some(period)),
            });
        }
        let Some((first, last)) = typed.split_once("..") else {
            let period = Period::parse(typed)?;
            return Ok(Self::Between(Some(period), Some(period)));
        };
        let side = |side: &str| {
            let side = side.trim();
            (!side.is_empty()).then(|| Period::parse(side)).transpose()
        };
        let (first, last) = (side(first)?, side(last.trim_start_matches('.'))?);
        if first.is_none() && last.is_none() {
            return Err(DateError::OpenRange);
        }
        if let (Some(start), Some(end)) = (first, last)
            && start.range().map(|r| r.first) > end.range().map(|r| r.last)
        {
            return Err(DateError::ReversedRange(start, end));
        }
        Ok(Self::Between(first, last))
    }

    /// Days of the condition, when `today` is the day of reference; `None` for unknown dates.
    pub fn days(&self, today: Days) -> Option<DayRange> {
        let days = |period: &Period| period.range().unwrap_or(EVER);
        match self {
            Self::Unknown => None,
            Self::Last(count) => {
                Some(DayRange { first: Days(today.0 - i64::from(*count) + 1), last: today })
            }
            Self::Beyond(Side::Before, period) => {
                Some(DayRange { first: EVER.first, last: Days(days(period).first.0 - 1) })
            }
            Self::Beyond(Side::After, period) => {
                Some(DayRange { first: Days(days(period).last.0 + 1), last: EVER.last })
            }
            Self::Between(first, last) => Some(DayRange {
                first: first.as_ref().map_or(EVER.first, |period| days(period).first),
                last: last.as_ref().map_or(EVER.last, |period| days(period).last),
            }),
        }
    }
}

/// Condition for `30d`, `6w`, `3m` or `1y` up to the day of reference.
fn last(typed: &str) -> Option<DateSpec> {
    let unit = typed.chars().last()?;
    let days = match unit {
        'd' => 1,
        'w' => 7,
        'm' => 30,
        'y' => 365,
        _ => return None,
    };
    let number: u32 = typed[..typed.len() - 1].parse().ok()?;
    let days = number.checked_mul(days).filter(|days| (1..=1_000_000).contains(days))?;
    Some(DateSpec::Last(days))
}

impl fmt::Display for DateSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("none"),
            Self::Last(days) => write!(f, "last{days}d"),
            Self::Beyond(Side::Before, period) => write!(f, "<{period}"),
            Self::Beyond(Side::After, period) => write!(f, ">{period}"),
            Self::Between(Some(first), Some(last)) if first == last => write!(f, "{first}"),
            Self::Between(Some(first), None) => write!(f, ">={first}"),
            Self::Between(None, Some(last)) => write!(f, "<={last}"),
            Self::Between(first, last) => {
                let side = |side: &Option<Period>| side.map(|p| p.to_string()).unwrap_or_default();
                write!(f, "{}..{}", side(first), side(last))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_forms_and_what_they_print_as() {
        for (typed, printed) in [
            ("2025", "2025"),
            ("2025-06", "2025-06"),
            ("2025-6-2", "2025-06-02"),
            ("2025-06..2025-07", "2025-06..2025-07"),
            ("2025-06..", ">=2025-06"),
            ("..2025", "<=2025"),
            (">=2024", ">=2024"),
            ("<2024-05", "<2024-05"),
            (">2024", ">2024"),
            ("last30d", "last30d"),
            ("last2w", "last14d"),
            ("NONE", "none"),
        ] {
            let spec = DateSpec::parse(typed).unwrap();
            assert_eq!(spec.to_string(), printed);
            assert_eq!(DateSpec::parse(printed), Ok(spec));
        }
    }

    #[test]
    fn wrong_dates_say_what_is_wrong() {
        for (typed, word) in [
            ("2025-02-30", "calendar"),
            ("2025-13", "calendar"),
            ("0000", "calendar"),
            ("2025-07..2025-06", "turn it round"),
            ("June", "2025-06-12"),
            ("..", "range"),
            ("", "no date"),
            ("lastyear", "last30d"),
            ("last0d", "last30d"),
            ("last99999999999y", "last30d"),
            ("12025", "no date"),
        ] {
            let message = DateSpec::parse(typed).unwrap_err().to_string();
            assert!(message.contains(word), "{typed}: {message}");
        }
    }

    #[test]
    fn days_meant() {
        let today = Period::parse("2025-06-30").unwrap().range().unwrap().last;
        let length = |typed: &str| {
            DateSpec::parse(typed).unwrap().days(today).map(|r| r.last.0 - r.first.0 + 1)
        };
        assert_eq!(length("2024"), Some(366));
        assert_eq!(length("last30d"), Some(30));
        assert_eq!(length("2025-06..2025-07"), Some(61));
        assert_eq!(length("none"), None);
    }
}
