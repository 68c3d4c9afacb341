//! Speakers who are heard: "Smith heard Hill say", "Smith remembers Hill telling her".

use crate::annotate::quotes::lexicon::{Pos, WordClass};
use crate::annotate::quotes::narration::Narration;
use crate::annotate::quotes::noun_phrase::NounPhrase;

/// Most items of the speaker, with the verb of hearing.
const MAX_SPEAKER: usize = 12;

/// Speaker who is heard, and the verb of hearing.
#[derive(Clone, Copy, Debug)]
pub struct Heard {
    /// Words for the speaker, between the two verbs.
    pub speaker: NounPhrase,
    /// Item of the verb of hearing.
    pub hears: usize,
}

/// Returns the one whom somebody hears say what the verb at `at` reports, which is in its base form
/// or ends in -ing. `low` is the first item of the clause.
pub fn heard(narration: &Narration<'_>, low: usize, at: usize) -> Option<Heard> {
    if !narration.items.get(at)?.forms.intersects(Pos::BASE | Pos::ING) {
        return None;
    }
    let near = low.max(at.saturating_sub(MAX_SPEAKER));
    if !(near..at).any(|at| narration.is_listed(at, WordClass::PERCEIVES)) {
        return None;
    }
    let speaker = NounPhrase::ending_at(narration, low, at).filter(|phrase| phrase.end == at)?;
    let hears = speaker.start.checked_sub(1).filter(|hears| *hears >= low)?;
    narration.is_listed(hears, WordClass::PERCEIVES).then_some(Heard { speaker, hears })
}
