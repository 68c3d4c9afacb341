//! Clitics: what English shortens to an apostrophe and a letter or two.

/// Type of a clitic.
pub enum Clitic {
    /// Ending of a possessive: `'s`.
    Possessive,
    /// Ending of a negated auxiliary: `'t`, with the `n` before it.
    Not,
    /// Shortened verb, as it is folded: `'ll`.
    Verb(&'static str),
}

/// Clitic that the letters after an apostrophe are, if they are one.
pub fn clitic(letters: &str) -> Option<Clitic> {
    if letters.len() > 2 || !letters.is_ascii() {
        return None;
    }
    let is = |other: &str| letters.eq_ignore_ascii_case(other);
    match letters.len() {
        1 if is("s") => Some(Clitic::Possessive),
        1 if is("t") => Some(Clitic::Not),
        1 if is("d") => Some(Clitic::Verb("'d")),
        1 if is("m") => Some(Clitic::Verb("'m")),
        2 if is("ll") => Some(Clitic::Verb("'ll")),
        2 if is("re") => Some(Clitic::Verb("'re")),
        2 if is("ve") => Some(Clitic::Verb("'ve")),
        _ => None,
    }
}
