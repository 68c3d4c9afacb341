//! What went wrong with one file: data to be counted, not an end of the run.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Where on its way a file failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// While walking directories.
    Crawl,
    /// While taking bytes from the disk.
    Open,
    /// While making articles of the bytes.
    Read,
}

/// One failure, with the place and what can be done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where on its way the file failed.
    pub stage: Stage,
    /// A short name of the cause, the same for all files that failed alike ("empty file").
    pub cause: String,
    /// What exactly, and where in the file ("line 7: …"); may be empty.
    pub detail: String,
}

impl Problem {
    /// A problem with a cause and its particulars.
    pub fn new(stage: Stage, cause: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { stage, cause: cause.into(), detail: detail.into() }
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
