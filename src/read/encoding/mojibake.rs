//! Mojibake: text that was decoded wrongly once and saved so, mended only where that is certain.
//!
//! Three kinds. UTF-8 that was taken for an encoding of a byte for each character, once or twice:
//! `â€œYes,â€\u{9d}` for “Yes,” – such pairs and triples of letters do not stand in any language's
//! words. Windows-1252 that was taken for latin1: its curly marks are then control characters. And
//! one encoding of single bytes taken for another, `ÒYes,Ó`: told by the places of the characters.

use encoding_rs::{
    MACINTOSH, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1257,
};

use crate::model::Article;
use crate::read::encoding::evidence::{Evidence, beyond_ascii, with_neighbours};
use crate::read::encoding::named::TextEncoding;
use crate::read::encoding::single_byte::{SINGLE_BYTE, most_plausible};

/// Name of the repair in an article's list of repairs.
const NAME: &str = "mojibake";

/// An encoding that UTF-8 is taken for.
struct TakenFor {
    encoding: TextEncoding,
    /// Letters that the damage begins with.
    begins: &'static [&'static str],
    /// True if these begin no word of any language, so that letters tell as well as marks do.
    sure: bool,
}

impl TakenFor {
    const fn new(encoding: TextEncoding, begins: &'static [&'static str], sure: bool) -> Self {
        Self { encoding, begins, sure }
    }
}

/// Encodings that UTF-8 is taken for, the most frequent first.
const TAKEN_FOR: [TakenFor; 9] = [
    TakenFor::new(WINDOWS, &["Ã", "â", "Â", "Å", "Ä", "ð"], true),
    TakenFor::new(TextEncoding::Standard(MACINTOSH), &["√", "‚Ä"], true),
    TakenFor::new(TextEncoding::CodePage(437), &["├", "ΓÇ"], true),
    TakenFor::new(TextEncoding::CodePage(850), &["├", "ÔÇ"], true),
    TakenFor::new(TextEncoding::Standard(WINDOWS_1250), &["â€"], false),
    TakenFor::new(TextEncoding::Standard(WINDOWS_1251), &["вЂ"], false),
    TakenFor::new(TextEncoding::Standard(WINDOWS_1253), &["β€"], false),
    TakenFor::new(TextEncoding::Standard(WINDOWS_1254), &["â€"], false),
    TakenFor::new(TextEncoding::Standard(WINDOWS_1257), &["ā€"], false),
];

const WINDOWS: TextEncoding = TextEncoding::Standard(WINDOWS_1252);

/// Most times that a text was decoded wrongly, one after another.
const MAX_ROUNDS: usize = 3;

/// Weight of the signs against a text that is whole as UTF-8 from which it is read otherwise.
const MISREAD_WEIGHT: usize = 3;

/// Repairs the texts of an article, and records in it that it did.
pub fn repair(article: &mut Article) {
    let mut mended = false;
    let mut replace = |text: &mut String, certain: bool| {
        for _ in 0..MAX_ROUNDS {
            let Some(better) = repaired(text, certain) else { break };
            *text = better;
            mended = true;
        }
        if let Some(better) = without_controls(text) {
            *text = better;
            mended = true;
        }
    };
    replace(&mut article.body, false);
    // A headline is short: one certain sign is enough.
    article.title.iter_mut().chain(&mut article.authors).for_each(|text| replace(text, true));
    mended |= reread(article);
    if mended {
        article.mended.push(NAME.to_owned());
    }
}

/// The repaired text, if there is damage. With `one`, one sign of damage is enough.
fn repaired(text: &str, one: bool) -> Option<String> {
    // Quick: most texts have none of the letters.
    let first = |letters: &&str| letters.chars().next();
    let begins_damage = |c: char| {
        TAKEN_FOR.iter().any(|taken| taken.begins.iter().filter_map(first).any(|begin| begin == c))
    };
    if !beyond_ascii(text).any(|(_, c)| !is_usual(c) && begins_damage(c)) {
        return None;
    }
    let mut best: Option<Repair> = None;
    for TakenFor { encoding, begins, sure } in TAKEN_FOR {
        if !begins.iter().any(|letters| text.contains(letters)) {
            continue;
        }
        let repair = decode_again(text, encoding);
        let signs = if sure { repair.signs } else { 0 };
        let enough = repair.certain > 0 || signs >= if one { 1 } else { 2 };
        if enough && best.as_ref().is_none_or(|other| repair.signs > other.signs) {
            best = Some(repair);
        }
    }
    best.map(|repair| repair.text)
}

/// True for the characters beyond ASCII that whole texts have most: marks, dashes, dots.
fn is_usual(c: char) -> bool {
    matches!(c, '\u{A0}' | '–' | '—' | '‘' | '’' | '“' | '”' | '…')
}

/// A text whose letters were taken for bytes of UTF-8.
struct Repair {
    text: String,
    /// Number of places where characters came out: what is wrong twice has two beside each other
    /// for one.
    signs: usize,
    /// Number of them that stand for marks no text has by accident.
    certain: usize,
}

fn decode_again(text: &str, encoding: TextEncoding) -> Repair {
    let mut repair = Repair { text: String::with_capacity(text.len()), signs: 0, certain: 0 };
    let mut rest = text;
    let mut beside = false;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii() {
            let end = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
            repair.text.push_str(&rest[..end]);
            rest = &rest[end..];
            beside = false;
        } else if let Some((c, length)) = decode_char(rest, encoding) {
            repair.signs += usize::from(!std::mem::replace(&mut beside, true));
            let is_mark = matches!(c, '\u{2010}'..='\u{2026}' | '€' | '\u{10000}'..);
            repair.certain += usize::from(is_mark);
            repair.text.push(c);
            rest = &rest[length..];
        } else if let Some((c, after)) = without_last_byte(rest).filter(|_| encoding == WINDOWS) {
            repair.certain += usize::from(c == '”');
            repair.text.push(c);
            rest = after;
        } else {
            repair.text.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    repair
}

/// The character whose last byte was lost, since windows-1252 has none for it or since it became a
/// blank, and the text after it.
fn without_last_byte(rest: &str) -> Option<(char, &str)> {
    if let Some(after) = rest.strip_prefix("â€") {
        let lost = after.strip_prefix(['\u{9d}', '?', '\u{FFFD}']).unwrap_or(after);
        return Some(('”', lost));
    }
    let after = rest.strip_prefix("Ã ")?;
    // The last byte of à is the space that does not break, which many programs make a blank.
    Some(('à', if after.starts_with(' ') { after } else { &rest['Ã'.len_utf8()..] }))
}

/// The character whose bytes the letters at the start of `text` are, and the length of these
/// letters in bytes.
fn decode_char(text: &str, encoding: TextEncoding) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    let mut needed = 0;
    for (count, (at, c)) in text.char_indices().take(4).enumerate() {
        let byte = byte_of(c, encoding)?;
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

/// The byte of a character beyond ASCII. The encodings of Windows leave some bytes to the control
/// characters of latin1.
fn byte_of(c: char, encoding: TextEncoding) -> Option<u8> {
    match u32::from(c) {
        0..=0x7F => None,
        code @ 0x80..=0xFF if encoding == WINDOWS => Some(code as u8),
        code @ 0x80..=0x9F => Some(code as u8),
        _ => encoding.byte_of(c),
    }
}

/// The text with the characters of windows-1252 in place of the control characters of latin1, if
/// one of them is a mark of windows-1252: in the midst of letters they may be anything. A lone
/// U+0085 is a line end on some machines.
fn without_controls(text: &str) -> Option<String> {
    // Quick: the first byte of such characters, which few others have.
    let is_mark = |c: char| matches!(c, '\u{80}' | '\u{84}' | '\u{91}'..='\u{97}' | '\u{99}');
    if !text.as_bytes().contains(&0xC2) || !text.contains(is_mark) {
        return None;
    }
    let mend = |c: char| match u32::from(c) {
        code @ 0x80..=0x9F => WINDOWS.decode(&[code as u8]).chars().next().unwrap_or(c),
        _ => c,
    };
    Some(text.chars().map(mend).collect())
}

/// Reads the texts of an article anew that were in one encoding of single bytes and taken for
/// another, where nearly every sign speaks for it. True if it did.
fn reread(article: &mut Article) -> bool {
    let mut now = Evidence::of(&article.body);
    for text in article.title.iter().chain(&article.authors) {
        now += Evidence::of(text);
    }
    if !now.speaks_against(MISREAD_WEIGHT) || now.bad <= now.good {
        return false;
    }
    // All these encodings have ASCII in common, and evidence lies in the neighbours of the rest.
    let fields = || article.title.iter().chain(&article.authors).chain([&article.body]);
    let texts: Vec<String> = fields().map(|text| with_neighbours(text)).collect();
    let mut best: Option<([TextEncoding; 2], Evidence)> = None;
    for taken_for in SINGLE_BYTE {
        let bytes: Option<Vec<Vec<u8>>> = texts.iter().map(|t| to_bytes(t, taken_for)).collect();
        let Some(bytes) = bytes else { continue };
        let decode = |encoding: TextEncoding| -> Vec<String> {
            bytes.iter().map(|bytes| encoding.decode(bytes).into_owned()).collect()
        };
        if let Some((encoding, evidence)) = most_plausible(decode)
            && encoding != taken_for
            && evidence.bad * 20 <= evidence.good
            && best.as_ref().is_none_or(|(_, other)| evidence.good > other.good)
        {
            best = Some(([taken_for, encoding], evidence));
        }
    }
    let Some(([taken_for, encoding], _)) =
        best.filter(|(_, evidence)| evidence.good >= MISREAD_WEIGHT)
    else {
        return false;
    };
    let fields = article.title.iter_mut().chain(&mut article.authors).chain([&mut article.body]);
    for field in fields {
        if let Some(bytes) = to_bytes(field, taken_for) {
            *field = encoding.decode(&bytes).into_owned();
        }
    }
    true
}

/// The bytes of a text in an encoding that has all of its characters.
fn to_bytes(text: &str, encoding: TextEncoding) -> Option<Vec<u8>> {
    text.chars().map(|c| if c.is_ascii() { Some(c as u8) } else { encoding.byte_of(c) }).collect()
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
    fn one_word_that_is_wrong_twice_is_left_as_it_stands() {
        for wrong in ["Ã\u{83}Â§", "A\u{303}\u{83}A\u{302}§"] {
            let body = format!("“We won’t,” said Fran{wrong}oise Ailly.");
            let mut article = Article { body: body.clone(), ..Article::default() };
            repair(&mut article);
            assert_eq!((article.body, article.mended.len()), (body, 0));
        }
    }

    #[test]
    fn a_closing_mark_without_its_last_byte_is_mended() {
        assert_eq!(repaired("â€œYes,â€ he said", false).as_deref(), Some("“Yes,” he said"));
    }

    /// The text as it becomes when the bytes that it has in one encoding are taken for another.
    fn garbled(text: &str, written: Option<TextEncoding>, taken_for: TextEncoding) -> String {
        let bytes = written.map_or_else(|| text.into(), |e| to_bytes(text, e).unwrap());
        taken_for.decode(&bytes).into_owned()
    }

    fn repaired_body(body: String) -> (String, bool) {
        let mut article = Article { body, ..Article::default() };
        repair(&mut article);
        (article.body, !article.mended.is_empty())
    }

    const TEXT: &str = "“We’re late,” said Zoë Müller – it’s the crews’ café. “No,” he said.";

    #[test]
    fn utf8_taken_for_any_of_them_is_mended() {
        for TakenFor { encoding, .. } in TAKEN_FOR {
            let text = garbled(TEXT, None, encoding);
            // What has no character in the encoding was lost for good.
            if !text.contains('\u{FFFD}') {
                assert_eq!(repaired_body(text), (TEXT.to_owned(), true), "{encoding:?}");
            }
        }
        let twice = garbled(&garbled(TEXT, None, WINDOWS), None, WINDOWS);
        assert_eq!(repaired_body(twice).0, TEXT);
    }

    #[test]
    fn single_bytes_taken_for_others_are_mended() {
        let mac = TextEncoding::Standard(MACINTOSH);
        let windows = Some(WINDOWS);
        let latin = |c: char| TextEncoding::Standard(WINDOWS_1252).byte_of(c).map(char::from);
        let controls = TEXT.chars().map(|c| latin(c).unwrap_or(c)).collect();
        assert_eq!(repaired_body(controls), (TEXT.to_owned(), true));
        for (written, taken_for) in [
            (Some(mac), WINDOWS),
            (windows, mac),
            (windows, TextEncoding::CodePage(437)),
            (windows, TextEncoding::CodePage(850)),
        ] {
            let text = garbled(TEXT, written, taken_for);
            assert_eq!(repaired_body(text), (TEXT.to_owned(), true), "{written:?} {taken_for:?}");
        }
    }

    #[test]
    fn a_byte_that_was_lost_is_made_up() {
        let text = "â€œWeâ€™re late,â€? said Inès. â€œNo,â€\u{FFFD} voilÃ  tout, Ã  la fin.";
        let mended = "“We’re late,” said Inès. “No,” voilà tout, à la fin.";
        assert_eq!(repaired_body(text.to_owned()).0, mended);
    }

    #[test]
    fn texts_that_were_never_garbled_stay() {
        for text in [
            "Ó Briain and Éamon Ó Cuív; “Ólafur’s ‘Õhtuleht’,” said Þóra.",
            "ÒSCAR and ÓPERA, ÀNGEL, À BORD: «Això no», digué Ònia.",
            "√2 ≈ 1.41, ∑ ├── ┤ table └──",
            "Bei „Ärger‘ und ‚Übermut‘ – „Öl“ für 5 € – ÖVP",
            "Ціна – «СССР», і ЄС: «Так»; НАТО’с",
            "Z\u{85}next line\u{85}and one more",
            "1½ ¼ ¾ × 3 ÷ 2 ± 1 µm © 2020 Harbour® ™ † ‡ • ¶ §5",
            "mots‚ mots‚ and ” stray ” marks ‘ here",
        ] {
            assert_eq!(repaired_body(text.to_owned()), (text.to_owned(), false));
        }
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
