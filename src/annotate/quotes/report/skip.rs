//! Words between the verb and what it reports: hearers, times, places, appositions.
//!
//! Each walk is short and gives up where a clause may begin, since a word too many here is a word
//! of the report lost.

use crate::annotate::quotes::frame::{Frame, Kind, NONE};
use crate::annotate::quotes::lexicon::pos;
use crate::annotate::quotes::phrase::{self};
use crate::annotate::quotes::report::clause::is_nominal;

/// Past the words that end the reporting clause: "told reporters Monday in Ottawa".
pub fn tail_end(frame: &Frame<'_>, mut at: usize, high: usize) -> usize {
    let limit = high.min(at + 30);
    while at < limit && frame.items[at].kind == Kind::Word {
        at += 1;
    }
    at
}

/// Past an apposition that follows an inverted subject: "said Hill, a doctor, “…”".
pub fn apposition_end(frame: &Frame<'_>, at: usize, high: usize) -> usize {
    let at = tail_end(frame, at, high);
    if frame.items.get(at).is_some_and(|i| i.kind == Kind::Comma) {
        let next = tail_end(frame, at + 1, high);
        if next < high
            && next > at + 1
            && !(at + 1..next).any(|i| phrase::may_be_finite(frame, i, at + 1))
            && (frame.items[next].kind == Kind::Comma || frame.items[next].is_quote())
        {
            return next;
        }
    }
    at
}

/// Past the one who is told: "reporters", "the House committee", "him".
pub fn past_hearer(frame: &Frame<'_>, at: usize, high: usize) -> usize {
    let mut i = at;
    for that in at..high.min(at + 22) {
        let item = &frame.items[that];
        if item.kind != Kind::Word && item.kind != Kind::Sign
            || item.mention == NONE && phrase::is_finite(item)
        {
            break;
        }
        if that > at && frame.says(that, "that") {
            return that;
        }
    }
    let limit = high.min(at + 16);
    let mut seen = false;
    let mut name_end = None;
    while i < limit {
        let item = &frame.items[i];
        if item.kind != Kind::Word {
            if item.kind == Kind::Sign && matches!(frame.word(i), "-" | "&" | "’" | "'") {
                i += 1;
                continue;
            }
            if item.kind == Kind::Sign {
                return name_end.unwrap_or(i);
            }
            break;
        }
        if item.mention == NONE {
            if frame.says(i, "that")
                || frame.says(i, "to")
                || item.is(pos::WH | pos::SUB) && !item.is(pos::PREP)
            {
                break;
            }
            if seen
                && (item.is(pos::PRON) && !item.is(pos::DET)
                    || item.is(pos::DET)
                    || item.is(pos::PREP) && !frame.says(i, "of")
                    || item.is(pos::TIME))
            {
                let left = &frame.items[i - 1];
                if !(left.is(pos::CONJ | pos::PREP)) {
                    break;
                }
            }
            if phrase::is_finite(item) {
                // Part of what was taken for the hearer is the subject of the clause.
                return name_end.unwrap_or(at);
            }
            if item.is(pos::PRON) {
                return i + 1;
            }
        }
        seen = true;
        i += 1;
        let word = frame.word(i - 1);
        let ended = frame.items.get(i).is_none_or(|next| next.mention != item.mention);
        if item.mention != NONE && ended
            || matches!(
                word,
                "reporters"
                    | "media"
                    | "press"
                    | "journalists"
                    | "investors"
                    | "lawmakers"
                    | "officials"
            )
        {
            name_end.get_or_insert(i);
        }
    }
    i
}

/// Past times, places and channels between the verb and what it reports: "Thursday in a statement".
pub fn past_adverbials(frame: &Frame<'_>, at: usize, high: usize) -> usize {
    let mut i = at;
    for _ in 0..4 {
        let Some(item) = frame.items.get(i).filter(|_| i < high) else { break };
        if item.kind != Kind::Word {
            break;
        }
        if item.mention == NONE && item.is(pos::TIME)
            || item.is(pos::ADV)
                && !item.is(pos::PREP
                    | pos::NOUN
                    | pos::DET
                    | pos::PRON
                    | pos::ADJ
                    | pos::SUB
                    | pos::CONJ)
                && item.mention == NONE
        {
            i += 1;
            if frame.items.get(i).is_some_and(|n| n.is(pos::NUM)) && item.is(pos::TIME) && i < high
            {
                i += 1;
            }
            continue;
        }
        let prep = item.mention == NONE
            && item.is(pos::PREP)
            && !item.is(pos::DET | pos::NOUN)
            && !frame.says(i, "as")
            && !frame.says(i, "like");
        let last_week = frame.items.get(i + 1).is_some_and(|n| n.is(pos::TIME))
            && matches!(frame.word(i), "last" | "this" | "next" | "earlier" | "late" | "early");
        if last_week {
            i += 2;
            continue;
        }
        if !prep {
            break;
        }
        let Some(end) = prepositional_end(frame, i, high) else { break };
        i = end;
    }
    i
}

/// Past the prepositional phrase at `at`, if it ends where something reported can begin.
pub fn prepositional_end(frame: &Frame<'_>, at: usize, high: usize) -> Option<usize> {
    let mut i = at + 1;
    let limit = high.min(at + 12);
    let mut nominal = false;
    while i < limit {
        let item = &frame.items[i];
        if item.kind != Kind::Word {
            if item.kind == Kind::Sign && matches!(frame.word(i), "-" | "&" | "’" | "'") {
                i += 1;
                continue;
            }
            break;
        }
        if item.mention == NONE {
            if frame.says(i, "that") && nominal {
                return Some(i);
            }
            if phrase::is_finite(item) {
                return None;
            }
            let begins = item.is(pos::DET) && !item.is(pos::PREP | pos::NUM)
                || item.is(pos::PRON)
                || item.is(pos::PREP)
                || item.is(pos::TIME)
                || item.is(pos::WH);
            if nominal && begins {
                return Some(i);
            }
        }
        if nominal
            && item.is(pos::NAME)
            && !frame.items[i - 1].is(pos::NAME)
            && (item.mention == NONE || frame.items[i - 1].mention != item.mention)
        {
            return Some(i);
        }
        nominal |= is_nominal(item);
        i += 1;
    }
    nominal.then_some(i)
}
