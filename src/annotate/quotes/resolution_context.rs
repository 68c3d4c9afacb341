//! Facts of an article that stay as they are while its speakers are resolved, and the answer.

use rustc_hash::FxHashMap;

use crate::annotate::entities::name_parts::{NameParts, fold};
use crate::annotate::quotes::discourse::{Discourse, Referent, ReferentIndex, ReferentKind};
use crate::annotate::quotes::narration::{MentionIndex, Narration};
use crate::annotate::quotes::person_attributes::PersonAttributes;
use crate::annotate::quotes::resolver::model::ResolverModel;
use crate::model::{Entity, EntityId, EntityKind, Mention, Notes, ResolutionMethod, Span};

/// Margin where no choice had to be made.
pub const CERTAIN: f32 = 9.0;

/// Resolved reference: the referent that some words stand for.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// Referent.
    pub referent: ReferentIndex,
    /// Byte span of the words; `None` if no words stand there.
    pub mention: Option<Span>,
    /// Method by which the referent was reached.
    pub reached: ResolutionMethod,
    /// Distance to the second best; large where there was no choice.
    pub margin: f32,
    /// True if the words were resolved to somebody, false if they stand for themselves.
    pub resolved: bool,
}

impl Reference {
    /// Returns the reference of a quotation beside which no words for the speaker stand.
    pub fn carried_over(referent: ReferentIndex, margin: f32) -> Self {
        Self {
            referent,
            mention: None,
            reached: ResolutionMethod::CarriedOver,
            margin,
            resolved: true,
        }
    }
}

/// Narration, names and people of an article.
pub struct ResolutionContext<'a, 't> {
    narration: &'a Narration<'t>,
    mentions: &'a [Mention],
    entities: &'a [Entity],
    attributes: &'a PersonAttributes,
    resolver: &'a ResolverModel,
    /// Number of mentions of each entity.
    counts: Vec<u32>,
    /// Number of people of the article by surname, folded, beside those known by it alone, with the
    /// first of them.
    bearers: FxHashMap<String, (u32, EntityId)>,
}

impl<'a, 't> ResolutionContext<'a, 't> {
    /// Returns the context of an article with these notes, whose references `resolver` resolves.
    pub fn new(
        narration: &'a Narration<'t>,
        notes: &'a Notes,
        attributes: &'a PersonAttributes,
        resolver: &'a ResolverModel,
    ) -> Self {
        let mut counts = vec![0u32; notes.entities.len()];
        for mention in &notes.mentions {
            if let Some(count) = counts.get_mut(mention.entity.0 as usize) {
                *count += 1;
            }
        }
        let (mentions, entities) = (&notes.mentions, &notes.entities);
        let mut bearers: FxHashMap<String, (u32, EntityId)> = FxHashMap::default();
        let people = entities.iter().enumerate().filter(|(_, e)| e.kind == EntityKind::Person);
        for (id, person) in people.filter(|(_, person)| person.name.contains(' ')) {
            let surname = NameParts::new(person.name.split(' ')).last().to_owned();
            bearers.entry(surname).or_insert((0, EntityId(id as u32))).0 += 1;
        }
        Self { narration, mentions, entities, attributes, resolver, counts, bearers }
    }

    /// Narration of the article.
    pub fn narration(&self) -> &'a Narration<'t> {
        self.narration
    }

    /// Entities of the article, by their ids.
    pub fn entities(&self) -> &'a [Entity] {
        self.entities
    }

    /// Attributes of the article's people.
    pub fn attributes(&self) -> &'a PersonAttributes {
        self.attributes
    }

    /// Mentions of the article, by their indices.
    pub fn mentions(&self) -> &'a [Mention] {
        self.mentions
    }

    /// Weights of the learned resolver.
    pub fn resolver(&self) -> &'a ResolverModel {
        self.resolver
    }

    /// Mention at `index`.
    pub fn mention(&self, index: MentionIndex) -> Option<&'a Mention> {
        self.mentions.get(index.get())
    }

    /// Returns the mention if it is one of a person.
    pub fn person(&self, index: Option<MentionIndex>) -> Option<MentionIndex> {
        index.filter(|index| self.mention(*index).is_some_and(|m| m.kind == EntityKind::Person))
    }

    /// Returns the mention of a person of which the item at `at` is a part.
    pub fn person_at(&self, at: usize) -> Option<MentionIndex> {
        self.person(self.narration.items.get(at)?.mention)
    }

    /// Entity of that id.
    pub fn entity(&self, id: EntityId) -> Option<&'a Entity> {
        self.entities.get(id.0 as usize)
    }

    /// Number of times the article names the entity.
    pub fn mention_count(&self, id: EntityId) -> usize {
        self.counts.get(id.0 as usize).map_or(0, |count| *count as usize)
    }

    /// True if the entity is a surname alone that several others of the article bear, so that
    /// nothing tells which of them is meant.
    pub fn is_unclear(&self, id: EntityId) -> bool {
        self.entity(id).is_some_and(|entity| {
            entity.kind == EntityKind::Person
                && !entity.name.contains(' ')
                && self.bearers.get(&fold(&entity.name)).is_some_and(|(count, _)| *count > 1)
        })
    }

    /// Returns the only person of the article who bears the surname.
    pub fn only_bearer(&self, surname: &str) -> Option<EntityId> {
        let (count, id) = self.bearers.get(&fold(surname))?;
        (*count == 1).then_some(*id)
    }

    /// Role of an entity, as printed.
    pub fn role(&self, id: EntityId) -> Option<String> {
        self.role_words(id).map(str::to_owned)
    }

    /// Words of an entity's role, as printed.
    pub fn role_words(&self, id: EntityId) -> Option<&'a str> {
        let printed = || Some(self.attributes.role(id)?.of(self.narration.text));
        self.entity(id).and_then(|entity| entity.role.as_deref()).or_else(printed)
    }

    /// Returns the printed name of many of a group whose name is that of one: "Ruritanians".
    pub fn printed_plural(&self, referent: &Referent, mention: Option<Span>) -> Option<String> {
        let group = self.entity(referent.entity?)?.kind == EntityKind::Group;
        let printed = mention.filter(|_| group)?.of(self.narration.text);
        let many = printed.strip_suffix('s').is_some_and(|one| one == referent.name);
        many.then(|| printed.to_owned())
    }

    /// Returns the referent of a mention.
    pub fn referent_of_mention(
        &self,
        discourse: &mut Discourse,
        mention: MentionIndex,
    ) -> Option<ReferentIndex> {
        Some(self.referent_of_entity(discourse, self.mention(mention)?.entity))
    }

    /// Returns the referent of an entity.
    pub fn referent_of_entity(&self, discourse: &mut Discourse, id: EntityId) -> ReferentIndex {
        discourse.entity(id, || {
            let entity = self.entity(id);
            let name = entity.map_or(String::new(), |e| e.name.clone());
            let mut kind = entity.map_or(ReferentKind::Person, |e| e.kind.into());
            // Initials are a place or organisation, whatever they were taken for.
            let initials = name.contains('.') && !name.contains(char::is_lowercase);
            if kind == ReferentKind::Person && initials {
                kind = ReferentKind::Place;
            }
            (name, kind, self.attributes.gender(id))
        })
    }

    /// Returns the speaker named by a mention.
    pub fn named(&self, discourse: &mut Discourse, mention: MentionIndex) -> Option<Reference> {
        let found = self.mention(mention)?;
        let referent = self.referent_of_mention(discourse, mention)?;
        let printed = found.span.of(self.narration.text);
        let full = found.kind != EntityKind::Person || printed == discourse.referent(referent).name;
        Some(Reference {
            referent,
            mention: Some(found.span),
            reached: if full { ResolutionMethod::Named } else { ResolutionMethod::Surname },
            margin: CERTAIN,
            resolved: true,
        })
    }
}
