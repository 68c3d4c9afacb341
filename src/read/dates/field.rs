//! Date fields, whatever stands in them → a day and the instant beside it, or the text as printed.

use crate::model::{DateOrigin, Days, PublishedDate};
use crate::read::dates::clock;
use crate::read::dates::labels::DateLabel;
use crate::read::dates::line;
use crate::read::dates::order::DateOrder;
use crate::read::dates::scan::{self, FoundDate, NoDate};

/// The value of a date field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedDate {
    /// The date, if it is usable.
    pub date: Option<PublishedDate>,
    /// The instant in seconds since 1970, where time and zone are printed.
    pub instant: Option<i64>,
    /// The field as printed, where it is no usable date.
    pub printed: Option<String>,
}

impl ParsedDate {
    /// The date that was found in `field`, with the time that follows it there.
    pub fn from_found(scanned: &FoundDate, field: &str) -> Self {
        let instant = clock::instant(scanned.date.day, &field[scanned.range.end..]);
        Self { date: Some(scanned.date), instant, printed: None }
    }
}

/// Parses a date field; see [`parse_date`] for the forms. A date after `latest` is one that nobody
/// can have published on: it is kept as printed.
pub fn read_date(
    field: &str,
    origin: DateOrigin,
    order: Option<DateOrder>,
    latest: Option<Days>,
) -> ParsedDate {
    let printed = || ParsedDate {
        printed: Some(truncate(field.trim(), 80).to_owned()),
        ..ParsedDate::default()
    };
    let field = published_part(field);
    match scan::find_date(field, origin, order) {
        Ok(scanned) if is_plausible(&scanned.date, latest) => {
            let mut read = ParsedDate::from_found(&scanned, field);
            if let Ok(number) = field.trim().parse::<f64>()
                && field.trim().len() >= 9
            {
                read.instant = scan::epoch_seconds(number);
            }
            read
        }
        Err(NoDate::Nothing) if !field.contains(|c: char| c.is_ascii_digit()) => {
            ParsedDate::default()
        }
        _ => printed(),
    }
}

/// The part of a field that begins with the day of publication, where the field says another before
/// it: "Updated 7 May 2025, published 5 May 2025".
fn published_part(field: &str) -> &str {
    if field.len() < 24 || field.len() > 400 || !field.contains(char::is_alphabetic) {
        return field;
    }
    let dates = line::dates_in_line(field);
    let published = dates.iter().find(|date| date.label == Some(DateLabel::Published));
    let first = dates.first().filter(|_| dates.len() > 1);
    match (first, published) {
        (Some(first), Some(published)) if first != published => &field[published.range.start..],
        _ => field,
    }
}

/// True if an article can have been published on that date.
pub fn is_plausible(date: &PublishedDate, latest: Option<Days>) -> bool {
    scan::is_in_range(date) && latest.is_none_or(|latest| date.day <= latest)
}

/// At most `limit` bytes of `text`, truncated between characters.
fn truncate(text: &str, limit: usize) -> &str {
    &text[..text.floor_char_boundary(limit)]
}

/// The date in a field that holds a date, such as `2025-06-12T10:42:33Z`, `2025-06`, `20250612`,
/// `12 June 2025`, `Thu, 12 Jun 2025 10:42:33 GMT`, `June 12, 2025`, `26-FEB-1987`, `12. Juni
/// 2025`, `12 de junio de 2025`, seconds or milliseconds since 1970; `None` when it is something
/// else, no day of the calendar, or a date such as 05/06/2025 of which nothing tells the order.
pub fn parse_date(field: &str, origin: DateOrigin) -> Option<PublishedDate> {
    scan::find_date(field, origin, None).ok().map(|s| s.date).filter(scan::is_in_range)
}

/// The date and instant of a number: seconds since 1970, or milliseconds when it is too large for
/// seconds.
pub fn from_epoch(number: f64, origin: DateOrigin) -> ParsedDate {
    let date = scan::from_epoch(number, origin).filter(scan::is_in_range);
    ParsedDate { date, instant: date.and(scan::epoch_seconds(number)), printed: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::dates::dateline::dateline_date;

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
            "20250612104233",
            "12 June 2025",
            "12th June 2025",
            "12th of June, 2025",
            "June 12, 2025",
            "Thursday, Jun 12, 2025 at 7:51am EDT",
            "Thu, 12 Jun 2025 10:42:33 GMT",
            "Thu, 12 Jun 25 10:42:33 GMT",
            "Thu Jun 12 10:42:33 2025",
            "Thu Jun 12 10:42:33 EDT 2025",
            "12-JUN-2025",
            "12-JUN-2025 15:01:01.79",
            "12.06.2025",
            "2025 June 12",
            "12. Juni 2025",
            "mar. 12 juin 2025",
            "le 12 juin 2025",
            "12 de junio de 2025",
            "Published: June 12, 2025",
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
        assert_eq!(shown("août 1914").as_deref(), Some("1914-08"));
        assert_eq!(shown("2025").as_deref(), Some("2025"));
        assert_eq!(shown("2 May 1899").as_deref(), Some("1899-05-02"));
        assert_eq!(shown("13/06/2025").as_deref(), Some("2025-06-13"));
        assert_eq!(shown("06/13/2025").as_deref(), Some("2025-06-13"));
        assert_eq!(shown("3. Mrz 2021").as_deref(), Some("2021-03-03"));
        assert_eq!(shown("03. Mrz. 2021, 10:00 Uhr").as_deref(), Some("2021-03-03"));
        assert_eq!(shown("3 mrt. 2021").as_deref(), Some("2021-03-03"));
        assert_eq!(shown("17 mars 1605").as_deref(), Some("1605-03-17"));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for field in [
            "",
            "None",
            "2025-13-01",
            "2025-02-30",
            "0001-01-01",
            "05/06/2025",
            "may",
            "x",
            "June 12",
            "12 June 10:42",
            "room 2025",
            "A20250612",
        ] {
            assert_eq!(shown(field), None, "{field}");
        }
    }

    #[test]
    fn the_source_tells_the_order_of_day_and_month() {
        let read = |order| read_date("05/06/2025", DateOrigin::Field, order, None);
        let day = |order| read(order).date.map(|d| d.to_string());
        assert_eq!(day(Some(DateOrder::DayFirst)).as_deref(), Some("2025-06-05"));
        assert_eq!(day(Some(DateOrder::MonthFirst)).as_deref(), Some("2025-05-06"));
        assert_eq!(read(None).printed.as_deref(), Some("05/06/2025"));
        let evidence = |text: &str| DateOrder::from_evidence(text.as_bytes());
        assert_eq!(evidence("a,05/06/2025\nb,25/06/2025"), Some(DateOrder::DayFirst));
        assert_eq!(evidence("a,05-06-2025\nb,06-25-2025"), Some(DateOrder::MonthFirst));
        assert_eq!(evidence("25/06/2025 06/25/2025"), None);
        assert_eq!(evidence("05/06/2025, 1/25/66, 13/14/2025, 2025-06-25"), None);
    }

    #[test]
    fn the_day_of_publication_goes_before_that_of_a_change() {
        let read = |field| read_date(field, DateOrigin::Field, None, None).date.unwrap();
        for field in [
            "Updated 7 May 2025, published 5 May 2025",
            "Published 5 May 2025 | Updated 7 May 2025",
            "5 May 2025 (updated 7 May 2025)",
        ] {
            assert_eq!(read(field).to_string(), "2025-05-05", "{field}");
        }
        assert_eq!(read("Last updated on 7 May 2025").to_string(), "2025-05-07");
    }

    #[test]
    fn implausible_dates_are_kept_as_printed() {
        let latest =
            PublishedDate::from_parts(2026, Some(1), Some(2), DateOrigin::Field).map(|d| d.day);
        let read = |field| read_date(field, DateOrigin::Field, None, latest);
        for field in ["0001-01-01", "2050-01-01", "2026-01-03", "2025-02-30", "1/2/2020"] {
            assert_eq!(read(field).printed.as_deref(), Some(field), "{field}");
            assert_eq!(read(field).date, None, "{field}");
        }
        assert_eq!(read("2026-01-02").date.map(|d| d.to_string()).as_deref(), Some("2026-01-02"));
        assert_eq!(read("None"), ParsedDate::default());
    }

    #[test]
    fn the_local_day_is_kept_beside_the_instant() {
        let read = read_date("2025-06-12T23:30:00-05:00", DateOrigin::Field, None, None);
        assert_eq!(read.date.unwrap().to_string(), "2025-06-12");
        assert_eq!(read.instant, Some(1_749_789_000));
        let epoch = read_date("1749789000", DateOrigin::Field, None, None);
        assert_eq!(
            (epoch.date.unwrap().to_string().as_str(), epoch.instant),
            ("2025-06-13", Some(1_749_789_000))
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "(\\PC|[0-9/:.TZ-]|June|août|12th| )*") {
            let _ = read_date(&text, DateOrigin::Field, None, None);
            let _ = dateline_date(&text, Some(DateOrder::DayFirst));
            let _ = DateOrder::from_evidence(text.as_bytes());
        }
    }
}
