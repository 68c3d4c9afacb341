//! The texts of mail whose encoding is not declared, or not as it is.
//!
//! mail-parser reads what is declared and gives up on the rest; here the bytes tell, as for other
//! texts. In headers, letters stand raw, and a letter of several bytes may be split over two
//! encoded words (RFC 2047 forbids both).

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, HeaderName, Message, MessagePart, MimeHeaders};

use crate::read::encoding::{TextEncoding, decode};

/// Sign of bytes that could not be decoded.
const LOST: char = '\u{FFFD}';

/// The text of a part, of which mail-parser made `parsed`.
pub fn part_text(message: &Message<'_>, part: &MessagePart<'_>, parsed: &str) -> String {
    let raw = message.raw_message.get(part.offset_body as usize..part.offset_end as usize);
    let label = charset(part);
    let encoding = label.and_then(declared_encoding);
    // What is ASCII was read as it is, and so was what mail-parser alone has a decoder for.
    if parsed.is_ascii() || (label.is_some() && encoding.is_none() && !parsed.contains(LOST)) {
        return parsed.to_owned();
    }
    let bytes = match part.encoding {
        Encoding::None => raw.map(<[u8]>::to_vec),
        Encoding::QuotedPrintable => raw.and_then(quoted_printable_decode),
        Encoding::Base64 => raw.and_then(base64_decode),
    };
    match bytes {
        Some(bytes) if !bytes.is_ascii() => decode_bytes(&bytes, encoding),
        _ => parsed.to_owned(),
    }
}

/// The text of a header, of which mail-parser made `parsed`.
pub fn header_text(
    message: &Message<'_>,
    name: &HeaderName<'_>,
    parsed: Option<&str>,
) -> Option<String> {
    if !parsed?.contains(LOST) {
        return parsed.map(str::to_owned);
    }
    let part = message.parts.first()?;
    let header = part.headers.iter().rev().find(|header| header.name == *name)?;
    let raw = message.raw_message.get(header.offset_start as usize..header.offset_end as usize)?;
    let encoding = charset(part).and_then(declared_encoding);
    Some(decode_words(&unfold(raw), encoding))
}

/// The name of a sender in a header such as `Ina Cole <ina@example.com>`.
pub fn sender_name(header: &str) -> &str {
    let name = match header.split_once('<') {
        Some((name, _)) if !name.trim().is_empty() => name,
        _ => header.split_once('(').map_or(header, |(_, name)| name.trim_end_matches([')', ' '])),
    };
    name.trim().trim_matches('"')
}

/// The charset that a part declares.
fn charset<'p>(part: &'p MessagePart<'_>) -> Option<&'p str> {
    part.content_type().and_then(|kind| kind.attribute("charset"))
}

/// The encoding of a charset, unless that is the one which programs write without looking.
fn declared_encoding(label: &str) -> Option<TextEncoding> {
    let says_nothing = ["us-ascii", "ascii", "ansi_x3.4-1968", "utf-8", "utf8"]
        .iter()
        .any(|name| label.trim().eq_ignore_ascii_case(name));
    TextEncoding::from_name(label).filter(|_| !says_nothing)
}

/// The text of bytes: UTF-8 if they are that, whatever is declared, then as declared, then as they
/// tell.
fn decode_bytes(bytes: &[u8], declared: Option<TextEncoding>) -> String {
    match (std::str::from_utf8(bytes), declared) {
        (Ok(text), _) => text.to_owned(),
        (Err(_), Some(encoding)) => encoding.decode(bytes).into_owned(),
        (Err(_), None) => decode(bytes).into_owned(),
    }
}

/// A header on one line.
fn unfold(raw: &[u8]) -> Vec<u8> {
    raw.trim_ascii().iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect()
}

/// The text of a header with its encoded words decoded, those that follow one another in one
/// charset as one. `encoding` is that of the message.
fn decode_words(raw: &[u8], encoding: Option<TextEncoding>) -> String {
    let mut text = String::new();
    let mut word: Option<(String, Vec<u8>)> = None;
    let mut rest = raw;
    loop {
        let start = memchr::memmem::find_iter(rest, b"=?")
            .find_map(|at| Some((at, encoded_word(&rest[at..])?)));
        let before = start.as_ref().map_or(rest, |(at, _)| &rest[..*at]);
        if before.iter().any(|byte| !byte.is_ascii_whitespace())
            || word.is_none()
            || start.is_none()
        {
            flush(&mut word, &mut text);
            text.push_str(&decode_bytes(before, encoding));
        }
        let Some((at, (charset, bytes, length))) = start else { return text };
        match &mut word {
            Some((other, all)) if other.eq_ignore_ascii_case(&charset) => all.extend(bytes),
            _ => {
                flush(&mut word, &mut text);
                word = Some((charset, bytes));
            }
        }
        rest = &rest[at + length..];
    }
}

fn flush(word: &mut Option<(String, Vec<u8>)>, text: &mut String) {
    if let Some((charset, bytes)) = word.take() {
        text.push_str(&decode_bytes(&bytes, declared_encoding(&charset)));
    }
}

/// The charset and the bytes of the encoded word at the start of `text`, and its length.
fn encoded_word(text: &[u8]) -> Option<(String, Vec<u8>, usize)> {
    let rest = text.strip_prefix(b"=?")?;
    let mut parts = rest.splitn(3, |byte| *byte == b'?');
    let (charset, kind, tail) = (parts.next()?, parts.next()?, parts.next()?);
    let end = memchr::memmem::find(tail, b"?=")?;
    let bytes = match kind {
        [b'B' | b'b'] => base64_decode(&tail[..end])?,
        [b'Q' | b'q'] => {
            let blanks: Vec<u8> =
                tail[..end].iter().map(|b| if *b == b'_' { b' ' } else { *b }).collect();
            quoted_printable_decode(&blanks)?
        }
        _ => return None,
    };
    // RFC 2231 puts a language behind the charset.
    let charset = charset.split(|byte| *byte == b'*').next()?;
    let length = text.len() - tail.len() + end + 2;
    Some((String::from_utf8_lossy(charset).into_owned(), bytes, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mail_parser::MessageParser;

    fn texts(mail: &[u8]) -> (String, String, String) {
        let message = MessageParser::default().parse(mail).unwrap();
        let subject = header_text(&message, &HeaderName::Subject, message.subject());
        let from = message.from().and_then(|from| from.first()).and_then(|from| from.name());
        let from = header_text(&message, &HeaderName::From, from).unwrap_or_default();
        let part = &message.parts[0];
        let body = part_text(&message, part, part.text_contents().unwrap());
        (subject.unwrap_or_default(), sender_name(&from).to_owned(), body)
    }

    #[test]
    fn what_declares_nothing_is_read_by_its_bytes() {
        for charset in ["", "; charset=us-ascii", "; charset=x-unknown", "; charset=utf-8"] {
            let declared = format!("Content-Type: text/plain{charset}\n");
            let head = format!("From: Zo\u{1}e <z@x>\nSubject: Caf\u{1}\n{declared}\n");
            let mut mail = Vec::new();
            for byte in format!("{head}“Yes”, Zo\u{1}").chars() {
                match byte {
                    '\u{1}' => mail.push(0xE9),
                    '“' => mail.push(0x93),
                    '”' => mail.push(0x94),
                    c => mail.push(c as u8),
                }
            }
            let expected = ("Café".to_owned(), "Zoée".to_owned(), "“Yes”, Zoé".to_owned());
            assert_eq!(texts(&mail), expected, "{declared}");
        }
    }

    #[test]
    fn the_charset_of_the_body_is_that_of_the_headers() {
        let (body, ..) = encoding_rs::KOI8_R.encode("Буря в порту");
        let head = b"Content-Type: text/plain; charset=koi8-r\nSubject: ".to_vec();
        let mail = [head, body.to_vec(), b"\n\n".to_vec(), body.to_vec()].concat();
        let (subject, _, text) = texts(&mail);
        assert_eq!((subject.as_str(), text.as_str()), ("Буря в порту", "Буря в порту"));
    }

    #[test]
    fn a_letter_split_over_encoded_words_is_whole() {
        let mail = b"From: =?utf-8?Q?Zo=C3?= =?UTF-8?Q?=AB?= Cole <z@x>\nSubject: \
            =?utf-8?B?U8O8?= =?utf-8?B?ZGjDvA==?=\n =?utf-8?B?Zw==?= up =?utf-8?q?in_=E2=80?=\n\
            =?utf-8?q?=94?= port\n\nText";
        let (subject, from, _) = texts(mail);
        assert_eq!(from, "Zoë Cole");
        assert!(subject.starts_with("Südhüg up in "), "{subject}");
        let split = b"Subject: =?utf-8?B?w7bD?=\n =?utf-8?B?tg==?= =?iso-8859-1?Q?_=E9?= \xE9\n\nT";
        assert_eq!(texts(split).0, "öö é é");
    }

    #[test]
    fn quoted_and_packed_bodies_are_read_by_their_bytes_too() {
        for body in ["quoted-printable\n\n=93Caf=E9=94", "base64\n\nk0NhZumU"] {
            let mail = format!("Subject: S\nContent-Transfer-Encoding: {body}");
            assert_eq!(texts(mail.as_bytes()).2, "“Café”");
        }
    }
}
