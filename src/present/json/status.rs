//! The state of an index: its contents, its faults, and the results of an ingest run.

use std::collections::BTreeMap;
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use crate::ingest::RunStats;
use crate::model::{Days, Stage};
use crate::present::answer::{CheckReport, IndexStatus, IngestReport, Repaired, RootLine};
use crate::present::words;
use crate::store::{Fault, FileRow};

/// Contents of an index.
#[derive(Serialize, JsonSchema)]
pub struct StatusJson<'a> {
    /// The index directory.
    index: &'a Path,
    /// Version of the index format.
    format: u32,
    /// Size on the disk, in bytes.
    bytes: u64,
    /// Directories indexed.
    roots: Vec<RootJson<'a>>,
    /// Number of files.
    files: u64,
    /// Number of files that failed, wholly or in part.
    files_failed: usize,
    /// Number of files that wait to be read again, since articles of them were lost to damage.
    files_waiting: usize,
    /// Number of articles.
    articles: u64,
    /// Number of articles without a date.
    articles_undated: u64,
    /// Number of articles by what dates them.
    articles_dated_by: BTreeMap<&'static str, u64>,
    /// Day of the first article, as YYYY-MM-DD.
    first_day: Option<String>,
    /// Day of the last article, as YYYY-MM-DD.
    last_day: Option<String>,
    /// Number of groups of copies.
    copy_groups: usize,
    /// Number of articles in them.
    copies: usize,
    /// Number of articles withdrawn.
    withdrawn: usize,
    /// Number of quotations.
    quotes: u64,
    /// Number of quotations with a speaker.
    quotes_with_speaker: u64,
    /// Number of quotations with a named speaker.
    quotes_named: u64,
    /// Number of quotations with a named speaker, by how the text names them.
    quotes_named_by: BTreeMap<&'static str, u64>,
    /// Number of quotations corrected by hand.
    quotes_corrected: usize,
    /// Number of files that failed, by cause.
    causes: BTreeMap<&'a str, u64>,
    /// Files that failed, as many as are listed.
    failures: Vec<FailureJson<'a>>,
}

/// A root with what the index has of it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "root")]
pub struct RootJson<'a> {
    /// Name, which ids are made from.
    name: &'a str,
    /// Full path of the directory.
    dir: &'a str,
    /// True if the directory is there.
    there: bool,
    /// True if articles of it were lost to damage, and it was not read as a whole since.
    incomplete: bool,
    /// Number of files that the index has of it.
    files: u64,
    /// Number of articles that the index has of it.
    articles: u64,
    /// Local time at which it was last read as a whole, as RFC 3339 has it, if that is known.
    last_read: Option<&'a str>,
}

/// A file that failed.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "failure")]
struct FailureJson<'a> {
    /// Name of the root.
    root: &'a str,
    /// Path beneath the root.
    path: &'a str,
    /// Problems in the order of the file.
    problems: Vec<ProblemJson<'a>>,
}

/// A problem with a file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "problem")]
struct ProblemJson<'a> {
    /// Position in the file, from 0.
    position: u64,
    /// Format that the file was read as; empty if it did not come so far.
    format: &'a str,
    /// Stage at which the file failed.
    stage: Stage,
    /// Short name of the cause.
    cause: &'a str,
    /// Particulars; may be empty.
    detail: &'a str,
}

/// Contents of an index.
pub fn status<'a>(status: &'a IndexStatus<'_>) -> StatusJson<'a> {
    let IndexStatus {
        dir, format, size, roots, counts, copies, corrected, failures, listed, ..
    } = status;
    let day = |day: Days| day.date().map(|date| date.to_string());
    StatusJson {
        index: dir,
        format: *format,
        bytes: *size,
        roots: roots.iter().map(root).collect(),
        files: counts.files,
        files_failed: failures.len(),
        files_waiting: status.waiting,
        articles: counts.articles,
        articles_undated: counts.undated,
        articles_dated_by: words::dated_by(&counts.dated_by).into_iter().collect(),
        first_day: counts.days.and_then(|days| day(days.first)),
        last_day: counts.days.and_then(|days| day(days.last)),
        copy_groups: copies.cluster_count(),
        copies: copies.member_count(),
        withdrawn: copies.withdrawn(),
        quotes: counts.quotes,
        quotes_with_speaker: counts.quotes_with_speaker,
        quotes_named: counts.named_by.iter().sum(),
        quotes_named_by: words::named_by(&counts.named_by),
        quotes_corrected: *corrected,
        causes: words::causes(failures),
        failures: failures.iter().take(*listed).map(failure).collect(),
    }
}

/// A root with what the index has of it.
pub fn root(root: &RootLine) -> RootJson<'_> {
    let RootLine { name, dir, there, incomplete, files, articles, last_read } = root;
    RootJson {
        name,
        dir,
        there: *there,
        incomplete: *incomplete,
        files: *files,
        articles: *articles,
        last_read: last_read.as_deref(),
    }
}

fn failure(row: &FileRow) -> FailureJson<'_> {
    let mut problems = Vec::with_capacity(row.problems.len());
    for (position, p) in &row.problems {
        problems.push(ProblemJson {
            position: *position,
            format: &p.format,
            stage: p.stage,
            cause: &p.cause,
            detail: &p.detail,
        });
    }
    FailureJson { root: &row.root, path: &row.path, problems }
}

/// Faults of an index, and what a repair did.
#[derive(Serialize, JsonSchema)]
pub struct CheckJson<'a> {
    /// The index directory.
    index: &'a Path,
    /// True if nothing is wrong.
    sound: bool,
    /// Number of files of the index that were compared.
    index_files: u64,
    /// Number of files of the archive in the ledger.
    files: u64,
    /// Number of articles that were read.
    articles: u64,
    /// Number of quotations that were read.
    quotes: u64,
    /// Number of articles that are missing.
    articles_missing: u64,
    /// Number of faults, also of those that are not listed.
    faults_found: u64,
    /// Faults, each with its place.
    faults: Vec<FaultJson<'a>>,
    /// Results of the repair, if there was one.
    repaired: Option<RepairJson<'a>>,
}

/// A fault of an index.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "fault")]
struct FaultJson<'a> {
    /// File of the index, or address of the article or file of the archive.
    place: &'a str,
    /// Predicate of the sentence that the place begins.
    fault: &'a str,
    /// Advice against it.
    remedy: &'static str,
}

/// Results of a repair.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "repair")]
struct RepairJson<'a> {
    /// Number of faults before.
    faults: u64,
    /// Number of articles that the new index has of the old, if one was made.
    articles_kept: Option<u64>,
    /// Number of records that could not be kept.
    records_lost: u64,
    /// Number of articles read again from the archive.
    articles_read: u64,
    /// Files that lost articles and are not there to be read again.
    not_restored: &'a [String],
}

/// Faults of an index, and what a repair did.
pub fn check<'a>(report: &CheckReport<'a>) -> CheckJson<'a> {
    let CheckReport { dir, check, repaired } = *report;
    let fault = |fault: &'a Fault| FaultJson {
        place: &fault.place,
        fault: &fault.what,
        remedy: words::remedy(fault.remedy),
    };
    CheckJson {
        index: dir,
        sound: check.is_sound(),
        index_files: check.files,
        files: check.rows,
        articles: check.articles,
        quotes: check.quotations,
        articles_missing: check.missing,
        faults_found: check.count,
        faults: check.faults.iter().map(fault).collect(),
        repaired: repaired.map(repair),
    }
}

fn repair(repaired: &Repaired) -> RepairJson<'_> {
    RepairJson {
        faults: repaired.faults,
        articles_kept: repaired.rebuilt.as_ref().map(|rebuilt| rebuilt.articles),
        records_lost: repaired.rebuilt.as_ref().map_or(0, |rebuilt| rebuilt.lost),
        articles_read: repaired.articles_read,
        not_restored: &repaired.not_restored,
    }
}

/// Results of an ingest run.
#[derive(Serialize, JsonSchema)]
pub struct RunJson<'a> {
    #[serde(flatten)]
    tally: &'a RunStats,
    /// Duration, in seconds.
    seconds: f64,
    /// Duration of each step in seconds, summed over all threads; only where it is asked for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    steps: BTreeMap<&'static str, f64>,
    /// Size of the index on the disk, in bytes.
    bytes: u64,
    /// The index directory.
    index: &'a Path,
}

/// Results of an ingest run.
pub fn ingest<'a>(report: &IngestReport<'a>) -> RunJson<'a> {
    let steps = report.steps.iter().map(|(step, time)| (*step, time.as_secs_f64()));
    RunJson {
        tally: report.tally,
        seconds: report.seconds,
        steps: steps.collect(),
        bytes: report.size,
        index: report.dir,
    }
}
