//! Status and embargo: from when on an article may be shown, as NewsML and ninjs say it.
//!
//! Unreadable values are read on the safe side: an embargo without a readable end withholds the
//! article, and one without a time zone lasts until its hour has come everywhere.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

use crate::model::{Article, Status};

/// Hours by which the last place on earth is behind UTC.
const LAST_ZONE: i64 = 12;

/// The status in a code such as `stat:withheld`, or a word such as `Usable`.
pub fn parse_status(code: &str) -> Status {
    let word = code.rsplit([':', '/']).next().unwrap_or("").to_ascii_lowercase();
    match word.as_str() {
        "" | "usable" => Status::Usable,
        "canceled" | "cancelled" | "killed" => Status::Canceled,
        _ => Status::Withheld,
    }
}

/// Keeps `article` from being shown before the instant in `until`.
pub fn set_embargo(article: &mut Article, until: &str) {
    article.embargo = parse_instant(until.trim());
    if article.embargo.is_none() && article.status == Status::Usable {
        article.status = Status::Withheld;
    }
}

/// An instant in seconds since 1970.
fn parse_instant(text: &str) -> Option<i64> {
    let zoned = DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y%m%dT%H%M%S%z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y%m%dT%H%M%S%#z"));
    if let Ok(zoned) = zoned {
        return Some(zoned.timestamp());
    }
    if let Some(utc) = text.strip_suffix('Z') {
        return NaiveDateTime::parse_from_str(utc, "%Y%m%dT%H%M%S")
            .ok()
            .map(|t| t.and_utc().timestamp());
    }
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S")
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S"))
        .ok();
    let day = || NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    Some(local.or_else(day)?.and_utc().timestamp() + LAST_ZONE * 3600)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_of_every_spelling() {
        let noon = Some(1_540_296_000);
        assert_eq!(parse_instant("2018-10-23T12:00:00Z"), noon);
        assert_eq!(parse_instant("2018-10-23T14:00:00+02:00"), noon);
        assert_eq!(parse_instant("20181023T120000Z"), noon);
        assert_eq!(parse_instant("20181023T140000+0200"), noon);
        assert_eq!(parse_instant("2018-10-23T00:00:00"), noon);
        assert_eq!(parse_instant("2018-10-23"), noon);
        assert_eq!(parse_instant("soon"), None);
    }

    #[test]
    fn an_unknown_status_is_not_shown() {
        assert_eq!(parse_status("http://cv.iptc.org/newscodes/pubstatusg2/usable"), Status::Usable);
        assert_eq!(parse_status("Usable"), Status::Usable);
        assert_eq!(parse_status("stat:canceled"), Status::Canceled);
        assert_eq!(parse_status("Embargoed"), Status::Withheld);
    }
}
