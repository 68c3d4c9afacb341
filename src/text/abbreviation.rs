//! Abbreviations: words that keep a full stop that ends no sentence.
//!
//! A list, since shape alone cannot tell "Gov." from "Go.". Each word has a note whether a name
//! always follows (titles), so that "Corp. The" may end a sentence where "Gov. The" may not.

/// Words that keep their stop and are followed by a name or number: no sentence ends here.
const BEFORE_NAMES: &[&str] = &[
    "Adm", "Atty", "Brig", "Capt", "Cmdr", "Col", "Cpl", "Det", "Dr", "Fr", "Ft", "Gen", "Gov",
    "Hon", "Insp", "Lt", "Maj", "Messrs", "Mr", "Mrs", "Ms", "Mt", "Mx", "Pfc", "Ph", "Pres",
    "Prof", "Rep", "Reps", "Rev", "Secy", "Sen", "Sens", "Sgt", "St", "Ste", "Supt", "vs", "Vs",
    "Pvt", "Sr", "Br", "Bros",
];

/// Words that keep their stop, after which a sentence may end.
const OTHERS: &[&str] = &[
    "Jan", "Feb", "Mar", "Apr", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "Inc", "Corp", "Co",
    "Ltd", "Cos", "Jr", "Esq", "etc", "al", "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del",
    "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Md", "Mich", "Minn", "Miss", "Mo", "Mont",
    "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "Ave",
    "Blvd", "Rd", "Dept", "Univ", "Assn", "Bldg", "Ph.D", "approx", "est", "Mass", "Assoc", "Intl",
    "Natl", "Mfg",
];

/// Abbreviations that look like plain words, so that the stop is theirs only if the text goes on in
/// mid-sentence.
const ALSO_WORDS: &[&str] =
    &["Mar", "Miss", "Ill", "Ind", "Mass", "Wash", "Del", "Co", "La", "Pa", "Ga", "al", "est"];

/// Words that begin a sentence far more often than they begin a name.
const STARTERS: &[&str] = &[
    "The",
    "A",
    "An",
    "It",
    "He",
    "She",
    "They",
    "We",
    "You",
    "But",
    "And",
    "In",
    "On",
    "At",
    "This",
    "That",
    "These",
    "Those",
    "His",
    "Her",
    "Their",
    "Its",
    "Our",
    "My",
    "If",
    "When",
    "While",
    "As",
    "After",
    "Before",
    "For",
    "From",
    "With",
    "There",
    "Here",
    "However",
    "Some",
    "Many",
    "Most",
    "Both",
    "So",
    "Now",
    "Yet",
    "Or",
    "Not",
    "No",
    "One",
    "What",
    "Who",
    "Why",
    "How",
    "Where",
    "Such",
    "Since",
    "Although",
    "Though",
    "Because",
    "Despite",
    "Earlier",
    "Last",
    "By",
    "To",
    "Of",
    "About",
    "According",
    "Under",
    "During",
    "Also",
    "Other",
    "Others",
    "Even",
    "Still",
    "Then",
    "Analysts",
    "Officials",
    "Meanwhile",
    "Shares",
    "I",
    "Once",
    "Until",
    "All",
    "Each",
];

/// True if the full stop between `word` and `rest` belongs to the word.
pub fn keeps_stop(word: &str, rest: &str) -> bool {
    if word.len() > 6 && !word.contains('.') {
        return false;
    }
    let next = rest.trim_start_matches([' ', '\n', '\r']).chars().next();
    if word.contains('.') {
        // "U.S." but not "example.com."
        return word.split('.').all(|part| part.chars().count() <= 2);
    }
    if word.chars().count() == 1 {
        return word
            .chars()
            .all(|c| c.is_uppercase() && (c != 'I' || next.is_some_and(char::is_uppercase)));
    }
    if word == "No" || word == "Nos" {
        return next.is_some_and(|c| c.is_ascii_digit());
    }
    if ALSO_WORDS.contains(&word) {
        return next.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit() || c == ',');
    }
    BEFORE_NAMES.contains(&word) || OTHERS.contains(&word)
}

/// True if a name always follows this abbreviation (given with its stop).
pub fn is_title(word: &str) -> bool {
    word.strip_suffix('.').is_some_and(|word| BEFORE_NAMES.contains(&word))
}

/// True for a word that begins a sentence far more often than it begins a name; after an
/// abbreviation such as "U.S." a capital alone says nothing.
pub fn starts_sentence(word: &str) -> bool {
    STARTERS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_belongs_to_abbreviations_and_initials_only() {
        assert!(keeps_stop("Gov", " Ox"));
        assert!(keeps_stop("U.S", " and"));
        assert!(keeps_stop("J", " Ox"));
        assert!(!keeps_stop("example.com", " and"));
        assert!(!keeps_stop("Miss", " The"));
        assert!(keeps_stop("Miss", ", said"));
        assert!(!keeps_stop("table", " The"));
    }
}
