//! Clauses among the items: the signs that one stands there, and its end.
//!
//! Reported words have no marks, so the grammar must see for itself whether a subject and a verb
//! follow, and where the narration takes over again.

use crate::annotate::quotes::lexicon::{self, Pos, WordClass};
use crate::annotate::quotes::narration::{ItemKind, Narration, NarrationItem};
use crate::annotate::quotes::verb_group::may_be_finite;

/// Most items looked over for a clause, from its end.
const MAX_CLAUSE: usize = 80;
/// Most items of a subordinate clause before its main clause.
const MAX_FRONTED: usize = 60;
/// Most items before the verb of a clause.
const MAX_BEFORE_VERB: usize = 60;
/// Most items before the verb of a clause with a short subject.
const MAX_SHORT_SUBJECT: usize = 10;
/// Most adverbs before the verb that a quotation begins with, and the verb.
const MAX_BEFORE_QUOTED_VERB: usize = 3;
/// Words of a title, at least and below.
const TITLE_WORDS: std::ops::Range<usize> = 2..12;
/// Most bytes of a short word of a title, which may begin with a small letter.
const MAX_SHORT_WORD: usize = 4;

/// True if the items contain a subject and a finite verb.
pub fn clause_between(narration: &Narration<'_>, start: usize, end: usize) -> bool {
    let start = start.max(end.saturating_sub(MAX_CLAUSE));
    (start + 1..end).any(|at| may_be_finite(narration, at, start))
}

/// True if the items contain a subject and a verb that can be nothing but finite.
pub fn clearly_clause(narration: &Narration<'_>, start: usize, end: usize) -> bool {
    let start = start.max(end.saturating_sub(MAX_CLAUSE));
    (start + 1..end).any(|at| {
        let (item, left) = (&narration.items[at], &narration.items[at - 1]);
        let plural = |at: usize| narration.word(at).ends_with('s');
        item.is_finite()
            || item.pos.contains(Pos::FINITE | Pos::PART)
                && (left.is(Pos::NOUN | Pos::NAME | Pos::PRON | Pos::ADV)
                    || left.kind == ItemKind::Comma && at > start + 1)
            || item.is(Pos::FINITE)
                && (left.is(Pos::PRON)
                    || left.is_named()
                    || left.is(Pos::NOUN) && plural(at - 1) != plural(at))
    })
}

/// True if after the last comma of the items another clause stands.
pub fn clause_after_comma(narration: &Narration<'_>, start: usize, end: usize) -> bool {
    (start..end.min(start + MAX_FRONTED))
        .rfind(|at| narration.items[*at].kind == ItemKind::Comma)
        .is_some_and(|comma| clause_between(narration, comma, end))
}

/// True if the item begins a clause with its own subject.
pub fn opens_clause(narration: &Narration<'_>, at: usize) -> bool {
    narration.items.get(at).is_some_and(|i| {
        i.kind == ItemKind::Word
            && (i.is_named()
                || i.is(Pos::DET | Pos::PRON | Pos::NAME)
                    && !i.is(Pos::CONJ | Pos::ADV | Pos::SUB | Pos::REL | Pos::WH))
    })
}

/// True if a clause with a short subject follows from item `at` on.
pub fn short_clause(narration: &Narration<'_>, at: usize, high: usize) -> bool {
    let limit = high.min(at + MAX_SHORT_SUBJECT);
    let stop = (at + 1..limit).find(|i| {
        let item = &narration.items[*i];
        item.kind != ItemKind::Word
            || !item.is_named()
                && item.is(Pos::REL | Pos::WH | Pos::SUB)
                && !item.is(Pos::DET | Pos::PREP)
    });
    is_clause(narration, at, stop.unwrap_or(limit))
}

/// True if a subject and then a finite verb follow from item `at` on.
pub fn is_clause(narration: &Narration<'_>, at: usize, high: usize) -> bool {
    let mut nominal = false;
    // Verbs still owed to relative clauses on the way.
    let mut owed = 0;
    let limit = high.min(at + MAX_BEFORE_VERB);
    let mut i = at;
    while i < limit {
        let item = &narration.items[i];
        match item.kind {
            ItemKind::Word if nominal && subordinates(item) => {
                let relative = item.is(Pos::REL) && !matches!(narration.word(i), "where" | "when");
                let opens = relative || item.is(Pos::PREP);
                if !opens || narration.says(i, "as") || narration.says(i, "like") {
                    return false;
                }
                owed += usize::from(relative);
            }
            ItemKind::Word => {}
            ItemKind::Quote => {
                // "Smith “is gone”"
                if nominal && owed == 0 && quotes_verb(narration, i) {
                    return true;
                }
                nominal = true;
                i += 1;
                continue;
            }
            ItemKind::Comma | ItemKind::Dash | ItemKind::Sign => {
                i += 1;
                continue;
            }
            _ => return false,
        }
        let finite = may_be_finite(narration, i, at)
            || item.pos.contains(Pos::FINITE | Pos::PART)
                && i > at
                && narration.items[i - 1].is(Pos::NOUN | Pos::NAME | Pos::PRON | Pos::ADV);
        if nominal && finite {
            if owed == 0 {
                return true;
            }
            owed -= 1;
            while narration
                .before(i + 1, limit)
                .is_some_and(|n| n.is(Pos::PART | Pos::BASE | Pos::ADV | Pos::BE | Pos::NEG))
            {
                i += 1;
            }
        }
        nominal |= item.is_nominal() || item.is(Pos::DET);
        i += 1;
    }
    false
}

/// True for a quotation that begins with a finite verb in a small letter, with "not" or an adverb
/// before it: its subject stands outside the marks.
pub fn quotes_verb(narration: &Narration<'_>, at: usize) -> bool {
    if !narration.items[at].is_quote() {
        return false;
    }
    let finite = Pos::FINITE | Pos::BE | Pos::HAVE | Pos::DO | Pos::MODAL;
    let other = Pos::PREP | Pos::DET | Pos::CONJ | Pos::SUB | Pos::TIME | Pos::NOUN | Pos::ADJ;
    let words = narration.word(at).split_whitespace();
    let mut words = words
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty());
    let verb = words.by_ref().take(MAX_BEFORE_QUOTED_VERB).find(|word| {
        let pos = lexicon::entry(word).pos;
        !pos.intersects(Pos::ADV | Pos::NEG) || pos.intersects(finite | other)
    });
    // One word is rather a name for something.
    verb.is_some_and(|verb| {
        let pos = lexicon::entry(verb).pos;
        verb.starts_with(char::is_lowercase) && pos.intersects(finite) && !pos.intersects(other)
    }) && words.next().is_some()
}

/// True for a word that begins a clause which hangs on another.
fn subordinates(item: &NarrationItem) -> bool {
    !item.is_named() && item.is(Pos::REL | Pos::WH | Pos::SUB) && !item.is(Pos::BE)
}

/// Returns the end of words reported from `start` on: before the closing stop, or where the
/// narration takes over.
pub fn words_end(narration: &Narration<'_>, start: usize, high: usize) -> usize {
    let mut end = high;
    while end > start
        && matches!(
            narration.items[end - 1].kind,
            ItemKind::Stop
                | ItemKind::Comma
                | ItemKind::Semicolon
                | ItemKind::Dash
                | ItemKind::Colon
        )
    {
        end -= 1;
    }
    let to = narration.says(start, "to") || narration.says(start + 1, "to");
    let verbal =
        to || narration.items.get(start).is_some_and(|i| i.is(Pos::ING) && !i.is(Pos::NOUN));
    for at in start + 1..end {
        let comma = narration.items[at].kind == ItemKind::Comma;
        if begins_narration(narration, at, end)
            || verbal
                && comma
                && ends_infinitive(narration, at, end)
                && (to || !narration.says(at + 1, "which"))
        {
            return at;
        }
        let item = &narration.items[at];
        if item.is(Pos::CONJ) && !item.is_named() && at + 1 < end {
            // "urged them to wait and met the press": the second verb is the narrator's.
            let next = &narration.items[at + 1];
            if narration.says(start, "to") && next.is_finite() && !next.is(Pos::BASE) {
                return at;
            }
            if declines(narration, at + 1) {
                let comma = narration.items[at - 1].kind == ItemKind::Comma;
                return if comma { at - 1 } else { at };
            }
        }
    }
    end
}

/// True if the narration takes over at item `at`: with a semicolon, with a colon before a
/// quotation, with "while" and a participle, or after a comma with "while" or a participle such as
/// "citing".
fn begins_narration(narration: &Narration<'_>, at: usize, end: usize) -> bool {
    let item = &narration.items[at];
    let next = narration.items.get(at + 1);
    match item.kind {
        ItemKind::Semicolon => !narration.says(at + 1, "that"),
        ItemKind::Colon => next.is_some_and(NarrationItem::is_quote),
        ItemKind::Word => {
            narration.says(at, "while") && next.is_some_and(|n| n.is(Pos::ING) && !n.is(Pos::NOUN))
        }
        ItemKind::Comma => {
            at + 1 < end
                && (narration.word(at + 1) == "while"
                    && narration.before(at + 2, end).is_some_and(|n| n.is(Pos::ING))
                    || narration.is_listed(at + 1, WordClass::NARRATOR_PARTICIPLE)
                    || turns_back(narration, at + 1, end))
        }
        _ => false,
    }
}

/// True if what somebody is asked or means to do ends at the comma at `at`: ", which", ", but she",
/// ", and her party".
fn ends_infinitive(narration: &Narration<'_>, at: usize, end: usize) -> bool {
    let Some(next) = narration.before(at + 1, end) else { return false };
    if next.is_named() {
        return false;
    }
    let joins = matches!(narration.word(at + 1), "and" | "but");
    let deed =
        narration.before(at + 2, end).is_some_and(|n| n.is(Pos::BASE | Pos::PREP | Pos::ADV));
    matches!(narration.word(at + 1), "which" | "while" | "though" | "although")
        || joins && !deed && clause_between(narration, at + 1, end)
}

/// True if the narrator goes on with what the speaker did, at a conjunction after a comma: ", but
/// declined", ", and criticised such plans".
fn turns_back(narration: &Narration<'_>, at: usize, end: usize) -> bool {
    let Some(verb) = narration.before(at + 1, end) else { return false };
    let past = verb.is_plain_word()
        && verb.is(Pos::FINITE)
        && !verb.is(Pos::BASE | Pos::NOUN | Pos::ADJ | Pos::BE | Pos::HAVE | Pos::MODAL);
    let speaks = !verb.subcat.is_empty() && verb.forms.contains(Pos::FINITE);
    past && (narration.word(at) == "but" || narration.word(at) == "and" && speaks)
}

/// True if the words from `at` on say that somebody said no more: "declined to comment", "did not
/// elaborate".
fn declines(narration: &Narration<'_>, at: usize) -> bool {
    narration.is_listed(at, WordClass::DECLINES)
        || narration.says(at, "did")
            && narration.items.get(at + 1).is_some_and(|n| n.is(Pos::NEG))
            && narration.is_listed(at + 2, WordClass::DISCLOSES)
}

/// True if the text between marks is written as titles are, with a capital on each longer word.
pub fn is_title(text: &str) -> bool {
    let small = Pos::PREP | Pos::DET | Pos::CONJ | Pos::SUB;
    let mut words = 0;
    let all = text.split_whitespace().filter(|w| w.contains(char::is_alphanumeric)).all(|w| {
        words += 1;
        let w = w.trim_matches(|c: char| !c.is_alphanumeric());
        w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || w.len() <= MAX_SHORT_WORD && lexicon::entry(w).pos.intersects(small)
    });
    let ends = text
        .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '!' | '?'))
        .ends_with(['!', '?']);
    all && !ends && TITLE_WORDS.contains(&words)
}

/// True if the text between marks is a clause of its own, with subject and verb.
pub fn is_sentence(text: &str) -> bool {
    let mut words = text
        .split_whitespace()
        .map(|w| lexicon::entry(w.trim_matches(|c: char| !c.is_alphanumeric())).pos);
    let subject = words
        .next()
        .is_some_and(|w| w.intersects(Pos::DET | Pos::PRON) && !w.intersects(Pos::PREP));
    subject
        && text.len() > 40
        && words.take(12).any(|w| {
            w.intersects(Pos::BE | Pos::HAVE | Pos::DO | Pos::MODAL)
                || w.intersects(Pos::FINITE) && !w.intersects(Pos::NOUN | Pos::ADJ | Pos::PART)
        })
}
