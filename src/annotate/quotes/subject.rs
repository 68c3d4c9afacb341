//! Subjects: the noun phrase to which a verb belongs.
//!
//! News puts the speaker beside the verb in a dozen ways ("Hill, a doctor, said"; "Smith, 24, who
//! said"), and each way is a short walk from the verb to the left.

use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::narration::{ItemKind, ItemRange, Narration, NarrationItem};
use crate::annotate::quotes::noun_phrase::{MAX_PHRASE, NounPhrase};
use crate::annotate::quotes::verb_group::{VerbGroup, may_be_finite};

/// Most finite verbs that are tried for the subject of a main clause.
const MAX_VERBS: usize = 6;
/// Most adverbials before the subject of a sentence.
const MAX_ADVERBIALS: usize = 4;
/// Most items of a relative clause between a subject and its verb.
const MAX_RELATIVE: usize = 24;
/// Most items looked back over for a comma that is missing after an insertion.
const MAX_INSERTION: usize = 15;

/// Returns the subject to the left of a verb group that begins at `start`.
pub fn left_of_verb(narration: &Narration<'_>, low: usize, start: usize) -> Option<NounPhrase> {
    let left = start.checked_sub(1).filter(|l| *l >= low)?;
    let item = &narration.items[left];
    match item.kind {
        ItemKind::Comma | ItemKind::Dash => before_comma(narration, low, left),
        ItemKind::Word if item.is(Pos::REL) && !item.is_named() && !item.is(Pos::NOUN) => {
            before_relative(narration, low, left)
        }
        ItemKind::Word | ItemKind::Sign => antecedent(narration, low, start)
            .or_else(|| NounPhrase::ending_at(narration, low, start))
            .or_else(|| before_participle(narration, low, start))
            .or_else(|| {
                // "A source, speaking on condition of anonymity said": the second comma is missing.
                let comma = (low.max(start.saturating_sub(MAX_INSERTION))..start)
                    .rev()
                    .find(|at| narration.items[*at].kind == ItemKind::Comma)?;
                before_comma(narration, low, comma)
            }),
        _ => None,
    }
}

/// Returns the antecedent of a relative clause that ends at item `start` and has a verb of its own:
/// "voters who had heard the speech said".
fn antecedent(narration: &Narration<'_>, low: usize, start: usize) -> Option<NounPhrase> {
    let low = low.max(start.saturating_sub(MAX_RELATIVE));
    let pronoun = |item: &NarrationItem| item.is(Pos::PRON) && !item.is(Pos::DET | Pos::NOUN);
    if start.checked_sub(1).is_none_or(|left| pronoun(&narration.items[left])) {
        return None;
    }
    for at in (low + 1..start).rev() {
        let item = &narration.items[at];
        if !matches!(item.kind, ItemKind::Word | ItemKind::Sign) {
            return None;
        }
        if item.is_named() || !item.is(Pos::REL) {
            // "those who know what Smith said"
            let another = item.is(Pos::WH | Pos::SUB) && !item.is(Pos::PREP | Pos::NOUN);
            if another && !item.is_named() {
                return None;
            }
            continue;
        }
        // "those who know that engineer"
        if narration.says(at, "that") && at + 2 == start {
            continue;
        }
        let verb = (at + 1..start).find(|verb| !narration.items[*verb].is(Pos::ADV | Pos::NEG))?;
        let item = &narration.items[verb];
        let own = item.is_plain_word()
            && (item.is_finite() || item.is(Pos::FINITE) && !item.is(Pos::NOUN | Pos::ADJ));
        let before = &narration.items[at - 1];
        let noun = before.is(Pos::NOUN) && !before.is(Pos::FINITE | Pos::TIME)
            || before.is_named()
            || matches!(narration.word(at - 1), "those" | "some" | "others" | "many" | "one");
        return (own && noun && verb < start)
            .then(|| NounPhrase::ending_at(narration, low.saturating_sub(MAX_PHRASE), at))?;
    }
    None
}

/// Returns the noun phrase before a participle that is wrongly taken for a verb: "engineers
/// involved in the work said". Between the two stands a prepositional phrase, or nothing.
fn before_participle(narration: &Narration<'_>, low: usize, start: usize) -> Option<NounPhrase> {
    let low = low.max(start.saturating_sub(MAX_INSERTION));
    let verb = (low + 1..start).rev().find(|at| narration.items[*at].is(Pos::FINITE))?;
    let (item, left) = (&narration.items[verb], &narration.items[verb - 1]);
    let participle = item.is_plain_word()
        && (item.is(Pos::PART) || narration.word(verb).ends_with("ed"))
        && left.is_plain_word()
        && left.is(Pos::NOUN)
        && !left.is(Pos::FINITE | Pos::TIME);
    let phrase = verb + 1 == start
        || narration.items[verb + 1].is(Pos::PREP)
            && narration.items[verb + 1..start].iter().all(|item| item.kind == ItemKind::Word);
    (participle && phrase).then(|| NounPhrase::ending_at(narration, low, verb))?
}

/// Returns the subject of the relative clause that begins with the pronoun at `relative`: "Smith,
/// 24, who said".
fn before_relative(narration: &Narration<'_>, low: usize, relative: usize) -> Option<NounPhrase> {
    let mut end = relative;
    if end > low && narration.items[end - 1].kind == ItemKind::Comma {
        end -= 1;
    }
    if end >= low + 3
        && narration.items[end - 1].is(Pos::NUM)
        && narration.items[end - 2].kind == ItemKind::Comma
    {
        end -= 2;
    }
    // A name right before "who" is the one who, whatever else the clause contains.
    let last = end.checked_sub(1).filter(|l| *l >= low)?;
    let mention = narration.items[last].mention;
    if mention.is_some() {
        let start =
            (low..=last).rev().take_while(|at| narration.items[*at].mention == mention).last()?;
        return Some(NounPhrase { start, end, head: last });
    }
    NounPhrase::ending_at(narration, low, end).or_else(|| {
        // "according to police, who said"
        let near = low.max(end.saturating_sub(MAX_INSERTION));
        let preposition = (near..end).rev().find(|at| {
            let item = &narration.items[*at];
            item.is_plain_word() && item.is(Pos::PREP) && !item.is(Pos::NOUN | Pos::DET)
        })?;
        NounPhrase::spanning(narration, ItemRange::new(preposition + 1, end))
    })
}

/// Returns the subject of a verb group that begins just after a comma: "Hill, a doctor, said". Of
/// the stretches between commas from `low` on, the first that is a noun phrase.
pub fn before_comma(narration: &Narration<'_>, low: usize, comma: usize) -> Option<NounPhrase> {
    let low = low.max(comma.saturating_sub(2 * MAX_PHRASE));
    let mut start = low;
    for at in low..=comma {
        if at == comma || matches!(narration.items[at].kind, ItemKind::Comma | ItemKind::Dash) {
            let found = NounPhrase::spanning(narration, ItemRange::new(start, at));
            if found.is_some() {
                return found;
            }
            start = at + 1;
        }
    }
    None
}

/// Returns the subject of the first finite verb of the items; that of a clause which hangs on
/// another only if there is no better one.
pub fn of_main_clause(narration: &Narration<'_>, range: ItemRange) -> Option<NounPhrase> {
    let low = range.start;
    let mut fallback = None;
    let verbs = range.iter().filter(|at| may_be_finite(narration, *at, low));
    for at in verbs.take(MAX_VERBS) {
        let group = VerbGroup::before(narration, low, at);
        let Some(found) = left_of_verb(narration, low, group.start) else { continue };
        if !hangs(narration, low, found.start)
            && !hangs(narration, low, group.start)
            && !narration.items[found.start].is(Pos::REL | Pos::WH)
        {
            return Some(found);
        }
        fallback = fallback.or(Some(found));
    }
    fallback
}

/// Returns the first item of the noun phrase that a sentence begins with, past conjunctions and
/// adverbials that end in a comma: "On Monday, Smith"; `None` where a clause comes first.
pub fn opening(narration: &Narration<'_>, range: ItemRange) -> Option<usize> {
    let nominal = Pos::NAME | Pos::DET | Pos::PRON;
    let mut at = range.start;
    for _ in 0..MAX_ADVERBIALS {
        while narration.before(at, range.end).is_some_and(|item| {
            item.kind == ItemKind::Comma
                || item.is_plain_word() && item.is(Pos::CONJ | Pos::ADV) && !item.is(nominal)
        }) {
            at += 1;
        }
        let first = narration.before(at, range.end)?;
        if first.is_plain_word() && first.is(Pos::SUB | Pos::WH) && !first.is(Pos::PREP | nominal) {
            return None;
        }
        let adverbial = first.is_plain_word()
            && (first.is(Pos::PREP | Pos::TIME | Pos::NUM)
                || first.is(Pos::ING)
                    && (!first.is(Pos::NOUN | Pos::ADJ)
                        || narration.before(at + 1, range.end).is_some_and(|n| n.is(Pos::PREP))))
            && (first.is(Pos::PREP) || !first.is(Pos::DET | Pos::PRON));
        if !adverbial {
            return (first.kind == ItemKind::Word).then_some(at);
        }
        let comma = (at..range.end).find(|at| narration.items[*at].kind == ItemKind::Comma)?;
        if (at..comma).any(|at| narration.items[at].is_finite()) {
            return None;
        }
        at = comma + 1;
    }
    None
}

/// True if a conjunction or relative pronoun stands before item `start`, which makes a clause hang
/// on another: "as Smith entered". `low` is the first item of the sentence.
pub fn hangs(narration: &Narration<'_>, low: usize, start: usize) -> bool {
    start.checked_sub(1).filter(|at| *at >= low).is_some_and(|at| {
        let item = &narration.items[at];
        item.is_plain_word() && item.is(Pos::SUB | Pos::REL | Pos::WH) && !item.is(Pos::NOUN)
    })
}
