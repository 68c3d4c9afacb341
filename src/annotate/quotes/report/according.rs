//! Sources without a verb: "according to Smith", "in her view".

use crate::annotate::quotes::frame::{Clause, Frame, Kind, NONE};
use crate::annotate::quotes::lexicon::{pos, takes};
use crate::annotate::quotes::phrase::{self, Phrase};
use crate::annotate::quotes::report::after::from_quote;
use crate::annotate::quotes::report::before::with_quote;
use crate::annotate::quotes::report::clause::{clause_between, clearly_clause, words_end};
use crate::annotate::quotes::report::span::{Order, Report, Said};

/// "according to X", "in X's words", "as X put it".
pub fn according(frame: &Frame<'_>, sentence: Clause, at: usize) -> Option<Report> {
    let (low, high) = (sentence.start, sentence.end);
    let cue_end = if frame.says(at, "according") && frame.says(at + 1, "to") && at + 1 < high {
        at + 2
    } else if at == low
        && (frame.says(at, "per")
            || frame.says(at, "by")
                && frame
                    .items
                    .get(at + 1)
                    .is_some_and(|n| matches!(n.span.of(frame.text), "reports" | "accounts")))
    {
        at + 1
    } else {
        return opinion(frame, sentence, at);
    };
    let end = according_end(frame, cue_end, high);
    let comma = (cue_end..end).find(|at| frame.items[*at].kind == Kind::Comma);
    let subject = phrase::phrase(frame, cue_end, comma.unwrap_or(end))?;
    let mut report = Report {
        cue: (at, cue_end),
        takes: takes::CLAUSE,
        order: Order::According,
        subject: Some(subject),
        from: at,
        left: Vec::new(),
        right: None,
    };
    surround(frame, &mut report, low, end, high);
    Some(report)
}

/// Fills in what a phrase such as "according to X", items `report.from..end`, reports: what follows
/// it, what goes before, or both.
pub fn surround(frame: &Frame<'_>, report: &mut Report, low: usize, end: usize, high: usize) {
    let from = report.from;
    let mut left_end = from;
    while left_end > low && matches!(frame.items[left_end - 1].kind, Kind::Comma | Kind::Dash) {
        left_end -= 1;
    }
    if left_end > low
        && frame.items[left_end - 1].is(pos::CONJ | pos::ADV)
        && frame.items[left_end - 1].mention == NONE
    {
        left_end = low;
    }
    let lead = (low..left_end).all(|at| {
        let item = &frame.items[at];
        item.is(pos::CONJ | pos::ADV | pos::SUB) || item.kind != Kind::Word && !item.is_quote()
    });
    if left_end > low && !lead {
        let quote = frame.items[left_end - 1].is_quote();
        report.left =
            if quote { with_quote(frame, low, left_end) } else { vec![Said::Words(low, left_end)] };
    }
    let adverbial = frame.items[low].is(pos::PREP | pos::SUB)
        && frame.items[low].mention == NONE
        && !clearly_clause(frame, low, left_end);
    if end < high && frame.items[end].kind == Kind::Comma {
        let start = end + 1;
        if adverbial {
            report.left.clear();
        }
        let rest_end = words_end(frame, start, high);
        if start < rest_end
            && (report.left.is_empty()
                || clearly_clause(frame, start, rest_end)
                    && !matches!(report.left.last(), Some(Said::Quote(_)))
                    && !frame.items[start].is(pos::REL | pos::CONJ)
                    && !frame.says(start, "which"))
        {
            let alone = rest_end == start + 1 && frame.items[start].is_quote();
            report.right =
                Some(if alone { Said::Quote(start) } else { Said::Words(start, rest_end) });
        }
    } else if report.left.is_empty() && end < high && frame.items[end].kind == Kind::Word {
        report.right = Some(Said::Words(end, words_end(frame, end, high)));
    } else if end < high && frame.items[end].is_quote() {
        report.right = Some(from_quote(frame, end, high));
    }
}

/// Where the source named after "according to" ends, with its appositions.
pub fn according_end(frame: &Frame<'_>, start: usize, high: usize) -> usize {
    let mut end = start;
    while end < high
        && !matches!(
            frame.items[end].kind,
            Kind::Comma | Kind::Stop | Kind::Semicolon | Kind::Dash | Kind::Quote | Kind::Colon
        )
    {
        end += 1;
    }
    // "according to the institute and sales have fallen": the source ends before "and".
    if let Some(verb) = (start + 1..end).find(|at| phrase::is_finite(&frame.items[*at]))
        && !(start..verb)
            .any(|at| frame.items[at].is(pos::REL | pos::WH) && frame.items[at].mention == NONE)
        && let Some(conj) = (start + 1..verb).rev().find(|at| frame.items[*at].is(pos::CONJ))
    {
        end = conj;
    }
    // An apposition follows if after the next comma the main clause is still to come.
    let named = (start..end).any(|at| frame.items[at].mention != NONE)
        && end > start
        && frame.items[end - 1].mention != NONE;
    for _ in 0..2 {
        if !named || end >= high || frame.items[end].kind != Kind::Comma {
            break;
        }
        let next = (end + 1..high)
            .find(|at| matches!(frame.items[*at].kind, Kind::Comma | Kind::Stop | Kind::Semicolon));
        let Some(next) = next.filter(|n| frame.items[*n].kind == Kind::Comma) else { break };
        let apposition = !(end + 1..next).any(|at| {
            phrase::may_be_finite(frame, at, end + 1)
                || frame.items[at].is(pos::FINITE)
                    && frame.items[at - 1].is(pos::ING | pos::NOUN | pos::NAME | pos::PRON)
        }) && clause_between(frame, next, high)
            || frame.items[end + 1].is(pos::REL) && frame.items[end + 1].mention == NONE;
        if !apposition {
            break;
        }
        end = next;
    }
    end
}

/// "in his view", "in Smith's words": a possessor before a noun of opinion.
pub fn opinion(frame: &Frame<'_>, sentence: Clause, at: usize) -> Option<Report> {
    let (low, high) = (sentence.start, sentence.end);
    let opens =
        at == low || matches!(frame.items[at - 1].kind, Kind::Comma | Kind::Semicolon | Kind::Dash);
    if !opens || !(frame.says(at, "in") || frame.says(at, "from") || frame.says(at, "by")) {
        return None;
    }
    let noun = (at + 2..high.min(at + 8)).find(|i| {
        matches!(frame.word(*i), "view" | "opinion" | "words" | "estimation" | "account")
    })?;
    let owner = frame.items[noun - 1];
    let subject = if owner.is(pos::POSS)
        && owner.kind == Kind::Word
        && owner.mention == NONE
        && frame.word(noun - 1).len() < 6
        && !frame.word(noun - 1).starts_with(char::is_alphabetic)
    {
        phrase::phrase(frame, at + 1, noun - 1)?
    } else if matches!(frame.word(noun - 1), "his" | "her" | "their") && noun == at + 2 {
        Phrase { start: noun - 1, end: noun, head: noun - 1 }
    } else {
        return None;
    };
    let mut report = Report {
        cue: (at, noun + 1),
        takes: takes::CLAUSE,
        order: Order::According,
        subject: Some(subject),
        from: at,
        left: Vec::new(),
        right: None,
    };
    surround(frame, &mut report, low, noun + 1, high);
    Some(report)
}
