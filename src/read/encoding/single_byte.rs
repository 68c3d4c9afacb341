//! The encodings of a byte for each character that Western archives are in: Windows, the Macintosh
//! before 2001, DOS. Which of them it was, only the places of the characters tell.

use encoding_rs::{MACINTOSH, WINDOWS_1252};

use crate::read::encoding::evidence::Evidence;
use crate::read::encoding::named::TextEncoding;

/// The encodings, the most frequent first.
pub const SINGLE_BYTE: [TextEncoding; 4] = [
    TextEncoding::Standard(WINDOWS_1252),
    TextEncoding::Standard(MACINTOSH),
    TextEncoding::CodePage(850),
    TextEncoding::CodePage(437),
];

/// The encoding in which nearly all characters of some texts stand where they should, and its
/// evidence; `decode` gives each of the texts.
pub fn most_plausible(
    decode: impl Fn(TextEncoding) -> Vec<String>,
) -> Option<(TextEncoding, Evidence)> {
    let mut best: Option<(TextEncoding, Evidence)> = None;
    for encoding in SINGLE_BYTE {
        let mut evidence = Evidence::default();
        for text in decode(encoding) {
            evidence += Evidence::of(&text);
        }
        let weight = |e: &Evidence| e.good as i64 - 2 * e.bad as i64;
        if evidence.speaks_for()
            && best.as_ref().is_none_or(|(_, other)| weight(&evidence) > weight(other))
        {
            best = Some((encoding, evidence));
        }
    }
    best
}

/// The encoding of bytes that were read as `text`, where that cannot be and another fits.
pub fn better_encoding(bytes: &[u8], text: &str) -> Option<TextEncoding> {
    let now = Evidence::of(text);
    if !now.speaks_against(2) {
        return None;
    }
    let (encoding, evidence) =
        most_plausible(|encoding| vec![encoding.decode(bytes).into_owned()])?;
    (evidence.good > now.good).then_some(encoding)
}
