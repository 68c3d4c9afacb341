//! Clusters of the names of organisations, places and groups.
//!
//! Organisations lose their legal suffix, shorten to their first words and to initials; places and
//! groups are compared word for word, but for the few countries that everybody abbreviates.

use std::cmp::Reverse;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::annotate::entities::name_parts::fold;
use crate::annotate::gazetteer::is_place_name;
use crate::annotate::gazetteer::lexicon::word_set;
use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};
use crate::model::EntityKind;

/// Abbreviations with the folded name that they stand for.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("us", "united states"),
    ("usa", "united states"),
    ("america", "united states"),
    ("united states of america", "united states"),
    ("uk", "united kingdom"),
    ("britain", "united kingdom"),
    ("great britain", "united kingdom"),
    ("uae", "united arab emirates"),
    ("drc", "democratic republic of the congo"),
    ("dr congo", "democratic republic of the congo"),
    ("un", "united nations"),
    ("eu", "european union"),
    ("fed", "federal reserve"),
    ("gop", "republican party"),
    ("republicans", "republican"),
];

/// Fewest initials that are taken for a name.
const MIN_INITIALS: usize = 3;
/// Words of a shorter form of a longer name: fewer than these.
const MAX_SHORT_WORDS: usize = 10;
/// Longest ending like "'s", in bytes.
const MAX_ENDING_BYTES: usize = 4;

/// Organisations, places and groups of an article, each a cluster of names.
#[derive(Debug, Default)]
pub struct OrganisationClusters {
    by_key: FxHashMap<(EntityKind, String), usize>,
    count: usize,
}

impl OrganisationClusters {
    /// Clusters the longer ones of these names, so that short ones find them; each is the kind and
    /// the printed words of a name.
    pub fn new<'w>(names: impl Iterator<Item = (EntityKind, &'w [&'w str])>) -> Self {
        let mut longer: Vec<(EntityKind, Vec<String>, &[&str])> =
            names.map(|(kind, printed)| (kind, compared_words(kind, printed), printed)).collect();
        let mut clusters = Self::default();
        // "Harker" is Harker Corp. where that is printed, not a short form of Harker Steel Works.
        for (kind, words, printed) in &longer {
            let last = printed.last().map(|word| fold(word)).unwrap_or_default();
            if *kind == EntityKind::Organisation && words.last() != Some(&last) {
                clusters.find_or_insert(*kind, key(words));
            }
        }
        longer.retain(|(_, words, _)| words.len() > 1);
        // Stable: among equally long ones the first mentioned stays first.
        longer.sort_by_key(|(_, words, _)| Reverse(words.len()));
        for (kind, words, printed) in longer {
            let number = clusters.find_or_insert(kind, key(&words));
            if kind == EntityKind::Organisation {
                if let Some(pair) = pair_of_initials(printed) {
                    clusters.by_key.entry((kind, pair)).or_insert(number);
                }
                for short in short_forms(&words, printed) {
                    clusters.by_key.entry((kind, short)).or_insert(number);
                }
            }
        }
        clusters
    }

    /// Lets the abbreviation name the organisation of the printed words from now on.
    pub fn abbreviate(&mut self, abbreviation: &str, printed: &[&str]) {
        let kind = EntityKind::Organisation;
        let number = self.find_or_add(kind, printed);
        let short = key(&compared_words(kind, &[abbreviation]));
        self.by_key.insert((kind, short), number);
    }

    /// The cluster that these printed words name; a new one if none has them.
    pub fn find_or_add(&mut self, kind: EntityKind, printed: &[&str]) -> usize {
        if let [word] = printed
            && let Some(found) = self.by_key.get(&(kind, (*word).to_owned()))
        {
            return *found;
        }
        let words = compared_words(kind, printed);
        self.find_or_insert(kind, key(&words))
    }

    fn find_or_insert(&mut self, kind: EntityKind, key: String) -> usize {
        let count = &mut self.count;
        *self.by_key.entry((kind, key)).or_insert_with(|| {
            *count += 1;
            *count - 1
        })
    }
}

/// The folded words of a name that are compared.
fn compared_words(kind: EntityKind, printed: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = printed
        .iter()
        .filter(|word| !word.starts_with(['\'', '’']) || word.len() > MAX_ENDING_BYTES)
        .map(|word| fold(word))
        .filter(|word| word.chars().any(char::is_alphanumeric) || word == "&")
        .collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    if kind == EntityKind::Organisation {
        while words.len() > 1
            && words.last().is_some_and(|word| is_word_of(WordClass::COMPANY_SUFFIX, word))
        {
            words.pop();
        }
    }
    if kind == EntityKind::Group
        && let [word] = &mut words[..]
        && word.len() > 3
        && word.ends_with('s')
        && !word.ends_with("ss")
    {
        word.pop();
    }
    words
}

fn key(words: &[String]) -> String {
    let key = words.join(" ");
    let long = ABBREVIATIONS.iter().find(|(short, _)| *short == key);
    long.map_or(key, |(_, long)| (*long).to_owned())
}

/// Keys of the shorter names of an organisation: its initials, a newspaper's last word, its first
/// words ("Harker Steel" for "Harker Steel Works of Oslo", "Harker" for "Harker Steel").
fn short_forms(words: &[String], printed: &[&str]) -> Vec<String> {
    let mut forms: Vec<String> = initials(printed).into_iter().collect();
    forms.extend(words.last().filter(|word| is_word_of(WordClass::NEWSPAPER, word)).cloned());
    for length in 1..words.len().min(MAX_SHORT_WORDS) {
        // Two organisations joined by "and" are no longer form of the first.
        let joined = matches!(words[length].as_str(), "and" | "&");
        if !joined
            && !is_part(&words[length..])
            && (length > 1 || is_specific(&words[0]))
            && !is_word_of(WordClass::DANGLING, &words[length - 1])
        {
            forms.push(words[..length].join(" "));
        }
    }
    forms
}

/// True if the words that a longer name has more make it the name of a part of the body, or of
/// another: "Committee", "Europe".
fn is_part(more: &[String]) -> bool {
    let last = more.last().is_some_and(|word| is_word_of(WordClass::BODY_PART, word));
    last || matches!(more, [word] if is_place_name(word))
}

/// The capitals of a name of two words, as they are printed: "HM" of "Harker Motors". Small letters
/// would be a word.
fn pair_of_initials(printed: &[&str]) -> Option<String> {
    let words: Vec<&&str> = printed
        .iter()
        .filter(|word| !matches!(**word, "The" | "the") && !is_word_of(WordClass::LEGAL_FORM, word))
        .collect();
    match words[..] {
        [first, second] => [first, second]
            .iter()
            .map(|word| word.chars().next().filter(|c| c.is_uppercase()))
            .collect(),
        _ => None,
    }
}

/// The first letters of the words, small words left out, if there are enough of them.
fn initials(printed: &[&str]) -> Option<String> {
    let letters: String = printed
        .iter()
        .filter(|word| **word != "The")
        .flat_map(|word| word.split('-'))
        .filter_map(|word| word.chars().next().filter(|c| c.is_uppercase()))
        .flat_map(char::to_lowercase)
        .collect();
    (letters.chars().count() >= MIN_INITIALS).then_some(letters)
}

/// True if a folded word alone tells which organisation is meant: "Harker", not "National".
fn is_specific(folded: &str) -> bool {
    static GENERAL: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
        let lists = [
            include_str!("../lexicon/bodies.txt"),
            include_str!("../lexicon/places.txt"),
            include_str!("../lexicon/groups.txt"),
            include_str!("../lexicon/titles.txt"),
            include_str!("../lexicon/calendar.txt"),
        ];
        lists.iter().flat_map(|list| word_set(list)).map(fold).collect()
    });
    folded.chars().count() > 2
        && !is_word_of(WordClass::UNSPECIFIC, folded)
        && !GENERAL.contains(folded)
        && !is_place_name(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_of_organisations_meet() {
        let names: Vec<Vec<&str>> = [
            "National Rivers Safety Board",
            "NRSB",
            "Harker Steel Corp.",
            "Harker",
            "Harker Steel",
            "the Harker Steel Corp.",
            "New Bank",
            "Oslo Daily Times",
            "Times",
            "Vane Dredging Works",
            "Vane Corp",
            "Vane",
        ]
        .iter()
        .map(|n| n.split(' ').collect())
        .collect();
        let kind = EntityKind::Organisation;
        let mut clusters = OrganisationClusters::new(names.iter().map(|n| (kind, &n[..])));
        let found: Vec<usize> = names.iter().map(|n| clusters.find_or_add(kind, n)).collect();
        assert_eq!(found[0], found[1]);
        assert!(found[2..6].iter().all(|n| *n == found[2]));
        assert_ne!(found[6], found[2]);
        assert_eq!(found[7], found[8]);
        assert_ne!(found[9], found[10]);
        assert_eq!(found[10], found[11]);
    }

    #[test]
    fn a_name_of_many_words_has_few_forms() {
        let words: Vec<String> = (0..400).map(|n| format!("Steel{n}")).collect();
        let printed: Vec<&str> = words.iter().map(String::as_str).collect();
        let name = (EntityKind::Organisation, &printed[..]);
        let clusters = OrganisationClusters::new([name].into_iter());
        assert!(clusters.by_key.len() < 20, "{}", clusters.by_key.len());
    }

    #[test]
    fn countries_meet_their_initials() {
        let mut clusters = OrganisationClusters::default();
        let us = clusters.find_or_add(EntityKind::Place, &["U.S."]);
        assert_eq!(clusters.find_or_add(EntityKind::Place, &["the", "United", "States"]), us);
    }
}
