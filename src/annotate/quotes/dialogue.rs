//! Turn taking where quotations follow one another without a word of narration.
//!
//! Most such quotations go on with the words of the last speaker. In a dialogue they do not: after
//! a question that somebody asked, the other speaker answers, if there is one, or else somebody who
//! is not named.

use crate::annotate::quotes::discourse::ReferentIndex;
use crate::annotate::quotes::lexicon::{self, WordClass};

/// Most paragraphs between a reply and the last words of the one who replies.
const MAX_PAUSE: u32 = 2;

/// One speaker's quotations in one paragraph.
#[derive(Clone, Copy, Debug)]
struct Turn {
    speaker: ReferentIndex,
    paragraph: u32,
    /// True if a verb of asking reports it.
    asked: bool,
    /// True if it ends with a question mark.
    question: bool,
    /// True if the speaker was found by taking turns.
    taken: bool,
}

/// The last two speakers.
#[derive(Debug, Default)]
pub struct Dialogue {
    last: Option<Turn>,
    before: Option<Turn>,
}

/// Speaker of a quotation that nobody introduces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// There is no dialogue: the last speaker goes on.
    Same,
    /// The other speaker.
    Other(ReferentIndex),
    /// Somebody who is not named.
    Unknown,
}

impl Dialogue {
    /// Records a quotation, reported by `cue`, and its speaker. `taken` tells that the speaker was
    /// found by taking turns.
    pub fn record(
        &mut self,
        speaker: ReferentIndex,
        paragraph: u32,
        words: &str,
        cue: &str,
        taken: bool,
    ) {
        let question =
            words.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?').ends_with('?');
        let asked = lexicon::is_in(cue, WordClass::ASKS);
        let mut turn = Turn { speaker, paragraph, asked, question, taken };
        if let Some(last) = self.last {
            if last.speaker != speaker {
                self.before = self.last;
            } else if last.paragraph == paragraph {
                turn.asked |= last.asked && question;
                turn.taken |= last.taken;
            }
        }
        self.last = Some(turn);
    }

    /// Returns the one whose turn it is in `paragraph`.
    pub fn reply(&self, paragraph: u32) -> Reply {
        let Some(last) = self.last.filter(|last| last.paragraph + 1 == paragraph) else {
            return Reply::Same;
        };
        let before = self.before.filter(|before| before.paragraph < last.paragraph);
        let adjacent = before.is_some_and(|before| before.paragraph + 1 == last.paragraph);
        if !(last.asked || last.taken || last.question && adjacent) {
            return Reply::Same;
        }
        match before.filter(|before| last.paragraph - before.paragraph <= MAX_PAUSE) {
            Some(other) => Reply::Other(other.speaker),
            None if last.asked => Reply::Unknown,
            None => Reply::Same,
        }
    }
}
