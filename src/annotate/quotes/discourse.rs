//! Discourse model: the people and things an article has spoken of, by their salience.
//!
//! Salience decides whom "he", "the professor" or "the utility" means. A short list of referents,
//! the latest first, is all that is kept: nobody is meant who was not spoken of within the last few
//! dozen names, and so the cost of a pronoun does not grow with the article.

use rustc_hash::FxHashMap;

use crate::annotate::gazetteer::Gender;
use crate::annotate::quotes::resolver::trace::Trace;
use crate::annotate::quotes::speaker_nouns::SpeakerNoun;
use crate::model::{EntityId, EntityKind};

/// Kind of somebody or something referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferentKind {
    /// One human being.
    Person,
    /// Organisation or authority.
    Organisation,
    /// Town, country or the like.
    Place,
    /// Something written or published.
    Document,
    /// Several people.
    Plural,
    /// Anything that cannot speak.
    Thing,
}

impl From<EntityKind> for ReferentKind {
    fn from(kind: EntityKind) -> Self {
        match kind {
            EntityKind::Person => Self::Person,
            EntityKind::Organisation => Self::Organisation,
            EntityKind::Place => Self::Place,
            EntityKind::Group => Self::Plural,
        }
    }
}

impl From<SpeakerNoun> for ReferentKind {
    fn from(noun: SpeakerNoun) -> Self {
        match noun {
            SpeakerNoun::Person => Self::Person,
            SpeakerNoun::Organisation => Self::Organisation,
            SpeakerNoun::Document => Self::Document,
            SpeakerNoun::Plural => Self::Plural,
        }
    }
}

/// Index of a referent in its discourse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReferentIndex(usize);

/// Somebody or something that the article has spoken of.
#[derive(Clone, Debug)]
pub struct Referent {
    /// Name, or the words as printed.
    pub name: String,
    /// Entity, if it is one of those named.
    pub entity: Option<EntityId>,
    /// Kind.
    pub kind: ReferentKind,
    /// Gender, if it is known.
    pub gender: Option<Gender>,
    /// Last sentence in which it was the subject.
    pub subject: i64,
    /// Last sentence but one in which it was the subject.
    pub subject_before: i64,
    /// Last sentence in which it spoke.
    pub spoke: i64,
    /// Last sentence in which it was seen.
    pub seen: i64,
    /// Sentence in which it was seen first.
    pub first: i64,
    /// Number of times it was spoken of so far.
    pub mentions: u32,
    /// Number of times it spoke so far.
    pub speeches: u32,
    /// True if the name is somebody's somebody ("Ox's lawyer").
    pub owned: bool,
}

impl Referent {
    fn new(name: String, kind: ReferentKind, gender: Option<Gender>) -> Self {
        let owned = name.contains("'s ") || name.contains("’s ");
        Self {
            name,
            owned,
            entity: None,
            kind,
            gender,
            subject: NEVER,
            subject_before: NEVER,
            spoke: NEVER,
            seen: NEVER,
            first: NEVER,
            mentions: 0,
            speeches: 0,
        }
    }

    /// True for a name that nothing tells to be a person's but its look: "Harker Hydro".
    pub fn may_be_body(&self) -> bool {
        self.kind == ReferentKind::Person && self.entity.is_some() && self.gender.is_none()
    }

    /// True unless both genders are known and differ.
    pub fn may_be(&self, gender: Option<Gender>) -> bool {
        self.gender == gender || self.gender.is_none() || gender.is_none()
    }
}

/// Number of a sentence that stands for "never".
pub const NEVER: i64 = -1000;
/// Most referents that a pronoun can choose from.
const MAX_RECENT: usize = 30;
/// Sentences looked back over for rivals.
const RIVAL_AGE: i64 = 4;
/// Largest margin of a choice.
const MAX_MARGIN: f32 = 9.0;

/// Likeliest referent of some words.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Referent chosen.
    pub referent: ReferentIndex,
    /// Distance of its score to that of the second best.
    pub margin: f32,
}

/// Referents of one article, in the order in which they came up.
#[derive(Debug, Default)]
pub struct Discourse {
    referents: Vec<Referent>,
    by_entity: FxHashMap<EntityId, ReferentIndex>,
    by_noun: FxHashMap<String, ReferentIndex>,
    /// Latest referents, the latest last.
    recent: Vec<ReferentIndex>,
    last_speaker: Option<ReferentIndex>,
    /// Decisions so far, where a trainer watches.
    pub trace: Option<Box<Trace>>,
}

impl Discourse {
    /// Returns an empty discourse whose decisions are recorded in `trace`, if there is one.
    pub fn watched_by(trace: Option<Box<Trace>>) -> Self {
        Self { trace, ..Self::default() }
    }

    /// Referent at `index`.
    pub fn referent(&self, index: ReferentIndex) -> &Referent {
        &self.referents[index.0]
    }

    /// Latest speaker.
    pub fn last_speaker(&self) -> Option<ReferentIndex> {
        self.last_speaker
    }

    /// Returns the referent of an entity, whose name, kind and gender `describe` gives if it is
    /// new.
    pub fn entity(
        &mut self,
        id: EntityId,
        describe: impl FnOnce() -> (String, ReferentKind, Option<Gender>),
    ) -> ReferentIndex {
        if let Some(found) = self.by_entity.get(&id) {
            return *found;
        }
        let (name, kind, gender) = describe();
        let index = self.add(Referent { entity: Some(id), ..Referent::new(name, kind, gender) });
        self.by_entity.insert(id, index);
        index
    }

    /// Returns a new unnamed referent ("An Iranian source"), which `noun` means from now on.
    pub fn add_unnamed(
        &mut self,
        name: String,
        kind: ReferentKind,
        gender: Option<Gender>,
        noun: &str,
    ) -> ReferentIndex {
        let index = self.add(Referent::new(name, kind, gender));
        self.link(noun, index);
        index
    }

    fn add(&mut self, referent: Referent) -> ReferentIndex {
        self.referents.push(referent);
        ReferentIndex(self.referents.len() - 1)
    }

    /// Lets `noun` mean `index` from now on.
    pub fn link(&mut self, noun: &str, index: ReferentIndex) {
        self.by_noun.insert(noun.to_lowercase(), index);
    }

    /// Returns the referent that `noun` meant last.
    pub fn linked(&self, noun: &str) -> Option<ReferentIndex> {
        self.by_noun.get(&noun.to_lowercase()).copied()
    }

    /// Sets the gender of a referent unless it is known.
    pub fn suggest_gender(&mut self, index: ReferentIndex, gender: Gender) {
        self.referents[index.0].gender.get_or_insert(gender);
    }

    /// Latest referents, the latest last.
    pub fn recent(&self) -> impl DoubleEndedIterator<Item = (ReferentIndex, &Referent)> {
        self.recent.iter().map(|index| (*index, self.referent(*index)))
    }

    /// Number of other persons seen in the last sentences who may have the gender of the referent.
    pub fn rivals(&self, index: ReferentIndex, sentence: usize) -> usize {
        let gender = self.referent(index).gender;
        self.recent()
            .filter(|(other, r)| {
                *other != index
                    && r.kind == ReferentKind::Person
                    && r.seen >= sentence as i64 - RIVAL_AGE
                    && r.may_be(gender)
            })
            .count()
    }

    /// Records that the referent is spoken of in `sentence`.
    pub fn record_mention(&mut self, index: ReferentIndex, sentence: usize) {
        let referent = &mut self.referents[index.0];
        if referent.mentions == 0 {
            referent.first = sentence as i64;
        }
        referent.seen = sentence as i64;
        referent.mentions += 1;
        if let Some(at) = self.recent.iter().rposition(|r| *r == index) {
            self.recent.remove(at);
        } else if self.recent.len() >= MAX_RECENT {
            self.recent.remove(0);
        }
        self.recent.push(index);
    }

    /// Records that the referent is the subject of `sentence`.
    pub fn record_subject(&mut self, index: ReferentIndex, sentence: usize) {
        self.record_mention(index, sentence);
        let referent = &mut self.referents[index.0];
        if referent.subject != sentence as i64 {
            referent.subject_before = referent.subject;
        }
        referent.subject = sentence as i64;
    }

    /// Records that the referent speaks in `sentence`.
    pub fn record_speaker(&mut self, index: ReferentIndex, sentence: usize) {
        self.record_subject(index, sentence);
        let referent = &mut self.referents[index.0];
        referent.spoke = sentence as i64;
        referent.speeches += 1;
        self.last_speaker = Some(index);
    }

    /// Returns the likeliest of the recent referents to which `weight` gives a weight: the one
    /// whose weight and salience together are highest.
    pub fn choose(
        &self,
        sentence: usize,
        weight: impl Fn(&Referent) -> Option<f32>,
    ) -> Option<Choice> {
        let mut best: Option<(f32, ReferentIndex)> = None;
        let mut second = f32::MIN;
        for (order, (index, referent)) in self.recent().enumerate() {
            let Some(weight) = weight(referent) else { continue };
            let score = weight + self.salience(index, sentence) + order as f32 * 0.01;
            match best {
                Some((top, _)) if top >= score => second = second.max(score),
                _ => {
                    if let Some((top, _)) = best {
                        second = top;
                    }
                    best = Some((score, index));
                }
            }
        }
        best.map(|(score, referent)| Choice { referent, margin: (score - second).min(MAX_MARGIN) })
    }

    /// Salience of a referent at `sentence`: high for recent subjects and speakers.
    fn salience(&self, index: ReferentIndex, sentence: usize) -> f32 {
        let referent = self.referent(index);
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
