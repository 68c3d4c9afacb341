//! What is reported after the verb: "said that …", "told them to …", "called it “…”".

use crate::annotate::quotes::frame::{Frame, Item, Kind, NONE};
use crate::annotate::quotes::lexicon::{pos, takes};
use crate::annotate::quotes::phrase::{self};
use crate::annotate::quotes::report::clause::{
    is_clause, is_title, opens_clause, short_clause, words_end,
};
use crate::annotate::quotes::report::skip::{past_adverbials, past_hearer};
use crate::annotate::quotes::report::span::Said;

/// What is reported from item `at` on, after a verb that takes `taken`.
pub fn right_of(frame: &Frame<'_>, at: usize, high: usize, taken: u16) -> Option<Said> {
    // "adds to our understanding" says nothing.
    let verb = frame.word(at.saturating_sub(1));
    if frame.says(at, "to") && (verb.starts_with("add") || verb.starts_with("point")) {
        return None;
    }
    // "the index added 2 percent"
    let number = frame
        .items
        .get(at)
        .is_some_and(|i| i.is(pos::NUM) || matches!(i.span.of(frame.text), "$" | "€" | "£"));
    if number && verb.starts_with("add") {
        return None;
    }
    let out = frame.says(at, "out") && frame.word(at.saturating_sub(1)).starts_with("point");
    let mut i = if out { at + 1 } else { at };
    if taken & takes::HEARER != 0 {
        i = past_hearer(frame, i, high);
        if i < high && matches!(frame.word(i), "about" | "for" | "against") {
            return near_quote(frame, i, high, taken);
        }
        for start in [i, past_adverbials(frame, i, high)] {
            if let Some(found) = infinitive_content(frame, start, high) {
                return (taken & takes::INFINITIVE != 0).then_some(found);
            }
        }
    }
    let before_skip = i;
    i = past_adverbials(frame, i, high);
    let item = frame.items.get(i).filter(|_| i < high)?;
    match item.kind {
        Kind::Quote
            if taken & takes::NAMING != 0
                && taken & takes::AFTER == 0
                && matches!(
                    frame.word(at.saturating_sub(1)),
                    "called" | "dubbed" | "termed" | "labeled" | "labelled" | "branded"
                ) =>
        {
            return None;
        }
        Kind::Quote if taken & (takes::QUOTE | takes::NAMING | takes::THAT) != 0 => {
            return Some(from_quote(frame, i, high));
        }
        Kind::Colon | Kind::Comma | Kind::Dash => {
            let next = frame.items.get(i + 1).filter(|_| i + 1 < high)?;
            if next.is_quote() && taken & takes::QUOTE != 0 {
                return Some(from_quote(frame, i + 1, high));
            }
            if item.kind == Kind::Comma
                && taken & takes::CLAUSE != 0
                && is_clause(frame, i + 1, high)
                && !next.is(pos::ING)
                && (i > before_skip || opens_clause(frame, i + 1))
            {
                return Some(Said::Words(i + 1, words_end(frame, i + 1, high)));
            }
            if item.kind == Kind::Comma && frame.says(i + 1, "however") {
                return right_of(frame, i + 3, high, taken);
            }
            return None;
        }
        Kind::Word => {}
        _ => return None,
    }
    if frame.says(i, "that") && taken & takes::THAT != 0 {
        if frame.items.get(i + 1).is_some_and(Item::is_quote) && i + 1 < high {
            let end = words_end(frame, i + 1, high);
            return Some(if end == i + 2 { Said::Quote(i + 1) } else { Said::Words(i, end) });
        }
        return Some(Said::Words(i, words_end(frame, i, high)));
    }
    if item.is(pos::WH)
        && !item.is(pos::DET | pos::PRON | pos::REL)
        && taken & takes::THAT != 0
        && taken & takes::NAMING == 0
    {
        return Some(Said::Words(i, words_end(frame, i, high)));
    }
    if taken & takes::INFINITIVE != 0
        && let Some(found) = infinitive_content(frame, i, high)
    {
        return Some(found);
    }
    if taken & takes::HEARER != 0
        && taken & takes::QUOTE != 0
        && i > at
        && is_clause(frame, i, high)
    {
        return Some(Said::Words(i, words_end(frame, i, high)));
    }
    if taken & takes::SHORT_CLAUSE != 0 && short_clause(frame, i, high) {
        return Some(Said::Words(i, words_end(frame, i, high)));
    }
    if taken & takes::GERUND != 0
        && item.is(pos::ING)
        && !item.is(pos::NOUN | pos::ADJ | pos::PREP)
        && i == at
    {
        return Some(Said::Words(i, words_end(frame, i, high)));
    }
    if taken & takes::CLAUSE != 0 && i == at && item.is(pos::BE | pos::HAVE | pos::MODAL) {
        // "a move the company said was needed"
        return Some(Said::Words(i, words_end(frame, i, high)));
    }
    if taken & takes::CLAUSE != 0 {
        // Adverbials may be the start of what is said ("said in 2019 the firm made …").
        if is_clause(frame, i, high) {
            return Some(Said::Words(i, words_end(frame, i, high)));
        }
        let comma =
            (before_skip..high.min(before_skip + 40)).find(|c| frame.items[*c].kind == Kind::Comma);
        if i > before_skip && is_clause(frame, before_skip, comma.unwrap_or(high)) {
            return Some(Said::Words(before_skip, words_end(frame, before_skip, high)));
        }
    }
    if let Some(found) = near_quote(frame, i, high, taken) {
        return Some(found);
    }
    noun_content(frame, at, i, high, taken)
}

/// A thing reported without a verb: "announced his resignation", "called for a new vote".
fn noun_content(frame: &Frame<'_>, at: usize, i: usize, high: usize, taken: u16) -> Option<Said> {
    let verb = frame.word(at.checked_sub(1)?).to_ascii_lowercase();
    let start = if verb.starts_with("call") && frame.says(at, "for")
        || verb.starts_with("warn") && frame.says(at, "of")
    {
        at + 1
    } else if verb.starts_with("call") && matches!(frame.word(at), "on" | "upon") {
        let to = (at + 1..high.min(at + 12)).find(|to| frame.says(*to, "to"))?;
        return infinitive_content(frame, to, high);
    } else if taken & takes::NOUN != 0 {
        i
    } else {
        return None;
    };
    let first = frame.items.get(start).filter(|_| start < high)?;
    let noun = first.kind == Kind::Word
        && (first.mention != NONE
            || first.is(pos::DET | pos::NOUN | pos::NUM | pos::ADJ | pos::NAME))
        && !first.is(pos::PREP | pos::TIME | pos::PRON | pos::ADV);
    let end = words_end(frame, start, high);
    (noun && end >= start + 2).then_some(Said::Words(start, end))
}

/// A quotation a few words on: "called the plan “absurd”", "warned of “chaos”".
pub fn near_quote(frame: &Frame<'_>, i: usize, high: usize, taken: u16) -> Option<Said> {
    let quote = (i..high.min(i + 14)).find(|q| frame.items[*q].is_quote())?;
    // "a song called “Q”" names a thing; somebody who calls something so has an object first.
    let object = (i..quote).any(|q| {
        frame.items[q].is(pos::NOUN | pos::NAME | pos::PRON)
            || matches!(frame.word(q), "it" | "them" | "this" | "that")
    });
    if taken & takes::NAMING != 0
        && taken & takes::AFTER == 0
        && !object
        && !(i..quote).any(|q| frame.items[q].is(pos::PREP))
    {
        return None;
    }
    let clear = (i..quote).all(|q| {
        let item = &frame.items[q];
        item.kind == Kind::Word && !phrase::is_finite(item) && item.takes & takes::CLAUSE == 0
            || matches!(item.kind, Kind::Sign | Kind::Comma)
    });
    let title = is_title(frame.items[quote].span.of(frame.text));
    (clear && !title && taken & (takes::NAMING | takes::QUOTE) != 0).then_some(Said::Quote(quote))
}

/// A quotation right after the verb, with the words that finish its sentence if it is only the
/// beginning of one.
pub fn from_quote(frame: &Frame<'_>, quote: usize, high: usize) -> Said {
    let next = frame.items.get(quote + 1).filter(|_| quote + 1 < high);
    let goes_on = next.is_some_and(|n| n.kind == Kind::Word && phrase::is_finite(n));
    if goes_on { Said::Words(quote, words_end(frame, quote, high)) } else { Said::Quote(quote) }
}

/// "to" and a base verb at `at`.
pub fn infinitive_content(frame: &Frame<'_>, at: usize, high: usize) -> Option<Said> {
    let mut i = at;
    if i < high && frame.says(i, "not") {
        i += 1;
    }
    let verb = frame.items.get(i + 1).filter(|_| i + 1 < high)?;
    (frame.says(i, "to")
        && verb.kind == Kind::Word
        && (verb.is(pos::BASE | pos::BE | pos::HAVE | pos::DO | pos::ADV)
            || verb.is(pos::GUESSED) && !verb.capital)
        && !verb.is(pos::NAME | pos::DET))
    .then(|| Said::Words(at, words_end(frame, at, high)))
}

/// The quotation or words that an utterance goes on with after "…, she said,".
pub fn resumed(frame: &Frame<'_>, at: usize, high: usize) -> Option<Said> {
    let item = frame.items.get(at).filter(|_| at < high)?;
    match item.kind {
        Kind::Quote => {
            // "said on ABC's “This Week.”"
            let named = at > 0
                && frame.items[at - 1].kind == Kind::Word
                && is_title(frame.items[at].span.of(frame.text));
            (!named).then_some(Said::Quote(at))
        }
        Kind::Comma | Kind::Colon | Kind::Dash => {
            let next = frame.items.get(at + 1).filter(|_| at + 1 < high)?;
            if next.is_quote() {
                return Some(Said::Quote(at + 1));
            }
            if item.kind != Kind::Comma || next.kind != Kind::Word {
                return None;
            }
            let bad = pos::ING | pos::REL | pos::CONJ | pos::WH | pos::SUB;
            let joined = next.is(pos::CONJ)
                && next.mention == NONE
                && is_clause(frame, at + 2, words_end(frame, at + 2, high))
                && frame.items.get(at + 2).is_some_and(|n| {
                    n.is(pos::DET | pos::PRON | pos::NAME | pos::NOUN) && !n.is(pos::FINITE)
                });
            if joined {
                return Some(Said::Words(at + 1, words_end(frame, at + 1, high)));
            }
            if next.mention == NONE
                && (next.is(bad) && !next.is(pos::DET | pos::PRON | pos::NOUN)
                    || frame.says(at + 1, "as")
                    || frame.says(at + 1, "who"))
            {
                return None;
            }
            let end = words_end(frame, at + 1, high);
            if next.is(pos::PART) && !next.is(pos::NOUN | pos::ADJ) && frame.says(at + 2, "by") {
                return None;
            }
            // What follows must say something: a finite verb before any further comma.
            let first_comma =
                (at + 1..end).find(|i| frame.items[*i].kind == Kind::Comma).unwrap_or(end);
            (at + 1..first_comma)
                .any(|i| phrase::may_be_finite(frame, i, at + 1))
                .then_some(Said::Words(at + 1, end))
        }
        _ => None,
    }
}

/// The quotation after a colon, comma or nothing at `at`.
pub fn quote_after(frame: &Frame<'_>, mut at: usize, high: usize) -> Option<Said> {
    if frame.items.get(at).is_some_and(|i| matches!(i.kind, Kind::Comma | Kind::Colon | Kind::Dash))
    {
        at += 1;
    }
    (at < high && frame.items[at].is_quote()).then_some(Said::Quote(at))
}
