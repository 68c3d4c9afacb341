//! Prose, quotations and names → the narration.

use std::iter::{Enumerate, Peekable};
use std::slice::Iter;

use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::marks::Marked;
use crate::annotate::quotes::narration::items::{
    ItemKind, MarkedIndex, MentionIndex, Narration, NarrationItem, NarrationSentence,
};
use crate::annotate::quotes::narration::{sentence_end, tagging};
use crate::annotate::quotes::tagger::features::SeenWord;
use crate::model::{Mention, Span};
use crate::text::{Prose, Sentence};

/// Most items of a sentence: a longer one is split, so that no walk within a sentence is long.
const MAX_SENTENCE: usize = 400;
/// Most items of a dateline.
const MAX_DATELINE: usize = 14;
/// Most tokens of a bracket that is left out.
const MAX_BRACKET: usize = 40;

/// Folds the quotations `marked` of `prose`, whose names are `mentions`.
pub fn fold<'t>(prose: &Prose<'t>, marked: &[Marked], mentions: &[Mention]) -> Narration<'t> {
    fold_with(prose, marked, mentions, tagging::disambiguate)
}

/// Chooses among the parts of speech of the items of a sentence of the text. The words are those of
/// the sentence before, and make room for those of this one.
type Disambiguation = fn(&str, &mut [NarrationItem], &mut Vec<SeenWord>);

/// Folds the quotations `marked` of `prose`, with another choice among the parts of speech.
pub fn fold_with<'t>(
    prose: &Prose<'t>,
    marked: &[Marked],
    mentions: &[Mention],
    disambiguate: Disambiguation,
) -> Narration<'t> {
    let mut folding = Folding {
        prose,
        marked,
        disambiguate,
        seen: Vec::new(),
        quotes: marked.iter().enumerate().peekable(),
        names: mentions.iter().enumerate().peekable(),
        narration: Narration {
            text: prose.text,
            items: Vec::with_capacity(prose.tokens.len()),
            sentences: Vec::with_capacity(prose.sentences.len()),
        },
    };
    for (number, paragraph) in prose.paragraphs.iter().enumerate() {
        let mut sentence = NarrationSentence {
            start: folding.narration.items.len(),
            end: 0,
            paragraph: number as u32,
            aside: is_aside(paragraph.span.of(prose.text)),
        };
        for printed in prose.sentences_of(paragraph) {
            folding.fold(printed, sentence.start);
            if !folding.goes_on(printed, sentence.start, paragraph.span.end) {
                folding.close(&mut sentence);
            }
        }
        folding.close(&mut sentence);
    }
    folding.narration
}

/// State of the fold: the narration so far, and the quotations and names still to come.
struct Folding<'a, 't> {
    prose: &'a Prose<'t>,
    marked: &'a [Marked],
    disambiguate: Disambiguation,
    seen: Vec<SeenWord>,
    quotes: Peekable<Enumerate<Iter<'a, Marked>>>,
    names: Peekable<Enumerate<Iter<'a, Mention>>>,
    narration: Narration<'t>,
}

impl Folding<'_, '_> {
    /// Adds the items of a sentence of the prose to that of the narration which begins at item
    /// `first`.
    fn fold(&mut self, printed: &Sentence, first: usize) {
        let mut at = printed.tokens.start;
        while at < printed.tokens.end {
            let token = self.prose.tokens[at];
            while self.quotes.next_if(|(_, q)| q.span.end <= token.span.start).is_some() {}
            if let Some((index, quote)) = self.quotes.peek()
                && quote.span.start < token.span.end
            {
                let index = MarkedIndex::new(*index);
                let items = &mut self.narration.items;
                if items.last().is_none_or(|i| i.quote != Some(index)) {
                    items.push(NarrationItem::folded(quote.span, index));
                }
                at += 1;
                continue;
            }
            if let Some(past) = bracket_end(self.prose, at, printed.tokens.end, self.marked) {
                at = past;
                continue;
            }
            while self.names.next_if(|(_, m)| m.span.end <= token.span.start).is_some() {}
            let mention = self
                .names
                .peek()
                .filter(|(_, m)| m.span.start < token.span.end)
                .map(|(index, _)| MentionIndex::new(*index));
            let left = self.narration.items[first..].last();
            let item = tagging::tag(self.prose, token, mention, left);
            self.narration.items.push(item);
            at += 1;
        }
    }

    /// True if the sentence that begins at item `first` goes on after `printed`: within a
    /// quotation, or past one.
    fn goes_on(&mut self, printed: &Sentence, first: usize, paragraph_end: usize) -> bool {
        let inside = self
            .quotes
            .peek()
            .is_some_and(|(_, q)| q.span.start < printed.span.end && q.span.end > printed.span.end);
        let last = self.narration.items[first..].last();
        inside
            || last.is_some_and(|last| {
                let quoted = last.span.of(self.prose.text);
                last.is_quote()
                    && sentence_end::goes_on(self.prose, quoted, printed.tokens.end, paragraph_end)
            })
    }

    /// Ends the sentence at the last item, unless it has none, and begins the next one.
    fn close(&mut self, sentence: &mut NarrationSentence) {
        let narration = &mut self.narration;
        let end = narration.items.len();
        if end == sentence.start {
            return;
        }
        let first = after_dateline(narration, sentence.start, end);
        (self.disambiguate)(narration.text, &mut narration.items[first..end], &mut self.seen);
        for start in (first..end).step_by(MAX_SENTENCE) {
            let end = end.min(start + MAX_SENTENCE);
            narration.sentences.push(NarrationSentence { start, end, ..*sentence });
        }
        sentence.start = end;
    }
}

/// Returns the start of the sentence `first..end` behind its dateline: "HARNSTAD, June 3 (Agency) –
/// The minister said". The place there is no subject of what follows.
fn after_dateline(narration: &Narration<'_>, first: usize, end: usize) -> usize {
    let word = narration.word(first);
    if word.chars().count() < 3 || !word.chars().all(char::is_uppercase) {
        return first;
    }
    for at in first + 1..end.min(first + MAX_DATELINE) {
        let item = &narration.items[at];
        match item.kind {
            ItemKind::Dash => return at + 1,
            ItemKind::Word if item.capital || item.is(Pos::NUM) => {}
            ItemKind::Comma | ItemKind::Sign => {}
            _ => return first,
        }
    }
    first
}

/// Returns the token past the bracket that opens at token `at`, if it is short and contains no
/// quotation.
fn bracket_end(prose: &Prose<'_>, at: usize, end: usize, marked: &[Marked]) -> Option<usize> {
    if !matches!(prose.word(at), "(" | "[") {
        return None;
    }
    let close =
        (at + 1..end.min(at + MAX_BRACKET)).find(|i| matches!(prose.word(*i), ")" | "]"))?;
    let span = Span::new(prose.tokens[at].span.start, prose.tokens[close].span.end);
    let next = marked.partition_point(|m| m.span.end <= span.start);
    let quotes = marked.get(next).is_some_and(|m| m.span.overlaps(span));
    (!quotes).then_some(close + 1)
}

/// True for a caption, which ends in the credit of its picture, and for a pointer to another
/// article: what is said there is said again, or not at all, in the article itself.
fn is_aside(paragraph: &str) -> bool {
    let credit = paragraph.ends_with(')')
        && paragraph.rfind('(').is_some_and(|at| {
            let inside = &paragraph[at..];
            inside.len() < 80
                && (inside.contains('/') || inside.contains("Photo") || inside.contains("Getty"))
        });
    let pointer =
        ["READ MORE", "READ:", "WATCH", "RELATED", "SEE ALSO", "MORE:", "Read more:", "Related:"];
    credit || pointer.iter().any(|p| paragraph.starts_with(p))
}
