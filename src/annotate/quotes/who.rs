//! From the words that stand for a speaker to the speaker.
//!
//! A name is looked up, a pronoun or "the minister" is resolved against the discourse so far, and
//! what cannot be resolved stays as printed: "An Iranian source" is a speaker of that name.

use crate::annotate::quotes::discourse::{Discourse, Referent, Sort};
use crate::annotate::quotes::frame::{Frame, Kind, NONE};
use crate::annotate::quotes::lexicon::pos;
use crate::annotate::quotes::nouns::{self, Noun};
use crate::annotate::quotes::persons::{Persons, pronoun_gender};
use crate::annotate::quotes::phrase::Phrase;
use crate::model::{Entity, EntityId, EntityKind, Mention, ResolutionMethod, Span};

/// A speaker found.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    pub referent: usize,
    pub mention: Option<Span>,
    pub reached: ResolutionMethod,
    /// How far the next best was behind; large where there was no choice.
    pub margin: f32,
    /// Whether the words were resolved to somebody, or stand for themselves.
    pub resolved: bool,
}

/// What a resolution needs to see.
pub struct Scene<'a, 't> {
    pub frame: &'a Frame<'t>,
    pub mentions: &'a [Mention],
    pub entities: &'a [Entity],
    pub persons: &'a Persons,
    /// How often each entity is named.
    pub counts: &'a [u32],
}

/// No choice had to be made.
const CERTAIN: f32 = 9.0;

impl Scene<'_, '_> {
    /// The referent of a mention.
    pub fn referent(&self, discourse: &mut Discourse, mention: u32) -> Option<usize> {
        let id = self.mentions.get(mention as usize)?.entity;
        Some(self.referent_of(discourse, id))
    }

    pub fn referent_of(&self, discourse: &mut Discourse, id: EntityId) -> usize {
        discourse.entity(id, || {
            let entity = self.entities.get(id.0 as usize);
            let name = entity.map_or(String::new(), |e| e.name.clone());
            let mut sort = entity.map_or(Sort::Person, |e| Sort::of_kind(e.kind));
            // Initials are a place or body, whatever they were taken for.
            if sort == Sort::Person && name.contains('.') && !name.contains(char::is_lowercase) {
                sort = Sort::Place;
            }
            let female = self.persons.people.get(id.0 as usize).and_then(|p| p.female);
            (name, sort, female)
        })
    }

    /// Who the phrase stands for in `sentence`.
    pub fn resolve(
        &self,
        discourse: &mut Discourse,
        phrase: Phrase,
        sentence: usize,
    ) -> Option<Reference> {
        let frame = self.frame;
        let head = frame.items.get(phrase.head)?;
        let span = frame.span(phrase.start, phrase.end);
        if let Some(joint) = self.joint(discourse, phrase) {
            return Some(Reference {
                referent: joint,
                mention: Some(span),
                reached: ResolutionMethod::Named,
                margin: CERTAIN,
                resolved: true,
            });
        }
        if head.mention != NONE {
            return self.named(discourse, head.mention);
        }
        // "Ana Lomidze QC"
        if head.is(pos::NAME) && phrase.head > phrase.start {
            let left = frame.items[phrase.head - 1].mention;
            if self.mentions.get(left as usize).is_some_and(|m| m.kind == EntityKind::Person) {
                return self.named(discourse, left);
            }
        }
        // "Ana Lomidze, a doctor at the clinic, who said"
        if phrase.start >= 2
            && frame.items[phrase.start - 1].kind == Kind::Comma
            && frame.items.get(phrase.end).is_some_and(|i| i.kind == Kind::Comma)
        {
            let left = frame.items[phrase.start - 2].mention;
            if self.mentions.get(left as usize).is_some_and(|m| m.kind == EntityKind::Person) {
                return self.named(discourse, left);
            }
        }
        if let Some(person) = self.apposed(phrase) {
            return self.named(discourse, person);
        }
        if let Some(person) = self.person_at_end(phrase) {
            return self.named(discourse, person);
        }
        if head.is(pos::PRON)
            && phrase.head == phrase.start
            && !frame
                .items
                .get(phrase.head + 1)
                .is_some_and(|n| phrase.head + 1 < phrase.end && n.kind == Kind::Word)
        {
            return self.pronoun(discourse, phrase.head, sentence);
        }
        if frame.items[phrase.start].is(pos::DET)
            && phrase.start == phrase.head
            && pronoun_gender(frame.word(phrase.head)).is_some()
        {
            return self.pronoun(discourse, phrase.head, sentence);
        }
        self.common(discourse, phrase, sentence)
    }

    /// The speaker named by a mention.
    pub fn named(&self, discourse: &mut Discourse, mention: u32) -> Option<Reference> {
        let found = self.mentions.get(mention as usize)?;
        let referent = self.referent(discourse, mention)?;
        let full = found.span.of(self.frame.text) == discourse.referents[referent].name
            || found.kind != EntityKind::Person;
        let reached = if full { ResolutionMethod::Named } else { ResolutionMethod::Surname };
        Some(Reference {
            referent,
            mention: Some(found.span),
            reached,
            margin: CERTAIN,
            resolved: true,
        })
    }

    /// The name that stands in apposition: "His father, Ana Lomidze, says".
    fn apposed(&self, phrase: Phrase) -> Option<u32> {
        let frame = self.frame;
        if frame.items.get(phrase.end)?.kind != Kind::Comma {
            return None;
        }
        // Titles may stand before the name: "the director, Dr. Lomidze, said".
        let named = (phrase.end + 1..phrase.end + 5).find(|at| {
            frame
                .items
                .get(*at)
                .is_none_or(|i| i.mention != NONE || !i.is(pos::NAME | pos::NOUN | pos::ADJ))
        })?;
        let first = frame.items.get(named)?;
        let mention = self.mentions.get(first.mention as usize)?;
        let past = (named..named + 9)
            .find(|at| frame.items.get(*at).is_none_or(|i| i.mention != first.mention))?;
        let closes = frame
            .items
            .get(past)
            .is_none_or(|i| matches!(i.kind, Kind::Comma | Kind::Quote | Kind::Stop));
        (mention.kind == EntityKind::Person && closes).then_some(first.mention)
    }

    /// The person that a title with a preposition belongs to: "President of Georgia Ana Lomidze",
    /// "Ambassador to the United Nations Ana Lomidze".
    pub fn person_at_end(&self, phrase: Phrase) -> Option<u32> {
        let frame = self.frame;
        let last = frame.items.get(phrase.end.checked_sub(1)?)?;
        let mention = self.mentions.get(last.mention as usize)?;
        let before = (phrase.head + 1..phrase.end)
            .rev()
            .map(|at| &frame.items[at])
            .find(|i| i.mention != last.mention)?;
        let title = nouns::of(frame.word(phrase.head)) == Some(Noun::Person)
            && !frame.items[phrase.start].is(pos::DET);
        let held = before.kind == Kind::Word
            && (before.mention != NONE || !before.is(pos::PREP | pos::DET | pos::CONJ | pos::POSS));
        (title && held && mention.kind == EntityKind::Person).then_some(last.mention)
    }

    /// Two names joined by "and".
    fn joint(&self, discourse: &mut Discourse, phrase: Phrase) -> Option<usize> {
        let frame = self.frame;
        let and =
            (phrase.start + 1..phrase.end.saturating_sub(1)).find(|at| frame.says(*at, "and"))?;
        let (left, right) = (&frame.items[and - 1], &frame.items[phrase.end - 1]);
        if left.mention == NONE || right.mention == NONE || left.mention == right.mention {
            return None;
        }
        let (left, right) =
            (self.mentions.get(left.mention as usize)?, self.mentions.get(right.mention as usize)?);
        let person = |m: &Mention| m.kind == EntityKind::Person;
        if person(left) != person(right)
            || (and + 1..phrase.end)
                .any(|at| frame.items[at].is(pos::PREP) && frame.items[at].mention == NONE)
        {
            return None;
        }
        let name =
            |m: &Mention| self.entities.get(m.entity.0 as usize).map_or("", |e| e.name.as_str());
        let joined = format!("{} and {}", name(left), name(right));
        let index = discourse.unnamed(joined, Sort::Plural, None, "and");
        Some(index)
    }

    pub fn pronoun(
        &self,
        discourse: &mut Discourse,
        at: usize,
        sentence: usize,
    ) -> Option<Reference> {
        let frame = self.frame;
        let word = frame.word(at).to_ascii_lowercase();
        let mention = Some(frame.items[at].span);
        let choice = if let Some(female) = pronoun_gender(&word) {
            discourse.choose(sentence, |r| match (r.sort, r.female) {
                (Sort::Person, Some(is)) if is == female => Some(unnamed(r)),
                (Sort::Person, None) if r.entity.is_none() => Some(unnamed(r)),
                (Sort::Person, None) => Some(-0.8),
                _ => None,
            })
        } else {
            match word.as_str() {
                "it" | "its" => discourse.choose(sentence, |r| match r.sort {
                    Sort::Body => Some(0.0),
                    Sort::Paper => Some(-0.3),
                    Sort::Place => Some(-1.0),
                    _ => None,
                }),
                "they" | "their" | "them" => discourse.choose(sentence, |r| match r.sort {
                    Sort::Plural => Some(0.0),
                    Sort::Body => Some(-1.0),
                    _ => None,
                }),
                "who" | "i" | "we" | "you" | "this" | "these" | "that" | "which" => None,
                _ => {
                    let sort = if word == "one" { Sort::Person } else { Sort::Plural };
                    let index = discourse.unnamed(frame.word(at).to_owned(), sort, None, &word);
                    return Some(Reference {
                        referent: index,
                        mention,
                        reached: ResolutionMethod::Title,
                        margin: CERTAIN,
                        resolved: false,
                    });
                }
            }
        }?;
        if let (Some(female), Some(referent)) =
            (pronoun_gender(&word), discourse.referents.get_mut(choice.referent))
            && referent.female.is_none()
            && choice.margin > 1.0
        {
            referent.female = Some(female);
        }
        Some(Reference {
            referent: choice.referent,
            mention,
            reached: ResolutionMethod::Pronoun,
            margin: choice.margin,
            resolved: true,
        })
    }
}

/// How much less likely a pronoun means somebody without a name, or somebody's doctor.
fn unnamed(referent: &Referent) -> f32 {
    if referent.entity.is_some() {
        0.0
    } else if referent.name.contains("'s ") || referent.name.contains("’s ") {
        -2.5
    } else {
        -0.3
    }
}
