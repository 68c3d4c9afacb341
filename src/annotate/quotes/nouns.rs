//! Common nouns that can speak: which name a person, a body or a paper.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What a common noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noun {
    Person,
    Body,
    Paper,
    Plural,
}

static NOUNS: LazyLock<FxHashMap<&'static str, Noun>> = LazyLock::new(|| {
    let mut nouns = FxHashMap::default();
    for line in include_str!("../lexicon/speakers.txt").lines() {
        let mut words = line.split(' ');
        let kind = match words.next() {
            Some("person") => Noun::Person,
            Some("body") => Noun::Body,
            Some("paper") => Noun::Paper,
            Some("plural") => Noun::Plural,
            _ => continue,
        };
        for word in words {
            nouns.entry(word).or_insert(kind);
        }
    }
    nouns
});

/// What the noun names, by the list or by its ending; `None` for things that do not speak.
pub fn of(noun: &str) -> Option<Noun> {
    let lower = noun.to_lowercase();
    let listed = |word: &str| NOUNS.get(word).copied();
    if let Some(found) = listed(&lower) {
        return Some(found);
    }
    if let Some(last) = lower.rsplit('-').next().filter(|l| *l != lower) {
        return if last == "old" { Some(Noun::Person) } else { of(last) };
    }
    let singular = lower
        .strip_suffix("ies")
        .map(|s| format!("{s}y"))
        .or_else(|| lower.strip_suffix('s').map(str::to_owned));
    if let Some(found) = singular.as_deref().and_then(listed) {
        return Some(if found == Noun::Person { Noun::Plural } else { found });
    }
    let human =
        ["man", "woman", "ist", "ologist", "eer", "keeper"].iter().any(|e| lower.ends_with(e))
            && lower.len() > 5;
    human.then_some(Noun::Person)
}

/// The gender that a common noun tells: `Some(true)` female, `Some(false)` male.
pub fn is_female(noun: &str) -> Option<bool> {
    let lower = noun.to_lowercase();
    let female = [
        "woman",
        "girl",
        "mother",
        "sister",
        "daughter",
        "wife",
        "aunt",
        "grandmother",
        "actress",
        "queen",
        "princess",
        "nun",
        "lady",
        "businesswoman",
        "spokeswoman",
        "congresswoman",
        "chairwoman",
    ];
    let male = [
        "man",
        "boy",
        "father",
        "brother",
        "son",
        "husband",
        "uncle",
        "grandfather",
        "king",
        "prince",
        "pope",
        "priest",
        "monk",
        "businessman",
        "spokesman",
        "congressman",
        "chairman",
        "gentleman",
    ];
    if female.contains(&lower.as_str()) {
        Some(true)
    } else if male.contains(&lower.as_str()) {
        Some(false)
    } else {
        None
    }
}
