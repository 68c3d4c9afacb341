//! Noun phrases: where one begins and ends, and which of its words heads it.
//!
//! Light rules over parts of speech, not a parse: each phrase is a short walk from a verb, comma or
//! preposition to the left or right. Every walk is bounded, so a sentence of any length costs no
//! more.

use crate::annotate::quotes::lexicon::{Pos, WordClass};
use crate::annotate::quotes::mode::governor::Governor;
use crate::annotate::quotes::narration::{ItemKind, ItemRange, Narration, NarrationItem};
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};
use crate::text::single_spaced;

/// Most items of a noun phrase that is walked over.
pub const MAX_PHRASE: usize = 40;

/// Noun phrase: the items from `start` to before `end`, headed by the one at `head`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NounPhrase {
    /// First item.
    pub start: usize,
    /// First item past the phrase.
    pub end: usize,
    /// Head.
    pub head: usize,
}

impl NounPhrase {
    /// Returns the phrase of one word.
    pub fn single(at: usize) -> Self {
        Self { start: at, end: at + 1, head: at }
    }

    /// Items of the phrase.
    pub fn items(self) -> ItemRange {
        ItemRange::new(self.start, self.end)
    }

    /// Number of items.
    pub fn len(self) -> usize {
        self.items().len()
    }

    /// Returns the noun phrase that ends just before item `end` and begins at `low` or later.
    pub fn ending_at(narration: &Narration<'_>, low: usize, end: usize) -> Option<Self> {
        let low = low.max(end.saturating_sub(MAX_PHRASE));
        // "Residents there said"
        let place = |at: usize| matches!(narration.word(at), "there" | "here");
        let end = if end > low + 1 && place(end - 1) && narration.items[end - 2].is(Pos::NOUN) {
            end - 1
        } else {
            end
        };
        // "President Lomidze himself said"
        let stressed = end >= low + 2
            && narration.items[end - 1].is(Pos::PRON)
            && ["self", "selves"].iter().any(|ending| narration.word(end - 1).ends_with(ending))
            && narration.items[end - 2].is_nominal();
        if stressed {
            return Self::ending_at(narration, low, end - 1);
        }
        let mut start = end;
        let mut conjunction = None;
        while start > low {
            let at = start - 1;
            match step_left(narration, low, at, end) {
                Step::Include => {}
                Step::Conjunction => conjunction = Some(at),
                Step::Pronoun => return Some(Self { start: at, end, head: at }),
                Step::Verb => {
                    // "Smith smiled and his lawyer said": the verb before belongs to the first of
                    // the two that "and" joins.
                    start = conjunction.map_or(start, |conjunction| conjunction + 1);
                    break;
                }
                Step::Stop => break,
            }
            start = at;
        }
        Self::within(narration, ItemRange::new(start, end))
    }

    /// Returns the noun phrase that begins at item `start`, or after adverbs there, and ends before
    /// `high`.
    pub fn starting_at(narration: &Narration<'_>, mut start: usize, high: usize) -> Option<Self> {
        let other = Pos::NOUN | Pos::NAME | Pos::PRON | Pos::DET | Pos::ADJ;
        while start < high
            && (narration.items[start].is(Pos::ADV) && !narration.items[start].is(other)
                || matches!(narration.word(start), "\"" | "“" | "‘"))
            && !narration.items[start].is_quote()
        {
            start += 1;
        }
        let high = high.min(start + MAX_PHRASE);
        let first = narration.before(start, high)?;
        let opens = first.is(other | Pos::NUM | Pos::ING | Pos::PART)
            || is_in_title(narration, start, high);
        if first.kind != ItemKind::Word || !opens {
            return None;
        }
        if first.is(Pos::PRON) && !first.is(Pos::DET) {
            return Some(Self::single(start));
        }
        let end = (start..high).find(|at| ends_phrase(narration, start, *at)).unwrap_or(high);
        Self::within(narration, ItemRange::new(start, end.max(start)))
    }

    /// Returns the noun phrase among the items, without what leads up to it and what follows it.
    pub fn within(narration: &Narration<'_>, range: ItemRange) -> Option<Self> {
        let mut end = range.end;
        while end > range.start + 1 && trails(&narration.items[end - 1]) {
            end -= 1;
        }
        let mut start = range.iter().find(|at| !leads_up(&narration.items[*at]))?;
        // "early results", but not "last week officials"
        let modifies = narration.is_listed_in_any_case(start, WordClass::TIME_MODIFIER)
            && narration.before(start + 1, end).is_some_and(|next| {
                next.is_plain_word() && next.is(Pos::NOUN) && !next.is(Pos::TIME)
            });
        if leads_away(&narration.items[start]) && !modifies && !is_in_title(narration, start, end) {
            start = after_adverbial(narration, start, end)?;
        }
        // "A few days later the minister said": the subject begins after the time.
        if let Some(time) = (start..end.saturating_sub(1)).rev().find(|at| {
            let (item, next) = (&narration.items[*at], &narration.items[at + 1]);
            !item.is_named()
                && item.is(Pos::TIME)
                && next.is(Pos::DET | Pos::PRON | Pos::NAME)
                && !next.is(Pos::TIME)
        }) {
            start = time + 1;
        }
        let head = head_of(narration, ItemRange::new(start, end))?;
        while end > head + 1 && ends_in_time(&narration.items[end - 1]) {
            let time = narration.items[end - 1].is(Pos::TIME);
            end -= 1;
            // "this week", "that day"
            if time && end > head + 1 && narration.items[end - 1].is(Pos::DET) {
                end -= 1;
            }
        }
        (!narration.items[head].is(Pos::TIME)).then_some(Self { start, end, head })
    }

    /// Returns the items as a noun phrase, if they are one and nothing else.
    pub fn spanning(narration: &Narration<'_>, range: ItemRange) -> Option<Self> {
        let (mut start, end) = (range.start, range.end);
        while start < end
            && narration.items[start].is(Pos::CONJ | Pos::ADV)
            && !narration.items[start].is(Pos::NAME | Pos::NOUN | Pos::DET | Pos::PRON)
        {
            start += 1;
        }
        if start < end && narration.says(start, "that") {
            start += 1;
        }
        let first = narration.before(start, end)?;
        let other = Pos::PREP | Pos::SUB | Pos::WH | Pos::REL | Pos::ING | Pos::TIME;
        let nominal = Pos::NOUN | Pos::DET | Pos::NAME;
        if !first.is_named() && (first.is(other) && !first.is(nominal) || first.is(Pos::TIME)) {
            return None;
        }
        if (start..end).any(|at| narration.items[at].is_finite() || narration.items[at].is_quote())
        {
            return None;
        }
        Self::within(narration, ItemRange::new(start, end))
    }
}

/// Part of an item in a phrase that is walked over from right to left.
enum Step {
    /// Belongs to the phrase.
    Include,
    /// "and" or "or", which belongs to the phrase unless a verb stands before it.
    Conjunction,
    /// Pronoun, which is a phrase by itself.
    Pronoun,
    /// Verb of another clause.
    Verb,
    /// Anything else that no phrase contains.
    Stop,
}

/// Returns what the item at `at` is to a phrase that ends before `end`, of which all items right of
/// it are known to be parts.
fn step_left(narration: &Narration<'_>, low: usize, at: usize, end: usize) -> Step {
    let item = &narration.items[at];
    let first = at + 1 == end;
    let left = at.checked_sub(1).filter(|left| *left >= low).map(|left| narration.items[left]);
    match item.kind {
        ItemKind::Word => {}
        // A nickname within a name.
        ItemKind::Quote
            if !first
                && narration.items[at + 1].is(Pos::NAME)
                && left.is_some_and(|left| left.is(Pos::NAME)) =>
        {
            return Step::Include;
        }
        ItemKind::Sign
            if matches!(
                narration.word(at),
                "-" | "&"
                    | "/"
                    | "$"
                    | "%"
                    | "."
                    | "'"
                    | "’"
                    | "£"
                    | "€"
                    | "#"
                    | "@"
                    | "\""
                    | "“"
                    | "”"
                    | "‘"
            ) =>
        {
            return Step::Include;
        }
        _ => return Step::Stop,
    }
    if item.is_named() {
        return Step::Include;
    }
    if item.is(Pos::PRON) && !item.is(Pos::DET | Pos::NOUN) {
        return if first { Step::Pronoun } else { Step::Verb };
    }
    if item.is_finite() && !item.is(Pos::POSS) {
        return Step::Verb;
    }
    if item.pos == Pos::BASE {
        let governor = Governor::at(narration, at);
        if governor.intersects(Governor::PERCEIVES | Governor::WANTS) {
            // "to hear the mayor"
            return Step::Verb;
        }
    }
    if item.is(Pos::REL | Pos::WH) || item.is(Pos::SUB) && !item.is(Pos::PREP) {
        return Step::Stop;
    }
    // "Shares fell after the firm said": a second verb needs a clause of its own.
    let verb = |item: &NarrationItem| item.is_plain_word() && item.is(Pos::FINITE);
    if item.is(Pos::SUB)
        && !first
        && narration.items[low.max(at.saturating_sub(MAX_PHRASE))..at].iter().any(verb)
    {
        return Step::Stop;
    }
    if is_predicate(narration, low, at, end) {
        return Step::Verb;
    }
    if item.is(Pos::ING)
        && !item.is(Pos::NOUN | Pos::ADJ | Pos::PREP)
        && left.is_some_and(|left| left.kind != ItemKind::Word)
    {
        return Step::Stop;
    }
    if item.is(Pos::CONJ) {
        let joins = matches!(narration.word(at), "and" | "or") && !first;
        return if joins { Step::Conjunction } else { Step::Stop };
    }
    Step::Include
}

/// True if the form at `at`, both past tense and participle, is the verb of another clause rather
/// than part of a phrase that ends before `end`.
fn is_predicate(narration: &Narration<'_>, low: usize, at: usize, end: usize) -> bool {
    let item = &narration.items[at];
    if !item.pos.contains(Pos::PART | Pos::FINITE) || item.is(Pos::NOUN | Pos::ADJ) {
        return false;
    }
    let left = at.checked_sub(1).filter(|left| *left >= low).map(|left| narration.items[left]);
    // "The government also dismissed"
    let after_adverb = at > low + 1
        && left.is_some_and(|left| left.is(Pos::ADV) && !left.is(Pos::ADJ | Pos::NOUN | Pos::DET))
        && narration.items[at - 2].is_nominal();
    // "“Q,” said sources adding"
    let inverted = at > 0 && narration.items[at - 1].is_quote();
    after_adverb || inverted || !is_modifier(narration, left.as_ref(), at + 1, end)
}

/// True if a participle after `left` and before item `next` modifies a noun: "the reported deaths",
/// "a man arrested on Monday".
fn is_modifier(
    narration: &Narration<'_>,
    left: Option<&NarrationItem>,
    next: usize,
    end: usize,
) -> bool {
    let modifies = left.is_none_or(|l| {
        l.is(Pos::DET | Pos::ADJ | Pos::POSS | Pos::ADV | Pos::CONJ) || l.kind != ItemKind::Word
    });
    // "The military released a statement": what has an object is a verb.
    let object = left.is_some_and(NarrationItem::is_nominal)
        && narration.before(next, end).is_some_and(|n| n.is(Pos::DET) && !n.is(Pos::NOUN));
    if object {
        return false;
    }
    let follows_noun = left.is_some_and(NarrationItem::is_nominal)
        && narration.before(next, end).is_some_and(|n| n.is(Pos::PREP | Pos::TIME | Pos::ADV));
    modifies || follows_noun
}

/// True if the item at `at` ends the phrase that begins at `start`.
fn ends_phrase(narration: &Narration<'_>, start: usize, at: usize) -> bool {
    let item = &narration.items[at];
    if item.kind != ItemKind::Word {
        let joins =
            matches!(narration.word(at), "-" | "&" | "." | "'" | "’" | "\"" | "“" | "”" | "‘");
        return !(item.kind == ItemKind::Sign && joins);
    }
    if item.is_named() || at == start {
        return false;
    }
    let inner = item.is_listed(WordClass::INNER_PREPOSITION);
    let joins = || {
        matches!(narration.word(at), "and" | "or")
            && narration.items.get(at + 1).is_some_and(|n| {
                n.is(Pos::NAME | Pos::DET | Pos::NOUN | Pos::ADJ) && !n.is(Pos::PRON)
            })
    };
    // "said police sources adding that"
    let adds = item.is(Pos::ING) && !item.is(Pos::NOUN | Pos::ADJ) && !item.subcat.is_empty();
    let titled = is_in_title(narration, at, narration.items.len());
    item.is(Pos::TIME) && !is_given_name(narration, start, at)
        || adds
        || item.is(Pos::REL | Pos::WH)
        || item.is(Pos::SUB) && !inner
        || item.is(Pos::PREP) && !inner && !item.is(Pos::NOUN) && !titled
        || item.is_finite()
        || item.is(Pos::PRON) && !item.is(Pos::DET)
        || item.is(Pos::CONJ) && !joins()
        || item.is(Pos::ADV) && !item.is(Pos::NOUN | Pos::ADJ)
}

/// True if the time at `at` is somebody's given name: "Senator April Lomidze".
fn is_given_name(narration: &Narration<'_>, start: usize, at: usize) -> bool {
    let name = |at: usize| {
        let item = &narration.items[at];
        item.capital && item.kind == ItemKind::Word && item.is(Pos::NAME)
    };
    at > start
        && name(at - 1)
        && speaker_nouns::kind_of(narration.word(at - 1)) == Some(SpeakerNoun::Person)
        && at + 1 < narration.items.len()
        && name(at + 1)
        && !narration.items[at + 1].is(Pos::TIME)
}

/// True if the capital of the word at `at` makes it a part of a title: "Under Secretary".
fn is_in_title(narration: &Narration<'_>, at: usize, high: usize) -> bool {
    let title = |at: usize| speaker_nouns::kind_of(narration.word(at)) == Some(SpeakerNoun::Person);
    narration.items[at].capital
        && narration.before(at + 1, high).is_some_and(|next| next.capital && title(at + 1))
}

/// True for signs, conjunctions and adverbs before a noun phrase.
fn leads_up(item: &NarrationItem) -> bool {
    let nominal = Pos::NOUN | Pos::NAME | Pos::DET | Pos::PRON | Pos::ADJ | Pos::NUM;
    item.kind != ItemKind::Word
        || !item.is_named() && !item.is(nominal) && item.is(Pos::CONJ | Pos::ADV | Pos::SUB)
        || item.is(Pos::CONJ)
}

/// True for an adverb behind a noun phrase: "the engineers fully", "residents there".
fn trails(item: &NarrationItem) -> bool {
    item.is_plain_word()
        && !item.capital
        && item.is(Pos::ADV)
        && !item.is(Pos::NOUN | Pos::NAME | Pos::NUM | Pos::ADJ | Pos::DET)
}

/// True for what a noun phrase with its head cannot end in: a time, or what leads to one.
fn ends_in_time(item: &NarrationItem) -> bool {
    let leads = Pos::PREP | Pos::DET | Pos::ADV | Pos::CONJ;
    let nominal = Pos::NOUN | Pos::NAME | Pos::NUM | Pos::ADJ | Pos::PRON;
    let participle = item.is(Pos::PART | Pos::FINITE);
    item.is_plain_word()
        && (item.is(Pos::TIME)
            || (participle || item.is(leads)) && !item.is(nominal | Pos::POSS | Pos::GUESSED))
}

/// True for the first word of an adverbial: a preposition or a time.
fn leads_away(item: &NarrationItem) -> bool {
    !item.is_named() && (item.is(Pos::PREP) && !item.is(Pos::NOUN | Pos::DET) || item.is(Pos::TIME))
}

/// Returns the head of a phrase: its last noun before a preposition or participle.
fn head_of(narration: &Narration<'_>, range: ItemRange) -> Option<usize> {
    let mut head = None;
    for at in range.iter() {
        let item = &narration.items[at];
        if item.is_plain_word() && head.is_some() {
            let titled = is_in_title(narration, at, range.end);
            if item.is(Pos::PREP) && !item.is(Pos::NOUN | Pos::ADJ | Pos::DET) && !titled {
                break;
            }
            let participle = item.is(Pos::ING | Pos::PART) && !item.is(Pos::NOUN | Pos::ADJ);
            let next = narration.before(at + 1, range.end);
            if participle
                && next.is_some_and(|n| n.is(Pos::PREP | Pos::DET | Pos::TIME | Pos::NAME))
            {
                break;
            }
        }
        let nominal = item.is_nominal() && !(item.is(Pos::TIME) && head.is_some());
        let last = at + 1 == range.end && head.is_none();
        if nominal || last && item.is(Pos::DET | Pos::ADJ) {
            head = Some(at);
        }
    }
    head
}

/// Returns the item past the prepositional phrase at `start`, at which the subject begins: "In a
/// statement Smith".
fn after_adverbial(narration: &Narration<'_>, start: usize, end: usize) -> Option<usize> {
    (start + 1..end).rev().find(|at| {
        let (item, left) = (&narration.items[*at], &narration.items[at - 1]);
        let after_phrase =
            left.is(Pos::NOUN | Pos::TIME | Pos::NUM | Pos::NAME) && !left.is(Pos::PREP);
        let begins = item.is(Pos::DET | Pos::PRON) && !item.is(Pos::PREP)
            || item.is(Pos::NAME)
                && (!left.is(Pos::NAME) || left.is(Pos::TIME))
                && !left.is(Pos::POSS);
        after_phrase && begins
    })
}

/// Returns the end of an unnamed speaker's name: before a time of saying, or what the speaker has.
pub fn name_end(narration: &Narration<'_>, phrase: NounPhrase) -> usize {
    let head = &narration.items[phrase.head];
    let noun = speaker_nouns::kind_of(narration.word(phrase.head)).is_some();
    if head.is(Pos::NAME) && head.capital && !noun {
        return phrase.head + 1;
    }
    (phrase.head + 1..phrase.end)
        .find(|at| {
            let item = &narration.items[*at];
            let next = narration.before(at + 1, phrase.end);
            let after = narration.before(at + 2, phrase.end);
            let with = narration.says(*at, "with") && narration.items[at - 1].is(Pos::NOUN);
            let time = next.is_some_and(|n| n.is(Pos::TIME))
                || next.is_some_and(|n| n.is(Pos::DET)) && after.is_some_and(|n| n.is(Pos::TIME));
            // "an aide in an interview"
            let told = next.is_some_and(|n| n.is(Pos::DET))
                && narration.is_listed(at + 2, WordClass::PROGRAMME);
            with || item.is(Pos::TIME)
                || item.is(Pos::PREP | Pos::DET) && time
                || item.is(Pos::PREP) && (told || item.capital)
        })
        .unwrap_or(phrase.end)
}

/// Returns the words of the items, in one line and without brackets: "engineers of the Harker
/// Works (HW)".
pub fn in_one_line(narration: &Narration<'_>, range: ItemRange) -> String {
    let mut words = single_spaced(narration.span(range).of(narration.text));
    while let Some(open) = words.find(" (") {
        let Some(close) = words[open..].find(')') else { break };
        words.replace_range(open..=open + close, "");
    }
    words
}
