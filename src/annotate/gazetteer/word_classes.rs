//! Closed classes of words in and around names: titles, particles, legal forms, words of credits.
//!
//! They stand in files of `annotate/lexicon`, where a person can read and mend them. One table is
//! filled from all of them at the first look-up, and one look-up answers all questions about a
//! word.

use std::sync::LazyLock;

use bitflags::bitflags;
use rustc_hash::FxHashMap;

use crate::annotate::gazetteer::lexicon::lexicon_lines;

bitflags! {
    /// Classes that a word belongs to. The file `name_words.txt` says of each what its words are,
    /// and in which form they are compared; a class's name there is the constant's in small
    /// letters.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub struct WordClass: u64 {
        /// Form of address that nothing but a person follows ("Mr"), without its full stop.
        const HONORIFIC = 1;
        /// Title that is no part of a person's name, in small letters.
        const DROPPED_TITLE = 1 << 1;
        /// Title that stays in a name ("prince"), in small letters, without full stop.
        const KEPT_TITLE = 1 << 2;
        /// Plain word that opens a sentence ("Meanwhile").
        const SENTENCE_OPENER = 1 << 3;
        /// Word before "of" and somebody else's name ("Shares").
        const HOLDER = 1 << 4;
        /// Small word that ends no name.
        const SMALL = 1 << 5;
        /// Word that is never a name by itself ("The").
        const FUNCTION_WORD = 1 << 6;
        /// Chamber of a parliament ("Senate").
        const CHAMBER = 1 << 7;
        /// Legal form at the end of a company's name, as printed ("Inc").
        const LEGAL_FORM = 1 << 8;
        /// End of a person's name that is not the surname, as printed ("Jr.").
        const NAME_SUFFIX = 1 << 9;
        /// Abbreviation that looks like a ticker ("U.S").
        const NO_TICKER = 1 << 10;
        /// Stock exchange ("NYSE").
        const EXCHANGE = 1 << 11;
        /// Small word that joins parts of a name ("of", "de").
        const NAME_JOINT = 1 << 12;
        /// Small word that opens a name ("southern").
        const NAME_OPENER = 1 << 13;
        /// Small word that closes a name ("province").
        const NAME_CLOSER = 1 << 14;
        /// Arabic article that may stand apart ("al").
        const ARABIC_ARTICLE = 1 << 15;
        /// Work of a newsroom ("reporting"), in small letters.
        const DESK_WORK = 1 << 16;
        /// Word between the works of one credit ("additional").
        const CREDIT_LINK = 1 << 17;
        /// Small word within a credit.
        const CREDIT_SMALL = 1 << 18;
        /// Word of an agency that photographs are credited to ("Getty").
        const PHOTO_AGENCY = 1 << 19;
        /// Form of address that is no role, folded ("dr").
        const ADDRESS = 1 << 20;
        /// Word between or before titles, folded ("deputy").
        const ROLE_MODIFIER = 1 << 21;
        /// Word before a title that opens a sentence, folded.
        const ROLE_OPENER = 1 << 22;
        /// Determiner that opens an apposition.
        const DETERMINER = 1 << 23;
        /// Word that opens a clause and no role.
        const CLAUSE_OPENER = 1 << 24;
        /// Word that ends a role.
        const ROLE_END = 1 << 25;
        /// Title or office of a man, folded ("spokesman").
        const MALE_TITLE = 1 << 26;
        /// Title or office of a woman, folded ("spokeswoman").
        const FEMALE_TITLE = 1 << 27;
        /// Suffix of a person's name, folded ("jr").
        const PERSON_SUFFIX = 1 << 28;
        /// Particle of surnames, folded ("van").
        const PARTICLE = 1 << 29;
        /// Word that a company's name is told without, folded ("holdings").
        const COMPANY_SUFFIX = 1 << 30;
        /// Last word of a newspaper's name, folded ("times").
        const NEWSPAPER = 1 << 31;
        /// Word that does not tell which organisation is meant, folded ("national").
        const UNSPECIFIC = 1 << 32;
        /// Small word at which no short form ends, folded.
        const DANGLING = 1 << 33;
        /// Small word, in capitals ("OF").
        const SMALL_CAPITALS = 1 << 34;
        /// Title, rank or office, folded; from `titles.txt`.
        const TITLE = 1 << 35;
        /// Noun that says what a person is, folded; from `roles.txt`.
        const ROLE_NOUN = 1 << 36;
        /// Capitalised word that names nobody, in small letters; from `no_names.txt`.
        const NO_NAME = 1 << 37;
        /// Participle that describes an office rather than opens a clause ("retired"), folded.
        const ROLE_PARTICIPLE = 1 << 38;
        /// Preposition within a role ("of"), folded.
        const ROLE_PREPOSITION = 1 << 39;
        /// Noun for a relative ("son"), folded.
        const KIN = 1 << 40;
        /// Office of somebody elected or appointed to govern ("senator"), folded.
        const POLITICAL_OFFICE = 1 << 41;
        /// Office of a court ("judge"), folded.
        const COURT_OFFICE = 1 << 42;
        /// Office of the police ("sheriff"), folded.
        const POLICE_OFFICE = 1 << 43;
        /// Place in a team ("coach"), folded.
        const TEAM_OFFICE = 1 << 44;
        /// Button or label of a page ("CLOSE"), as printed.
        const BUTTON = 1 << 45;
        /// Title of men that women bear as well ("chairman"), folded.
        const COMMON_TITLE = 1 << 46;
        /// Last word in the name of a part of a body, which the body's name alone does not mean
        /// ("committee"), folded.
        const BODY_PART = 1 << 47;
        /// Word before the noun of an office ("Press" in "Press Secretary"), as printed.
        const OFFICE_MODIFIER = 1 << 48;
        /// One of a party, or of that party, as printed ("Democrat").
        const PARTY = 1 << 49;
        /// The members of such a party, as printed ("Democrats").
        const PARTY_MEMBERS = 1 << 50;
        /// Ending of a group's name that stands for one member ("an" in "Ruritanian").
        const MEMBER_ENDING = 1 << 51;
        /// Verb of the purpose that a body is named after ("Protect"), as printed.
        const PURPOSE = 1 << 52;
        /// Noun for a body that is named after its purpose ("Committee"), as printed.
        const PURPOSE_BODY = 1 << 53;
        /// Noun for the spouse of a head of state behind "first" ("lady"), folded.
        const CONSORT = 1 << 54;
        /// First name that men and women bear, folded.
        const UNISEX = 1 << 55;
        /// Office among the members of a parliament ("whip"), folded.
        const PARTY_OFFICE = 1 << 56;
    }
}

/// Files of which every line is one entry, with its class.
const WORD_FILES: [(&str, WordClass); 3] = [
    (include_str!("../lexicon/titles.txt"), WordClass::TITLE),
    (include_str!("../lexicon/roles.txt"), WordClass::ROLE_NOUN),
    (include_str!("../lexicon/no_names.txt"), WordClass::NO_NAME),
];

/// File whose lines are a class and its words.
const CLASS_FILE: &str = include_str!("../lexicon/name_words.txt");

static WORDS: LazyLock<FxHashMap<&'static str, WordClass>> = LazyLock::new(|| {
    let mut words = FxHashMap::default();
    let mut insert = |word, class| *words.entry(word).or_insert(WordClass::empty()) |= class;
    for (list, class) in WORD_FILES {
        lexicon_lines(list).for_each(|word| insert(word, class));
    }
    for line in lexicon_lines(CLASS_FILE) {
        let mut parts = line.split_whitespace();
        let class = parts.next().and_then(class_of_name).unwrap_or(WordClass::empty());
        parts.for_each(|word| insert(word, class));
    }
    words
});

fn class_of_name(name: &str) -> Option<WordClass> {
    WordClass::from_name(&name.to_ascii_uppercase())
}

/// Classes of a word, in the form in which they are compared; none if it is in no list.
pub fn word_class(word: &str) -> WordClass {
    WORDS.get(word).copied().unwrap_or(WordClass::empty())
}

/// True if the word, in the form in which `class` is compared, belongs to it.
pub fn is_word_of(class: WordClass, word: &str) -> bool {
    word_class(word).intersects(class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_of_the_file_is_known_and_has_words() {
        for line in lexicon_lines(CLASS_FILE) {
            let name = line.split_whitespace().next().unwrap();
            assert!(class_of_name(name).is_some(), "{name}");
        }
        let all = WORDS.values().fold(WordClass::empty(), |all, class| all | *class);
        assert_eq!(all, WordClass::all());
    }

    #[test]
    fn a_word_may_belong_to_several_classes() {
        assert!(word_class("mr").contains(WordClass::ADDRESS | WordClass::MALE_TITLE));
        assert!(word_class("harker").is_empty());
    }
}
