//! Paragraphs that are somebody's words as a whole, without marks: transcripts and tweets.
//!
//! In a transcript they begin with a name and a colon, or with "Q:" and "A:". One label alone may
//! be a heading ("Analysis: …"), so labels count only where an article has at least two, and only
//! names of persons. The one who answers is the person whom the rest of the article names, if it is
//! only one. Tweets come after "Lomidze tweeted:" or are signed with a name and a handle.

use crate::annotate::quotes::labels::are_initials;
use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::narration::{
    ItemKind, ItemRange, MentionIndex, Narration, NarrationItem, NarrationSentence,
};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::model::{EntityKind, Mention};

/// Most items of a label, with its colon.
const MAX_LABEL: usize = 12;
/// Most items of a name that is a label.
const MAX_NAME: usize = 5;
/// Most items of a signature.
const MAX_SIGNATURE: usize = 16;
/// Most items of a link taken to pieces.
const MAX_LINK: usize = 8;
/// Most people of an article that are told apart.
const MAX_PEOPLE: usize = 3;

/// Labelled paragraphs of an article.
#[derive(Debug, Default)]
pub struct Transcript {
    labels: Vec<Label>,
}

/// Speaker of a labelled paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// The one named by the mention beside the words.
    Named(MentionIndex),
    /// The one named by the mention, elsewhere.
    NamedElsewhere(MentionIndex),
    /// The one whom these words mean.
    Described(NounPhrase),
    /// Nobody that the article tells.
    Unknown,
}

/// Label of one paragraph, with its words.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    /// Number of the sentence that begins the paragraph.
    pub sentence: usize,
    /// Speaker.
    pub voice: Voice,
    /// Words of the speaker.
    pub words: ItemRange,
    kind: LabelKind,
}

/// Sort of label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LabelKind {
    /// A name and a colon.
    Name,
    /// Initials and a colon, or a name with its initials: "MK:", "Maria Keller (MK):".
    Initials,
    /// "Q:"
    Question,
    /// "A:"
    Answer,
    /// Introduction or signature of a tweet.
    Tweet,
}

/// First sentence of a paragraph, and the paragraph as a whole.
#[derive(Clone, Copy)]
struct LabelledParagraph {
    number: usize,
    first: NarrationSentence,
    items: ItemRange,
}

impl Transcript {
    /// Finds the labels of an article with these mentions.
    pub fn new(narration: &Narration<'_>, mentions: &[Mention]) -> Self {
        let mut labels: Vec<Label> = Vec::new();
        let mut before = None;
        let mut number = 0;
        while let Some(first) = narration.sentences.get(number) {
            let count = narration.sentences[number..]
                .iter()
                .take_while(|s| s.paragraph == first.paragraph)
                .count();
            let end = narration.sentences[number + count - 1].end;
            let items = ItemRange::new(first.start, end);
            let paragraph = LabelledParagraph { number, first: *first, items };
            let found = label_at_start(narration, mentions, paragraph)
                .or_else(|| signed_tweet(narration, before, paragraph));
            if let Some(found) = found
                && labels.last().is_none_or(|last| last.sentence < found.sentence)
            {
                labels.push(found);
            }
            before = Some(paragraph);
            number += count;
        }
        let count = |kind| labels.iter().filter(|label| label.kind == kind).count();
        let named = count(LabelKind::Name) >= 2;
        // Where one side stands in marks, the other's initials are no words to be kept.
        let both_sides = two_voices(&labels, mentions);
        let interview = count(LabelKind::Question) >= 1 && count(LabelKind::Answer) >= 1;
        labels.retain(|label| match label.kind {
            LabelKind::Name => named,
            LabelKind::Initials => both_sides,
            LabelKind::Question | LabelKind::Answer => interview,
            LabelKind::Tweet => true,
        });
        let mut transcript = Self { labels };
        if interview {
            transcript.name_voices(narration, mentions);
        }
        transcript
    }

    /// Sets who asks and who answers, where the rest of the article tells it.
    fn name_voices(&mut self, narration: &Narration<'_>, mentions: &[Mention]) {
        let (asks, answers) = self.interview(narration, mentions);
        for label in &mut self.labels {
            let voice = match label.kind {
                LabelKind::Question => asks,
                LabelKind::Answer => answers,
                LabelKind::Name | LabelKind::Initials | LabelKind::Tweet => continue,
            };
            label.voice = voice.map_or(Voice::Unknown, Voice::NamedElsewhere);
        }
    }

    /// Returns the one who asks and the one who answers: "Hill interviewed Lomidze", or else the
    /// only person named outside the labelled paragraphs, who answers.
    fn interview(
        &self,
        narration: &Narration<'_>,
        mentions: &[Mention],
    ) -> (Option<MentionIndex>, Option<MentionIndex>) {
        let person = |at: usize| {
            let index = narration.items[at].mention?;
            let mention = mentions.get(index.get())?;
            (mention.kind == EntityKind::Person).then_some((index, mention.entity))
        };
        let mut people = Vec::new();
        let mut interviewed = None;
        let unlabelled = |number: &usize| self.label(narration, *number).is_none();
        for number in (0..narration.sentences.len()).filter(unlabelled) {
            let sentence = narration.sentences[number];
            for at in sentence.start..sentence.end {
                if let Some((index, entity)) = person(at) {
                    let known = people.iter().any(|(_, other)| *other == entity);
                    if !known && people.len() < MAX_PEOPLE {
                        people.push((index, entity));
                    }
                } else if narration.says(at, "interviewed")
                    && at > sentence.start
                    && at + 1 < sentence.end
                    && let (Some(left), Some(right)) = (person(at - 1), person(at + 1))
                {
                    interviewed = interviewed.or(Some((left.0, right.0)));
                }
            }
        }
        match (interviewed, people.as_slice()) {
            (Some((left, right)), _) => (Some(left), Some(right)),
            (None, [(one, _)]) => (None, Some(*one)),
            _ => (None, None),
        }
    }

    /// Label of the paragraph that contains the sentence.
    pub fn label(&self, narration: &Narration<'_>, sentence: usize) -> Option<Label> {
        let before = self.labels.partition_point(|l| l.sentence <= sentence).checked_sub(1)?;
        let label = self.labels[before];
        let paragraph = |number: usize| narration.sentences[number].paragraph;
        (paragraph(label.sentence) == paragraph(sentence)).then_some(label)
    }
}

impl LabelledParagraph {
    /// Returns the label whose words begin at item `words`, unless they stand in marks.
    fn label(
        self,
        narration: &Narration<'_>,
        kind: LabelKind,
        voice: Voice,
        words: usize,
    ) -> Option<Label> {
        let spoken = narration.before(words, self.items.end).is_some_and(|i| !i.is_quote());
        let words = ItemRange::new(words, self.items.end);
        spoken.then_some(Label { sentence: self.number, voice, words, kind })
    }
}

/// Returns the label at the beginning of a paragraph, before words without marks.
fn label_at_start(
    narration: &Narration<'_>,
    mentions: &[Mention],
    paragraph: LabelledParagraph,
) -> Option<Label> {
    let (start, end) = (paragraph.first.start, paragraph.first.end);
    let kind = match narration.word(start) {
        "Q" | "Q." => Some(LabelKind::Question),
        "A" | "A." => Some(LabelKind::Answer),
        _ => None,
    };
    if let Some(kind) = kind.filter(|_| !narration.items[start].is_named()) {
        return letter_label(narration, kind, paragraph);
    }
    if let Some(found) = initials_label(narration, mentions, paragraph) {
        return Some(found);
    }
    let limit = end.min(start + MAX_LABEL);
    let colon = (start + 1..limit).find(|at| narration.items[*at].kind == ItemKind::Colon)?;
    if let Some(tweets) = (start + 1..colon).find(|at| narration.says(*at, "tweeted")) {
        let voice = Voice::Described(NounPhrase::ending_at(narration, start, tweets)?);
        let begins = narration.items.get(colon + 1).is_some_and(|i| i.capital);
        return paragraph.label(narration, LabelKind::Tweet, voice, colon + 1).filter(|_| begins);
    }
    let mention = narration.items[colon - 1].mention?;
    let person = mentions.get(mention.get()).is_some_and(|m| m.kind == EntityKind::Person);
    let named = colon - start <= MAX_NAME
        && narration.items[start..colon].iter().all(|i| i.capital || i.is_named());
    paragraph
        .label(narration, LabelKind::Name, Voice::Named(mention), colon + 1)
        .filter(|label| person && named && label.words.start < end)
}

/// Returns the label "MK:" or "Maria Keller (MK):", if the article says who that is.
fn initials_label(
    narration: &Narration<'_>,
    mentions: &[Mention],
    paragraph: LabelledParagraph,
) -> Option<Label> {
    let ItemRange { start, end } = paragraph.items;
    let limit = end.min(start + MAX_LABEL);
    let colon = (start + 1..limit).find(|at| narration.items[*at].kind == ItemKind::Colon)?;
    let voice = if colon == start + 1 {
        let letters = narration.word(start);
        let spelled_out = |mention: &Mention| {
            let after = narration.text.get(mention.span.end..).unwrap_or("");
            let inner = after.trim_start().strip_prefix('(').and_then(|a| a.strip_prefix(letters));
            inner.is_some_and(|rest| rest.starts_with(')'))
        };
        if !are_initials(letters) {
            return None;
        }
        Voice::NamedElsewhere(MentionIndex::new(mentions.iter().position(spelled_out)?))
    } else {
        // Short brackets are no items.
        let named = narration.items[start].mention?;
        let name = narration.items[start..colon].iter().all(|item| item.mention == Some(named));
        let past = narration.items[colon - 1].span.end;
        let between = narration.text.get(past..narration.items[colon].span.start)?;
        let letters = between.trim().strip_prefix('(')?.strip_suffix(')')?;
        if !name || !are_initials(letters) {
            return None;
        }
        Voice::Named(named)
    };
    paragraph.label(narration, LabelKind::Initials, voice, colon + 1)
}

/// True if labels of initials name two different speakers.
fn two_voices(labels: &[Label], mentions: &[Mention]) -> bool {
    let mut speakers = labels.iter().filter(|l| l.kind == LabelKind::Initials).filter_map(|l| {
        let (Voice::Named(at) | Voice::NamedElsewhere(at)) = l.voice else { return None };
        mentions.get(at.get()).map(|mention| mention.entity)
    });
    speakers.next().is_some_and(|first| speakers.any(|other| other != first))
}

/// Returns the label "Q:", "Q." or "Q" with a full stop that is part of the word.
fn letter_label(
    narration: &Narration<'_>,
    kind: LabelKind,
    paragraph: LabelledParagraph,
) -> Option<Label> {
    let start = paragraph.first.start;
    let next = narration.before(start + 1, paragraph.items.end)?;
    let words = if matches!(next.kind, ItemKind::Colon | ItemKind::Stop) {
        start + 2
    } else if narration.word(start).len() == 2 {
        start + 1
    } else {
        return None;
    };
    paragraph.label(narration, kind, Voice::Unknown, words)
}

/// Returns the label of a tweet that is signed "— Ana Lomidze (@lomidze) May 3", at its end or in
/// the next paragraph.
fn signed_tweet(
    narration: &Narration<'_>,
    before: Option<LabelledParagraph>,
    paragraph: LabelledParagraph,
) -> Option<Label> {
    let ItemRange { start, end } = paragraph.items;
    let dash = (start.max(end.saturating_sub(MAX_SIGNATURE))..end).rev().find(|at| {
        let next = narration.before(at + 1, end);
        narration.items[*at].kind == ItemKind::Dash && next.is_some_and(NarrationItem::is_named)
    })?;
    let mention = narration.items[dash + 1].mention;
    let past = (dash + 1..end).find(|at| narration.items[*at].mention != mention).unwrap_or(end);
    let rest = narration.text[narration.items[past - 1].span.end..].trim_start();
    let dated = narration.items[past..end].iter().all(|item| {
        item.kind != ItemKind::Word || item.capital || item.is(Pos::TIME | Pos::NUM | Pos::NOUN)
    });
    if !dated || !rest.trim_start_matches(['(', ' ']).starts_with('@') {
        return None;
    }
    let (sentence, words) = if dash > start {
        (paragraph.number, ItemRange::new(start, dash))
    } else {
        before.map(|before| (before.number, before.items))?
    };
    let words = without_links(narration, words);
    Some(Label { sentence, voice: Voice::Named(mention?), words, kind: LabelKind::Tweet })
}

/// Returns a tweet's words without the links at their end to what it shows.
fn without_links(narration: &Narration<'_>, words: ItemRange) -> ItemRange {
    let ItemRange { start, mut end } = words;
    while end > start + 1 {
        let word = narration.word(end - 1);
        let link = ["http", "pic.", "t.co"].iter().any(|begin| word.starts_with(begin));
        // A link may be taken to pieces.
        let piece = (end.saturating_sub(MAX_LINK).max(start)..end).find(|at| {
            let word = narration.word(*at);
            word.starts_with("pic.twitter") || word.starts_with("https:")
        });
        match piece {
            Some(from) if from > start => end = from,
            _ if link => end -= 1,
            _ => break,
        }
    }
    ItemRange::new(start, end)
}
