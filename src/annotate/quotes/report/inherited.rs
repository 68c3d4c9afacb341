//! Verbs of speech without a subject of their own: "adding that …", "went on to say …".

use crate::annotate::quotes::frame::{Clause, Frame, Kind};
use crate::annotate::quotes::lexicon::pos;
use crate::annotate::quotes::phrase::{self, Phrase};
use crate::annotate::quotes::report::after::right_of;
use crate::annotate::quotes::report::span::{Order, Report, Said};

/// A participle that reports: ", adding that …", "with Smith calling it “…”", "by saying …".
pub fn participle(
    frame: &Frame<'_>,
    sentence: Clause,
    at: usize,
    start: usize,
    group: phrase::Group,
    last: Option<&Report>,
) -> Option<Report> {
    let (low, high) = (sentence.start, sentence.end);
    let item = frame.items[at];
    let mut report = Report {
        cue: (at, at + 1),
        takes: item.takes,
        order: Order::Inherited,
        subject: None,
        from: group.start,
        left: Vec::new(),
        right: right_of(frame, at + 1, high, item.takes),
    };
    report.right?;
    let left = group.start.checked_sub(1).filter(|l| *l >= low);
    let Some(left) = left else {
        // "Saying …, Smith left": the subject comes after the comma.
        let comma = (at..high).find(|i| frame.items[*i].kind == Kind::Comma)?;
        report.subject = phrase::main_subject(frame, comma + 1, high);
        if let Some(Said::Words(a, b)) = report.right {
            report.right = Some(Said::Words(a, b.min(comma)));
        }
        return report.subject.is_some().then_some(report);
    };
    let left_item = frame.items[left];
    let own = left_item.kind == Kind::Word
        && left_item.is(pos::NOUN | pos::NAME | pos::PRON)
        && !left_item.is(pos::PREP | pos::TIME);
    if left_item.is(pos::PREP)
        && frame.says(left, "as")
        && let Some(quoted) = quoted_person(frame, start, left)
    {
        report.subject = Some(quoted);
        report.order = Order::Plain;
    } else if own && let Some(maker) = issuer(frame, start, group.start) {
        report.subject = Some(maker);
    } else if own {
        // ", with officials saying": the subject begins after "with".
        let with = (start.max(group.start.saturating_sub(12))..group.start)
            .rev()
            .find(|at| frame.says(*at, "with"))
            .map_or(start, |with| with + 1);
        report.subject = phrase::before(frame, with, group.start);
        report.order = Order::Plain;
        if let Some(subject) = report.subject {
            report.from = subject.start;
            if report.from > low && frame.says(report.from - 1, "with") {
                report.from -= 1;
            }
        }
    } else {
        if left_item.kind == Kind::Comma || left_item.is(pos::PREP | pos::CONJ) {
            report.from = left;
        }
        let inherited = last.and_then(|r| r.subject);
        report.subject =
            inherited.or_else(|| phrase::main_subject(frame, start.min(low), group.start));
    }
    report.subject?;
    Some(report)
}

/// Who is quoted in "quoted Smith as saying" and "Smith was quoted as saying".
pub fn quoted_person(frame: &Frame<'_>, low: usize, as_at: usize) -> Option<Phrase> {
    let low = low.max(as_at.saturating_sub(30));
    let verb = (low..as_at).rev().find(|at| {
        matches!(frame.word(*at), "quoted" | "quotes" | "cited" | "quoting" | "cites" | "citing")
    })?;
    let group = phrase::verb_group(frame, low, verb);
    if group.passive {
        return phrase::subject_left(frame, low, group.start);
    }
    phrase::after(frame, verb + 1, as_at)
}

/// Who issues the paper in "Smith issued a statement saying": the subject of the verb before it.
pub fn issuer(frame: &Frame<'_>, low: usize, end: usize) -> Option<Phrase> {
    let paper = phrase::before(frame, low, end)?;
    let indefinite = matches!(frame.word(paper.start), "a" | "an" | "statements" | "letters");
    let verb = paper.start.checked_sub(1).filter(|v| *v >= low)?;
    let makes = matches!(
        frame.word(verb),
        "issued"
            | "released"
            | "gave"
            | "posted"
            | "published"
            | "wrote"
            | "sent"
            | "made"
            | "issues"
            | "gives"
            | "delivered"
            | "shared"
            | "signed"
            | "tweeted"
    );
    if !(indefinite && makes) {
        return None;
    }
    let group = phrase::verb_group(frame, low, verb);
    phrase::subject_left(frame, low, group.start)
}

/// "went on to say", "continued to insist", "declined to say": an infinitive of saying.
pub fn infinitive(
    frame: &Frame<'_>,
    sentence: Clause,
    at: usize,
    start: usize,
    group: phrase::Group,
    last: Option<&Report>,
) -> Option<Report> {
    let to = group.start.checked_sub(1)?;
    let before = to.checked_sub(1).filter(|b| *b >= start)?;
    let carrier = frame.word(before);
    let goes_on = carrier == "on"
        && frame.items.get(before.saturating_sub(1)).is_some_and(|i| i.kind == Kind::Word);
    let fits = goes_on
        || matches!(
            carrier,
            "continued"
                | "continues"
                | "Twitter"
                | "appeared"
                | "wanted"
                | "statement"
                | "used"
                | "seemed"
        );
    if !fits {
        return None;
    }
    let right = right_of(frame, at + 1, sentence.end, frame.items[at].takes)?;
    let subject =
        last.and_then(|r| r.subject).or_else(|| phrase::main_subject(frame, start, before + 1))?;
    Some(Report {
        cue: (at, at + 1),
        takes: frame.items[at].takes,
        order: Order::Plain,
        subject: Some(subject),
        from: subject.start,
        left: Vec::new(),
        right: Some(right),
    })
}
