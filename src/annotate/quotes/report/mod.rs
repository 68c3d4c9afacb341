//! Where a sentence reports speech: the verb, who is its subject, and what it reports.
//!
//! One [`Report`] for each verb of speech (or "according to") that has something to report. Which
//! words are reported is settled here as items; spans and speakers come later, so that this
//! grammar knows nothing of persons.

mod according;
mod after;
mod before;
mod clause;
mod inherited;
mod skip;
mod span;
mod verb;

pub use clause::is_title;
pub use span::{Order, Report, Said};

use crate::annotate::quotes::frame::{Clause, Frame, Kind, NONE};
use crate::annotate::quotes::lexicon::{pos, takes};
use crate::annotate::quotes::phrase;
use crate::annotate::quotes::report::according::according;
use crate::annotate::quotes::report::verb::verb;

/// All reports of one sentence, in order.
pub fn find(frame: &Frame<'_>, sentence: Clause) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    let (low, high) = (sentence.start, sentence.end);
    for at in low..high {
        let item = &frame.items[at];
        if item.kind != Kind::Word {
            continue;
        }
        let found = if item.takes != 0 {
            verb(frame, sentence, at, reports.last())
        } else if item.is(pos::PREP | pos::ING) && !item.is(pos::NAME) {
            according(frame, sentence, at)
        } else {
            None
        };
        reports.extend(found.or_else(|| signature(frame, sentence, at)));
    }
    reports.retain(|r| !r.left.is_empty() || r.right.is_some());
    cut(frame, &mut reports);
    // What a question asks is nobody's report.
    if high > low && frame.word(high - 1) == "?" {
        for report in &mut reports {
            if matches!(report.right, Some(Said::Words(..))) {
                report.right = None;
            }
        }
    }
    reports.retain(|r| !r.left.is_empty() || r.right.is_some());
    reports
}

/// "“…” — Ana Lomidze": the name that a quotation is signed with, at item `at`.
fn signature(frame: &Frame<'_>, sentence: Clause, at: usize) -> Option<Report> {
    let dash = at.checked_sub(2).filter(|quote| *quote >= sentence.start)? + 1;
    let signed = frame.items[dash].kind == Kind::Dash && frame.items[dash - 1].is_quote();
    if !signed || frame.items[at].mention == NONE {
        return None;
    }
    let subject = phrase::after(frame, at, sentence.end)?;
    let closes = frame.items.get(subject.end).filter(|_| subject.end < sentence.end);
    closes.is_none_or(|i| matches!(i.kind, Kind::Comma | Kind::Stop)).then(|| Report {
        cue: (dash, dash + 1),
        takes: takes::QUOTE,
        order: Order::Inverted,
        subject: Some(subject),
        from: dash,
        left: vec![Said::Quote(dash - 1)],
        right: None,
    })
}

/// Ends what one verb reports where the next one's clause begins.
fn cut(frame: &Frame<'_>, reports: &mut [Report]) {
    for at in 0..reports.len() {
        let Some(Said::Words(start, end)) = reports[at].right else { continue };
        let mut cut_at = end;
        for next in reports.iter().skip(at + 1).take(4) {
            if next.from <= start || next.from >= end {
                continue;
            }
            let mut from = next.from;
            let mut parted = matches!(next.order, Order::Inherited);
            while from > start {
                let item = &frame.items[from - 1];
                let conj = item.kind == Kind::Word
                    && item.mention == NONE
                    && (item.is(pos::CONJ)
                        || matches!(
                            frame.word(from - 1),
                            "while" | "although" | "though" | "with" | "whereas"
                        ));
                if !conj && !matches!(item.kind, Kind::Comma | Kind::Dash) {
                    break;
                }
                // "he said A and B said C" is too often "A and B" said or done together.
                parted |= item.kind != Kind::Word
                    || matches!(frame.word(from - 1), "but" | "while" | "although" | "with");
                from -= 1;
            }
            if next.order == Order::According || !next.left.is_empty() {
                parted = true;
            }
            if parted && from > start {
                cut_at = cut_at.min(from);
                break;
            }
        }
        reports[at].right =
            (cut_at > start).then_some(if cut_at == start + 1 && frame.items[start].is_quote() {
                Said::Quote(start)
            } else {
                Said::Words(start, cut_at)
            });
    }
}
