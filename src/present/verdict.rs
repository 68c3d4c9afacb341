//! The verdict on words that somebody is said to have said, as a code for programs and as a
//! sentence for people; JSON has both, CSV the code, text the sentence.

use std::fmt::Write as _;

use crate::model::{Mode, QuoteKind};
use crate::present::escape;
use crate::search::{DifferenceCounts, QuoteMatch, Verification};

/// The verdict as a word for programs.
pub fn code(verification: &Verification) -> &'static str {
    match verification.close() {
        Some(found) if is_word_for_word(found) => "word-for-word",
        Some(_) => "misquoted",
        None if !verification.unasserted.is_empty() => "not-asserted",
        None if !verification.in_text.is_empty() => "in-text-only",
        None => "not-found",
    }
}

/// True if the saying has the words asked one by one, and in their sense.
fn is_word_for_word(found: &QuoteMatch) -> bool {
    DifferenceCounts::new(&found.words).total() == 0 && found.joined == 0 && !found.turned
}

/// Remarks on what is wrong besides single words: sentences that were joined, a sense that is the
/// opposite.
pub fn beyond_words(joined: usize, turned: bool) -> Option<String> {
    let apart = match joined {
        0 => None,
        1 => Some("it joins what was said apart".to_owned()),
        times => Some(format!("it joins what was said apart ({times} times)")),
    };
    let turned = turned.then(|| "the sense is turned round".to_owned());
    let all: Vec<String> = apart.into_iter().chain(turned).collect();
    (!all.is_empty()).then(|| all.join(", and "))
}

/// The verdict in plain words.
pub fn sentence(verification: &Verification) -> String {
    let Some(found) = verification.close() else {
        if !verification.unasserted.is_empty() {
            return format!("not found as said: the words are reported {}", others(verification));
        }
        return match verification.in_text.first() {
            Some(text) => {
                let how = differences(DifferenceCounts::new(&text.words));
                let mut how =
                    how.map_or("word for word".to_owned(), |how| format!("nearly: {how}"));
                if let Some(beyond) = beyond_words(text.joined, text.turned) {
                    how = format!("{how}; {beyond}");
                }
                format!("found in the text, but not as a quotation ({how})")
            }
            None => "not found: nobody in the archive is quoted with anything close".to_owned(),
        };
    };
    let beyond = beyond_words(found.joined, found.turned);
    let mut said = match (differences(DifferenceCounts::new(&found.words)), beyond) {
        (Some(how), Some(beyond)) => format!("misquoted: {how}; {beyond}"),
        (Some(how), None) | (None, Some(how)) => format!("misquoted: {how}"),
        (None, None) if found.whole => "word for word".to_owned(),
        (None, None) => "word for word, as a part of what was said".to_owned(),
    };
    if !is_verbatim(found) {
        said.push_str(", in reported speech: the article's words, not the speaker's own");
    }
    if let Some(wanted) = verification.speaker.as_deref().filter(|_| !found.by_speaker) {
        let by = match found.credit.speakers.first() {
            Some(speaker) => format!("by {}", escape::line(&speaker.name)),
            None => "by nobody named".to_owned(),
        };
        said = format!("not by {}: said {by} ({said})", escape::line(wanted));
    }
    if !verification.unasserted.is_empty() {
        let _ = write!(said, "; also reported {}", others(verification));
    }
    said
}

/// The modes in which the words are reported and not asserted: "as denied or supposed".
fn others(verification: &Verification) -> String {
    let names: Vec<&str> = verification.other_modes().into_iter().map(Mode::name).collect();
    format!("as {}", names.join(", as "))
}

/// The differences in words, as in "2 words differ (1 changed, 1 left out)"; `None` when there are
/// none.
pub fn differences(differing: DifferenceCounts) -> Option<String> {
    let DifferenceCounts { changed, missing, added, moved } = differing;
    let parts: Vec<String> =
        [(changed, "changed"), (missing, "left out"), (added, "added"), (moved, "elsewhere")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, how)| format!("{count} {how}"))
            .collect();
    let total = differing.total();
    let (words, differ) = if total == 1 { ("word", "differs") } else { ("words", "differ") };
    (total > 0).then(|| format!("{total} {words} {differ} ({})", parts.join(", ")))
}

/// True if the words are the speaker's own, and not an article's account of them.
pub fn is_verbatim(found: &QuoteMatch) -> bool {
    found.hit.quote().kind != QuoteKind::Indirect
}
