//! Speakers named by a common noun: "the professor", "his lawyers", "a government source".
//!
//! Either somebody spoken of before, found by role, by the name that contains the noun, or as the
//! likeliest of the recent referents; or a speaker known by these words alone, who is kept as
//! printed and never merged with a named one.

use crate::annotate::gazetteer::Gender;
use crate::annotate::quotes::discourse::{
    Choice, Discourse, Referent, ReferentIndex, ReferentKind,
};
use crate::annotate::quotes::group_members::{belongs_to, is_party};
use crate::annotate::quotes::lexicon::{self, Pos, WordClass};
use crate::annotate::quotes::narration::{ItemRange, Narration};
use crate::annotate::quotes::noun_phrase::{NounPhrase, in_one_line, name_end};
use crate::annotate::quotes::office_vetoes::is_ruled_out;
use crate::annotate::quotes::pronoun_resolution::resolve_pronoun;
use crate::annotate::quotes::resolution_context::{Reference, ResolutionContext};
use crate::annotate::quotes::resolver::choice::decide;
use crate::annotate::quotes::resolver::kind::ReferenceKind;
use crate::annotate::quotes::resolver::question::{Noun, Question, RULES};
use crate::annotate::quotes::speaker_nouns::{self, SpeakerNoun};
use crate::annotate::quotes::word_gender::noun_gender;
use crate::model::{EntityId, EntityKind, ResolutionMethod, Span};

/// Most items of a phrase that describes somebody spoken of before.
const MAX_DESCRIPTION: usize = 6;
/// Margin of a speaker found by role or by the same noun.
const SAME_NOUN_MARGIN: f32 = 3.0;
/// Margin of a speaker found by a related noun.
const RELATED_MARGIN: f32 = 2.0;
/// Most sentences since somebody spoke or was the subject who is described in other words.
const MAX_DESCRIBED_AGE: i64 = 2;
/// Most words of an unnamed speaker who is told so again.
const MAX_TOLD: usize = 10;
/// Weight of researchers of whom more is told than that they are such.
const TOLD_WEIGHT: f32 = 8.0;
/// Longest name of such an owner: "his lawyer's lawyer's …" grows with each sentence.
const MAX_OWNER_BYTES: usize = 100;
/// Largest margin of a choice among the recent referents.
const MAX_CHOICE_MARGIN: f32 = 1.5;
/// Smallest margin of a possessive whose owner is told: "his lawyers".
const MIN_OWNER_MARGIN: f32 = 1.0;

/// Phrase headed by a common noun.
pub struct CommonNoun<'c, 'a, 't> {
    context: &'c ResolutionContext<'a, 't>,
    phrase: NounPhrase,
    sentence: usize,
    /// Head of the phrase.
    noun: &'t str,
    kind: Option<SpeakerNoun>,
    gender: Option<Gender>,
    /// True for "the professor", and for a capital ("Police").
    definite: bool,
}

type Rule = fn(&CommonNoun<'_, '_, '_>, &mut Discourse) -> Option<Reference>;

/// Rules for somebody spoken of before whom a common noun means.
const PROPOSALS: [Rule; RULES] = [called_so, same_noun, likeliest, same_researchers];
/// Number of [`same_noun`] among them.
const SAME_NOUN: usize = 1;

impl<'c, 'a, 't> CommonNoun<'c, 'a, 't> {
    /// Returns the phrase, which stands in `sentence`.
    pub fn new(
        context: &'c ResolutionContext<'a, 't>,
        phrase: NounPhrase,
        sentence: usize,
    ) -> Self {
        let narration = context.narration();
        let noun = narration.word(phrase.head);
        let kind = speaker_nouns::kind_of(noun).or_else(|| kind_of_many(narration, phrase));
        // "Reports said" are no report told of before.
        let capital = phrase.len() == 1
            && kind != Some(SpeakerNoun::Document)
            && narration.items[phrase.head].capital
            && !narration.is_listed_in_any_case(phrase.start, WordClass::QUANTIFIER);
        // "sources said" are those introduced as "sources at the bank".
        let introduced =
            phrase.len() == 1 && narration.is_listed(phrase.head, WordClass::INTRODUCED);
        let definite = narration.is_listed_in_any_case(phrase.start, WordClass::DEFINITE)
            || capital
            || introduced;
        let gender = noun_gender(noun);
        Self { context, phrase, sentence, noun, kind, gender, definite }
    }

    /// True for "the statement", "a letter".
    pub fn is_document(&self) -> bool {
        self.kind == Some(SpeakerNoun::Document)
    }

    /// True for "the study", which speaks for itself.
    pub fn is_study(&self) -> bool {
        self.is_listed(WordClass::STUDY)
    }

    /// Returns the maker of the document that the noun is, and lets the noun mean the maker from
    /// now on.
    pub fn made_by(&self, discourse: &mut Discourse, maker: ReferentIndex) -> Reference {
        discourse.link(self.noun, maker);
        self.reference(maker, RELATED_MARGIN, true)
    }

    /// Returns the speaker whom the noun means by itself.
    pub fn speaker(&self, discourse: &mut Discourse) -> Option<Reference> {
        if let Some(bearer) = surname(self, discourse) {
            return Some(bearer);
        }
        let proposals = PROPOSALS.map(|rule| rule(self, discourse));
        let ruled = proposals.iter().flatten().next().copied();
        let Some(kind) = self.reference_kind() else {
            return ruled.or_else(|| unnamed(self, discourse));
        };
        let question = Question {
            kind,
            sentence: self.sentence,
            key: self.span(),
            ruled: ruled.map(|ruled| (ruled.referent, ruled.margin)),
            rules: proposals.map(|proposal| proposal.map(|proposal| proposal.referent)),
            noun: Some(self.description()),
            turn: None,
            place: None,
        };
        let decision =
            decide(self.context, discourse, &question, |referent| self.admits(kind, referent));
        // "The diplomat", after "a diplomat who knows the talks": the words that tell more name
        // that one as well as a new one.
        let chained = || {
            let same = proposals[SAME_NOUN]?.referent;
            let referent = discourse.referent(same);
            let words = referent.name.split(' ').count();
            let told = words > self.phrase.len() && words <= MAX_TOLD;
            (referent.entity.is_none() && told && !self.is_document()).then_some(same)
        };
        match decision.referent.or_else(chained) {
            Some(referent) => Some(self.reference(referent, decision.margin, true)),
            None => unnamed(self, discourse),
        }
    }

    /// Returns the kind of the words, if they can mean somebody spoken of before.
    fn reference_kind(&self) -> Option<ReferenceKind> {
        if !self.definite || self.phrase.len() > MAX_DESCRIPTION {
            return None;
        }
        Some(match self.kind? {
            SpeakerNoun::Person => ReferenceKind::Person,
            SpeakerNoun::Organisation => ReferenceKind::Organisation,
            SpeakerNoun::Plural => ReferenceKind::Plural,
            SpeakerNoun::Document => ReferenceKind::Document,
        })
    }

    /// True if the noun can mean the referent.
    fn admits(&self, kind: ReferenceKind, referent: &Referent) -> bool {
        match (kind, referent.kind) {
            (ReferenceKind::Person, ReferentKind::Person) => {
                referent.may_be(self.gender) && !is_ruled_out(self.context, self.phrase, referent)
            }
            // "the auditor Brenner & Lund"
            (ReferenceKind::Person, ReferentKind::Organisation) => {
                referent.entity.is_some_and(|id| self.context.attributes().is_called(self.noun, id))
            }
            (
                ReferenceKind::Organisation,
                ReferentKind::Organisation | ReferentKind::Place | ReferentKind::Plural,
            )
            | (ReferenceKind::Document, ReferentKind::Document | ReferentKind::Organisation) => {
                true
            }
            (ReferenceKind::Plural, ReferentKind::Plural) => {
                !is_ruled_out(self.context, self.phrase, referent)
            }
            // "The police" may be a body named before, "the senators" are not.
            (ReferenceKind::Plural, ReferentKind::Organisation) => {
                let singular = self.noun.strip_suffix('s').and_then(speaker_nouns::kind_of);
                singular != Some(SpeakerNoun::Person)
            }
            _ => false,
        }
    }

    /// Returns the noun as the resolver sees it.
    fn description(&self) -> Noun<'t> {
        let narration = self.context.narration();
        let NounPhrase { start, end, head } = self.phrase;
        let bare = self.phrase.len() <= 2 && end == head + 1;
        let inner = start + 1..end;
        let named = inner
            .clone()
            .any(|at| narration.items[at].is_named() || narration.items[at].is(Pos::POSS));
        let shape = match self.phrase.len() {
            _ if named => 5,
            1 => 4,
            2 => 1,
            _ if end > head + 1 => 6,
            3 => 2,
            _ => 3,
        };
        let modifier = if head > start + 1 { narration.word(head - 1) } else { "" };
        Noun { head: self.noun, modifier, bare, shape }
    }

    /// Returns the speaker known by these words alone.
    pub fn as_printed(&self, discourse: &mut Discourse) -> Option<Reference> {
        unnamed(self, discourse)
    }

    /// "His lawyers": the one whom the possessive means, with the noun.
    pub fn possessed(&self, discourse: &mut Discourse) -> Option<Reference> {
        let NounPhrase { start, head, .. } = self.phrase;
        let narration = self.context.narration();
        let kind = self.kind.filter(|kind| *kind != SpeakerNoun::Document)?;
        if !narration.is_listed_in_any_case(start, WordClass::POSSESSIVE) || head == start {
            return None;
        }
        let owner = resolve_pronoun(self.context, discourse, start, self.sentence)
            .filter(|owner| owner.margin >= MIN_OWNER_MARGIN)
            .filter(|owner| discourse.referent(owner.referent).name.len() <= MAX_OWNER_BYTES)?;
        let rest = in_one_line(narration, ItemRange::new(start + 1, head + 1));
        let name = format!("{}'s {rest}", discourse.referent(owner.referent).name);
        let referent = discourse
            .linked(self.noun)
            .filter(|linked| discourse.referent(*linked).name == name)
            .unwrap_or_else(|| discourse.add_unnamed(name, kind.into(), self.gender, self.noun));
        Some(self.reference(referent, owner.margin.min(RELATED_MARGIN), false))
    }

    fn reference(&self, referent: ReferentIndex, margin: f32, resolved: bool) -> Reference {
        Reference {
            referent,
            mention: Some(self.span()),
            reached: ResolutionMethod::Title,
            margin,
            resolved,
        }
    }

    fn span(&self) -> Span {
        self.context.narration().span(self.phrase.items())
    }

    /// True if the head is one of the listed nouns, in lower case.
    fn is_listed(&self, classes: WordClass) -> bool {
        self.context.narration().is_listed(self.phrase.head, classes)
    }

    /// Items before the head that tell which of its kind is meant: "health" in "the local health
    /// minister", "Ruritanian" in "the Ruritanian president".
    fn modifiers(&self) -> impl Iterator<Item = usize> {
        let narration = self.context.narration();
        (self.phrase.start + 1..self.phrase.head).filter(|at| {
            let item = &narration.items[*at];
            item.is_named() || item.is(Pos::NOUN | Pos::NAME) && !is_rank(narration.word(*at))
        })
    }

    /// True if all modifiers stand in the name.
    fn is_told_by(&self, name: &str) -> bool {
        let narration = self.context.narration();
        let stands = |at| name.split(' ').any(|w| w.eq_ignore_ascii_case(narration.word(at)));
        self.modifiers().all(stands)
    }

    /// True if the names among the modifiers stand in the name: "the German central bank" is not
    /// the bank of Europe.
    fn is_named_by(&self, name: &str) -> bool {
        let narration = self.context.narration();
        let stands = |at| name.split(' ').any(|w| w.eq_ignore_ascii_case(narration.word(at)));
        self.modifiers().filter(|at| narration.items[*at].is_named()).all(stands)
    }

    /// Kind of the name of which the item at `at` is a part.
    fn name_kind(&self, at: usize) -> Option<EntityKind> {
        let mention = self.context.narration().items[at].mention?;
        self.context.mention(mention).map(|mention| mention.kind)
    }

    /// True if the word at `at` stands in a role of the entity.
    fn is_in_role(&self, at: usize, id: EntityId) -> bool {
        let word = self.context.narration().word(at);
        let printed = || {
            let role = self.context.role(id).unwrap_or_default();
            role.split(' ').any(|part| part.eq_ignore_ascii_case(word))
        };
        self.context.attributes().is_called(word, id) || printed()
    }

    /// True if what the phrase tells of a person agrees with what is known of the referent: "the
    /// health minister" is no other minister, "the Ruritanian envoy" somebody of the last
    /// sentences, and "the victim's father" nobody of whom that was not said.
    fn may_describe(&self, referent: &Referent) -> bool {
        let narration = self.context.narration();
        let owned =
            (self.phrase.start..self.phrase.head).any(|at| narration.items[at].is(Pos::POSS));
        // "The victim's father" is no salesman spoken of before.
        let Some(id) = referent.entity else {
            return !owned || has_word(&referent.name, self.noun);
        };
        let topical =
            referent.subject.max(referent.spoke) >= self.sentence as i64 - MAX_DESCRIBED_AGE;
        let called = self.context.attributes().is_called(self.noun, id);
        !owned
            && self.modifiers().all(|at| {
                let word = narration.word(at);
                let party = is_party(word);
                let apart = party && belongs_to(self.context, id, word).is_none();
                let named = narration.items[at].is_named() && !party;
                !apart && (!called && (topical || !named) || self.is_in_role(at, id))
            })
    }

    /// True for "the space agency": one word that no name has between article and noun.
    fn has_plain_modifier(&self) -> bool {
        let NounPhrase { start, head, end } = self.phrase;
        let modifier = &self.context.narration().items[start + 1..head.max(start + 1)];
        end == head + 1
            && modifier.len() == 1
            && modifier.iter().all(|item| {
                item.is_plain_word() && !item.capital && item.is(Pos::NOUN) && !item.is(Pos::NUM)
            })
    }

    /// True if a body of that name can be what the noun says: a ministry is no company.
    fn is_kind_of(&self, name: &str) -> bool {
        let public = name
            .split(' ')
            .any(|word| lexicon::is_in(&word.to_lowercase(), WordClass::PUBLIC_BODY));
        !(public && self.is_listed(WordClass::BUSINESS))
    }

    /// Weight of a referent as the one described; `None` if it cannot be the one.
    fn weight(&self, referent: &Referent) -> Option<f32> {
        let named = referent.entity.is_some();
        let bare = self.phrase.len() == 2 || self.has_plain_modifier();
        match (self.kind?, referent.kind) {
            (SpeakerNoun::Person, ReferentKind::Person) => {
                let fits = referent.may_be(self.gender)
                    && self.may_describe(referent)
                    && !is_ruled_out(self.context, self.phrase, referent);
                fits.then_some(0.0)
            }
            (SpeakerNoun::Organisation, kind)
                if named
                    && kind != ReferentKind::Person
                    && has_word(&referent.name, self.noun)
                    && self.is_named_by(&referent.name) =>
            {
                Some(4.0)
            }
            (SpeakerNoun::Organisation, ReferentKind::Organisation) => {
                let fits =
                    self.is_listed(WordClass::ORGANISATION) && self.is_kind_of(&referent.name);
                (named && bare && fits).then_some(0.0)
            }
            (SpeakerNoun::Organisation, ReferentKind::Place) => (named
                && bare
                && !is_feature(&referent.name)
                && self.is_listed(WordClass::SETTLEMENT))
            .then_some(0.5),
            _ => None,
        }
    }
}

/// "Congresswoman Lomidze", whose name no list knows: the only person of that surname.
fn surname(noun: &CommonNoun<'_, '_, '_>, discourse: &mut Discourse) -> Option<Reference> {
    let context = noun.context;
    let head = &context.narration().items[noun.phrase.head];
    if !head.capital || !head.is(Pos::NAME) || noun.kind.is_some() {
        return None;
    }
    let id = context.only_bearer(noun.noun)?;
    let referent = context.referent_of_entity(discourse, id);
    let reached = ResolutionMethod::Surname;
    Some(Reference { reached, ..noun.reference(referent, SAME_NOUN_MARGIN, true) })
}

/// "the professor": the person last called so.
fn called_so(noun: &CommonNoun<'_, '_, '_>, discourse: &mut Discourse) -> Option<Reference> {
    let NounPhrase { head, end, .. } = noun.phrase;
    let context = noun.context;
    let bare = end == head + 1 || !context.narration().says(head + 1, "for");
    if !noun.definite || !bare || noun.kind != Some(SpeakerNoun::Person) {
        return None;
    }
    let id = context.attributes().last_called(noun.noun, noun.sentence)?;
    // "the health minister" is not the minister of finance.
    let fits = noun
        .modifiers()
        .all(|at| noun.name_kind(at) == Some(EntityKind::Organisation) || noun.is_in_role(at, id));
    if !fits {
        return None;
    }
    let referent = context.referent_of_entity(discourse, id);
    if is_ruled_out(context, noun.phrase, discourse.referent(referent)) {
        return None;
    }
    Some(noun.reference(referent, SAME_NOUN_MARGIN, true))
}

/// "the source", after "a source": the referent that the noun meant last.
fn same_noun(noun: &CommonNoun<'_, '_, '_>, discourse: &mut Discourse) -> Option<Reference> {
    let linked = discourse.linked(noun.noun).filter(|_| noun.definite)?;
    // "The Ruritanian police" are not the police of before.
    let referent = discourse.referent(linked);
    let apart = referent.entity.is_none() && !noun.is_told_by(&referent.name)
        || referent.entity.is_some() && is_ruled_out(noun.context, noun.phrase, referent);
    if apart {
        return None;
    }
    Some(noun.reference(linked, SAME_NOUN_MARGIN, true))
}

/// "the commission" for the Police Commission, "the company", "the city", "the woman": the most
/// salient referent that can be described so.
fn likeliest(noun: &CommonNoun<'_, '_, '_>, discourse: &mut Discourse) -> Option<Reference> {
    if !noun.definite || noun.phrase.len() > MAX_DESCRIPTION {
        return None;
    }
    let Choice { referent, margin } = discourse.choose(noun.sentence, |r| noun.weight(r))?;
    Some(noun.reference(referent, margin.min(MAX_CHOICE_MARGIN), true))
}

/// "the scientists", "the team", after "researchers at the institute": one word for those who did a
/// study for another.
fn same_researchers(noun: &CommonNoun<'_, '_, '_>, discourse: &mut Discourse) -> Option<Reference> {
    let several = matches!(noun.kind, Some(SpeakerNoun::Plural | SpeakerNoun::Organisation));
    if !several || !noun.definite || !noun.is_listed(WordClass::RESEARCH) {
        return None;
    }
    let choice = discourse.choose(noun.sentence, |r| {
        let researchers = r.entity.is_none()
            && matches!(r.kind, ReferentKind::Plural | ReferentKind::Organisation)
            && r.name
                .split(' ')
                .any(|word| lexicon::is_in(&word.to_lowercase(), WordClass::RESEARCH));
        // Who they are was told once: "researchers at the institute". A team needs that.
        let told = r.name.split(' ').count() > 2;
        let fits = researchers && (told || noun.kind == Some(SpeakerNoun::Plural));
        fits.then_some(if told { TOLD_WEIGHT } else { 0.0 })
    })?;
    Some(noun.reference(choice.referent, RELATED_MARGIN, true))
}

/// "An Iranian source": a new referent of that name. Always gives one, like every last rule.
#[allow(clippy::unnecessary_wraps)] // the signature of a rule
fn unnamed(noun: &CommonNoun<'_, '_, '_>, discourse: &mut Discourse) -> Option<Reference> {
    let narration = noun.context.narration();
    let head = &narration.items[noun.phrase.head];
    let kind = match noun.kind {
        Some(kind) => kind.into(),
        None if head.is(Pos::NAME) && head.capital => ReferentKind::Person,
        None => ReferentKind::Thing,
    };
    let words = ItemRange::new(noun.phrase.start, name_end(narration, noun.phrase));
    let name = in_one_line(narration, words);
    let referent = discourse.add_unnamed(name, kind, noun.gender, noun.noun);
    let margin = if noun.kind.is_some() { SAME_NOUN_MARGIN } else { 0.0 };
    Some(noun.reference(referent, margin, false))
}

/// True for a word that ranks an office and names no other: "former", "senior".
fn is_rank(word: &str) -> bool {
    lexicon::is_in(&word.to_lowercase(), WordClass::RANK)
}

/// Kind of those of whom the head gives a number or part: "a number of senators", "one of the
/// users".
fn kind_of_many(narration: &Narration<'_>, phrase: NounPhrase) -> Option<SpeakerNoun> {
    let (head, of) = (phrase.head, phrase.head + 1);
    let part = narration.is_listed_in_any_case(head, WordClass::PART_OF)
        || narration.items[head].is(Pos::NUM);
    if !part || !narration.says(of, "of") || of + 1 >= phrase.end {
        return None;
    }
    let whole = NounPhrase::within(narration, ItemRange::new(of + 1, phrase.end))?;
    let named = narration.items[whole.head].is_named();
    match speaker_nouns::kind_of(narration.word(whole.head)) {
        Some(SpeakerNoun::Plural) if narration.says(head, "one") => Some(SpeakerNoun::Person),
        Some(SpeakerNoun::Plural | SpeakerNoun::Person) => Some(SpeakerNoun::Plural),
        None if named => Some(SpeakerNoun::Plural),
        other => other,
    }
}

/// True if a place is no town or country but something in it: "Wall Street".
fn is_feature(name: &str) -> bool {
    name.rsplit(' ').next().is_some_and(|last| lexicon::is_in(last, WordClass::FEATURE_NAME))
}

/// True if the name of several words contains the noun: "commission" in "Police Commission".
fn has_word(name: &str, noun: &str) -> bool {
    name.contains(' ') && name.split(' ').any(|word| word.eq_ignore_ascii_case(noun))
}
