//! Abbreviations that an article introduces in brackets: "United Harbour Workers (UHW)".
//!
//! An abbreviation in capitals is taken as it stands; any other must have its letters in the name,
//! in order (Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in
//! biomedical text", 2003).

use crate::annotate::entities::name_parts::fold;
use crate::annotate::gazetteer::is_place_name;
use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::annotate::names::span::Name;
use crate::model::EntityKind;
use crate::text::{Prose, TokenKind};

/// Fewest and most characters of an abbreviation.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=10;

/// Returns each abbreviation in brackets behind the name of an organisation, with that name's
/// number among the names.
pub fn introduced<'t>(prose: &Prose<'t>, names: &[Name]) -> Vec<(&'t str, usize)> {
    let organisations = names.iter().enumerate();
    let organisations = organisations.filter(|(_, n)| n.kind == EntityKind::Organisation);
    organisations
        .filter_map(|(number, name)| {
            let at = name.end + 1;
            let bracketed = prose.word(name.end) == "(" && prose.word(at + 1) == ")";
            let word = prose.tokens.get(at).filter(|t| bracketed && t.kind == TokenKind::Word)?;
            let short = word.of(prose.text);
            let long = name.span.of(prose.text);
            (name.token_count() > 1 && abbreviates(short, long)).then_some((short, number))
        })
        .collect()
}

/// True if the word in brackets behind the name can be an abbreviation of it.
fn abbreviates(short: &str, long: &str) -> bool {
    let letters = short.chars().filter(|c| c.is_alphabetic()).count();
    let folded = fold(short);
    if !LENGTH.contains(&short.chars().count())
        || letters < *LENGTH.start()
        || is_place_name(&folded)
        || is_word_of(WordClass::EXCHANGE, short)
    {
        return false;
    }
    let capitals = !short.chars().any(char::is_lowercase);
    capitals || short.starts_with(char::is_uppercase) && letters > 2 && is_spelt_by(&folded, long)
}

/// True if the letters of `short` occur in `long` from its end to its start, the first of them at
/// the start of a word.
fn is_spelt_by(short: &str, long: &str) -> bool {
    let long: Vec<char> = fold(long).chars().collect();
    let mut at = long.len();
    for (number, letter) in short.chars().rev().enumerate() {
        let first = number + 1 == short.chars().count();
        let begins = |at: usize| at == 0 || !long[at - 1].is_alphanumeric();
        match (0..at).rev().find(|at| long[*at] == letter && (!first || begins(*at))) {
            Some(found) => at = found,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_in_order_abbreviate() {
        assert!(abbreviates("UHW", "United Harbour Workers"));
        assert!(abbreviates("HAK", "Justice and Harbour Party"));
        assert!(abbreviates("Ruvolcs", "Ruritanian Institute of Volcanology and Seismology"));
        assert!(!abbreviates("Lomidze", "Harbour Workers"));
        assert!(!abbreviates("NYSE", "Harker Steel"));
        assert!(!abbreviates("Oslo", "Harbour Workers of Oslo"));
        assert!(!abbreviates("A", "Harbour Workers"));
    }
}
