//! Building a name authority from the number of articles that name each person in each year.
//!
//! Two full names are one person's when first name, surname and suffix agree and the middle names
//! do not contradict each other. A surname alone is linked to a full name only where one bearer
//! dominates within some years of the article: whoever asks is told that this is inferred. What is
//! not clear stays apart, since a quotation under the wrong name is worse than two entries in a
//! list.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::annotate::is_title;
use crate::corpus::names::aliases::Aliases;
use crate::corpus::names::authority::{Link, NameAuthority};
use crate::corpus::names::bearers::{self, Bearers, RolesByYear};
use crate::corpus::names::counts::{NameYears, RoleCounts};
use crate::corpus::names::occupation::Occupation;
use crate::corpus::names::persons::{NEAR_YEARS, Person, Years, persons};
use crate::corpus::names::reasons::SUFFIXES;
use crate::corpus::names::titled;
use crate::text::fold;

/// Share of the quotations with a role, in the years around, that each of two namesakes must have:
/// less is a slip of somebody's pen.
const MIN_NAMESAKE: f64 = 0.2;

/// Share of the bearers' articles that the one who is meant must have.
const MIN_DOMINANT: f64 = 0.85;
/// Number of articles that the one who is meant must have.
const MIN_ARTICLES: u32 = 5;
/// Name authority of an archive.
pub fn build(names: &NameYears, roles: &RoleCounts) -> NameAuthority {
    let mut authority = link_names(names, roles);
    let by_name = count_occupations(&authority, roles);
    find_namesakes(&mut authority, &by_name);
    keep_occupations(&mut authority, &by_name);
    authority.bearers = find_bearers(&authority, roles);
    authority
}

/// Full names of several bearers in different times.
fn find_bearers(authority: &NameAuthority, roles: &RoleCounts) -> Bearers {
    let mut by_name: BTreeMap<String, (String, RolesByYear<'_>)> = BTreeMap::new();
    for ((name, year, role), count) in roles {
        let resolved = authority.resolve(name, *year, None, &Aliases::default());
        if let Some(year) = year.filter(|_| !resolved.inferred && resolved.name.contains(' ')) {
            let key = fold(&resolved.name);
            let new = || (resolved.name, RolesByYear::new());
            let (_, years) = by_name.entry(key).or_insert_with(new);
            *years.entry(year).or_default().entry(role.as_str()).or_default() += count;
        }
    }
    bearers::find(&by_name)
}

/// Number of quotations by canonical name, folded, and by year and occupation.
type Occupations = BTreeMap<String, BTreeMap<(Option<i32>, Occupation), u32>>;

/// Counts the quotations of full names by occupation.
fn count_occupations(authority: &NameAuthority, roles: &RoleCounts) -> Occupations {
    let mut by_name = Occupations::new();
    for ((name, year, role), count) in roles {
        if let Some(occupation) = Occupation::from_role(role) {
            let resolved = authority.resolve(name, *year, None, &Aliases::default());
            // A surname's article may mean somebody else: that is what is to be found out.
            if !resolved.inferred {
                let counts = by_name.entry(fold(&resolved.name)).or_default();
                *counts.entry((*year, occupation)).or_default() += count;
            }
        }
    }
    by_name.retain(|name, _| name.contains(' '));
    by_name
}

/// Adds the occupations of those whom a surname alone may mean: it does not mean them where an
/// article gives another.
fn keep_occupations(authority: &mut NameAuthority, by_name: &Occupations) {
    let mut meant: Vec<u32> = Vec::new();
    for link in authority.links.values() {
        if let Link::ByYear { years, undated } = link {
            meant.extend(years.iter().map(|(_, _, at)| *at).chain(*undated));
        }
    }
    for at in meant {
        let Some(name) = authority.canonical.get(at as usize) else { continue };
        if let Some(counts) = by_name.get(&fold(name)) {
            let mut known: Vec<Occupation> = counts.keys().map(|(_, known)| *known).collect();
            known.sort();
            known.dedup();
            authority.occupations.insert(at, known);
        }
    }
}

/// Adds people of one name: quoted in the same years under roles that one person hardly has.
fn find_namesakes(authority: &mut NameAuthority, by_name: &Occupations) {
    for (name, counts) in by_name {
        let mut distinct: Vec<Occupation> = Vec::new();
        for (year, occupation) in counts.keys() {
            let near = |other: &Option<i32>| match (year, other) {
                (Some(a), Some(b)) => (a - b).abs() <= NEAR_YEARS,
                _ => false,
            };
            let sum = |wanted: &dyn Fn(Occupation) -> bool| -> f64 {
                let these =
                    counts.iter().filter(|((at, occupation), _)| near(at) && wanted(*occupation));
                these.map(|(_, count)| f64::from(*count)).sum()
            };
            let all = sum(&|_| true);
            let of_occupation = sum(&|other| other == *occupation);
            let rivals = sum(&|other| other.conflicts(*occupation));
            if of_occupation >= MIN_NAMESAKE * all
                && rivals >= MIN_NAMESAKE * all
                && rivals > 0.0
                && !distinct.contains(occupation)
            {
                distinct.push(*occupation);
            }
        }
        if distinct.len() > 1 {
            authority.namesakes.insert(name.clone(), distinct);
        }
    }
}

/// Role of a speaker, its year, and the number of quotations in which it stands.
type RoleYear<'r> = (&'r str, Option<i32>, u32);

/// Authority with the links from names to persons, without namesakes.
fn link_names(names: &NameYears, roles: &RoleCounts) -> NameAuthority {
    let mut by_speaker: FxHashMap<&str, Vec<RoleYear<'_>>> = FxHashMap::default();
    for ((name, year, role), count) in roles {
        by_speaker.entry(name).or_default().push((role, *year, *count));
    }
    let mut by_surname: BTreeMap<String, Vec<Person>> = BTreeMap::new();
    let mut surnames: BTreeMap<String, Vec<&Years>> = BTreeMap::new();
    let mut titled: BTreeMap<String, Vec<(String, &Years)>> = BTreeMap::new();
    let mut sorted: Vec<(&String, &Years)> = names.iter().collect();
    sorted.sort_by_key(|(name, _)| *name);
    for (name, years) in sorted {
        let key = fold(name);
        let mut words: Vec<&str> = key.split(' ').collect();
        let suffix = words.pop_if(|word| SUFFIXES.contains(word)).unwrap_or("");
        match words[..] {
            [] => {}
            [title, surname] if suffix.is_empty() && is_title(title) => {
                let of_surname: &mut Vec<_> = titled.entry(surname.to_owned()).or_default();
                of_surname.push((key.clone(), years));
            }
            // "Marrow Jr.": some bearer of the surname, of whom nothing tells which.
            [first, ..] if words.len() > 1 && is_title(first) => {}
            [_] if !suffix.is_empty() => {}
            [surname] => surnames.entry(surname.to_owned()).or_default().push(years),
            [first, ref middle @ .., last] => {
                let mut person = Person {
                    first: first.to_owned(),
                    middle: middle.iter().map(|word| (*word).to_owned()).collect(),
                    suffix: suffix.to_owned(),
                    forms: vec![(name.clone(), years.values().sum())],
                    years: years.clone(),
                    ..Person::default()
                };
                for (role, year, count) in by_speaker.get(name.as_str()).into_iter().flatten() {
                    person.add_role(role, *year, *count);
                }
                by_surname.entry(last.to_owned()).or_default().push(person);
            }
        }
    }
    let mut authority = NameAuthority::default();
    for (surname, forms) in by_surname {
        let (persons, unclear) = persons(forms);
        let bearers: Vec<(u32, &Years)> = persons
            .iter()
            .map(|person| (add_person(person, &mut authority), &person.years))
            .collect();
        for plain in unclear {
            // The persons with this first name, of whom the plain name does not say which.
            let is_like =
                |person: &Person| person.first == plain.first && person.suffix == plain.suffix;
            let like = bearers.iter().zip(&persons).filter(|(_, person)| is_like(person));
            let like: Vec<(u32, &Years)> = like.map(|(bearer, _)| *bearer).collect();
            match by_year(&like, plain.years.keys().copied(), MIN_ARTICLES) {
                Some(link) => {
                    authority.links.insert(fold(&plain.forms[0].0), link);
                }
                None => {
                    add_person(&plain, &mut authority);
                }
            }
        }
        let titled = titled.get(&surname).map_or(&[][..], Vec::as_slice);
        link_titled(titled, &persons, &bearers, &mut authority);
        if let Some(forms) = surnames.get(&surname)
            && let Some(link) = by_year(
                &bearers,
                forms.iter().flat_map(|years| years.keys().copied()),
                MIN_ARTICLES,
            )
        {
            authority.links.insert(surname, link);
        }
    }
    authority
}

/// Links the titled names of a surname to its bearers, each a person with a number.
fn link_titled(
    titled: &[(String, &Years)],
    persons: &[Person],
    bearers: &[(u32, &Years)],
    authority: &mut NameAuthority,
) {
    for (name, years) in titled {
        let fit = bearers.iter().zip(persons).filter(|(_, person)| titled::fits(name, person));
        let fit: Vec<(u32, &Years)> = fit.map(|(bearer, _)| *bearer).collect();
        let least = titled::least(name, MIN_ARTICLES);
        if let Some(link) = by_year(&fit, years.keys().copied(), least) {
            authority.links.insert(name.clone(), link);
        }
    }
}

/// Adds a person under the commonest form of the name and returns the name's number.
fn add_person(person: &Person, authority: &mut NameAuthority) -> u32 {
    let at = authority.canonical.len() as u32;
    let commonest = person.forms.iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    let name = commonest.map_or(String::new(), |(name, _)| name.clone());
    let canonical = fold(&name);
    authority.canonical.push(name);
    for (form, _) in &person.forms {
        let key = fold(form);
        if key != canonical {
            authority.links.insert(key, Link::Spelling(at));
        }
    }
    at
}

/// Link to the bearer who dominates in each of these years, with as many articles at least.
fn by_year(
    bearers: &[(u32, &Years)],
    years: impl Iterator<Item = Option<i32>>,
    least: u32,
) -> Option<Link> {
    let mut wanted: Vec<i32> = years.flatten().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut links: Vec<(i32, i32, u32)> = Vec::new();
    for year in wanted {
        let near = |at: &Option<i32>| at.is_some_and(|at| (at - year).abs() <= NEAR_YEARS);
        let Some(at) = dominant(bearers, near, least) else { continue };
        match links.last_mut() {
            Some((_, until, bearer)) if *bearer == at && *until + 1 == year => *until = year,
            _ => links.push((year, year, at)),
        }
    }
    let undated = dominant(bearers, |_| true, least);
    (!links.is_empty() || undated.is_some()).then_some(Link::ByYear { years: links, undated })
}

/// Bearer who dominates in the articles of the years that count.
fn dominant(
    bearers: &[(u32, &Years)],
    counts: impl Fn(&Option<i32>) -> bool,
    least: u32,
) -> Option<u32> {
    let articles = |years: &Years| -> u32 {
        years.iter().filter(|(year, _)| counts(year)).map(|(_, count)| count).sum()
    };
    let all: u32 = bearers.iter().map(|(_, years)| articles(years)).sum();
    let best =
        bearers.iter().max_by_key(|(at, years)| (articles(years), std::cmp::Reverse(*at)))?;
    let of_best = articles(best.1);
    (of_best >= least && f64::from(of_best) >= MIN_DOMINANT * f64::from(all)).then_some(best.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(counts: &[(&str, i32, u32)]) -> NameAuthority {
        let mut years = NameYears::default();
        for (name, year, count) in counts {
            years.entry((*name).to_owned()).or_default().insert(Some(*year), *count);
        }
        build(&years, &RoleCounts::default())
    }

    fn check(names: &NameAuthority, name: &str, year: i32, expected: &str, inferred: bool) {
        let resolved = names.resolve(name, Some(year), None, &Aliases::default());
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
    fn a_surname_does_not_mean_somebody_of_another_occupation() {
        let mut years = NameYears::default();
        for (name, count) in [
            ("Tilda Marrow", 30),
            ("Bram Marrow", 1),
            ("Marrow", 4),
            ("Mrs Marrow", 2),
            ("Mr Marrow", 2),
            ("Senator Marrow", 2),
            ("Judge Marrow", 2),
        ] {
            years.entry(name.to_owned()).or_default().insert(Some(2001), count);
        }
        let roles = [("Tilda Marrow", "senator", 9), ("Marrow", "judge", 2)];
        let role = |(name, role, count): (&str, &str, u32)| {
            ((name.to_owned(), Some(2001), role.to_owned()), count)
        };
        let names = build(&years, &roles.map(role).into_iter().collect());
        let resolve = |name, role| names.resolve(name, Some(2001), role, &Aliases::default());
        assert_eq!(resolve("Marrow", Some("judge")).name, "Marrow");
        assert_eq!(resolve("Marrow", Some("senator")).name, "Tilda Marrow");
        assert_eq!(resolve("Marrow", None).name, "Tilda Marrow");
        assert_eq!(resolve("Mrs Marrow", None).name, "Tilda Marrow");
        assert_eq!(resolve("Mr Marrow", None).name, "Mr Marrow");
        assert_eq!(resolve("Senator Marrow", None).name, "Tilda Marrow");
        assert_eq!(resolve("Judge Marrow", None).name, "Judge Marrow");
    }

    #[test]
    fn short_forms_and_misprints_join_the_common_form() {
        let names = names(&[
            ("Charles Quarrie", 2005, 8),
            ("Chuck Quarrie", 2006, 20),
            ("Henrike Solt", 2006, 400),
            ("Henrike A. Solt", 2006, 90),
            ("Henrike Said Solt", 2006, 1),
            ("Solt", 2006, 9),
            ("Jerrold Vane", 2006, 9),
            ("Jerry Vane", 2006, 3),
        ]);
        check(&names, "Jerry Vane", 2006, "Jerrold Vane", false);
        check(&names, "Charles Quarrie", 2005, "Chuck Quarrie", false);
        check(&names, "Henrike A. Solt", 2006, "Henrike Solt", false);
        check(&names, "Solt", 2006, "Henrike Solt", true);
    }

    #[test]
    fn one_office_at_one_time_joins_and_others_hold_apart() {
        let mut years = NameYears::default();
        for (name, year, count) in [
            ("Tilda Quarrie Marrow", 2017, 30),
            ("Tilda Marrow", 2018, 32),
            ("Osric Vane", 2018, 90),
            ("Osric S. Vane III", 2018, 9),
            ("Bram Solt", 2018, 30),
            ("Bram F. Solt", 2017, 9),
            ("Piet Solt", 2018, 30),
            ("Piet Solt Jr.", 2018, 9),
            ("Charles Lanning", 2018, 9),
            ("Chuck Lanning", 2018, 9),
        ] {
            years.entry(name.to_owned()).or_default().insert(Some(year), count);
        }
        let role = |(name, role): (&str, &str)| ((name.to_owned(), Some(2018), role.to_owned()), 5);
        let roles = [
            ("Tilda Quarrie Marrow", "harbour press secretary"),
            ("Tilda Marrow", "Harbour press secretary"),
            ("Osric Vane", "special counsel"),
            ("Osric S. Vane III", "Special Counsel"),
            ("Bram Solt", "Senator"),
            ("Bram F. Solt", "President"),
            ("Piet Solt", "harbour master"),
            ("Piet Solt Jr.", "harbour master"),
            ("Charles Lanning", "harbour commissioner"),
            ("Chuck Lanning", "lobbyist"),
        ];
        let names = build(&years, &roles.map(role).into_iter().collect());
        let of = |name: &str| names.resolve(name, Some(2018), None, &Aliases::default()).name;
        assert_eq!(of("Tilda Quarrie Marrow"), "Tilda Marrow");
        assert_eq!(of("Osric S. Vane III"), "Osric Vane");
        assert_eq!(of("Bram F. Solt"), "Bram F. Solt");
        assert_eq!(of("Piet Solt Jr."), "Piet Solt Jr.");
        assert_eq!(of("Chuck Lanning"), "Chuck Lanning");
    }

    #[test]
    fn namesakes_stay_apart_where_the_article_gives_the_role() {
        let count = |name: &str, year, role: &str, count| {
            ((name.to_owned(), Some(year), role.to_owned()), count)
        };
        let roles: RoleCounts = [
            count("Bram Vane", 2001, "coach of Lowmere Town", 3),
            count("Bram Vane", 2002, "Senator", 2),
            count("Piet Lanning", 2001, "Senator", 30),
            count("Piet Lanning", 2001, "striker", 1),
            count("Osric Vane", 1980, "striker", 5),
            count("Osric Vane", 2010, "senator", 5),
        ]
        .into_iter()
        .collect();
        let names = build(&NameYears::default(), &roles);
        let of = |name: &str, role| names.resolve(name, Some(2001), role, &Aliases::default()).name;
        assert_eq!(of("Bram Vane", Some("coach")), "Bram Vane (sport)");
        assert_eq!(of("Bram Vane", Some("senator")), "Bram Vane (politics)");
        assert_eq!(of("Bram Vane", None), "Bram Vane");
        assert_eq!(of("Piet Lanning", Some("striker")), "Piet Lanning");
        assert_eq!(of("Osric Vane", Some("striker")), "Osric Vane");
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
