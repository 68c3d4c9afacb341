//! What was typed → what is meant.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::bail;

use crate::cli::answer_args::EveryArgs;
use crate::cli::args::{FilterArgs, SearchArgs, SortOrder};
use crate::ingest::CommitEvery;
use crate::model::{DateOrigin, DayRange, Days, EntityKind, PublishedDate};
use crate::search::{
    Filters, NameFilter, Node, Parsed, Question, Sort, Warning, parse_query, plain_query,
};

/// `NAME=DIR`.
pub fn named_root(typed: &str) -> Result<(String, PathBuf), String> {
    match typed.split_once('=') {
        Some((name, dir)) if !name.is_empty() && !dir.is_empty() => {
            Ok((name.to_owned(), PathBuf::from(dir)))
        }
        _ => Err("give a name and a directory, as in wire=/archive/wire".to_owned()),
    }
}

/// The memory of a writer, which has a least.
pub fn size(typed: &str) -> Result<usize, String> {
    match bytes(typed)? {
        ..1_000_000 => Err("give at least 16MB".to_owned()),
        bytes => Ok((bytes as usize).max(16_000_000)),
    }
}

/// A size such as `256MB`, `1.5GB`, `512MiB` or a number of bytes.
pub fn bytes(typed: &str) -> Result<u64, String> {
    let wrong = || "give a size such as 256MB or 1GB".to_owned();
    let end = typed.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(typed.len());
    let (number, unit) = typed.split_at(end);
    let number: f64 = number.parse().map_err(|_| wrong())?;
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        "kib" => 1024.0,
        "mib" => 1024.0 * 1024.0,
        "gib" => 1024.0 * 1024.0 * 1024.0,
        "t" | "tb" => 1e12,
        _ => return Err(wrong()),
    };
    let bytes = number * factor;
    if (0.0..1e18).contains(&bytes) { Ok(bytes as u64) } else { Err(wrong()) }
}

/// A share between 0 and 1.
pub fn share(typed: &str) -> Result<f32, String> {
    let share = typed.parse().ok().filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| "give a number between 0 and 1, as in 0.9".to_owned())
}

/// `50000,60s`: articles, time, or both.
pub fn commit_every(typed: &str) -> Result<CommitEvery, String> {
    let wrong = || "give a number of articles, a time, or both, as in 50000,60s".to_owned();
    let mut every = CommitEvery { articles: u64::MAX, time: Duration::MAX };
    for part in typed.split(',') {
        let part = part.trim();
        let time = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)].iter().find_map(
            |(unit, factor)| Some((part.strip_suffix(unit)?.parse::<u64>().ok()?, *factor)),
        );
        if let Some((number, factor)) = time {
            every.time = Duration::from_millis(number.saturating_mul(factor));
        } else {
            every.articles = part.parse().ok().filter(|n| *n > 0).ok_or_else(wrong)?;
        }
    }
    Ok(every)
}

/// The last day that an article can have been published on: with us it may still be yesterday.
pub fn tomorrow() -> Days {
    Days(Days::from_date(chrono::Local::now().date_naive()).0 + 1)
}

/// `2025-06-12`, `2025-06` or `2025`: all days of it.
pub fn day_range(typed: &str) -> Result<DayRange, String> {
    let parts: Vec<&str> = typed.trim().split('-').collect();
    let number = |at: usize| parts.get(at).map(|part| part.parse::<u32>());
    let digits = parts
        .iter()
        .all(|p| !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit()));
    if parts.len() > 3 || parts[0].len() != 4 || !digits {
        return Err("give a date as 2025-06-12, 2025-06 or 2025".to_owned());
    }
    let (Some(Ok(year)), month, day) = (number(0), number(1), number(2)) else {
        return Err("give a date as 2025-06-12, 2025-06 or 2025".to_owned());
    };
    PublishedDate::from_parts(
        year as i32,
        month.and_then(Result::ok),
        day.and_then(Result::ok),
        DateOrigin::Field,
    )
    .map(|date| date.range())
    .ok_or_else(|| "there is no such day in the calendar".to_owned())
}

/// The filters that were typed.
///
/// # Errors
/// A range that ends before it starts.
pub fn filters(typed: &FilterArgs) -> anyhow::Result<Filters> {
    let kinds = [
        (&typed.entity, None),
        (&typed.person, Some(EntityKind::Person)),
        (&typed.org, Some(EntityKind::Organisation)),
        (&typed.place, Some(EntityKind::Place)),
    ];
    let names = kinds
        .into_iter()
        .flat_map(|(names, kind)| {
            names.iter().map(move |words| NameFilter { words: words.clone(), kind })
        })
        .collect();
    Ok(Filters {
        speaker: typed.speaker.clone(),
        min_confidence: None,
        names,
        publisher: typed.source.clone(),
        days: days(typed)?,
        loose_dates: typed.loose_dates,
        withdrawn: typed.include_killed,
        now: Some(now()),
    })
}

fn days(typed: &FilterArgs) -> anyhow::Result<Option<DayRange>> {
    if typed.on.is_some() {
        return Ok(typed.on);
    }
    let far = |year| {
        PublishedDate::from_parts(year, None, None, DateOrigin::Field).map(|date| date.range())
    };
    let (Some(first), Some(last)) = (typed.from.or(far(1)), typed.to.or(far(9999))) else {
        return Ok(None);
    };
    if typed.from.is_none() && typed.to.is_none() {
        return Ok(None);
    }
    if first.first > last.last {
        bail!("--from lies after --to; turn them round");
    }
    Ok(Some(DayRange { first: first.first, last: last.last }))
}

/// The question that was typed, and what in it was taken otherwise than written; `least` is the confidence that
/// quotations must have.
///
/// # Errors
/// A query that is refused, a range that ends before it starts, or neither words nor a filter.
pub fn question(
    typed: &SearchArgs,
    least: Option<f32>,
) -> anyhow::Result<(Question, Vec<Warning>)> {
    let filters = Filters { min_confidence: least, ..filters(&typed.filters)? };
    let (asked, warnings) =
        asked(&typed.words.join(" "), typed.plain, typed.date.as_deref(), filters)?;
    if asked.query.is_none() && asked.filters.is_empty() {
        bail!("ask for words, or filter by --speaker, --person, --from and the like (see --help)");
    }
    let question = Question {
        any: typed.any,
        sort: sort(typed.sort),
        recency: typed.recency,
        explain: typed.explain,
        limit: typed.limit,
        offset: typed.offset,
        fold: !typed.all_copies,
        ..asked
    };
    Ok((question, warnings))
}

/// This day, by the clock of the machine and its time zone.
pub fn today() -> Days {
    Days::from_date(chrono::Local::now().date_naive())
}

/// Filters that let everything by that may be shown now; what its publisher has withdrawn only if wanted.
pub fn shown(withdrawn: bool) -> Filters {
    Filters { withdrawn, now: Some(now()), ..Filters::default() }
}

/// This instant in seconds since 1970, by which embargoes end.
pub fn now() -> i64 {
    chrono::Utc::now().timestamp()
}

/// Whether nothing is asked for but what must not be.
fn only_negated(tree: &Node) -> bool {
    match tree {
        Node::Not(_) => true,
        Node::And { parts, .. } | Node::Or(parts) => parts.iter().all(only_negated),
        Node::Boost(inner, _) => only_negated(inner),
        _ => false,
    }
}

/// The beginning of what was typed, for a message.
fn shorten(typed: &str) -> String {
    let mut start: String = typed.chars().take(60).collect();
    if start.len() < typed.len() {
        start.push('…');
    }
    start
}

/// The words that were typed, within filters, as a question; and what in them was taken otherwise than written.
///
/// # Errors
/// A query that is refused, words in which there is nothing to search for, or only what must not be.
pub fn asked(
    words: &str,
    plain: bool,
    date: Option<&str>,
    filters: Filters,
) -> anyhow::Result<(Question, Vec<Warning>)> {
    let Parsed { tree, warnings } = if plain { plain_query(words)? } else { parse_query(words)? };
    let tree = match date.map(published).transpose()? {
        Some(date) => Some(with(tree, date)),
        None => tree,
    };
    match &tree {
        None if !words.trim().is_empty() => {
            bail!("“{}” holds no word to search for", shorten(words));
        }
        Some(tree) if filters.is_empty() && only_negated(tree) => {
            bail!("only words that must not occur; add one that must, or a filter");
        }
        _ => {}
    }
    let question = Question { query: tree, filters, today: today(), ..Question::default() };
    Ok((question, warnings))
}

/// The `--date` that was typed, as the query language has it.
fn published(typed: &str) -> anyhow::Result<Node> {
    match parse_query(&format!("date:{typed}"))? {
        Parsed { tree: Some(date @ Node::Date(_)), warnings } if warnings.is_empty() => Ok(date),
        _ => bail!("“{}” is no date; see `onrecord help query`", shorten(typed)),
    }
}

/// A query whose answers must also be published then.
fn with(tree: Option<Node>, date: Node) -> Node {
    match tree {
        None => date,
        Some(Node::And { mut parts, written }) => {
            parts.push(date);
            Node::And { parts, written }
        }
        Some(tree) => Node::And { parts: vec![tree, date], written: false },
    }
}

/// A question for all that matches, and what in it was taken otherwise than written; without words and
/// filters that is everything.
///
/// # Errors
/// As for [`asked`], and a range that ends before it starts.
pub fn everything(typed: &EveryArgs) -> anyhow::Result<(Question, Vec<Warning>)> {
    let filters = Filters { min_confidence: typed.min_confidence, ..filters(&typed.filters)? };
    let (asked, warnings) =
        asked(&typed.words.join(" "), typed.plain, typed.date.as_deref(), filters)?;
    Ok((Question { any: typed.any, ..asked }, warnings))
}

/// The order that was typed.
pub fn sort(typed: SortOrder) -> Sort {
    match typed {
        SortOrder::Relevance => Sort::Relevance,
        SortOrder::Newest => Sort::Newest,
        SortOrder::Oldest => Sort::Oldest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_intervals() {
        assert_eq!(size("256MB"), Ok(256_000_000));
        assert_eq!(size("1MiB"), Ok(16_000_000));
        assert!(size("lots").is_err() && size("5").is_err());
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
