//! Timelines: numbers of the documents that answer a question, by the time of publication.
//!
//! A document counts in the period that its date lies in as a whole. One that is dated only by
//! month or year, and may have appeared in any of several periods, is not put into one of them at
//! random: it has a row of its own, as what has no date has.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::model::{DayRange, Days, PublishedDate};
use crate::search::answers::doc_set::DocSet;
use crate::search::answers::doc_set::doc_set;
use crate::search::plan::question::Question;
use crate::search::query::parsed::Warning;
use crate::search::snapshot::Snapshot;
use crate::search::snapshot::target::Domain;
use crate::store::Error;
use crate::store::columns::PublishedDates;

/// Length of a timeline's periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A day.
    Day,
    /// A week from Monday to Sunday, numbered as ISO 8601 does.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// Numbers of documents by period; all counts together are the documents that match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Length of the periods.
    pub unit: Unit,
    /// Periods in order from the first that has documents to the last, also those that have none.
    pub periods: Vec<TimelinePeriod>,
    /// True if empty periods are omitted because the range is too long.
    pub gaps_left_out: bool,
    /// Numbers of documents whose date is known less exactly than a period, in order of time.
    pub coarse: Vec<(PublishedDate, u64)>,
    /// Number of documents without a date.
    pub undated: u64,
    /// Number of documents that match.
    pub total: u64,
    /// Warnings about the question.
    pub warnings: Vec<Warning>,
}

/// Number of documents published in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimelinePeriod {
    /// First and last day of the period.
    pub days: DayRange,
    /// Number of documents.
    pub count: u64,
}

/// Number of periods above which empty ones are omitted: a date misread as 1066 must not make a
/// million rows.
const MAX_PERIODS: i64 = 20_000;
/// Number of rows that a timeline has at most when no unit is asked for.
const MAX_ROWS: i64 = 60;

/// Counts the documents that answer the question over time; in the finest unit that gives 60
/// periods or fewer if none is given.
///
/// # Errors
/// The index cannot be read.
pub fn timeline(
    snapshot: &Snapshot,
    question: &Question,
    domain: Domain,
    unit: Option<Unit>,
) -> Result<Timeline, Error> {
    let DocSet { segments, warnings } = doc_set(snapshot, question, domain)?;
    let mut by_date: BTreeMap<DateKey, (PublishedDate, u64)> = BTreeMap::new();
    let mut undated = 0;
    for (segment, docs) in snapshot.searcher.segment_readers().iter().zip(&segments) {
        let dates = PublishedDates::open(segment).map_err(|e| snapshot.fail(&e))?;
        for doc in docs {
            match dates.get(*doc) {
                None => undated += 1,
                Some(date) => {
                    let range = date.range();
                    let key = (range.first.0, range.last.0);
                    by_date.entry(key).or_insert((date, 0)).1 += 1;
                }
            }
        }
    }
    let timeline = Timeline::new(by_date.into_values().collect(), undated, unit);
    Ok(Timeline { warnings, ..timeline })
}

/// First and last day of a date.
type DateKey = (i64, i64);

impl Timeline {
    /// Timeline of dates in order, each with a number of documents.
    fn new(dated: Vec<(PublishedDate, u64)>, undated: u64, unit: Option<Unit>) -> Self {
        let unit = unit.unwrap_or_else(|| finest_unit(&dated));
        let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
        let mut coarse: Vec<(PublishedDate, u64)> = Vec::new();
        let mut total = undated;
        for (date, count) in dated {
            total += count;
            let range = date.range();
            let number = unit.number(range.first);
            if number == unit.number(range.last) {
                *counts.entry(number).or_default() += count;
            } else {
                coarse.push((date, count));
            }
        }
        let first = counts.first_key_value().map_or(0, |(number, _)| *number);
        let last = counts.last_key_value().map_or(-1, |(number, _)| *number);
        let gaps_left_out = last - first >= MAX_PERIODS;
        let period = |(number, count)| TimelinePeriod { days: unit.days(number), count };
        let periods = if gaps_left_out {
            counts.into_iter().map(period).collect()
        } else {
            let count = |number| (number, counts.get(&number).copied().unwrap_or(0));
            (first..=last).map(count).map(period).collect()
        };
        Self { unit, periods, gaps_left_out, coarse, undated, total, warnings: Vec::new() }
    }
}

/// Finest unit that makes a timeline of a few rows.
fn finest_unit(dated: &[(PublishedDate, u64)]) -> Unit {
    let days = dated.iter().map(|(date, _)| date.range());
    let first = days.clone().map(|range| range.first).min();
    let last = days.map(|range| range.last).max();
    let Some((first, last)) = first.zip(last) else { return Unit::Year };
    let has_room = |unit: &Unit| unit.number(last) - unit.number(first) < MAX_ROWS;
    [Unit::Day, Unit::Week, Unit::Month].into_iter().find(has_room).unwrap_or(Unit::Year)
}

impl Unit {
    /// Number of the period that a day lies in; numbers of neighbours differ by one.
    fn number(self, day: Days) -> i64 {
        // 1970-01-01, day 0, was a Thursday.
        const THURSDAY: i64 = 3;
        let date = day.date().unwrap_or_default();
        match self {
            Self::Day => day.0,
            Self::Week => (day.0 + THURSDAY).div_euclid(7),
            Self::Month => i64::from(date.year()) * 12 + i64::from(date.month0()),
            Self::Year => i64::from(date.year()),
        }
    }

    /// Days of the period with this number.
    fn days(self, number: i64) -> DayRange {
        let first_of = |month: i64| {
            let (year, month) = (month.div_euclid(12), month.rem_euclid(12));
            let date = NaiveDate::from_ymd_opt(year as i32, month as u32 + 1, 1);
            Days::from_date(date.unwrap_or_default())
        };
        let (first, next) = match self {
            Self::Day => (Days(number), Days(number + 1)),
            Self::Week => (Days(number * 7 - 3), Days(number * 7 + 4)),
            Self::Month => (first_of(number), first_of(number + 1)),
            Self::Year => (first_of(number * 12), first_of(number * 12 + 12)),
        };
        DayRange { first, last: Days(next.0 - 1) }
    }

    /// Label of a period as people write it: `2025-06-12`, `2025-W24`, `2025-06`, `2025`.
    pub fn label(self, period: DayRange) -> String {
        let Some(date) = period.first.date() else { return "?".to_owned() };
        match self {
            Self::Day => date.format("%Y-%m-%d").to_string(),
            Self::Week => date.format("%G-W%V").to_string(),
            Self::Month => date.format("%Y-%m").to_string(),
            Self::Year => date.format("%Y").to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DateOrigin;

    fn date(text: &str) -> PublishedDate {
        let parts: Vec<u32> = text.split('-').map(|part| part.parse().unwrap()).collect();
        let (month, day) = (parts.get(1).copied(), parts.get(2).copied());
        PublishedDate::from_parts(parts[0] as i32, month, day, DateOrigin::Field).unwrap()
    }

    fn check(unit: Unit, dates: &[&str], expected: &str) {
        let counted = dates.iter().map(|text| (date(text), 1)).collect();
        let timeline = Timeline::new(counted, 1, Some(unit));
        let period = |p: &TimelinePeriod| format!("{}:{}", unit.label(p.days), p.count);
        let mut shown: Vec<String> = timeline.periods.iter().map(period).collect();
        shown.extend(timeline.coarse.iter().map(|(date, count)| format!("({date}):{count}")));
        assert_eq!(shown.join(" "), expected, "{unit:?} {dates:?}");
        let counted: u64 = timeline.periods.iter().map(|p| p.count).sum::<u64>()
            + timeline.coarse.iter().map(|(_, count)| count).sum::<u64>()
            + timeline.undated;
        assert_eq!((counted, timeline.total), (dates.len() as u64 + 1, dates.len() as u64 + 1));
    }

    #[test]
    fn periods_with_their_gaps() {
        check(Unit::Day, &["2024-02-28", "2024-03-01"], "2024-02-28:1 2024-02-29:0 2024-03-01:1");
        // The last days of 2024 lie in the first week of 2025.
        check(
            Unit::Week,
            &["2024-12-29", "2024-12-30", "2025-01-05", "2025-01-06"],
            "2024-W52:1 2025-W01:2 2025-W02:1",
        );
        check(Unit::Month, &["2023-11-30", "2024-01-01"], "2023-11:1 2023-12:0 2024-01:1");
        check(Unit::Year, &["1899", "1901-05", "1901-05-02"], "1899:1 1900:0 1901:2");
        check(Unit::Week, &["1969-12-29", "1970-01-04"], "1970-W01:2");
    }

    #[test]
    fn what_is_dated_less_exactly_has_rows_of_its_own() {
        check(Unit::Month, &["2011", "2011-03", "2011-03-09"], "2011-03:2 (2011):1");
        check(Unit::Day, &["2011-03"], "(2011-03):1");
        // A month may lie within a week only if it had seven days.
        check(Unit::Week, &["2010-02"], "(2010-02):1");
    }

    #[test]
    fn a_misread_date_does_not_make_a_million_rows() {
        let dated = vec![(date("1066-10-14"), 1), (date("2025-06-12"), 2)];
        let timeline = Timeline::new(dated, 0, Some(Unit::Day));
        assert!(timeline.gaps_left_out && timeline.periods.len() == 2);
    }

    #[test]
    fn the_unit_fits_the_span() {
        let unit = |dates: &[&str]| {
            Timeline::new(dates.iter().map(|d| (date(d), 1)).collect(), 0, None).unit
        };
        assert_eq!(unit(&["2025-06-01", "2025-06-12"]), Unit::Day);
        assert_eq!(unit(&["2025-01-01", "2025-12-31"]), Unit::Week);
        assert_eq!(unit(&["2021", "2025"]), Unit::Month);
        assert_eq!(unit(&["1899", "2025"]), Unit::Year);
    }
}
