//! Offices, and who cannot be meant by them: "the judge" is nobody whom the article calls a lawyer,
//! "the president" not the vice president, "the source" nobody by name.

use crate::annotate::gazetteer::word_classes::{WordClass as NameClass, is_word_of};
use crate::annotate::quotes::discourse::{Referent, ReferentKind};
use crate::annotate::quotes::lexicon::{self, WordClass};
use crate::annotate::quotes::narration::Narration;
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::offices::synonyms;
use crate::annotate::quotes::resolution_context::ResolutionContext;
use crate::annotate::quotes::resolver::features::{has_role, is_kin_of_office};
use crate::annotate::quotes::word_gender::noun_gender;
use crate::model::EntityId;

/// True if a common noun for a person cannot mean the referent: an office or occupation that the
/// article gives to others alone, or that the referent's own rules out, or an unnamed source.
pub fn is_ruled_out(
    context: &ResolutionContext<'_, '_>,
    phrase: NounPhrase,
    referent: &Referent,
) -> bool {
    let narration = context.narration();
    let noun = narration.word(phrase.head);
    if is_kin_of_office(context, noun, referent) {
        return true;
    }
    let lower = noun.to_lowercase();
    let Some(id) = referent.entity else {
        return is_called_otherwise(&lower, referent);
    };
    if lexicon::is_in(&lower, WordClass::ANONYMOUS) {
        return !is_called(context, &lower, id);
    }
    if lexicon::is_in(&lower, WordClass::OCCUPATION) {
        // "the auditor" is no judge, nor anybody while the article calls another so.
        return !is_called(context, &lower, id)
            && (called_so(context, &lower).next().is_some() || has_role(context, id));
    }
    if !is_word_of(OFFICES, &lower) && !is_word_of(NameClass::TITLE, &lower) {
        return false;
    }
    let deputy = is_deputy(narration, phrase);
    let role = context.role_words(id).unwrap_or("");
    let is_deputy = role.split(' ').any(is_deputy_word);
    if is_called(context, &lower, id) {
        return deputy != is_deputy && (deputy || says(role, &lower));
    }
    let of_others = called_so(context, &lower).next().is_some();
    let of_another = role.split(' ').any(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        is_word_of(OFFICES, &word)
    });
    deputy || of_others || of_another
}

/// True for somebody unnamed whom other words than the noun tell: "a clerk" is not "the executive".
fn is_called_otherwise(noun: &str, referent: &Referent) -> bool {
    let single = |word: &str| word.strip_suffix('s').unwrap_or(word).to_lowercase();
    let own = |word: &str| single(word) == single(noun) || synonyms(noun).contains(&word);
    let research = |word: &str| lexicon::is_in(&word.to_lowercase(), WordClass::RESEARCH);
    let many = referent.kind == ReferentKind::Plural || referent.kind == ReferentKind::Person;
    many && noun_gender(noun).is_none()
        && !referent.name.split(' ').any(own)
        && !(research(noun) && referent.name.split(' ').any(research))
}

/// Offices of which the holder is known by them.
const OFFICES: NameClass =
    NameClass::POLITICAL_OFFICE.union(NameClass::COURT_OFFICE).union(NameClass::POLICE_OFFICE);

/// The office, and other words for it.
fn called_so<'c>(
    context: &'c ResolutionContext<'_, '_>,
    office: &'c str,
) -> impl Iterator<Item = EntityId> + 'c {
    let others = synonyms(office);
    std::iter::once(office)
        .chain(others.iter().copied())
        .flat_map(|word| context.attributes().called(word).iter().map(|(_, id)| *id))
}

/// True if the article calls the entity by the office or another word for it.
fn is_called(context: &ResolutionContext<'_, '_>, office: &str, id: EntityId) -> bool {
    called_so(context, office).any(|called| called == id)
        || context.role_words(id).is_some_and(|role| says(role, office))
}

/// True if the role holds the word.
fn says(role: &str, word: &str) -> bool {
    role.split(' ').any(|other| other.eq_ignore_ascii_case(word))
}

/// True for "the vice president".
fn is_deputy(narration: &Narration<'_>, phrase: NounPhrase) -> bool {
    (phrase.start..phrase.head).any(|at| is_deputy_word(narration.word(at)))
}

/// True for "vice" and "deputy".
fn is_deputy_word(word: &str) -> bool {
    lexicon::is_in(&word.to_lowercase(), WordClass::DEPUTY)
}
