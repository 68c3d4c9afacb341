//! Names of authors, taken apart into family and given name where that is safe.

use crate::present::cite::citation::one_line;

/// An author, in parts where formats want them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Author {
    /// A person.
    Person {
        /// Family name, with its particles and suffixes.
        family: String,
        /// Given names.
        given: String,
    },
    /// An agency, a desk, a single name: not to be taken apart.
    Body(String),
}

/// Words that occur in no person's name: an agency's "Press" is no surname.
const BODY_WORDS: &[&str] = &[
    "agency",
    "agencies",
    "associated",
    "board",
    "bureau",
    "correspondent",
    "correspondents",
    "desk",
    "editor",
    "editorial",
    "editors",
    "international",
    "magazine",
    "media",
    "news",
    "newspaper",
    "press",
    "report",
    "reporter",
    "reporters",
    "reuters",
    "service",
    "services",
    "staff",
    "team",
    "the",
    "times",
    "wire",
    "writer",
    "writers",
    "and",
    "for",
];
/// Particles of family names.
const PARTICLES: &[&str] =
    &["al", "da", "de", "del", "den", "der", "di", "du", "la", "le", "ten", "ter", "van", "von"];
/// Suffixes of family names.
const SUFFIXES: &[&str] = &["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

impl Author {
    /// An author as printed, taken apart where that is safe.
    pub fn parse(printed: &str) -> Self {
        let line = one_line(printed);
        let name =
            line.strip_prefix("By ").or_else(|| line.strip_prefix("by ")).unwrap_or(&line).trim();
        if let Some((family, given)) = name.split_once(", ")
            && !given.contains(',')
            && !given.contains(' ')
            && !family.is_empty()
        {
            return Self::Person { family: family.to_owned(), given: given.to_owned() };
        }
        let words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).collect();
        let is_body_word = |word: &&str| BODY_WORDS.contains(&word.to_lowercase().as_str());
        let odd = name.contains(|c: char| c.is_ascii_digit() || ",&/@()".contains(c));
        if words.len() < 2 || words.len() > 5 || odd || words.iter().any(is_body_word) {
            return Self::Body(name.to_owned());
        }
        let lower = |at: usize| words[at].to_lowercase();
        let mut start = words.len() - 1;
        if SUFFIXES.contains(&lower(start).as_str()) && start > 1 {
            start -= 1;
        }
        while start > 1 && PARTICLES.contains(&lower(start - 1).as_str()) {
            start -= 1;
        }
        Self::Person { family: words[start..].join(" "), given: words[..start].join(" ") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authors_are_taken_apart_only_where_that_is_safe() {
        let person = |family: &str, given: &str| Author::Person {
            family: family.to_owned(),
            given: given.to_owned(),
        };
        let check = |printed: &str, expected: Author| assert_eq!(Author::parse(printed), expected);
        check("By Tilda Marrow", person("Marrow", "Tilda"));
        check("Marrow, Tilda", person("Marrow", "Tilda"));
        check("Henrike van der Solt", person("van der Solt", "Henrike"));
        check("Bram Q. Ockley Jr.", person("Ockley Jr.", "Bram Q."));
        for body in [
            "Associated Press",
            "Reuters",
            "News Desk",
            "Tilda Marrow and Osric Vane",
            "a@b.example",
        ] {
            check(body, Author::Body(body.to_owned()));
        }
    }
}
