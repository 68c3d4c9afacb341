//! One entity, built from its mentions: its fullest name, and its role.

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
}

impl EntityBuilder {
    /// An entity without mentions.
    pub fn new(kind: EntityKind) -> Self {
        Self { kind, fullest: None, role: None }
    }

    /// Adds a mention; `next` is the person's name that follows it, if the next name is one.
    pub fn add_mention(
        &mut self,
        prose: &Prose<'_>,
        name: &Name,
        parts: Option<&NameParts>,
        next: Option<&Name>,
    ) {
        let words = parts.map_or(name.token_count(), |parts| parts.words.len());
        let fullness = fullness(prose, name, words);
        if self.fullest.is_none_or(|(most, _)| fullness > most) {
            self.fullest = Some((fullness, *name));
        }
        if parts.is_some() && self.role.is_none() {
            // An appositive that runs into the next person's name is a list of people.
            let after = || {
                let role = role_after(prose, name.end - 1)?;
                next.is_none_or(|next| !role.overlaps(next.span)).then_some(role)
            };
            self.role = role_before(prose, name.start).or_else(after);
        }
    }

    /// The entity, with the fullest of its names and its first role.
    pub fn build(self, prose: &Prose<'_>) -> Entity {
        Entity {
            kind: self.kind,
            name: self.fullest.map_or_else(String::new, |(_, name)| entity_name(prose, &name)),
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

/// The name without title, in the case of prose.
fn entity_name(prose: &Prose<'_>, name: &Name) -> String {
    let mut start = name.start;
    if name.kind == EntityKind::Person {
        while start + 1 < name.end && is_word_of(WordClass::TITLE, &fold(prose.word(start))) {
            start += 1;
        }
    }
    let span = Span::new(prose.tokens[start].span.start.max(name.span.start), name.span.end);
    display_name(name.kind, span.of(prose.text))
}
