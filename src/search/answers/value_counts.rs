//! Counts of values, in whatever spelling.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::text::fold;

/// Value of a facet with its count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// Value as most documents spell it.
    pub value: String,
    /// Number of documents that have it.
    pub count: u64,
}

/// Counts of values; spellings that differ in case and diacritics alone are one value.
#[derive(Default)]
pub struct ValueCounts {
    ids: FxHashMap<String, usize>,
    /// Spellings of each value with their numbers.
    spellings: Vec<BTreeMap<String, u64>>,
    counts: Vec<u64>,
}

impl ValueCounts {
    /// Number of a value, which is added if it is new.
    pub fn id(&mut self, value: &str) -> usize {
        let next = self.counts.len();
        let id = *self.ids.entry(fold(value)).or_insert(next);
        if id == next {
            self.spellings.push(BTreeMap::new());
            self.counts.push(0);
        }
        *self.spellings[id].entry(value.to_owned()).or_default() += 1;
        id
    }

    /// Adds documents to a value.
    pub fn add(&mut self, id: usize, count: u64) {
        self.counts[id] += count;
    }

    /// Commonest spelling of a value, the first by alphabet of equals.
    pub fn spelling(&self, id: usize) -> &str {
        let commonest =
            self.spellings[id].iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
        commonest.map_or("", |(spelling, _)| spelling)
    }

    /// Values with documents, most frequent first, then by name.
    pub fn into_sorted(self) -> Vec<FacetValue> {
        let value = |(id, count): (usize, &u64)| FacetValue {
            value: self.spelling(id).to_owned(),
            count: *count,
        };
        let mut values: Vec<FacetValue> =
            self.counts.iter().enumerate().filter(|(_, count)| **count > 0).map(value).collect();
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        values
    }
}
