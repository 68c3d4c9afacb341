//! Single words looked up in the lists of the trained file: first names and places.

use crate::annotate::gazetteer::word_lists::{ListFlags, embedded};

/// The pronoun a text uses for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
}

/// Gender of those who bear a first name, in any case; `None` if it is unlisted or both bear it.
pub fn first_name_gender(word: &str) -> Option<Gender> {
    let flags = flags(word);
    match (flags.contains(ListFlags::MALE_NAME), flags.contains(ListFlags::FEMALE_NAME)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

/// True if a city, country or state bears the word as its name, in any case.
pub fn is_place_name(word: &str) -> bool {
    flags(word).intersects(ListFlags::COUNTRY | ListFlags::CITY)
}

fn flags(word: &str) -> ListFlags {
    embedded().map_or(ListFlags::empty(), |lists| lists.flags(crate::annotate::hash::lower(word)))
}
