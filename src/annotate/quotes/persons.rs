//! What the article tells of its people before anybody speaks: gender and roles.
//!
//! Gender comes from titles ("Mr."), from nouns ("actress"), from the given name, and from the
//! pronouns that follow a person who is alone in a sentence. Roles are the common nouns that stand
//! before a name or in apposition to it; they let "the professor" find its name later.

use rustc_hash::FxHashMap;

use crate::annotate::entities;
use crate::annotate::gazetteer::Gender;
use crate::annotate::quotes::frame::{Frame, Kind, NONE};
use crate::annotate::quotes::lexicon::pos;
use crate::annotate::quotes::{nouns, phrase};
use crate::model::{EntityKind, Notes, Span};
use crate::text::Prose;

/// What is known of one person.
#[derive(Clone, Debug, Default)]
pub struct Person {
    pub female: Option<bool>,
    /// The role printed with the name, the first one found.
    pub role: Option<Span>,
    she: u32,
    he: u32,
}

/// What is known of all people of an article.
#[derive(Debug, Default)]
pub struct Persons {
    pub people: Vec<Person>,
    /// For a role noun in lower case: who was called so, with the sentence, in order.
    roles: FxHashMap<String, Vec<(usize, u32)>>,
}

impl Persons {
    /// Gathers what `frame` tells.
    pub fn new(frame: &Frame<'_>, prose: &Prose<'_>, notes: &Notes) -> Self {
        let (mentions, entities) = (&notes.mentions, &notes.entities);
        let mut found =
            Self { people: vec![Person::default(); entities.len()], roles: FxHashMap::default() };
        let mut alone: Option<u32> = None;
        for (number, sentence) in frame.sentences.iter().enumerate() {
            let mut persons: Vec<u32> = Vec::new();
            let mut before_pronoun = alone;
            let mut at = sentence.start;
            while at < sentence.end {
                let item = &frame.items[at];
                if item.mention == NONE {
                    if item.kind == Kind::Word && item.is(pos::PRON | pos::DET) {
                        let target = if persons.len() == 1 {
                            Some(persons[0])
                        } else if persons.is_empty() {
                            before_pronoun
                        } else {
                            None
                        };
                        if let (Some(person), Some(female)) =
                            (target, pronoun_gender(frame.word(at)))
                        {
                            let person = &mut found.people[person as usize];
                            if female {
                                person.she += 1;
                            } else {
                                person.he += 1;
                            }
                            before_pronoun = None;
                        }
                    }
                    at += 1;
                    continue;
                }
                let mention = &mentions[item.mention as usize];
                let mut end = at + 1;
                while end < sentence.end && frame.items[end].mention == item.mention {
                    end += 1;
                }
                if mention.kind == EntityKind::Person {
                    let id = mention.entity.0;
                    if !persons.contains(&id) && persons.len() < 4 {
                        persons.push(id);
                    }
                    found.describe(frame, (sentence.start, sentence.end), (at, end), number, id);
                }
                at = end;
            }
            alone = match persons.as_slice() {
                [one] => Some(*one),
                _ => None,
            };
        }
        for (person, gender) in found.people.iter_mut().zip(entities::genders(prose, notes)) {
            if person.female.is_none() {
                person.female = gender.map(|g| g == Gender::Female);
            }
            let (she, he) = (person.she, person.he);
            if person.female.is_none() || she.max(he) >= 3 {
                if she > 2 * he {
                    person.female = Some(true);
                } else if he > 2 * she {
                    person.female = Some(false);
                }
            }
        }
        found
    }

    /// Notes what stands before and after the name at items `start..end`.
    fn describe(
        &mut self,
        frame: &Frame<'_>,
        (low, high): (usize, usize),
        (start, end): (usize, usize),
        sentence: usize,
        id: u32,
    ) {
        let mut first = start;
        while first > low && start - first < 8 {
            let item = &frame.items[first - 1];
            let nominal = item.kind == Kind::Word
                && item.mention == NONE
                && item.is(pos::NOUN | pos::NAME | pos::ADJ)
                && !item.is(pos::TIME | pos::PRON | pos::BE)
                && !(item.is(pos::FINITE | pos::ING) && item.takes != 0)
                || item.kind == Kind::Sign && frame.word(first - 1) == "-" && first < start;
            if !nominal {
                break;
            }
            first -= 1;
        }
        if first < start {
            self.add_role(frame, (first, start), sentence, id);
        }
        // "Hill, a doctor at …,"
        if frame.items.get(end).is_some_and(|i| end < high && i.kind == Kind::Comma) {
            let mut last = end + 1;
            while last < high
                && last < end + 30
                && !matches!(
                    frame.items[last].kind,
                    Kind::Comma
                        | Kind::Stop
                        | Kind::Quote
                        | Kind::Semicolon
                        | Kind::Dash
                        | Kind::Colon
                )
            {
                last += 1;
            }
            let opens = frame.items.get(end + 1).is_some_and(|i| {
                i.is(pos::DET | pos::NOUN | pos::ADJ | pos::NAME) && !i.is(pos::PREP | pos::PRON)
            });
            let verbal = (end + 1..last).any(|at| phrase::is_finite(&frame.items[at]));
            {
                if opens
                    && !verbal
                    && last > end + 1
                    && let Some(found) = phrase::phrase(frame, end + 1, last)
                {
                    self.add_role(frame, (found.start, found.head + 1), sentence, id);
                    let person = &mut self.people[id as usize];
                    if person.role.is_none() || first == start {
                        person.role.get_or_insert(frame.span(end + 1, last));
                    }
                }
            }
        } else if frame.items.get(end).is_some_and(|i| end < high && i.is(pos::BE)) {
            // "Hill is a doctor."
            if frame.items.get(end + 1).is_some_and(|i| end + 1 < high && i.is(pos::DET))
                && let Some(found) = phrase::after(frame, end + 1, high)
            {
                self.add_role(frame, (found.start, found.head + 1), sentence, id);
            }
        }
    }

    fn add_role(
        &mut self,
        frame: &Frame<'_>,
        (start, end): (usize, usize),
        sentence: usize,
        id: u32,
    ) {
        let mut telling = false;
        for at in start..end {
            let item = &frame.items[at];
            if item.kind != Kind::Word || item.mention != NONE {
                continue;
            }
            let word = frame.word(at).trim_end_matches('.');
            let lower = word.to_lowercase();
            match lower.as_str() {
                "mr" => self.people[id as usize].female = Some(false),
                "mrs" | "ms" | "miss" => self.people[id as usize].female = Some(true),
                _ => {}
            }
            let noun = nouns::of(&lower) == Some(nouns::Noun::Person);
            if noun && let Some(female) = nouns::is_female(&lower) {
                self.people[id as usize].female = Some(female);
            }
            telling |= noun;
            if noun || item.is(pos::NOUN) {
                let called = self.roles.entry(lower).or_default();
                if called.last() != Some(&(sentence, id)) {
                    called.push((sentence, id));
                }
            }
        }
        let person = &mut self.people[id as usize];
        if telling && person.role.is_none() {
            person.role = Some(frame.span(start, end));
        }
    }

    /// Who was called `noun` last, at or before `sentence`.
    pub fn called(&self, noun: &str, sentence: usize) -> Option<u32> {
        let all = self.roles.get(&noun.to_lowercase())?;
        let count = all.partition_point(|(at, _)| *at <= sentence);
        let (_, last) = all.get(count.checked_sub(1)?)?;
        Some(*last)
    }
}

/// The gender of a pronoun or possessive.
pub fn pronoun_gender(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Some(false),
        "she" | "her" | "hers" | "herself" => Some(true),
        _ => None,
    }
}
