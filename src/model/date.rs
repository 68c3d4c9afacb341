//! Published date of an article: a day, its precision, and the evidence for it.
//!
//! A day number is used instead of tantivy's date type, which covers 1677 to 2262 and wraps
//! silently outside. Precision and origin stay with the day, so that "1899" is never shown as 1
//! January 1899 and a day guessed from a path can be told from one printed in the article.

use std::fmt;

use chrono::{Datelike, Days as ChronoDays, Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A day, counted from 1970-01-01 (day 0), negative before. Proleptic Gregorian, no time zone: the
/// local day as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Days(pub i64);

impl Days {
    /// Day number of a calendar date.
    pub fn from_date(date: NaiveDate) -> Self {
        Self(i64::from(date.num_days_from_ce()) - EPOCH_FROM_CE)
    }

    /// Calendar date, if it lies within what chrono can count (262,000 years either side).
    pub fn date(self) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(i32::try_from(self.0 + EPOCH_FROM_CE).ok()?)
    }
}

/// Number of days from 0001-01-01 (day 1, as chrono counts) to 1970-01-01.
const EPOCH_FROM_CE: i64 = 719_163;

/// Precision of a date.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "date-precision")]
pub enum DatePrecision {
    /// Known to the day.
    Day,
    /// Known to the month.
    Month,
    /// Known to the year.
    Year,
}

/// Evidence for a date, best first. File and crawl times are never used.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "date-origin")]
pub enum DateOrigin {
    /// A field or prefix of the article itself.
    Field,
    /// A dateline or a "Published …" line in the text.
    Dateline,
    /// The path of its file.
    Path,
    /// The URL of the article.
    Url,
}

/// Published date of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PublishedDate {
    /// First day of the period that is known: the day itself, or the first of the month or year.
    pub day: Days,
    /// Length of that period.
    pub precision: DatePrecision,
    /// Evidence for it.
    pub origin: DateOrigin,
}

impl PublishedDate {
    /// Date from its parts; `None` if there is no such day (month 13, 30 February).
    pub fn from_parts(
        year: i32,
        month: Option<u32>,
        day: Option<u32>,
        origin: DateOrigin,
    ) -> Option<Self> {
        let precision = match (month, day) {
            (Some(_), Some(_)) => DatePrecision::Day,
            (Some(_), None) => DatePrecision::Month,
            _ => DatePrecision::Year,
        };
        let date = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))?;
        Some(Self { day: Days::from_date(date), precision, origin })
    }

    /// Days that the date may stand for.
    pub fn range(&self) -> DayRange {
        DayRange { first: self.day, last: last_day(self.day, self.precision) }
    }

    /// Calendar year.
    pub fn year(&self) -> i32 {
        self.day.date().map_or(0, |d| d.year())
    }

    /// Calendar month (1–12), unless only the year is known.
    pub fn month(&self) -> Option<u32> {
        (self.precision != DatePrecision::Year).then(|| self.day.date().map_or(1, |d| d.month()))
    }
}

impl fmt::Display for PublishedDate {
    /// Writes ISO 8601, as far as it is known: `2025-06-12`, `2025-06`, `2025`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(date) = self.day.date() else { return f.write_str("?") };
        match self.precision {
            DatePrecision::Day => write!(f, "{}", date.format("%Y-%m-%d")),
            DatePrecision::Month => write!(f, "{}", date.format("%Y-%m")),
            DatePrecision::Year => write!(f, "{}", date.format("%Y")),
        }
    }
}

/// A closed range of days, `first` and `last` both within.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DayRange {
    /// First day.
    pub first: Days,
    /// Last day, not before the first.
    pub last: Days,
}

/// Last day of the period that begins with `first`.
fn last_day(first: Days, precision: DatePrecision) -> Days {
    let months = match precision {
        DatePrecision::Day => return first,
        DatePrecision::Month => 1,
        DatePrecision::Year => 12,
    };
    first
        .date()
        .and_then(|d| d.checked_add_months(Months::new(months)))
        .and_then(|d| d.checked_sub_days(ChronoDays::new(1)))
        .map_or(first, Days::from_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: Option<u32>, day: Option<u32>) -> Option<PublishedDate> {
        PublishedDate::from_parts(year, month, day, DateOrigin::Field)
    }

    #[test]
    fn dates_print_as_far_as_they_are_known() {
        let shown = |y, m, d| date(y, m, d).map(|d| d.to_string());
        assert_eq!(shown(2025, Some(6), Some(12)).as_deref(), Some("2025-06-12"));
        assert_eq!(shown(2025, Some(6), None).as_deref(), Some("2025-06"));
        assert_eq!(shown(1605, None, None).as_deref(), Some("1605"));
        assert_eq!(shown(2025, Some(2), Some(30)), None);
    }

    #[test]
    fn a_month_and_a_year_cover_all_their_days() {
        let days = |y, m, d| {
            let range = date(y, m, d).unwrap().range();
            range.last.0 - range.first.0 + 1
        };
        assert_eq!(days(2024, Some(2), None), 29);
        assert_eq!(days(2025, None, None), 365);
        assert_eq!(days(2025, Some(6), Some(12)), 1);
        assert_eq!(date(1970, None, None).unwrap().day, Days(0));
    }
}
