//! Bytes → text: UTF-8, else UTF-16 by its mark, else windows-1252, which never fails.

use std::borrow::Cow;

use encoding_rs::{Encoding, WINDOWS_1252};

/// The text of `bytes`, without a byte order mark.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        // What calls itself latin1 is windows-1252 in practice: its curly marks lie where latin1
        // has control characters.
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// Whether the first bytes of a file are no text: a NUL without the mark of UTF-16, or many control
/// characters.
pub(super) fn is_binary(head: &[u8]) -> bool {
    if Encoding::for_bom(head).is_some() {
        return false;
    }
    let control = |b: &&u8| **b < 32 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B | 0x1F);
    head.contains(&0) || head.iter().filter(control).count() * 50 > head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_gives_its_text() {
        assert_eq!(decode("“é”".as_bytes()), "“é”");
        assert_eq!(decode(b"\xEF\xBB\xBFplain"), "plain");
        assert_eq!(decode(b"\x93caf\xE9\x94"), "“café”");
        assert_eq!(decode(b"\xFF\xFEh\0i\0"), "hi");
    }

    #[test]
    fn a_nul_makes_a_file_binary() {
        assert!(is_binary(b"GIF89a\0\x01"));
        assert!(!is_binary(b"\xFF\xFEh\0i\0"));
        assert!(!is_binary(b"plain text\r\n\x1f"));
    }
}
