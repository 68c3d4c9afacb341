//! Elided words: the `l’` of `l’accord`.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// List of elided words.
static ELIDED: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("elisions.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// True if a folded word before an apostrophe is a word of its own that lost its vowel, and not the
/// first letters of a name (O’Brien).
pub fn is_elided(folded: &str) -> bool {
    folded.len() <= 6 && ELIDED.contains(folded)
}

#[cfg(test)]
mod tests {
    use super::is_elided;

    #[test]
    fn articles_are_and_first_letters_of_names_are_not() {
        assert!(["l", "qu", "dell", "jusqu"].into_iter().all(is_elided));
        assert!(!["o", "rock", "qur", "hawai", "aujourd"].into_iter().any(is_elided));
    }
}
