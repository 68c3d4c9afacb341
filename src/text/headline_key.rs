//! What agencies put in front of a headline to say that a story replaces or withdraws an earlier one.
//!
//! `UPDATE 2-Ferry strike ends`, `CORRECTED - …`, `REFILE-…`, `KILL: …`, `ADVISORY-… is withdrawn`. Only in capitals and only at the
//! start (or, of an advisory, at its end): "Update on the strike" is a headline like any other.

use std::fmt;

/// What a headline's signs say of the story. Ordered as versions follow each other on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeadlineKey {
    /// A notice that the story of this headline must not be used.
    pub kill: bool,
    /// The story goes on: its number, 1 when none is given, 0 when it is no update.
    pub update: u16,
    /// A fault of an earlier version is put right.
    pub corrected: bool,
    /// Sent again with a slip mended.
    pub refile: bool,
}

impl HeadlineKey {
    /// Whether anything stands there at all.
    pub fn is_none(self) -> bool {
        self == Self::default()
    }

    /// The number that an index keeps; 0 for no sign.
    pub fn number(self) -> u64 {
        u64::from(self.refile)
            | u64::from(self.corrected) << 1
            | u64::from(self.kill) << 2
            | u64::from(self.update) << 3
    }

    /// The sign with this number.
    pub fn from_number(number: u64) -> Self {
        Self {
            refile: number & 1 > 0,
            corrected: number & 2 > 0,
            kill: number & 4 > 0,
            update: (number >> 3) as u16,
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
enum What {
    Refile,
    Update,
    Correction,
    Kill,
}

/// Words that open a headline and what they say.
const SIGNS: &[(&str, What)] = &[
    ("CORRECTED", What::Correction),
    ("CORRECTION", What::Correction),
    ("CORRECTS", What::Correction),
    ("CORRECTING", What::Correction),
    ("REFILING", What::Refile),
    ("REFILE", What::Refile),
    ("REPEATING", What::Refile),
    ("REPEAT", What::Refile),
    ("RPT", What::Refile),
    ("UPDATED", What::Update),
    ("UPDATE", What::Update),
    ("WITHDRAWN", What::Kill),
    ("WITHDRAWAL", What::Kill),
    ("MANDATORY KILL", What::Kill),
    ("KILL", What::Kill),
];

/// What stands in front of a headline, and the headline without it.
pub fn headline_key(headline: &str) -> (HeadlineKey, &str) {
    let mut sign = HeadlineKey::default();
    let mut rest = headline.trim();
    // Several may stand there: "REFILE-UPDATE 2-…".
    while let Some(after) = one(rest, &mut sign) {
        rest = after;
    }
    if sign.is_none()
        && let Some(about) = advisory(rest)
    {
        sign.kill = true;
        rest = about;
    }
    (sign, rest)
}

/// Takes one sign off the start of a headline.
fn one<'h>(headline: &'h str, sign: &mut HeadlineKey) -> Option<&'h str> {
    let text = headline.trim_start_matches(['(', '[', '*', ' ']);
    let (word, what) = SIGNS.iter().find(|(word, _)| {
        let after = text.strip_prefix(word);
        after.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric()))
    })?;
    let mut rest = &text[word.len()..];
    let mut number = 1;
    if matches!(what, What::Update) {
        let digits_on = rest.trim_start_matches([' ', '-']);
        let end = digits_on.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits_on.len());
        if let Ok(count) = digits_on[..end].parse::<u16>() {
            number = count.max(1);
            rest = &digits_on[end..];
        }
    }
    // A mark parts the sign from the headline, or it is the headline's own first word.
    let closed = rest.trim_start_matches([')', ']', '*']);
    let marked = closed.trim_start().starts_with(['-', '–', '—', ':', '/']);
    if !marked && closed.len() == rest.len() {
        return None;
    }
    match what {
        What::Refile => sign.refile = true,
        What::Update => sign.update = number,
        What::Correction => sign.corrected = true,
        What::Kill => sign.kill = true,
    }
    Some(closed.trim_start_matches(['-', '–', '—', ':', '/', ' ']))
}

/// What an advisory that ends in "withdrawn" is about.
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
            assert_eq!(HeadlineKey::from_number(sign.number()), sign);
        }
    }
}
