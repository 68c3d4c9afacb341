//! Reports → quotations without speakers yet: which words, of which kind, by which report.
//!
//! Every stretch between marks is claimed once: by a report beside it, by the words around it that
//! are reported as a whole, or else by nobody, and then it is judged by itself whether it quotes
//! anyone at all.

use crate::annotate::quotes::frame::{Clause, Frame, Kind, known};
use crate::annotate::quotes::lexicon::pos;
use crate::annotate::quotes::marks::Marked;
use crate::annotate::quotes::phrase;
use crate::annotate::quotes::report::{self, Order, Report, Said};
use crate::model::{QuoteKind, Span};

/// How a draft came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A verb reports it.
    Reported,
    /// Its sentence is nothing but quotations.
    Bare,
    /// It stands in a sentence that reports nothing.
    Embedded,
}

/// A quotation whose speaker is still to be found.
#[derive(Clone, Debug)]
pub struct Draft {
    pub span: Span,
    pub kind: QuoteKind,
    pub origin: Origin,
    /// Its first item.
    pub item: usize,
    /// Index of the sentence, in the frame.
    pub sentence: usize,
    /// Index of the report, among the sentence's reports.
    pub report: Option<usize>,
    /// Whether it stands after the reporting clause.
    pub right: bool,
    /// Whether it is the second part of what its report reports.
    pub second: bool,
    /// The stretch between marks, if it is nothing else.
    pub marked: Option<usize>,
}

/// The drafts of one sentence, in order of position.
pub fn of_sentence(
    frame: &Frame<'_>,
    marked: &[Marked],
    number: usize,
    reports: &[Report],
) -> Vec<Draft> {
    let sentence = frame.sentences[number];
    let mut claimed = vec![false; sentence.end - sentence.start];
    let mut drafts: Vec<Draft> = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        let left = report.left.iter().map(|said| (*said, false));
        let right = report.right.iter().map(|said| (*said, true));
        let mut second = false;
        for (said, on_right) in left.chain(right) {
            if let Some(mut draft) = make(frame, marked, said, &mut claimed, sentence) {
                draft.sentence = number;
                draft.report = Some(index);
                draft.right = on_right;
                draft.second = second;
                second = true;
                let lost = lost_in(frame, marked, said, report.order);
                drafts.extend(lost.map(|mark| Draft {
                    span: marked[mark].span,
                    kind: QuoteKind::Direct,
                    marked: Some(mark),
                    ..draft.clone()
                }));
                drafts.push(draft);
            }
        }
    }
    let bare = (sentence.start..sentence.end).all(|at| {
        let item = &frame.items[at];
        item.kind != Kind::Word || item.pos & (pos::CONJ | pos::ADV) == item.pos
    });
    for at in sentence.start..sentence.end {
        let item = &frame.items[at];
        if !item.is_quote() || claimed[at - sentence.start] {
            continue;
        }
        let mark = &marked[item.quote as usize];
        let origin = if bare { Origin::Bare } else { Origin::Embedded };
        // A further sentence of the same quotation, left over in a sentence that has a report of
        // one, goes with it.
        let with = drafts
            .iter()
            .rposition(|d| d.marked.is_some() && d.report.is_some() && sentence_like(frame, mark));
        if bare
            || with.is_some()
            || quotes_someone(frame, mark, sentence, at)
            || joined(frame, sentence, at, &drafts).is_some()
        {
            let with = with.or_else(|| joined(frame, sentence, at, &drafts));
            let report = with.and_then(|w| drafts[w].report).or_else(|| {
                (!bare)
                    .then(|| reports.iter().rposition(|r| r.cue.0 < at && r.right.is_some()))
                    .flatten()
            });
            drafts.push(Draft {
                span: mark.span,
                kind: QuoteKind::Direct,
                origin: if report.is_some() { Origin::Reported } else { origin },
                item: at,
                sentence: number,
                report,
                right: true,
                second: report.is_some(),
                marked: Some(item.quote as usize),
            });
        }
    }
    drafts.sort_by_key(|d| (d.span.start, d.span.end));
    drafts
}

/// A quotation of a few words that would be lost in a long report of somebody's views, and so
/// stands by itself too.
fn lost_in(frame: &Frame<'_>, marked: &[Marked], said: Said, order: Order) -> Option<usize> {
    let Said::Words(start, end) = said else { return None };
    if order != Order::According || end - start < 25 {
        return None;
    }
    let mut quotes = (start..end).filter(|at| frame.items[*at].is_quote());
    let (at, None) = (quotes.next()?, quotes.next()) else { return None };
    let mark = frame.items[at].quote as usize;
    let words = marked.get(mark)?.inner.of(frame.text).split_whitespace().count();
    (3..8).contains(&words).then_some(mark)
}

/// The draft that a quotation is joined to: "called it “null” and “absurd”".
fn joined(frame: &Frame<'_>, sentence: Clause, at: usize, drafts: &[Draft]) -> Option<usize> {
    let mut left = at;
    while left > sentence.start && at - left < 4 {
        let item = &frame.items[left - 1];
        if item.is_quote() {
            return drafts
                .iter()
                .rposition(|d| d.marked == Some(item.quote as usize) && d.report.is_some());
        }
        let joins =
            item.kind == Kind::Comma || item.is(pos::CONJ | pos::DET) || frame.says(left - 1, "as");
        if !joins {
            return None;
        }
        left -= 1;
    }
    None
}

/// One draft of what is reported, unless somebody claimed its quotation before.
fn make(
    frame: &Frame<'_>,
    marked: &[Marked],
    said: Said,
    claimed: &mut [bool],
    sentence: Clause,
) -> Option<Draft> {
    let (start, end) = match said {
        Said::Quote(at) => (at, at + 1),
        Said::Words(start, end) => (start, end.min(sentence.end)),
    };
    if start >= end {
        return None;
    }
    let quotes: Vec<usize> = (start..end).filter(|at| frame.items[*at].is_quote()).collect();
    if quotes.iter().any(|at| claimed[at - sentence.start]) {
        return None;
    }
    for at in &quotes {
        claimed[at - sentence.start] = true;
    }
    if end == start + 1
        && quotes.first().is_some_and(|at| is_programme(frame, marked, sentence, *at))
    {
        return None;
    }
    let single = (end == start + 1).then(|| quotes.first()).flatten();
    let (span, kind) = match single {
        Some(at) => (marked.get(frame.items[*at].quote as usize)?.span, QuoteKind::Direct),
        None => (
            frame.span(start, end),
            if quotes.is_empty() { QuoteKind::Indirect } else { QuoteKind::Mixed },
        ),
    };
    Some(Draft {
        span,
        kind,
        origin: Origin::Reported,
        item: start,
        sentence: 0,

        report: None,
        right: false,
        second: false,
        marked: single.map(|at| frame.items[*at].quote as usize),
    })
}

/// Whether the quotation at item `at` is the title of somebody's programme or book: "told CNN's
/// “Morning Hour” that".
fn is_programme(frame: &Frame<'_>, marked: &[Marked], sentence: Clause, at: usize) -> bool {
    let Some(mark) = marked.get(frame.items[at].quote as usize) else { return false };
    let left = at.checked_sub(1).filter(|left| *left >= sentence.start);
    let owned = left.is_some_and(|left| {
        frame.items[left].is(pos::POSS) && frame.word(left).starts_with(['\'', '’'])
    });
    let shown = left.filter(|left| *left > sentence.start).is_some_and(|left| {
        frame.says(left, "of")
            && matches!(frame.word(left - 1), "broadcast" | "episode" | "edition" | "host")
    });
    (owned || shown) && report::is_title(mark.inner.of(frame.text))
}

/// A label in capitals within the marks and the words that it introduces:
/// "“KELLER: We close it.”"
pub fn label_within<'t>(
    frame: &Frame<'t>,
    marked: &[Marked],
    draft: &Draft,
) -> Option<(&'t str, Span)> {
    let inner = marked.get(draft.marked?)?.inner;
    let words = inner.of(frame.text);
    let colon = words.bytes().take(40).position(|b| b == b':')?;
    let label = words.get(..colon)?.trim_end();
    let capitals = label.chars().filter(|c| c.is_uppercase()).count() >= 3
        && label.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’'));
    let rest = words.get(colon + 1..)?;
    let blanks = rest.len() - rest.trim_start().len();
    (capitals && blanks > 0 && blanks < rest.len())
        .then_some((label, Span::new(inner.start + colon + 1 + blanks, inner.end)))
}

/// Whether what stands between the marks ends as a sentence or clause of speech does.
fn sentence_like(frame: &Frame<'_>, mark: &Marked) -> bool {
    mark.inner.of(frame.text).ends_with(['.', ',', '?', '!', '…'])
}

/// Whether a stretch between marks that nothing reports is somebody's words: neither a title, nor a
/// nickname, nor a word held up for show.
fn quotes_someone(frame: &Frame<'_>, mark: &Marked, sentence: Clause, at: usize) -> bool {
    let inner = mark.inner.of(frame.text);
    let words: Vec<&str> =
        inner.split_whitespace().take(40).filter(|w| w.contains(char::is_alphanumeric)).collect();
    if words.len() < 3 {
        return false;
    }
    if report::is_title(inner) {
        return false;
    }
    let before = at.checked_sub(1).filter(|b| *b >= sentence.start).map(|b| frame.items[b]);
    let called = before.is_some_and(|b| {
        matches!(
            b.span.of(frame.text),
            "called"
                | "titled"
                | "entitled"
                | "dubbed"
                | "named"
                | "nicknamed"
                | "song"
                | "film"
                | "book"
                | "movie"
                | "single"
                | "album"
                | "show"
                | "series"
                | "known"
        )
    });
    if called {
        return false;
    }
    let verbal = words.iter().any(|w| {
        let word = known(w.split(|c: char| !c.is_alphanumeric()).next().unwrap_or(""));
        word.pos & (pos::BE | pos::HAVE | pos::DO | pos::MODAL | pos::PRON) != 0
    });
    words.len() >= 5 || words.len() >= 4 && (verbal || sentence_like(frame, mark))
}

/// Whose words a quotation after "including" is said to be: "The mayor's language, including “…”".
pub fn owner_of(frame: &Frame<'_>, sentence: Clause, at: usize) -> Option<phrase::Phrase> {
    let before = at.checked_sub(1).filter(|b| *b > sentence.start)?;
    if !frame.says(before, "including") {
        return None;
    }
    let possessive = (sentence.start.max(at.saturating_sub(15))..before)
        .rev()
        .find(|i| frame.items[*i].is(pos::POSS))?;
    phrase::before(frame, sentence.start, possessive)
}

/// The subject of a sentence that reports nothing.
pub fn subject_of(frame: &Frame<'_>, sentence: Clause) -> Option<phrase::Phrase> {
    phrase::main_subject(frame, sentence.start, sentence.end)
}
