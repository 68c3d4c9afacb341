//! Coreference of names within one article: mentions → entities.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::annotate::entities::abbreviations::introduced;
use crate::annotate::entities::address::Address;
use crate::annotate::entities::entity_builder::EntityBuilder;
use crate::annotate::entities::name_parts::{NameParts, fold, generation};
use crate::annotate::entities::organisations::OrganisationClusters;
use crate::annotate::entities::persons::PersonClusters;
use crate::annotate::entities::principals::principals;
use crate::annotate::names::span::Name;
use crate::model::{Entity, EntityId, EntityKind, Mention};
use crate::text::{Prose, TokenKind};

/// Cluster of the names of one entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Cluster {
    Person(usize),
    Other(usize),
}

/// Groups names, given in order, into the entities of the article.
pub fn resolve(prose: &Prose<'_>, names: &[Name]) -> (Vec<Mention>, Vec<Entity>) {
    let abbreviations = introduced(prose, names);
    let names = &with_kinds_of(prose, names, &abbreviations)[..];
    let printed: Vec<Vec<&str>> = names
        .iter()
        .map(|name| (name.start..name.end).map(|at| prose.word(at)).collect())
        .collect();
    let mut parts: Vec<Option<NameParts>> = names
        .iter()
        .zip(&printed)
        .map(|(name, words)| {
            (name.kind == EntityKind::Person).then(|| person_parts(prose, name, words))
        })
        .collect();
    tell_elders_apart(prose, names, &mut parts);
    let addresses = addresses(prose, names, &parts);
    let mut persons = PersonClusters::new(parts.iter().flatten());
    for principal in principals(prose, names, &parts, &addresses) {
        persons.add_principal(principal);
    }
    let relatives = parts.iter().zip(&addresses).filter(|(_, address)| address.relative);
    relatives.filter_map(|(parts, _)| parts.as_ref()).for_each(|parts| persons.add_relative(parts));
    let others = names.iter().zip(&printed).filter(|(name, _)| name.kind != EntityKind::Person);
    let mut organisations =
        OrganisationClusters::new(others.map(|(name, words)| (name.kind, &words[..])));
    for (short, long) in abbreviations {
        organisations.abbreviate(short, &printed[long]);
    }

    let mut builders: Vec<EntityBuilder> = Vec::new();
    let mut numbers: FxHashMap<Cluster, u32> = FxHashMap::default();
    let mut mentions = Vec::with_capacity(names.len());
    for (((name, words), parts), address) in names.iter().zip(&printed).zip(&parts).zip(&addresses)
    {
        let cluster = match parts {
            Some(parts) => Cluster::Person(persons.find(parts, address)),
            None => Cluster::Other(organisations.find_or_add(name.kind, words)),
        };
        let number = *numbers.entry(cluster).or_insert_with(|| {
            builders.push(EntityBuilder::new(name.kind));
            builders.len() as u32 - 1
        });
        let next = names.get(mentions.len() + 1).filter(|n| n.kind == EntityKind::Person);
        let person = parts.as_ref().map(|parts| (parts, address));
        builders[number as usize].add_mention(prose, name, person, next);
        mentions.push(Mention { span: name.span, kind: name.kind, entity: EntityId(number) });
    }
    let shared = shared_surnames(&builders);
    (mentions, builders.into_iter().map(|builder| builder.build(prose, &shared)).collect())
}

/// Addresses of the persons among the names, by the names' numbers.
fn addresses(prose: &Prose<'_>, names: &[Name], parts: &[Option<NameParts>]) -> Vec<Address> {
    let all = names.iter().zip(parts);
    all.map(|(name, parts)| match parts {
        Some(_) => Address::new(prose, name),
        None => Address::default(),
    })
    .collect()
}

/// Returns the names, those that are an abbreviation of an organisation as organisations.
fn with_kinds_of<'n>(
    prose: &Prose<'_>,
    names: &'n [Name],
    abbreviations: &[(&str, usize)],
) -> Cow<'n, [Name]> {
    let mut names = Cow::Borrowed(names);
    if abbreviations.is_empty() {
        return names;
    }
    let short: FxHashSet<&str> = abbreviations.iter().map(|(short, _)| *short).collect();
    for at in 0..names.len() {
        let name = &names[at];
        if name.kind != EntityKind::Organisation && short.contains(name.span.of(prose.text)) {
            names.to_mut()[at].kind = EntityKind::Organisation;
        }
    }
    names
}

/// The parts of a person's name, with the suffix that stands right after it: "Ox, Jr.", "Ox the
/// elder".
fn person_parts(prose: &Prose<'_>, name: &Name, words: &[&str]) -> NameParts {
    let mut parts = NameParts::new(words.iter().copied());
    if parts.suffix.is_none() {
        let next = prose.word(name.end);
        let at = name.end + usize::from(matches!(next, "," | "the"));
        let word = fold(prose.word(at));
        let is_suffix = match (next, word.as_str()) {
            ("the", word) => matches!(word, "elder" | "younger"),
            // "Ox, senior adviser", "Ox Junior College".
            (",", word) => matches!(word, "jr" | "sr"),
            (_, "junior" | "senior") => prose.tokens.get(at + 1).is_none_or(|token| {
                token.kind != TokenKind::Word
                    || prose.tokens[at].has_capital() && !token.has_capital()
            }),
            (_, word) => matches!(word, "jr" | "sr" | "jnr" | "snr"),
        };
        parts.suffix = is_suffix.then(|| generation(&word).to_owned());
    }
    parts
}

/// Tells a person from the namesake with a suffix in one sentence: "John Ox and his son, John Ox
/// Jr.", where the first is nobody's junior.
fn tell_elders_apart(prose: &Prose<'_>, names: &[Name], parts: &mut [Option<NameParts>]) {
    let mut juniors: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    let is_junior = |parts: &&NameParts| {
        let generation = parts.suffix.as_deref();
        parts.words.len() > 1 && matches!(generation, Some("jr" | "ii" | "iii" | "iv"))
    };
    for (name, parts) in names.iter().zip(parts.iter()) {
        if let Some(parts) = parts.as_ref().filter(is_junior) {
            let sentences = juniors.entry(parts.words.join(" ")).or_default();
            sentences.push(prose.sentence_of(name.start));
        }
    }
    if juniors.is_empty() {
        return;
    }
    let mut elders: FxHashSet<String> = FxHashSet::default();
    for (name, parts) in names.iter().zip(parts.iter()) {
        if let Some(parts) = parts.as_ref().filter(|p| p.words.len() > 1 && p.suffix.is_none()) {
            let key = parts.words.join(" ");
            let beside = juniors
                .get(&key)
                .is_some_and(|all| all.binary_search(&prose.sentence_of(name.start)).is_ok());
            if beside {
                elders.insert(key);
            }
        }
    }
    for parts in parts.iter_mut().flatten() {
        if parts.suffix.is_none() && elders.contains(&parts.words.join(" ")) {
            parts.suffix = Some("sr".to_owned());
        }
    }
}

/// Surnames that several persons bear, folded.
fn shared_surnames(builders: &[EntityBuilder]) -> FxHashSet<String> {
    let mut bearers: FxHashMap<&str, u32> = FxHashMap::default();
    for surname in builders.iter().filter_map(EntityBuilder::surname) {
        *bearers.entry(surname).or_default() += 1;
    }
    bearers.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    /// Names are given as they stand in the text, in order, with their kinds' initials.
    fn check(text: &str, names: &[(&str, EntityKind)], expected: &[(&str, Option<&str>)]) {
        let prose = Prose::new(text);
        let mut from = 0;
        let names: Vec<Name> = names
            .iter()
            .map(|(name, kind)| {
                let at = from + text[from..].find(name).unwrap();
                from = at + name.len();
                let span = Span::new(at, from);
                Name {
                    span,
                    kind: *kind,
                    start: prose.token_at(at),
                    end: prose.token_at(from - 1) + 1,
                }
            })
            .collect();
        let (_, entities) = resolve(&prose, &names);
        let found: Vec<(&str, Option<&str>)> =
            entities.iter().map(|e| (e.name.as_str(), e.role.as_deref())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_fullest_form_names_the_entity_and_the_role_stands_apart() {
        use EntityKind::{Organisation, Person};
        check(
            "HARKER SPEAKS. Then President ANA HARKER left. Mrs Harker, a lawyer, works for the \
                Oslo Bar Group (OBG). OBG is old.",
            &[
                ("HARKER", Person),
                ("ANA HARKER", Person),
                ("Harker", Person),
                ("Oslo Bar Group", Organisation),
                ("OBG", Organisation),
                ("OBG", Organisation),
            ],
            &[("Ana Harker", Some("President")), ("Oslo Bar Group", None)],
        );
    }

    #[test]
    fn bearers_of_one_surname_are_named_with_their_titles() {
        use EntityKind::Person;
        check(
            "Mr Ox, the mayor, met Mrs Ox.",
            &[("Ox", Person), ("Ox", Person)],
            &[("Mr Ox", Some("mayor")), ("Mrs Ox", None)],
        );
        check(
            "Sheriff Ox arrested Senator Ox. Ox laughed.",
            &[("Ox", Person), ("Ox", Person), ("Ox", Person)],
            &[("Sheriff Ox", Some("Sheriff")), ("Senator Ox", Some("Senator")), ("Ox", None)],
        );
        check(
            "Senator Ox left. Ox smiled.",
            &[("Ox", Person), ("Ox", Person)],
            &[("Ox", Some("Senator"))],
        );
        check(
            "Paul Ox and his son, Paul Ox Jr., left. Paul Ox smiled.",
            &[("Paul Ox", Person), ("Paul Ox Jr.", Person), ("Paul Ox", Person)],
            &[("Paul Ox", None), ("Paul Ox Jr.", None)],
        );
        check(
            "Paul Ox the elder met Paul Ox the younger. Ox the younger left.",
            &[("Paul Ox", Person), ("Paul Ox", Person), ("Ox", Person)],
            &[("Paul Ox", None), ("Paul Ox", None)],
        );
    }

    #[test]
    fn a_surname_means_whom_everybody_knows_and_not_the_relative_who_is_named_in_full() {
        use EntityKind::Person;
        let ox = ("Ox", Person);
        let ana = ("Ana Ox", Person);
        let two: [(&str, Option<&str>); 2] =
            [("President Ox", Some("President")), ("Ana Ox", None)];
        check("President Ox came with his wife, Ana Ox. Ox waved.", &[ox, ana, ox], &two);
        check("President Ox came. Ana Ox, his daughter, left. Ox waved.", &[ox, ana, ox], &two);
        check(
            "Ox fell. Ox’s sister, Ana Ox, waved. Ox left.",
            &[ox, ox, ana, ox],
            &[("Ox", None), ("Ana Ox", None)],
        );
        // Pronouns alone tell.
        check(
            "Ox sold his boat. Ox said he was tired. Ox kept his hat. Ana Ox rowed.",
            &[ox, ox, ox, ana],
            &[("Ox", None), ("Ana Ox", None)],
        );
        for (text, role) in [
            ("Ox was late. Ana Ox, a mother of two, smiled. Ox left.", Some("mother of two")),
            ("Ox was late. Former first lady Ana Ox smiled. Ox left.", Some("lady")),
            ("Ox lost her boat. His sister Ana Ox smiled. Ox left.", Some("sister")),
        ] {
            check(text, &[ox, ana, ox], &[("Ana Ox", role)]);
        }
    }

    #[test]
    fn a_life_calls_the_one_whom_it_tells_of_by_the_surname() {
        use EntityKind::Person;
        let (ana, ben, ox) = (("Ana Ox", Person), ("Ben Ox", Person), ("Ox", Person));
        check(
            "Ana Ox was the daughter of noted architect Ben Ox. Ox sang.",
            &[ana, ben, ox],
            &[("Ana Ox", None), ("Ben Ox", Some("noted architect"))],
        );
    }

    #[test]
    fn names_of_datelines_and_groups_are_normalised() {
        use EntityKind::{Group, Place};
        check(
            "HELSINKI/BRUSSELS, GULF OF FINLAND, UAE, Germans, Republican",
            &[
                ("HELSINKI/BRUSSELS", Place),
                ("GULF OF FINLAND", Place),
                ("UAE", Place),
                ("Germans", Group),
                ("Republican", Group),
            ],
            &[
                ("Helsinki/Brussels", None),
                ("Gulf of Finland", None),
                ("UAE", None),
                ("German", None),
                ("Republicans", None),
            ],
        );
    }
}
