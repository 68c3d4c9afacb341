//! Coreference of names within one article: mentions → entities.

use rustc_hash::FxHashMap;

use crate::annotate::entities::entity_builder::EntityBuilder;
use crate::annotate::entities::name_parts::{NameParts, fold};
use crate::annotate::entities::organisations::OrganisationClusters;
use crate::annotate::entities::persons::PersonClusters;
use crate::annotate::gazetteer::{Gender, first_name_gender, title_gender};
use crate::annotate::names::span::Name;
use crate::model::{Entity, EntityId, EntityKind, Mention};
use crate::text::Prose;

/// Cluster of the names of one entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Cluster {
    Person(usize),
    Other(usize),
}

/// Groups names, given in order, into the entities of the article.
pub fn resolve(prose: &Prose<'_>, names: &[Name]) -> (Vec<Mention>, Vec<Entity>) {
    let printed: Vec<Vec<&str>> = names
        .iter()
        .map(|name| (name.start..name.end).map(|at| prose.word(at)).collect())
        .collect();
    let parts: Vec<Option<NameParts>> = names
        .iter()
        .zip(&printed)
        .map(|(name, words)| {
            (name.kind == EntityKind::Person).then(|| NameParts::new(words.iter().copied()))
        })
        .collect();
    let mut persons = PersonClusters::new(parts.iter().flatten());
    let others = names.iter().zip(&printed).filter(|(name, _)| name.kind != EntityKind::Person);
    let mut organisations =
        OrganisationClusters::new(others.map(|(name, words)| (name.kind, &words[..])));

    let mut builders: Vec<EntityBuilder> = Vec::new();
    let mut numbers: FxHashMap<Cluster, u32> = FxHashMap::default();
    let mut genders: FxHashMap<usize, Gender> = FxHashMap::default();
    let mut mentions = Vec::with_capacity(names.len());
    for ((name, words), parts) in names.iter().zip(&printed).zip(&parts) {
        let cluster = match parts {
            Some(parts) => {
                Cluster::Person(find_person(prose, name, parts, &mut persons, &mut genders))
            }
            None => Cluster::Other(organisations.find_or_add(name.kind, words)),
        };
        let number = *numbers.entry(cluster).or_insert_with(|| {
            builders.push(EntityBuilder::new(name.kind));
            builders.len() as u32 - 1
        });
        let next = names.get(mentions.len() + 1).filter(|n| n.kind == EntityKind::Person);
        builders[number as usize].add_mention(prose, name, parts.as_ref(), next);
        mentions.push(Mention { span: name.span, kind: name.kind, entity: EntityId(number) });
    }
    (mentions, builders.into_iter().map(|builder| builder.build(prose)).collect())
}

/// The person that a name means, a new one if it means none so far. `genders` holds those of the
/// persons so far: "Mrs Ox" does not mean a man.
fn find_person(
    prose: &Prose<'_>,
    name: &Name,
    parts: &NameParts,
    persons: &mut PersonClusters,
    genders: &mut FxHashMap<usize, Gender>,
) -> usize {
    let title = name.start.checked_sub(1).and_then(|at| title_gender(&fold(prose.word(at))));
    let matches = |person: usize| match (title, genders.get(&person)) {
        (Some(title), Some(known)) => title == *known,
        _ => true,
    };
    let person = persons.find(parts, matches).unwrap_or_else(|| persons.add_single(parts));
    if let Some(gender) = title.or_else(|| gender_of_name(parts)) {
        genders.entry(person).or_insert(gender);
    }
    person
}

/// Gender that the first name tells; a name of one word is a surname and tells none.
fn gender_of_name(parts: &NameParts) -> Option<Gender> {
    if parts.words.len() < 2 { None } else { first_name_gender(parts.first()) }
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
