//! The date that the text itself prints: a line of its own, "Published …", or a dateline.
//!
//! Used only where no field tells the date. Only the first lines count: a date further down is one
//! that the article speaks of.

use crate::model::{DateOrigin, DatePrecision};
use crate::read::dates::field::ParsedDate;
use crate::read::dates::labels::{DateLabel, are_all_labels, label_words, last_label};
use crate::read::dates::line::{LineDate, dates_in_line};
use crate::read::dates::order::DateOrder;
use crate::read::dates::scan::{FoundDate, find_date};

/// Most lines with text that are looked at, and the length of the longest, in bytes.
const MAX_LINES: usize = 6;
const MAX_LINE_BYTES: usize = 160;

/// The date that the first lines of `text` print.
pub fn dateline_date(text: &str, order: Option<DateOrder>) -> Option<ParsedDate> {
    // After the first paragraph a date needs a label: it may be that of another text.
    let mut in_text = false;
    text.lines().map(str::trim).filter(|line| !line.is_empty()).take(MAX_LINES).find_map(|line| {
        let begun = in_text;
        in_text |= line.len() > MAX_LINE_BYTES;
        // Of a long line, a paragraph, only its beginning can be a dateline.
        let end =
            line.char_indices().map(|(at, _)| at).take_while(|at| *at <= MAX_LINE_BYTES).last()?;
        let (start, whole) =
            if line.len() <= MAX_LINE_BYTES { (line, true) } else { (&line[..end], false) };
        if whole {
            let dates = dates_in_line(start);
            let is = |date: &&LineDate, label| date.label == Some(label);
            let published = dates
                .iter()
                .find(|date| date.stands_alone && is(date, DateLabel::Published))
                .map(|date| &start[date.range.start..]);
            if let Some(published) = published
                && let Ok(found) = find_date(published, DateOrigin::Dateline, order)
            {
                return Some(ParsedDate::from_found(&found, published));
            }
            // A day of a change, or on which the text was printed or fetched.
            if dates.iter().any(|d| is(&d, DateLabel::Changed) || is(&d, DateLabel::Other)) {
                return None;
            }
        }
        let scanned = find_date(start, DateOrigin::Dateline, order).ok()?;
        let day = scanned.date.precision == DatePrecision::Day;
        let is_own = (whole
            && (is_labelled(start, &scanned) || (!begun && is_date_line(start, &scanned))))
            || (day && follows_place(start, &scanned));
        is_own.then(|| ParsedDate::from_found(&scanned, start))
    })
}

/// True for a date after a label: "Published: June 2025".
fn is_labelled(line: &str, scanned: &FoundDate) -> bool {
    let words = label_words(&line[..scanned.range.start]);
    are_all_labels(&words) && last_label(&words) == Some(DateLabel::Published)
}

/// True for a line of nothing but a date, its weekday and its time.
fn is_date_line(line: &str, scanned: &FoundDate) -> bool {
    [&line[..scanned.range.start], &line[scanned.range.end..]].iter().all(|part| {
        let words = label_words(part);
        are_all_labels(&words) && last_label(&words).is_none()
    }) && scanned.date.precision != DatePrecision::Year
}

/// True for a date after a place, "PARIS, 12 June 1944 (Reuters) -": capitals before it and a dash
/// not far behind.
fn follows_place(line: &str, scanned: &FoundDate) -> bool {
    let place = line[..scanned.range.start].trim_end_matches([' ', ',', '(']);
    let letters = || place.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().count() >= 3 && letters().all(char::is_uppercase) && place.len() <= 60;
    let after = &line[scanned.range.end..];
    let near = after.char_indices().nth(30).map_or(after.len(), |(at, _)| at);
    capitals && after[..near].contains(['-', '–', '—'])
}

#[cfg(test)]
mod tests {
    use super::dateline_date;

    fn check(text: &str, expected: Option<&str>) {
        let found = dateline_date(text, None).and_then(|read| read.date);
        assert_eq!(found.map(|d| d.to_string()).as_deref(), expected, "{text}");
    }

    #[test]
    fn lines_that_tell_the_date() {
        check(
            "Harbour reopens\nPublished: Thursday, June 12, 2025\n\nShips came.",
            Some("2025-06-12"),
        );
        check("Harbour reopens\nThursday 12 June 2025, 10:42 GMT\nShips came.", Some("2025-06-12"));
        check("HALVARD, 12 June 1944 (Norlys) - The harbour is open.", Some("1944-06-12"));
        check("12. Juni 2025\n\nDer Hafen ist offen.", Some("2025-06-12"));
        check(
            "Harbour reopens\nUpdated 7 May 2025. First published 5 May 2025\n\nShips",
            Some("2025-05-05"),
        );
        check("Published: June 2025\n\nThe harbour is open.", Some("2025-06"));
        check("3. Mrz 2021\n\nDer Hafen ist offen.", Some("2021-03-03"));
        check("June 1944\n\nThe harbour is open.", Some("1944-06"));
    }

    #[test]
    fn dates_that_the_article_speaks_of_are_not_its_own() {
        for text in [
            "On June 12, 2025 the harbour was opened again.",
            "The treaty of 4 May 1899 - and what became of it",
            "Harbour reopens after 12 June 2025\nShips came.",
            "1984\n\nA book that everybody knows.",
            "Updated 7 May 2025\nShips came.",
            "Retrieved: 9 May 2025\nShips came.",
            "Archived from the original on 9 May 2025\nShips came.",
            "NATO, founded on 4 April 1949 by twelve states, met.",
        ] {
            check(text, None);
        }
    }
}
