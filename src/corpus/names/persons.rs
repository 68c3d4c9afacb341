//! Persons behind the full names with one surname: which forms are one person's.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotate::is_short_form;
use crate::corpus::names::offices;

/// Years between two articles within which one still says who is meant in the other.
pub const NEAR_YEARS: i32 = 2;
/// Number of quotations in an office from which another office can mean somebody else.
const MIN_OFFICE: u32 = 3;
/// Share of the quotations in offices that two people have in common, since articles slip.
const MAX_COMMON: f64 = 0.1;
/// Factor by which a form must be commoner than the next that contradicts it to be taken for the
/// name itself: the others are mostly misprints.
const MUCH_COMMONER: u32 = 20;
/// Factor by which one form must be commoner than the other for full middle names to merge.
const COMMONER: u32 = 3;

/// Number of articles by year.
pub type Years = BTreeMap<Option<i32>, u32>;

/// One person, as far as can be told.
#[derive(Default)]
pub struct Person {
    /// Folded first name.
    pub first: String,
    /// Folded middle names and initials.
    pub middle: Vec<String>,
    /// Folded suffix; empty if there is none.
    pub suffix: String,
    /// Forms of the name with their numbers of articles.
    pub forms: Vec<(String, u32)>,
    /// Articles by year.
    pub years: Years,
    /// Number of quotations by office.
    pub offices: BTreeMap<String, u32>,
    /// Roles, folded, that few people have at a time, with the years of the quotations.
    pub particular: BTreeSet<(String, i32)>,
}

impl Person {
    fn articles(&self) -> u32 {
        self.forms.iter().map(|(_, count)| count).sum()
    }

    /// Adds quotations that give the person a role.
    pub fn add_role(&mut self, role: &str, year: Option<i32>, count: u32) {
        if let Some(office) = offices::office(role) {
            *self.offices.entry(office).or_default() += count;
        }
        if let Some((particular, year)) = offices::particular(role).zip(year) {
            self.particular.insert((particular, year));
        }
    }

    /// True if both are quoted in one particular role in years near each other.
    fn shares_role(&self, other: &Person) -> bool {
        self.particular.iter().any(|(role, year)| {
            let near = (role.clone(), year - NEAR_YEARS)..=(role.clone(), year + NEAR_YEARS);
            other.particular.range(near).next().is_some()
        })
    }

    /// True if each is often quoted in an office, and hardly ever in one of the other's.
    fn has_other_offices(&self, other: &Person) -> bool {
        let all = |one: &Person| one.offices.values().sum::<u32>();
        let (mine, others) = (all(self), all(other));
        let share = |(office, count): (&String, &u32)| {
            let held = other.offices.get(office).copied().unwrap_or_default();
            (f64::from(*count) / f64::from(mine)).min(f64::from(held) / f64::from(others))
        };
        mine >= MIN_OFFICE
            && others >= MIN_OFFICE
            && self.offices.iter().map(share).sum::<f64>() < MAX_COMMON
    }

    fn merge(&mut self, other: Person) {
        self.forms.extend(other.forms);
        for (year, count) in other.years {
            *self.years.entry(year).or_default() += count;
        }
        for (office, count) in other.offices {
            *self.offices.entry(office).or_default() += count;
        }
        self.particular.extend(other.particular);
        if self.middle.is_empty() {
            self.middle = other.middle;
        }
    }
}

/// Persons behind the full names with one surname, and the names that may be several of them.
pub fn persons(forms: Vec<Person>) -> (Vec<Person>, Vec<Person>) {
    let mut by_first: BTreeMap<(String, String), Vec<Person>> = BTreeMap::new();
    for form in forms {
        by_first.entry((form.first.clone(), form.suffix.clone())).or_default().push(form);
    }
    let (mut persons, mut unclear) = (Vec::new(), Vec::new());
    for (_, mut forms) in by_first {
        forms.sort_by(|a, b| b.articles().cmp(&a.articles()).then_with(|| a.forms.cmp(&b.forms)));
        let (plain, full): (Vec<_>, Vec<_>) =
            forms.into_iter().partition(|form| form.middle.is_empty());
        let mut clusters: Vec<Person> = Vec::new();
        for form in full {
            match clusters.iter_mut().find(|cluster| middles_agree(&form.middle, &cluster.middle)) {
                Some(cluster) => cluster.merge(form),
                None => clusters.push(form),
            }
        }
        clusters.sort_by_key(|cluster| std::cmp::Reverse(cluster.articles()));
        let mut plain = plain.into_iter();
        let joined = plain.next().map(|first| {
            plain.fold(first, |mut all, form| {
                all.merge(form);
                all
            })
        });
        match joined {
            Some(plain) if clusters.is_empty() => clusters.push(plain),
            Some(plain) if contradicted(&plain, &clusters) => unclear.push(plain),
            Some(plain) if may_merge(&plain, &clusters[0]) => clusters[0].merge(plain),
            Some(plain) => clusters.push(plain),
            None => {}
        }
        persons.extend(clusters);
    }
    (merge_short_forms(merge_suffixes(persons)), unclear)
}

/// True if several persons have a middle name to this first name and surname: the commonest does
/// not outnumber the next by far.
fn contradicted(plain: &Person, clusters: &[Person]) -> bool {
    let second = clusters.get(1).map_or(0, Person::articles);
    second > 0 && plain.articles() + clusters[0].articles() < MUCH_COMMONER * second
}

/// True if a name without middle names is the name with them.
fn may_merge(plain: &Person, full: &Person) -> bool {
    if plain.has_other_offices(full) {
        return false;
    }
    let initials = full.middle.iter().all(|word| word.chars().count() == 1);
    let (a, b) = (plain.articles(), full.articles());
    initials || a >= COMMONER * b || b >= COMMONER * a || plain.shares_role(full)
}

/// Joins "Osric Vane III" to "Osric Vane" where both are quoted in one role at one time, and nobody
/// else of that name has a suffix. A son who is Jr. is never his father.
fn merge_suffixes(mut persons: Vec<Person>) -> Vec<Person> {
    let numbered = |person: &Person| matches!(person.suffix.as_str(), "ii" | "iii" | "iv");
    for at in (0..persons.len()).rev() {
        if !numbered(&persons[at]) {
            continue;
        }
        let first = persons[at].first.clone();
        let of_name = |other: &(usize, &Person)| other.0 != at && other.1.first == first;
        let mut others = persons.iter().enumerate().filter(of_name);
        if let (Some((plain, other)), None) = (others.next(), others.next())
            && other.suffix.is_empty()
            && other.shares_role(&persons[at])
        {
            let person = persons.remove(at);
            let plain = if plain > at { plain - 1 } else { plain };
            persons[plain].merge(person);
        }
    }
    persons
}

/// Joins "Chuck" to "Charles" where the surname has one of each and they are in the news together.
fn merge_short_forms(mut persons: Vec<Person>) -> Vec<Person> {
    persons.sort_by(|a, b| b.articles().cmp(&a.articles()).then_with(|| a.forms.cmp(&b.forms)));
    let mut kept: Vec<Person> = Vec::with_capacity(persons.len());
    for person in persons {
        let like = |other: &&mut Person| {
            is_short_form(&other.first, &person.first)
                && other.suffix == person.suffix
                && (other.middle.is_empty()
                    || person.middle.is_empty()
                    || middles_agree(&other.middle, &person.middle))
                && are_contemporary(&other.years, &person.years)
                && !other.has_other_offices(&person)
        };
        let mut matching = kept.iter_mut().filter(like);
        match (matching.next(), matching.next()) {
            (Some(other), None) => other.merge(person),
            _ => kept.push(person),
        }
    }
    kept
}

/// True if two persons are in the news in years near each other.
fn are_contemporary(a: &Years, b: &Years) -> bool {
    let near = |x: &Option<i32>, y: &Option<i32>| match (x, y) {
        (Some(x), Some(y)) => (x - y).abs() <= NEAR_YEARS,
        _ => true,
    };
    a.keys().any(|x| b.keys().any(|y| near(x, y)))
}

/// True if two lists of middle names may be the same person's: word for word equal, or one the
/// initial of the other.
fn middles_agree(a: &[String], b: &[String]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| {
            let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
            short == long || (short.chars().count() == 1 && long.starts_with(short.as_str()))
        })
}
