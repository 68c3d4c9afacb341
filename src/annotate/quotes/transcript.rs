//! Paragraphs that are somebody's words as a whole, without marks: transcripts and tweets.
//!
//! In a transcript they begin with a name and a colon, or with "Q:" and "A:". One label alone may be
//! a heading ("Analysis: …"), so labels count only where an article has at least two, and only names
//! of persons. Who answers is the person whom the rest of the article names, if it is only one.
//! Tweets come after "Lomidze tweeted:" or are signed with a name and a handle.

use crate::annotate::quotes::frame::{Clause, Frame, Kind, NONE};
use crate::annotate::quotes::lexicon::pos;
use crate::annotate::quotes::phrase::{self, Phrase};
use crate::model::{EntityKind, Mention};

/// The labelled paragraphs of an article.
#[derive(Debug, Default)]
pub struct Transcript {
    labels: Vec<Label>,
}

/// Whose words a labelled paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The one named by the mention beside the words.
    Named(u32),
    /// The one named by the mention, elsewhere.
    Known(u32),
    /// The one whom these words mean.
    Meant(Phrase),
    /// Nobody that the article tells.
    Unknown,
}

/// One labelled paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    /// The sentence that begins it.
    pub sentence: usize,
    pub voice: Voice,
    sort: Sort,
    /// The first item of the words.
    pub words: usize,
    /// Just past the last one.
    pub end: usize,
}

/// What marks a paragraph as words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// A name and a colon.
    Name,
    /// "Q:"
    Question,
    /// "A:"
    Answer,
    /// It is a tweet.
    Tweet,
}

impl Transcript {
    /// Finds the labels of `frame`.
    pub fn new(frame: &Frame<'_>, mentions: &[Mention]) -> Self {
        let mut labels: Vec<Label> = Vec::new();
        let mut number = 0;
        let mut before = None;
        while let Some(first) = frame.sentences.get(number) {
            let count = frame.sentences[number..]
                .iter()
                .take_while(|s| s.paragraph == first.paragraph)
                .count();
            let whole = Clause { end: frame.sentences[number + count - 1].end, ..*first };
            let found = label(frame, mentions, number, *first, whole)
                .or_else(|| signed(frame, number, before, whole));
            if let Some(found) = found
                && labels.last().is_none_or(|l| l.sentence < found.sentence)
            {
                labels.push(found);
            }
            before = Some((number, whole));
            number += count;
        }
        let count = |sort| labels.iter().filter(|l| l.sort == sort).count();
        let named = count(Sort::Name) >= 2;
        let interview = count(Sort::Question) >= 1 && count(Sort::Answer) >= 1;
        labels.retain(|l| match l.sort {
            Sort::Name => named,
            Sort::Question | Sort::Answer => interview,
            Sort::Tweet => true,
        });
        let mut transcript = Self { labels };
        if interview {
            transcript.name_voices(frame, mentions);
        }
        transcript
    }

    /// Tells who asks and who answers, where the rest of the article does.
    fn name_voices(&mut self, frame: &Frame<'_>, mentions: &[Mention]) {
        let mut persons: Vec<u32> = Vec::new();
        let mut interviewed = None;
        for (number, sentence) in frame.sentences.iter().enumerate() {
            if self.of(frame, number).is_some() {
                continue;
            }
            for at in sentence.start..sentence.end {
                let mention = frame.items[at].mention;
                let person =
                    |m: u32| mentions.get(m as usize).filter(|m| m.kind == EntityKind::Person);
                if let Some(found) = person(mention) {
                    let known = persons.iter().any(|p| {
                        mentions.get(*p as usize).is_some_and(|m| m.entity == found.entity)
                    });
                    if !known && persons.len() < 3 {
                        persons.push(mention);
                    }
                } else if frame.says(at, "interviewed") && at > sentence.start {
                    let (left, right) =
                        (frame.items[at - 1].mention, frame.items.get(at + 1).map(|i| i.mention));
                    let right = right.filter(|_| at + 1 < sentence.end);
                    if let (Some(_), Some(_)) = (person(left), right.and_then(person)) {
                        interviewed = interviewed.or(Some((left, right)));
                    }
                }
            }
        }
        let (asks, answers) = match (interviewed, persons.as_slice()) {
            (Some((left, right)), _) => (Some(left), right),
            (None, [one]) => (None, Some(*one)),
            _ => (None, None),
        };
        for label in &mut self.labels {
            let voice = match label.sort {
                Sort::Question => asks,
                Sort::Answer => answers,
                Sort::Name | Sort::Tweet => continue,
            };
            label.voice = voice.map_or(Voice::Unknown, Voice::Known);
        }
    }

    /// The label whose paragraph holds the sentence.
    pub fn of(&self, frame: &Frame<'_>, sentence: usize) -> Option<Label> {
        let before = self.labels.partition_point(|l| l.sentence <= sentence).checked_sub(1)?;
        let label = self.labels[before];
        let same = frame.sentences[label.sentence].paragraph == frame.sentences[sentence].paragraph;
        same.then_some(label)
    }
}

/// The label at the beginning of a paragraph, before words without marks.
fn label(
    frame: &Frame<'_>,
    mentions: &[Mention],
    number: usize,
    sentence: Clause,
    whole: Clause,
) -> Option<Label> {
    let found = |sort, voice, words: usize| {
        let spoken = words < whole.end && !frame.items[words].is_quote();
        spoken.then_some(Label { sentence: number, voice, sort, words, end: whole.end })
    };
    let first = &frame.items[sentence.start];
    let sort = match frame.word(sentence.start) {
        "Q" | "Q." => Some(Sort::Question),
        "A" | "A." => Some(Sort::Answer),
        _ => None,
    };
    if let Some(sort) = sort.filter(|_| first.mention == NONE) {
        let next =
            frame.items.get(sentence.start + 1).filter(|_| sentence.start + 1 < whole.end)?;
        if matches!(next.kind, Kind::Colon | Kind::Stop) {
            return found(sort, Voice::Unknown, sentence.start + 2);
        }
        if frame.word(sentence.start).len() == 2 {
            return found(sort, Voice::Unknown, sentence.start + 1);
        }
        return None;
    }
    let limit = sentence.end.min(sentence.start + 12);
    let colon = (sentence.start + 1..limit).find(|at| frame.items[*at].kind == Kind::Colon)?;
    let tweets = (sentence.start + 1..colon).find(|at| frame.says(*at, "tweeted"));
    if let Some(tweets) = tweets {
        let subject = phrase::before(frame, sentence.start, tweets)?;
        let begins = frame.items.get(colon + 1).is_some_and(|i| i.capital);
        return found(Sort::Tweet, Voice::Meant(subject), colon + 1).filter(|_| begins);
    }
    let mention = frame.items[colon - 1].mention;
    let person = mentions.get(mention as usize).is_some_and(|m| m.kind == EntityKind::Person);
    let named = colon < sentence.start + 6
        && (sentence.start..colon)
            .all(|at| frame.items[at].capital || frame.items[at].mention != NONE);
    found(Sort::Name, Voice::Named(mention), colon + 1)
        .filter(|l| person && named && l.words < sentence.end)
}

/// A tweet that is signed "— Ana Lomidze (@lomidze) May 3", at its end or in the next paragraph.
fn signed(
    frame: &Frame<'_>,
    number: usize,
    before: Option<(usize, Clause)>,
    whole: Clause,
) -> Option<Label> {
    let dash = (whole.start.max(whole.end.saturating_sub(16))..whole.end).rev().find(|at| {
        let next = frame.items.get(at + 1).filter(|_| at + 1 < whole.end);
        frame.items[*at].kind == Kind::Dash && next.is_some_and(|n| n.mention != NONE)
    })?;
    let mention = frame.items[dash + 1].mention;
    let past =
        (dash + 1..whole.end).find(|at| frame.items[*at].mention != mention).unwrap_or(whole.end);
    let rest = frame.text[frame.items[past - 1].span.end..].trim_start();
    let dated = (past..whole.end).all(|at| {
        let item = &frame.items[at];
        item.kind != Kind::Word || item.capital || item.is(pos::TIME | pos::NUM | pos::NOUN)
    });
    if !dated || !rest.trim_start_matches(['(', ' ']).starts_with('@') {
        return None;
    }
    let (sentence, words, end) = if dash > whole.start {
        (number, whole.start, dash)
    } else {
        let (sentence, paragraph) = before?;
        (sentence, paragraph.start, paragraph.end)
    };
    let end = without_links(frame, words, end);
    Some(Label { sentence, voice: Voice::Named(mention), sort: Sort::Tweet, words, end })
}

/// Where a tweet's words end before the links to what it shows.
fn without_links(frame: &Frame<'_>, words: usize, end: usize) -> usize {
    let mut end = end;
    while end > words + 1 {
        let word = frame.word(end - 1);
        let link = ["http", "pic.", "t.co"].iter().any(|start| word.starts_with(start));
        // A link may be taken to pieces.
        let piece = (end.saturating_sub(8).max(words)..end).find(|at| {
            let word = frame.word(*at);
            word.starts_with("pic.twitter") || word.starts_with("https:")
        });
        match piece {
            Some(from) if from > words => end = from,
            _ if link => end -= 1,
            _ => break,
        }
    }
    end
}
