//! Checksummed frame: what is stored, with eight bytes of checksum behind it.
//!
//! A disk gives back other bytes than it was given more often than it says so, and postcard takes
//! nearly any bytes for a record. tantivy's own checksums stand for whole files and are too dear
//! for every question; these are for what is about to be shown. xxh3 with the kind of thing as its
//! seed, so that one is never taken for another.

use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Type of a frame's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealed {
    /// Record of an article.
    Article = 1,
    /// Problems of a file.
    Problems = 2,
    /// A side file.
    Side = 3,
    /// Format and roots of the index.
    Manifest = 4,
    /// The file that names a commit.
    Meta = 5,
}

/// Length of a checksum, in bytes.
const LENGTH: usize = 8;

/// Checksum of `bytes`.
pub fn seal_of(what: Sealed, bytes: &[u8]) -> u64 {
    xxh3_64_with_seed(bytes, what as u64)
}

/// Checksum of `bytes` that belong to something with the number `owner`.
fn seeded(what: Sealed, owner: u64, bytes: &[u8]) -> u64 {
    xxh3_64_with_seed(bytes, (what as u64) ^ owner)
}

/// Appends their checksum to `bytes`.
pub fn seal(what: Sealed, bytes: Vec<u8>) -> Vec<u8> {
    seal_seeded(what, 0, bytes)
}

/// Appends to `bytes` the checksum by which they belong to something with the number `owner`.
pub fn seal_seeded(what: Sealed, owner: u64, mut bytes: Vec<u8>) -> Vec<u8> {
    let seal = seeded(what, owner, &bytes);
    bytes.extend_from_slice(&seal.to_le_bytes());
    bytes
}

/// Content of a frame; `None` if it is not what was sealed as `what`.
pub fn unseal(what: Sealed, bytes: &[u8]) -> Option<&[u8]> {
    unseal_seeded(what, 0, bytes)
}

/// Content of a frame; `None` if it is not what was sealed as `what` for this `owner`.
pub fn unseal_seeded(what: Sealed, owner: u64, bytes: &[u8]) -> Option<&[u8]> {
    let (bytes, seal) = bytes.split_at_checked(bytes.len().checked_sub(LENGTH)?)?;
    (seal == seeded(what, owner, bytes).to_le_bytes()).then_some(bytes)
}

/// Serialises plain data with postcard.
///
/// # Panics
/// Never: postcard fails only on a sequence of unknown length, which none of our types has, and on
/// a full sink, and memory is the only sink.
pub fn bytes_of<T: Serialize>(value: &T) -> Vec<u8> {
    postcard::to_stdvec(value).expect("sequences tell their length, and memory has room")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_flipped_bit_breaks_a_seal() {
        let sealed = seal(Sealed::Side, b"who is who".to_vec());
        assert_eq!(unseal(Sealed::Side, &sealed), Some(&b"who is who"[..]));
        assert_eq!(unseal(Sealed::Article, &sealed), None);
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(unseal(Sealed::Side, &flipped), None, "bit {bit}");
        }
        assert_eq!(unseal(Sealed::Side, b"short"), None);
        let owned = seal_seeded(Sealed::Side, 77, b"who is who".to_vec());
        assert_eq!(unseal_seeded(Sealed::Side, 77, &owned), Some(&b"who is who"[..]));
        assert_eq!(unseal_seeded(Sealed::Side, 78, &owned), None);
    }
}
