//! Clusters of the names of persons.
//!
//! Longer names come first, so that a surname finds the full name wherever in the article it
//! stands. Every step is a look into a map by a word or a pair of words: an article of a hundred
//! thousand names takes a hundred thousand steps, not their square.
//!
//! A surname with several bearers means the one whom it meant while the article had named no other,
//! whom the article names far more often, who alone has spoken and goes on, or whose relatives
//! alone the others are. Where none of it tells, it means nobody that is known: a wrong name is
//! worse than none.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::annotate::entities::address::Address;
use crate::annotate::entities::name_parts::{NameParts, can_be_one_person, is_particle, sorted};
use crate::annotate::entities::person::Person;
use crate::annotate::entities::principals::Principal;

/// Most persons of one surname that are compared; an article with more is a list.
const MAX_RIVALS: usize = 12;
/// Factor by which a bearer of a surname must be named more often than any other to be the one that
/// the surname means.
const MUCH_OFTENER: u32 = 3;

/// Persons of an article, each a cluster of names.
#[derive(Debug, Default)]
pub struct PersonClusters {
    people: Vec<Person>,
    by_key: FxHashMap<String, usize>,
    by_surname: FxHashMap<String, Vec<usize>>,
    /// Persons by two words of a name that follow each other, sorted.
    by_pair: FxHashMap<(String, String), usize>,
    /// Persons by any other word of a longer name.
    by_part: FxHashMap<String, Vec<usize>>,
    /// Person whom a surname alone meant while the article had named no other bearer.
    meant: FxHashMap<String, usize>,
    /// Person without a name that stands for the unknown bearer of a surname.
    unclear: FxHashMap<String, usize>,
    /// Names, by their words, that the article prints without a suffix before it prints them with
    /// one: those of a parent and a child.
    of_two: FxHashSet<String>,
}

impl PersonClusters {
    /// Clusters the longer ones of these names; those of one word are found by
    /// [`PersonClusters::find`].
    pub fn new<'p>(names: impl Iterator<Item = &'p NameParts>) -> Self {
        let mut longer: Vec<&NameParts> = names.filter(|p| p.words.len() > 1).collect();
        let all = longer.clone();
        let of_two = names_of_two(&all);
        // Stable: among equally long ones the first mentioned stays first.
        longer.sort_by_key(|parts| std::cmp::Reverse(parts.words.len()));
        let mut persons = Self { of_two, ..Self::default() };
        for parts in longer {
            let key = parts.key();
            if persons.by_key.contains_key(&key) {
                continue;
            }
            let person = persons.find_longer(parts).unwrap_or_else(|| persons.add(parts));
            persons.by_key.insert(key, person);
        }
        for parts in all {
            if let Some(person) = persons.by_key.get(&parts.key()) {
                persons.people[*person].named += 1;
            }
        }
        persons
    }

    /// Adds the bearer of a surname whom the surname alone means.
    pub fn add_principal(&mut self, principal: Principal) {
        let person = self.people.len();
        let words = vec![principal.surname.clone()];
        self.by_surname.entry(principal.surname).or_default().insert(0, person);
        self.people.push(Person {
            parts: NameParts { words, ..NameParts::default() },
            gender: principal.gender,
            offices: principal.offices,
            principal: true,
            dominant: principal.dominant,
            ..Person::default()
        });
    }

    /// Records that some mention calls the person of a longer name somebody's relative.
    pub fn add_relative(&mut self, parts: &NameParts) {
        if let Some(person) = self.by_key.get(&parts.key()) {
            self.people[*person].relative = true;
        }
    }

    fn add(&mut self, parts: &NameParts) -> usize {
        let person = self.people.len();
        let words = &parts.words;
        self.by_surname.entry(parts.last().to_owned()).or_default().push(person);
        for pair in words.windows(2) {
            self.by_pair.entry(sorted(&pair[0], &pair[1])).or_insert(person);
        }
        self.by_pair.entry(sorted(parts.first(), parts.last())).or_insert(person);
        let pieces =
            words.last().into_iter().filter(|w| w.contains('-')).flat_map(|w| w.split('-'));
        let inner = words[..words.len() - 1].iter().rev().map(String::as_str);
        for piece in pieces.chain(inner).chain(parts.nicknames.iter().map(String::as_str)) {
            if piece.chars().count() > 1 && !is_particle(piece) {
                let list = self.by_part.entry(piece.to_owned()).or_default();
                if list.len() < MAX_RIVALS {
                    list.push(person);
                }
            }
        }
        self.people.push(Person::new(parts));
        person
    }

    /// The person that this name of several words also names.
    fn find_longer(&self, parts: &NameParts) -> Option<usize> {
        let words = &parts.words;
        let (first, last) = (parts.first(), parts.last());
        if let Some(rivals) = self.by_surname.get(last) {
            for person in rivals.iter().take(MAX_RIVALS) {
                let whole = &self.people[*person].parts;
                let within = words.iter().all(|w| whole.words.contains(w));
                if self.are_two(whole, parts) || self.people[*person].principal {
                    continue;
                }
                if can_be_one_person(whole, parts) || (within && whole.suffixes_match(parts)) {
                    return Some(*person);
                }
            }
        }
        // "Rodríguez Zapatero" in a longer Spanish name, "Un Kim" for "Kim Un".
        let pair = self.by_pair.get(&sorted(&words[words.len() - 2], last));
        let pair = pair.or_else(|| self.by_pair.get(&sorted(first, last)));
        pair.copied().filter(|person| {
            let whole = &self.people[*person].parts;
            let significant = words.iter().filter(|w| !is_particle(w)).count();
            significant > 1
                && !self.are_two(whole, parts)
                && whole.suffixes_match(parts)
                && words.iter().all(|w| whole.words.contains(w))
        })
    }

    /// True if the names are those of a parent and a child.
    fn are_two(&self, a: &NameParts, b: &NameParts) -> bool {
        a.suffix.is_some() != b.suffix.is_some() && self.is_of_two(b)
    }

    /// True if two people of the article bear the name, of whom one has a suffix.
    fn is_of_two(&self, parts: &NameParts) -> bool {
        self.of_two.contains(&parts.first_and_last())
    }

    /// The person that a mention means at its place of the article, given that mentions are asked
    /// for in their order; a new person if it means none so far.
    pub fn find(&mut self, parts: &NameParts, address: &Address) -> usize {
        let person = self.find_cluster(parts, address).unwrap_or_else(|| self.add_single(parts));
        self.people[person].record(parts, address);
        person
    }

    fn find_cluster(&mut self, parts: &NameParts, address: &Address) -> Option<usize> {
        if parts.words.len() > 1
            && let Some(person) = self.by_key.get(&parts.key())
        {
            return Some(*person);
        }
        let significant: Vec<&String> = parts.words.iter().filter(|w| !is_particle(w)).collect();
        let [word] = significant[..] else {
            return (parts.words.len() > 1).then(|| self.find_longer(parts)).flatten();
        };
        let bare = word.strip_prefix("al-").or_else(|| word.strip_prefix("el-")).unwrap_or(word);
        for word in [word, bare] {
            if self.by_surname.contains_key(word) {
                return self.find_bearer(word, parts, address);
            }
        }
        for word in [format!("al-{bare}"), format!("el-{bare}")] {
            if self.by_surname.contains_key(&word) {
                return self.find_bearer(&word, parts, address);
            }
        }
        let list = self.by_part.get(word)?;
        list.iter().copied().find(|person| self.people[*person].may_be(parts, address))
    }

    /// The bearer whom a surname means; `None` if all known ones are somebody else.
    fn find_bearer(
        &mut self,
        surname: &str,
        parts: &NameParts,
        address: &Address,
    ) -> Option<usize> {
        let bearers: Vec<usize> =
            self.by_surname.get(surname)?.iter().copied().take(MAX_RIVALS).collect();
        let mut possible: Vec<usize> = bearers
            .iter()
            .copied()
            .filter(|person| self.people[*person].may_be(parts, address))
            .collect();
        if let Some(principal) = self.principal(&possible, parts, address) {
            return Some(principal);
        }
        self.prefer(&mut possible, |person| {
            address.office.as_ref().is_some_and(|office| person.has_office(office))
        });
        self.prefer(&mut possible, |person| {
            address.gender.is_some() && person.gender == address.gender
        });
        self.prefer(&mut possible, |person| {
            parts.suffix.is_some() && person.parts.suffix == parts.suffix
        });
        if possible.len() > 1
            && let Some(meant) = self.meant.get(surname).filter(|meant| possible.contains(meant))
        {
            return Some(*meant);
        }
        self.prefer(&mut possible, |person| person.mentions > 0);
        let unsaid = |person: &Person| person.parts.suffix.is_some() && person.mentions == 0;
        if parts.suffix.is_none() && possible.iter().all(|person| unsaid(&self.people[*person])) {
            // Nobody is called by the surname alone before the article has said "Jr.".
            return None;
        }
        let person = match possible[..] {
            [] => return None,
            [person] => person,
            _ => match self
                .just_named(&possible, address)
                .or_else(|| self.far_oftener(&possible))
                .or_else(|| self.last_speaking(&possible))
                .or_else(|| self.without_suffix(&possible))
                .or_else(|| self.unrelated(&possible))
            {
                Some(person) => person,
                None => return Some(self.unclear(surname, parts)),
            },
        };
        let named = |other: &usize| self.people[*other].mentions > 0;
        if bearers.iter().all(|other| *other == person || !named(other)) {
            self.meant.entry(surname.to_owned()).or_insert(person);
        }
        Some(person)
    }

    /// The principal among those who may be meant, unless the title is of a relative’s gender.
    fn principal(&self, possible: &[usize], parts: &NameParts, address: &Address) -> Option<usize> {
        let principal = possible.iter().copied().find(|person| self.people[*person].dominant)?;
        let fits = |person: usize| self.people[person].gender == address.gender;
        let others = address.gender.is_some()
            && !fits(principal)
            && possible.iter().any(|person| fits(*person));
        (parts.suffix.is_none() && !others).then_some(principal)
    }

    /// Keeps those that the sign tells, if it tells any.
    fn prefer(&self, possible: &mut Vec<usize>, sign: impl Fn(&Person) -> bool) {
        if possible.iter().any(|person| sign(&self.people[*person])) {
            possible.retain(|person| sign(&self.people[*person]));
        }
    }

    /// The person who was named in full just before, if others who may be meant are relatives: an
    /// article about a relative calls the person whom everybody knows by the surname as well.
    fn just_named(&self, possible: &[usize], address: &Address) -> Option<usize> {
        let person = *possible.iter().max_by_key(|person| self.people[**person].last_full)?;
        let last = self.people[person].last_full?;
        let others = || possible.iter().filter(|other| **other != person);
        let is_relative = |person: usize| self.people[person].relative;
        let just = last + 1 >= address.sentence
            && !is_relative(person)
            && others().all(|other| self.people[*other].last < last)
            && others().any(|other| is_relative(*other));
        just.then_some(person)
    }

    /// The person who is named far oftener than any other, so far or by full name in the
    /// whole article: whom an article is about it names again.
    fn far_oftener(&self, possible: &[usize]) -> Option<usize> {
        let mentions = |person: usize| self.people[person].mentions.max(self.people[person].named);
        let most =
            |others: &[usize]| others.iter().map(|other| mentions(*other)).max().unwrap_or(0);
        (0..possible.len()).find_map(|at| {
            let next = most(&possible[..at]).max(most(&possible[at + 1..]));
            (mentions(possible[at]) >= MUCH_OFTENER * next.max(1)).then_some(possible[at])
        })
    }

    /// The only person who has spoken, if the others were named in earlier sentences alone.
    fn last_speaking(&self, possible: &[usize]) -> Option<usize> {
        let mut speaking = possible.iter().copied().filter(|person| self.people[*person].spoke);
        let (person, None) = (speaking.next()?, speaking.next()) else { return None };
        let last = self.people[person].last;
        let goes_on = possible.iter().all(|p| *p == person || self.people[*p].last < last);
        goes_on.then_some(person)
    }

    /// The parent, if those who may be meant are a parent and a child of one name: the child is
    /// called "Ox Jr." beside them.
    fn without_suffix(&self, possible: &[usize]) -> Option<usize> {
        let has_suffix = |person: &usize| self.people[*person].parts.suffix.is_some();
        let mut plain = possible.iter().filter(|person| !has_suffix(person));
        let (parent, None) = (plain.next()?, plain.next()) else { return None };
        self.is_of_two(&self.people[*parent].parts).then_some(*parent)
    }

    /// The person whom the article named first and not less often than any other, if all others are
    /// known as relatives alone: the one whose life it tells.
    fn unrelated(&self, possible: &[usize]) -> Option<usize> {
        let related = |person: &usize| {
            let person = &self.people[*person];
            person.relative || person.has_relative
        };
        let mut unrelated = possible.iter().copied().filter(|person| !related(person));
        let (person, None) = (unrelated.next()?, unrelated.next()) else { return None };
        let named = |person: usize| self.people[person].named;
        possible.iter().all(|other| named(*other) <= named(person)).then_some(person)
    }

    /// The person that stands for the unknown bearer of a surname.
    fn unclear(&mut self, surname: &str, parts: &NameParts) -> usize {
        if let Some(person) = self.unclear.get(surname) {
            return *person;
        }
        let person = self.people.len();
        self.people.push(Person::new(parts));
        self.unclear.insert(surname.to_owned(), person);
        person
    }

    /// Adds a person known by one word only.
    fn add_single(&mut self, parts: &NameParts) -> usize {
        let person = self.people.len();
        self.by_surname.entry(parts.last().to_owned()).or_default().push(person);
        self.people.push(Person::new(parts));
        person
    }
}

/// Names that are printed without a suffix before they are printed with one, each as its first and
/// last word.
fn names_of_two(names: &[&NameParts]) -> FxHashSet<String> {
    let mut plain = FxHashSet::default();
    let mut of_two = FxHashSet::default();
    for parts in names {
        let name = parts.first_and_last();
        if parts.suffix.is_none() {
            plain.insert(name);
        } else if plain.contains(&name) {
            of_two.insert(name);
        }
    }
    of_two
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::gazetteer::title_gender;

    /// The cluster of each name, by order of appearance; "Mr" and the like and an office may stand
    /// before a name, with a colon, and each name is a sentence of its own.
    fn check(names: &[&str], expected: &[usize]) {
        let mentions: Vec<(Address, NameParts)> = names
            .iter()
            .enumerate()
            .map(|(sentence, name)| {
                let (title, name) = name.split_once(": ").unwrap_or(("", name));
                let gender = title_gender(title);
                let office = (!title.is_empty() && title.len() > 3).then(|| title.to_owned());
                let address = Address { gender, office, sentence, ..Address::default() };
                (address, NameParts::new(name.split(' ')))
            })
            .collect();
        let mut persons = PersonClusters::new(mentions.iter().map(|(_, parts)| parts));
        let mut order = Vec::new();
        let found: Vec<usize> = mentions
            .iter()
            .map(|(address, parts)| {
                let person = persons.find(parts, address);
                order.iter().position(|o| *o == person).unwrap_or_else(|| {
                    order.push(person);
                    order.len() - 1
                })
            })
            .collect();
        assert_eq!(found, expected, "{names:?}");
    }

    #[test]
    fn short_forms_find_the_full_name() {
        check(&["Trump", "Donald J. Trump", "Donald Trump", "D. Trump"], &[0, 0, 0, 0]);
        check(&["Bashar al-Assad", "Assad", "Bashar"], &[0, 0, 0]);
        check(&["José Ruiz Soto", "Ruiz", "Ruiz Soto"], &[0, 0, 0]);
        check(&["Kim Un-jo", "Kim", "Un-jo Kim"], &[0, 0, 0]);
        check(&["Ana Ox-Reed", "Reed", "Mark Hale"], &[0, 0, 1]);
        check(&["Ursula von der Leyen", "von der Leyen", "Leyen"], &[0, 0, 0]);
    }

    #[test]
    fn conflicting_given_names_stay_apart() {
        check(&["Ana Ox", "Ben Ox", "A. Ox"], &[0, 1, 0]);
        check(&["John A. Ox", "John B. Ox"], &[0, 1]);
        check(&["Paul Ox Jr.", "Paul Ox Sr.", "Paul Ox"], &[0, 1, 0]);
    }

    #[test]
    fn a_child_of_the_same_name_is_told_apart() {
        check(&["Paul Ox", "Paul Ox Jr.", "Paul Ox", "Ox Jr."], &[0, 1, 0, 1]);
        check(&["Paul Ox", "Ox", "Paul Ox Jr.", "Ox"], &[0, 0, 1, 0]);
        check(&["Ox", "Paul Ox Jr.", "Ox Jr."], &[0, 1, 1]);
        check(&["Paul B. Ox", "Paul Ox Jr.", "Ox"], &[0, 1, 0]);
        // Later the suffix is left out.
        check(&["Paul Ox Jr.", "Paul Ox", "Ox"], &[0, 0, 0]);
    }

    #[test]
    fn titles_and_suffixes_tell_people_of_one_surname_apart() {
        check(&["mr: Ox", "mrs: Ox", "mr: Ox", "mrs: Ox"], &[0, 1, 0, 1]);
        check(&["senator: Ox", "judge: Ox", "Ox", "senator: Ox"], &[0, 1, 2, 0]);
        check(&["Ben Ox", "mrs: Ox", "mr: Ox"], &[0, 1, 0]);
        check(&["Paul Ox Sr.", "Paul Ox Jr.", "Ox Jr.", "Ox Sr."], &[0, 1, 1, 0]);
        check(&["president: Ana Ox", "senator: Ox", "president: Ox"], &[0, 0, 0]);
    }

    #[test]
    fn a_surname_of_several_bearers_means_whom_it_meant_before_or_nobody() {
        check(&["Bill Ox", "Hillary Ox", "Ox", "William Ox", "Ox"], &[0, 1, 2, 0, 2]);
        check(&["Bill Ox", "Ox", "Hillary Ox", "Ox"], &[0, 0, 1, 0]);
        check(&["Bill Ox", "Bill Ox", "Bill Ox", "Hillary Ox", "Ox"], &[0, 0, 0, 1, 0]);
    }
}
