//! The beginnings of records in a WARC file.

use memchr::memmem;

/// Bytes from a record's beginning that are looked at to know it for one.
pub const BEGINNING_BYTES: usize = 4 * 1024;

/// True if `bytes` begin with a record's first line, as far as they go.
pub fn is_first_line(bytes: &[u8]) -> bool {
    bytes.starts_with(b"WARC/0.") || bytes.starts_with(b"WARC/1.")
}

/// Offset of the first record that begins within `bytes`, after the first of them: a first line
/// with a field of such records behind it.
pub fn find_record(bytes: &[u8]) -> Option<usize> {
    let begins = |at: &usize| {
        let rest = &bytes[at + 1..];
        let head = &rest[..rest.len().min(BEGINNING_BYTES)];
        let lower = head.to_ascii_lowercase();
        is_first_line(rest) && memmem::find(&lower, b"\nwarc-").is_some()
    };
    memmem::find_iter(bytes, b"\nWARC/").find(begins).map(|at| at + 1)
}
