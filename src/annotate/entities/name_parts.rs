//! A person's name taken apart: title, given names, particles, surname, suffix.
//!
//! Everything that compares names compares these parts, in small letters and without accents, so
//! that "Dr. José O’Hara Jr." and "JOSE O'HARA" meet.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::annotate::gazetteer::word_classes::{WordClass, is_word_of};

/// Words of a name that are compared, folded; titles, suffixes and quotation marks are gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameParts {
    /// Given names, particles and surname in the printed order.
    pub words: Vec<String>,
    /// Nicknames printed between marks: `Ana "Nan" Ox`.
    pub nicknames: Vec<String>,
    /// "jr", "iii" and the like.
    pub suffix: Option<String>,
}

/// True if the folded word is a particle of surnames ("bin", "van").
pub fn is_particle(word: &str) -> bool {
    is_word_of(WordClass::PARTICLE, word)
}

/// True if the folded word is a title ("mrs", "senator"), which is no part of a name.
pub fn is_title(word: &str) -> bool {
    is_word_of(WordClass::TITLE, word)
}

/// The word in small letters, without accents, blanks and full stops, with straight apostrophes.
pub fn fold(word: &str) -> String {
    let keep = |c: char| match c {
        '’' => Some('\''),
        ' ' | '.' | '\n' | '\r' => None,
        c => Some(c),
    };
    if word.is_ascii() {
        let mut folded = String::with_capacity(word.len());
        folded.extend(word.chars().filter_map(keep).map(|c| c.to_ascii_lowercase()));
        return folded;
    }
    word.nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .filter_map(keep)
        .flat_map(char::to_lowercase)
        .collect()
}

impl NameParts {
    /// Splits the words of a name, as printed.
    pub fn new<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut parts = Self::default();
        let mut marked = false;
        let all: Vec<&str> = words.collect();
        for (at, word) in all.iter().enumerate() {
            if matches!(*word, "\"" | "“" | "”" | "``" | "''" | "‘" | "’" | "'" | "(" | ")")
            {
                marked = match *word {
                    "\"" | "'" => !marked,
                    "“" | "``" | "‘" | "(" => true,
                    _ => false,
                };
                continue;
            }
            let folded = fold(word);
            if !folded.chars().any(char::is_alphanumeric) || word.starts_with(['\'', '’']) {
                continue;
            }
            let leads = parts.words.is_empty() && at + 1 < all.len();
            if marked {
                parts.nicknames.push(folded);
            } else if at > 0
                && is_word_of(WordClass::PERSON_SUFFIX, &folded)
                && !parts.words.is_empty()
            {
                parts.suffix = Some(generation(&folded).to_owned());
            } else if !(leads && is_word_of(WordClass::TITLE, &folded)) {
                parts.words.push(folded);
            }
        }
        if parts.words.is_empty() {
            parts.words.append(&mut parts.nicknames);
        }
        parts
    }

    /// The last word.
    pub fn last(&self) -> &str {
        self.words.last().map_or("", String::as_str)
    }

    /// The first word.
    pub fn first(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// The first and the last word as one key.
    pub fn first_and_last(&self) -> String {
        format!("{} {}", self.first(), self.last())
    }

    /// The name as one key.
    pub fn key(&self) -> String {
        let mut key = self.words.join(" ");
        if let Some(suffix) = &self.suffix {
            key.push(' ');
            key.push_str(suffix);
        }
        key
    }

    /// True unless the suffixes tell the two apart, as "Jr." and "Sr." do.
    pub fn suffixes_match(&self, other: &Self) -> bool {
        match (&self.suffix, &other.suffix) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        }
    }
}

/// Two words in their order.
pub fn sorted(a: &str, b: &str) -> (String, String) {
    if a < b { (a.to_owned(), b.to_owned()) } else { (b.to_owned(), a.to_owned()) }
}

/// One form for the words of a generation, folded: "junior" is "jr".
pub fn generation(word: &str) -> &str {
    match word {
        "junior" | "jnr" | "younger" => "jr",
        "senior" | "snr" | "elder" => "sr",
        other => other,
    }
}

/// True if two folded given names can be one person's: equal, an initial, or a known short form.
pub fn given_names_match(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    if short.chars().count() == 1 || (short.chars().count() == 2 && !short.chars().any(is_vowel)) {
        return long.starts_with(short.chars().next().unwrap_or(' '));
    }
    if short.chars().count() >= 3 && long.starts_with(short) {
        return true;
    }
    is_short_form(a, b)
}

/// True if two longer names of one surname can be one person's: their given names agree, as far as
/// both print them.
pub fn can_be_one_person(a: &NameParts, b: &NameParts) -> bool {
    if !a.suffixes_match(b) {
        return false;
    }
    let given = |parts: &NameParts| -> Vec<String> {
        let words = &parts.words[..parts.words.len() - 1];
        words
            .iter()
            .enumerate()
            .filter(|(at, w)| *at == 0 || !is_particle(w))
            .map(|(_, w)| w.clone())
            .collect()
    };
    let (a_given, b_given) = (given(a), given(b));
    let (Some(first), Some(other)) = (a_given.first(), b_given.first()) else { return true };
    let short = |name: &String, parts: &NameParts| {
        parts.nicknames.iter().any(|n| given_names_match(n, name))
    };
    if given_names_match(first, other) || short(first, b) || short(other, a) {
        // "John A. Ox" and "John B. Ox" differ.
        return match (a_given.get(1), b_given.get(1)) {
            (Some(x), Some(y)) => {
                given_names_match(x, y) || a_given.contains(y) || b_given.contains(x)
            }
            _ => true,
        };
    }
    // "J. Edgar Hoover" and "Edgar Hoover".
    a_given.contains(other) || b_given.contains(first)
}

/// True if two folded first names stand for one another in the list of short forms.
pub fn is_short_form(a: &str, b: &str) -> bool {
    let group = |name: &str| NICKNAMES.get(name);
    match (group(a), group(b)) {
        (Some(a), Some(b)) => a.iter().any(|group| b.contains(group)),
        _ => false,
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Lines of the list that each name stands in.
static NICKNAMES: LazyLock<FxHashMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut groups: FxHashMap<&'static str, Vec<usize>> = FxHashMap::default();
    for (number, line) in include_str!("../lexicon/nicknames.txt").lines().enumerate() {
        if !line.starts_with('#') {
            for name in line.split_whitespace() {
                groups.entry(name).or_default().push(number);
            }
        }
    }
    groups
});

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> NameParts {
        NameParts::new(name.split(' '))
    }

    #[test]
    fn titles_suffixes_and_accents_do_not_count() {
        assert_eq!(parts("Dr. José O’Hara Jr.").key(), "jose o'hara jr");
        assert_eq!(parts("Ana “ Nan ” Ox").words, ["ana", "ox"]);
        assert_eq!(parts("Ana “ Nan ” Ox").nicknames, ["nan"]);
        assert_eq!(parts("King").key(), "king");
    }

    #[test]
    fn given_names_agree_by_initial_and_short_form() {
        for (a, b) in [("donald", "d"), ("bill", "william"), ("dj", "donald"), ("ben", "benjamin")]
        {
            assert!(given_names_match(a, b), "{a} {b}");
        }
        for (a, b) in [("bill", "hillary"), ("james", "jane"), ("bob", "bill")] {
            assert!(!given_names_match(a, b), "{a} {b}");
        }
    }
}
