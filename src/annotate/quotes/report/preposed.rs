//! Complements before the reporting clause: "Talks go on, she said", "“No,” she said".

use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::narration::{ItemKind, Narration};
use crate::annotate::quotes::report::clause::{
    clause_after_comma, clearly_clause, is_clause, is_sentence,
};
use crate::annotate::quotes::report::span::ReportedSpan;
use crate::annotate::quotes::verb_group::may_be_finite;

/// Most items looked back over for a semicolon.
const MAX_BACK: usize = 80;
/// Most items of a dateline within a sentence.
const MAX_DATELINE: usize = 6;

/// Returns what is reported before item `from`, at which the reporting clause begins.
pub fn left_of(narration: &Narration<'_>, low: usize, from: usize) -> Vec<ReportedSpan> {
    let mut end = from;
    let mut comma = false;
    while end > low
        && matches!(
            narration.items[end - 1].kind,
            ItemKind::Comma | ItemKind::Dash | ItemKind::Stop
        )
    {
        comma |= narration.items[end - 1].kind != ItemKind::Stop;
        end -= 1;
    }
    if end == low {
        return Vec::new();
    }
    if narration.items[end - 1].is_quote() {
        return with_quote(narration, low, end);
    }
    if !comma {
        return Vec::new();
    }
    let mut start = (low..end)
        .rev()
        .take(MAX_BACK)
        .find(|at| narration.items[*at].kind == ItemKind::Semicolon)
        .map_or(low, |at| at + 1);
    if narration.items[start].kind == ItemKind::Comma {
        start += 1;
    }
    let first = &narration.items[start];
    let fronted = first.is_plain_word()
        && (first.is(Pos::SUB) || first.is(Pos::ING) && !first.is(Pos::NOUN))
        && !first.is(Pos::DET | Pos::PRON);
    // "Seeing it fall led him to sell, she said"
    let gerund = first.is(Pos::ING) && is_clause(narration, start + 1, end);
    if fronted && !gerund && !clause_after_comma(narration, start, end) {
        return Vec::new();
    }
    start = after_dateline(narration, start, end);
    if !clearly_clause(narration, start, end) {
        return Vec::new();
    }
    vec![ReportedSpan::words(start, end)]
}

/// Returns the first item past a dateline at `start`: names and numbers before a dash.
fn after_dateline(narration: &Narration<'_>, start: usize, end: usize) -> usize {
    let dash = (start..end.min(start + MAX_DATELINE))
        .find(|at| narration.items[*at].kind == ItemKind::Dash);
    match dash {
        Some(dash)
            if (start..dash).all(|at| {
                let item = &narration.items[at];
                item.capital || item.kind != ItemKind::Word || item.is(Pos::NUM)
            }) =>
        {
            dash + 1
        }
        _ => start,
    }
}

/// Returns what is reported where a quotation stands just before item `end`: the quotation alone,
/// or with the words that lead into it.
pub fn with_quote(narration: &Narration<'_>, low: usize, end: usize) -> Vec<ReportedSpan> {
    let quote = end - 1;
    let mut start = quote;
    while start > low {
        let item = &narration.items[start - 1];
        if matches!(
            item.kind,
            ItemKind::Dash | ItemKind::Colon | ItemKind::Semicolon | ItemKind::Stop
        ) || item.is_quote() && start == quote
        {
            break;
        }
        start -= 1;
    }
    while start < quote
        && (narration.items[start].kind != ItemKind::Word
            || narration.items[start].is(Pos::CONJ) && !narration.items[start].is_named())
    {
        start += 1;
    }
    let verbal = (start..quote).any(|at| may_be_finite(narration, at, start));
    if start == quote || !verbal || is_sentence(narration.word(quote)) {
        return vec![ReportedSpan::Quote(quote)];
    }
    vec![ReportedSpan::words(start, end)]
}
