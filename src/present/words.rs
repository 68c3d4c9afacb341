//! Words and numbers that every format of an answer shares: labels of counts, dates and sizes as
//! people read them, causes of failures, remedies.
//!
//! They stand alone, beneath the formats, so that text, JSON and CSV say the same and none of them
//! has to know another for a word.

use std::collections::BTreeMap;

use crate::ingest::Reason;
use crate::model::{Article, DateOrigin, DatePrecision, Mode, PublishedDate};
use crate::present::escape;
use crate::present::readable::readable;
use crate::search::{FacetField, RoleYears, SuggestionField, Unit};
use crate::store::{FileRow, Remedy};
use crate::text;

/// Confidence below which a quotation's speaker is shown as doubtful, of 1.
pub const DOUBTFUL: f32 = 0.5;

/// A confidence in words: "doubtful 0.31", "confidence 0.94".
pub fn confidence(confidence: f32) -> String {
    let word = if confidence < DOUBTFUL { "doubtful" } else { "confidence" };
    format!("{word} {confidence:.2}")
}

/// An article's headline on one line; one that is the opening of the body ends with an ellipsis.
pub fn headline(article: &Article) -> String {
    let line = escape::line(&readable(text::headline(article)));
    if text::has_title(article) || line.is_empty() { line } else { format!("{line} …") }
}

/// A quotation's mode in brackets, behind a blank: " (denied)"; nothing where it is asserted.
pub fn mode(mode: Mode) -> String {
    if mode.is_asserted() { String::new() } else { format!(" ({})", mode.name()) }
}

/// An article's date as people read it; one that cannot be used as it is printed.
pub fn article_date(article: &Article) -> String {
    match article.date_as_printed.as_deref().filter(|_| article.date.is_none()) {
        Some(printed) => format!("undated (printed: {})", escape::line(printed)),
        None => date(article.date.as_ref()),
    }
}

/// A date as people read it, with its origin unless that is a field of the article.
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

/// Name of a date's precision.
pub fn precision(precision: DatePrecision) -> &'static str {
    match precision {
        DatePrecision::Day => "day",
        DatePrecision::Month => "month",
        DatePrecision::Year => "year",
    }
}

/// Name of a period's length.
pub fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    }
}

/// A share in percent, to one place: "33.3 %".
pub fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        "0 %".to_owned()
    } else {
        format!("{:.1} %", 100.0 * part as f64 / whole as f64)
    }
}

/// A size in the largest decimal unit that leaves a whole number before the point: "1.2 MB".
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

/// Most roles of a speaker that are shown.
const MAX_ROLES: usize = 3;

/// A speaker's commonest roles with their years: "mayor 2018 to 2020, senator 2023".
pub fn roles(roles: &[RoleYears]) -> String {
    let one = |one: &RoleYears| {
        let role = escape::line(&one.role);
        match one.years {
            None => role,
            Some((first, last)) if first == last => format!("{role} {first}"),
            Some((first, last)) => format!("{role} {first} to {last}"),
        }
    };
    let mut shown: Vec<String> = roles.iter().take(MAX_ROLES).map(one).collect();
    if roles.len() > MAX_ROLES {
        shown.push(format!("{} more", roles.len() - MAX_ROLES));
    }
    shown.join(", ")
}

/// Name of a facet, as `--facet` takes it.
pub fn facet(field: FacetField) -> &'static str {
    match field {
        FacetField::Speaker => "speaker",
        FacetField::Role => "role",
        FacetField::Person => "person",
        FacetField::Organisation => "org",
        FacetField::Place => "place",
        FacetField::Source => "source",
        FacetField::Section => "section",
        FacetField::Language => "lang",
        FacetField::Mode => "mode",
        FacetField::Year => "year",
    }
}

/// Name of the option that something was typed for, or "words".
pub fn option(asked: SuggestionField) -> &'static str {
    match asked {
        SuggestionField::Words => "words",
        SuggestionField::Speaker => "speaker",
        SuggestionField::Entity => "entity",
        SuggestionField::Person => "person",
        SuggestionField::Organisation => "org",
        SuggestionField::Place => "place",
        SuggestionField::Source => "source",
    }
}

/// Numbers of quotations with a named speaker, by how the text names them.
pub fn named_by(counts: &[u64; 5]) -> BTreeMap<&'static str, u64> {
    ["named", "surname", "pronoun", "title", "carried over"].into_iter().zip(*counts).collect()
}

/// Numbers of articles by what dates them.
pub fn dated_by(counts: &[u64; 6]) -> [(&'static str, u64); 6] {
    let names = ["field", "dateline", "path", "url", "undated", "unusable date"];
    std::array::from_fn(|at| (names[at], counts[at]))
}

/// Numbers of files that failed, by the first cause of each.
pub fn causes(failures: &[FileRow]) -> BTreeMap<&str, u64> {
    let mut causes = BTreeMap::new();
    for row in failures {
        let cause = row.problems.first().map_or("unknown", |(_, problem)| problem.cause.as_str());
        *causes.entry(cause).or_default() += 1;
    }
    causes
}

/// Sign by which a directory is known to be out of reach.
pub fn out_of_reach(reason: Reason) -> &'static str {
    match reason {
        Reason::HoldsNone => "it holds none of them now",
        Reason::OtherDevice => "they lay on another disk, which may not be mounted",
        Reason::CannotBeRead => "it cannot be read now",
    }
}

/// Advice against a fault of the index.
pub fn remedy(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::Remake | Remedy::Rebuild => "`onrecord check --repair` mends it",
        Remedy::Reread => "`onrecord index` reads it again, where the archive is there",
        Remedy::ByHand => "mend it by hand",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_shares() {
        assert_eq!(bytes(1_234_567), "1.2 MB");
        assert_eq!(percent(1, 3), "33.3 %");
    }
}
