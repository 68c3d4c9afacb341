//! The formats that are read.

use schemars::JsonSchema;
use serde::Serialize;

use crate::read::FormatReader;

/// A format that is read.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "format")]
pub struct FormatJson {
    /// Name, as `--only` takes it.
    name: &'static str,
    /// Usual extensions of its files.
    extensions: &'static [&'static str],
    /// Fields that are read.
    reads: &'static str,
    /// Remarks.
    notes: &'static str,
    /// Version of the reader.
    version: u32,
}

/// The formats in the order of the readers.
pub fn formats(readers: &[&dyn FormatReader]) -> Vec<FormatJson> {
    let one = |reader: &&dyn FormatReader| {
        let format = reader.format();
        FormatJson {
            name: reader.name(),
            extensions: format.extensions,
            reads: format.reads,
            notes: format.notes,
            version: reader.version(),
        }
    };
    readers.iter().map(one).collect()
}
