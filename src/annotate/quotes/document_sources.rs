//! Makers of documents that speak: "the RCMP statement", "a letter from her family", "the post".
//!
//! Only the words for the maker are found here; who they stand for is resolved like any speaker.

use crate::annotate::quotes::lexicon::{self, Pos, WordClass};
use crate::annotate::quotes::named_persons;
use crate::annotate::quotes::narration::{
    ItemKind, ItemRange, MentionIndex, Narration, NarrationSentence,
};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::resolution_context::ResolutionContext;
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};
use crate::model::EntityKind;

/// Most items between a document and "by".
const MAX_BEFORE_BY: usize = 8;
/// Most items of the maker after "by".
const MAX_MAKER: usize = 12;
/// Most items of a document that the subject made.
const MAX_MADE: usize = 5;

/// Words for the maker of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentMaker {
    /// A name: "the RCMP statement".
    Name(MentionIndex),
    /// A possessive: "her letter".
    Possessive(usize),
    /// A common noun: "the family's statement", "the government statement".
    Noun(NounPhrase),
    /// Any words after "by", "from" or "of": "a letter from her family".
    Source(NounPhrase),
}

/// Returns the words for the maker of the document `phrase`: the possessor or modifier before its
/// head, or the name after "by" or "from".
pub fn maker_of(context: &ResolutionContext<'_, '_>, phrase: NounPhrase) -> Option<DocumentMaker> {
    let narration = context.narration();
    for at in (phrase.start..phrase.head).rev() {
        let item = &narration.items[at];
        if let Some(mention) = item.mention {
            // "A Twitter post by Lomidze" is not Twitter's.
            if lexicon::is_in(narration.word(at), WordClass::PLATFORM)
                || !can_make(context, phrase, at)
            {
                continue;
            }
            return Some(DocumentMaker::Name(mention));
        }
        if item.is(Pos::DET) && item.is_listed_in_any_case(WordClass::POSSESSIVE) {
            return Some(DocumentMaker::Possessive(at));
        }
        if let Some(end) = noun_maker_end(narration, phrase, at) {
            let owner = ItemRange::new(phrase.start, end);
            return NounPhrase::within(narration, owner).map(DocumentMaker::Noun);
        }
    }
    source_after(context, phrase)
        .or_else(|| place_of_publication(context, phrase))
        .map(DocumentMaker::Source)
}

/// "a report in the Harbour Post", "a statement on the ministry's website": returns the words for
/// the publication, whose words they are as far as the text tells.
fn place_of_publication(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
) -> Option<NounPhrase> {
    let narration = context.narration();
    let at = phrase.head + 1;
    if at + 1 >= phrase.end {
        return None;
    }
    let words = ItemRange::new(at + 1, phrase.end.min(at + MAX_MAKER));
    let owner = NounPhrase::within(narration, words)?;
    let body = |at: usize| {
        let mention = narration.items[at].mention.and_then(|mention| context.mention(mention));
        mention.is_some_and(|mention| mention.kind == EntityKind::Organisation)
    };
    let published = match narration.word(at) {
        "in" => {
            body(owner.head)
                || narration.is_listed_in_any_case(owner.head, WordClass::BODY_KIND)
                    && (owner.start..owner.head).any(body)
        }
        "on" => {
            let document = speaker_nouns::kind_of(narration.word(owner.head));
            document == Some(SpeakerNoun::Document)
                && (owner.start..owner.head).any(|at| narration.items[at].is(Pos::POSS))
        }
        _ => false,
    };
    published.then_some(owner)
}

/// True if the name that ends before the head at item `at` can be the maker's: a people only tells
/// where the document comes from ("the Ruritanian press release"), and so does a place, unless it
/// owns it ("Ruritania's statement") or it is the only one ("the Ruritania statement").
fn can_make(context: &ResolutionContext<'_, '_>, phrase: NounPhrase, at: usize) -> bool {
    let narration = context.narration();
    let kind = narration.items[at].mention.and_then(|m| context.mention(m)).map(|m| m.kind);
    match kind {
        Some(EntityKind::Group) => false,
        Some(EntityKind::Place) => {
            narration.items[at + 1].is(Pos::POSS)
                || at + 1 == phrase.head && narration.says(phrase.start, "the")
        }
        _ => true,
    }
}

/// Returns the end of a common noun before item `at` that speaks: "the family's statement", "the
/// government statement".
fn noun_maker_end(narration: &Narration<'_>, phrase: NounPhrase, at: usize) -> Option<usize> {
    let ending = narration.word(at).starts_with(['\'', '’']);
    let possessed = narration.items[at].is(Pos::POSS) && ending;
    let end = if possessed { at } else { at + 1 };
    let speaks = end > phrase.start + 1
        && match speaker_nouns::kind_of(narration.word(end - 1)) {
            Some(SpeakerNoun::Organisation | SpeakerNoun::Person) => true,
            Some(SpeakerNoun::Plural) => possessed,
            _ => false,
        };
    (speaks && (possessed || narration.says(phrase.start, "the"))).then_some(end)
}

/// Returns the words after "by", "from" or "of" that name the maker, if they are definite enough.
fn source_after(context: &ResolutionContext<'_, '_>, phrase: NounPhrase) -> Option<NounPhrase> {
    let narration = context.narration();
    let limit = phrase.end.min(phrase.head + MAX_BEFORE_BY);
    let by = (phrase.head + 1..limit).find(|at| {
        matches!(narration.word(*at), "by" | "from")
            && !narration.is_listed(at - 1, WordClass::OBTAINED)
    });
    let of = (phrase.head + 1 < limit && narration.says(phrase.head + 1, "of"))
        .then_some(phrase.head + 1);
    let by = by.or(of)?;
    let words = ItemRange::new(by + 1, phrase.end.min(by + MAX_MAKER));
    let owner = NounPhrase::within(narration, words)?;
    // "the synopsis of the film" is nobody's.
    let kind = speaker_nouns::kind_of(narration.word(owner.head));
    let mute = matches!(kind, None | Some(SpeakerNoun::Document));
    if Some(by) == of && mute && !(owner.start..owner.end).any(|at| narration.items[at].is_named())
    {
        return None;
    }
    let definite = narration.items[owner.head].is_named()
        || named_persons::at_end(context, owner).is_some()
        || narration.is_listed_in_any_case(owner.start, WordClass::POSSESSIVE)
        || narration.says(owner.start, "the")
        || (owner.start..owner.head).any(|at| narration.items[at].is_named())
            && speaker_nouns::kind_of(narration.word(owner.head)).is_some();
    definite.then_some(owner)
}

/// Returns the documents that `sentence` says its subject made, which ends before item `from`:
/// "issued a statement", "in a letter".
pub fn documents_made<'n>(
    narration: &'n Narration<'_>,
    sentence: NarrationSentence,
    from: usize,
) -> impl Iterator<Item = &'n str> {
    (from.max(sentence.start + 1)..sentence.end).filter_map(move |at| {
        if !narration.is_listed(at, WordClass::OWN_DOCUMENT)
            || !narration.is_listed(at - 1, WordClass::PUBLISHES)
        {
            return None;
        }
        let last = (at + 1..sentence.end.min(at + MAX_MADE))
            .take_while(|at| {
                let item = &narration.items[*at];
                item.kind == ItemKind::Word && item.is(Pos::NOUN | Pos::ADJ | Pos::NAME)
            })
            .last()?;
        let noun = narration.word(last);
        // "A statement from the ministry" is not the subject's.
        let other = narration.says(last + 1, "from") || narration.says(last + 1, "by");
        (!other && speaker_nouns::kind_of(noun) == Some(SpeakerNoun::Document)).then_some(noun)
    })
}
