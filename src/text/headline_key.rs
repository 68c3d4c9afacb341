//! Keys in front of a headline, by which agencies say that a story replaces or withdraws an
//! earlier one.
//!
//! `UPDATE 2-Ferry strike ends`, `CORRECTED - …`, `REFILE-…`, `KILL: …`, `ADVISORY-… is withdrawn`.
//! Only in capitals and only at the start (or, of an advisory, at its end): "Update on the strike"
//! is a headline like any other.

use std::fmt;

/// Version of a story, by the key in front of its headline. Ordered as versions follow each other
/// on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeadlineKey {
    /// True for a notice that the story of this headline must not be used.
    pub kill: bool,
    /// Number of the update: 1 if none is given, 0 if it is no update.
    pub update: u16,
    /// True if a fault of an earlier version is put right.
    pub corrected: bool,
    /// True if it is sent again with a slip mended.
    pub refile: bool,
}

impl HeadlineKey {
    /// True if there is no key.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// Number that an index keeps; 0 for no key.
    pub fn to_bits(self) -> u64 {
        u64::from(self.refile)
            | u64::from(self.corrected) << 1
            | u64::from(self.kill) << 2
            | u64::from(self.update) << 3
    }

    /// Key with this number.
    pub fn from_bits(bits: u64) -> Self {
        Self {
            refile: bits & 1 > 0,
            corrected: bits & 2 > 0,
            kill: bits & 4 > 0,
            update: (bits >> 3) as u16,
        }
    }
}

impl fmt::Display for HeadlineKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { kill, update, corrected, refile } = self;
        match (kill, corrected, update, refile) {
            (true, ..) => f.write_str("KILL"),
            (_, true, 0, _) => f.write_str("CORRECTION"),
            (_, true, number, _) => write!(f, "CORRECTION of UPDATE {number}"),
            (_, _, 0, true) => f.write_str("REFILE"),
            (_, _, 0, false) => f.write_str("a later version"),
            (_, _, number, _) => write!(f, "UPDATE {number}"),
        }
    }
}

#[derive(Clone, Copy)]
/// Meaning of a word in a key.
enum Notice {
    Refile,
    Update,
    Correction,
    Kill,
}

/// Words of keys, with the meaning of each.
const KEY_WORDS: &[(&str, Notice)] = &[
    ("CORRECTED", Notice::Correction),
    ("CORRECTION", Notice::Correction),
    ("CORRECTS", Notice::Correction),
    ("CORRECTING", Notice::Correction),
    ("REFILING", Notice::Refile),
    ("REFILE", Notice::Refile),
    ("REPEATING", Notice::Refile),
    ("REPEAT", Notice::Refile),
    ("RPT", Notice::Refile),
    ("UPDATED", Notice::Update),
    ("UPDATE", Notice::Update),
    ("WITHDRAWN", Notice::Kill),
    ("WITHDRAWAL", Notice::Kill),
    ("MANDATORY KILL", Notice::Kill),
    ("KILL", Notice::Kill),
];

/// Key in front of a headline, and the headline without it.
pub fn headline_key(headline: &str) -> (HeadlineKey, &str) {
    let mut key = HeadlineKey::default();
    let mut rest = headline.trim();
    // Several may stand there: "REFILE-UPDATE 2-…".
    while let Some(after) = strip_key_word(rest, &mut key) {
        rest = after;
    }
    if key.is_none()
        && let Some(about) = advisory(rest)
    {
        key.kill = true;
        rest = about;
    }
    (key, rest)
}

/// Strips one word of a key off the start of a headline.
fn strip_key_word<'h>(headline: &'h str, key: &mut HeadlineKey) -> Option<&'h str> {
    let text = headline.trim_start_matches(['(', '[', '*', ' ']);
    let (word, notice) = KEY_WORDS.iter().find(|(word, _)| {
        let after = text.strip_prefix(word);
        after.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric()))
    })?;
    let mut rest = &text[word.len()..];
    let mut number = 1;
    if matches!(notice, Notice::Update) {
        let digits_on = rest.trim_start_matches([' ', '-']);
        let end = digits_on.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits_on.len());
        if let Ok(count) = digits_on[..end].parse::<u16>() {
            number = count.max(1);
            rest = &digits_on[end..];
        }
    }
    // A mark parts the key from the headline, or it is the headline's own first word.
    let closed = rest.trim_start_matches([')', ']', '*']);
    let marked = closed.trim_start().starts_with(['-', '–', '—', ':', '/']);
    if !marked && closed.len() == rest.len() {
        return None;
    }
    match notice {
        Notice::Refile => key.refile = true,
        Notice::Update => key.update = number,
        Notice::Correction => key.corrected = true,
        Notice::Kill => key.kill = true,
    }
    Some(closed.trim_start_matches(['-', '–', '—', ':', '/', ' ']))
}

/// Headline that an advisory which ends in "withdrawn" is about.
fn advisory(headline: &str) -> Option<&str> {
    let rest = headline.strip_prefix("ADVISORY")?;
    let about = rest.trim_start_matches(['-', '–', '—', ':', ' ']);
    let end = about.trim_end_matches(['.', ' ']);
    let lower = end.to_ascii_lowercase();
    let kept = ["is withdrawn", "has been withdrawn", "story withdrawn", "withdrawn"]
        .iter()
        .find_map(|word| lower.strip_suffix(word))?;
    let about = end.get(..kept.len())?;
    Some(about.trim_matches(['-', '–', '—', ':', ',', ' ', '“', '”', '"']))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NONE: HeadlineKey =
        HeadlineKey { kill: false, update: 0, corrected: false, refile: false };

    #[test]
    fn signs_stand_in_capitals_before_a_mark() {
        let update = |update| HeadlineKey { update, ..NONE };
        let corrected = HeadlineKey { corrected: true, ..NONE };
        let kill = HeadlineKey { kill: true, ..NONE };
        for (headline, expected, rest) in [
            ("UPDATE 2-Ferry strike ends", update(2), "Ferry strike ends"),
            ("UPDATE: Ferry strike ends", update(1), "Ferry strike ends"),
            (
                "REFILE-UPDATE 3-Ferry strike ends",
                HeadlineKey { refile: true, ..update(3) },
                "Ferry strike ends",
            ),
            ("CORRECTED - Ferry strike ends", corrected, "Ferry strike ends"),
            ("CORRECTED-UPDATE 1-Ferry", HeadlineKey { corrected: true, ..update(1) }, "Ferry"),
            ("(CORRECTION) - Ferry strike ends", corrected, "Ferry strike ends"),
            ("KILL: Ferry strike ends", kill, "Ferry strike ends"),
            ("ADVISORY-Ferry strike ends story withdrawn", kill, "Ferry strike ends"),
            ("ADVISORY: “Ferry strike ends” is withdrawn.", kill, "Ferry strike ends"),
            ("ADVISORY-Ferry times for Monday", NONE, "ADVISORY-Ferry times for Monday"),
            ("Update on the ferry strike", NONE, "Update on the ferry strike"),
            ("UPDATES from the ferry", NONE, "UPDATES from the ferry"),
            ("KILL the bill, say ferrymen", NONE, "KILL the bill, say ferrymen"),
            ("KILLING - a ferry tale", NONE, "KILLING - a ferry tale"),
            ("", NONE, ""),
        ] {
            assert_eq!(headline_key(headline), (expected, rest), "{headline}");
        }
    }

    #[test]
    fn versions_follow_each_other_and_numbers_round_trip() {
        let order = [
            "Ferry",
            "REFILE-Ferry",
            "CORRECTED-Ferry",
            "UPDATE-Ferry",
            "CORRECTED-UPDATE-Ferry",
            "UPDATE 2-Ferry",
            "KILL-Ferry",
        ];
        let signs = order.map(|headline| headline_key(headline).0);
        assert!(signs.is_sorted() && signs[0].is_none());
        for sign in signs {
            assert_eq!(HeadlineKey::from_bits(sign.to_bits()), sign);
        }
    }
}
