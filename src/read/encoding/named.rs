//! Encodings by their names: those that browsers know, and the code pages of DOS.

use std::borrow::Cow;

use encoding_rs::{Decoder, Encoding, MACINTOSH};
use oem_cp::code_table::{DECODING_TABLE_CP_MAP, ENCODING_TABLE_CP_MAP};
use oem_cp::code_table_type::TableType;

/// An encoding of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// One of the Encoding Standard, which browsers know.
    Standard(&'static Encoding),
    /// A code page of DOS, by its number.
    CodePage(u16),
}

impl TextEncoding {
    /// The encoding of a name, in any case: `windows-1252`, `macintosh`, `cp437`.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase();
        if let Some(encoding) = Encoding::for_label(name.as_bytes()) {
            return Some(Self::Standard(encoding));
        }
        if matches!(name.as_str(), "macroman" | "mac-roman" | "mac_roman" | "x-macroman") {
            return Some(Self::Standard(MACINTOSH));
        }
        let prefix = ["cp", "ibm", "dos", "oem"].iter().find_map(|p| name.strip_prefix(p));
        let number = prefix.unwrap_or(&name).trim_start_matches(['-', '_']).parse().ok()?;
        DECODING_TABLE_CP_MAP.contains_key(&number).then_some(Self::CodePage(number))
    }

    /// The name that [`TextEncoding::from_name`] takes.
    pub fn name(self) -> String {
        match self {
            Self::Standard(encoding) => encoding.name().to_ascii_lowercase(),
            Self::CodePage(number) => format!("cp{number}"),
        }
    }

    /// The text of `bytes`.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        if let Self::Standard(encoding) = self {
            return encoding.decode_without_bom_handling(bytes).0;
        }
        let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
        StreamDecoder::new(self).decode(bytes, &mut text, true);
        Cow::Owned(text)
    }

    /// The byte of a character beyond ASCII, in an encoding of a byte for each character.
    pub fn byte_of(self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return None;
        }
        match self {
            Self::Standard(encoding) => {
                let mut buffer = [0; 4];
                let (bytes, _, failed) = encoding.encode(c.encode_utf8(&mut buffer));
                (!failed && bytes.len() == 1).then(|| bytes[0])
            }
            Self::CodePage(number) => ENCODING_TABLE_CP_MAP.get(&number)?.get(&c).copied(),
        }
    }
}

/// A decoder of a stream that is handed over in pieces.
pub enum StreamDecoder {
    /// One of the Encoding Standard.
    Standard(Decoder),
    /// A code page of DOS.
    CodePage(Option<&'static TableType>),
}

impl StreamDecoder {
    /// A decoder that stands at the start of a stream, behind its byte order mark.
    pub fn new(encoding: TextEncoding) -> Self {
        match encoding {
            TextEncoding::Standard(encoding) => {
                Self::Standard(encoding.new_decoder_without_bom_handling())
            }
            TextEncoding::CodePage(number) => Self::CodePage(DECODING_TABLE_CP_MAP.get(&number)),
        }
    }

    /// Appends the text of a piece to `text`; `last` says that no other follows.
    pub fn decode(&mut self, piece: &[u8], text: &mut String, last: bool) {
        match self {
            Self::Standard(decoder) => {
                text.reserve(decoder.max_utf8_buffer_length(piece.len()).unwrap_or(piece.len()));
                let _ = decoder.decode_to_string(piece, text, last);
            }
            Self::CodePage(table) => text.extend(piece.iter().map(|byte| {
                let Some(high) = byte.checked_sub(0x80) else { return char::from(*byte) };
                let found = match table {
                    Some(TableType::Complete(table)) => Some(table[usize::from(high)]),
                    Some(TableType::Incomplete(table)) => table[usize::from(high)],
                    None => None,
                };
                found.unwrap_or('\u{FFFD}')
            })),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_have_names_in_many_spellings() {
        for (name, known) in [
            ("CP437", "cp437"),
            ("ibm850", "cp850"),
            ("dos-437", "cp437"),
            ("MacRoman", "macintosh"),
            ("latin1", "windows-1252"),
            ("UTF-16", "utf-16le"),
        ] {
            assert_eq!(TextEncoding::from_name(name).unwrap().name(), known);
        }
        assert_eq!(TextEncoding::from_name("cp4"), None);
        assert_eq!(TextEncoding::from_name("klingon"), None);
    }

    #[test]
    fn code_pages_go_both_ways() {
        let dos = TextEncoding::CodePage(437);
        assert_eq!(dos.decode(b"caf\x82"), "café");
        assert_eq!(dos.byte_of('é'), Some(0x82));
        let mac = TextEncoding::from_name("mac").unwrap();
        assert_eq!(mac.byte_of('“'), Some(0xD2));
        assert_eq!(mac.byte_of('漁'), None);
    }
}
