//! Words of the index that are spelt nearly like a word.

use crate::search::terms::automata::FuzzyWord;
use crate::search::terms::term_dictionary::TermDictionary;

/// From this length on two letters may differ.
const TWO_LETTERS: usize = 6;

/// In how many letters a misspelt word may differ.
pub fn max_distance(word: &str) -> u8 {
    if word.chars().count() >= TWO_LETTERS { 2 } else { 1 }
}

/// Words that differ from `word` in at most `most` letters, and in how many; two letters that
/// changed places differ in one.
pub fn fuzzy_candidates(
    words: TermDictionary<'_>,
    word: &str,
    most: u8,
) -> tantivy::Result<Vec<(String, u8)>> {
    let mut found: Vec<(String, u8)> = Vec::new();
    for distance in 1..=most {
        let mut within: Vec<String> = Vec::new();
        words
            .each(&FuzzyWord::new(word, distance), &mut |other, _| within.push(other.to_owned()))?;
        within.sort();
        within.dedup();
        within.retain(|other| other != word && !found.iter().any(|(known, _)| known == other));
        found.extend(within.into_iter().map(|other| (other, distance)));
    }
    Ok(found)
}
