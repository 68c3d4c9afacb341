//! Problem with one file: data to be counted, not an end of the run.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Stage of processing at which a file failed.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "stage")]
pub enum Stage {
    /// Walking directories.
    Crawl,
    /// Reading bytes from the disk.
    Open,
    /// Making articles of the bytes.
    Read,
}

/// One failure, with its stage, cause and particulars.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Stage at which the file failed.
    pub stage: Stage,
    /// Short name of the cause, the same for all files that failed alike ("empty file").
    pub cause: String,
    /// Particulars, with the place in the file ("line 7: …"); may be empty.
    pub detail: String,
    /// Format that the file was read as; empty if it did not come so far.
    pub format: String,
}

impl Problem {
    /// Cause for a file that gives nothing itself since it is read with another one: a scanned page
    /// of an issue whose table of contents lies beside it.
    pub const WITH_ANOTHER: &str = "read with another file";

    /// Cause for a file that the system did not let be read, now.
    pub const UNREADABLE: &str = "cannot be read";

    /// Cause for a file that is read with others, one of which the system did not let be read.
    pub const UNREADABLE_WITH: &str = "another file of it cannot be read";

    /// Problem with a cause and its particulars.
    pub fn new(stage: Stage, cause: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { stage, cause: cause.into(), detail: detail.into(), format: String::new() }
    }

    /// Puts the place of the problem (a line, a member) before its particulars.
    #[must_use]
    pub fn within(self, place: impl fmt::Display) -> Self {
        let detail = match self.detail.as_str() {
            "" => place.to_string(),
            detail => format!("{place}: {detail}"),
        };
        Self { detail, ..self }
    }

    /// True if nothing is lost by it.
    pub fn is_harmless(&self) -> bool {
        self.cause == Self::WITH_ANOTHER
    }
}

impl std::error::Error for Problem {}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Crawl => "crawl",
            Self::Open => "open",
            Self::Read => "read",
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.detail.is_empty() {
            f.write_str(&self.cause)
        } else {
            write!(f, "{}: {}", self.cause, self.detail)
        }
    }
}
