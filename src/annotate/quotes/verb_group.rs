//! Verb groups: a verb with the auxiliaries and adverbs before it, and the words that may be verbs.

use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::narration::{ItemKind, Narration};

/// Auxiliaries, negations and adverbs that stand before a verb and belong to it.
#[derive(Clone, Copy, Debug)]
pub struct VerbGroup {
    /// First item of the group.
    pub start: usize,
    /// True if a form of "be" that is no helper of "have" makes the verb passive.
    pub passive: bool,
    /// Parts of speech of the words before the verb.
    helpers: Pos,
}

impl VerbGroup {
    /// Returns the group of the verb at `verb`, looking back no further than `low`.
    pub fn before(narration: &Narration<'_>, low: usize, verb: usize) -> Self {
        let mut group = Self { start: verb, helpers: Pos::empty(), passive: false };
        while group.start > low {
            let item = &narration.items[group.start - 1];
            let helper = Pos::BE | Pos::HAVE | Pos::DO | Pos::MODAL | Pos::NEG;
            let adverb = item.is(Pos::ADV)
                && !item.is(Pos::NOUN | Pos::NAME | Pos::PRON | Pos::CONJ | Pos::DET);
            if !item.is_plain_word() || !(item.is(helper) || adverb) {
                break;
            }
            group.passive |= item.is(Pos::BE) && !group.is_perfect();
            group.helpers |= item.pos;
            group.start -= 1;
        }
        group
    }

    /// True if the verb is negated: "did not say".
    pub fn is_negated(self) -> bool {
        self.helpers.intersects(Pos::NEG)
    }

    /// True if a form of "have" makes the verb perfect: "has said".
    pub fn is_perfect(self) -> bool {
        self.helpers.intersects(Pos::HAVE)
    }

    /// True if a modal verb stands before the verb: "would say".
    pub fn is_modal(self) -> bool {
        self.helpers.intersects(Pos::MODAL)
    }
}

/// True if the item at `at` may be a finite verb where it stands: after a noun, name or pronoun
/// that is not before `low`.
pub fn may_be_finite(narration: &Narration<'_>, at: usize, low: usize) -> bool {
    let item = &narration.items[at];
    if item.is_finite() {
        return true;
    }
    item.kind == ItemKind::Word
        && item.is(Pos::FINITE)
        && at > low
        && narration.items[at - 1].is(Pos::NOUN | Pos::NAME | Pos::PRON | Pos::ADV | Pos::REL)
        && !narration
            .items
            .get(at + 1)
            .is_some_and(|next| next.is(Pos::BE | Pos::HAVE | Pos::MODAL | Pos::DO))
}
