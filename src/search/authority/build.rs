//! From how often each person is named in which year to who is who.
//!
//! Two full names are one person's when first name, surname and suffix agree and the middle names do not
//! contradict each other. A surname alone is linked to a full name only where one bearer dominates within some
//! years of the article: whoever asks is told that this is inferred. What is not clear stays apart, since a
//! quotation under the wrong name is worse than two entries in a list.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::search::authority::names::{ArchiveNames, Link};
use crate::text::fold;

/// A person's name as articles have it: in how many articles of each year; undated ones under `None`.
pub(in crate::search) type NameYears = FxHashMap<String, BTreeMap<Option<i32>, u32>>;

/// How far from an article another may lie and still tell who is meant.
const NEAR_YEARS: i32 = 2;
/// The share of the bearers' articles that the one who is meant must have.
const DOMINANT: f64 = 0.85;
/// And how many articles at least.
const LEAST_ARTICLES: u32 = 5;
/// Full middle names merge only where one form is so much commoner that the other is its full form.
const MUCH_COMMONER: u32 = 3;

const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// A form of a full name.
#[derive(Clone, Debug)]
struct Form {
    name: String,
    middle: Vec<String>,
    years: BTreeMap<Option<i32>, u32>,
    articles: u32,
}

/// One person, as far as can be told.
struct Person {
    /// Index in `ArchiveNames::canonical`.
    at: u32,
    years: BTreeMap<Option<i32>, u32>,
}

/// Works out the links.
pub(in crate::search) fn build(names: &NameYears) -> ArchiveNames {
    let mut book = ArchiveNames::default();
    let mut groups: BTreeMap<(String, String, String), Vec<Form>> = BTreeMap::new();
    let mut surnames: BTreeMap<String, Vec<&BTreeMap<Option<i32>, u32>>> = BTreeMap::new();
    for (name, years) in names {
        let key = fold(name);
        let mut words: Vec<&str> = key.split(' ').collect();
        let suffix = words.pop_if(|word| SUFFIXES.contains(word)).unwrap_or("");
        match words[..] {
            [] => {}
            [surname] => surnames.entry(surname.to_owned()).or_default().push(years),
            [first, ref middle @ .., last] => {
                let form = Form {
                    name: name.clone(),
                    middle: middle.iter().map(|word| (*word).to_owned()).collect(),
                    years: years.clone(),
                    articles: years.values().sum(),
                };
                groups
                    .entry((first.to_owned(), last.to_owned(), suffix.to_owned()))
                    .or_default()
                    .push(form);
            }
        }
    }
    let mut bearers: BTreeMap<String, Vec<Person>> = BTreeMap::new();
    for ((_, last, _), forms) in groups {
        let persons = persons(forms, &mut book);
        bearers.entry(last).or_default().extend(persons);
    }
    for (surname, forms) in surnames {
        let Some(bearers) = bearers.get(&surname) else { continue };
        let years = forms.iter().flat_map(|years| years.keys().copied());
        if let Some(link) = by_year(bearers, years) {
            book.links.insert(surname, link);
        }
    }
    book
}

/// The persons behind the forms of one first name and surname, most common first.
fn persons(mut forms: Vec<Form>, book: &mut ArchiveNames) -> Vec<Person> {
    forms.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
    let mut clusters: Vec<Vec<Form>> = Vec::new();
    let mut plain: Vec<Form> = Vec::new();
    for form in forms {
        if form.middle.is_empty() {
            plain.push(form);
            continue;
        }
        let fits = |cluster: &Vec<Form>| {
            cluster.iter().all(|other| middles_agree(&form.middle, &other.middle))
        };
        match clusters.iter_mut().find(|cluster| fits(cluster)) {
            Some(cluster) => cluster.push(form),
            None => clusters.push(vec![form]),
        }
    }
    let mut years_of_plain = Vec::new();
    if clusters.len() == 1 && !plain.is_empty() && may_merge(&plain, &clusters[0]) {
        clusters[0].append(&mut plain);
    } else if !plain.is_empty() {
        years_of_plain = plain.iter().flat_map(|form| form.years.keys().copied()).collect();
    }
    let mut persons: Vec<Person> =
        clusters.into_iter().map(|cluster| person(cluster, book)).collect();
    if !plain.is_empty() {
        // Several with this first name and surname, and one form that does not say which: linked where
        // one dominates, else a person apart.
        let key = fold(&plain[0].name);
        if persons.len() > 1
            && let Some(link) = by_year(&persons, years_of_plain.into_iter())
        {
            book.links.insert(key, link);
        } else {
            persons.push(person(plain, book));
        }
    }
    persons
}

/// Whether a name without middle names is the name with them.
fn may_merge(plain: &[Form], cluster: &[Form]) -> bool {
    let initials =
        cluster.iter().all(|form| form.middle.iter().all(|word| word.chars().count() == 1));
    let count = |forms: &[Form]| forms.iter().map(|form| form.articles).sum::<u32>();
    let (a, b) = (count(plain), count(cluster));
    initials || a >= MUCH_COMMONER * b || b >= MUCH_COMMONER * a
}

fn person(mut forms: Vec<Form>, book: &mut ArchiveNames) -> Person {
    forms.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.name.cmp(&b.name)));
    let at = book.canonical.len() as u32;
    book.canonical.push(forms[0].name.clone());
    let canonical = fold(&forms[0].name);
    let mut years: BTreeMap<Option<i32>, u32> = BTreeMap::new();
    for form in forms {
        for (year, count) in form.years {
            *years.entry(year).or_default() += count;
        }
        let key = fold(&form.name);
        if key != canonical {
            book.links.insert(key, Link::Spelling(at));
        }
    }
    Person { at, years }
}

/// Whether two lists of middle names may be the same person's: word for word equal, or one the
/// initial of the other.
fn middles_agree(a: &[String], b: &[String]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| {
            let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
            short == long || (short.chars().count() == 1 && long.starts_with(short.as_str()))
        })
}

/// Who of the bearers dominates in each of these years.
fn by_year(bearers: &[Person], years: impl Iterator<Item = Option<i32>>) -> Option<Link> {
    let mut wanted: Vec<i32> = years.flatten().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut links: Vec<(i32, i32, u32)> = Vec::new();
    for year in wanted {
        let near = |at: &Option<i32>| at.is_some_and(|at| (at - year).abs() <= NEAR_YEARS);
        let Some(at) = dominant(bearers, near) else { continue };
        match links.last_mut() {
            Some((_, to, last)) if *last == at && *to + 1 == year => *to = year,
            _ => links.push((year, year, at)),
        }
    }
    let undated = dominant(bearers, |_| true);
    (!links.is_empty() || undated.is_some()).then_some(Link::ByYear { years: links, undated })
}

fn dominant(bearers: &[Person], counts: impl Fn(&Option<i32>) -> bool) -> Option<u32> {
    let articles = |person: &Person| -> u32 {
        person.years.iter().filter(|(year, _)| counts(year)).map(|(_, count)| count).sum()
    };
    let all: u32 = bearers.iter().map(articles).sum();
    let best =
        bearers.iter().max_by_key(|person| (articles(person), std::cmp::Reverse(person.at)))?;
    let of_best = articles(best);
    (of_best >= LEAST_ARTICLES && f64::from(of_best) >= DOMINANT * f64::from(all))
        .then_some(best.at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::authority::Aliases;

    fn names(counts: &[(&str, i32, u32)]) -> ArchiveNames {
        let mut years = NameYears::default();
        for (name, year, count) in counts {
            years.entry((*name).to_owned()).or_default().insert(Some(*year), *count);
        }
        build(&years)
    }

    fn check(names: &ArchiveNames, name: &str, year: i32, expected: &str, inferred: bool) {
        let resolved = names.resolve(name, Some(year), &Aliases::default());
        assert_eq!(
            (resolved.name.as_str(), resolved.inferred),
            (expected, inferred),
            "{name} {year}"
        );
    }

    #[test]
    fn spellings_of_one_name_meet() {
        let names = names(&[
            ("Tilda Marrow", 2001, 9),
            ("Tilda J. Marrow", 2002, 2),
            ("TILDA MARROW", 2001, 1),
        ]);
        check(&names, "Tilda J. Marrow", 2002, "Tilda Marrow", false);
        check(&names, "Osric Vane", 2002, "Osric Vane", false);
    }

    #[test]
    fn a_surname_is_linked_where_one_bearer_dominates() {
        let names = names(&[
            ("Tilda Marrow", 2001, 30),
            ("Bram Marrow", 2001, 1),
            ("Bram Marrow", 2010, 20),
            ("Ysolde Marrow", 2010, 20),
            ("Marrow", 2002, 4),
            ("Marrow", 2010, 4),
            ("Marrow", 1950, 4),
        ]);
        check(&names, "Marrow", 2002, "Tilda Marrow", true);
        check(&names, "Marrow", 2010, "Marrow", false);
        check(&names, "Marrow", 1950, "Marrow", false);
    }

    #[test]
    fn contradicting_middle_names_and_suffixes_stay_apart() {
        let names = names(&[
            ("Bram H. Vane", 1990, 20),
            ("Bram W. Vane", 2005, 20),
            ("Bram Vane", 1990, 10),
            ("Bram Vane", 2005, 10),
            ("Bram Vane Jr.", 2005, 9),
        ]);
        check(&names, "Bram H. Vane", 2005, "Bram H. Vane", false);
        check(&names, "Bram Vane", 1991, "Bram Vane", false);
        check(&names, "Bram Vane", 1990, "Bram H. Vane", true);
        check(&names, "Bram Vane", 2005, "Bram W. Vane", true);
        check(&names, "Bram Vane Jr.", 2005, "Bram Vane Jr.", false);
    }
}
