//! Manifest of an index, in the payload of every commit: its format and its roots.

use std::hash::{BuildHasher, Hasher, RandomState};
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
    /// True if files of it may be missing that the index held: rows of the ledger were lost to
    /// damage, and the root was not walked since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub incomplete: bool,
}

impl RootEntry {
    /// True if a directory stands behind the root, and not a stream.
    pub fn is_dir(&self) -> bool {
        self.dir != "-"
    }
}

/// Marks that tell a commit from every other, of this index and of others.
///
/// Its number alone does not: it grows with every commit, but an index that is restored from a
/// backup counts on from there, and two indexes count alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CommitId {
    /// Number of the commit.
    pub number: u64,
    /// Number drawn by lot when the index was made, which its copies share; 0 where an older
    /// onrecord made it.
    pub index: u64,
    /// Number drawn by lot for the commit; 0 where an older onrecord made it.
    drawn: u64,
}

impl CommitId {
    /// Id of a commit of which only the number is known.
    pub fn numbered(number: u64) -> Self {
        Self { number, ..Self::default() }
    }

    /// Id of the commit that follows this one and has this number.
    pub fn next(self, number: u64) -> Self {
        let index = if self.index == 0 { draw() } else { self.index };
        Self { number, index, drawn: draw() }
    }

    /// Stamp of what is made from the commit.
    pub fn stamp(self) -> u64 {
        if self.drawn == 0 { self.number } else { self.drawn }
    }
}

/// Number drawn by lot, never 0. The hasher of the standard library is keyed by the system's
/// randomness, and more is not asked of it.
fn draw() -> u64 {
    RandomState::new().build_hasher().finish().max(1)
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
    /// Payload of ours, of this commit; its number is missing in format 2.
    Ours(Manifest, Option<CommitId>),
    /// Payload of ours that is not as it was written.
    Damaged,
    /// Payload of another program.
    Strange,
}

impl Manifest {
    /// Payload for this commit, which it names; sealed, since meta.json had no checksum of its own
    /// in older indexes.
    ///
    /// # Panics
    /// Never: a manifest is text and numbers, which are JSON.
    pub fn to_payload(&self, commit: CommitId) -> String {
        let mut value = serde_json::to_value(self).expect("a manifest is text and numbers");
        value["commit"] = commit.number.into();
        value["index"] = commit.index.into();
        value["drawn"] = commit.drawn.into();
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
        let number = |key| value.get(key).and_then(Value::as_u64);
        let commit = number("commit").map(|commit| CommitId {
            number: commit,
            index: number("index").unwrap_or(0),
            drawn: number("drawn").unwrap_or(0),
        });
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
        let root = RootEntry {
            name: "wire".into(),
            dir: "/archive/wire {\"a\"}".into(),
            incomplete: true,
        };
        let manifest = Manifest { roots: vec![root], ..Manifest::default() };
        let commit = CommitId::default().next(17);
        let payload = manifest.to_payload(commit);
        assert_eq!(Payload::parse(&payload), Payload::Ours(manifest.clone(), Some(commit)));
        assert_ne!(commit.next(17), commit);
        assert_eq!((commit.next(18).index, commit.number), (commit.index, 17));
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
