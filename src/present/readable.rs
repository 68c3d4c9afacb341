//! Text that somebody's tokeniser took apart, as a reader would write it.
//!
//! Only what is printed is mended: the index keeps the bytes. Blanks before marks are taken out and
//! marks of quotation joined to their words, where the text shows that it was taken apart; other
//! text, such as French with its blanks before marks, stays as it is.

use std::borrow::Cow;

use crate::model::Span;
use crate::search::Marked;

/// Signs of a text taken apart, which no printed text has.
const SIGNS: &[&str] = &[" , ", " . ", " n't", " 's ", " ’ s ", " ' s ", "`` ", " ''", "“ ", " ”"];
/// Marks that stand close to the word before them.
const CLOSE_LEFT: &[char] = &[',', '.', ';', ':', '?', '!', '%', ')', ']', '”'];
/// Marks that stand close to the word behind them.
const CLOSE_RIGHT: &[char] = &['(', '[', '$', '£', '€', '“', '#'];
/// Ends of words after an apostrophe: "we ' re".
const CLITICS: &[&str] = &["s", "t", "re", "ve", "ll", "d", "m", "S", "T", "RE", "VE", "LL", "D"];

/// The text as a reader would write it.
pub fn readable(text: &str) -> Cow<'_, str> {
    readable_at(text, &mut [])
}

/// The text as a reader would write it; `offsets`, in bytes, are moved along.
pub fn readable_at<'t>(text: &'t str, offsets: &mut [usize]) -> Cow<'t, str> {
    if is_taken_apart(text) { Cow::Owned(joined(text, offsets)) } else { Cow::Borrowed(text) }
}

/// The text as a reader would write it, with its marks where they were.
pub fn readable_marked(marked: &Marked) -> Cow<'_, Marked> {
    let mut edges: Vec<usize> = marked.marks.iter().flat_map(|m| [m.start, m.end]).collect();
    let Cow::Owned(text) = readable_at(&marked.text, &mut edges) else {
        return Cow::Borrowed(marked);
    };
    let mark = |edge: &[usize]| {
        let words = text.get(edge[0]..edge[1]).unwrap_or_default();
        Span::new(edge[0], edge[0] + words.trim_end().len())
    };
    let marks = edges.chunks_exact(2).map(mark).collect();
    Cow::Owned(Marked { text, marks })
}

/// True if the text shows signs of a tokeniser.
fn is_taken_apart(text: &str) -> bool {
    let ends = [" .", " ,", " ?", " !", " \""].iter().any(|end| text.ends_with(end));
    // French has blanks before some marks, none before full stop and comma.
    let closes = ends && (text.ends_with(" .") || text.ends_with(" ,") || text.starts_with("\" "));
    closes || SIGNS.iter().any(|sign| text.contains(sign))
}

/// The words of a text joined with their marks; `offsets` are moved along.
fn joined(text: &str, offsets: &mut [usize]) -> String {
    let words: Vec<(usize, &str)> = words_of(text).collect();
    let mut out = String::with_capacity(text.len());
    let mut quotes = Quotes::default();
    // Start of each word, and where it is written.
    let mut places: Vec<(usize, usize, &str)> = Vec::with_capacity(words.len());
    let mut glue = true;
    for (number, (start, word)) in words.iter().enumerate() {
        let before = number.checked_sub(1).map_or("", |at| words[at].1);
        let next = words.get(number + 1).map_or("", |next| next.1);
        let role = quotes.role(word, before, next);
        if !glue && !role.joins_left {
            out.push(' ');
        }
        places.push((*start, out.len(), word));
        out.push_str(role.written);
        glue = role.joins_right;
    }
    for offset in offsets {
        // The word that the offset lies in, or the one after it.
        let at = places.partition_point(|(start, _, word)| start + word.len() <= *offset);
        *offset = places.get(at).map_or(out.len(), |(start, written, _)| {
            let within = written + offset.saturating_sub(*start);
            if out.is_char_boundary(within) { within } else { *written }
        });
    }
    out
}

/// Words between blanks, with their offsets.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// Form in which a word is written, and the neighbours that it is joined to.
struct Role<'t> {
    written: &'t str,
    joins_left: bool,
    joins_right: bool,
}

/// Quotation marks that are open.
#[derive(Default)]
struct Quotes {
    double: bool,
    single: bool,
}

impl Quotes {
    fn role<'t>(&mut self, word: &'t str, before: &str, next: &str) -> Role<'t> {
        let left = |written| Role { written, joins_left: true, joins_right: false };
        let right = |written| Role { written, joins_left: false, joins_right: true };
        let letters = |text: &str| text.chars().next_back().is_some_and(char::is_alphabetic);
        match word {
            "\"" => {
                self.double = !self.double;
                if self.double { right(word) } else { left(word) }
            }
            "``" => right("“"),
            "''" => left("”"),
            "’" | "'" if letters(before) && CLITICS.contains(&next) => {
                Role { written: word, joins_left: true, joins_right: true }
            }
            // "O ' Hara"
            "’" | "'" if matches!(before, "O" | "D") && next.starts_with(char::is_uppercase) => {
                Role { written: word, joins_left: true, joins_right: true }
            }
            "‘" => right(word),
            "’" | "n't" | "n’t" => left(word),
            "'" => {
                self.single = !self.single;
                if self.single { right(word) } else { left(word) }
            }
            _ if word.starts_with(['\'', '’'])
                && CLITICS.contains(&word.trim_start_matches(['\'', '’'])) =>
            {
                left(word)
            }
            _ if word.chars().all(|c| CLOSE_LEFT.contains(&c)) => left(word),
            _ if word.chars().all(|c| CLOSE_RIGHT.contains(&c)) => right(word),
            _ => Role { written: word, joins_left: false, joins_right: false },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_taken_apart_is_joined_as_a_reader_would_write_it() {
        for (apart, expected) in [
            ("Sen . Ox said , \" we ' re done . \"", "Sen. Ox said, \"we're done.\""),
            ("“ It is n't so , ” said Ox ( D - Lund ) .", "“It isn't so,” said Ox (D - Lund)."),
            ("`` No , '' he said .", "“No,” he said."),
            (
                "Hale ’ s $ 3 and 40 % of O ’ Hara 's share .",
                "Hale’s $3 and 40% of O’Hara's share.",
            ),
            ("\" We go \"", "\"We go\""),
        ] {
            assert_eq!(readable(apart), expected);
        }
    }

    #[test]
    fn printed_text_stays_as_it_is() {
        for text in [
            "Sen. Ox said, \"we're done.\"",
            "« Non ! » dit-elle : « Pourquoi ? »",
            "He wrote .5 and ... more",
        ] {
            assert_eq!(readable(text), text);
        }
    }

    #[test]
    fn marks_move_with_their_words() {
        let text = "He said , “ we wait ” .".to_owned();
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let marked =
            Marked { marks: vec![at("said"), at("we wait"), at("”")], text: text.clone() };
        let found = readable_marked(&marked);
        let words: Vec<&str> = found.marks.iter().map(|mark| mark.of(&found.text)).collect();
        assert_eq!(
            (found.text.as_str(), words),
            ("He said, “we wait”.", vec!["said", "we wait", "”"])
        );
    }
}
