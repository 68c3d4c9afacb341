//! Facts about single words: parts of speech, reporting verbs, classes that rules name.
//!
//! One table answers every question about a word with one look-up, since that look-up is made for
//! each word of an archive. It is filled from the plain files of `annotate/lexicon`, where a
//! person can read and mend it.

mod flags;
pub mod inflection;

pub use flags::{Pos, Subcat, WordClass};

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::annotate::quotes::lexicon::inflection::{third_person, verb_forms, with_ending};

/// Entry of a word in the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordEntry {
    /// Parts of speech.
    pub pos: Pos,
    /// Complements of a reporting verb, else empty.
    pub subcat: Subcat,
    /// Verb forms in which the reporting verb appears here (FINITE, BASE, ING, PART).
    pub forms: Pos,
    /// Classes of usage.
    pub classes: WordClass,
}

/// Words by their spelling: lower case, but for the few that are listed with a capital.
type Table = FxHashMap<Box<str>, WordEntry>;

/// A word's bytes, then zeros: hashed and compared as three numbers, without a loop.
type Spelling = [u64; MAX_WORD_BYTES / 8];

static WORDS: LazyLock<FxHashMap<Spelling, WordEntry>> = LazyLock::new(|| {
    let words = fill();
    words.iter().filter_map(|(word, entry)| Some((spelling(&padded(word)?), *entry))).collect()
});

/// Sign between a verb and its particle in the table.
const PHRASAL: u8 = b'_';

/// Longest word that is looked up, in bytes: the table has none that is longer.
const MAX_WORD_BYTES: usize = 24;

/// The word's bytes, then zeros; `None` if it is longer than any of the table.
fn padded(word: &str) -> Option<[u8; MAX_WORD_BYTES]> {
    let mut bytes = [0_u8; MAX_WORD_BYTES];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    Some(bytes)
}

fn spelling(padded: &[u8; MAX_WORD_BYTES]) -> Spelling {
    let eights = padded.as_chunks().0;
    std::array::from_fn(|at| eights.get(at).map_or(0, |eight| u64::from_le_bytes(*eight)))
}

/// Returns the entry of `word`, whatever its case, or a guess by its ending.
pub fn entry(word: &str) -> WordEntry {
    let Some(mut lower) = padded(word) else {
        return WordEntry { pos: Pos::NOUN, ..WordEntry::default() };
    };
    lower.make_ascii_lowercase();
    WORDS.get(&spelling(&lower)).copied().unwrap_or_else(|| {
        let lower = std::str::from_utf8(&lower[..word.len()]).unwrap_or("");
        WordEntry { pos: guess(lower), ..WordEntry::default() }
    })
}

/// Returns the entry of a verb with its particle ("hit", "back"), if it is one of speech.
pub fn phrasal(verb: &str, particle: &str) -> Option<WordEntry> {
    let mut key = [0_u8; MAX_WORD_BYTES];
    let used = key.get_mut(..verb.len() + 1 + particle.len())?;
    used[..verb.len()].copy_from_slice(verb.as_bytes());
    used[verb.len()] = PHRASAL;
    used[verb.len() + 1..].copy_from_slice(particle.as_bytes());
    key.make_ascii_lowercase();
    WORDS.get(&spelling(&key)).copied()
}

/// True if `word`, spelled just so, is listed in one of the classes.
pub fn is_in(word: &str, classes: WordClass) -> bool {
    let entry = padded(word).and_then(|padded| WORDS.get(&spelling(&padded)));
    entry.is_some_and(|entry| entry.classes.intersects(classes))
}

/// Returns a guess at the part of speech of a word that is not in the table, by its ending.
pub fn guess(word: &str) -> Pos {
    let guess = if word.ends_with("ing") && word.len() > 5 {
        Pos::ING
    } else if word.ends_with("ed") && word.len() > 4 {
        Pos::FINITE | Pos::PART
    } else if word.ends_with("ly") && word.len() > 5 {
        Pos::ADV
    } else if word.len() > 5
        && ["ous", "ful", "ive", "ble", "ish", "less", "ical"].iter().any(|e| word.ends_with(e))
    {
        Pos::ADJ
    } else if word.ends_with('s') && !word.ends_with("ss") && word.len() > 3 {
        Pos::NOUN | Pos::FINITE
    } else {
        Pos::NOUN
    };
    guess | Pos::GUESSED
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The table, from all files in turn: later ones add to what earlier ones say of a word.
fn fill() -> Table {
    let mut words = Table::default();
    add_tags(&mut words);
    add_clause_classes(&mut words);
    add_speaker_nouns(&mut words);
    add_reporting_verbs(&mut words);
    add_governing_verbs(&mut words);
    add_usage(&mut words);
    words
}

/// Parts of speech counted in a corpus, with the regular forms of its verbs.
fn add_tags(words: &mut Table) {
    for line in lines(include_str!("../../lexicon/tags.txt")) {
        let Some((word, tags)) = line.split_once(' ') else { continue };
        words.entry(word.into()).or_default().pos |=
            tags.bytes().fold(Pos::empty(), |set, tag| set | Pos::from_letter(tag));
    }
    let verbs: Vec<Box<str>> = words
        .iter()
        .filter(|(_, entry)| entry.pos.contains(Pos::BASE))
        .map(|(verb, _)| verb.clone())
        .collect();
    for verb in verbs {
        let noun = words.get(&verb).map_or(Pos::empty(), |entry| entry.pos & Pos::NOUN);
        words.entry(third_person(&verb).into()).or_default().pos |= Pos::FINITE | noun;
        let past = with_ending(&verb, "ed");
        words.entry(past.into()).or_default().pos |= Pos::FINITE | Pos::PART;
    }
    for (word, entry) in words {
        if word.ends_with("ed") && entry.pos.intersects(Pos::FINITE | Pos::PART) {
            entry.pos |= Pos::FINITE | Pos::PART;
        }
    }
}

/// Closed classes of the clause grammar.
fn add_clause_classes(words: &mut Table) {
    for line in lines(include_str!("../../lexicon/clause.txt")) {
        let mut parts = line.split(' ');
        let class = Pos::from_clause_class(parts.next().unwrap_or(""));
        for word in parts {
            words.entry(word.into()).or_default().pos |= class;
        }
    }
}

/// Nouns that can speak.
fn add_speaker_nouns(words: &mut Table) {
    for line in lines(include_str!("../../lexicon/speakers.txt")) {
        for word in line.split(' ').skip(1) {
            words.entry(word.into()).or_default().pos |= Pos::NOUN;
            if line.starts_with("person ") {
                // Guessed by its ending, "diplomats" could be a verb.
                words.entry(third_person(word).into()).or_default().pos |= Pos::NOUN;
            }
        }
    }
}

/// Reporting verbs in all their forms.
fn add_reporting_verbs(words: &mut Table) {
    for line in lines(include_str!("../../lexicon/cues.txt")) {
        let mut parts = line.split(' ');
        let (Some(lemma), Some(letters)) = (parts.next(), parts.next()) else { continue };
        let verb = lemma.split('_').next().unwrap_or(lemma);
        let past = parts.next().map_or_else(|| with_ending(verb, "ed"), str::to_owned);
        let participle = parts.next().map_or_else(|| past.clone(), str::to_owned);
        let subcat =
            letters.bytes().fold(Subcat::empty(), |set, letter| set | Subcat::from_letter(letter));
        let particle = lemma.get(verb.len() + 1..).unwrap_or("");
        let noun = subcat.contains(Subcat::NOUN_BASE) && particle.is_empty();
        let present = if noun { Pos::FINITE | Pos::NOUN } else { Pos::FINITE };
        let forms = [
            (verb.to_owned(), Pos::BASE | Pos::FINITE),
            (third_person(verb), present),
            (past, Pos::FINITE),
            (participle, Pos::PART),
            (with_ending(verb, "ing"), Pos::ING),
        ];
        for (form, pos) in forms.into_iter().skip(usize::from(noun)) {
            let form = if particle.is_empty() { form } else { format!("{form}_{particle}") };
            let entry = words.entry(form.into()).or_default();
            entry.subcat |= subcat;
            entry.forms |= pos - Pos::NOUN;
            entry.pos |= pos;
        }
    }
}

/// Verbs that govern verbs of saying, as far as no other file knows them: without their parts of
/// speech they would be taken for nouns.
fn add_governing_verbs(words: &mut Table) {
    for line in lines(include_str!("../../lexicon/modes.txt")) {
        let Some((_, verbs)) = line.split_once("+ ") else { continue };
        for verb in verbs.split(' ') {
            let pos = [
                Pos::BASE | Pos::FINITE | Pos::NOUN,
                Pos::FINITE | Pos::NOUN,
                Pos::FINITE,
                Pos::FINITE | Pos::PART,
                Pos::ING,
            ];
            let known = |form: &str| words.get(form).is_some_and(|entry| !entry.pos.is_empty());
            let new: Vec<(String, Pos)> =
                verb_forms(verb).into_iter().zip(pos).filter(|(form, _)| !known(form)).collect();
            for (form, pos) in new {
                words.entry(form.into()).or_default().pos |= pos;
            }
        }
    }
}

/// Classes of usage. A word that no other file lists keeps the part of speech that would be
/// guessed.
fn add_usage(words: &mut Table) {
    for line in lines(include_str!("../../lexicon/usage.txt")) {
        let mut parts = line.split(' ');
        let class = parts.next().and_then(WordClass::from_listed_name).unwrap_or_default();
        for word in parts {
            let new = || WordEntry { pos: guess(word), ..WordEntry::default() };
            words.entry(word.into()).or_insert_with(new).classes |= class;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_of_speech_are_known_in_all_their_forms() {
        for form in [
            "say", "says", "said", "saying", "replied", "quipped", "denies", "urging", "admitted",
            "referred", "conceded", "wrote", "written", "sobbed", "shrugged", "wept", "moans",
        ] {
            assert!(!entry(form).subcat.is_empty(), "{form}");
        }
        for (verb, particle) in [("hit", "back"), ("Weighed", "in"), ("shot", "back")] {
            assert!(phrasal(verb, particle).is_some(), "{verb} {particle}");
        }
        assert!(phrasal("sat", "back").is_none());
        assert!(entry("hit").subcat.is_empty());
    }

    #[test]
    fn at_least_three_hundred_lemmas_speak() {
        let lemma = |line: &'static str| line.split(' ').next().unwrap_or("");
        let lemmas: std::collections::BTreeSet<&str> =
            lines(include_str!("../../lexicon/cues.txt"))
                .map(lemma)
                .filter(|lemma| !lemma.contains('_'))
                .collect();
        assert!(lemmas.len() >= 300, "{}", lemmas.len());
    }

    #[test]
    fn every_class_of_usage_has_words_and_every_line_a_class() {
        let mut listed = WordClass::empty();
        for line in lines(include_str!("../../lexicon/usage.txt")) {
            let (name, words) = line.split_once(' ').expect("a class and its words");
            listed |= WordClass::from_listed_name(name).expect(name);
            assert!(!words.is_empty());
        }
        assert_eq!(listed, WordClass::all());
    }

    #[test]
    fn no_word_of_the_table_is_without_a_part_of_speech() {
        let words = fill();
        assert!(words.values().all(|entry| !entry.pos.is_empty()));
        assert!(words.keys().all(|word| word.len() <= MAX_WORD_BYTES));
        assert_eq!(words.len(), WORDS.len());
    }
}
