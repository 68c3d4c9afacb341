//! Gender that a single word tells: pronouns, forms of address, nouns for people.

use crate::annotate::gazetteer::Gender;
use crate::annotate::quotes::lexicon::{self, WordClass};
use crate::annotate::quotes::narration::Narration;

/// Returns the gender of the pronoun or possessive at item `at`.
pub fn pronoun_gender(narration: &Narration<'_>, at: usize) -> Option<Gender> {
    gender(
        |class| narration.is_listed_in_any_case(at, class),
        [WordClass::MALE_PRONOUN, WordClass::FEMALE_PRONOUN],
    )
}

/// Returns the gender of a form of address, in lower case and without a full stop.
pub fn title_gender(title: &str) -> Option<Gender> {
    gender(|class| lexicon::is_in(title, class), [WordClass::MALE_TITLE, WordClass::FEMALE_TITLE])
}

/// Returns the gender that a common noun tells.
pub fn noun_gender(noun: &str) -> Option<Gender> {
    let lower = noun.to_lowercase();
    gender(|class| lexicon::is_in(&lower, class), [WordClass::MALE_NOUN, WordClass::FEMALE_NOUN])
}

fn gender(is_in: impl Fn(WordClass) -> bool, [male, female]: [WordClass; 2]) -> Option<Gender> {
    if is_in(female) {
        Some(Gender::Female)
    } else if is_in(male) {
        Some(Gender::Male)
    } else {
        None
    }
}
