//! Candidates for a misspelt word: words of the index within a small edit distance.

use crate::search::terms::automata::FuzzyWord;
use crate::search::terms::term_dictionary::TermDictionary;

/// Shortest word, in letters, of which two letters may differ.
const MIN_FOR_TWO_EDITS: usize = 6;

/// Largest edit distance of a misspelt word.
pub fn max_distance(word: &str) -> u8 {
    if word.chars().count() >= MIN_FOR_TWO_EDITS { 2 } else { 1 }
}

/// Words within an edit distance of `max` from `word`, with their distances; two letters that
/// changed places are one edit.
///
/// # Errors
/// The index cannot be read.
pub fn fuzzy_candidates(
    words: TermDictionary<'_>,
    word: &str,
    max: u8,
) -> tantivy::Result<Vec<(String, u8)>> {
    let mut found: Vec<(String, u8)> = Vec::new();
    for distance in 1..=max {
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
