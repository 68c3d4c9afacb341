//! Offices, and who cannot be meant by them: "the judge" is nobody whom the article calls a lawyer,
//! "the president" not the vice president, "the source" nobody by name.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::annotate::gazetteer::lexicon::lexicon_lines;
use crate::annotate::gazetteer::word_classes::{WordClass as NameClass, is_word_of};
use crate::annotate::quotes::discourse::Referent;
use crate::annotate::quotes::lexicon::{self, WordClass};
use crate::annotate::quotes::narration::Narration;
use crate::annotate::quotes::noun_phrase::NounPhrase;
use crate::annotate::quotes::resolution_context::ResolutionContext;
use crate::annotate::quotes::resolver::features::is_kin_of_office;
use crate::model::EntityId;

/// Other words for an office, by each of them in small letters.
static SYNONYMS: LazyLock<FxHashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut all: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for line in lexicon_lines(include_str!("../lexicon/offices.txt")) {
        for word in line.split_whitespace() {
            all.entry(word).or_default().extend(line.split_whitespace().filter(|o| *o != word));
        }
    }
    all
});

/// True if a common noun for a person cannot mean the referent: an office whom the article gives to
/// others alone, or that the referent's own office rules out, or an unnamed source.
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
        // "the prime minister" is no envoy whose name nobody told.
        let own = |word: &str| {
            word.eq_ignore_ascii_case(noun)
                || SYNONYMS.get(lower.as_str()).is_some_and(|others| others.contains(&word))
        };
        return is_word_of(OFFICES, &lower) && !referent.name.split(' ').any(own);
    };
    if lexicon::is_in(&lower, WordClass::ANONYMOUS) {
        return !is_called(context, &lower, id);
    }
    if !is_word_of(OFFICES, &lower) {
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

/// Offices of which the holder is known by them.
const OFFICES: NameClass =
    NameClass::POLITICAL_OFFICE.union(NameClass::COURT_OFFICE).union(NameClass::POLICE_OFFICE);

/// The office, and other words for it.
fn called_so<'c>(
    context: &'c ResolutionContext<'_, '_>,
    office: &'c str,
) -> impl Iterator<Item = EntityId> + 'c {
    let others = SYNONYMS.get(office).map_or(&[][..], Vec::as_slice);
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
