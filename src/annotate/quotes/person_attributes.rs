//! Attributes of an article's people that it tells before anybody speaks: gender and roles.
//!
//! Gender comes from titles ("Mr."), from nouns ("actress"), from the given name, and from the
//! pronouns that follow a person who is alone in a sentence. Roles are the common nouns that stand
//! before a name or in apposition to it; they let "the professor" find its name later.

use rustc_hash::FxHashMap;

use crate::annotate::entities;
use crate::annotate::gazetteer::Gender;
use crate::annotate::quotes::lexicon::{Pos, WordClass};
use crate::annotate::quotes::narration::{
    ItemKind, ItemRange, Narration, NarrationItem, NarrationSentence,
};
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::offices::office_of;
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
    /// Letter of the party, in brackets behind the name.
    party: Option<char>,
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
            let people = found.read_sentence(narration, prose, notes, number, alone);
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

    /// Sentences in which somebody is called `noun`, each with the entity, in order.
    pub fn called(&self, noun: &str) -> &[(usize, EntityId)] {
        self.roles.get(&noun.to_lowercase()).map_or(&[], Vec::as_slice)
    }

    /// Returns the entity last called `noun`, in `sentence` or before.
    pub fn last_called(&self, noun: &str, sentence: usize) -> Option<EntityId> {
        let all = self.roles.get(&noun.to_lowercase())?;
        let count = all.partition_point(|(at, _)| *at <= sentence);
        let (_, last) = all.get(count.checked_sub(1)?)?;
        Some(*last)
    }

    /// True if `noun` stands in a role of the entity.
    pub fn is_called(&self, noun: &str, id: EntityId) -> bool {
        let all = self.roles.get(&noun.to_lowercase());
        all.is_some_and(|all| all.iter().any(|(_, called)| *called == id))
    }

    /// Letter of the party that stands in brackets behind a name: "(R-Calif.)".
    pub fn party(&self, id: EntityId) -> Option<char> {
        self.people.get(id.0 as usize)?.party
    }

    /// Reads one sentence and returns its people. `alone` is the only person of the sentence
    /// before.
    fn read_sentence(
        &mut self,
        narration: &Narration<'_>,
        prose: &Prose<'_>,
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
                self.read_after(narration, (prose, notes), sentence, name);
            } else if at > sentence.start {
                self.read_before_body(narration, at, (number, mention.entity));
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

    /// "the engineer Ana Lomidze", "the engineer in charge, Ana Lomidze,"
    fn read_before(&mut self, narration: &Narration<'_>, sentence: NarrationSentence, name: Name) {
        let first = role_start(narration, sentence.start, name.items.start);
        if first < name.items.start {
            self.add_role(narration, ItemRange::new(first, name.items.start), name);
        } else if let Some(words) = role_before_comma(narration, sentence.start, name.items) {
            self.add_role(narration, words, name);
        }
    }

    /// "the auditor Brenner & Lund": a body may be called by a noun for a person.
    fn read_before_body(
        &mut self,
        narration: &Narration<'_>,
        name: usize,
        this: (usize, EntityId),
    ) {
        let noun = narration.word(name - 1).to_lowercase();
        if narration.items[name - 1].is_plain_word()
            && speaker_nouns::kind_of(&noun) == Some(SpeakerNoun::Person)
        {
            self.roles.entry(noun).or_default().push(this);
        }
    }

    /// "Hill, a doctor at …," and "Hill is a doctor."
    fn read_after(
        &mut self,
        narration: &Narration<'_>,
        (prose, notes): (&Prose<'_>, &Notes),
        sentence: NarrationSentence,
        name: Name,
    ) {
        let (end, high) = (name.items.end, sentence.end);
        let Some(next) = narration.before(end, high) else { return };
        if next.kind == ItemKind::Sign && narration.word(end) == "(" {
            let party = party_letter(narration.word(end + 1));
            let person = &mut self.people[name.id.0 as usize];
            person.party = person.party.or(party);
        }
        let determined = narration.before(end + 1, high).is_some_and(|i| i.is(Pos::DET))
            && !narration.says(end + 1, "no");
        if next.kind == ItemKind::Comma {
            self.read_appositive(narration, (prose, notes), sentence, name);
        } else if next.is(Pos::BE)
            && determined
            && let Some(found) = NounPhrase::starting_at(narration, end + 1, high)
        {
            self.add_role(narration, ItemRange::new(found.start, found.head + 1), name);
        }
    }

    /// "Hill, a doctor at …,"
    fn read_appositive(
        &mut self,
        narration: &Narration<'_>,
        (prose, notes): (&Prose<'_>, &Notes),
        sentence: NarrationSentence,
        name: Name,
    ) {
        let last = prose.token_at(narration.items[name.items.end - 1].span.start);
        let items = match entities::role_after(prose, last) {
            Some(role) => {
                let start = narration.items[..sentence.end]
                    .partition_point(|item| item.span.start < role.start);
                let end = narration.items[..sentence.end]
                    .partition_point(|item| item.span.start < role.end);
                ItemRange::new(start, end)
            }
            None => match appositive(narration, sentence, name.items.end + 1) {
                Some(found) if !found.is_subject(prose, last) => found.items,
                _ => return,
            },
        };
        if lists_people(narration, notes, items) {
            return;
        }
        if let Some(found) = NounPhrase::within(narration, items) {
            let possessor = (found.start..found.head)
                .rev()
                .find(|at| narration.items[*at].is(Pos::POSS))
                .map_or(found.start, |at| at + 1);
            let person = &mut self.people[name.id.0 as usize];
            person.role.get_or_insert(narration.span(items));
            self.add_role(narration, ItemRange::new(possessor, found.head + 1), name);
        }
    }

    /// Adds the nouns among the items as roles, and the gender that they tell.
    fn add_role(&mut self, narration: &Narration<'_>, words: ItemRange, name: Name) {
        let person = &mut self.people[name.id.0 as usize];
        let mut telling = false;
        for at in words.iter() {
            let item = &narration.items[at];
            if !item.is_plain_word() {
                if item.kind == ItemKind::Word {
                    let called = self.roles.entry(narration.word(at).to_lowercase()).or_default();
                    let this = (name.number, name.id);
                    if called.last() != Some(&this) {
                        called.push(this);
                    }
                }
                continue;
            }
            let lower = narration.word(at).trim_end_matches('.').to_lowercase();
            person.gender = title_gender(&lower).or(person.gender);
            let noun = speaker_nouns::kind_of(&lower) == Some(SpeakerNoun::Person);
            if noun {
                person.gender = noun_gender(&lower).or(person.gender);
            }
            telling |= noun;
            let office = office_of(&lower);
            if noun || office.is_some() || item.is(Pos::NOUN) {
                let called = self.roles.entry(office.map_or(lower, str::to_owned)).or_default();
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

/// Letter of the party that a word in brackets begins with: "R", "D-Calif".
fn party_letter(word: &str) -> Option<char> {
    let mut letters = word.chars();
    let first = letters.next().filter(char::is_ascii_uppercase)?;
    letters.next().is_none_or(|c| matches!(c, '-' | '–')).then_some(first)
}

/// True if another person's name stands among the items that neither a preposition nor a
/// possessive ties to them: "mayor Ben Hale", not "wife of Ben Hale", "Ben Hale's wife".
fn lists_people(narration: &Narration<'_>, notes: &Notes, items: ItemRange) -> bool {
    items.iter().any(|at| {
        let item = &narration.items[at];
        let Some(mention) = item.mention else { return false };
        let is_person = notes.mentions[mention.get()].kind == EntityKind::Person;
        let begins = at == items.start || narration.items[at - 1].mention != item.mention;
        let tied = at > items.start && narration.items[at - 1].is(Pos::PREP);
        let owns = narration.items[at..]
            .iter()
            .find(|next| next.mention != item.mention)
            .is_some_and(|next| next.is(Pos::POSS));
        is_person && begins && !tied && !owns
    })
}

/// Appositive with a noun that no list has: "Hill, a thatcher from Lund,".
#[derive(Clone, Copy)]
struct Appositive {
    /// Items without the article.
    items: ItemRange,
    /// Sort of sign that ends it; `None` at the end of the sentence.
    closed_by: Option<ItemKind>,
}

impl Appositive {
    /// True if what stands behind it makes it the subject of a clause: after a name that leads up
    /// to the main clause only a comma ends an appositive.
    fn is_subject(self, prose: &Prose<'_>, last: usize) -> bool {
        entities::leads_up(prose, last)
            && !matches!(self.closed_by, Some(ItemKind::Comma | ItemKind::Dash))
    }
}

/// Returns the appositive that begins at item `start`, after a comma: an article and a noun, with
/// what belongs to it; `None` if there is a verb, a pronoun or another name without preposition.
fn appositive(
    narration: &Narration<'_>,
    sentence: NarrationSentence,
    start: usize,
) -> Option<Appositive> {
    let article = ["a", "an", "the"].iter().any(|word| narration.says(start, word));
    if !article {
        return None;
    }
    let start = start + 1;
    let high = sentence.end.min(start + MAX_APPOSITION);
    let is_within = |at: usize| {
        let item = &narration.items[at];
        matches!(item.kind, ItemKind::Word | ItemKind::Sign)
    };
    let end = (start..high).find(|at| !is_within(*at)).unwrap_or(high);
    let clausal = Pos::PRON
        | Pos::FINITE
        | Pos::PART
        | Pos::ING
        | Pos::SUB
        | Pos::REL
        | Pos::WH
        | Pos::TIME
        | Pos::MODAL
        | Pos::NEG
        | Pos::NUM;
    let nominal = Pos::NOUN | Pos::ADJ | Pos::NAME;
    let items = ItemRange::new(start, end);
    let plain = items.iter().all(|at| {
        let item = &narration.items[at];
        !item.is_finite()
            && (!item.is(clausal) || item.is(nominal) && !item.is(Pos::TIME | Pos::PRON))
            && !narration.is_listed_in_any_case(at, WordClass::POSSESSIVE)
    });
    let found = NounPhrase::within(narration, items).filter(|_| plain)?;
    let head = &narration.items[found.head];
    let common = head.is(Pos::NOUN) && !head.capital && found.start == start;
    let after = narration.before(found.head + 1, end);
    let complement = ["from", "of", "for", "at", "with"];
    let complete =
        after.is_none() || complement.iter().any(|word| narration.says(found.head + 1, word));
    (common && complete).then(|| Appositive {
        items,
        closed_by: narration.before(end, sentence.end).map(|item| item.kind),
    })
}

/// Returns the items of a role to which a name between commas is in apposition: "the finance
/// minister, Ana Lomidze,".
fn role_before_comma(narration: &Narration<'_>, low: usize, name: ItemRange) -> Option<ItemRange> {
    let ends = [ItemKind::Comma, ItemKind::Quote, ItemKind::Stop];
    let comma = name.start.checked_sub(1).filter(|comma| *comma > low + 1)?;
    let closed = narration.items.get(name.end).is_none_or(|item| ends.contains(&item.kind));
    if narration.items[comma].kind != ItemKind::Comma || !closed {
        return None;
    }
    let found = NounPhrase::ending_at(narration, low.max(comma.saturating_sub(MAX_ROLE)), comma)?;
    let office = speaker_nouns::kind_of(narration.word(found.head)) == Some(SpeakerNoun::Person);
    let definite = narration.items[found.start].is(Pos::DET) && found.head > found.start;
    (office && definite).then(|| ItemRange::new(found.start + 1, found.head + 1))
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
