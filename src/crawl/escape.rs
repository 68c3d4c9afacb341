//! Reversible text of paths, also of those that are no UTF-8.
//!
//! An id hashes a path and a ledger stores it, so it has to be text; and the file has to be opened
//! again, so nothing may be lost. Bytes that are no UTF-8 are written `\xNN`, and so is the
//! backslash.

use std::ffi::OsString;
use std::fmt::Write;
use std::path::{Component, Path, PathBuf};

/// A relative path as escaped text, with `/` between its parts.
pub fn escape_path(path: &Path) -> String {
    let mut text = String::new();
    for component in path.components() {
        let part = match component {
            Component::RootDir => {
                text.push('/');
                continue;
            }
            other => other.as_os_str(),
        };
        if !text.is_empty() && !text.ends_with('/') {
            text.push('/');
        }
        escape(part.as_encoded_bytes(), &mut text);
    }
    text
}

fn escape(bytes: &[u8], text: &mut String) {
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c == '\\' { text.push_str("\\x5C") } else { text.push(c) }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02X}");
        }
    }
}

/// The path that [`escape_path`] escaped.
pub fn unescape_path(text: &str) -> PathBuf {
    if !text.contains('\\') {
        return PathBuf::from(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\x") {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let hex = rest.get(at + 2..at + 4).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match hex {
            Some(byte) => bytes.push(byte),
            None => bytes.extend_from_slice(b"\\x"),
        }
        rest = &rest[at + if hex.is_some() { 4 } else { 2 }..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    PathBuf::from(os_string(bytes))
}

#[cfg(unix)]
fn os_string(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

#[cfg(not(unix))]
fn os_string(bytes: Vec<u8>) -> OsString {
    OsString::from(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn odd_names_are_written_plainly() {
        let path = PathBuf::from(os_string(b"a\\b/caf\xE9.txt".to_vec()));
        assert_eq!(escape_path(&path), "a\\x5Cb/caf\\xE9.txt");
        assert_eq!(unescape_path(&escape_path(&path)), path);
    }

    proptest! {
        #[test]
        fn every_path_comes_back(
            parts in prop::collection::vec(prop::collection::vec(1u8..=255, 1..8), 1..4),
        ) {
            let without_slash = |byte| if byte == b'/' { b'_' } else { byte };
            let path: PathBuf = parts
                .into_iter()
                .map(|part| os_string(part.into_iter().map(without_slash).collect()))
                .filter(|part| part != "." && part != "..")
                .collect();
            prop_assert_eq!(unescape_path(&escape_path(&path)), path);
        }
    }
}
