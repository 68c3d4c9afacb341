//! Well-known companies whose names look like those of people, and names that end in 's by nature.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::annotate::gazetteer::lexicon::lexicon_lines;
use crate::annotate::hash;
use crate::text::Prose;

/// Entry of the list for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompanyEntry {
    /// A company.
    Always,
    /// A company if an 's follows.
    IfPossessive,
    /// A company if an 's follows and the tagger takes it for an organisation.
    PerhapsIfPossessive,
}

/// Words of the longest listed name.
pub const MAX_COMPANY_WORDS: usize = 5;

static COMPANIES: LazyLock<FxHashMap<u64, CompanyEntry>> = LazyLock::new(|| {
    lexicon_lines(include_str!("../lexicon/companies.txt"))
        .map(|line| {
            let (name, entry) = match (line.strip_suffix("'s?"), line.strip_suffix("'s")) {
                (Some(name), _) => (name, CompanyEntry::PerhapsIfPossessive),
                (_, Some(name)) => (name, CompanyEntry::IfPossessive),
                _ => (line, CompanyEntry::Always),
            };
            let words = Prose::new(name).tokens;
            (hash::phrase(words.iter().map(|word| hash::lower(word.of(name)))), entry)
        })
        .collect()
});

/// Entry of the name with these words, given as their hashes in small letters.
pub fn find_company(words: &[u64]) -> Option<CompanyEntry> {
    if words.len() > MAX_COMPANY_WORDS {
        return None;
    }
    COMPANIES.get(&hash::phrase(words.iter().copied())).copied()
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
