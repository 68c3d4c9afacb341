//! Labels of the tagger (the scheme IOB2): outside, or the begin or inside of a name of one of four
//! kinds.
//!
//! The fourth kind, everything else that is capitalised (nationalities, works, laws, events), is
//! learnt so that it does not become one of the first three, and is dropped after tagging.

use crate::model::EntityKind;

/// Number of labels.
pub const LABELS: usize = 9;
/// Label of a token outside any name.
pub const OUTSIDE: u8 = 0;

/// Kind of the names that are no person, organisation or place (0, 1, 2).
pub const OTHER: u8 = 3;

/// Label that begins a name of a kind (0 to 3).
pub fn begin_label(kind: u8) -> u8 {
    1 + kind * 2
}

/// Kind of the name that a label lies in; `None` outside.
pub fn kind_of(label: u8) -> Option<u8> {
    (label != OUTSIDE).then(|| (label - 1) / 2)
}

/// True if the label begins a name.
pub fn is_begin(label: u8) -> bool {
    label % 2 == 1
}

/// True if `to` may follow `from`: the inside of a name follows its own begin or inside only.
pub fn may_follow(from: u8, to: u8) -> bool {
    to == OUTSIDE || is_begin(to) || kind_of(from) == kind_of(to)
}

/// The kind of a name as the rest of the program knows it; `None` for [`OTHER`].
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
        let Some(kind) = kind_of(*label) else { continue };
        match runs.last_mut() {
            Some(run) if run.1 == at && run.2 == kind && !is_begin(*label) => run.1 = at + 1,
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
        let (person, organisation, place) = (begin_label(0), begin_label(1), begin_label(2));
        let labels = [person, person + 1, OUTSIDE, place, place];
        assert_eq!(runs(&labels), [(0, 2, 0), (3, 4, 2), (4, 5, 2)]);
        assert!(may_follow(person, person + 1));
        assert!(!may_follow(person, organisation + 1));
        assert!(!may_follow(OUTSIDE, organisation + 1));
    }
}
