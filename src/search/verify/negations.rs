//! Words that turn the sense of a sentence round, and those that end its reach.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Words of a list, one a line.
fn words_of(list: &'static str) -> FxHashSet<&'static str> {
    let lines = list.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

static NEGATIONS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| words_of(include_str!("negations.txt")));
static CLAUSE_ENDS: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| words_of(include_str!("clause_ends.txt")));

/// Prefixes that turn a word round (possible, impossible).
const PREFIXES: &[&str] = &["dis", "il", "im", "in", "ir", "non", "un"];
/// Number of letters below which a word with a prefix is another word (“is” and “his”).
const MIN_TURNED: usize = 4;

/// True if a folded word turns the sense round.
pub fn is_negation(folded: &str) -> bool {
    NEGATIONS.contains(folded)
}

/// True if one of the words is the other with a prefix that turns it round.
pub fn is_turned(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() >= MIN_TURNED
        && long.strip_suffix(short).is_some_and(|prefix| PREFIXES.contains(&prefix))
}

/// True if another clause begins with a folded word.
pub fn ends_clause(folded: &str) -> bool {
    CLAUSE_ENDS.contains(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_turns_a_word_round() {
        assert!(is_negation("n't") && is_negation("never") && !is_negation("ever"));
        assert!(is_turned("possible", "impossible") && is_turned("unhappy", "happy"));
        assert!(!is_turned("his", "this") && !is_turned("land", "island"));
    }
}
