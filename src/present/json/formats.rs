//! The formats that are read.

use serde::Serialize;

use crate::read::FormatReader;

/// A format that is read.
#[derive(Serialize)]
pub struct FormatJson {
    name: &'static str,
    extensions: &'static [&'static str],
    reads: &'static str,
    notes: &'static str,
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
