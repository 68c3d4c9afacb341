//! Features of the candidates of a decision.

use crate::annotate::gazetteer::word_classes::{WordClass, word_class};
use crate::annotate::quotes::discourse::{Discourse, NEVER, Referent, ReferentIndex, ReferentKind};
use crate::annotate::quotes::resolution_context::ResolutionContext;
use crate::annotate::quotes::resolver::model::{FEATURES, Feature};
use crate::annotate::quotes::resolver::question::{Place, Question, Turn};
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};
use crate::model::{EntityId, EntityKind};

/// Most sentences since a candidate that is near.
const NEAR: i64 = 2;
/// Values of [`Feature::Sort`].
const SORTS: usize = 10;

/// Values of the features of one candidate, without allocation.
#[derive(Clone, Copy, Debug)]
pub struct FeatureValues {
    values: [u16; FEATURES.len()],
    count: usize,
}

impl FeatureValues {
    fn new() -> Self {
        Self { values: [0; FEATURES.len()], count: 0 }
    }

    fn push(&mut self, feature: Feature, value: usize) {
        if let Some(place) = self.values.get_mut(self.count) {
            *place = feature.value(value);
            self.count += 1;
        }
    }

    /// The values.
    pub fn as_slice(&self) -> &[u16] {
        &self.values[..self.count]
    }
}

/// Facts that the candidates of a decision have in common.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    candidates: usize,
    near: usize,
    latest_subject: i64,
    latest_speech: i64,
    most_named: usize,
    first: i64,
}

impl Field {
    /// Returns what these candidates have in common.
    pub fn new(
        context: &ResolutionContext<'_, '_>,
        discourse: &Discourse,
        candidates: &[ReferentIndex],
        sentence: usize,
    ) -> Self {
        let mut field = Self {
            candidates: candidates.len(),
            near: 0,
            latest_subject: NEVER + 1,
            latest_speech: NEVER + 1,
            most_named: 2,
            first: i64::MAX,
        };
        for index in candidates {
            let referent = discourse.referent(*index);
            field.near += usize::from(sentence as i64 - referent.seen <= NEAR);
            field.latest_subject = field.latest_subject.max(referent.subject);
            field.latest_speech = field.latest_speech.max(referent.spoke);
            field.most_named = field.most_named.max(named(context, referent));
            field.first = field.first.min(referent.first);
        }
        field
    }
}

/// Number of times the article names a referent.
fn named(context: &ResolutionContext<'_, '_>, referent: &Referent) -> usize {
    referent.entity.map_or(0, |id| context.mention_count(id))
}

/// Returns the features of nobody that is known.
pub fn of_nobody(field: &Field, question: &Question<'_>) -> FeatureValues {
    let mut values = FeatureValues::new();
    values.push(Feature::Nobody, usize::from(question.ruled.is_none()));
    values.push(Feature::NobodyOf, field.candidates);
    values.push(Feature::NobodyNear, field.near);
    if let Some(noun) = question.noun {
        values.push(Feature::NobodyShape, noun.shape);
    }
    if let Some(turn) = question.turn {
        let value = match turn.pause {
            _ if turn.after_colon => 6,
            _ if turn.reopened => 7,
            pause => pause.min(5),
        };
        values.push(Feature::NobodyTurn, value as usize);
        values.push(Feature::NobodyVoice, turn.first_person as usize);
    }
    values
}

/// Returns the features of a candidate, the `order`-th latest.
pub fn of_candidate(
    context: &ResolutionContext<'_, '_>,
    discourse: &Discourse,
    (field, order): (&Field, usize),
    question: &Question<'_>,
    index: ReferentIndex,
) -> FeatureValues {
    let referent = discourse.referent(index);
    let mut values = FeatureValues::new();
    push_distances(context, question.sentence, referent, &mut values);
    values.push(Feature::Order, order);
    let latest = usize::from(referent.subject == field.latest_subject)
        + 2 * usize::from(referent.spoke == field.latest_speech);
    values.push(Feature::Latest, latest);
    let last = discourse.last_speaker() == Some(index);
    let just = question.sentence as i64 - referent.spoke <= 1;
    values.push(Feature::LastSpeaker, if last { 2 - usize::from(just) } else { 0 });
    push_counts(context, field, referent, &mut values);
    let near = question.sentence as i64 - referent.seen <= NEAR;
    let alone = match field {
        Field { candidates: 1, .. } => 2,
        Field { near: 1, .. } if near => 1,
        _ => 0,
    };
    values.push(Feature::Alone, alone);
    let sort = sort(referent);
    values.push(Feature::Sort, sort);
    values.push(
        Feature::Gender,
        match (referent.kind, referent.gender) {
            (ReferentKind::Person, Some(_)) => 1,
            (ReferentKind::Person, None) => 2,
            _ => 0,
        },
    );
    values.push(Feature::Owned, usize::from(referent.owned));
    push_rules(question, index, &mut values);
    if let Some(place) = question.place {
        push_place(question.sentence, place, referent, &mut values);
    }
    if let Some(noun) = question.noun {
        values.push(Feature::BareSort, sort + if noun.bare { SORTS } else { 0 });
        push_noun(context, question, referent, &mut values);
    }
    if let Some(turn) = question.turn {
        push_turn(context, question, (turn, index), referent, &mut values);
    }
    values
}

/// Adds how long ago the referent was seen, was the subject, and spoke.
fn push_distances(
    context: &ResolutionContext<'_, '_>,
    sentence: usize,
    referent: &Referent,
    values: &mut FeatureValues,
) {
    let age = |at: i64| sentence as i64 - at;
    values.push(
        Feature::Seen,
        match age(referent.seen) {
            age @ 0..=4 => age as usize,
            5..=9 => 5,
            10..=19 => 6,
            _ => 7,
        },
    );
    let sparse = |at: i64| match age(at) {
        age @ 0..=3 => age as usize,
        4..=5 => 4,
        6..=9 => 5,
        10..=100 => 6,
        _ => 7,
    };
    values.push(Feature::Subject, sparse(referent.subject));
    values.push(Feature::Spoke, sparse(referent.spoke));
    values.push(Feature::Paragraphs, paragraphs(context, sentence, referent.seen).unwrap_or(3));
    let subject = paragraphs(context, sentence, referent.subject).map_or(4, |past| past.min(3));
    values.push(Feature::SubjectParagraphs, subject);
    let short = |at: i64| age(at).clamp(0, 3) as usize;
    let so_far = referent.mentions.min(4) as usize;
    values.push(Feature::NewSeen, 4 * so_far + short(referent.seen));
    values.push(Feature::SeenSubject, 4 * short(referent.seen) + short(referent.subject));
}

/// Number of paragraphs between a sentence and the one of number `then`; `None` if it is none.
fn paragraphs(context: &ResolutionContext<'_, '_>, sentence: usize, then: i64) -> Option<usize> {
    let sentences = &context.narration().sentences;
    let then = sentences.get(usize::try_from(then).ok()?)?.paragraph;
    Some(sentences.get(sentence)?.paragraph.saturating_sub(then) as usize)
}

/// Adds how the referent stands in the pronoun's own sentence.
fn push_place(sentence: usize, place: Place, referent: &Referent, values: &mut FeatureValues) {
    let here = |at: i64| at == sentence as i64;
    let own = match () {
        () if here(referent.subject) => 2,
        () if here(referent.seen) => 1,
        () => 0,
    };
    values.push(Feature::Place, 3 * place as usize + own);
}

/// Adds how much the article speaks of the referent.
fn push_counts(
    context: &ResolutionContext<'_, '_>,
    field: &Field,
    referent: &Referent,
    values: &mut FeatureValues,
) {
    let count = named(context, referent);
    values.push(
        Feature::Count,
        match count {
            0..=2 => count,
            3..=4 => 3,
            5..=8 => 4,
            _ => 5,
        },
    );
    values.push(Feature::Main, usize::from(count == field.most_named));
    values.push(
        Feature::SoFar,
        match referent.mentions {
            few @ 0..=2 => few as usize,
            3..=4 => 3,
            _ => 4,
        },
    );
    values.push(Feature::Speeches, referent.speeches as usize);
    values.push(Feature::First, usize::from(referent.first == field.first));
    values.push(
        Feature::FirstNamed,
        match referent.first {
            ..=0 => 0,
            1..=2 => 1,
            3..=6 => 2,
            _ => 3,
        },
    );
}

/// Adds what the rules make of the referent.
fn push_rules(question: &Question<'_>, index: ReferentIndex, values: &mut FeatureValues) {
    let ruled = match question.ruled {
        Some((ruled, margin)) if ruled == index => match margin {
            ..1.0 => 1,
            1.0..2.5 => 2,
            2.5..5.0 => 3,
            _ => 4,
        },
        _ => 0,
    };
    values.push(Feature::Ruled, ruled);
    let rule = question.rules.iter().position(|proposed| *proposed == Some(index));
    values.push(Feature::Rule, rule.map_or(0, |rule| rule + 1));
}

/// Kind of a referent and of its name.
fn sort(referent: &Referent) -> usize {
    let named = referent.entity.is_some();
    let one_word = !referent.name.contains(' ');
    match referent.kind {
        ReferentKind::Person if named => usize::from(one_word),
        ReferentKind::Person => 2,
        ReferentKind::Organisation if named => 3 + usize::from(one_word),
        ReferentKind::Organisation => 5,
        ReferentKind::Place => 6,
        ReferentKind::Document | ReferentKind::Thing => 7,
        ReferentKind::Plural => 9 - usize::from(named),
    }
}

/// Adds how the noun agrees with what the article calls the referent.
fn push_noun(
    context: &ResolutionContext<'_, '_>,
    question: &Question<'_>,
    referent: &Referent,
    values: &mut FeatureValues,
) {
    let Some(noun) = question.noun else { return };
    let called = referent.entity.map_or(0, |id| {
        let all = context.attributes().called(noun.head);
        let before = all.partition_point(|(at, _)| *at <= question.sentence);
        let is = |entry: &(usize, _)| entry.1 == id;
        match all[..before].last() {
            Some(last) if last.1 == id => 1,
            _ if all[..before].iter().any(is) => 2,
            _ if all[before..].iter().any(is) => 3,
            None if all.is_empty() => {
                if has_role(context, id) {
                    5
                } else {
                    0
                }
            }
            // Somebody else is called so.
            _ => 4,
        }
    });
    values.push(Feature::Called, called);
    let role = referent.entity.and_then(|id| context.role_words(id)).unwrap_or("");
    let said = |word: &str| {
        let is = |other: &str| other.eq_ignore_ascii_case(word);
        referent.name.split(' ').any(is) || role.split(' ').any(is)
    };
    let head = said(noun.head);
    let modifier = !noun.modifier.is_empty() && said(noun.modifier);
    // "the engineers", of "engineers at the plant"
    let unnamed = referent.entity.is_none();
    let so = usize::from(head) + 2 * usize::from(modifier) + 4 * usize::from(unnamed);
    values.push(Feature::NamedSo, so);
    let told = unnamed && referent.name.split(' ').count() > 2;
    let bare = noun.shape == 1 || noun.shape == 4;
    let chain = usize::from(head) + 2 * usize::from(told) + 4 * usize::from(bare);
    values.push(Feature::Chain, if unnamed { 1 + chain } else { 0 });
}

/// True if the article calls the entity by a noun for a person.
pub fn has_role(context: &ResolutionContext<'_, '_>, id: EntityId) -> bool {
    let person = |word: &str| speaker_nouns::kind_of(word) == Some(SpeakerNoun::Person);
    context.role_words(id).is_some_and(|role| role.split(' ').any(person))
}

/// Adds what turn-taking and the quotation's surroundings tell about the referent.
fn push_turn(
    context: &ResolutionContext<'_, '_>,
    question: &Question<'_>,
    (turn, index): (Turn, ReferentIndex),
    referent: &Referent,
    values: &mut FeatureValues,
) {
    let sentence = question.sentence;
    let last = turn.last_speaker == Some(index);
    let value = match () {
        () if turn.in_paragraph == Some(index) => 1,
        () if turn.in_paragraph.is_some() => 2,
        () if turn.reopened && last => 3,
        () if turn.reopened => 4,
        () if turn.reply == Some(index) => 5,
        () => 0,
    };
    values.push(Feature::Turn, value);
    let before = referent.subject == sentence as i64 - 1;
    let own = match () {
        () if turn.own_subject == Some(index) => 1,
        () if before && turn.after_colon => 3,
        () if before => 2,
        () => 0,
    };
    values.push(Feature::OwnSubject, own);
    let pause = paragraphs(context, sentence, referent.spoke).unwrap_or(4).min(4);
    values.push(Feature::Pause, pause);
    let since = referent.seen > referent.spoke;
    values.push(Feature::SaidInPause, 2 * pause + usize::from(since));
    let ago = (sentence as i64 - referent.spoke).clamp(0, 3) as usize;
    values.push(Feature::SpokePause, 4 * ago + pause.min(3));
    let words = question.key.of(context.narration().text);
    let surname = referent.name.rsplit(' ').next().unwrap_or("");
    let within = surname.len() > 2 && referent.entity.is_some() && words.contains(surname);
    values.push(Feature::Within, usize::from(within));
    let sort = sort(referent);
    values.push(Feature::Voice, SORTS * turn.first_person as usize + sort);
    if turn.after_colon {
        let seen = sentence as i64 - referent.seen <= 1;
        values.push(Feature::Colon, sort + if seen { SORTS } else { 0 });
    }
}

/// True if a noun for an office cannot mean the referent, who is known as somebody's relative or as
/// the younger of two, and not by that noun: "the President" is not his wife or son.
pub fn is_kin_of_office(
    context: &ResolutionContext<'_, '_>,
    noun: &str,
    referent: &Referent,
) -> bool {
    let Some(entity) = referent.entity.and_then(|id| context.entity(id)) else {
        return false;
    };
    let lower = noun.to_lowercase();
    if entity.kind != EntityKind::Person || !word_class(&lower).contains(WordClass::TITLE) {
        return false;
    }
    let role = referent.entity.and_then(|id| context.role_words(id)).unwrap_or("");
    let kin = |word: &str| word_class(&word.to_lowercase()).contains(WordClass::KIN);
    let suffixed = referent.name.rsplit(' ').next().is_some_and(|last| last.starts_with("Jr"));
    let says = role.split(' ').any(|word| word.eq_ignore_ascii_case(noun));
    role.split(' ').any(kin) && (role.contains("'s ") || role.contains(" of ") || !says)
        || suffixed && !says
}
