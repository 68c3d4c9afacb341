//! Statistics of a run: files, articles, failures.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::ingest::missing::OutOfReach;
use crate::model::{Article, Notes};

/// Counts of one run. Every file found is exactly one of read, unchanged, failed and left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "run-stats")]
pub struct RunStats {
    /// Number of files that the walk came upon.
    pub files_found: u64,
    /// Number of files that were read and gave articles.
    pub files_read: u64,
    /// Number of files that were as the index has them (also when only their time had changed).
    pub files_unchanged: u64,
    /// Number of files that a glob or the choice of formats left out; what the index has of them
    /// stays.
    pub files_left_out: u64,
    /// Number of files that were in the index and are gone.
    pub files_removed: u64,
    /// Number of files that gave nothing, or could not be read.
    pub files_failed: u64,
    /// Number of these of which the index keeps what it has, until they can be read.
    pub files_kept: u64,
    /// Directories that are out of reach; what the index has of them stays.
    pub out_of_reach: Vec<OutOfReach>,
    /// True if the run ended before its time, as it was told to.
    pub stopped: bool,
    /// Number of records that failed inside files that gave something.
    pub records_failed: u64,
    /// Number of failures by cause, of files and records together.
    pub causes: BTreeMap<String, u64>,
    /// Number of articles put into the index.
    pub articles: u64,
    /// Number of articles of changed files that were as the index has them.
    pub articles_kept: u64,
    /// Number of articles put with a date that is printed but cannot be used.
    pub dates_unusable: u64,
    /// Number of quotations in the articles put.
    pub quotes: u64,
    /// Number of quotations with a speaker.
    pub quotes_with_speaker: u64,
    /// Number of mentions of names in the articles put.
    pub names: u64,
    /// Length of the bodies put, in bytes.
    pub body_bytes: u64,
}

impl RunStats {
    /// Counts an article put into the index.
    pub fn add_article(&mut self, article: &Article, notes: &Notes) {
        self.articles += 1;
        self.dates_unusable += u64::from(article.date_as_printed.is_some());
        self.quotes += notes.quotes.len() as u64;
        self.quotes_with_speaker +=
            notes.quotes.iter().filter(|q| q.attribution.is_some()).count() as u64;
        self.names += notes.mentions.len() as u64;
        self.body_bytes += article.body.len() as u64;
    }

    /// Counts failures of one cause.
    pub fn add_cause(&mut self, cause: &str, count: u64) {
        *self.causes.entry(cause.to_owned()).or_default() += count;
    }
}
