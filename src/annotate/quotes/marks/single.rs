//! Single marks as the outer level, as British papers print them, with or without double ones.
//!
//! Where an article has no double mark at all, single ones are an outer level if some stretch
//! between them ends like a sentence or stands beside a verb of speech; otherwise they are names of
//! things. Where it has both, a verb of speech must stand beside such a stretch. What lies within a
//! quotation in marks of the other kind is part of it.

use crate::annotate::quotes::marks::broken;
use crate::annotate::quotes::marks::pairing::Pairing;
use crate::annotate::quotes::marks::stretch::Marked;
use crate::model::Span;
use crate::text::Prose;

/// Most tokens between a verb of speech and the comma or colon before what it reports.
const MAX_LEAD: usize = 7;

/// Returns the stretches between double marks together with those between single ones that are an
/// outer level.
pub fn with_singles(
    prose: &Prose<'_>,
    doubles: Pairing<'_, '_>,
    singles: Pairing<'_, '_>,
) -> Vec<Marked> {
    let (mut singles, outer) = (singles.found, doubles.found);
    let text = prose.text;
    if doubles.signs == 0 {
        let speech = |m: &Marked| m.closed && m.ends_like_speech(text) || is_reported(prose, m);
        if !singles.iter().any(speech) {
            singles.clear();
        }
        return singles;
    }
    if singles.iter().any(|m| is_reported(prose, m)) {
        merged(prose, outer, singles)
    } else {
        outer
    }
}

/// True if a verb of speech stands beside the stretch, which ends like a clause or before a comma.
fn is_reported(prose: &Prose<'_>, marked: &Marked) -> bool {
    let text = prose.text;
    let mut next = prose.token_at(marked.span.end);
    // "‘We go’, said Ana."
    let comma = prose.word(next) == ",";
    next += usize::from(comma);
    if !marked.closed || !(comma || marked.ends_like_speech(text)) {
        return false;
    }
    let first = prose.token_at(marked.span.start);
    let sign = first.checked_sub(1).filter(|at| matches!(prose.word(*at), "," | ":"));
    let leads = sign.is_some_and(|sign| {
        let sentence = prose.sentences.get(prose.sentence_of(sign));
        let low = sentence.map_or(sign, |s| s.tokens.start).max(sign.saturating_sub(MAX_LEAD));
        (low..sign).any(|at| broken::is_finite_cue(prose, at))
    });
    // Not in the next paragraph.
    let beside = prose
        .tokens
        .get(next)
        .is_some_and(|token| !text[marked.span.end..token.span.start].contains('\n'));
    let follows = || {
        broken::is_inverted(prose, next, text.len())
            || broken::verb_after_subject(prose, next).is_some()
    };
    leads && marked.ends_like_speech(text) || beside && follows()
}

/// True if the stretch begins and ends like a sentence.
fn is_sentence(text: &str, marked: &Marked) -> bool {
    marked.closed
        && marked.ends_like_speech(text)
        && marked.inner.of(text).starts_with(|c: char| c.is_uppercase() || c.is_numeric())
}

/// Returns the outer stretches of both kinds, in order: of two of which one contains the other, the
/// outer one; of two that cross, the double one unless it was never closed.
fn merged(prose: &Prose<'_>, doubles: Vec<Marked>, singles: Vec<Marked>) -> Vec<Marked> {
    let text = prose.text;
    let sentences = |all: &[Marked]| all.iter().filter(|m| is_sentence(text, m)).count();
    let dominate = sentences(&singles) >= sentences(&doubles);
    let mut reported_end = None;
    let outer = singles.into_iter().filter(|m| {
        if is_reported(prose, m) {
            reported_end = Some(m.span.end);
            return true;
        }
        // Where double marks are the rule, only what goes on in the same paragraph.
        let goes_on =
            reported_end.is_some_and(|end: usize| !text[end..m.span.start].contains('\n'));
        if dominate { m.closed || m.reopened } else { goes_on && is_sentence(text, m) }
    });
    let mut found: Vec<Marked> = Vec::new();
    let mut doubles = doubles.into_iter().peekable();
    for single in outer {
        while let Some(double) = doubles.next_if(|d| d.span.start < single.span.start) {
            found.push(double);
        }
        // A double stretch that began before goes on.
        if let Some(last) = found.last().copied()
            && last.span.end > single.span.start
        {
            if last.closed || contains(last.span, single.span) {
                continue;
            }
            found.pop();
        }
        let crosses = |d: &Marked| d.span.start < single.span.end && d.span.end > single.span.end;
        let mut within = Vec::new();
        while let Some(double) = doubles.next_if(|d| d.span.start < single.span.end) {
            within.push(double);
        }
        if within.iter().any(|d| d.closed && crosses(d)) {
            found.append(&mut within);
        } else {
            found.push(single);
        }
    }
    found.extend(doubles);
    found
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && outer.end >= inner.end
}
