//! Mojibake: UTF-8 that was taken for windows-1252 and saved so, `â€œYes,â€\u{9d}` for “Yes,”.
//!
//! Repaired only where the damage is certain: such pairs and triples of letters do not stand in any
//! language's words, and more than one of them must be there.

use encoding_rs::WINDOWS_1252;

use crate::model::Article;

/// Name of the repair in an article's list of repairs.
const NAME: &str = "mojibake";

/// Repairs the texts of an article, and records in it that it did.
pub fn repair(article: &mut Article) {
    let mut mended = false;
    let mut replace = |text: &mut String, certain: bool| {
        if let Some(better) = repaired(text, certain) {
            *text = better;
            mended = true;
        }
    };
    replace(&mut article.body, false);
    // A headline is short: one certain sign is enough.
    article.title.iter_mut().chain(&mut article.authors).for_each(|text| replace(text, true));
    if mended {
        article.mended.push(NAME.to_owned());
    }
}

/// The repaired text, if there is damage. With `one`, one sign of damage is enough.
fn repaired(text: &str, one: bool) -> Option<String> {
    // Quick: none of the letters that damage begins with.
    if !text.contains(['Ã', 'â', 'Â', 'Å', 'Ä', 'ð']) {
        return None;
    }
    let mut mended = String::with_capacity(text.len());
    let (mut signs, mut certain) = (0, 0);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((c, length)) = decode_char(rest) {
            signs += 1;
            certain += usize::from(rest.starts_with("â€") || rest.starts_with("ðŸ"));
            mended.push(c);
            rest = &rest[length..];
        } else if let Some(after) = rest.strip_prefix("â€") {
            // The last byte of ” is a control character that many programs drop.
            certain += 1;
            mended.push('”');
            rest = after.strip_prefix('\u{9d}').unwrap_or(after);
        } else {
            mended.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    let enough = certain > 0 || signs >= if one { 1 } else { 2 };
    enough.then_some(mended)
}

/// The character whose bytes the letters at the start of `text` are, and the length of these
/// letters in bytes.
fn decode_char(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    let mut needed = 0;
    for (count, (at, c)) in text.char_indices().take(4).enumerate() {
        let byte = windows_1252_byte(c)?;
        if count == 0 {
            needed = match byte {
                0xC2..=0xDF => 2,
                0xE0..=0xEF => 3,
                0xF0..=0xF4 => 4,
                _ => return None,
            };
        } else if byte & 0xC0 != 0x80 {
            return None;
        }
        bytes[count] = byte;
        if count + 1 == needed {
            let whole = std::str::from_utf8(&bytes[..needed]).ok()?;
            return Some((whole.chars().next()?, at + c.len_utf8()));
        }
    }
    None
}

/// The byte of windows-1252 for a character beyond ASCII.
fn windows_1252_byte(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0x80..=0xFF => Some(code as u8),
        0..=0x7F => None,
        _ => {
            let mut buffer = [0; 4];
            let (bytes, _, failed) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
            (!failed && bytes.len() == 1).then(|| bytes[0])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_mended_and_noted() {
        let mut article = Article {
            title: Some("MinistÃ¨re".to_owned()),
            body: "â€œYes,â€\u{9d} said ZoÃ« MÃ¼ller â€“ itâ€™s done.".to_owned(),
            ..Article::default()
        };
        repair(&mut article);
        assert_eq!(article.title.as_deref(), Some("Ministère"));
        assert_eq!(article.body, "“Yes,” said Zoë Müller – it’s done.");
        assert_eq!(article.mended, ["mojibake"]);
    }

    #[test]
    fn a_closing_mark_without_its_last_byte_is_mended() {
        assert_eq!(repaired("â€œYes,â€ he said", false).as_deref(), Some("“Yes,” he said"));
    }

    #[test]
    fn words_that_are_as_they_should_be_stay() {
        for text in [
            "NÃO, disse Ângela: “Ação já”",
            "À « Â »",
            "Der Älteste: “Ja” – für 5 €",
            "un seul Ã©",
            "Ã",
            "“Yes,” he said",
        ] {
            assert_eq!(repaired(text, false), None, "{text}");
        }
    }
}
