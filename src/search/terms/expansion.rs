//! Terms of the index that a pattern stands for.

use tantivy::schema::Field;

use crate::search::scoring::columns::Segments;
use crate::search::terms::automata::WordPattern;
use crate::search::terms::query_term::{FUZZY_WEIGHT, QueryTerm, TermMatcher};
use crate::search::terms::term_dictionary::TermDictionary;

/// Most words that a pattern may stand for.
pub const MAX_EXPANSIONS: usize = 1_000;

/// Result of looking a pattern up.
pub struct Expansion {
    /// Number of words that match.
    pub total: usize,
    /// Sentence that says why some words may be missing; `None` when all were found.
    pub incomplete: Option<String>,
}

/// Finds the words of some fields that a term's pattern accepts, the most frequent where they are
/// too many. `stem_keyed` is true for fields of keys and not of words.
///
/// # Errors
/// The index cannot be read.
pub fn expand(
    segments: Segments<'_>,
    fields: &[Field],
    stem_keyed: bool,
    term: &mut QueryTerm,
) -> tantivy::Result<Expansion> {
    let TermMatcher::Pattern(pattern) = &term.matcher else {
        return Ok(Expansion { total: term.forms.len(), incomplete: None });
    };
    let mut found = std::collections::BTreeMap::<String, u64>::new();
    let mut take = |word: &str, documents: u32| {
        *found.entry(word.to_owned()).or_default() += u64::from(documents);
    };
    for field in fields {
        let words = TermDictionary { segments, field: *field, stem_keyed };
        match pattern {
            WordPattern::Wild(wild) => words.each(wild, &mut take)?,
            WordPattern::Regex(regex) => words.each(&**regex, &mut take)?,
            WordPattern::Fuzzy(fuzzy) => words.each(fuzzy, &mut take)?,
        }
    }
    let all = found.len();
    let mut words: Vec<(String, u64)> = found.into_iter().collect();
    if all > MAX_EXPANSIONS {
        words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        words.truncate(MAX_EXPANSIONS);
        words.sort();
    }
    let typed = term.folded.as_deref();
    let counts =
        |word: &str| if typed.is_none_or(|typed| typed == word) { 1.0 } else { FUZZY_WEIGHT };
    term.forms = words.into_iter().map(|(word, _)| (word.clone(), counts(&word))).collect();
    let gave_up = matches!(pattern, WordPattern::Regex(regex) if regex.gave_up());
    let incomplete = if gave_up {
        Some(format!("{} is too intricate: some of its words may be missing", term.label))
    } else if all > MAX_EXPANSIONS {
        let label = &term.label;
        Some(format!(
            "{label} stands for {all} words; the {MAX_EXPANSIONS} most frequent are searched for"
        ))
    } else {
        None
    };
    Ok(Expansion { total: all, incomplete })
}
