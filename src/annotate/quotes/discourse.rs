//! Who an article has spoken of so far, and whom "he", "the professor" or "the utility" means.
//!
//! A short list of referents, the latest first, is all that is kept: nobody is meant who was not
//! spoken of within the last few dozen names, and so the cost of a pronoun does not grow with the
//! article.

use rustc_hash::FxHashMap;

use crate::annotate::quotes::nouns::Noun;
use crate::model::{EntityId, EntityKind};

/// What kind of thing is referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Person,
    Body,
    Place,
    Paper,
    Plural,
    /// What cannot speak.
    Thing,
}

impl Sort {
    pub fn of_kind(kind: EntityKind) -> Self {
        match kind {
            EntityKind::Person => Self::Person,
            EntityKind::Organisation => Self::Body,
            EntityKind::Place => Self::Place,
            EntityKind::Group => Self::Plural,
        }
    }

    pub fn of_noun(noun: Noun) -> Self {
        match noun {
            Noun::Person => Self::Person,
            Noun::Body => Self::Body,
            Noun::Paper => Self::Paper,
            Noun::Plural => Self::Plural,
        }
    }
}

/// Somebody or something that the article has spoken of.
#[derive(Clone, Debug)]
pub struct Referent {
    pub name: String,
    pub entity: Option<EntityId>,
    pub sort: Sort,
    pub female: Option<bool>,
    /// The last sentences in which it was seen, was the subject, and spoke.
    pub seen: i64,
    pub subject: i64,
    /// The last sentence but this one in which it was the subject.
    pub subject_before: i64,
    pub spoke: i64,
    /// The last paragraph in which it was seen.
    pub paragraph: u32,
}

/// A number that stands for "never".
const NEVER: i64 = -1000;
/// How many referents a pronoun can choose from.
const MEMORY: usize = 30;

/// How well a referent fits, and how far the runner-up is behind.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    pub referent: usize,
    pub margin: f32,
}

/// The referents of one article.
#[derive(Debug, Default)]
pub struct Discourse {
    pub referents: Vec<Referent>,
    by_entity: FxHashMap<u32, usize>,
    by_noun: FxHashMap<String, usize>,
    /// The latest ones, the latest last.
    recent: Vec<usize>,
    pub last_speaker: Option<usize>,
}

impl Discourse {
    /// The referent of an entity, made if it is new.
    pub fn entity(
        &mut self,
        id: EntityId,
        make: impl FnOnce() -> (String, Sort, Option<bool>),
    ) -> usize {
        if let Some(found) = self.by_entity.get(&id.0) {
            return *found;
        }
        let (name, sort, female) = make();
        let index = self.add(name, Some(id), sort, female);
        self.by_entity.insert(id.0, index);
        index
    }

    /// An unnamed referent ("An Iranian source"), a new one each time.
    pub fn unnamed(&mut self, name: String, sort: Sort, female: Option<bool>, noun: &str) -> usize {
        let noun = noun.to_lowercase();
        let index = self.add(name, None, sort, female);
        self.by_noun.insert(noun, index);
        index
    }

    /// The latest referents, the latest last.
    pub fn latest(&self) -> impl Iterator<Item = (usize, &Referent)> {
        self.recent.iter().map(|index| (*index, &self.referents[*index]))
    }

    /// How many other persons who may have this gender were seen in the last sentences.
    pub fn rivals(&self, index: usize, female: Option<bool>, sentence: usize) -> usize {
        self.latest()
            .filter(|(other, r)| {
                *other != index
                    && r.sort == Sort::Person
                    && r.seen >= sentence as i64 - 4
                    && (r.female == female || r.female.is_none() || female.is_none())
            })
            .count()
    }

    /// Lets `noun` mean `index` from now on.
    pub fn link(&mut self, noun: &str, index: usize) {
        self.by_noun.insert(noun.to_lowercase(), index);
    }

    fn add(
        &mut self,
        name: String,
        entity: Option<EntityId>,
        sort: Sort,
        female: Option<bool>,
    ) -> usize {
        self.referents.push(Referent {
            name,
            entity,
            sort,
            female,
            seen: NEVER,
            subject: NEVER,
            subject_before: NEVER,
            spoke: NEVER,
            paragraph: 0,
        });
        self.referents.len() - 1
    }

    /// The latest unnamed referent headed by `noun`.
    pub fn with_noun(&self, noun: &str) -> Option<usize> {
        self.by_noun.get(&noun.to_lowercase()).copied()
    }

    /// Notes that `index` is spoken of in `sentence`.
    pub fn see(&mut self, index: usize, sentence: usize, paragraph: u32) {
        self.referents[index].seen = sentence as i64;
        self.referents[index].paragraph = paragraph;
        if let Some(at) = self.recent.iter().rposition(|r| *r == index) {
            self.recent.remove(at);
        } else if self.recent.len() >= MEMORY {
            self.recent.remove(0);
        }
        self.recent.push(index);
    }

    /// Notes that `index` is the subject of `sentence`.
    pub fn make_subject(&mut self, index: usize, sentence: usize, paragraph: u32) {
        self.see(index, sentence, paragraph);
        let referent = &mut self.referents[index];
        if referent.subject != sentence as i64 {
            referent.subject_before = referent.subject;
        }
        referent.subject = sentence as i64;
    }

    /// Notes that `index` speaks in `sentence`.
    pub fn make_speaker(&mut self, index: usize, sentence: usize, paragraph: u32) {
        self.make_subject(index, sentence, paragraph);
        self.referents[index].spoke = sentence as i64;
        self.last_speaker = Some(index);
    }

    /// The likeliest of the recent referents that `fits` accepts, with their weights.
    pub fn choose(
        &self,
        sentence: usize,
        fits: impl Fn(&Referent) -> Option<f32>,
    ) -> Option<Choice> {
        let mut best: Option<(f32, usize)> = None;
        let mut second = f32::MIN;
        for (order, index) in self.recent.iter().enumerate() {
            let referent = &self.referents[*index];
            let Some(weight) = fits(referent) else { continue };
            let score = weight + self.salience(*index, sentence) + order as f32 * 0.01;
            match best {
                Some((top, _)) if top >= score => second = second.max(score),
                _ => {
                    if let Some((top, _)) = best {
                        second = top;
                    }
                    best = Some((score, *index));
                }
            }
        }
        best.map(|(score, referent)| Choice { referent, margin: (score - second).min(9.0) })
    }

    /// How present a referent is at `sentence`.
    fn salience(&self, index: usize, sentence: usize) -> f32 {
        let referent = &self.referents[index];
        let now = sentence as i64;
        let age = |at: i64| (now - at).clamp(0, 60) as f32;
        let mut score = 6.5 - age(referent.seen);
        score = score.max(8.5 - age(referent.subject));
        score = score.max(8.5 - age(referent.spoke));
        if self.last_speaker == Some(index) && age(referent.spoke) <= 1.0 {
            score += 1.0;
        }
        score
    }
}
