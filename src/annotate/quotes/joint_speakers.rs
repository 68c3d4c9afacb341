//! Joint speakers: "Ana Lomidze and Ivo Brink said", "the Harker Fund, Lund Bank and Brink Bank",
//! "said Rep. Lomidze (D), Rep. Brink (R) and Senator Harker", "Lomidze and other senators".
//!
//! All of them speak, and none of them alone.

use crate::annotate::quotes::common_noun_speakers::CommonNoun;
use crate::annotate::quotes::discourse::{Discourse, ReferentKind};
use crate::annotate::quotes::lexicon::{Pos, WordClass};
use crate::annotate::quotes::narration::{ItemKind, ItemRange, MentionIndex, Narration};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::resolution_context::{CERTAIN, Reference, ResolutionContext};
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};
use crate::model::ResolutionMethod;
use crate::text::single_spaced;

/// Most speakers of a list.
const MAX_JOINED: usize = 12;
/// Most items of one of a list, and of brackets behind it.
const MAX_ELEMENT: usize = 14;
const MAX_BRACKETS: usize = 6;

/// One of a list: its name, and its items with what describes it.
#[derive(Clone, Copy)]
struct Element {
    mention: MentionIndex,
    items: ItemRange,
}

/// Returns the speakers that a phrase or the list around it joins by "and", as one referent.
pub fn joint_speakers(
    context: &ResolutionContext<'_, '_>,
    discourse: &mut Discourse,
    phrase: NounPhrase,
    sentence: usize,
) -> Option<Reference> {
    let narration = context.narration();
    let low = narration.sentences.get(sentence)?.start;
    let high = narration.sentences.get(sentence)?.end;
    let list = list_before(context, phrase, low).or_else(|| list_after(context, phrase, high));
    if let Some(elements) = &list
        && let Some(whole) = whole_of(context, elements, low)
    {
        return CommonNoun::new(context, whole, sentence).as_printed(discourse);
    }
    let (name, items) = match list {
        Some(elements) => (joined(context, &elements), spanned(&elements)),
        None => match with_others(context, phrase) {
            Some(name) => (name, phrase.items()),
            None => list_with_others(context, phrase, low)?,
        },
    };
    let referent = discourse.add_unnamed(name, ReferentKind::Plural, None, "and");
    Some(Reference {
        referent,
        mention: Some(narration.span(items)),
        reached: ResolutionMethod::Named,
        margin: CERTAIN,
        resolved: true,
    })
}

/// Returns the list that ends with the phrase, in order.
fn list_before(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
    low: usize,
) -> Option<Vec<Element>> {
    let narration = context.narration();
    let mut last = element_before(context, low, phrase.end)?;
    if last.items.end != phrase.end {
        return None;
    }
    // "A, B and C" with what describes C between.
    let and = match last.items.start.checked_sub(1) {
        Some(and) if and > low && narration.says(and, "and") => and,
        _ => return None,
    };
    last.items = ItemRange::new(and + 1, phrase.end);
    let mut elements = vec![last];
    go_left(context, (low, phrase.start), and, &mut elements)?;
    elements.reverse();
    (elements.len() > 1 && agree(context, &elements)).then_some(elements)
}

/// Adds the ones of a list before item `end`, the last first; `None` if it is no list. What begins
/// the phrase at `start` may follow anything.
fn go_left(
    context: &ResolutionContext<'_, '_>,
    (low, start): (usize, usize),
    mut end: usize,
    elements: &mut Vec<Element>,
) -> Option<()> {
    let narration = context.narration();
    while elements.len() < MAX_JOINED {
        let comma = end > low && narration.items[end - 1].kind == ItemKind::Comma;
        let Some(element) = element_before(context, low, if comma { end - 1 } else { end }) else {
            break;
        };
        elements.push(element);
        let Some(left) = element.items.start.checked_sub(1).filter(|left| *left >= low) else {
            break;
        };
        if narration.says(left, "and") {
            end = left;
            continue;
        }
        if narration.items[left].kind != ItemKind::Comma {
            let joins = element.items.start != start
                && (narration.items[left].is(Pos::PREP | Pos::REL)
                    && !narration.says(left, "that")
                    || narration.items[left].is_finite());
            if joins && elements.len() > 2 {
                // "In talks with A, B and C said"
                elements.pop();
            } else if joins {
                return None;
            }
            break;
        }
        end = left + 1;
    }
    Some(())
}

/// "Kruvia, Lund, Malmö and other towns": returns the name and the items.
fn list_with_others(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
    low: usize,
) -> Option<(String, ItemRange)> {
    let narration = context.narration();
    let and = phrase.start.checked_sub(1).filter(|and| narration.says(*and, "and"))?;
    let other = matches!(narration.word(phrase.start), "other" | "others");
    if !other || and <= low || narration.items[and - 1].kind != ItemKind::Comma {
        return None;
    }
    let mut elements = Vec::new();
    go_left(context, (low, and), and, &mut elements)?;
    elements.reverse();
    if elements.len() < 2 || !agree(context, &elements) {
        return None;
    }
    let words = single_spaced(narration.span(phrase.items()).of(narration.text));
    let items = ItemRange::new(elements[0].items.start, phrase.end);
    Some((format!("{} and {words}", listed(context, &elements)), items))
}

/// Returns the list of people that begins with the phrase, in order.
fn list_after(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
    high: usize,
) -> Option<Vec<Element>> {
    let narration = context.narration();
    let first = element_before(context, phrase.start, phrase.end)?;
    context.person(Some(first.mention)).filter(|_| first.items.end == phrase.end)?;
    let mut elements = vec![first];
    let mut at = past_brackets(narration, phrase.end);
    while elements.len() < MAX_JOINED {
        let comma = usize::from(narration.before(at, high)?.kind == ItemKind::Comma);
        let and = narration.says(at + comma, "and");
        let start = at + comma + usize::from(and);
        if start == at {
            return None;
        }
        let end = element_end(context, start, high)?;
        let element = element_before(context, start, end)?;
        if element.items.start != start {
            return None;
        }
        elements.push(element);
        at = past_brackets(narration, end);
        if and {
            return agree(context, &elements).then_some(elements);
        }
    }
    None
}

/// Returns the end of the first person's name from item `start` on, before which nothing stands but
/// titles.
fn element_end(context: &ResolutionContext<'_, '_>, start: usize, high: usize) -> Option<usize> {
    let items = &context.narration().items;
    let high = high.min(start + MAX_ELEMENT);
    let describes = |at: &usize| {
        let item = &items[*at];
        item.kind == ItemKind::Word
            && !item.is_finite()
            && (item.is_named() || item.is(Pos::NAME | Pos::NOUN | Pos::ADJ | Pos::DET))
            || context.narration().word(*at) == "."
    };
    let name = (start..high).take_while(describes).find(|at| context.person_at(*at).is_some())?;
    let mention = items[name].mention;
    (name..high).find(|at| items[*at].mention != mention)
}

/// Returns the one of a list that ends before item `end`: a name with what describes it before and
/// brackets behind it.
fn element_before(context: &ResolutionContext<'_, '_>, low: usize, end: usize) -> Option<Element> {
    let narration = context.narration();
    let end = before_brackets(narration, low, end);
    let mention = narration.items.get(end.checked_sub(1).filter(|last| *last >= low)?)?.mention?;
    let low = low.max(end.saturating_sub(MAX_ELEMENT));
    let person = context.person(Some(mention)).is_some();
    let describes = |at: &usize| {
        let item = &narration.items[*at];
        if item.mention == Some(mention) {
            return true;
        }
        // "the chair of the board Ana Lomidze"; "the chair of Lund Bank" is no bank.
        let inner = person && matches!(narration.word(*at), "of" | "for") && !item.is_named();
        item.kind == ItemKind::Word
            && (item.is_named()
                || inner
                || item.is(Pos::NAME | Pos::NOUN | Pos::ADJ | Pos::DET | Pos::POSS)
                    && !item.is_finite()
                    && !item.is(Pos::PRON | Pos::CONJ | Pos::PREP))
    };
    let start = (low..end).rev().take_while(describes).last()?;
    Some(Element { mention, items: ItemRange::new(start, end) })
}

/// Returns the start of the brackets that end before item `end`, or `end` itself.
fn before_brackets(narration: &Narration<'_>, low: usize, end: usize) -> usize {
    if end <= low || narration.word(end - 1) != ")" {
        return end;
    }
    let low = low.max(end.saturating_sub(MAX_BRACKETS + 1));
    (low..end).rev().find(|at| narration.word(*at) == "(").unwrap_or(end)
}

/// Returns the item past the brackets that begin at `at`, or `at` itself.
fn past_brackets(narration: &Narration<'_>, at: usize) -> usize {
    if at >= narration.items.len() || narration.word(at) != "(" {
        return at;
    }
    let high = narration.items.len().min(at + MAX_BRACKETS + 1);
    (at..high).find(|at| narration.word(*at) == ")").map_or(at, |close| close + 1)
}

/// True if both of two are people, or neither is, and no two of a list are one.
fn agree(context: &ResolutionContext<'_, '_>, elements: &[Element]) -> bool {
    let is_person = |element: &Element| context.person(Some(element.mention)).is_some();
    let entity = |element: &Element| context.mention(element.mention).map(|m| m.entity);
    let (first, rest) = (&elements[0], &elements[1..]);
    let alike = |other: &Element| rest.len() > 1 || is_person(other) == is_person(first);
    rest.iter().all(|other| alike(other) && entity(other) != entity(first))
}

/// "German firms including A, B and C": returns the firms.
fn whole_of(
    context: &ResolutionContext<'_, '_>,
    elements: &[Element],
    low: usize,
) -> Option<NounPhrase> {
    let narration = context.narration();
    let word = elements[0].items.start.checked_sub(1).filter(|word| *word > low)?;
    if !matches!(narration.word(word), "including" | "like") {
        return None;
    }
    let comma = narration.items[word - 1].kind == ItemKind::Comma;
    let whole = NounPhrase::ending_at(narration, low, word - usize::from(comma))?;
    let several = speaker_nouns::kind_of(narration.word(whole.head));
    (several.is_some() && !narration.items[whole.head].is_named()).then_some(whole)
}

/// Items from the first of a list to the last.
fn spanned(elements: &[Element]) -> ItemRange {
    ItemRange::new(elements[0].items.start, elements[elements.len() - 1].items.end)
}

/// Names of a list, in one: "A, B and C".
fn joined(context: &ResolutionContext<'_, '_>, elements: &[Element]) -> String {
    let (rest, last) = elements.split_at(elements.len() - 1);
    format!("{} and {}", listed(context, rest), listed(context, last))
}

/// Names of a list, with commas between.
fn listed(context: &ResolutionContext<'_, '_>, elements: &[Element]) -> String {
    let mut name = String::new();
    for element in elements {
        let entity = context.mention(element.mention).and_then(|m| context.entity(m.entity));
        if !name.is_empty() {
            name.push_str(", ");
        }
        name.push_str(entity.map_or("", |entity| entity.name.as_str()));
    }
    name
}

/// "Lomidze and other senators", "Lomidze and her lawyer": returns the name and the words.
fn with_others(context: &ResolutionContext<'_, '_>, phrase: NounPhrase) -> Option<String> {
    let narration = context.narration();
    let and =
        (phrase.start + 1..phrase.end.saturating_sub(1)).find(|at| narration.says(*at, "and"))?;
    let left = context.person_at(and - 1)?;
    let right = NounPhrase::within(narration, ItemRange::new(and + 1, phrase.end))?;
    let others = matches!(narration.word(right.start), "other" | "others" | "several")
        || narration.is_listed(right.start, WordClass::POSSESSIVE);
    let speaks = narration.says(right.head, "others")
        || matches!(
            speaker_nouns::kind_of(narration.word(right.head)),
            Some(SpeakerNoun::Person | SpeakerNoun::Plural)
        );
    if !others || !speaks || narration.items[right.head].is_named() {
        return None;
    }
    let entity = context.mention(left).and_then(|m| context.entity(m.entity))?;
    let words = single_spaced(narration.span(right.items()).of(narration.text));
    Some(format!("{} and {words}", entity.name))
}
