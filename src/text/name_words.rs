//! Names matched by their words, as a reader types them: without regard to case, accents or order.

use crate::text::analyzer::fold;

/// True if `name` contains every word of `wanted`, in any order; false if `wanted` has no word.
pub fn contains_words(name: &str, wanted: &str) -> bool {
    // Most names are letters, of which folding does no more than lower the case; and all names of
    // an archive may be looked through.
    let gap = |b: &u8| matches!(b, b' ' | b'-');
    let plain = |text: &[u8]| text.iter().all(|b| b.is_ascii_alphabetic() || gap(b));
    let (letters, asked) = (name.as_bytes(), wanted.as_bytes());
    if plain(asked) && plain(letters) {
        let mut words = asked.split(gap).filter(|word| !word.is_empty()).peekable();
        return words.peek().is_some()
            && words.all(|word| letters.split(gap).any(|other| other.eq_ignore_ascii_case(word)));
    }
    let name = fold(name);
    let wanted = fold(wanted);
    !wanted.is_empty() && wanted.split(' ').all(|word| name.split(' ').any(|other| other == word))
}

/// True if `prefix` begins at the start of a word of `name`.
pub fn has_word_prefix(name: &str, prefix: &str) -> bool {
    folded_has_word_prefix(&fold(name), &fold(prefix))
}

/// True if `prefix` begins at the start of a word of `name`, both folded already ([`fold`]).
pub fn folded_has_word_prefix(name: &str, prefix: &str) -> bool {
    name.starts_with(prefix) || name.match_indices(prefix).any(|(at, _)| name[..at].ends_with(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_any_of_their_words() {
        assert!(contains_words("Alon Liel", "liel") && contains_words("Alon Liel", "Liel, Alon"));
        assert!(!contains_words("Alon Liel", "lie") && !contains_words("Alon Liel", ""));
        assert!(has_word_prefix("alon liel", "li") && !has_word_prefix("alon liel", "iel"));
    }
}
