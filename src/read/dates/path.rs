//! The published date in a path: `/2025/06/12/`, `2025-06-12-…`, `20250612`, `/2025/06/`.
//!
//! Only a path beneath the root counts: the name of the root itself ("backup-2024-01-01") says
//! nothing about an article.

use crate::model::{DateOrigin, DatePrecision, PublishedDate};

/// The date in a relative path with `/` between its parts. The most precise one wins, and among
/// equals the one nearest to the file.
pub fn path_date(path: &str) -> Option<PublishedDate> {
    date_within(path, DateOrigin::Path)
}

/// The date in the path of a URL; the host says nothing.
pub fn url_date(url: &str) -> Option<PublishedDate> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = path.split_once('/')?.1;
    date_within(path.split(['?', '#']).next().unwrap_or(path), DateOrigin::Url)
}

fn date_within(path: &str, origin: DateOrigin) -> Option<PublishedDate> {
    let bytes = path.as_bytes();
    let mut best: Option<PublishedDate> = None;
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let run = digits_end(bytes, at);
        if let Some(date) = date_at(bytes, at, run, origin) {
            let better = best.is_none_or(|b| {
                date.precision == DatePrecision::Day || b.precision != DatePrecision::Day
            });
            if better {
                best = Some(date);
            }
        }
        at = run;
    }
    best
}

/// The end of the run of digits at `at`.
fn digits_end(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count()
}

fn date_at(bytes: &[u8], start: usize, end: usize, origin: DateOrigin) -> Option<PublishedDate> {
    let year = number(bytes, start, start + 4)?;
    if !(1600..=2100).contains(&year) {
        return None;
    }
    let make = |month, day| PublishedDate::from_parts(year as i32, Some(month), day, origin);
    if end - start == 8 {
        let month = number(bytes, start + 4, start + 6)?;
        return make(month, Some(number(bytes, start + 6, end)?));
    }
    if end - start != 4 {
        return None;
    }
    // 2025/06/12, 2025-06-12, 2025_06_12, 2025.06.12: the same mark twice.
    let mark = *bytes.get(end).filter(|b| matches!(b, b'/' | b'-' | b'_' | b'.'))?;
    let month_end = digits_end(bytes, end + 1);
    let month = number(bytes, end + 1, month_end)?;
    if bytes.get(month_end) == Some(&mark) {
        let day_end = digits_end(bytes, month_end + 1);
        if day_end - month_end - 1 <= 2
            && let Some(day) = number(bytes, month_end + 1, day_end)
            && let Some(date) = make(month, Some(day))
        {
            return Some(date);
        }
    }
    // A month alone only as a folder of its own, /2025/06/: "2025-06" may be anything.
    let folder = mark == b'/' && bytes.get(month_end) == Some(&b'/');
    if folder && month_end - end == 3 { make(month, None) } else { None }
}

/// The number in `bytes[start..end]`, if these are one to four digits.
fn number(bytes: &[u8], start: usize, end: usize) -> Option<u32> {
    let digits = bytes.get(start..end).filter(|d| (1..=4).contains(&d.len()))?;
    digits.iter().try_fold(0, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u32::from(b - b'0')))
}

#[cfg(test)]
mod tests {
    use super::{path_date, url_date};

    fn check(path: &str, expected: Option<&str>) {
        assert_eq!(path_date(path).map(|d| d.to_string()).as_deref(), expected, "{path}");
    }

    #[test]
    fn paths_tell_their_date() {
        check("wire/2025/06/12/a.txt", Some("2025-06-12"));
        check("2025-06-12-talks.txt", Some("2025-06-12"));
        check("scans/20030417-fire.txt", Some("2003-04-17"));
        check("us-gm-idUSTRE5AO1R420091125.txt", None);
        check("2009/11/25/us-gm-idUSTRE5AO1R420091125.txt", Some("2009-11-25"));
        check("2025/06/a.txt", Some("2025-06"));
        check("2024/01/2025-06-12.txt", Some("2025-06-12"));
    }

    #[test]
    fn what_only_looks_like_a_date_is_none() {
        for path in
            ["2025/13/12/a.txt", "a/20251399.txt", "0612/a.txt", "2025-06.txt", "123456789", ""]
        {
            check(path, None);
        }
    }

    #[test]
    fn urls_tell_their_date_behind_the_host() {
        let shown = |url| url_date(url).map(|d| d.to_string());
        let url = "https://2024-01-01.example.org/news/2025/06/12/harbour?t=2023-01-01";
        assert_eq!(shown(url).as_deref(), Some("2025-06-12"));
        assert_eq!(
            shown("https://example.org/world/20250612-harbour"),
            Some("2025-06-12".to_owned())
        );
        assert_eq!(shown("https://example.org"), None);
    }
}
