//! Mentions of organisations, places and groups → those of the article.
//!
//! Organisations lose their legal suffix, shorten to their first words and to initials; places and
//! groups are compared word for word, but for the few countries that everybody abbreviates.

use rustc_hash::FxHashMap;

use crate::annotate::entities::name_parts::fold;
use crate::model::EntityKind;

const LEGAL: &[&str] = &[
    "inc",
    "corp",
    "corporation",
    "co",
    "company",
    "cos",
    "ltd",
    "limited",
    "llc",
    "llp",
    "lp",
    "plc",
    "ag",
    "sa",
    "nv",
    "spa",
    "gmbh",
    "ab",
    "asa",
    "group",
    "holdings",
    "holding",
    "se",
    "bhd",
    "kk",
    "oyj",
    "&",
];

const SAME: &[(&str, &str)] = &[
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

/// Newspapers are called by their last word: "the Times".
const PAPERS: &[&str] = &[
    "times",
    "post",
    "journal",
    "tribune",
    "herald",
    "globe",
    "gazette",
    "telegraph",
    "chronicle",
];

/// The bodies, places and groups of an article.
#[derive(Debug, Default)]
pub struct OrganisationClusters {
    by_key: FxHashMap<(EntityKind, String), usize>,
    count: usize,
}

/// The words of a name that count.
fn words(kind: EntityKind, printed: &[&str]) -> Vec<String> {
    let mut words: Vec<String> = printed
        .iter()
        .filter(|w| !w.starts_with(['\'', '’']) || w.len() > 4)
        .map(|w| fold(w))
        .filter(|w| w.chars().any(char::is_alphanumeric) || w == "&")
        .collect();
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    if kind == EntityKind::Organisation {
        while words.len() > 1 && words.last().is_some_and(|w| LEGAL.contains(&w.as_str())) {
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
    SAME.iter().find(|(short, _)| *short == key).map_or(key, |(_, long)| (*long).to_owned())
}

/// The first letters of the words, small words left out, if there are enough of them.
fn initials(printed: &[&str]) -> Option<String> {
    let letters: String = printed
        .iter()
        .filter(|w| !matches!(**w, "The"))
        .flat_map(|w| w.split('-'))
        .filter_map(|w| w.chars().next().filter(|c| c.is_uppercase()))
        .flat_map(char::to_lowercase)
        .collect();
    (letters.chars().count() >= 3).then_some(letters)
}

impl OrganisationClusters {
    /// Takes in the longer names first, so that short ones find them; each is the kind and the
    /// printed words of a name.
    pub fn new<'w>(names: impl Iterator<Item = (EntityKind, &'w [&'w str])>) -> Self {
        let mut longer: Vec<(EntityKind, Vec<String>, &[&str])> = names
            .map(|(kind, printed)| (kind, words(kind, printed), printed))
            .filter(|n| n.1.len() > 1)
            .collect();
        longer.sort_by_key(|(_, words, _)| std::cmp::Reverse(words.len()));
        let mut bodies = Self::default();
        for (kind, words, printed) in longer {
            let own = key(&words);
            let number = bodies.number(kind, own);
            if kind != EntityKind::Organisation {
                continue;
            }
            if let Some(initials) = initials(printed) {
                bodies.by_key.entry((kind, initials)).or_insert(number);
            }
            if let Some(paper) = words.last().filter(|word| PAPERS.contains(&word.as_str())) {
                bodies.by_key.entry((kind, paper.clone())).or_insert(number);
            }
            // "Harker Steel" for "Harker Steel Works of Oslo", "Harker" for "Harker Steel".
            for length in 1..words.len() {
                // Two bodies joined by "and" are no longer form of the first.
                let joined = matches!(words[length].as_str(), "and" | "&");
                let telling =
                    !joined && (length > 1 || crate::annotate::entities::is_telling(&words[0]));
                if telling
                    && !matches!(words[length - 1].as_str(), "of" | "the" | "and" | "for" | "&")
                {
                    bodies.by_key.entry((kind, words[..length].join(" "))).or_insert(number);
                }
            }
        }
        bodies
    }

    fn number(&mut self, kind: EntityKind, key: String) -> usize {
        let count = &mut self.count;
        *self.by_key.entry((kind, key)).or_insert_with(|| {
            *count += 1;
            *count - 1
        })
    }

    /// The body, place or group that these printed words name; a new one if none has them.
    pub fn find(&mut self, kind: EntityKind, printed: &[&str]) -> usize {
        let words = words(kind, printed);
        self.number(kind, key(&words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_of_bodies_meet() {
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
        ]
        .iter()
        .map(|n| n.split(' ').collect())
        .collect();
        let kind = EntityKind::Organisation;
        let mut bodies = OrganisationClusters::new(names.iter().map(|n| (kind, &n[..])));
        let found: Vec<usize> = names.iter().map(|n| bodies.find(kind, n)).collect();
        assert_eq!(found[0], found[1]);
        assert!(found[2..6].iter().all(|n| *n == found[2]));
        assert_ne!(found[6], found[2]);
        assert_eq!(found[7], found[8]);
    }

    #[test]
    fn countries_meet_their_initials() {
        let mut bodies = OrganisationClusters::default();
        let us = bodies.find(EntityKind::Place, &["U.S."]);
        assert_eq!(bodies.find(EntityKind::Place, &["the", "United", "States"]), us);
    }
}
