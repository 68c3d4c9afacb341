//! Sources without a verb: "according to Smith", "in her view".

use crate::annotate::quotes::lexicon::{Pos, Subcat, WordClass};
use crate::annotate::quotes::narration::{ItemKind, ItemRange, Narration, NarrationSentence};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::report::clause::{clause_between, clearly_clause, words_end};
use crate::annotate::quotes::report::preposed::with_quote;
use crate::annotate::quotes::report::resumption::from_quote;
use crate::annotate::quotes::report::span::{Report, ReportOrder, ReportedSpan};
use crate::annotate::quotes::verb_group::may_be_finite;

/// Most appositions of a source: "according to Smith, 24, a doctor, …".
const MAX_APPOSITIONS: usize = 2;
/// Bytes of a year.
const YEAR_BYTES: usize = 4;

/// Returns the report of "according to X", "by X's account", "in X's words" at item `at`.
pub fn according(
    narration: &Narration<'_>,
    sentence: NarrationSentence,
    at: usize,
) -> Option<Report> {
    let (low, high) = (sentence.start, sentence.end);
    let cue_end =
        if narration.says(at, "according") && narration.says(at + 1, "to") && at + 1 < high {
            at + 2
        } else if at == low
            && (narration.says(at, "per")
                || narration.says(at, "by") && narration.is_listed(at + 1, WordClass::ACCOUNT))
        {
            at + 1
        } else {
            return opinion(narration, sentence, at);
        };
    let end = source_end(narration, cue_end, high);
    let comma = (cue_end..end).find(|at| {
        narration.items[*at].kind == ItemKind::Comma && !is_within_date(narration, *at, high)
    });
    let source = ItemRange::new(cue_end, comma.unwrap_or(end));
    let subject = NounPhrase::within(narration, source)?;
    let cue = ItemRange::new(at, cue_end);
    Some(reporting_around(narration, sentence, cue, end, subject))
}

/// "in his view", "in Smith's words": a possessor before a noun of opinion.
fn opinion(narration: &Narration<'_>, sentence: NarrationSentence, at: usize) -> Option<Report> {
    let (low, high) = (sentence.start, sentence.end);
    let opens = at == low
        || matches!(
            narration.items[at - 1].kind,
            ItemKind::Comma | ItemKind::Semicolon | ItemKind::Dash
        );
    let preposition = ["in", "from", "by"].iter().any(|word| narration.says(at, word));
    if !opens || !preposition {
        return None;
    }
    let noun = (at + 2..high.min(at + 8)).find(|i| narration.is_listed(*i, WordClass::OPINION))?;
    let owner = narration.items[noun - 1];
    let ending = narration.word(noun - 1);
    let subject = if owner.is(Pos::POSS)
        && owner.is_plain_word()
        && ending.len() < 6
        && !ending.starts_with(char::is_alphabetic)
    {
        NounPhrase::within(narration, ItemRange::new(at + 1, noun - 1))?
    } else if owner.is_listed(WordClass::PERSONAL_POSSESSIVE) && noun == at + 2 {
        NounPhrase::single(noun - 1)
    } else {
        return None;
    };
    let cue = ItemRange::new(at, noun + 1);
    Some(reporting_around(narration, sentence, cue, noun + 1, subject))
}

/// Returns the report of a source whose words are the items `cue.start..end`: it reports what
/// follows, what goes before, or both.
fn reporting_around(
    narration: &Narration<'_>,
    sentence: NarrationSentence,
    cue: ItemRange,
    end: usize,
    subject: NounPhrase,
) -> Report {
    let (low, high) = (sentence.start, sentence.end);
    let mut report = Report {
        cue,
        subcat: Subcat::CLAUSE,
        order: ReportOrder::According,
        subject: Some(subject),
        from: cue.start,
        left: Vec::new(),
        right: None,
    };
    let left_end = before_source(narration, low, cue.start);
    if !is_lead(narration, low, left_end) {
        let quote = narration.items[left_end - 1].is_quote();
        report.left = if quote {
            with_quote(narration, low, left_end)
        } else {
            vec![ReportedSpan::words(past_lead(narration, low, left_end), left_end)]
        };
    }
    if interrupts(narration, low, left_end, end, high) {
        report.left.clear();
    }
    if let Some(comma) = narration.before(end, high)
        && comma.kind == ItemKind::Comma
    {
        let first = &narration.items[low];
        let adverbial = first.is(Pos::PREP | Pos::SUB)
            && !first.is_named()
            && !clearly_clause(narration, low, left_end);
        if adverbial {
            report.left.clear();
        }
        report.right = after_comma(narration, &report, end + 1, high);
    } else if let Some(next) = narration.before(end, high) {
        if report.left.is_empty() && next.kind == ItemKind::Word {
            report.right = Some(ReportedSpan::words(end, words_end(narration, end, high)));
        } else if next.is_quote() {
            report.right = Some(from_quote(narration, end, high));
        }
    }
    report
}

/// True if a source that ends before item `end` stands between a subject, the last item of which is
/// before `left_end`, and its verb: "the bridge, according to Smith, is shut", "the bridge which
/// according to Smith is shut".
fn interrupts(
    narration: &Narration<'_>,
    low: usize,
    left_end: usize,
    end: usize,
    high: usize,
) -> bool {
    let Some(last) = left_end.checked_sub(1).filter(|last| *last >= low) else { return false };
    let comma = narration.before(end, high).is_some_and(|item| item.kind == ItemKind::Comma);
    let verb = end + usize::from(comma);
    let last = &narration.items[last];
    let relative = last.is_plain_word() && last.is(Pos::REL) && !last.is(Pos::DET);
    verb < high
        && may_be_finite(narration, verb, low)
        && (relative || comma && last.is_nominal() && !clause_between(narration, low, left_end))
}

/// Returns the end of what may be reported before a source that begins at `from`.
fn before_source(narration: &Narration<'_>, low: usize, from: usize) -> usize {
    let mut end = from;
    while end > low && matches!(narration.items[end - 1].kind, ItemKind::Comma | ItemKind::Dash) {
        end -= 1;
    }
    // "sales fell again, according to Smith", but "and, also according to Smith, sales fell"
    let joined = end > low && {
        let last = &narration.items[end - 1];
        let apart = end < low + 2 || {
            let left = &narration.items[end - 2];
            left.kind != ItemKind::Word || left.is(Pos::CONJ)
        };
        !last.is_named() && (last.is(Pos::CONJ) || last.is(Pos::ADV) && (apart || end == from))
    };
    if joined { low } else { end }
}

/// True if the items are nothing but conjunctions, adverbs and signs, or none at all.
fn is_lead(narration: &Narration<'_>, low: usize, end: usize) -> bool {
    (low..end).all(|at| {
        let item = &narration.items[at];
        item.is(Pos::CONJ | Pos::ADV | Pos::SUB) || item.kind != ItemKind::Word && !item.is_quote()
    })
}

/// Returns the item past the conjunctions and adverbs that lead from the sentence before: "However,
/// sales fell", "But sales fell".
fn past_lead(narration: &Narration<'_>, low: usize, end: usize) -> usize {
    let is_lead = |at: usize, pos: Pos| {
        let item = &narration.items[at];
        item.is_plain_word() && item.is(pos) && !item.is(Pos::NOUN | Pos::DET | Pos::TIME)
    };
    let mut start = low;
    if start + 1 < end && is_lead(start, Pos::CONJ) {
        start += 1;
    }
    let comma = narration.before(start + 1, end).is_some_and(|i| i.kind == ItemKind::Comma);
    if comma && is_lead(start, Pos::ADV) { start + 2 } else { start }
}

/// Returns what is reported from item `start` on, past the comma after a source.
fn after_comma(
    narration: &Narration<'_>,
    report: &Report,
    start: usize,
    high: usize,
) -> Option<ReportedSpan> {
    let end = words_end(narration, start, high);
    if start >= end {
        return None;
    }
    let another = || {
        clearly_clause(narration, start, end)
            && !matches!(report.left.last(), Some(ReportedSpan::Quote(_)))
            && !narration.items[start].is(Pos::REL | Pos::CONJ)
            && !narration.says(start, "which")
    };
    (report.left.is_empty() || another())
        .then(|| ReportedSpan::quote_or_words(narration, ItemRange::new(start, end)))
}

/// Returns the end of the source named after "according to", with its appositions.
fn source_end(narration: &Narration<'_>, start: usize, high: usize) -> usize {
    let mut end = (start..high)
        .find(|at| {
            !is_within_date(narration, *at, high)
                && matches!(
                    narration.items[*at].kind,
                    ItemKind::Comma
                        | ItemKind::Stop
                        | ItemKind::Semicolon
                        | ItemKind::Dash
                        | ItemKind::Quote
                        | ItemKind::Colon
                )
        })
        .unwrap_or(high.max(start));
    // "according to the institute and sales have fallen": the source ends before "and".
    if let Some(verb) = (start + 1..end).find(|at| narration.items[*at].is_finite())
        && !(start..verb).any(|at| {
            let item = &narration.items[at];
            item.is(Pos::REL | Pos::WH) && !item.is_named()
        })
        && let Some(conj) = (start + 1..verb).rev().find(|at| narration.items[*at].is(Pos::CONJ))
    {
        end = conj;
    }
    if let Some(name_end) = name_before_clause(narration, start, end) {
        return name_end;
    }
    if end <= start {
        return end;
    }
    if !narration.items[end - 1].is_named() {
        // "according to his wife, Ana, …"
        return name_end(narration, end, high).unwrap_or(end);
    }
    for _ in 0..MAX_APPOSITIONS {
        let Some(next) = apposition_end(narration, end, high) else { break };
        end = next;
    }
    end
}

/// True for the comma of "March 14, 2019".
fn is_within_date(narration: &Narration<'_>, at: usize, high: usize) -> bool {
    let day =
        at >= 2 && narration.items[at - 1].is(Pos::NUM) && narration.items[at - 2].is(Pos::TIME);
    let year = narration
        .before(at + 1, high)
        .is_some_and(|year| year.is(Pos::NUM) && year.span.end - year.span.start == YEAR_BYTES);
    narration.items[at].kind == ItemKind::Comma && day && year
}

/// Returns the comma past the name after the comma at `comma`, if nothing else stands between.
fn name_end(narration: &Narration<'_>, comma: usize, high: usize) -> Option<usize> {
    let name = narration
        .before(comma + 1, high)?
        .mention
        .filter(|_| narration.items[comma].kind == ItemKind::Comma)?;
    let next = (comma + 1..high).find(|at| narration.items[*at].mention != Some(name))?;
    (narration.items[next].kind == ItemKind::Comma).then_some(next)
}

/// Returns the end of a name that a source begins with, if a clause follows at once: "according to
/// Smith the bridge is shut". Nothing but "the" stands before the name.
fn name_before_clause(narration: &Narration<'_>, start: usize, end: usize) -> Option<usize> {
    let named = (start..end.min(start + 2)).find(|at| narration.items[*at].is_named())?;
    let mention = narration.items[named].mention;
    let past = (named..end).find(|at| narration.items[*at].mention != mention)?;
    let next = &narration.items[past];
    let opens = next.kind == ItemKind::Word
        && !next.is(Pos::PREP | Pos::CONJ | Pos::POSS | Pos::REL | Pos::WH | Pos::SUB);
    let opens = opens && (named == start || narration.items[start].is(Pos::DET));
    let verb = |at: usize| {
        let item = &narration.items[at];
        let past_form = item.pos.contains(Pos::FINITE | Pos::PART);
        item.is_finite() || past_form && narration.items[at - 1].is(Pos::PRON | Pos::NOUN)
    };
    (opens && (past..end).any(verb)).then_some(past)
}

/// Returns the comma that ends an apposition after the comma at `comma`, if after it the main
/// clause is still to come.
fn apposition_end(narration: &Narration<'_>, comma: usize, high: usize) -> Option<usize> {
    if narration.before(comma, high)?.kind != ItemKind::Comma {
        return None;
    }
    let next = (comma + 1..high)
        .find(|at| {
            matches!(
                narration.items[*at].kind,
                ItemKind::Comma | ItemKind::Stop | ItemKind::Semicolon
            )
        })
        .filter(|next| narration.items[*next].kind == ItemKind::Comma)?;
    let verbal = (comma + 1..next).any(|at| {
        may_be_finite(narration, at, comma + 1)
            || narration.items[at].is(Pos::FINITE)
                && narration.items[at - 1].is(Pos::ING | Pos::NOUN | Pos::NAME | Pos::PRON)
    });
    let first = &narration.items[comma + 1];
    let relative = first.is(Pos::REL) && !first.is_named();
    (!verbal && clause_between(narration, next, high) || relative).then_some(next)
}
