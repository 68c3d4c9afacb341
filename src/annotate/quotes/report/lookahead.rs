//! Words between the verb and its complement: hearers, times, places, appositions.
//!
//! Each walk is short and gives up where a clause may begin, since a word too many here is a word
//! of the report lost.

use crate::annotate::quotes::lexicon::{Pos, WordClass};
use crate::annotate::quotes::mode::governor::Governor;
use crate::annotate::quotes::narration::{ItemKind, Narration, NarrationItem};
use crate::annotate::quotes::report::clause::quotes_verb;
use crate::annotate::quotes::verb_group::may_be_finite;

/// Most items between a verb and the end of the reporting clause.
const MAX_TAIL: usize = 30;
/// Most items of a hearer before "that".
const MAX_HEARER_BEFORE_THAT: usize = 22;
/// Most items of any other hearer.
const MAX_HEARER: usize = 16;
/// Most adverbials between a verb and its complement.
const MAX_ADVERBIALS: usize = 4;
/// Most items of a prepositional phrase.
const MAX_PREPOSITIONAL: usize = 12;

/// Returns the end of the words that end the reporting clause: "told reporters Monday in Ottawa".
pub fn tail_end(narration: &Narration<'_>, at: usize, high: usize) -> usize {
    let limit = high.min(at + MAX_TAIL);
    (at..limit).find(|at| narration.items[*at].kind != ItemKind::Word).unwrap_or(limit.max(at))
}

/// Returns the end of an apposition that follows an inverted subject: "said Hill, a doctor, “…”".
pub fn apposition_end(narration: &Narration<'_>, at: usize, high: usize) -> usize {
    let at = tail_end(narration, at, high);
    if narration.items.get(at).is_some_and(|i| i.kind == ItemKind::Comma) {
        let next = tail_end(narration, at + 1, high);
        if next < high
            && next > at + 1
            && !(at + 1..next).any(|i| may_be_finite(narration, i, at + 1))
            && (narration.items[next].kind == ItemKind::Comma || narration.items[next].is_quote())
        {
            return next;
        }
    }
    at
}

/// Returns the end of the hearer at `at`: "reporters", "the House committee", "him".
pub fn past_hearer(narration: &Narration<'_>, at: usize, high: usize) -> usize {
    if let Some(that) = that_after_hearer(narration, at, high) {
        return that;
    }
    let mut i = at;
    let limit = high.min(at + MAX_HEARER);
    let mut seen = false;
    // End of the first name or listed noun: where the hearer ends if a verb comes too soon.
    let mut name_end = None;
    while i < limit {
        let item = &narration.items[i];
        if item.kind != ItemKind::Word {
            if joins_words(narration, i) {
                i += 1;
                continue;
            }
            // "told the paper Smith “is gone”"
            if item.kind == ItemKind::Sign || quotes_verb(narration, i) {
                return name_end.unwrap_or(i);
            }
            break;
        }
        if !item.is_named() {
            if opens_complement(narration, i) || seen && opens_next_phrase(narration, i) {
                break;
            }
            if item.is_finite() {
                // Part of what was taken for the hearer is the subject of the clause.
                return name_end.unwrap_or(at);
            }
            // "told her", but "told residents of her city"
            let possessive = item.is(Pos::DET) && i > at && narration.items[i - 1].is(Pos::PREP);
            if item.is(Pos::PRON) && !possessive {
                return i + 1;
            }
        }
        seen = true;
        i += 1;
        let ended = narration.items.get(i).is_none_or(|next| next.mention != item.mention);
        if item.is_named() && ended || item.is_listed(WordClass::HEARER) {
            name_end.get_or_insert(i);
        }
    }
    i
}

/// Returns the "that" after an apposition of the hearer that ends at `comma`: "told the Herald, a
/// local paper, that".
pub fn past_apposition(narration: &Narration<'_>, comma: usize, high: usize) -> Option<usize> {
    let is_comma = |at: usize| narration.items[at].kind == ItemKind::Comma;
    if comma >= high || !is_comma(comma) {
        return None;
    }
    let end = (comma + 1..high.min(comma + MAX_HEARER)).find(|at| {
        let item = &narration.items[*at];
        !matches!(item.kind, ItemKind::Word | ItemKind::Sign)
            || !item.is_named() && item.is_finite()
    })?;
    (is_comma(end) && narration.says(end + 1, "that") && end + 1 < high).then_some(end + 1)
}

/// Returns the "that" after the hearer at `at`, if only words stand between.
fn that_after_hearer(narration: &Narration<'_>, at: usize, high: usize) -> Option<usize> {
    for that in at..high.min(at + MAX_HEARER_BEFORE_THAT) {
        let item = &narration.items[that];
        if !matches!(item.kind, ItemKind::Word | ItemKind::Sign)
            || !item.is_named() && item.is_finite()
        {
            return None;
        }
        if that > at && narration.says(that, "that") {
            // "told them of rules that would end"
            let relative = narration.before(that + 1, high).is_some_and(|next| {
                next.is_finite() && !next.is(Pos::GUESSED) && !next.is(Pos::HAVE)
            });
            return (!relative).then_some(that);
        }
    }
    None
}

/// True if the word at `at` begins what a hearer is told: "that", "to", "whether".
fn opens_complement(narration: &Narration<'_>, at: usize) -> bool {
    let item = &narration.items[at];
    narration.says(at, "that")
        || narration.says(at, "to")
        || narration.says(at, "not") && narration.says(at + 1, "to")
        || narration.says(at, "if")
        || item.is(Pos::WH | Pos::SUB) && !item.is(Pos::PREP)
}

/// True if the word at `at` begins another phrase than the one before it, which no conjunction or
/// preposition joins to it.
fn opens_next_phrase(narration: &Narration<'_>, at: usize) -> bool {
    let item = &narration.items[at];
    let opens = item.is(Pos::PRON) && !item.is(Pos::DET)
        || item.is(Pos::DET)
        || item.is(Pos::PREP) && !narration.says(at, "of")
        || item.is(Pos::TIME);
    opens && !narration.items[at - 1].is(Pos::CONJ | Pos::PREP)
}

/// True for a sign within a name: a hyphen, an ampersand, an apostrophe.
fn joins_words(narration: &Narration<'_>, at: usize) -> bool {
    narration.items[at].kind == ItemKind::Sign
        && matches!(narration.word(at), "-" | "&" | "’" | "'")
}

/// Returns the end of times, places and channels between a verb and its complement: "Thursday in a
/// statement".
pub fn past_adverbials(narration: &Narration<'_>, at: usize, high: usize) -> usize {
    let mut i = at;
    for _ in 0..MAX_ADVERBIALS {
        let Some(end) = adverbial_end(narration, i, high) else { break };
        i = end;
    }
    i
}

/// Returns the end of the adverbial at `at`, if there is one.
fn adverbial_end(narration: &Narration<'_>, at: usize, high: usize) -> Option<usize> {
    let item = narration.before(at, high)?;
    if item.kind != ItemKind::Word {
        return None;
    }
    let next = narration.items.get(at + 1);
    // "said only: “…”", "said simply that"
    let only = Governor::at(narration, at).contains(Governor::ONLY)
        && next.is_some_and(|next| {
            next.is_quote() || matches!(next.kind, ItemKind::Colon | ItemKind::Comma)
        })
        || Governor::at(narration, at).contains(Governor::ONLY) && narration.says(at + 1, "that");
    if only && at + 1 < high {
        return Some(at + 1);
    }
    // "said today's talks go on"
    if next.is_some_and(|next| next.is(Pos::POSS)) {
        return None;
    }
    // "said exceptionally cold weather came"
    let modifies = !item.is(Pos::TIME)
        && next.is_some_and(|next| next.is(Pos::ADJ) && !next.is(Pos::DET | Pos::ADV | Pos::TIME));
    if is_adverb(item) && !modifies {
        let numbered = item.is(Pos::TIME) && at + 1 < high && next.is_some_and(|n| n.is(Pos::NUM));
        return Some(if numbered { at + 2 } else { at + 1 });
    }
    if item.is_listed(WordClass::TIME_MODIFIER) && next.is_some_and(|n| n.is(Pos::TIME)) {
        return Some(at + 2);
    }
    // "warned people in the city to stay"
    let infinitive = narration.says(at, "to") && opens_infinitive(narration, at + 1);
    let preposition = !infinitive
        && !item.is_named()
        && item.is(Pos::PREP)
        && !item.is(Pos::DET | Pos::NOUN)
        && !narration.says(at, "as")
        && !narration.says(at, "like");
    if preposition { prepositional_end(narration, at, high) } else { None }
}

/// True for a base verb at item `at`, also one that could be an adjective: "close the bridge".
fn opens_infinitive(narration: &Narration<'_>, at: usize) -> bool {
    let Some(verb) = narration.items.get(at).filter(|item| item.is_plain_word()) else {
        return false;
    };
    let object = narration.items.get(at + 1).is_some_and(|next| next.is(Pos::DET | Pos::PRON));
    verb.is(Pos::BASE) || object && verb.is(Pos::ADJ | Pos::ADV) && !verb.is(Pos::NOUN | Pos::DET)
}

/// True for a time, and for an adverb that is nothing else.
fn is_adverb(item: &NarrationItem) -> bool {
    let other = Pos::PREP | Pos::NOUN | Pos::DET | Pos::PRON | Pos::ADJ | Pos::SUB | Pos::CONJ;
    !item.is_named() && (item.is(Pos::TIME) || item.is(Pos::ADV) && !item.is(other))
}

/// Returns the end of the prepositional phrase at `at`, if a complement can begin there.
fn prepositional_end(narration: &Narration<'_>, at: usize, high: usize) -> Option<usize> {
    let mut i = at + 1;
    let limit = high.min(at + MAX_PREPOSITIONAL);
    let mut nominal = false;
    while i < limit {
        let item = &narration.items[i];
        if item.kind != ItemKind::Word {
            if joins_words(narration, i) {
                i += 1;
                continue;
            }
            break;
        }
        if !item.is_named() {
            if narration.says(i, "that") && nominal {
                return Some(i);
            }
            if item.is_finite() {
                return None;
            }
            let begins = item.is(Pos::DET) && !item.is(Pos::PREP | Pos::NUM)
                || item.is(Pos::PRON | Pos::PREP | Pos::TIME | Pos::WH)
                // "on Monday talks would go on"
                || is_day(&narration.items[i - 1]) && item.is(Pos::NOUN | Pos::ADJ);
            if nominal && begins {
                return Some(i);
            }
        }
        let left = &narration.items[i - 1];
        if nominal
            && item.is(Pos::NAME)
            && !left.is(Pos::NAME)
            && (!item.is_named() || left.mention != item.mention)
        {
            return Some(i);
        }
        // "on Monday it grew": the day is all that the preposition has.
        nominal |= item.is_nominal() || is_day(item);
        i += 1;
    }
    nominal.then_some(i)
}

/// True for the name of a day or month.
fn is_day(item: &NarrationItem) -> bool {
    item.capital && !item.is_named() && item.is(Pos::TIME)
}
