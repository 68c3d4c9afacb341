//! Values as typed → values as meant: sizes, shares, dates, intervals, roots, ids.

use std::path::PathBuf;
use std::time::Duration;

use crate::crawl::Globs;
use crate::ingest::{CommitEvery, NamedEncoding};
use crate::model::{DateOrigin, DayRange, PublishedDate};
use crate::read::TextEncoding;

/// Least memory of an index writer, in bytes; a smaller size is raised to it.
const MIN_MEMORY: usize = 16_000_000;

/// A value that cannot be meant, with an example of one that can.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// A root that is not `NAME=DIR`.
    #[error("give a name and a directory, as in wire=/archive/wire")]
    NamedRoot,
    /// A text that is no size.
    #[error("give a size such as 256MB or 1GB")]
    Size,
    /// A size too small for a writer.
    #[error("give at least 16MB")]
    TooLittleMemory,
    /// A text that is no number from 0 to 1.
    #[error("give a number between 0 and 1, as in 0.9")]
    Share,
    /// A text that is no number of articles and no time.
    #[error("give a number of articles, a time, or both, as in 50000,60s")]
    Interval,
    /// A text that is no date.
    #[error("give a date as 2025-06-12, 2025-06 or 2025")]
    Date,
    /// A date such as 30 February.
    #[error("there is no such day in the calendar")]
    NoSuchDay,
    /// A text that is no encoding.
    #[error("“{0}” is no encoding; give one such as macintosh, cp437, cp850 or windows-1252")]
    Encoding(String),
    /// A glob that is malformed.
    #[error("{0}")]
    Glob(String),
    /// A text that is no id.
    #[error("“{0}” is no id; search results give ids of 16 hexadecimal digits")]
    Id(String),
}

/// Parses a root: `NAME=DIR`.
pub fn named_root(typed: &str) -> Result<(String, PathBuf), ParseError> {
    match typed.split_once('=') {
        Some((name, dir)) if !name.is_empty() && !dir.is_empty() => {
            Ok((name.to_owned(), PathBuf::from(dir)))
        }
        _ => Err(ParseError::NamedRoot),
    }
}

/// Parses the memory of a writer, in bytes, of at least 16 MB.
pub fn memory(typed: &str) -> Result<usize, ParseError> {
    match bytes(typed)? {
        ..1_000_000 => Err(ParseError::TooLittleMemory),
        bytes => Ok((bytes as usize).max(MIN_MEMORY)),
    }
}

/// Parses a size such as `256MB`, `1.5GB`, `512MiB` or a number of bytes, into bytes.
pub fn bytes(typed: &str) -> Result<u64, ParseError> {
    let end = typed.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(typed.len());
    let (number, unit) = typed.split_at(end);
    let number: f64 = number.parse().map_err(|_| ParseError::Size)?;
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        "kib" => 1024.0,
        "mib" => 1024.0 * 1024.0,
        "gib" => 1024.0 * 1024.0 * 1024.0,
        "t" | "tb" => 1e12,
        _ => return Err(ParseError::Size),
    };
    let bytes = number * factor;
    if (0.0..1e18).contains(&bytes) { Ok(bytes as u64) } else { Err(ParseError::Size) }
}

/// Parses a share between 0 and 1.
pub fn share(typed: &str) -> Result<f32, ParseError> {
    let share = typed.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or(ParseError::Share)
}

/// Parses an interval between commits, `50000,60s`: articles, time, or both.
pub fn commit_every(typed: &str) -> Result<CommitEvery, ParseError> {
    let mut every = CommitEvery { articles: u64::MAX, time: Duration::MAX };
    for part in typed.split(',') {
        let part = part.trim();
        let time = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)].iter().find_map(
            |(unit, factor)| Some((part.strip_suffix(unit)?.parse::<u64>().ok()?, *factor)),
        );
        if let Some((number, factor)) = time {
            every.time = Duration::from_millis(number.saturating_mul(factor));
        } else {
            let number = part.parse().ok().filter(|n| *n > 0);
            every.articles = number.ok_or(ParseError::Interval)?;
        }
    }
    Ok(every)
}

/// Parses a date, `2025-06-12`, `2025-06` or `2025`, into all days of it.
pub fn day_range(typed: &str) -> Result<DayRange, ParseError> {
    let parts: Vec<&str> = typed.trim().split('-').collect();
    let number = |at: usize| parts.get(at).map(|part| part.parse::<u32>());
    let digits = parts
        .iter()
        .all(|p| !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit()));
    if parts.len() > 3 || parts[0].len() != 4 || !digits {
        return Err(ParseError::Date);
    }
    let (Some(Ok(year)), month, day) = (number(0), number(1), number(2)) else {
        return Err(ParseError::Date);
    };
    PublishedDate::from_parts(
        year as i32,
        month.and_then(Result::ok),
        day.and_then(Result::ok),
        DateOrigin::Field,
    )
    .map(|date| date.range())
    .ok_or(ParseError::NoSuchDay)
}

/// Parses an id as search results give it.
pub fn id(typed: &str) -> Result<u64, ParseError> {
    let id = typed.trim();
    let number = u64::from_str_radix(id, 16).ok().filter(|_| id.len() == 16);
    number.ok_or_else(|| ParseError::Id(id.to_owned()))
}

/// Parses an encoding, for the files of a glob before it if there is one: `mac/**=macintosh`.
///
/// # Errors
/// The encoding is not known, or the glob malformed.
pub fn named_encoding(text: &str) -> Result<NamedEncoding, ParseError> {
    let (glob, name) = text.rsplit_once('=').map_or((None, text), |(g, name)| (Some(g), name));
    let encoding =
        TextEncoding::from_name(name).ok_or_else(|| ParseError::Encoding(name.to_owned()))?;
    let include: Vec<String> = glob.map(str::to_owned).into_iter().collect();
    let files = Globs::new(&include, &[]).map_err(|error| ParseError::Glob(error.to_string()))?;
    Ok(NamedEncoding { files, encoding })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_intervals() {
        assert_eq!(memory("256MB"), Ok(256_000_000));
        assert_eq!(memory("1MiB"), Ok(16_000_000));
        assert!(memory("lots").is_err() && memory("5").is_err());
        let every = commit_every("1000,90s").unwrap();
        assert_eq!((every.articles, every.time), (1000, Duration::from_secs(90)));
        assert_eq!(commit_every("5m").unwrap().articles, u64::MAX);
        assert!(commit_every("0").is_err() && commit_every("x").is_err());
    }

    #[test]
    fn dates_mean_all_their_days() {
        let length = |typed| day_range(typed).map(|r| r.last.0 - r.first.0 + 1);
        assert_eq!(length("2025"), Ok(365));
        assert_eq!(length("2025-06"), Ok(30));
        assert_eq!(length("2025-06-12"), Ok(1));
        for wrong in ["2025-02-30", "2025-13", "25", "June", "2025-06-12-1", "2025--1", ""] {
            assert!(day_range(wrong).is_err(), "{wrong}");
        }
    }
}
