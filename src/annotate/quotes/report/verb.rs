//! A verb of speech with its own subject: "Smith said", "said Smith".
//!
//! Tells the verb from the noun of the same letters, the plain order from the inverted one, and what
//! stands before it from what stands after it.

use crate::annotate::quotes::frame::{Clause, Frame, Kind, NONE};
use crate::annotate::quotes::lexicon::{pos, takes};
use crate::annotate::quotes::phrase::{self};
use crate::annotate::quotes::report::after::{quote_after, resumed, right_of};
use crate::annotate::quotes::report::before::left_of;
use crate::annotate::quotes::report::clause::clause_between;
use crate::annotate::quotes::report::inherited::{infinitive, issuer, participle};
use crate::annotate::quotes::report::skip::{apposition_end, tail_end};
use crate::annotate::quotes::report::span::{Order, Report, Said};

/// The start of the clause that can hold the verb's subject: past the last quotation, colon or
/// semicolon before it.
pub fn clause_start(frame: &Frame<'_>, low: usize, verb: usize) -> usize {
    let low = low.max(verb.saturating_sub(80));
    for at in (low..verb).rev() {
        let item = &frame.items[at];
        match item.kind {
            Kind::Quote => {
                let nickname = frame.items.get(at + 1).is_some_and(|n| n.is(pos::NAME))
                    && at > low
                    && frame.items[at - 1].is(pos::NAME);
                if !nickname {
                    return at + 1;
                }
            }
            Kind::Semicolon | Kind::Colon | Kind::Stop => return at + 1,
            _ => {}
        }
    }
    low
}

/// Whether the word at `at` is used as a noun or adjective here, not as a verb.
pub fn is_noun_here(frame: &Frame<'_>, low: usize, high: usize, at: usize) -> bool {
    let item = &frame.items[at];
    if at > low && (item.capital || frame.word(at - 1) == "/") {
        return true;
    }
    if !item.is(pos::FINITE | pos::BASE | pos::ING | pos::PART) {
        return true;
    }
    if at > low && frame.says(at - 1, "value") && frame.says(at, "added") {
        return true;
    }
    let next = frame.items.get(at + 1).filter(|_| at + 1 < high);
    let base = item.forms & pos::BASE != 0 && item.forms & pos::PART == 0;
    if base && at > low {
        // "a UN report found": a verb of this form needs more than one to do it.
        let left = &frame.items[at - 1];
        let word = frame.word(at - 1);
        let singular = (left.is(pos::NAME)
            || left.is(pos::NOUN) && !left.is(pos::PRON | pos::TIME))
            && !word.ends_with('s')
            && !matches!(word, "police" | "people" | "men" | "women" | "children" | "media");
        let joined = (low.max(at.saturating_sub(8))..at).any(|i| frame.says(i, "and"));
        if singular && !joined && left.kind == Kind::Word {
            return true;
        }
    }
    if item.is(pos::NOUN) {
        // "the report of", "claims against", "company report said"
        if next.is_some_and(|n| {
            n.kind == Kind::Word
                && (matches!(frame.word(at + 1), "of" | "against" | "from" | "for" | "on" | "by")
                    || phrase::is_finite(n))
        }) {
            return true;
        }
        let left = at.checked_sub(1).filter(|l| *l >= low).map(|l| frame.items[l]);
        if left.is_none_or(|l| {
            l.is(pos::CONJ)
                && !frame.word(at).ends_with("ed")
                && !matches!(frame.word(at), "said" | "says")
                && !next.is_some_and(|n| {
                    n.is_quote() || n.is(pos::PRON | pos::REL | pos::DET) && !n.is(pos::PREP)
                })
        }) {
            return true;
        }
        if left.is_none_or(|l| {
            l.kind == Kind::Word
                && !l.is(pos::NOUN
                    | pos::NAME
                    | pos::PRON
                    | pos::ADV
                    | pos::HAVE
                    | pos::MODAL
                    | pos::REL
                    | pos::BASE)
                && l.mention == NONE
                && frame.word(at - 1) != "to"
                && !l.is(pos::CONJ)
        }) {
            return true;
        }
    }
    false
}

/// The report made by the verb at `at`, if it is one.
pub fn verb(
    frame: &Frame<'_>,
    sentence: Clause,
    at: usize,
    last: Option<&Report>,
) -> Option<Report> {
    let (low, high) = (sentence.start, sentence.end);
    let item = frame.items[at];
    if is_noun_here(frame, low, high, at) {
        return None;
    }
    let start = clause_start(frame, low, at);
    let group = phrase::verb_group(frame, start, at);
    let left = group.start.checked_sub(1).filter(|l| *l >= low);
    let left_item = left.map(|l| frame.items[l]);
    let to_before = left_item.is_some_and(|l| l.kind == Kind::Word)
        && frame.says(group.start.saturating_sub(1), "to");
    if item.forms & pos::ING != 0 && !(group.passive) {
        return participle(frame, sentence, at, start, group, last);
    }
    let be_passive = group.passive && item.forms & pos::PART != 0;
    // "the rate noted by the team"
    let by_agent = item.forms & pos::PART != 0 && frame.word(at + 1) == "by" && !group.perfect();
    if be_passive || by_agent {
        // "was quoted as saying" is found at "saying"; "was told that" has no speaker.
        return None;
    }
    if to_before {
        return infinitive(frame, sentence, at, start, group, last);
    }
    if group.negated() && item.takes & takes::THAT != 0 {
        let denies = frame.word(at).starts_with("den");
        if !denies {
            return None;
        }
    }
    if group.modal()
        && !matches!(frame.items.get(at + 1), Some(next) if next.is_quote() || matches!(next.kind, Kind::Colon))
    {
        return None;
    }
    if item.forms & pos::FINITE == 0 && !(group.modal() || group.perfect()) {
        return None;
    }
    let mut report = Report {
        cue: (at, at + 1),
        takes: item.takes,
        order: Order::Plain,
        subject: None,
        from: group.start,
        left: Vec::new(),
        right: None,
    };
    // "…, said Smith": nothing that could be a subject stands before the verb.
    let bare_left = group.start == at || frame.items[group.start].is(pos::ADV);
    let nothing_left = match left_item {
        None => true,
        Some(l) => l.kind == Kind::Quote || matches!(l.kind, Kind::Dash | Kind::Colon),
    };
    let comma_left = left_item.is_some_and(|l| l.kind == Kind::Comma);
    let told = frame.word(at).starts_with('t') && item.takes & takes::HEARER != 0
        || frame.word(at).starts_with("Told");
    if bare_left
        && !told
        && item.takes & (takes::AFTER | takes::QUOTE) != 0
        && (nothing_left || comma_left && can_invert(frame, start, low, left?, at, high))
    {
        if let Some(subject) = phrase::after(frame, at + 1, high) {
            report.subject = Some(subject);
            report.order = Order::Inverted;
            report.from = at;
            report.left = left_of(frame, low, at);
            report.left.retain(|said| allows_left(item.takes, *said));
            let end = apposition_end(frame, subject.end, high);
            if report.left.is_empty() {
                report.right = quote_after(frame, end, high);
            } else {
                // Words after the speaker are an apposition, not more of what was said.
                report.right =
                    resumed(frame, end, high).filter(|said| matches!(said, Said::Quote(_)));
            }
            if matches!(report.left.as_slice(), []) && report.right.is_none() {
                return None;
            }
            return Some(report);
        }
        if nothing_left {
            return None;
        }
    }
    let conj_left = left_item.is_some_and(|l| l.is(pos::CONJ) && l.mention == NONE);
    if conj_left {
        report.subject = last
            .and_then(|r| r.subject)
            .or_else(|| phrase::main_subject(frame, start, group.start));
        report.order = Order::Inherited;
        report.from = left?;
        if report.from > low && frame.items[report.from - 1].kind == Kind::Comma {
            report.from -= 1;
        }
    } else {
        let relative = left_item.is_some_and(|l| l.is(pos::REL) && l.mention == NONE);
        report.subject = left
            .filter(|_| relative)
            .and_then(|l| issuer(frame, start, l))
            .or_else(|| phrase::subject_left(frame, start, group.start));
        report.from = report.subject.map_or(group.start, |s| s.start);
    }
    report.subject?;
    let relative = left_item.is_some_and(|l| l.is(pos::REL) && l.mention == NONE);
    if !conj_left && !relative {
        report.left = left_of(frame, low, report.from);
        report.left.retain(|said| allows_left(item.takes, *said));
    }
    let right = right_of(frame, at + 1, high, item.takes);
    let words_left = report.left.iter().all(|l| matches!(l, Said::Words(..)));
    let parenthesis = report.from > low && frame.items[report.from - 1].kind == Kind::Comma;
    let comma_between = match right {
        Some(Said::Words(start, _) | Said::Quote(start)) => {
            (at + 1..start).any(|i| frame.items[i].kind == Kind::Comma)
        }
        None => false,
    };
    if report.left.is_empty() {
        report.right = right;
        if right.is_none() && parenthesis && item.takes & takes::AFTER != 0 {
            // "Too often, he says, they get it."
            report.right = resumed(frame, tail_end(frame, at + 1, high), high);
        }
    } else if words_left
        && (matches!(right, Some(Said::Quote(_))) || right.is_some() && !comma_between)
    {
        // "As talks went on, Smith said that …": the words before are no report.
        report.left.clear();
        report.right = right;
    } else {
        // "…," she said: what follows is another part of the utterance, if anything.
        let end = tail_end(frame, at + 1, high);
        report.right = resumed(frame, end, high);
    }
    Some(report)
}

/// Whether a verb that takes `taken` may stand after what it reports.
pub fn allows_left(taken: u16, said: Said) -> bool {
    match said {
        Said::Quote(_) => taken & (takes::QUOTE | takes::AFTER) != 0,
        Said::Words(..) => taken & takes::AFTER != 0,
    }
}

/// Whether a verb after a comma may have its subject after it: the part before is a whole clause or
/// ends in a quotation.
pub fn can_invert(
    frame: &Frame<'_>,
    start: usize,
    low: usize,
    comma: usize,
    verb: usize,
    high: usize,
) -> bool {
    if comma > low && frame.items[comma - 1].is_quote() {
        return true;
    }
    let next = frame.items.get(verb + 1).filter(|_| verb + 1 < high);
    let subject_follows = next.is_some_and(|n| {
        n.is(pos::NAME | pos::DET | pos::NOUN | pos::ADJ)
            && !n.is(pos::TIME | pos::PREP)
            && !frame.says(verb + 1, "that")
    });
    let named = next.is_some_and(|n| n.mention != NONE);
    let rival = phrase::before_comma(frame, start, comma);
    if !subject_follows || rival.is_some_and(|r| !named || frame.items[r.head].mention != NONE) {
        return false;
    }
    // "X, said Y" is an inversion only if nothing like a clause follows the subject.
    let Some(subject) = phrase::after(frame, verb + 1, high) else { return false };
    let closes = frame.items.get(subject.end).filter(|_| subject.end < high).is_none_or(|n| {
        n.kind != Kind::Word
            || n.is(pos::PREP | pos::TIME | pos::REL | pos::ADV) && !n.is(pos::BASE)
    });
    clause_between(frame, low, comma) && closes
}
