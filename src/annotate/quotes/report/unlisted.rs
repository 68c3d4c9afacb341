//! Attributions by a verb on no list: "“…,” moaned Smith", "“…,” Smith tut-tutted".
//!
//! A quotation that ends with a comma, a word that can be a verb in the past or the third person,
//! and a name or somebody beside it are an attribution, whatever the word. "“…,” as Smith entered",
//! "“Harbour,” painted by Smith" and "In “Harbour,” Smith plays" are none.

use crate::annotate::quotes::lexicon::{Pos, Subcat, WordClass};
use crate::annotate::quotes::narration::{
    ItemKind, ItemRange, Narration, NarrationItem, NarrationSentence,
};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::report::clause::is_title;
use crate::annotate::quotes::report::lookahead::{apposition_end, tail_end};
use crate::annotate::quotes::report::preposed::left_of;
use crate::annotate::quotes::report::resumption::resumed;
use crate::annotate::quotes::report::span::{Report, ReportOrder, ReportedSpan};
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};

/// Most adverbs between a quotation and the verb.
const MAX_ADVERBS: usize = 2;
/// Most items between "was" and "reply".
const MAX_BEFORE_REPLY: usize = 9;
/// Fewest words of a quotation in the middle of a sentence.
const MIN_WORDS_WITHIN: usize = 4;

/// Returns the report of the word at `at`, if it is the verb of an attribution.
pub fn unlisted_verb(
    narration: &Narration<'_>,
    sentence: NarrationSentence,
    at: usize,
) -> Option<Report> {
    let (low, high) = (sentence.start, sentence.end);
    let item = &narration.items[at];
    if item.is(Pos::BE) || item.is_listed(WordClass::COMES) {
        return reply(narration, sentence, at);
    }
    let other = Pos::BE
        | Pos::HAVE
        | Pos::DO
        | Pos::MODAL
        | Pos::PREP
        | Pos::CONJ
        | Pos::SUB
        | Pos::REL
        | Pos::WH
        | Pos::DET
        | Pos::PRON
        | Pos::TIME
        | Pos::NEG
        | Pos::NUM;
    let verb = item.is_plain_word()
        && !item.capital
        && item.is(Pos::FINITE)
        && !item.is(other)
        && (!item.is(Pos::BASE) || narration.word(at).ends_with("ed"))
        && !item.accepts(Subcat::NEEDS_HEARER)
        && !narration.says(at + 1, "by");
    if !verb {
        return None;
    }
    let mut from = at;
    while from > low && at - from < MAX_ADVERBS && is_adverb(&narration.items[from - 1]) {
        from -= 1;
    }
    if let Some(quote) = quote_before(narration, low, from) {
        return inverted(narration, sentence, at, quote);
    }
    plain(narration, low, high, at)
}

/// "“…,” moaned Smith"
fn inverted(
    narration: &Narration<'_>,
    sentence: NarrationSentence,
    at: usize,
    quote: usize,
) -> Option<Report> {
    let (low, high) = (sentence.start, sentence.end);
    let leads = quote > low && !is_lead(narration, low, quote);
    let words = narration.word(quote).split_whitespace().take(MIN_WORDS_WITHIN).count();
    if !ends_clause(narration, quote, at) || leads && words < MIN_WORDS_WITHIN {
        return None;
    }
    let subject = NounPhrase::starting_at(narration, at + 1, high)?;
    let last = &narration.items[subject.end - 1];
    let closes = narration.before(subject.end, high).is_none_or(|next| match next.kind {
        ItemKind::Stop | ItemKind::Comma | ItemKind::Dash | ItemKind::Colon => true,
        ItemKind::Word => {
            next.is(Pos::PREP | Pos::ADV | Pos::SUB | Pos::ING | Pos::TIME | Pos::CONJ | Pos::REL)
        }
        _ => false,
    });
    if !is_somebody(narration, subject) || last.is(Pos::POSS) || !closes {
        return None;
    }
    let end = apposition_end(narration, subject.end, high);
    let mut report = report_of(narration, low, at, subject, ReportOrder::Inverted);
    report.from = at;
    report.left = left_of(narration, low, quote + 1);
    report.right = resumed_quote(narration, end, high);
    Some(report)
}

/// "“…,” Smith tut-tutted"
fn plain(narration: &Narration<'_>, low: usize, high: usize, at: usize) -> Option<Report> {
    let subject = NounPhrase::ending_at(narration, low, at).filter(|s| s.end == at)?;
    let quote = quote_before(narration, low, subject.start)?;
    // After "Why?" a new sentence may begin, and what leads up to a quotation may hold a title.
    let comma = ends_with(narration.word(quote), ',')
        || narration.items[subject.start - 1].kind == ItemKind::Comma;
    if !comma || !is_lead(narration, low, quote) || !ends_clause(narration, quote, subject.start) {
        return None;
    }
    let object = narration.before(at + 1, high).is_some_and(|next| {
        next.kind == ItemKind::Word
            && (next.is_named()
                || next.is(Pos::DET | Pos::NOUN | Pos::NAME | Pos::PRON | Pos::NUM | Pos::PART)
                    && !next.is(Pos::PREP | Pos::ADV | Pos::SUB | Pos::TIME))
    });
    let possessed = narration.items[at - 1].is(Pos::POSS);
    if object || possessed || !is_somebody(narration, subject) {
        return None;
    }
    let mut report = report_of(narration, low, at, subject, ReportOrder::Plain);
    report.from = subject.start;
    report.right = resumed_quote(narration, tail_end(narration, at + 1, high), high);
    Some(report)
}

/// "“…,” was Smith's reply", "“…,” came the answer from Smith", "“…” is how Smith puts it": the one
/// whose words they are, if that is told.
fn reply(narration: &Narration<'_>, sentence: NarrationSentence, at: usize) -> Option<Report> {
    let (low, high) = (sentence.start, sentence.end);
    let quote = quote_before(narration, low, at)?;
    if !is_lead(narration, low, quote) || is_title(narration.word(quote)) {
        return None;
    }
    let subject = if narration.items[at].is(Pos::BE)
        && matches!(narration.word(at + 1), "how" | "what" | "all")
    {
        NounPhrase::starting_at(narration, at + 2, high)
    } else {
        let noun = (at + 1..high.min(at + MAX_BEFORE_REPLY))
            .find(|noun| narration.is_listed(*noun, WordClass::REPLY))?;
        author(narration, at + 1, noun, high)
    };
    let mut report = Report {
        cue: ItemRange::single(at),
        subcat: Subcat::QUOTE | Subcat::PREPOSED,
        order: ReportOrder::Inverted,
        subject: subject.filter(|subject| is_somebody(narration, *subject)),
        from: at,
        left: Vec::new(),
        right: None,
    };
    report.left.push(ReportedSpan::Quote(quote));
    Some(report)
}

/// Returns the words for the author of the reply that the noun at `noun` is: "Smith's reply", "her
/// reply", "the reply from Smith". The phrase begins at `start`.
fn author(narration: &Narration<'_>, start: usize, noun: usize, high: usize) -> Option<NounPhrase> {
    let before = noun - 1;
    if before > start && narration.items[before].is(Pos::POSS) {
        return NounPhrase::within(narration, ItemRange::new(start, before));
    }
    if narration.is_listed(before, WordClass::PERSONAL_POSSESSIVE) {
        return Some(NounPhrase::single(before));
    }
    matches!(narration.word(noun + 1), "from" | "of" | "by")
        .then(|| NounPhrase::starting_at(narration, noun + 2, high))?
}

fn report_of(
    narration: &Narration<'_>,
    low: usize,
    at: usize,
    subject: NounPhrase,
    order: ReportOrder,
) -> Report {
    Report {
        cue: ItemRange::single(at),
        subcat: Subcat::QUOTE | Subcat::PREPOSED,
        order,
        subject: Some(subject),
        from: subject.start,
        left: left_of(narration, low, subject.start),
        right: None,
    }
}

/// Returns the quotation that ends before item `from`, with a comma or nothing between.
fn quote_before(narration: &Narration<'_>, low: usize, from: usize) -> Option<usize> {
    let last = from.checked_sub(1).filter(|last| *last >= low)?;
    let comma = narration.items[last].kind == ItemKind::Comma;
    let quote = if comma { last.checked_sub(1).filter(|quote| *quote >= low)? } else { last };
    narration.items[quote].is_quote().then_some(quote)
}

/// True if the quotation ends like a clause, within its marks or with a comma before item `next`,
/// and is no title.
fn ends_clause(narration: &Narration<'_>, quote: usize, next: usize) -> bool {
    let words = narration.word(quote);
    let comma = next > quote + 1 && narration.items[quote + 1].kind == ItemKind::Comma;
    let ends = [',', '?', '!', '…', '—', '–', '-'].iter().any(|sign| ends_with(words, *sign));
    (comma || ends) && !is_title(words)
}

/// True if the words, without marks and blanks, end in `sign`.
fn ends_with(quoted: &str, sign: char) -> bool {
    let stops = |c: char| c.is_alphanumeric() || c == sign || matches!(c, '.' | ';' | ')');
    quoted.trim_end_matches(|c: char| !stops(c)).ends_with(sign)
}

/// True if the items are conjunctions and adverbs only, or nothing.
fn is_lead(narration: &Narration<'_>, low: usize, end: usize) -> bool {
    narration.items[low..end].iter().all(|item| {
        item.kind != ItemKind::Word && !item.is_quote()
            || item.is_plain_word() && item.is(Pos::CONJ | Pos::ADV)
    })
}

/// True for a name, a pronoun of the third person, and "the minister".
fn is_somebody(narration: &Narration<'_>, phrase: NounPhrase) -> bool {
    let head = &narration.items[phrase.head];
    if head.is_named() {
        return true;
    }
    if matches!(narration.word(phrase.head), "he" | "she" | "they" | "his" | "her" | "their") {
        return true;
    }
    let kind = speaker_nouns::kind_of(narration.word(phrase.head));
    matches!(kind, Some(SpeakerNoun::Person | SpeakerNoun::Plural))
        || head.capital && head.is(Pos::NAME) && !head.is(Pos::TIME)
}

fn is_adverb(item: &NarrationItem) -> bool {
    item.is_plain_word()
        && item.is(Pos::ADV)
        && !item.is(Pos::NOUN | Pos::PREP | Pos::PRON | Pos::DET)
        && !item.is_listed(WordClass::PARTICLE)
}

fn resumed_quote(narration: &Narration<'_>, at: usize, high: usize) -> Option<ReportedSpan> {
    resumed(narration, at, high).filter(|said| matches!(said, ReportedSpan::Quote(_)))
}
