//! Manifest of an index, in the payload of every commit: its format and its roots.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::store::seal::{Sealed, seal_of};

/// Format that this version writes and reads. Raised with any change to the schema, the
/// tokenizers or the records.
pub const FORMAT: u32 = 4;

/// Content of a commit's payload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the format; the field's name tells an onrecord index from another tantivy index.
    pub onrecord_format: u32,
    /// Directories that were indexed, in the order in which they came.
    pub roots: Vec<RootEntry>,
}

/// A root: a name that ids are made from, and the directory it stands for now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootEntry {
    /// Name, unique in the index.
    pub name: String,
    /// Absolute path of the directory; bytes that are no UTF-8 are written `\xNN`.
    pub dir: String,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { onrecord_format: FORMAT, roots: Vec::new() }
    }
}

/// Text at the end of a payload before its seal.
const SEAL: &str = ",\"seal\":\"";

/// Formats whose payload is sealed.
const SEALED_FORMATS: RangeInclusive<u64> = 3..=FORMAT as u64;

/// A payload, as far as it can be believed.
#[derive(Debug, PartialEq, Eq)]
pub enum Payload {
    /// Payload of ours; of the commit with this number, where it says so (format 2 does not).
    Ours(Manifest, Option<u64>),
    /// Payload of ours that is not as it was written.
    Damaged,
    /// Payload of another program.
    Strange,
}

impl Manifest {
    /// Payload for the commit with this number. meta.json has no checksum of its own, so that the
    /// payload is sealed and names its commit.
    ///
    /// # Panics
    /// Never: a manifest is text and numbers, which are JSON.
    pub fn to_payload(&self, commit: u64) -> String {
        let mut value = serde_json::to_value(self).expect("a manifest is text and numbers");
        value["commit"] = commit.into();
        let text = value.to_string();
        let seal = seal_of(Sealed::Manifest, text.as_bytes());
        format!("{}{SEAL}{seal:016x}\"}}", text.strip_suffix('}').unwrap_or(&text))
    }
}

impl Payload {
    /// Parses a payload.
    pub fn parse(payload: &str) -> Self {
        // What is no JSON has no format; its seal may still tell that it was ours.
        let value: Value = serde_json::from_str(payload).unwrap_or(Value::Null);
        let sealed = payload.rsplit_once(SEAL).map(|(text, seal)| {
            let text = format!("{text}}}");
            format!("{:016x}\"}}", seal_of(Sealed::Manifest, text.as_bytes())) == seal
        });
        let format = value.get("onrecord_format").and_then(Value::as_u64);
        match (sealed, format) {
            (Some(false), _) => return Self::Damaged,
            (None, Some(format)) if SEALED_FORMATS.contains(&format) => return Self::Damaged,
            (None, None) => return Self::Strange,
            _ => {}
        }
        let commit = value.get("commit").and_then(Value::as_u64);
        match serde_json::from_value(value) {
            Ok(manifest) => Self::Ours(manifest, commit),
            // Of a newer format all is unknown but the number.
            Err(_) => match format {
                Some(format) if format > u64::from(FORMAT) => {
                    let onrecord_format = u32::try_from(format).unwrap_or(u32::MAX);
                    Self::Ours(Manifest { onrecord_format, roots: Vec::new() }, commit)
                }
                _ => Self::Damaged,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flipped_byte_is_never_taken_for_what_was_written() {
        let root = RootEntry { name: "wire".into(), dir: "/archive/wire {\"a\"}".into() };
        let manifest = Manifest { roots: vec![root], ..Manifest::default() };
        let payload = manifest.to_payload(17);
        assert_eq!(Payload::parse(&payload), Payload::Ours(manifest.clone(), Some(17)));
        for at in 0..payload.len() {
            let mut bytes = payload.clone().into_bytes();
            bytes[at] ^= 1;
            let found = Payload::parse(&String::from_utf8(bytes).unwrap());
            assert!(!matches!(found, Payload::Ours(..)), "byte {at}: {found:?}");
        }
        let of_2 = r#"{"onrecord_format":2,"roots":[]}"#;
        let empty = Manifest { onrecord_format: 2, roots: Vec::new() };
        assert_eq!(Payload::parse(of_2), Payload::Ours(empty, None));
        assert_eq!(Payload::parse("a word"), Payload::Strange);
    }
}
