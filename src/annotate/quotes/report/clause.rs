//! What is a clause and where it ends.
//!
//! Reported words have no marks, so the grammar must see for itself whether a subject and a verb
//! follow, and where the narration takes over again.

use crate::annotate::quotes::frame::{Frame, Item, Kind, NONE, known};
use crate::annotate::quotes::lexicon::pos;
use crate::annotate::quotes::phrase::{self};

/// Whether the items hold a subject and a finite verb.
pub fn clause_between(frame: &Frame<'_>, start: usize, end: usize) -> bool {
    let start = start.max(end.saturating_sub(80));
    (start + 1..end).any(|at| phrase::may_be_finite(frame, at, start))
}

/// Whether the items hold a subject and a verb that can be nothing but finite.
pub fn clearly_clause(frame: &Frame<'_>, start: usize, end: usize) -> bool {
    let start = start.max(end.saturating_sub(80));
    (start + 1..end).any(|at| {
        let (item, left) = (&frame.items[at], &frame.items[at - 1]);
        phrase::is_finite(item)
            || item.is(pos::FINITE)
                && item.is(pos::PART)
                && (left.is(pos::NOUN | pos::NAME | pos::PRON | pos::ADV)
                    || left.kind == Kind::Comma && at > start + 1)
            || item.is(pos::FINITE)
                && (left.is(pos::PRON)
                    || left.mention != NONE
                    || left.is(pos::NOUN)
                        && frame.word(at - 1).ends_with('s') != frame.word(at).ends_with('s'))
    })
}

/// Whether after the first comma of the items another clause stands.
pub fn clause_after_comma(frame: &Frame<'_>, start: usize, end: usize) -> bool {
    (start..end.min(start + 60))
        .rfind(|at| frame.items[*at].kind == Kind::Comma)
        .is_some_and(|comma| clause_between(frame, comma, end))
}

pub fn is_nominal(item: &Item) -> bool {
    item.kind == Kind::Word && item.is(pos::NOUN | pos::NAME | pos::NUM | pos::PRON)
}

/// Whether the item begins a clause with its own subject.
pub fn opens_clause(frame: &Frame<'_>, at: usize) -> bool {
    frame.items.get(at).is_some_and(|i| {
        i.kind == Kind::Word
            && (i.mention != NONE
                || i.is(pos::DET | pos::PRON | pos::NAME)
                    && !i.is(pos::CONJ | pos::ADV | pos::SUB | pos::REL | pos::WH))
    })
}

/// Whether a clause with a short subject follows from item `at` on.
pub fn short_clause(frame: &Frame<'_>, at: usize, high: usize) -> bool {
    let limit = high.min(at + 10);
    let stop = (at + 1..limit).find(|i| {
        let item = &frame.items[*i];
        item.kind != Kind::Word
            || item.mention == NONE
                && item.is(pos::REL | pos::WH | pos::SUB)
                && !item.is(pos::DET | pos::PREP)
    });
    is_clause(frame, at, stop.unwrap_or(limit))
}

/// Whether a subject and then a finite verb follow from item `at` on.
pub fn is_clause(frame: &Frame<'_>, at: usize, high: usize) -> bool {
    let mut nominal = false;
    // Verbs still owed to relative clauses on the way.
    let mut owed = 0;
    let limit = high.min(at + 60);
    let mut i = at;
    while i < limit {
        let item = &frame.items[i];
        match item.kind {
            Kind::Word
                if nominal
                    && item.mention == NONE
                    && item.is(pos::REL | pos::WH | pos::SUB)
                    && !item.is(pos::BE) =>
            {
                let relative = item.is(pos::REL) && !matches!(frame.word(i), "where" | "when");
                let opens = relative || item.is(pos::PREP);
                if !opens || frame.says(i, "as") || frame.says(i, "like") {
                    return false;
                }
                if relative {
                    owed += 1;
                }
            }
            Kind::Word => {}
            Kind::Quote => {
                nominal = true;
                i += 1;
                continue;
            }
            Kind::Comma | Kind::Dash | Kind::Sign => {
                i += 1;
                continue;
            }
            _ => return false,
        }
        let finite = phrase::may_be_finite(frame, i, at)
            || item.is(pos::FINITE)
                && item.is(pos::PART)
                && i > at
                && frame.items[i - 1].is(pos::NOUN | pos::NAME | pos::PRON | pos::ADV);
        if nominal && finite {
            if owed == 0 {
                return true;
            }
            owed -= 1;
            while frame.items.get(i + 1).is_some_and(|n| {
                i + 1 < limit && n.is(pos::PART | pos::BASE | pos::ADV | pos::BE | pos::NEG)
            }) {
                i += 1;
            }
        }
        nominal |= is_nominal(item) || item.is(pos::DET);
        i += 1;
    }
    false
}

/// Where words reported from `start` on end: before the closing stop, or where the narration
/// takes over.
pub fn words_end(frame: &Frame<'_>, start: usize, high: usize) -> usize {
    let mut end = high;
    while end > start
        && matches!(
            frame.items[end - 1].kind,
            Kind::Stop | Kind::Comma | Kind::Semicolon | Kind::Dash | Kind::Colon
        )
    {
        end -= 1;
    }
    for at in start + 1..end {
        let item = &frame.items[at];
        let introduces =
            item.kind == Kind::Colon && frame.items.get(at + 1).is_some_and(Item::is_quote);
        if item.kind == Kind::Semicolon || introduces {
            return at;
        }
        let next = at + 1;
        let receiving = frame.items.get(next).is_some_and(|n| n.is(pos::ING) && !n.is(pos::NOUN));
        if item.kind == Kind::Word && frame.says(at, "while") && receiving {
            return at;
        }
        if item.kind == Kind::Comma && next < end {
            let word = frame.word(next);
            if word == "while"
                || matches!(
                    word,
                    "referring" | "pointing" | "citing" | "according" | "speaking" | "recalling"
                )
            {
                return at;
            }
        }
        // "urged them to wait and met the press": the second verb is the narrator's.
        let narrates = frame.says(start, "to")
            && frame.items.get(next).is_some_and(|n| phrase::is_finite(n) && !n.is(pos::BASE));
        if item.is(pos::CONJ) && item.mention == NONE && next < end && narrates {
            return at;
        }
        if item.is(pos::CONJ) && item.mention == NONE && next < end {
            let declines =
                matches!(frame.word(next), "declined" | "refused" | "declines" | "refuses")
                    || frame.says(next, "did")
                        && frame.items.get(next + 1).is_some_and(|n| n.is(pos::NEG))
                        && matches!(
                            frame.word(next + 2),
                            "say"
                                | "elaborate"
                                | "comment"
                                | "provide"
                                | "give"
                                | "specify"
                                | "disclose"
                                | "identify"
                                | "name"
                        );
            if declines {
                return if frame.items[at - 1].kind == Kind::Comma { at - 1 } else { at };
            }
        }
    }
    end
}

/// Whether the text between marks is written as titles are, with a capital on each longer word.
pub fn is_title(text: &str) -> bool {
    let mut words = 0;
    let all = text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).all(|w| {
        words += 1;
        let w = w.trim_matches(|c: char| !c.is_alphanumeric());
        w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || w.len() <= 4 && known(w).pos & (pos::PREP | pos::DET | pos::CONJ | pos::SUB) != 0
    });
    let ends = text
        .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '!' | '?'))
        .ends_with(['!', '?']);
    all && !ends && (2..12).contains(&words)
}

/// Whether the text between marks is a clause of its own, with subject and verb.
pub fn is_sentence(text: &str) -> bool {
    let mut words =
        text.split_whitespace().map(|w| known(w.trim_matches(|c: char| !c.is_alphanumeric())));
    let subject =
        words.next().is_some_and(|w| w.pos & (pos::DET | pos::PRON) != 0 && w.pos & pos::PREP == 0);
    subject
        && text.len() > 40
        && words.take(12).any(|w| {
            w.pos & (pos::BE | pos::HAVE | pos::DO | pos::MODAL) != 0
                || w.pos & pos::FINITE != 0 && w.pos & (pos::NOUN | pos::ADJ | pos::PART) == 0
        })
}
