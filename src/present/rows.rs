//! Rows that JSON and CSV share: the periods of a timeline, and speakers with their dates.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{DayRange, Days, PublishedDate};
use crate::present::words;
use crate::search::{RoleYears, SpeakerCount, Timeline};

/// A period of a timeline, a coarser date, or all that is undated.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "period")]
pub struct TimelineRow {
    /// Label of the period, or the date as far as it is known; null for what has no date.
    pub period: Option<String>,
    /// Length of the period, or precision of the date.
    pub unit: &'static str,
    /// First day, as YYYY-MM-DD.
    pub first_day: Option<String>,
    /// Last day, as YYYY-MM-DD.
    pub last_day: Option<String>,
    /// Number of documents.
    pub count: u64,
}

impl TimelineRow {
    fn new(period: String, unit: &'static str, days: DayRange, count: u64) -> Self {
        let day = |day: Days| day.date().map(|date| date.to_string());
        let (first_day, last_day) = (day(days.first), day(days.last));
        Self { period: Some(period), unit, first_day, last_day, count }
    }
}

/// Rows of a timeline: its periods, then documents dated less exactly, then the undated.
pub fn timeline(timeline: &Timeline) -> Vec<TimelineRow> {
    let unit = timeline.unit;
    let periods = timeline.periods.iter().map(|period| {
        TimelineRow::new(unit.label(period.days), words::unit(unit), period.days, period.count)
    });
    let coarse = timeline.coarse.iter().map(|(date, count)| {
        let precision = words::precision(date.precision);
        TimelineRow::new(date.to_string(), precision, date.range(), *count)
    });
    let undated = (timeline.undated > 0).then_some(TimelineRow {
        period: None,
        unit: "undated",
        first_day: None,
        last_day: None,
        count: timeline.undated,
    });
    periods.chain(coarse).chain(undated).collect()
}

/// A speaker about a subject.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "speaker")]
pub struct SpeakerRow<'a> {
    /// Name in the archive.
    pub name: &'a str,
    /// Number of quotations.
    pub count: u64,
    /// Date of the first quotation, as exactly as it is known.
    pub first: Option<String>,
    /// Date of the last quotation.
    pub last: Option<String>,
    /// Number of quotations without a date.
    pub undated: u64,
    /// Roles, most frequent first.
    pub roles: Vec<RoleRow<'a>>,
}

/// A role of a speaker.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "role")]
pub struct RoleRow<'a> {
    /// Role as most quotations print it.
    pub role: &'a str,
    /// Number of quotations.
    pub count: u64,
    /// First year in which an article gives it; null where all are undated.
    pub first_year: Option<i32>,
    /// Last year in which an article gives it.
    pub last_year: Option<i32>,
}

/// The rows of a speaker's roles.
pub fn roles(roles: &[RoleYears]) -> Vec<RoleRow<'_>> {
    let mut rows = Vec::with_capacity(roles.len());
    for RoleYears { role, count, years } in roles {
        let (first_year, last_year) = years.unzip();
        rows.push(RoleRow { role, count: *count, first_year, last_year });
    }
    rows
}

/// The row of a speaker.
pub fn speaker(one: &SpeakerCount) -> SpeakerRow<'_> {
    let date = |date: &Option<PublishedDate>| date.map(|date| date.to_string());
    SpeakerRow {
        name: &one.name,
        count: one.count,
        first: date(&one.first),
        last: date(&one.last),
        undated: one.undated,
        roles: roles(&one.roles),
    }
}
