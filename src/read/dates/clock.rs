//! The time of day and its zone beside a date → the instant.
//!
//! Only with both is there an instant; a time without a zone could be anyone's. The day that is
//! kept stays the one printed.

use crate::model::Days;

/// Zones by the abbreviations that newspapers print, in minutes east of Greenwich. Those that mean
/// several zones (IST, and CST in China) are read as the American or are left out.
const ZONES: &[(&str, i64)] = &[
    ("Z", 0),
    ("UTC", 0),
    ("GMT", 0),
    ("UT", 0),
    ("BST", 60),
    ("WET", 0),
    ("WEST", 60),
    ("CET", 60),
    ("MEZ", 60),
    ("CEST", 120),
    ("MESZ", 120),
    ("EET", 120),
    ("EEST", 180),
    ("MSK", 180),
    ("EST", -300),
    ("EDT", -240),
    ("CST", -360),
    ("CDT", -300),
    ("MST", -420),
    ("MDT", -360),
    ("PST", -480),
    ("PDT", -420),
    ("JST", 540),
    ("AEST", 600),
    ("AEDT", 660),
];

/// The instant, in seconds since 1970, of the time printed in `rest`, which follows the date of
/// `day`; `None` without a time or without a zone.
pub fn instant(day: Days, rest: &str) -> Option<i64> {
    let (seconds, after) = time_of_day(rest)?;
    let minutes = zone(after)?;
    Some(day.0 * 86_400 + seconds - minutes * 60)
}

/// Seconds since midnight, and the text after the time.
fn time_of_day(text: &str) -> Option<(i64, &str)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    // Only a separator, a T or a word like "at" stands before a time.
    if start > 12 {
        return None;
    }
    let text = &text[start..];
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let (hour, minute, second, rest) = match digits.len() {
        6 => (&digits[..2], &digits[2..4], &digits[4..], rest),
        4 => (&digits[..2], &digits[2..], "0", rest),
        1 | 2 => {
            let (minute, rest) = two_digits(rest)?;
            let (second, rest) = two_digits(rest).unwrap_or(("0", rest));
            (digits, minute, second, rest)
        }
        _ => return None,
    };
    let number = |digits: &str| digits.parse::<i64>().ok();
    let (mut hour, minute, second) = (number(hour)?, number(minute)?, number(second)?);
    // A fraction of a second.
    let rest = match rest.strip_prefix('.') {
        Some(after) if after.starts_with(|c: char| c.is_ascii_digit()) => {
            after.trim_start_matches(|c: char| c.is_ascii_digit())
        }
        _ => rest,
    };
    let lower = rest.trim_start().get(..4).unwrap_or(rest.trim_start()).to_ascii_lowercase();
    let mut rest = rest.trim_start();
    for (mark, afternoon) in [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)] {
        if lower.starts_with(mark) && hour <= 12 {
            hour = hour % 12 + if afternoon { 12 } else { 0 };
            rest = &rest[mark.len()..];
            break;
        }
    }
    (hour < 24 && minute < 60 && second <= 60).then_some((hour * 3600 + minute * 60 + second, rest))
}

/// The digits of `:42` at the start of `text`, and the text after them.
fn two_digits(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix([':', 'h'])?;
    let digits = rest.get(..2).filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    Some((digits, &rest[2..]))
}

/// Offset of the zone at the start of `text`, in minutes east of Greenwich.
fn zone(text: &str) -> Option<i64> {
    let text = text.trim_start_matches([' ', '(', ',']);
    if let Some(sign) = text.chars().next().filter(|c| matches!(c, '+' | '-' | '−')) {
        let digits: String = text
            .chars()
            .skip(1)
            .filter(|c| *c != ':')
            .take_while(char::is_ascii_digit)
            .take(4)
            .collect();
        let (hours, minutes) = match digits.len() {
            4 => (digits[..2].parse::<i64>().ok()?, digits[2..].parse::<i64>().ok()?),
            2 => (digits.parse().ok()?, 0),
            _ => return None,
        };
        let minutes = hours * 60 + minutes;
        return (minutes <= 14 * 60).then_some(if sign == '+' { minutes } else { -minutes });
    }
    let word = &text[..text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len())];
    // ET and the like leave out whether it is summer: an hour wrong is worse than none.
    ZONES.iter().find(|(name, _)| *name == word).map(|(_, minutes)| *minutes)
}

#[cfg(test)]
mod tests {
    use super::instant;
    use crate::model::Days;

    fn check(rest: &str, expected: Option<i64>) {
        assert_eq!(instant(Days(0), rest), expected, "{rest}");
    }

    #[test]
    fn times_with_zones() {
        check("T10:42:33Z", Some(38_553));
        check("T10:42:33.250+02:00", Some(31_353));
        check("T104233Z", Some(38_553));
        check(" 10:42:33 -0500", Some(56_553));
        check(" at 7:51am EDT", Some(42_660));
        check(", 7:51 p.m. GMT", Some(71_460));
        check(" 12:00 AM UTC", Some(0));
    }

    #[test]
    fn without_time_or_zone_there_is_no_instant() {
        for rest in
            ["", "T10:42:33", " 7:51am ET", " 25:00Z", " (Reuters)", " 10:4Z", "T10:42:33+é"]
        {
            check(rest, None);
        }
    }
}
