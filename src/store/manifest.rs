//! What an index says of itself, in the payload of every commit: its format and its roots.

use serde::{Deserialize, Serialize};

/// The format that this version writes and reads. Raised with any change to the schema, the
/// tokenizers or the records.
pub const FORMAT: u32 = 3;

/// The commit's payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format version; the field's name tells an onrecord index from another tantivy index.
    pub onrecord_format: u32,
    /// The directories that were indexed, in the order in which they came.
    pub roots: Vec<RootEntry>,
}

/// A root: a name that ids are made from, and the directory it stands for now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootEntry {
    /// Unique in the index.
    pub name: String,
    /// An absolute path; bytes that are no UTF-8 are written `\xNN`.
    pub dir: String,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { onrecord_format: FORMAT, roots: Vec::new() }
    }
}
