//! Offices and the words for them: "senator", "sen", "lawmaker".

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::annotate::gazetteer::lexicon::lexicon_lines;

/// Most bytes of an abbreviated title: "sen", "pres".
const MAX_ABBREVIATION: usize = 4;

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

/// Returns other words for the office, in small letters.
pub fn synonyms(office: &str) -> &'static [&'static str] {
    SYNONYMS.get(office).map_or(&[], Vec::as_slice)
}

/// Returns the office for which a title stands: "senator" for "sen".
pub fn office_of(title: &str) -> Option<&'static str> {
    static OFFICE_OF: LazyLock<FxHashMap<&'static str, &'static str>> = LazyLock::new(|| {
        let lines = lexicon_lines(include_str!("../lexicon/offices.txt"));
        let words = lines.flat_map(|line| {
            let office = line.split_whitespace().next().unwrap_or("");
            line.split_whitespace().map(move |word| (word, office))
        });
        words.filter(|(word, office)| word.len() <= MAX_ABBREVIATION && word != office).collect()
    });
    OFFICE_OF.get(title).copied()
}
