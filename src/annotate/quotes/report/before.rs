//! What is reported before the reporting clause: "Talks go on, she said", "“No,” she said".

use crate::annotate::quotes::frame::{Frame, Kind, NONE};
use crate::annotate::quotes::lexicon::pos;
use crate::annotate::quotes::phrase::{self};
use crate::annotate::quotes::report::clause::{clause_after_comma, clearly_clause, is_sentence};
use crate::annotate::quotes::report::span::Said;

/// What is reported before item `from`, where the reporting clause begins.
pub fn left_of(frame: &Frame<'_>, low: usize, from: usize) -> Vec<Said> {
    let mut end = from;
    let mut comma = false;
    while end > low && matches!(frame.items[end - 1].kind, Kind::Comma | Kind::Dash | Kind::Stop) {
        comma |= matches!(frame.items[end - 1].kind, Kind::Comma | Kind::Dash);
        end -= 1;
    }
    if end == low {
        return Vec::new();
    }
    if frame.items[end - 1].is_quote() {
        return with_quote(frame, low, end);
    }
    if !comma {
        return Vec::new();
    }
    let mut start = (low..end)
        .rev()
        .take(80)
        .find(|at| frame.items[*at].kind == Kind::Semicolon)
        .map_or(low, |at| at + 1);
    if frame.items[start].kind == Kind::Comma {
        start += 1;
    }
    let first = &frame.items[start];
    let fronted = first.mention == NONE
        && first.kind == Kind::Word
        && (first.is(pos::SUB) || first.is(pos::ING) && !first.is(pos::NOUN))
        && !first.is(pos::DET | pos::PRON);
    if fronted && !clause_after_comma(frame, start, end) {
        return Vec::new();
    }
    if let Some(dash) = (start..end.min(start + 6)).find(|at| frame.items[*at].kind == Kind::Dash)
        && (start..dash).all(|at| {
            frame.items[at].capital
                || frame.items[at].kind != Kind::Word
                || frame.items[at].is(pos::NUM)
        })
    {
        start = dash + 1;
    }
    if !clearly_clause(frame, start, end) {
        return Vec::new();
    }
    vec![Said::Words(start, end)]
}

/// What is reported where a quotation stands just before item `end`: the quotation alone, or with
/// the words that lead into it.
pub fn with_quote(frame: &Frame<'_>, low: usize, end: usize) -> Vec<Said> {
    let quote = end - 1;
    let mut start = quote;
    while start > low {
        let item = &frame.items[start - 1];
        if matches!(item.kind, Kind::Dash | Kind::Colon | Kind::Semicolon | Kind::Stop)
            || item.is_quote() && start == quote
        {
            break;
        }
        start -= 1;
    }
    while start < quote
        && (frame.items[start].kind != Kind::Word
            || frame.items[start].is(pos::CONJ) && frame.items[start].mention == NONE)
    {
        start += 1;
    }
    let words = quote - start;
    let verb_in = |from: usize| {
        (from..quote)
            .any(|at| phrase::may_be_finite(frame, at, from) || phrase::is_finite(&frame.items[at]))
    };
    if words == 0 || !verb_in(start) || is_sentence(frame.items[quote].span.of(frame.text)) {
        return vec![Said::Quote(quote)];
    }
    vec![Said::Words(start, end)]
}
