//! Detection of encodings: UTF-8, UTF-16 with or without its byte order mark, else a guess.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::read::encoding::named::TextEncoding;
use crate::read::encoding::single_byte::better_encoding;

/// The text of `bytes`, without a byte order mark.
pub fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0;
    }
    if let Some(encoding) = utf16_without_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let encoding = guess_encoding(bytes);
    let text = encoding.decode_without_bom_handling(bytes).0;
    match better_encoding(bytes, &text).filter(|_| encoding != UTF_8) {
        Some(better) => better.decode(bytes),
        None => text,
    }
}

/// The encoding of the Macintosh or of DOS that the first bytes of a file are in, where they tell.
pub fn legacy_encoding(head: &[u8]) -> Option<TextEncoding> {
    if std::str::from_utf8(head).is_ok() || Encoding::for_bom(head).is_some() {
        return None;
    }
    let encoding = guess_encoding(head);
    let text = encoding.decode_without_bom_handling(head).0;
    better_encoding(head, &text).filter(|_| encoding != UTF_8)
}

/// Guesses the encoding of bytes that are no UTF-8.
///
/// UTF-8 with a few damaged places stays UTF-8. Bytes that look like latin1 are windows-1252 in
/// practice: its curly marks lie where latin1 has control characters. A handful of bytes tells too
/// little to guess by, and is windows-1252 too.
pub fn guess_encoding(bytes: &[u8]) -> &'static Encoding {
    let (good, bad) = count_sequences(bytes);
    if good > 10 * bad {
        return UTF_8;
    }
    if good + bad < 6 {
        return WINDOWS_1252;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Numbers of whole characters of more than one byte, and of damaged places.
fn count_sequences(bytes: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

/// The byte order of UTF-16 without its mark: every other byte of mostly Latin text is zero.
pub fn utf16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(1024) & !1];
    if head.len() < 8 {
        return None;
    }
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let min_zeros = head.len() / 2 * 7 / 10;
    match (even, odd) {
        // A few characters of other scripts have a zero in the other half.
        (even, odd) if odd > min_zeros && even * 16 < odd => Some(UTF_16LE),
        (even, odd) if even > min_zeros && odd * 16 < even => Some(UTF_16BE),
        _ => None,
    }
}

/// True if the first bytes of a file are no text: a NUL without the mark of UTF-16, or many control
/// characters.
pub fn is_binary(head: &[u8]) -> bool {
    if Encoding::for_bom(head).is_some() || utf16_without_bom(head).is_some() {
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
        assert_eq!(decode(b"h\0e\0l\0l\0o\0!\0"), "hello!");
        assert_eq!(decode(b"\0h\0e\0l\0l\0o\0!"), "hello!");
    }

    #[test]
    fn what_declares_nothing_is_guessed() {
        let text = "Рыбаки вернулись в порт после долгой бури, сообщил мэр города.";
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(text);
        assert_eq!(decode(&bytes), text);
        let text = "漁師たちは長い嵐のあと港に戻り、市長は喜んだ。";
        let (bytes, ..) = encoding_rs::SHIFT_JIS.encode(text);
        assert_eq!(decode(&bytes), text);
        let text = "“Où était-il ?” – demanda la mère d’Éloïse, très fâchée";
        let (bytes, ..) = WINDOWS_1252.encode(text);
        assert_eq!(decode(&bytes), text);
    }

    #[test]
    fn the_macintosh_and_dos_are_told_by_their_bytes() {
        let text = "“Nous n’irons pas,” said Béatrice Noël, “before it’s over.” – Señor Peña";
        let mac: Vec<u8> = text
            .chars()
            .map(|c| TextEncoding::Standard(encoding_rs::MACINTOSH).byte_of(c).unwrap_or(c as u8))
            .collect();
        assert_eq!(decode(&mac), text);
        let text = "\"Nous irons\", dit Béatrice Noël, très émue, à l'île de Ré. Señor Peña";
        for page in [437, 850] {
            let dos: Vec<u8> = text
                .chars()
                .map(|c| TextEncoding::CodePage(page).byte_of(c).unwrap_or(c as u8))
                .collect();
            assert_eq!(decode(&dos), text, "{page}");
        }
        // One comma that should not be there makes no file one of DOS.
        assert_eq!(decode(b"Jonas Ferl\x82 who knows, left."), "Jonas Ferl‚ who knows, left.");
        // A file in English where one word has an accent.
        assert_eq!(decode(b"His fianc\x82e said no."), "His fiancée said no.");
    }

    #[test]
    fn one_damaged_byte_does_not_make_utf8_something_else() {
        let mut bytes = "“Ça alors !” s’écria Zoé – déjà là, à l’été même.".as_bytes().to_vec();
        bytes.push(0xE2);
        assert_eq!(decode(&bytes), "“Ça alors !” s’écria Zoé – déjà là, à l’été même.\u{FFFD}");
    }

    #[test]
    fn a_nul_makes_a_file_binary() {
        assert!(is_binary(b"GIF89a\0\x01"));
        assert!(!is_binary(b"\xFF\xFEh\0i\0"));
        assert!(!is_binary(b"h\0e\0l\0l\0o\0!\0"));
        assert!(!is_binary(b"plain text\r\n\x1f"));
    }
}
