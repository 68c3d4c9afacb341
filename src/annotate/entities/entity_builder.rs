//! One entity, built from its mentions: its fullest name, and its role.

use rustc_hash::FxHashSet;

use crate::annotate::entities::address::Address;
use crate::annotate::entities::display_name::{display_name, without_spacing};
use crate::annotate::entities::name_parts::{NameParts, fold};
use crate::annotate::entities::role::{role_after, role_before};
use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::annotate::names::span::Name;
use crate::model::{Entity, EntityKind, Span};
use crate::text::{Case, Prose};

/// Most words, and most bytes, by which one name is fuller than another.
const MAX_FULLNESS: (usize, usize) = (99, 999);

/// An entity whose mentions are still being added.
#[derive(Debug)]
pub struct EntityBuilder {
    kind: EntityKind,
    /// Fullest name so far, with a number that says how full it is.
    fullest: Option<(usize, Name)>,
    role: Option<Span>,
    /// Last word of the fullest name of a person, folded, and true if it is the only one.
    surname: Option<(String, bool)>,
    /// First title before a mention of a person.
    title: Option<Span>,
}

impl EntityBuilder {
    /// An entity without mentions.
    pub fn new(kind: EntityKind) -> Self {
        Self { kind, fullest: None, role: None, surname: None, title: None }
    }

    /// Adds a mention; `next` is the person's name that follows it, if the next name is one.
    pub fn add_mention(
        &mut self,
        prose: &Prose<'_>,
        name: &Name,
        person: Option<(&NameParts, &Address)>,
        next: Option<&Name>,
    ) {
        let words = person.map_or(name.token_count(), |(parts, _)| parts.words.len());
        let fullness = fullness(prose, name, words);
        if self.fullest.is_none_or(|(most, _)| fullness > most) {
            self.fullest = Some((fullness, *name));
            self.surname = person.map(|(parts, _)| {
                (parts.last().to_owned(), parts.words.len() == 1 && parts.suffix.is_none())
            });
        }
        if let Some((_, address)) = person {
            self.title = self.title.or(address.title);
        }
        if person.is_some() && self.role.is_none() {
            // An appositive that runs into the next person's name is a list of people.
            let after = || {
                let role = role_after(prose, name.end - 1)?;
                next.is_none_or(|next| !role.overlaps(next.span)).then_some(role)
            };
            self.role = role_before(prose, bare_start(prose, name)).or_else(after);
        }
    }

    /// Surname of a person, folded.
    pub fn surname(&self) -> Option<&str> {
        self.surname.as_ref().map(|(surname, _)| surname.as_str())
    }

    /// The entity, with the fullest of its names and its first role. One of several persons of a
    /// surname, which are in `shared`, is named with the title, if no given name is known.
    pub fn build(self, prose: &Prose<'_>, shared: &FxHashSet<String>) -> Entity {
        let mut name = self.fullest.map_or_else(String::new, |(_, name)| entity_name(prose, &name));
        if let Some((surname, true)) = &self.surname
            && let Some(title) = self.title
            && shared.contains(surname)
            && !name.starts_with(title.of(prose.text))
        {
            name = format!("{} {name}", title.of(prose.text));
        }
        Entity {
            kind: self.kind,
            name,
            role: self.role.map(|span| without_spacing(span.of(prose.text))),
        }
    }
}

/// A number that grows with the words of a name, of which `words` count; of as many, with its
/// bytes, and in normal case rather than in capitals.
fn fullness(prose: &Prose<'_>, name: &Name, words: usize) -> usize {
    let shouted = (name.start..name.end).all(|at| prose.tokens[at].case == Case::Upper);
    if name.kind == EntityKind::Group {
        usize::from(!shouted)
    } else {
        let (max_words, max_bytes) = MAX_FULLNESS;
        (words.min(max_words) * 2 + usize::from(!shouted || words == 1)) * (max_bytes + 1)
            + name.span.len().min(max_bytes)
    }
}

/// First token of a name behind the titles that it begins with.
fn bare_start(prose: &Prose<'_>, name: &Name) -> usize {
    let mut start = name.start;
    if name.kind == EntityKind::Person {
        while start + 1 < name.end && is_word_of(WordClass::TITLE, &fold(prose.word(start))) {
            start += 1;
        }
    }
    start
}

/// The name without title, in the case of prose.
fn entity_name(prose: &Prose<'_>, name: &Name) -> String {
    let start = bare_start(prose, name);
    let span = Span::new(prose.tokens[start].span.start.max(name.span.start), name.span.end);
    display_name(name.kind, span.of(prose.text))
}
