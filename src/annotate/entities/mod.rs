//! From mentions to the people, organisations and places of one article: the one resolver that
//! entities and speakers share.
//!
//! It stands beside the tagger rather than in it because whoever attributes a quotation needs the
//! same answers: whose name is this, what is their role, "he" or "she".

mod gender;
pub mod name_parts;
mod organisations;
mod persons;
mod role;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::annotate::entities::name_parts::{NameParts, TITLES, fold, word_set};
use crate::annotate::entities::organisations::OrganisationClusters;
use crate::annotate::entities::persons::PersonClusters;
use crate::annotate::gazetteer::{Gender, first_name_gender, is_place_name};
use crate::annotate::names::span::Name;
use crate::model::{Entity, EntityId, EntityKind, Mention, Span};
use crate::text::Prose;

pub use gender::genders;

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
    let mut bodies = OrganisationClusters::new(others.map(|(name, words)| (name.kind, &words[..])));

    let mut entities: Vec<Entity> = Vec::new();
    let mut facts: Vec<EntityBuilder> = Vec::new();
    let mut numbers: FxHashMap<(bool, usize), u32> = FxHashMap::default();
    let mut his: FxHashMap<usize, Gender> = FxHashMap::default();
    let mut mentions = Vec::with_capacity(names.len());
    for ((name, words), parts) in names.iter().zip(&printed).zip(&parts) {
        let cluster = match parts {
            Some(parts) => {
                let asked = name
                    .start
                    .checked_sub(1)
                    .and_then(|at| gender::of_title(&fold(prose.word(at))));
                let fits = |person: usize| match (asked, his.get(&person)) {
                    (Some(asked), Some(known)) => asked == *known,
                    _ => true,
                };
                let person = persons.find(parts, fits).unwrap_or_else(|| persons.add_single(parts));
                let known = asked.or_else(|| first_gender(parts));
                if let Some(known) = known {
                    his.entry(person).or_insert(known);
                }
                (true, person)
            }
            None => (false, bodies.find(name.kind, words)),
        };
        let number = *numbers.entry(cluster).or_insert_with(|| {
            entities.push(Entity { kind: name.kind, name: String::new(), role: None });
            facts.push(EntityBuilder::default());
            entities.len() as u32 - 1
        });
        let next = names.get(mentions.len() + 1).filter(|n| n.kind == EntityKind::Person);
        facts[number as usize].note(prose, name, parts.as_ref(), next);
        mentions.push(Mention { span: name.span, kind: name.kind, entity: EntityId(number) });
    }
    for (entity, facts) in entities.iter_mut().zip(facts) {
        entity.name = facts.name(prose);
        entity.role = facts.role.map(|span| tidy(span.of(prose.text)));
    }
    (mentions, entities)
}

fn first_gender(parts: &NameParts) -> Option<Gender> {
    if parts.words.len() < 2 {
        return None;
    }
    first_name_gender(parts.first())
}

/// What the mentions of one entity add up to.
#[derive(Debug, Default)]
struct EntityBuilder {
    /// The fullest form: how full it is, and its tokens.
    best: Option<(usize, Name)>,
    role: Option<Span>,
}

impl EntityBuilder {
    fn note(
        &mut self,
        prose: &Prose<'_>,
        name: &Name,
        parts: Option<&NameParts>,
        next: Option<&Name>,
    ) {
        let words = parts.map_or(name.end - name.start, |p| p.words.len());
        let shouted =
            (name.start..name.end).all(|at| prose.tokens[at].case == crate::text::Case::Upper);
        // More words are fuller; of as many, longer ones, and normal case before capitals.
        let letters = (name.span.len()).min(999);
        let fullness = if name.kind == EntityKind::Group {
            usize::from(!shouted)
        } else {
            (words.min(99) * 2 + usize::from(!shouted || words == 1)) * 1000 + letters
        };
        if self.best.is_none_or(|(most, _)| fullness > most) {
            self.best = Some((fullness, *name));
        }
        if parts.is_some() && self.role.is_none() {
            // An appositive that runs into the next person's name is a list of people.
            let after = || {
                let role = role::after(prose, name.end - 1)?;
                next.is_none_or(|next| !role.overlaps(next.span)).then_some(role)
            };
            self.role = role::before(prose, name.start).or_else(after);
        }
    }

    /// The fullest form, without title, in the case of prose.
    fn name(&self, prose: &Prose<'_>) -> String {
        let Some((_, name)) = self.best else { return String::new() };
        let mut start = name.start;
        if name.kind == EntityKind::Person {
            while start + 1 < name.end && TITLES.contains(fold(prose.word(start)).as_str()) {
                start += 1;
            }
        }
        let span = Span::new(prose.tokens[start].span.start.max(name.span.start), name.span.end);
        let text = tidy(span.of(prose.text));
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let shouted = letters > 4 && !text.chars().any(char::is_lowercase);
        let small = !text.chars().any(char::is_uppercase);
        match name.kind {
            EntityKind::Person if shouted || small => normal_case(&text),
            EntityKind::Place if shouted => normal_case(&text),
            // "OSLO", not "USA".
            EntityKind::Place if letters == 4 && text.len() == 4 && !small => {
                let town = is_place_name(&text);
                if town && text == text.to_uppercase() { normal_case(&text) } else { text }
            }
            EntityKind::Group => group_name(text),
            _ => text,
        }
    }
}

/// "DONALD O'HARA-REED" → "Donald O'Hara-Reed", "GULF OF OSLO" → "Gulf of Oslo"; initials stay.
fn normal_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        let small = matches!(word, "OF" | "THE" | "AND" | "IN" | "DE" | "DU");
        if at > 0 && small {
            out.push_str(&word.to_lowercase());
            continue;
        }
        let initials = word.len() <= 6 && word.split('.').all(|part| part.chars().count() < 2);
        let mut begins = true;
        for c in word.chars() {
            if begins || initials {
                out.extend(c.to_uppercase());
            } else {
                out.extend(c.to_lowercase());
            }
            begins = !c.is_alphanumeric();
        }
    }
    out
}

/// One name for one people: the plural for those that have no adjective ("Jews") and for parties
/// ("Democrats"), the singular for others, since that
/// is their adjective as well ("German").
fn group_name(text: String) -> String {
    static LISTED: std::sync::LazyLock<FxHashSet<&'static str>> =
        std::sync::LazyLock::new(|| word_set(include_str!("../lexicon/groups.txt")));
    match text.as_str() {
        "Republican" | "Democrat" | "REPUBLICAN" | "DEMOCRAT" | "REPUBLICANS" | "DEMOCRATS" => {
            let mut name = normal_case(text.trim_end_matches(['s', 'S']));
            name.push('s');
            name
        }
        "Republicans" | "Democrats" | "Jews" => text,
        "Jew" => "Jews".to_owned(),
        plural => match plural.strip_suffix('s') {
            Some(single) if LISTED.contains(single) => single.to_owned(),
            _ => text,
        },
    }
}

/// One blank for any white space, none beside the apostrophe of taken-apart text.
fn tidy(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !joined.contains([' ']) {
        return joined;
    }
    let joined = if joined.contains(" ’ ") { joined.replace(" ’ ", "’") } else { joined };
    // "Standard & Poor 's" and "Standard & Poor’s" are one name.
    match joined.strip_suffix("'s").or_else(|| joined.strip_suffix("’s")) {
        Some(name) => format!("{}'s", name.trim_end()),
        None => joined,
    }
}

/// Whether a word alone tells which body is meant: "Harker", not "National".
pub fn is_telling(folded: &str) -> bool {
    static GENERAL: std::sync::LazyLock<FxHashSet<String>> = std::sync::LazyLock::new(|| {
        let lists = [
            include_str!("../lexicon/bodies.txt"),
            include_str!("../lexicon/places.txt"),
            include_str!("../lexicon/groups.txt"),
            include_str!("../lexicon/titles.txt"),
            include_str!("../lexicon/calendar.txt"),
        ];
        let own = "national international first american united royal general federal public world global standard \
            new old great big free san los el la le st saint state";
        lists
            .iter()
            .flat_map(|list| word_set(list))
            .map(fold)
            .chain(own.split_whitespace().map(str::to_owned))
            .collect()
    });
    folded.chars().count() > 2 && !GENERAL.contains(folded) && !is_place_name(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

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
            "HARKER SPEAKS. Then President ANA HARKER left. Mrs Harker, a lawyer, works for the Oslo Bar Group (OBG). OBG is old.",
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
