//! Common nouns that can speak, and the kind of speaker that each names.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};

/// Kind of speaker that a common noun names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeakerNoun {
    /// One human being.
    Person,
    /// Organisation or authority.
    Organisation,
    /// Something that somebody wrote or published.
    Document,
    /// Several people.
    Plural,
}

static NOUNS: LazyLock<FxHashMap<&'static str, SpeakerNoun>> = LazyLock::new(|| {
    let mut nouns = FxHashMap::default();
    for line in include_str!("../lexicon/speakers.txt").lines() {
        let mut words = line.split(' ');
        let kind = match words.next() {
            Some("person") => SpeakerNoun::Person,
            Some("organisation") => SpeakerNoun::Organisation,
            Some("document") => SpeakerNoun::Document,
            Some("plural") => SpeakerNoun::Plural,
            _ => continue,
        };
        for word in words {
            nouns.entry(word).or_insert(kind);
        }
    }
    nouns
});

/// Endings of nouns for human beings.
const HUMAN_ENDINGS: &[&str] = &["man", "woman", "ist", "ologist", "eer", "keeper"];
/// Fewest bytes of a noun whose ending tells that it names a human being.
const MIN_HUMAN: usize = 6;

/// Returns the kind of speaker that the noun names, by the list or by its ending; `None` for things
/// that do not speak.
pub fn kind_of(noun: &str) -> Option<SpeakerNoun> {
    let lower = noun.to_lowercase();
    let listed = |word: &str| NOUNS.get(word).copied();
    if let Some(found) = listed(&lower) {
        return Some(found);
    }
    if let Some(last) = lower.rsplit('-').next().filter(|last| *last != lower) {
        return if last == "old" { Some(SpeakerNoun::Person) } else { kind_of(last) };
    }
    let singular = lower
        .strip_suffix("ies")
        .map(|stem| format!("{stem}y"))
        .or_else(|| lower.strip_suffix('s').map(str::to_owned));
    let role = |word: &str| is_word_of(WordClass::ROLE_NOUN, word);
    if role(&lower) {
        return Some(SpeakerNoun::Person);
    }
    if singular.as_deref().is_some_and(role) {
        return Some(SpeakerNoun::Plural);
    }
    if let Some(found) = singular.as_deref().and_then(listed) {
        return Some(match found {
            SpeakerNoun::Person => SpeakerNoun::Plural,
            other => other,
        });
    }
    let human =
        lower.len() >= MIN_HUMAN && HUMAN_ENDINGS.iter().any(|ending| lower.ends_with(ending));
    human.then_some(SpeakerNoun::Person)
}
