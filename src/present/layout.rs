//! Words and lines: numbers, dates and texts as people read them, wrapped to a width.

use crate::model::{Article, DateOrigin, DatePrecision, PublishedDate};
use crate::present::escape;
use crate::present::evidence::DOUBTFUL;

/// Private characters that stand for the edges of a mark while text is wrapped; they take no column.
pub const OPEN: char = '\u{E000}';
pub const CLOSE: char = '\u{E001}';

/// A confidence in words.
pub fn sureness(confidence: f32) -> String {
    let word = if confidence < DOUBTFUL { "doubtful" } else { "confidence" };
    format!("{word} {confidence:.2}")
}

/// An article's date as people read it; one that cannot be used as it is printed.
pub fn article_date(article: &Article) -> String {
    match article.date_as_printed.as_deref().filter(|_| article.date.is_none()) {
        Some(printed) => format!("undated (printed: {})", escape::line(printed)),
        None => date(article.date.as_ref()),
    }
}

/// A date as people read it, with how it is known when that is not its own field.
pub fn date(date: Option<&PublishedDate>) -> String {
    let Some(date) = date else { return "undated".to_owned() };
    let precision = match date.precision {
        DatePrecision::Day => "",
        DatePrecision::Month => " (month only)",
        DatePrecision::Year => " (year only)",
    };
    let origin = match date.origin {
        DateOrigin::Field => "",
        DateOrigin::Dateline => " (by dateline)",
        DateOrigin::Path => " (by path)",
        DateOrigin::Url => " (by URL)",
    };
    format!("{date}{precision}{origin}")
}

pub fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        "0 %".to_owned()
    } else {
        format!("{:.1} %", 100.0 * part as f64 / whole as f64)
    }
}

/// A size in the largest unit that leaves a whole number before the point.
pub fn bytes(size: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    let mut size = size as f64 / 1000.0;
    let mut unit = 0;
    while size >= 1000.0 && unit + 1 < UNITS.len() {
        size /= 1000.0;
        unit += 1;
    }
    format!("{size:.1} {}", UNITS[unit])
}

/// Cuts at a word with an ellipsis when longer than `limit` characters.
pub fn shorten(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let cut: String = text.chars().take(limit.saturating_sub(1)).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head);
    format!("{cut}…")
}

/// Breaks text into lines of at most `width` visible characters, at blanks.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_after(text, 0, 0, width)
}

/// The same for a first line of which `column` columns are taken and further lines of which `indent`
/// are.
pub fn wrap_after(text: &str, column: usize, indent: usize, width: usize) -> Vec<String> {
    wrap_counting(text, column, indent, width, |word| {
        word.chars().filter(|c| *c != OPEN && *c != CLOSE).count()
    })
}

/// The same with a count of the columns that a word takes.
pub fn wrap_counting(
    text: &str,
    column: usize,
    indent: usize,
    width: usize,
    columns: impl Fn(&str) -> usize,
) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = column;
    for word in text.split(' ') {
        let length = columns(word);
        if !line.is_empty() && used + 1 + length > width {
            lines.push(std::mem::take(&mut line));
            used = indent;
        }
        if !line.is_empty() {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_shares() {
        assert_eq!(bytes(1_234_567), "1.2 MB");
        assert_eq!(percent(1, 3), "33.3 %");
        assert_eq!(shorten("alpha beta gamma", 12), "alpha beta…");
    }
}
