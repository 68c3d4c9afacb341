//! One word of a clause: which words of a text it takes, and which terms of the index.

use unicode_normalization::UnicodeNormalization;

use crate::search::query::ast::{Pattern, is_pattern_char};
use crate::search::terms::automata::{FuzzyWord, WordPattern};
use crate::search::terms::wildcard::Wildcard;
use crate::search::terms::word_regex::WordRegex;
use crate::text::{EnglishStems, Words};

/// What another word than the one that was typed counts, where misspellings are allowed.
pub const FUZZY_WEIGHT: f32 = 0.6;

/// Which words of a text a leaf takes.
#[derive(Debug)]
pub enum TermMatcher {
    /// All forms of a word: its stem.
    Stem(String),
    /// This form, with capitals and accents where some were typed.
    Exact { folded: String, written: Option<String> },
    /// What fits.
    Pattern(WordPattern),
}

impl TermMatcher {
    /// Whether it takes a word, given as written, folded, and as a stem.
    pub fn accepts(&self, written: &str, folded: &str, stem: &str) -> bool {
        match self {
            Self::Stem(wanted) => wanted == stem,
            Self::Exact { folded: wanted, written: None } => wanted == folded,
            Self::Exact { folded: wanted, written: Some(exactly) } => {
                wanted == folded && without_tolerated_signs(written) == *exactly
            }
            Self::Pattern(pattern) => pattern.accepts(folded),
        }
    }
}

/// One word of a clause.
#[derive(Debug)]
pub struct QueryTerm {
    /// As typed, for people.
    pub label: String,
    pub matcher: TermMatcher,
    /// The word as it was typed, folded; nothing for patterns.
    pub folded: Option<String>,
    /// The words that a pattern or exact form stands for, and what each counts.
    pub forms: Vec<(String, f32)>,
}

impl QueryTerm {
    /// Whether it is a word in all its forms.
    pub fn is_stem(&self) -> bool {
        matches!(self.matcher, TermMatcher::Stem(_))
    }

    /// Whether it stands for whatever fits.
    pub fn is_pattern(&self) -> bool {
        matches!(self.matcher, TermMatcher::Pattern(_))
    }

    /// A leaf that takes nothing.
    pub fn empty() -> Self {
        let matcher = TermMatcher::Exact { folded: String::new(), written: None };
        Self { label: String::new(), matcher, folded: None, forms: Vec::new() }
    }

    /// Whether only the text can tell if a word is taken.
    pub fn needs_text(&self) -> bool {
        matches!(&self.matcher, TermMatcher::Exact { written: Some(_), .. })
    }
}

/// A word as it stands in a text, without what folding forgives even to exact forms: kinds of apostrophe,
/// invisible characters, full stops of an acronym.
fn without_tolerated_signs(word: &str) -> String {
    word.chars()
        .filter(|c| {
            !matches!(c, '.' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
        })
        .map(|c| if matches!(c, '’' | '‘' | 'ʼ' | '`' | '´') { '\'' } else { c })
        .nfc()
        .collect()
}

/// The leaves of a pattern, one after the other; a word with a hyphen or clitic has several.
///
/// # Errors
/// A sentence that says why it cannot be searched for.
pub fn leaves(pattern: &Pattern) -> Result<Vec<QueryTerm>, String> {
    match pattern {
        Pattern::Word(text) => {
            let stemmer = EnglishStems::default();
            Ok(each_word(text, |written, folded| QueryTerm {
                label: written.to_owned(),
                matcher: TermMatcher::Stem(stemmer.stem(folded).into_owned()),
                folded: Some(folded.to_owned()),
                forms: Vec::new(),
            }))
        }
        Pattern::Exact(text) => Ok(each_word(text, |written, folded| {
            let written_form = without_tolerated_signs(written);
            let special = written_form.chars().any(|c| c.is_uppercase() || !c.is_ascii());
            QueryTerm {
                label: format!("={written}"),
                matcher: TermMatcher::Exact {
                    folded: folded.to_owned(),
                    written: special.then_some(written_form),
                },
                folded: Some(folded.to_owned()),
                forms: vec![(folded.to_owned(), 1.0)],
            }
        })),
        Pattern::Wild(text) => {
            let pieces = text.split(|c: char| {
                !c.is_alphanumeric()
                    && !is_pattern_char(c)
                    && !matches!(c, '\'' | '’')
                    && !unicode_normalization::char::is_combining_mark(c)
            });
            let mut found = Vec::new();
            for piece in pieces.filter(|piece| !piece.is_empty()) {
                if !piece.contains(is_pattern_char) {
                    found.extend(leaves(&Pattern::Word(piece.to_owned()))?);
                    continue;
                }
                let wild = Wildcard::new(piece)
                    .ok_or_else(|| format!("“{text}” is longer than any word"))?;
                found.push(of_pattern(piece.to_owned(), WordPattern::Wild(wild), None));
            }
            Ok(found)
        }
        Pattern::Regex(text) => {
            let regex = WordRegex::new(text)
                .map_err(|why| format!("/{text}/ cannot be searched for: {why}"))?;
            Ok(vec![of_pattern(pattern.to_string(), WordPattern::Regex(Box::new(regex)), None)])
        }
        Pattern::Fuzzy { word, edits } => {
            let folded = crate::text::fold(word);
            let fuzzy = FuzzyWord::new(&folded, *edits);
            Ok(vec![of_pattern(pattern.to_string(), WordPattern::Fuzzy(fuzzy), Some(folded))])
        }
    }
}

fn of_pattern(label: String, pattern: WordPattern, folded: Option<String>) -> QueryTerm {
    QueryTerm { label, matcher: TermMatcher::Pattern(pattern), folded, forms: Vec::new() }
}

fn each_word(text: &str, make: impl Fn(&str, &str) -> QueryTerm) -> Vec<QueryTerm> {
    let mut leaves = Vec::new();
    let mut words = Words::new(text);
    while let Some(word) = words.advance() {
        leaves.push(make(word.span.of(text), word.folded));
    }
    leaves
}
