//! Nicknames, which stand in marks within a name: "Edward “Shorty” Weston".

use crate::annotate::quotes::lexicon::{self, Pos, Subcat, WordClass};
use crate::annotate::quotes::marks::stretch::Marked;

/// Most words of a nickname.
const MAX_WORDS: usize = 3;
/// Most bytes of a nickname.
const MAX_BYTES: usize = 40;

/// True if the stretch is a nickname: a few words with capitals and no stop, between two others
/// with capitals ("Dwayne “The Rock” Weston"), between a verb of speech and one ("said “Shorty”
/// Weston"), or after the word for it ("nicknamed “Shorty”", "known as “Shorty”").
pub fn is_within_name(text: &str, marked: &Marked) -> bool {
    if !marked.closed || !is_like_name(marked.inner.of(text)) {
        return false;
    }
    let (before, after) = (&text[..marked.span.start], &text[marked.span.end..]);
    let Some(before) = before.strip_suffix(' ').or_else(|| before.strip_suffix(" (")) else {
        return false;
    };
    let mut words = before.rsplit(' ').map(|word| word.trim_start_matches(|c| !is_letter(c)));
    let (last, second) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let entry = lexicon::entry(last);
    let named = entry.classes.contains(WordClass::BEFORE_NICKNAME)
        || last == "as" && second == "known"
        || last == "by" && matches!(second, "go" | "goes" | "going" | "went");
    if named {
        return true;
    }
    let after = after.strip_prefix(' ').or_else(|| after.strip_prefix(") "));
    let next = after.map_or("", |after| after.split(|c| !is_letter(c)).next().unwrap_or(""));
    let said = entry.subcat.intersects(Subcat::QUOTE) && last.starts_with(char::is_lowercase);
    is_name_word(next) && (said || is_name_word(last.trim_end_matches('.')))
}

/// True if the words between marks can be a nickname: a few, each with a capital but for "the" and
/// "of", and no stop behind them.
pub fn is_like_name(inner: &str) -> bool {
    let mut words = 0;
    let alike = inner.split_whitespace().all(|word| {
        words += 1;
        word.starts_with(char::is_uppercase) || matches!(word, "the" | "of" | "de" | "la")
    });
    alike
        && words <= MAX_WORDS
        && inner.len() <= MAX_BYTES
        && inner.ends_with(char::is_alphanumeric)
}

/// True for a word with a capital that can be part of a name: no "The", no "He".
fn is_name_word(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && !lexicon::entry(word).pos.intersects(Pos::CLOSED)
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '-' | '’' | '\'')
}
