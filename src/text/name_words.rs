//! Names matched by their words, as a reader types them: without regard to case, accents, order, or
//! the way in which initials and hyphens are written.

use rustc_hash::FxHashSet;

use crate::text::analyzer::{Words, fold};

/// True if `name` contains every word of `wanted`, in any order; false if `wanted` has no word.
pub fn contains_words(name: &str, wanted: &str) -> bool {
    // Most names are letters, of which folding does no more than lower the case; and all names of
    // an archive may be looked through.
    let plain = |text: &[u8]| text.iter().all(|b| b.is_ascii_alphabetic() || *b == b' ');
    let (letters, asked) = (name.as_bytes(), wanted.as_bytes());
    if plain(asked) && plain(letters) {
        let words = || asked.split(|b| *b == b' ').filter(|word| !word.is_empty());
        let of_name = || letters.split(|b| *b == b' ');
        let same = |word: &[u8]| of_name().any(|other| other.eq_ignore_ascii_case(word));
        if words().all(same) {
            return words().next().is_some();
        }
        // Only lone letters are written together elsewhere.
        if !words().chain(of_name()).any(|word| word.len() == 1) {
            return false;
        }
    }
    let mut of_name: FxHashSet<String> = FxHashSet::default();
    let mut words = Words::new(name);
    while let Some(word) = words.advance() {
        of_name.insert(word.folded.to_owned());
        of_name.extend(word.joined.iter().map(|joined| joined.folded.clone()));
    }
    let mut found: Vec<bool> = Vec::new();
    let mut words = Words::new(wanted);
    while let Some(word) = words.advance() {
        found.push(of_name.contains(word.folded));
        for joined in word.joined.iter().filter(|joined| of_name.contains(&joined.folded)) {
            let from = found.len() - joined.words;
            found[from..].fill(true);
        }
    }
    !found.is_empty() && found.into_iter().all(|found| found)
}

/// Words of `text`, folded, as typed; and, where some of them may be written as one, as they are
/// then.
pub fn spellings(text: &str) -> Vec<Vec<String>> {
    let (mut typed, mut whole) = (Vec::new(), Vec::<(String, usize)>::new());
    let mut words = Words::new(text);
    while let Some(word) = words.advance() {
        typed.push(word.folded.to_owned());
        let Some(joined) = word.joined.last() else {
            whole.push((word.folded.to_owned(), 1));
            continue;
        };
        let mut left = joined.words - 1;
        while let Some((_, parts)) = whole.last().filter(|(_, parts)| *parts <= left && left > 0) {
            left -= parts;
            whole.pop();
        }
        whole.push((joined.folded.clone(), joined.words));
    }
    let whole: Vec<String> = whole.into_iter().map(|(word, _)| word).collect();
    if whole == typed { vec![typed] } else { vec![typed, whole] }
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

    #[test]
    fn initials_hyphens_and_articles_are_written_in_several_ways() {
        let writings = ["B. N. Tarn", "B.N. Tarn", "BN Tarn", "B N Tarn", "b. n. tarn"];
        for name in writings {
            for wanted in writings {
                assert!(contains_words(name, wanted), "{name} {wanted}");
            }
        }
        assert!(contains_words("Rosa d’Orsi", "Orsi") && contains_words("Rosa D’Orsi", "DOrsi"));
        assert!(contains_words("Al-Harun", "alharun") && contains_words("AlHarun", "al-harun"));
        assert!(!contains_words("B. N. Tarn", "BM Tarn") && !contains_words("B N", "NB"));
        assert_eq!(spellings("Q. R. S. Tarn"), [vec!["q", "r", "s", "tarn"], vec!["qrs", "tarn"]]);
        assert_eq!(spellings("Tarn"), [vec!["tarn"]]);
    }
}
