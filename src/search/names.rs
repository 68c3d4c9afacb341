//! Who speaks and who is named, counted.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocSet, Searcher, TERMINATED};

use crate::text::fold;

/// A name and how often it occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameCount {
    /// The name as it is most often written.
    pub name: String,
    /// How many documents (quotations of a speaker, articles that name an entity).
    pub count: u64,
}

/// Counts the values of a column over the documents that match, under the folded name; only names of
/// which a word starts with `prefix`, and only in `articles` when these are given. Most frequent first, then by name.
pub(super) fn count(
    searcher: &Searcher,
    query: &dyn Query,
    column: &str,
    prefix: &str,
    articles: Option<&FxHashSet<u64>>,
) -> tantivy::Result<Vec<NameCount>> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let prefix = fold(prefix);
    let mut names: FxHashMap<String, FxHashMap<String, u64>> = FxHashMap::default();
    for segment in searcher.segment_readers() {
        let Some(values): Option<StrColumn> = segment.fast_fields().str(column)? else { continue };
        let ids: Column<u64> = segment.fast_fields().u64("article")?;
        let allowed = |doc| match articles {
            Some(articles) => ids.first(doc).is_some_and(|id| articles.contains(&id)),
            None => true,
        };
        let mut counts = vec![0_u64; values.num_terms()];
        let mut docs = weight.scorer(segment, 1.0)?;
        while docs.doc() != TERMINATED {
            let doc = docs.doc();
            if !segment.is_deleted(doc) && allowed(doc) {
                for ordinal in values.term_ords(doc) {
                    counts[ordinal as usize] += 1;
                }
            }
            docs.advance();
        }
        let mut name = String::new();
        for (ordinal, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
            name.clear();
            values.ord_to_str(ordinal as u64, &mut name)?;
            let key = fold(&name);
            if starts_a_word(&key, &prefix) {
                *names.entry(key).or_default().entry(name.clone()).or_default() += count;
            }
        }
    }
    let mut counted: Vec<NameCount> = names.into_values().filter_map(most_written).collect();
    counted.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    Ok(counted)
}

fn starts_a_word(key: &str, prefix: &str) -> bool {
    key.starts_with(prefix) || key.match_indices(prefix).any(|(at, _)| key[..at].ends_with(' '))
}

fn most_written(forms: FxHashMap<String, u64>) -> Option<NameCount> {
    let count = forms.values().sum();
    let (name, _) = forms.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)))?;
    Some(NameCount { name, count })
}

/// Whether `name` holds all words of `wanted`, in any order.
pub(super) fn holds_words(name: &str, wanted: &str) -> bool {
    let name = fold(name);
    let wanted = fold(wanted);
    !wanted.is_empty() && wanted.split(' ').all(|word| name.split(' ').any(|other| other == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_any_of_their_words() {
        assert!(holds_words("Alon Liel", "liel") && holds_words("Alon Liel", "Liel, Alon"));
        assert!(!holds_words("Alon Liel", "lie") && !holds_words("Alon Liel", ""));
        assert!(starts_a_word("alon liel", "li") && !starts_a_word("alon liel", "iel"));
    }
}
