//! A name as it is shown: in the case of prose, whatever the case and spacing it is printed in.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::annotate::gazetteer::is_place_name;
use crate::annotate::gazetteer::lexicon::word_set;
use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::model::EntityKind;
use crate::text::single_spaced;

/// Most letters of a word in capitals that may be an abbreviation.
const MAX_ABBREVIATION: usize = 4;

/// The name of an entity of a kind, from how it is printed.
pub fn display_name(kind: EntityKind, printed: &str) -> String {
    let text = without_spacing(printed);
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let shouted = letters > MAX_ABBREVIATION && !text.chars().any(char::is_lowercase);
    let small = !text.chars().any(char::is_uppercase);
    match kind {
        EntityKind::Person if shouted || small => normal_case(&text),
        EntityKind::Place if shouted || is_town_in_capitals(&text, letters) => normal_case(&text),
        EntityKind::Group => group_name(text),
        _ => text,
    }
}

/// True for "OSLO", not for "USA".
fn is_town_in_capitals(text: &str, letters: usize) -> bool {
    letters == MAX_ABBREVIATION
        && text.len() == MAX_ABBREVIATION
        && text == text.to_uppercase()
        && is_place_name(text)
}

/// "DONALD O'HARA-REED" → "Donald O'Hara-Reed", "GULF OF OSLO" → "Gulf of Oslo"; initials stay.
fn normal_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            out.push(' ');
        }
        if at > 0 && is_word_of(WordClass::SMALL_CAPITALS, word) {
            out.push_str(&word.to_lowercase());
            continue;
        }
        let initials = word.len() <= 6 && word.split('.').all(|part| part.chars().count() < 2);
        let mut begins = true;
        for c in word.chars() {
            if begins || initials {
                out.extend(c.to_uppercase());
            } else {
                out.extend(c.to_lowercase());
            }
            begins = !c.is_alphanumeric();
        }
    }
    out
}

/// One name for one people: the plural for those that have no adjective ("Jews") and for parties
/// ("Democrats"), the singular for others, since that is their adjective as well ("German").
fn group_name(text: String) -> String {
    static LISTED: LazyLock<FxHashSet<&'static str>> =
        LazyLock::new(|| word_set(include_str!("../lexicon/groups.txt")));
    if text.ends_with(['s', 'S', 'n', 'N', 't', 'T']) {
        let mut members = normal_case(text.trim_end_matches(['s', 'S']));
        members.push('s');
        if is_word_of(WordClass::PARTY_MEMBERS, &members) {
            return members;
        }
    }
    match text.as_str() {
        "Jews" => text,
        "Jew" => "Jews".to_owned(),
        plural => match plural.strip_suffix('s') {
            Some(single) if LISTED.contains(single) => single.to_owned(),
            _ => text,
        },
    }
}

/// The text with one blank for any white space, and none beside the apostrophe of taken-apart text.
pub fn without_spacing(text: &str) -> String {
    let joined = single_spaced(text);
    if !joined.contains(' ') {
        return joined;
    }
    let joined = if joined.contains(" ’ ") { joined.replace(" ’ ", "’") } else { joined };
    // "Standard & Poor 's" and "Standard & Poor’s" are one name.
    match joined.strip_suffix("'s").or_else(|| joined.strip_suffix("’s")) {
        Some(name) => format!("{}'s", name.trim_end()),
        None => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shown_in_the_case_of_prose() {
        use EntityKind::{Group, Organisation, Person, Place};
        let check = |kind, printed: &str, expected: &str| {
            assert_eq!(display_name(kind, printed), expected, "{printed}");
        };
        check(Person, "DONALD O'HARA-REED", "Donald O'Hara-Reed");
        check(Place, "GULF OF OSLO", "Gulf of Oslo");
        check(Place, "OSLO", "Oslo");
        check(Place, "USA", "USA");
        check(Organisation, "Standard  & Poor ’s", "Standard & Poor's");
        check(Group, "Germans", "German");
        check(Group, "DEMOCRAT", "Democrats");
    }
}
