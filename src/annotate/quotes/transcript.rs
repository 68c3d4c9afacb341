//! Interview transcripts: paragraphs that begin with a name and a colon.
//!
//! Such a paragraph is the named person's words as a whole, without marks. One label alone may be a
//! heading ("Analysis: …"), so labels count only where an article has at least two, and only names
//! of persons.

use crate::annotate::quotes::frame::{Clause, Frame, Kind, NONE};
use crate::model::{EntityKind, Mention};

/// The labelled paragraphs of an article.
#[derive(Debug, Default)]
pub(super) struct Transcript {
    labels: Vec<Label>,
}

/// One labelled paragraph.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    /// The sentence that begins it.
    pub(super) sentence: usize,
    /// The mention that names the speaker.
    pub(super) mention: u32,
    /// The first item after the colon.
    pub(super) words: usize,
    /// Just past the last item of the paragraph.
    pub(super) end: usize,
}

impl Transcript {
    /// Finds the labels of `frame`.
    pub(super) fn new(frame: &Frame<'_>, mentions: &[Mention]) -> Self {
        let mut labels: Vec<Label> = Vec::new();
        let mut paragraph = u32::MAX;
        for (number, sentence) in frame.sentences.iter().enumerate() {
            if sentence.paragraph != paragraph {
                paragraph = sentence.paragraph;
                labels.extend(label(frame, mentions, number, *sentence));
            } else if let Some(last) = labels.last_mut()
                && frame.sentences[last.sentence].paragraph == paragraph
            {
                last.end = sentence.end;
            }
        }
        if labels.len() < 2 {
            labels.clear();
        }
        Self { labels }
    }

    /// The label whose paragraph holds the sentence.
    pub(super) fn of(&self, frame: &Frame<'_>, sentence: usize) -> Option<Label> {
        let before = self.labels.partition_point(|l| l.sentence <= sentence).checked_sub(1)?;
        let label = self.labels[before];
        let same = frame.sentences[label.sentence].paragraph == frame.sentences[sentence].paragraph;
        same.then_some(label)
    }
}

/// The label at the beginning of a sentence: a person's name, a colon, and words without marks.
fn label(
    frame: &Frame<'_>,
    mentions: &[Mention],
    number: usize,
    sentence: Clause,
) -> Option<Label> {
    let limit = sentence.end.min(sentence.start + 6);
    let colon = (sentence.start + 1..limit).find(|at| frame.items[*at].kind == Kind::Colon)?;
    let mention = frame.items[colon - 1].mention;
    let person = mentions.get(mention as usize).is_some_and(|m| m.kind == EntityKind::Person);
    let named = (sentence.start..colon)
        .all(|at| frame.items[at].capital || frame.items[at].mention != NONE);
    let words = colon + 1;
    let spoken = words < sentence.end && !frame.items[words].is_quote();
    (person && named && spoken).then_some(Label {
        sentence: number,
        mention,
        words,
        end: sentence.end,
    })
}
