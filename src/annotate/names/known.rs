//! Well-known bodies whose names look like those of people, and names that end in 's by nature.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::annotate::names::hash;
use crate::annotate::names::page::Page;
use crate::text::Prose;

/// What the list says of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// A body.
    Body,
    /// A body when an 's follows.
    Possessive,
    /// Perhaps a body when an 's follows.
    Perhaps,
}

static KNOWN: LazyLock<FxHashMap<u64, Known>> = LazyLock::new(|| {
    let lines = include_str!("../lexicon/companies.txt").lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| {
            let (name, known) = match (line.strip_suffix("'s?"), line.strip_suffix("'s")) {
                (Some(name), _) => (name, Known::Perhaps),
                (_, Some(name)) => (name, Known::Possessive),
                _ => (line, Known::Body),
            };
            let words = Prose::new(name).tokens;
            (hash::phrase(words.iter().map(|word| hash::lower(word.of(name)))), known)
        })
        .collect()
});

/// What is known of the name in the tokens `start..end`.
pub fn known(page: &Page<'_, '_>, start: usize, end: usize) -> Option<Known> {
    if end - start > 5 {
        return None;
    }
    KNOWN.get(&hash::phrase(page.low[start..end].iter().copied())).copied()
}

/// Whether the token is an 's.
pub fn is_possessive(page: &Page<'_, '_>, at: usize) -> bool {
    let word = page.prose.word(at);
    word.starts_with(['\'', '’']) && word.ends_with('s') && word.len() > 1
}

#[cfg(test)]
mod tests {
    use crate::annotate::annotate;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let notes = annotate(text);
        let found: Vec<(&str, &str)> = notes
            .mentions
            .iter()
            .map(|m| (notes.entities[m.entity.0 as usize].name.as_str(), m.kind.tag()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn bodies_that_look_like_people_are_none() {
        check("Morgan Stanley said so.", &[("Morgan Stanley", "ORG")]);
        check("He left Eli Lilly in May.", &[("Eli Lilly", "ORG")]);
    }

    #[test]
    fn some_names_keep_their_s() {
        check(
            "Standard & Poor's cut it. Then Standard & Poor ’ s did.",
            &[("Standard & Poor's", "ORG"), ("Standard & Poor's", "ORG")],
        );
        check("He said Moody's was wrong.", &[("Moody's", "ORG")]);
        check(
            "Ana Moody left. Ana Moody's aide said Moody's plan is good.",
            &[("Ana Moody", "PER"), ("Ana Moody", "PER"), ("Ana Moody", "PER")],
        );
    }
}
