//! The clock of the machine: the only place that asks it for dates.

use crate::model::Days;

/// This day, by the time zone of the machine.
pub fn today() -> Days {
    Days::from_date(chrono::Local::now().date_naive())
}

/// The last day on which an article can have been published: with us it may still be yesterday.
pub fn tomorrow() -> Days {
    Days(today().0 + 1)
}

/// This instant in seconds since 1970, by which embargoes end.
pub fn now() -> i64 {
    chrono::Utc::now().timestamp()
}

/// Local date and time, to the second: `2026-11-30 12:03:20`.
pub fn local_time() -> String {
    chrono::Local::now().format("%Y-%m-%d %H:%M:%S").to_string()
}

/// Local time of an instant in seconds since 1970, as RFC 3339 has it:
/// `2026-11-30T12:03:20+01:00`.
pub fn rfc_3339(instant: i64) -> Option<String> {
    let time = chrono::DateTime::from_timestamp(instant, 0)?;
    Some(time.with_timezone(&chrono::Local).to_rfc3339())
}

/// Local time of day, to the second: `12:03:20`.
pub fn time_of_day() -> String {
    chrono::Local::now().format("%H:%M:%S").to_string()
}
