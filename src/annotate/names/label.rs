//! The labels of the tagger: outside, or the begin or inside of a name of one of four kinds.
//!
//! The fourth kind, everything else that is capitalised (nationalities, works, laws, events), is
//! learnt so that it does not become one of the first three, and is dropped after tagging.

use crate::model::EntityKind;

/// How many labels there are.
pub const LABELS: usize = 9;
/// The label of a token outside any name.
pub const OUTSIDE: u8 = 0;

/// Kinds as the tagger counts them; 3 is "another kind of name".
pub const OTHER: u8 = 3;

/// The label that begins a name of a kind (0 to 3).
pub fn begin(kind: u8) -> u8 {
    1 + kind * 2
}

/// The kind of a label, if it is in a name.
pub fn kind(label: u8) -> Option<u8> {
    (label != OUTSIDE).then(|| (label - 1) / 2)
}

/// Whether the label begins a name.
pub fn begins(label: u8) -> bool {
    label % 2 == 1
}

/// Whether `to` may follow `from`: the inside of a name follows its own begin or inside only.
pub fn may_follow(from: u8, to: u8) -> bool {
    to == OUTSIDE || begins(to) || kind(from) == kind(to)
}

/// The kind as the rest of the program knows it; `None` for another kind of name.
pub fn entity_kind(kind: u8) -> Option<EntityKind> {
    match kind {
        0 => Some(EntityKind::Person),
        1 => Some(EntityKind::Organisation),
        2 => Some(EntityKind::Place),
        _ => None,
    }
}

/// The label of a tag of the training files ("B-PER"); anything unknown is outside.
pub fn parse(tag: &str) -> u8 {
    let kind = match tag.get(2..) {
        Some("PER") => 0,
        Some("ORG") => 1,
        Some("LOC") => 2,
        Some("MISC") => OTHER,
        _ => return OUTSIDE,
    };
    begin(kind) + u8::from(tag.starts_with('I'))
}

/// Runs of labels as `(start, end, kind)`, `end` exclusive.
pub fn runs(labels: &[u8]) -> Vec<(usize, usize, u8)> {
    let mut runs: Vec<(usize, usize, u8)> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let Some(kind) = kind(*label) else { continue };
        match runs.last_mut() {
            Some(run) if run.1 == at && run.2 == kind && !begins(*label) => run.1 = at + 1,
            _ => runs.push((at, at + 1, kind)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_run_together_into_names() {
        let labels: Vec<u8> =
            ["B-PER", "I-PER", "O", "B-LOC", "B-LOC"].iter().map(|t| parse(t)).collect();
        assert_eq!(runs(&labels), [(0, 2, 0), (3, 4, 2), (4, 5, 2)]);
        assert!(may_follow(parse("B-PER"), parse("I-PER")));
        assert!(!may_follow(parse("B-PER"), parse("I-ORG")));
        assert!(!may_follow(OUTSIDE, parse("I-ORG")));
    }
}
