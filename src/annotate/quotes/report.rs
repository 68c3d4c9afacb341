//! Where a sentence reports speech: the verb, who is its subject, and what it reports.
//!
//! One [`Report`] for each verb of speech (or "according to") that has something to report. Which
//! words are reported is settled here as items; spans and speakers come later, so that this
//! grammar knows nothing of persons.

use crate::annotate::quotes::frame::{Clause, Frame, Item, Kind, NONE, known};
use crate::annotate::quotes::lexicon::{pos, takes};
use crate::annotate::quotes::phrase::{self, Phrase};

/// Something reported, as items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// The quotation at this item, and nothing else.
    Quote(usize),
    /// The items `start..end`.
    Words(usize, usize),
}

/// How the subject stands to the verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// "Smith said"
    Plain,
    /// "said Smith"
    Inverted,
    /// The verb takes its subject from a verb before ("…, adding").
    Inherited,
    /// "according to Smith"
    According,
}

/// One act of reporting.
#[derive(Clone, Debug)]
pub(super) struct Report {
    /// The verb, or the first word of "according to".
    pub(super) cue: (usize, usize),
    pub(super) takes: u16,
    pub(super) order: Order,
    pub(super) subject: Option<Phrase>,
    /// Where the clause that does the reporting begins.
    pub(super) from: usize,
    /// What stands before it.
    pub(super) left: Vec<Said>,
    /// What stands after it.
    pub(super) right: Option<Said>,
}

/// All reports of one sentence, in order.
pub(super) fn find(frame: &Frame<'_>, sentence: Clause) -> Vec<Report> {
    let mut reports: Vec<Report> = Vec::new();
    let (low, high) = (sentence.start, sentence.end);
    for at in low..high {
        let item = &frame.items[at];
        if item.kind != Kind::Word {
            continue;
        }
        let found = if item.takes != 0 {
            verb(frame, sentence, at, reports.last())
        } else if item.pos & pos::NAME == 0 {
            according(frame, sentence, at)
        } else {
            None
        };
        reports.extend(found);
    }
    reports.retain(|r| !r.left.is_empty() || r.right.is_some());
    cut(frame, &mut reports);
    reports.retain(|r| !r.left.is_empty() || r.right.is_some());
    reports
}

/// The start of the clause that can hold the verb's subject: past the last quotation, colon or
/// semicolon before it.
fn clause_start(frame: &Frame<'_>, low: usize, verb: usize) -> usize {
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
fn is_noun_here(frame: &Frame<'_>, low: usize, high: usize, at: usize) -> bool {
    let item = &frame.items[at];
    if item.capital && at > low {
        return true;
    }
    if !item.is(pos::FINITE | pos::BASE | pos::ING | pos::PART) {
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
fn verb(frame: &Frame<'_>, sentence: Clause, at: usize, last: Option<&Report>) -> Option<Report> {
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
                report.right = resumed(frame, end, high);
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
fn allows_left(taken: u16, said: Said) -> bool {
    match said {
        Said::Quote(_) => taken & (takes::QUOTE | takes::AFTER) != 0,
        Said::Words(..) => taken & takes::AFTER != 0,
    }
}

/// Whether a verb after a comma may have its subject after it: the part before is a whole clause or
/// ends in a quotation.
fn can_invert(
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
    if !subject_follows || phrase::before_comma(frame, start, comma).is_some() {
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

/// Whether the items hold a subject and a finite verb.
fn clause_between(frame: &Frame<'_>, start: usize, end: usize) -> bool {
    let start = start.max(end.saturating_sub(80));
    (start + 1..end).any(|at| phrase::may_be_finite(frame, at, start))
}

/// Whether the items hold a subject and a verb that can be nothing but finite.
fn clearly_clause(frame: &Frame<'_>, start: usize, end: usize) -> bool {
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

/// What is reported before item `from`, where the reporting clause begins.
fn left_of(frame: &Frame<'_>, low: usize, from: usize) -> Vec<Said> {
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

/// Whether after the first comma of the items another clause stands.
fn clause_after_comma(frame: &Frame<'_>, start: usize, end: usize) -> bool {
    (start..end.min(start + 60))
        .find(|at| frame.items[*at].kind == Kind::Comma)
        .is_some_and(|comma| clause_between(frame, comma, end))
}

/// What is reported where a quotation stands just before item `end`: the quotation alone, or with
/// the words that lead into it.
fn with_quote(frame: &Frame<'_>, low: usize, end: usize) -> Vec<Said> {
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
            .any(|at| phrase::may_be_finite(frame, at, from) || is_finite_start(&frame.items[at]))
    };
    if words == 0 || !verb_in(start) || is_sentence(frame.items[quote].span.of(frame.text)) {
        return vec![Said::Quote(quote)];
    }
    vec![Said::Words(start, end)]
}

/// Whether the text between marks is written as titles are, with a capital on each longer word.
pub(super) fn is_title(text: &str) -> bool {
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
fn is_sentence(text: &str) -> bool {
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

fn is_finite_start(item: &Item) -> bool {
    phrase::is_finite(item)
}

/// The quotation or words that an utterance goes on with after "…, she said,".
fn resumed(frame: &Frame<'_>, at: usize, high: usize) -> Option<Said> {
    let item = frame.items.get(at).filter(|_| at < high)?;
    match item.kind {
        Kind::Quote => Some(Said::Quote(at)),
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

/// Past the words that end the reporting clause: "told reporters Monday in Ottawa".
fn tail_end(frame: &Frame<'_>, mut at: usize, high: usize) -> usize {
    let limit = high.min(at + 30);
    while at < limit && frame.items[at].kind == Kind::Word {
        at += 1;
    }
    at
}

/// Past an apposition that follows an inverted subject: "said Hill, a doctor, “…”".
fn apposition_end(frame: &Frame<'_>, at: usize, high: usize) -> usize {
    let at = tail_end(frame, at, high);
    if frame.items.get(at).is_some_and(|i| i.kind == Kind::Comma) {
        let next = tail_end(frame, at + 1, high);
        if next < high
            && next > at + 1
            && !(at + 1..next).any(|i| phrase::may_be_finite(frame, i, at + 1))
            && (frame.items[next].kind == Kind::Comma || frame.items[next].is_quote())
        {
            return next;
        }
    }
    at
}

/// The quotation after a colon, comma or nothing at `at`.
fn quote_after(frame: &Frame<'_>, mut at: usize, high: usize) -> Option<Said> {
    if frame.items.get(at).is_some_and(|i| matches!(i.kind, Kind::Comma | Kind::Colon | Kind::Dash))
    {
        at += 1;
    }
    (at < high && frame.items[at].is_quote()).then_some(Said::Quote(at))
}

/// What is reported from item `at` on, after a verb that takes `taken`.
fn right_of(frame: &Frame<'_>, at: usize, high: usize, taken: u16) -> Option<Said> {
    let mut i = at;
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
        if i > before_skip && is_clause(frame, before_skip, high) {
            return Some(Said::Words(before_skip, words_end(frame, before_skip, high)));
        }
    }
    near_quote(frame, i, high, taken)
}

/// A quotation a few words on: "called the plan “absurd”", "warned of “chaos”".
fn near_quote(frame: &Frame<'_>, i: usize, high: usize, taken: u16) -> Option<Said> {
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
fn from_quote(frame: &Frame<'_>, quote: usize, high: usize) -> Said {
    let next = frame.items.get(quote + 1).filter(|_| quote + 1 < high);
    let goes_on = next.is_some_and(|n| n.kind == Kind::Word && phrase::is_finite(n));
    if goes_on { Said::Words(quote, words_end(frame, quote, high)) } else { Said::Quote(quote) }
}

/// "to" and a base verb at `at`.
fn infinitive_content(frame: &Frame<'_>, at: usize, high: usize) -> Option<Said> {
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

/// Past the one who is told: "reporters", "the House committee", "him".
fn past_hearer(frame: &Frame<'_>, at: usize, high: usize) -> usize {
    let mut i = at;
    for that in at..high.min(at + 22) {
        let item = &frame.items[that];
        if item.kind != Kind::Word && item.kind != Kind::Sign
            || item.mention == NONE && phrase::is_finite(item)
        {
            break;
        }
        if that > at && frame.says(that, "that") {
            return that;
        }
    }
    let limit = high.min(at + 16);
    let mut seen = false;
    let mut name_end = None;
    while i < limit {
        let item = &frame.items[i];
        if item.kind != Kind::Word {
            if item.kind == Kind::Sign && matches!(frame.word(i), "-" | "&" | "’" | "'") {
                i += 1;
                continue;
            }
            if item.kind == Kind::Sign {
                return name_end.unwrap_or(i);
            }
            break;
        }
        if item.mention == NONE {
            if frame.says(i, "that")
                || frame.says(i, "to")
                || item.is(pos::WH | pos::SUB) && !item.is(pos::PREP)
            {
                break;
            }
            if seen
                && (item.is(pos::PRON) && !item.is(pos::DET)
                    || item.is(pos::DET)
                    || item.is(pos::PREP) && !frame.says(i, "of")
                    || item.is(pos::TIME))
            {
                let left = &frame.items[i - 1];
                if !(left.is(pos::CONJ | pos::PREP)) {
                    break;
                }
            }
            if phrase::is_finite(item) {
                // Part of what was taken for the hearer is the subject of the clause.
                return name_end.unwrap_or(at);
            }
            if item.is(pos::PRON) {
                return i + 1;
            }
        }
        seen = true;
        i += 1;
        let word = frame.word(i - 1);
        let ended = frame.items.get(i).is_none_or(|next| next.mention != item.mention);
        if item.mention != NONE && ended
            || matches!(
                word,
                "reporters"
                    | "media"
                    | "press"
                    | "journalists"
                    | "investors"
                    | "lawmakers"
                    | "officials"
            )
        {
            name_end.get_or_insert(i);
        }
    }
    i
}

/// Past times, places and channels between the verb and what it reports: "Thursday in a statement".
fn past_adverbials(frame: &Frame<'_>, at: usize, high: usize) -> usize {
    let mut i = at;
    for _ in 0..4 {
        let Some(item) = frame.items.get(i).filter(|_| i < high) else { break };
        if item.kind != Kind::Word {
            break;
        }
        if item.mention == NONE && item.is(pos::TIME)
            || item.is(pos::ADV)
                && !item.is(pos::PREP
                    | pos::NOUN
                    | pos::DET
                    | pos::PRON
                    | pos::ADJ
                    | pos::SUB
                    | pos::CONJ)
                && item.mention == NONE
        {
            i += 1;
            if frame.items.get(i).is_some_and(|n| n.is(pos::NUM)) && item.is(pos::TIME) && i < high
            {
                i += 1;
            }
            continue;
        }
        let prep = item.mention == NONE
            && item.is(pos::PREP)
            && !item.is(pos::DET | pos::NOUN)
            && !frame.says(i, "as")
            && !frame.says(i, "like");
        let last_week = frame.items.get(i + 1).is_some_and(|n| n.is(pos::TIME))
            && matches!(frame.word(i), "last" | "this" | "next" | "earlier" | "late" | "early");
        if last_week {
            i += 2;
            continue;
        }
        if !prep {
            break;
        }
        let Some(end) = prepositional_end(frame, i, high) else { break };
        i = end;
    }
    i
}

/// Past the prepositional phrase at `at`, if it ends where something reported can begin.
fn prepositional_end(frame: &Frame<'_>, at: usize, high: usize) -> Option<usize> {
    let mut i = at + 1;
    let limit = high.min(at + 12);
    let mut nominal = false;
    while i < limit {
        let item = &frame.items[i];
        if item.kind != Kind::Word {
            if item.kind == Kind::Sign && matches!(frame.word(i), "-" | "&" | "’" | "'") {
                i += 1;
                continue;
            }
            break;
        }
        if item.mention == NONE {
            if frame.says(i, "that") && nominal {
                return Some(i);
            }
            if phrase::is_finite(item) {
                return None;
            }
            let begins = item.is(pos::DET) && !item.is(pos::PREP | pos::NUM)
                || item.is(pos::PRON)
                || item.is(pos::PREP)
                || item.is(pos::TIME)
                || item.is(pos::WH);
            if nominal && begins {
                return Some(i);
            }
        }
        if nominal
            && item.is(pos::NAME)
            && !frame.items[i - 1].is(pos::NAME)
            && (item.mention == NONE || frame.items[i - 1].mention != item.mention)
        {
            return Some(i);
        }
        nominal |= is_nominal(item);
        i += 1;
    }
    nominal.then_some(i)
}

fn is_nominal(item: &Item) -> bool {
    item.kind == Kind::Word && item.is(pos::NOUN | pos::NAME | pos::NUM | pos::PRON)
}

/// Whether the item begins a clause with its own subject.
fn opens_clause(frame: &Frame<'_>, at: usize) -> bool {
    frame.items.get(at).is_some_and(|i| {
        i.kind == Kind::Word
            && (i.mention != NONE
                || i.is(pos::DET | pos::PRON | pos::NAME)
                    && !i.is(pos::CONJ | pos::ADV | pos::SUB | pos::REL | pos::WH))
    })
}

/// Whether a clause with a short subject follows from item `at` on.
fn short_clause(frame: &Frame<'_>, at: usize, high: usize) -> bool {
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
fn is_clause(frame: &Frame<'_>, at: usize, high: usize) -> bool {
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
pub(super) fn words_end(frame: &Frame<'_>, start: usize, high: usize) -> usize {
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
            if matches!(
                word,
                "referring" | "pointing" | "citing" | "according" | "speaking" | "recalling"
            ) {
                return at;
            }
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

/// A participle that reports: ", adding that …", "with Smith calling it “…”", "by saying …".
fn participle(
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
        report.subject = phrase::before(frame, start, group.start);
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
fn quoted_person(frame: &Frame<'_>, low: usize, as_at: usize) -> Option<Phrase> {
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
fn issuer(frame: &Frame<'_>, low: usize, end: usize) -> Option<Phrase> {
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
fn infinitive(
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

/// "according to X", "in X's words", "as X put it".
fn according(frame: &Frame<'_>, sentence: Clause, at: usize) -> Option<Report> {
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
    let subject = phrase::phrase(frame, cue_end, end)?;
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
fn surround(frame: &Frame<'_>, report: &mut Report, low: usize, end: usize, high: usize) {
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
    if end < high && frame.items[end].kind == Kind::Comma {
        let start = end + 1;
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
fn according_end(frame: &Frame<'_>, start: usize, high: usize) -> usize {
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
        let apposition = !(end + 1..next).any(|at| phrase::may_be_finite(frame, at, end + 1))
            && clause_between(frame, next, high)
            || frame.items[end + 1].is(pos::REL) && frame.items[end + 1].mention == NONE;
        if !apposition {
            break;
        }
        end = next;
    }
    end
}

/// "in his view", "in Smith's words": a possessor before a noun of opinion.
fn opinion(frame: &Frame<'_>, sentence: Clause, at: usize) -> Option<Report> {
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
