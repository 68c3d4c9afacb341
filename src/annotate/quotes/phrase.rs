//! Noun phrases around a verb: who is its subject, where a phrase begins, which word heads it.
//!
//! Light rules over parts of speech, not a parse: news puts the speaker beside the verb in a dozen
//! ways ("Hill, a doctor, said"; "said lead author Karen Alley"), and each way is a short walk from
//! the verb to the left or right. Every walk is bounded, so a sentence of any length costs no more.

use crate::annotate::quotes::frame::{Frame, Item, Kind, NONE};
use crate::annotate::quotes::lexicon::pos;

/// No noun phrase walked over is longer than this many items.
const REACH: usize = 40;

/// A noun phrase: items `start..end`, headed by `head`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phrase {
    pub start: usize,
    pub end: usize,
    pub head: usize,
}

/// What stands before a verb and belongs to it.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// The first item of the verb group.
    pub start: usize,
    /// The parts of speech of its helpers.
    helpers: u32,
    /// A form of "be" that is no helper of "have" makes it passive.
    pub passive: bool,
}

impl Group {
    pub fn negated(self) -> bool {
        self.helpers & pos::NEG != 0
    }

    /// Whether "have" makes it perfect.
    pub fn perfect(self) -> bool {
        self.helpers & pos::HAVE != 0
    }

    /// Whether a word such as "would" stands before the verb.
    pub fn modal(self) -> bool {
        self.helpers & pos::MODAL != 0
    }
}

/// The auxiliaries and adverbs before the verb at `verb`, back to `low`.
pub fn verb_group(frame: &Frame<'_>, low: usize, verb: usize) -> Group {
    let mut group = Group { start: verb, helpers: 0, passive: false };
    while group.start > low {
        let item = &frame.items[group.start - 1];
        let helper = pos::BE | pos::HAVE | pos::DO | pos::MODAL;
        let adverb =
            item.is(pos::ADV) && !item.is(pos::NOUN | pos::NAME | pos::PRON | pos::CONJ | pos::DET);
        if item.kind != Kind::Word
            || !(item.is(helper | pos::NEG) || adverb)
            || item.mention != NONE
        {
            break;
        }
        group.passive |= item.is(pos::BE) && !group.perfect();
        group.helpers |= item.pos;
        group.start -= 1;
    }
    group
}

/// Whether the item can only be a finite verb or an auxiliary.
pub fn is_finite(item: &Item) -> bool {
    item.kind == Kind::Word
        && (item.is(pos::BE | pos::HAVE | pos::DO | pos::MODAL)
            || item.is(pos::FINITE) && !item.is(pos::NOUN | pos::ADJ | pos::PART | pos::PREP))
}

/// Whether the item may be a finite verb where it stands: after a noun, name or pronoun.
pub fn may_be_finite(frame: &Frame<'_>, at: usize, low: usize) -> bool {
    let item = &frame.items[at];
    if is_finite(item) {
        return true;
    }
    item.kind == Kind::Word
        && item.is(pos::FINITE)
        && at > low
        && frame.items[at - 1].is(pos::NOUN | pos::NAME | pos::PRON | pos::ADV | pos::REL)
        && !frame
            .items
            .get(at + 1)
            .is_some_and(|next| next.is(pos::BE | pos::HAVE | pos::MODAL | pos::DO))
}

fn is_nominal(item: &Item) -> bool {
    item.kind == Kind::Word && item.is(pos::NOUN | pos::NAME | pos::NUM | pos::PRON)
}

/// The noun phrase that ends just before item `end`, looking back no further than `low`.
pub fn before(frame: &Frame<'_>, low: usize, end: usize) -> Option<Phrase> {
    let low = low.max(end.saturating_sub(REACH));
    let mut start = end;
    let mut conj = None;
    let mut stopped_by_verb = false;
    while start > low {
        let at = start - 1;
        let item = &frame.items[at];
        match item.kind {
            Kind::Word => {}
            Kind::Quote
                if start < end
                    && at > low
                    && frame.items[start].is(pos::NAME)
                    && frame.items[at - 1].is(pos::NAME) =>
            {
                start = at;
                continue;
            }
            Kind::Sign
                if matches!(
                    frame.word(at),
                    "-" | "&" | "/" | "$" | "%" | "." | "'" | "’" | "£" | "€" | "#" | "@"
                ) =>
            {
                start = at;
                continue;
            }
            _ => break,
        }
        if item.mention != NONE {
            start = at;
            continue;
        }
        if item.is(pos::PRON) && !item.is(pos::DET) {
            if start == end {
                return Some(Phrase { start: at, end, head: at });
            }
            stopped_by_verb = true;
            break;
        }
        if is_finite(item) && !item.is(pos::POSS) {
            stopped_by_verb = true;
            break;
        }
        if item.is(pos::REL | pos::WH) || item.is(pos::SUB) && !item.is(pos::PREP) {
            break;
        }
        if item.is(pos::PART) && item.is(pos::FINITE) && !item.is(pos::NOUN | pos::ADJ) {
            let left = at.checked_sub(1).filter(|l| *l >= low).map(|l| frame.items[l]);
            let modifies = left.is_none_or(|l| {
                l.is(pos::DET | pos::ADJ | pos::POSS | pos::ADV | pos::CONJ) || l.kind != Kind::Word
            });
            let follows_noun = left.is_some_and(|l| is_nominal(&l))
                && frame
                    .items
                    .get(start)
                    .is_some_and(|n| start < end && n.is(pos::PREP | pos::TIME | pos::ADV));
            if !modifies && !follows_noun {
                stopped_by_verb = true;
                break;
            }
        }
        if item.is(pos::ING)
            && !item.is(pos::NOUN | pos::ADJ | pos::PREP)
            && at > low
            && !is_nominal(&frame.items[at - 1])
            && frame.items[at - 1].kind != Kind::Word
        {
            break;
        }
        if item.is(pos::CONJ) {
            let word = frame.word(at);
            if !(word == "and" || word == "or") || start == end {
                break;
            }
            conj = Some(at);
        }
        start = at;
    }
    if let Some(conj) = conj
        && stopped_by_verb
    {
        start = conj + 1;
    }
    phrase(frame, start, end)
}

/// The noun phrase among the items `start..end`, without what leads up to it.
pub fn phrase(frame: &Frame<'_>, mut start: usize, end: usize) -> Option<Phrase> {
    while start < end {
        let item = &frame.items[start];
        let lead = item.kind != Kind::Word
            || item.mention == NONE
                && !item.is(pos::NOUN | pos::NAME | pos::DET | pos::PRON | pos::ADJ | pos::NUM)
                && item.is(pos::CONJ | pos::ADV | pos::SUB)
            || item.is(pos::CONJ);
        if !lead {
            break;
        }
        start += 1;
    }
    if start >= end {
        return None;
    }
    let leads_away = |item: &Item| {
        item.mention == NONE
            && (item.is(pos::PREP) && !item.is(pos::NOUN | pos::DET) || item.is(pos::TIME))
    };
    if leads_away(&frame.items[start]) {
        start = after_adverbial(frame, start, end)?;
    }
    // "A few days later the minister said": the subject begins after the time.
    if let Some(time) = (start..end.saturating_sub(1)).rev().find(|at| {
        let (item, next) = (&frame.items[*at], &frame.items[at + 1]);
        item.mention == NONE
            && item.is(pos::TIME)
            && next.is(pos::DET | pos::PRON | pos::NAME)
            && !next.is(pos::TIME)
    }) {
        start = time + 1;
    }
    let mut head = None;
    let mut at = start;
    while at < end {
        let item = &frame.items[at];
        if item.kind == Kind::Word && item.mention == NONE {
            if item.is(pos::PREP) && !item.is(pos::NOUN | pos::ADJ | pos::DET) && head.is_some() {
                break;
            }
            let participle = item.is(pos::ING | pos::PART) && !item.is(pos::NOUN | pos::ADJ);
            if head.is_some()
                && participle
                && frame.items.get(at + 1).is_some_and(|n| {
                    at + 1 < end && n.is(pos::PREP | pos::DET | pos::TIME | pos::NAME)
                })
            {
                break;
            }
        }
        let nominal = is_nominal(item) && !(item.is(pos::TIME) && head.is_some());
        if nominal || head.is_none() && at + 1 == end && item.is(pos::DET | pos::ADJ) {
            head = Some(at);
        }
        at += 1;
    }
    let head = head?;
    (!frame.items[head].is(pos::TIME)).then_some(Phrase { start, end, head })
}

/// Where the subject begins in "In a statement Smith": past the prepositional phrase.
fn after_adverbial(frame: &Frame<'_>, start: usize, end: usize) -> Option<usize> {
    let mut found = None;
    for at in start + 1..end {
        let (item, left) = (&frame.items[at], &frame.items[at - 1]);
        let after_phrase =
            left.is(pos::NOUN | pos::TIME | pos::NUM | pos::NAME) && !left.is(pos::PREP);
        let begins = item.is(pos::DET | pos::PRON) && !item.is(pos::PREP)
            || item.is(pos::NAME)
                && (!left.is(pos::NAME) || left.is(pos::TIME))
                && !left.is(pos::POSS);
        if after_phrase && begins {
            found = Some(at);
        }
    }
    found
}

/// The noun phrase that begins at item `start`, before `high`.
pub fn after(frame: &Frame<'_>, mut start: usize, high: usize) -> Option<Phrase> {
    while start < high
        && frame.items[start].is(pos::ADV)
        && !frame.items[start].is(pos::NOUN | pos::NAME | pos::PRON | pos::DET | pos::ADJ)
    {
        start += 1;
    }
    let high = high.min(start + REACH);
    let first = frame.items.get(start).filter(|_| start < high)?;
    if first.kind != Kind::Word
        || !first.is(pos::NOUN
            | pos::NAME
            | pos::DET
            | pos::PRON
            | pos::ADJ
            | pos::NUM
            | pos::ING
            | pos::PART)
    {
        return None;
    }
    if first.is(pos::PRON) && !first.is(pos::DET) {
        return Some(Phrase { start, end: start + 1, head: start });
    }
    let mut end = start;
    while end < high {
        let item = &frame.items[end];
        if item.kind == Kind::Word {
            let inner_prep = matches!(frame.word(end), "of" | "for" | "from" | "with");
            if item.mention == NONE && end > start {
                if item.is(pos::TIME)
                    || item.is(pos::REL | pos::WH)
                    || item.is(pos::SUB) && !inner_prep
                {
                    break;
                }
                if item.is(pos::PREP) && !inner_prep && !item.is(pos::NOUN) {
                    break;
                }
                if is_finite(item) || item.is(pos::PRON) && !item.is(pos::DET) {
                    break;
                }
                if item.is(pos::CONJ)
                    && !(matches!(frame.word(end), "and" | "or")
                        && frame.items.get(end + 1).is_some_and(|n| {
                            n.is(pos::NAME | pos::DET | pos::NOUN | pos::ADJ) && !n.is(pos::PRON)
                        }))
                {
                    break;
                }
                if item.is(pos::ADV) && !item.is(pos::NOUN | pos::ADJ) {
                    break;
                }
            }
        } else if !(item.kind == Kind::Sign
            && matches!(frame.word(end), "-" | "&" | "." | "'" | "’"))
        {
            break;
        }
        end += 1;
    }
    phrase(frame, start, end)
}

/// The subject of a verb group that begins just after a comma: "Hill, a doctor, said".
/// Looks at the stretches between commas from `low` on for the first that is a noun phrase.
pub fn before_comma(frame: &Frame<'_>, low: usize, comma: usize) -> Option<Phrase> {
    let low = low.max(comma.saturating_sub(2 * REACH));
    let mut start = low;
    let mut at = low;
    while at <= comma {
        if at == comma || matches!(frame.items[at].kind, Kind::Comma | Kind::Dash) {
            if let Some(found) = segment(frame, start, at) {
                return Some(found);
            }
            start = at + 1;
        }
        at += 1;
    }
    None
}

/// The items `start..end` as a noun phrase, if they are one and nothing else.
pub fn segment(frame: &Frame<'_>, mut start: usize, end: usize) -> Option<Phrase> {
    while start < end
        && frame.items[start].is(pos::CONJ | pos::ADV)
        && !frame.items[start].is(pos::NAME | pos::NOUN | pos::DET | pos::PRON)
    {
        start += 1;
    }
    if start < end && frame.says(start, "that") {
        start += 1;
    }
    let first = frame.items.get(start).filter(|_| start < end)?;
    let bad = pos::PREP | pos::SUB | pos::WH | pos::REL | pos::ING | pos::TIME;
    if first.mention == NONE && first.is(bad) && !first.is(pos::NOUN | pos::DET | pos::NAME) {
        return None;
    }
    if first.mention == NONE && first.is(pos::TIME) {
        return None;
    }
    if (start..end).any(|at| is_finite(&frame.items[at]) || frame.items[at].is_quote()) {
        return None;
    }
    phrase(frame, start, end)
}

/// The subject of the first finite verb from `low` on and before `high`.
pub fn main_subject(frame: &Frame<'_>, low: usize, high: usize) -> Option<Phrase> {
    let mut tried = 0;
    let mut fallback = None;
    for at in low..high {
        if !may_be_finite(frame, at, low) {
            continue;
        }
        tried += 1;
        if tried > 6 {
            break;
        }
        let group = verb_group(frame, low, at);
        let Some(found) = subject_left(frame, low, group.start) else { continue };
        // The subject of a clause that hangs on another is only second best.
        let hangs = |at: Option<usize>| {
            at.filter(|a| *a >= low).is_some_and(|a| {
                let item = &frame.items[a];
                item.kind == Kind::Word
                    && item.mention == NONE
                    && item.is(pos::SUB | pos::REL | pos::WH)
                    && !item.is(pos::NOUN)
            })
        };
        if !hangs(found.start.checked_sub(1))
            && !hangs(group.start.checked_sub(1))
            && !frame.items[found.start].is(pos::REL | pos::WH)
        {
            return Some(found);
        }
        fallback = fallback.or(Some(found));
    }
    fallback
}

/// The subject to the left of a verb group that begins at `start`.
pub fn subject_left(frame: &Frame<'_>, low: usize, start: usize) -> Option<Phrase> {
    let left = start.checked_sub(1).filter(|l| *l >= low)?;
    let item = &frame.items[left];
    match item.kind {
        Kind::Comma | Kind::Dash => before_comma(frame, low, left),
        Kind::Word if item.is(pos::REL) && item.mention == NONE && !item.is(pos::NOUN) => {
            let mut end = left;
            if end > low && frame.items[end - 1].kind == Kind::Comma {
                end -= 1;
            }
            // "Smith, 24, who said"
            if end >= low + 3
                && frame.items[end - 1].is(pos::NUM)
                && frame.items[end - 2].kind == Kind::Comma
            {
                end -= 2;
            }
            // A name right before "who" is the one who, whatever else the clause holds.
            let last = end.checked_sub(1).filter(|l| *l >= low)?;
            let mention = frame.items[last].mention;
            if mention != NONE {
                let start = (low..=last)
                    .rev()
                    .take_while(|at| frame.items[*at].mention == mention)
                    .last()?;
                return Some(Phrase { start, end, head: last });
            }
            before(frame, low, end)
        }
        Kind::Word | Kind::Sign => before(frame, low, start).or_else(|| {
            // "A source, speaking on condition of anonymity said": the second comma is missing.
            let comma = (low.max(start.saturating_sub(15))..start)
                .rev()
                .find(|at| frame.items[*at].kind == Kind::Comma)?;
            before_comma(frame, low, comma)
        }),
        _ => None,
    }
}
