//! Words that stand beside dates and say what happened on that day.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::fold;

/// Kind of the words beside a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateLabel {
    /// The day of publication.
    Published,
    /// The day of a change.
    Changed,
    /// A day of something else: printed, archived, retrieved, valid until.
    Other,
    /// Nothing: a weekday, a zone, "on".
    Beside,
    /// The words before a name.
    By,
}

/// Most words of a label.
const MAX_WORDS: usize = 4;

static LABELS: LazyLock<FxHashMap<String, DateLabel>> = LazyLock::new(|| {
    let lines = include_str!("labels.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (kind, words) = line.split_once('\t')?;
            let label = match kind {
                "published" => DateLabel::Published,
                "changed" => DateLabel::Changed,
                "other" => DateLabel::Other,
                "by" => DateLabel::By,
                _ => DateLabel::Beside,
            };
            Some((label_words(words).join(" "), label))
        })
        .collect()
});

/// The words of a text, folded, numbers left out.
pub fn label_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(|word| if word.is_ascii() { word.to_ascii_lowercase() } else { fold(word) })
        .collect()
}

/// The longest label at the start of `words`, with its number of words.
pub fn label_at(words: &[String]) -> Option<(DateLabel, usize)> {
    (1..=MAX_WORDS.min(words.len())).rev().find_map(|count| {
        let label = if count == 1 {
            LABELS.get(words[0].as_str())
        } else {
            LABELS.get(words[..count].join(" ").as_str())
        };
        label.map(|label| (*label, count))
    })
}

/// True for labels that say which day it is.
pub fn tells_day(label: DateLabel) -> bool {
    matches!(label, DateLabel::Published | DateLabel::Changed | DateLabel::Other)
}

/// The label nearest to the end of `words`, among the last few, without those that say nothing.
pub fn last_label(words: &[String]) -> Option<DateLabel> {
    const NEAR: usize = 9;
    let mut at = words.len().saturating_sub(NEAR);
    let mut last = None;
    while at < words.len() {
        let (label, count) = label_at(&words[at..]).unwrap_or((DateLabel::Beside, 1));
        if tells_day(label) {
            last = Some(label);
        }
        at += count;
    }
    last
}

/// True if `words` are nothing but labels and words that say nothing.
pub fn are_all_labels(words: &[String]) -> bool {
    let mut at = 0;
    while at < words.len() {
        match label_at(&words[at..]) {
            Some((label, count)) if label != DateLabel::By => at += count,
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_label_counts() {
        for (text, label) in [
            ("Last updated", Some(DateLabel::Changed)),
            ("First published on", Some(DateLabel::Published)),
            ("Mis à jour le", Some(DateLabel::Changed)),
            ("Zuletzt geändert am", Some(DateLabel::Changed)),
            ("Veröffentlicht am", Some(DateLabel::Published)),
            ("Archived from the original on", Some(DateLabel::Other)),
            ("Válido até", Some(DateLabel::Other)),
            ("10:00 Uhr, aktualisiert:", Some(DateLabel::Changed)),
            ("By Ina Cole on", None),
            ("", None),
        ] {
            assert_eq!(last_label(&label_words(text)), label, "{text}");
        }
        assert!(are_all_labels(&label_words("Published: Thursday, 10:42 am GMT")));
        assert!(
            !are_all_labels(&label_words("born on")) || last_label(&label_words("born")).is_some()
        );
        assert!(!are_all_labels(&label_words("Weather for")));
    }
}
