//! Quotations beside the reporting clause, and the second part of an utterance after it.

use crate::annotate::quotes::lexicon::{Pos, Subcat};
use crate::annotate::quotes::narration::{ItemKind, Narration, NarrationItem};
use crate::annotate::quotes::report::clause::{is_clause, is_title, words_end};
use crate::annotate::quotes::report::span::ReportedSpan;
use crate::annotate::quotes::verb_group::may_be_finite;

/// Returns the quotation at item `quote`, with the words that finish its sentence if it is only the
/// beginning of one.
pub fn from_quote(narration: &Narration<'_>, quote: usize, high: usize) -> ReportedSpan {
    if narration.before(quote + 1, high).is_some_and(NarrationItem::is_finite) {
        ReportedSpan::words(quote, words_end(narration, quote, high))
    } else {
        ReportedSpan::Quote(quote)
    }
}

/// Returns the quotation after a colon, comma or nothing at `at`.
pub fn quote_after(narration: &Narration<'_>, mut at: usize, high: usize) -> Option<ReportedSpan> {
    if narration
        .items
        .get(at)
        .is_some_and(|i| matches!(i.kind, ItemKind::Comma | ItemKind::Colon | ItemKind::Dash))
    {
        at += 1;
    }
    narration.before(at, high)?.is_quote().then_some(ReportedSpan::Quote(at))
}

/// Returns the quotation or words that an utterance goes on with at `at`, after "…, she said".
pub fn resumed(narration: &Narration<'_>, at: usize, high: usize) -> Option<ReportedSpan> {
    let item = narration.before(at, high)?;
    match item.kind {
        ItemKind::Quote => {
            // "said on ABC's “This Week.”"
            let named = at > 0
                && narration.items[at - 1].kind == ItemKind::Word
                && is_title(narration.word(at));
            (!named).then_some(ReportedSpan::Quote(at))
        }
        ItemKind::Comma | ItemKind::Colon | ItemKind::Dash => {
            let next = narration.before(at + 1, high)?;
            if next.is_quote() {
                return Some(ReportedSpan::Quote(at + 1));
            }
            if item.kind != ItemKind::Comma || next.kind != ItemKind::Word {
                return None;
            }
            resumed_words(narration, at + 1, high)
        }
        _ => None,
    }
}

/// Returns the words from `start` on, after a comma, if they can be another part of the utterance.
fn resumed_words(narration: &Narration<'_>, start: usize, high: usize) -> Option<ReportedSpan> {
    let first = &narration.items[start];
    let end = words_end(narration, start, high);
    let joined = first.is(Pos::CONJ)
        && !first.is_named()
        && is_clause(narration, start + 1, words_end(narration, start + 1, high))
        && narration.items.get(start + 1).is_some_and(|n| {
            n.is(Pos::DET | Pos::PRON | Pos::NAME | Pos::NOUN) && !n.is(Pos::FINITE)
        });
    // ", but he would not say “…”" is a report of its own.
    let reports = (start + 1..end)
        .any(|at| narration.items[at].is_quote() && narration.items[at - 1].accepts(Subcat::QUOTE));
    if joined && reports {
        return None;
    }
    if joined {
        return Some(ReportedSpan::words(start, end));
    }
    let subordinate = Pos::ING | Pos::REL | Pos::CONJ | Pos::WH | Pos::SUB;
    if !first.is_named()
        && (first.is(subordinate) && !first.is(Pos::DET | Pos::PRON | Pos::NOUN)
            || narration.says(start, "as")
            || narration.says(start, "who"))
    {
        return None;
    }
    if first.is(Pos::PART) && !first.is(Pos::NOUN | Pos::ADJ) && narration.says(start + 1, "by") {
        return None;
    }
    // What follows must say something: a finite verb before any further comma.
    let comma = (start..end).find(|i| narration.items[*i].kind == ItemKind::Comma).unwrap_or(end);
    (start..comma)
        .any(|i| may_be_finite(narration, i, start))
        .then_some(ReportedSpan::words(start, end))
}
