//! A file to be read, with what the ledger has of it.

use crate::crawl::FoundFile;
use crate::store::{FileRow, LedgerEntry, Outcome};

/// A file to be read.
#[derive(Debug)]
pub struct Task {
    /// File as the walk found it.
    pub found: FoundFile,
    /// Entry that the ledger has of it.
    pub old: Option<LedgerEntry>,
    /// True if it is read with the files beside it; its size and time are theirs too.
    pub with_neighbours: bool,
    /// True if it is the run's stream and not on the disk.
    pub stream: bool,
}

impl Task {
    /// Row for the ledger of the file as it is now, before it is read.
    pub fn row(&self, root: &str, versions: u64) -> FileRow {
        let FoundFile { size, modified, stamp, device, .. } = self.found;
        FileRow {
            root: root.to_owned(),
            path: self.found.path.to_string(),
            entry: LedgerEntry {
                size,
                modified,
                digest: 0,
                stamp,
                device,
                versions,
                positions: 0,
                outcome: Outcome::Read,
            },
            problems: Vec::new(),
        }
    }
}
