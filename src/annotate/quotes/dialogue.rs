//! Whose turn it is where quotations follow one another without a word of narration.
//!
//! Most such quotations go on with the words of the last speaker. In a dialogue they do not: after
//! a question that somebody asked, the other speaker answers, if there is one, or else somebody who
//! is not named. Statements, in turn, are introduced by a line of their own ("In a statement:"), or
//! signed below.

use crate::annotate::quotes::discourse::{Discourse, Sort};
use crate::annotate::quotes::frame::{Clause, Frame, Kind, NONE};
use crate::annotate::quotes::lexicon::pos;
use crate::annotate::quotes::nouns::{self, Noun};
use crate::annotate::quotes::phrase::{self, Phrase};

/// One speaker's quotations in one paragraph.
#[derive(Clone, Copy, Debug)]
struct Turn {
    referent: usize,
    paragraph: u32,
    /// Whether a verb of asking reports it.
    asked: bool,
    /// Whether it ends with a question mark.
    question: bool,
    /// Whether the speaker was found by taking turns.
    taken: bool,
}

/// The last two speakers.
#[derive(Debug, Default)]
pub struct Dialogue {
    last: Option<Turn>,
    before: Option<Turn>,
}

/// Who says a quotation that nobody introduces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// There is no dialogue: whoever spoke last goes on.
    Same,
    /// The other speaker.
    Other(usize),
    /// Somebody who is not named.
    Unknown,
}

impl Dialogue {
    /// Notes a quotation and its speaker.
    pub fn note(
        &mut self,
        referent: usize,
        paragraph: u32,
        (words, cue, taken): (&str, &str, bool),
    ) {
        let question =
            words.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?').ends_with('?');
        let asked = matches!(cue, "asked" | "asks");
        let mut turn = Turn { referent, paragraph, asked, question, taken };
        if let Some(last) = self.last {
            if last.referent != referent {
                self.before = self.last;
            } else if last.paragraph == paragraph {
                turn.asked |= last.asked && question;
                turn.taken |= last.taken;
            }
        }
        self.last = Some(turn);
    }

    /// Whose turn it is in `paragraph`.
    pub fn reply(&self, paragraph: u32) -> Reply {
        let Some(last) = self.last.filter(|l| l.paragraph + 1 == paragraph) else {
            return Reply::Same;
        };
        let before = self.before.filter(|b| b.paragraph < last.paragraph);
        let adjacent = before.is_some_and(|b| b.paragraph + 1 == last.paragraph);
        if !(last.asked || last.taken || last.question && adjacent) {
            return Reply::Same;
        }
        match before.filter(|b| last.paragraph - b.paragraph <= 2) {
            Some(other) => Reply::Other(other.referent),
            None if last.asked => Reply::Unknown,
            None => Reply::Same,
        }
    }
}

/// What introduces the quotation at item `at` as a statement: "In a statement: “…”".
pub fn introduced(frame: &Frame<'_>, sentence: Clause, at: usize) -> Option<Phrase> {
    let colon = at.checked_sub(1).filter(|c| *c > sentence.start && *c < sentence.start + 12)?;
    if frame.items[colon].kind != Kind::Colon {
        return None;
    }
    let start = sentence.start + usize::from(frame.word(sentence.start).eq_ignore_ascii_case("in"));
    let found = phrase::phrase(frame, start, colon)?;
    let paper = nouns::of(frame.word(found.head)) == Some(Noun::Paper);
    let verbal = (start..colon).any(|at| phrase::is_finite(&frame.items[at]));
    (paper && !verbal).then_some(found)
}

/// The mention that signs the quotations of the paragraph before sentence `number`.
pub fn signed_below(frame: &Frame<'_>, number: usize) -> Option<u32> {
    let sentence = frame.sentences.get(number)?;
    let mention =
        frame.items.get(sentence.start + 1).filter(|_| sentence.start + 1 < sentence.end)?.mention;
    let dash = frame.items[sentence.start].kind == Kind::Dash;
    let short = sentence.end - sentence.start < 16;
    let verbal = short
        && (sentence.start..sentence.end).any(|at| {
            phrase::is_finite(&frame.items[at])
                || frame.items[at].is(pos::BE | pos::HAVE | pos::MODAL)
        });
    (dash && short && !verbal && mention != NONE).then_some(mention)
}

/// Who was the subject of the last sentences up to `sentence`, if it can speak.
pub fn subject_before(discourse: &Discourse, sentence: usize) -> Option<usize> {
    discourse
        .latest()
        .filter(|(_, r)| {
            r.subject >= sentence as i64 - 2 && !matches!(r.sort, Sort::Thing | Sort::Paper)
        })
        .max_by_key(|(_, r)| r.subject)
        .map(|(index, _)| index)
}
