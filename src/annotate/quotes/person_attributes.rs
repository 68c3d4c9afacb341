//! Attributes of an article's people that it tells before anybody speaks: gender and roles.
//!
//! Gender comes from titles ("Mr."), from nouns ("actress"), from the given name, and from the
//! pronouns that follow a person who is alone in a sentence. Roles are the common nouns that stand
//! before a name or in apposition to it; they let "the professor" find its name later.

use rustc_hash::FxHashMap;

use crate::annotate::entities;
use crate::annotate::gazetteer::Gender;
use crate::annotate::quotes::lexicon::Pos;
use crate::annotate::quotes::narration::{
    ItemKind, ItemRange, Narration, NarrationItem, NarrationSentence,
};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};
use crate::annotate::quotes::word_gender::{noun_gender, pronoun_gender, title_gender};
use crate::model::{EntityId, EntityKind, Notes, Span};
use crate::text::Prose;

/// Most people of a sentence that are told apart.
const MAX_PEOPLE: usize = 4;
/// Most items of a role before a name.
const MAX_ROLE: usize = 8;
/// Most items of an apposition.
const MAX_APPOSITION: usize = 30;
/// Fewest pronouns that outweigh titles, nouns and the given name.
const MIN_PRONOUNS: u32 = 3;

/// Attributes of one entity.
#[derive(Clone, Debug, Default)]
struct Attributes {
    gender: Option<Gender>,
    /// First role printed with the name.
    role: Option<Span>,
    /// Number of female pronouns that follow the name.
    she: u32,
    /// Number of male pronouns that follow the name.
    he: u32,
}

impl Attributes {
    /// Gender by the pronouns, where they agree well enough.
    fn gender_by_pronouns(&self) -> Option<Gender> {
        if self.she > 2 * self.he {
            Some(Gender::Female)
        } else if self.he > 2 * self.she {
            Some(Gender::Male)
        } else {
            None
        }
    }
}

/// Attributes of all people of an article.
#[derive(Debug, Default)]
pub struct PersonAttributes {
    /// By entity.
    people: Vec<Attributes>,
    /// By role noun in lower case: each sentence in which somebody is called so, with the entity,
    /// in order.
    roles: FxHashMap<String, Vec<(usize, EntityId)>>,
}

impl PersonAttributes {
    /// Gathers the attributes that the narration tells.
    pub fn new(narration: &Narration<'_>, prose: &Prose<'_>, notes: &Notes) -> Self {
        let mut found = Self {
            people: vec![Attributes::default(); notes.entities.len()],
            roles: FxHashMap::default(),
        };
        let mut alone = None;
        for number in 0..narration.sentences.len() {
            let people = found.read_sentence(narration, notes, number, alone);
            alone = match people.as_slice() {
                [one] => Some(*one),
                _ => None,
            };
        }
        for (person, gender) in found.people.iter_mut().zip(entities::genders(prose, notes)) {
            person.gender = person.gender.or(gender);
            if person.gender.is_none() || person.she.max(person.he) >= MIN_PRONOUNS {
                person.gender = person.gender_by_pronouns().or(person.gender);
            }
        }
        found
    }

    /// Gender of an entity.
    pub fn gender(&self, id: EntityId) -> Option<Gender> {
        self.people.get(id.0 as usize)?.gender
    }

    /// Byte span of the role printed with an entity's name.
    pub fn role(&self, id: EntityId) -> Option<Span> {
        self.people.get(id.0 as usize)?.role
    }

    /// Returns the entity last called `noun`, in `sentence` or before.
    pub fn last_called(&self, noun: &str, sentence: usize) -> Option<EntityId> {
        let all = self.roles.get(&noun.to_lowercase())?;
        let count = all.partition_point(|(at, _)| *at <= sentence);
        let (_, last) = all.get(count.checked_sub(1)?)?;
        Some(*last)
    }

    /// Reads one sentence and returns its people. `alone` is the only person of the sentence
    /// before.
    fn read_sentence(
        &mut self,
        narration: &Narration<'_>,
        notes: &Notes,
        number: usize,
        alone: Option<EntityId>,
    ) -> Vec<EntityId> {
        let sentence = narration.sentences[number];
        let mut people: Vec<EntityId> = Vec::new();
        let mut before_pronoun = alone;
        let mut at = sentence.start;
        while at < sentence.end {
            let item = &narration.items[at];
            let Some(mention) = item.mention else {
                if item.kind == ItemKind::Word && item.is(Pos::PRON | Pos::DET) {
                    let target = match people.as_slice() {
                        [] => before_pronoun,
                        [one] => Some(*one),
                        _ => None,
                    };
                    if let (Some(person), Some(gender)) = (target, pronoun_gender(narration, at)) {
                        self.count_pronoun(person, gender);
                        before_pronoun = None;
                    }
                }
                at += 1;
                continue;
            };
            let end = (at + 1..sentence.end)
                .find(|end| narration.items[*end].mention != item.mention)
                .unwrap_or(sentence.end);
            let mention = &notes.mentions[mention.get()];
            if mention.kind == EntityKind::Person {
                if !people.contains(&mention.entity) && people.len() < MAX_PEOPLE {
                    people.push(mention.entity);
                }
                let name = Name { items: ItemRange::new(at, end), number, id: mention.entity };
                self.read_before(narration, sentence, name);
                self.read_after(narration, sentence, name);
            }
            at = end;
        }
        people
    }

    fn count_pronoun(&mut self, id: EntityId, gender: Gender) {
        let person = &mut self.people[id.0 as usize];
        match gender {
            Gender::Female => person.she += 1,
            Gender::Male => person.he += 1,
        }
    }

    /// "the engineer Ana Lomidze"
    fn read_before(&mut self, narration: &Narration<'_>, sentence: NarrationSentence, name: Name) {
        let first = role_start(narration, sentence.start, name.items.start);
        if first < name.items.start {
            self.add_role(narration, ItemRange::new(first, name.items.start), name);
        }
    }

    /// "Hill, a doctor at …," and "Hill is a doctor."
    fn read_after(&mut self, narration: &Narration<'_>, sentence: NarrationSentence, name: Name) {
        let (end, high) = (name.items.end, sentence.end);
        let Some(next) = narration.before(end, high) else { return };
        let determined = narration.before(end + 1, high).is_some_and(|i| i.is(Pos::DET));
        if next.kind == ItemKind::Comma {
            self.read_apposition(narration, sentence, name);
        } else if next.is(Pos::BE)
            && determined
            && let Some(found) = NounPhrase::starting_at(narration, end + 1, high)
        {
            self.add_role(narration, ItemRange::new(found.start, found.head + 1), name);
        }
    }

    /// "Hill, a doctor at …,"
    fn read_apposition(
        &mut self,
        narration: &Narration<'_>,
        sentence: NarrationSentence,
        name: Name,
    ) {
        let start = name.items.end + 1;
        let mut end = start;
        while end < sentence.end
            && end < name.items.end + MAX_APPOSITION
            && matches!(narration.items[end].kind, ItemKind::Word | ItemKind::Sign)
        {
            end += 1;
        }
        let apposition = ItemRange::new(start, end);
        let opens = narration.items.get(start).is_some_and(|i| {
            i.is(Pos::DET | Pos::NOUN | Pos::ADJ | Pos::NAME) && !i.is(Pos::PREP | Pos::PRON)
        });
        let verbal = apposition.iter().any(|at| narration.items[at].is_finite());
        if opens
            && !verbal
            && !apposition.is_empty()
            && let Some(found) = NounPhrase::within(narration, apposition)
        {
            self.add_role(narration, ItemRange::new(found.start, found.head + 1), name);
            let person = &mut self.people[name.id.0 as usize];
            person.role.get_or_insert(narration.span(apposition));
        }
    }

    /// Adds the nouns among the items as roles, and the gender that they tell.
    fn add_role(&mut self, narration: &Narration<'_>, words: ItemRange, name: Name) {
        let person = &mut self.people[name.id.0 as usize];
        let mut telling = false;
        for at in words.iter() {
            let item = &narration.items[at];
            if !item.is_plain_word() {
                continue;
            }
            let lower = narration.word(at).trim_end_matches('.').to_lowercase();
            person.gender = title_gender(&lower).or(person.gender);
            let noun = speaker_nouns::kind_of(&lower) == Some(SpeakerNoun::Person);
            if noun {
                person.gender = noun_gender(&lower).or(person.gender);
            }
            telling |= noun;
            if noun || item.is(Pos::NOUN) {
                let called = self.roles.entry(lower).or_default();
                let this = (name.number, name.id);
                if called.last() != Some(&this) {
                    called.push(this);
                }
            }
        }
        if telling && person.role.is_none() {
            person.role = Some(narration.span(words));
        }
    }
}

/// Name of a person in a sentence.
#[derive(Clone, Copy)]
struct Name {
    /// Items of the name.
    items: ItemRange,
    /// Number of the sentence.
    number: usize,
    /// Person of that name.
    id: EntityId,
}

/// Returns the first item of the role that stands before the name at item `name`.
fn role_start(narration: &Narration<'_>, low: usize, name: usize) -> usize {
    let is_part = |at: usize, item: &NarrationItem| {
        let takes_complement = !item.subcat.is_empty() && item.is(Pos::FINITE | Pos::ING);
        item.is_plain_word()
            && item.is(Pos::NOUN | Pos::NAME | Pos::ADJ)
            && !item.is(Pos::TIME | Pos::PRON | Pos::BE)
            && !takes_complement
            || item.kind == ItemKind::Sign && narration.word(at) == "-" && at + 1 < name
    };
    let mut first = name;
    while first > low && name - first < MAX_ROLE && is_part(first - 1, &narration.items[first - 1])
    {
        first -= 1;
    }
    first
}
