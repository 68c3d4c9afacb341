//! Words cut at the end of a line, as scans and typesetters leave them ("minis-" and "ter").
//!
//! The signs that only cut words (¬, ⸗, the soft hyphen) go always. A hyphen may be the word's own
//! ("long-" and "term"): it stays where a capital, a digit or another hyphen says so, where the
//! same text has the word with its hyphen elsewhere, and between words of the list `compounds.txt`.

use std::borrow::Cow;

use rustc_hash::FxHashSet;

use crate::model::Article;

/// Name of the repair in [`Article::mended`].
const HYPHENS: &str = "hyphens";

/// Signs that stand at the end of a line where a word is cut.
pub const CUT_SIGNS: [char; 6] = ['-', '\u{2010}', '¬', '\u{AD}', '⸗', '='];

const COMPOUNDS: &str = include_str!("compounds.txt");

/// Joint of two halves of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// The halves are two words.
    None,
    /// The halves are one word, the first without its last character.
    Closed,
    /// The halves are one word with its hyphen.
    Hyphen,
}

/// Words of a text that have a hyphen within a line.
#[derive(Debug, Default)]
pub struct HyphenatedWords(FxHashSet<String>);

impl HyphenatedWords {
    /// Collects them from the words of a text.
    pub fn collect<'t>(words: impl Iterator<Item = &'t str>) -> Self {
        let hyphenated = words.filter_map(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            (word.len() <= 60 && word.contains('-')).then(|| word.to_lowercase())
        });
        Self(hyphenated.collect())
    }

    /// The joint between a word at the end of a line and the first of the next line.
    pub fn joint(&self, first: &str, second: &str) -> Joint {
        let Some(mark) = first.chars().next_back() else { return Joint::None };
        let stem = &first[..first.len() - mark.len_utf8()];
        if !stem.ends_with(char::is_alphanumeric) || !second.starts_with(char::is_alphanumeric) {
            return Joint::None;
        }
        match mark {
            '¬' | '\u{AD}' | '⸗' => return Joint::Closed,
            '-' | '\u{2010}' => {}
            // Fraktur's hyphen, as it is recognised.
            '=' if stem.ends_with(char::is_alphabetic)
                && second.starts_with(char::is_lowercase) =>
            {
                return Joint::Closed;
            }
            _ => return Joint::None,
        }
        let second = second.trim_end_matches(|c: char| !c.is_alphanumeric());
        let in_list = |kind: &str, word: &str| {
            COMPOUNDS.lines().any(|line| {
                line.strip_prefix(kind).is_some_and(|entry| entry.eq_ignore_ascii_case(word))
            })
        };
        // "pre- and post-war": the rest of the word comes later.
        if in_list("apart ", second) {
            return Joint::None;
        }
        let inner = stem.trim_start_matches(|c: char| !c.is_alphanumeric());
        let is_upper = |word: &str| !word.contains(char::is_lowercase);
        let goes_on = second.starts_with(char::is_lowercase)
            || (is_upper(inner) && is_upper(second) && second.len() > 1);
        let has_own = !stem.ends_with(char::is_alphabetic)
            || !second.starts_with(char::is_alphabetic)
            || !goes_on
            || inner.contains('-')
            || second.contains('-')
            || in_list("first ", inner)
            || in_list("second ", second)
            || self.0.contains(&format!("{inner}-{second}").to_lowercase());
        if has_own { Joint::Hyphen } else { Joint::Closed }
    }
}

/// Joins the words of an article's body that are cut at the ends of lines.
pub fn join_words(article: &mut Article) {
    if let Cow::Owned(joined) = join_lines(&article.body) {
        article.body = joined;
        article.mended.push(HYPHENS.to_owned());
    }
}

/// `text` with the words joined that are cut at the ends of its lines; the line ends after the
/// whole word.
pub fn join_lines(text: &str) -> Cow<'_, str> {
    let mut words: Option<HyphenatedWords> = None;
    let mut out = String::new();
    let mut copied = 0;
    for at in memchr::memchr_iter(b'\n', text.as_bytes()) {
        if at < copied {
            continue;
        }
        let line = text[copied..at].trim_end_matches(['\r', ' ', '\t']);
        if !line.ends_with(CUT_SIGNS) {
            continue;
        }
        let first = line.rsplit(char::is_whitespace).next().unwrap_or(line);
        let after = text[at + 1..].trim_start_matches([' ', '\t']);
        let second = after.split(char::is_whitespace).next().unwrap_or("");
        let words = words.get_or_insert_with(|| {
            HyphenatedWords::collect(text.lines().flat_map(str::split_whitespace))
        });
        let joint = words.joint(first, second);
        if joint == Joint::None {
            continue;
        }
        let start = text.len() - after.len();
        let kept = if joint == Joint::Closed {
            line.len() - line.chars().next_back().map_or(0, char::len_utf8)
        } else {
            line.len()
        };
        out.push_str(&line[..kept]);
        copied = start;
        let rest = &after[second.len()..];
        // A word over three lines: its second part is cut too.
        if rest.starts_with(['\n', '\r']) && second.ends_with(CUT_SIGNS) {
            continue;
        }
        out.push_str(second);
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let begins = text.len() - rest.len() + blank;
        // The line goes on after the word, so the break comes there.
        if blank > 0 && !text[begins..].starts_with(['\n', '\r']) {
            out.push('\n');
            copied = begins;
        } else {
            copied = text.len() - rest.len();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_words_are_joined() {
        for (text, joined) in [
            ("The minis-\nter spoke.", "The minister\nspoke."),
            ("The minis-\r\nter spoke.", "The minister\nspoke."),
            ("Der Hafen=\nmeister kam", "Der Hafenmeister\nkam"),
            ("the minis¬\nter, and har\u{AD}\nbour", "the minister,\nand harbour"),
            ("a minis⸗\n  ter came", "a minister\ncame"),
            ("a long-\nterm plan", "a long-term\nplan"),
            ("an 18-year-\nold boy", "an 18-year-old\nboy"),
            ("from 1914-\n18 on", "from 1914-18\non"),
            ("Anglo-\nNorlish talks", "Anglo-Norlish\ntalks"),
            ("pre- and post-war, pre-\nand post-war", "pre- and post-war, pre-\nand post-war"),
            ("tug-boat, then a tug-\nboat", "tug-boat, then a tug-boat"),
            ("he said -\nand left", "he said -\nand left"),
            ("minis-\n\nter", "minis-\n\nter"),
            ("one minis-\nter", "one minister"),
            ("to-\nmor-\nrow all", "tomorrow\nall"),
            ("THE MINIS-\nTER", "THE MINISTER"),
            ("x = 5", "x = 5"),
        ] {
            assert_eq!(join_lines(text), joined, "{text}");
        }
    }
}
