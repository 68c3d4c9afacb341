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
        let (person, organisation, place) = (begin(0), begin(1), begin(2));
        let labels = [person, person + 1, OUTSIDE, place, place];
        assert_eq!(runs(&labels), [(0, 2, 0), (3, 4, 2), (4, 5, 2)]);
        assert!(may_follow(person, person + 1));
        assert!(!may_follow(person, organisation + 1));
        assert!(!may_follow(OUTSIDE, organisation + 1));
    }
}
