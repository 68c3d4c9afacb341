//! One word of a query: the words of a text that it matches, and its terms in the index.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::search::query::ast::{Pattern, is_pattern_char};
use crate::search::terms::automata::{FuzzyWord, WordPattern};
use crate::search::terms::wildcard::Wildcard;
use crate::search::terms::word_regex::{RegexError, WordRegex};
use crate::text::{EnglishStems, Words, akin, fold, is_apostrophe, stands_alone};

/// Weight of another word than the one that was typed, where misspellings are allowed.
pub const FUZZY_WEIGHT: f32 = 0.6;

/// Condition on the words of a text.
#[derive(Debug)]
pub enum TermMatcher {
    /// All forms of a word, by their stem.
    Stem(String),
    /// One form of a word.
    Exact {
        /// The form, folded.
        folded: String,
        /// The form with capitals and accents, where some were typed.
        written: Option<String>,
    },
    /// Words that a pattern accepts.
    Pattern(WordPattern),
}

impl TermMatcher {
    /// True if a word matches, given as written, folded, and as a stem.
    pub fn accepts(&self, written: &str, folded: &str, stem: &str) -> bool {
        match self {
            Self::Stem(wanted) => wanted == stem,
            Self::Exact { folded: wanted, written: None } => wanted == folded,
            Self::Exact { folded: wanted, written: Some(exactly) } => {
                wanted == folded && as_written(written) == *exactly
            }
            Self::Pattern(pattern) => pattern.accepts(folded),
        }
    }
}

/// One word of a query.
#[derive(Debug)]
pub struct QueryTerm {
    /// Word or pattern as typed, for explanations.
    pub label: String,
    /// Words of a text that it matches.
    pub matcher: TermMatcher,
    /// Word as typed, folded; `None` for patterns.
    pub folded: Option<String>,
    /// Words of the index that a pattern or exact form stands for, with their weights.
    pub forms: Vec<(String, f32)>,
    /// Number of words of a text that it stands for (2 for the `email` of e-mail); any number if
    /// `None`.
    pub words: Option<usize>,
}

/// Several words of a query in the form in which they are written as one.
#[derive(Debug)]
pub struct JoinedTerm {
    /// Index of the first of the words.
    pub first: usize,
    /// Index behind the last of them.
    pub end: usize,
    /// Stem of the form.
    pub stem: String,
    /// Form, folded.
    pub folded: String,
}

/// Reasons why a pattern cannot be searched for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// Wildcard of more positions than an automaton takes.
    #[error("“{0}” is longer than any word")]
    TooLong(String),
    /// Regular expression that is refused.
    #[error("/{pattern}/ cannot be searched for: {reason}")]
    Regex {
        /// Expression as typed.
        pattern: String,
        /// Reason of the refusal.
        reason: RegexError,
    },
}

impl QueryTerm {
    /// Terms of a pattern, one after the other; a word with a hyphen or clitic has several.
    ///
    /// # Errors
    /// The pattern cannot be searched for.
    pub fn from_pattern(pattern: &Pattern) -> Result<Vec<Self>, PatternError> {
        match pattern {
            Pattern::Word(text) => Ok(stems(text)),
            Pattern::Exact(text) => Ok(exact_forms(text)),
            Pattern::Wild(text) => wildcards(text),
            Pattern::Regex(text) => {
                let regex = WordRegex::new(text)
                    .map_err(|reason| PatternError::Regex { pattern: text.clone(), reason })?;
                let regex = WordPattern::Regex(Box::new(regex));
                Ok(vec![Self::for_pattern(pattern.to_string(), regex, None)])
            }
            Pattern::Fuzzy { word, edits } => {
                let folded = fold(word);
                let fuzzy = WordPattern::Fuzzy(FuzzyWord::new(&folded, *edits));
                Ok(vec![Self::for_pattern(pattern.to_string(), fuzzy, Some(folded))])
            }
        }
    }

    fn for_pattern(label: String, pattern: WordPattern, folded: Option<String>) -> Self {
        let matcher = TermMatcher::Pattern(pattern);
        Self { label, matcher, folded, forms: Vec::new(), words: None }
    }

    /// Term of a stem in a phrase, where it counts how many `words` of a text it stands for.
    pub fn of_width(folded: &str, stem: &str, words: usize) -> Self {
        Self {
            label: folded.to_owned(),
            matcher: TermMatcher::Stem(stem.to_owned()),
            folded: Some(folded.to_owned()),
            forms: Vec::new(),
            words: Some(words),
        }
    }

    /// Forms in which several words of a pattern are written as one; indices count its words.
    pub fn joined_forms(pattern: &Pattern) -> Vec<JoinedTerm> {
        let Pattern::Word(text) = pattern else { return Vec::new() };
        let stemmer = EnglishStems::default();
        let mut found = Vec::new();
        let mut words = Words::new(text);
        let mut end = 0;
        while let Some(word) = words.advance() {
            end += 1;
            found.extend(word.joined.iter().map(|joined| JoinedTerm {
                first: end - joined.words,
                end,
                stem: stemmer.stem(&joined.folded).into_owned(),
                folded: joined.folded.clone(),
            }));
        }
        found
    }

    /// True if several words of a text match, given in the form in which they are one.
    pub fn accepts_joined(&self, folded: &str, stem: &str) -> bool {
        !matches!(self.matcher, TermMatcher::Exact { .. })
            && self.matcher.accepts(folded, folded, stem)
    }

    /// True if it may stand for this number of words of a text.
    pub fn has_width(&self, words: usize) -> bool {
        self.words.is_none_or(|wanted| wanted == words)
    }

    /// Term that matches nothing.
    pub fn empty() -> Self {
        let matcher = TermMatcher::Exact { folded: String::new(), written: None };
        Self { label: String::new(), matcher, folded: None, forms: Vec::new(), words: None }
    }

    /// Stems of words akin to the one that was typed.
    pub fn akin(&self) -> Vec<&'static str> {
        match &self.matcher {
            TermMatcher::Stem(stem) => akin(stem, &self.label).collect(),
            _ => Vec::new(),
        }
    }

    /// True for a word in all its forms.
    pub fn is_stem(&self) -> bool {
        matches!(self.matcher, TermMatcher::Stem(_))
    }

    /// True for a pattern, which stands for all words that match.
    pub fn is_pattern(&self) -> bool {
        matches!(self.matcher, TermMatcher::Pattern(_))
    }

    /// True if only the text can tell that a word matches.
    pub fn needs_text(&self) -> bool {
        matches!(&self.matcher, TermMatcher::Exact { written: Some(_), .. })
    }
}

/// Terms of the words of a text, each in all its forms.
fn stems(text: &str) -> Vec<QueryTerm> {
    let stemmer = EnglishStems::default();
    each_word(text, |written, folded| QueryTerm {
        label: written.to_owned(),
        matcher: TermMatcher::Stem(stemmer.stem(folded).into_owned()),
        folded: Some(folded.to_owned()),
        forms: Vec::new(),
        words: None,
    })
}

/// Terms of the words of a text, each in this form only.
fn exact_forms(text: &str) -> Vec<QueryTerm> {
    each_word(text, |written, folded| {
        let written_form = as_written(written);
        let special = written_form.chars().any(|c| c.is_uppercase() || !c.is_ascii());
        QueryTerm {
            label: format!("={written}"),
            matcher: TermMatcher::Exact {
                folded: folded.to_owned(),
                written: special.then_some(written_form),
            },
            folded: Some(folded.to_owned()),
            forms: vec![(folded.to_owned(), 1.0)],
            words: None,
        }
    })
}

/// Terms of the words and wildcards of a text.
fn wildcards(text: &str) -> Result<Vec<QueryTerm>, PatternError> {
    let pieces = text.split(|c: char| {
        !c.is_alphanumeric() && !is_pattern_char(c) && !is_apostrophe(c) && !is_combining_mark(c)
    });
    let mut found = Vec::new();
    for piece in pieces.filter(|piece| !piece.is_empty()) {
        if !piece.contains(is_pattern_char) {
            found.extend(stems(piece));
            continue;
        }
        // Where each character is a word, any letters may stand around them anyway.
        let inside = piece.trim_matches(is_pattern_char);
        if inside.contains(stands_alone) && !inside.contains(is_pattern_char) {
            found.extend(stems(inside));
            continue;
        }
        let wild = Wildcard::new(piece).ok_or_else(|| PatternError::TooLong(text.to_owned()))?;
        let wild = WordPattern::Wild(wild);
        found.push(QueryTerm::for_pattern(piece.to_owned(), wild, None));
    }
    Ok(found)
}

/// Terms of the words of a text, made by `make` of each as written and folded.
fn each_word(text: &str, make: impl Fn(&str, &str) -> QueryTerm) -> Vec<QueryTerm> {
    let mut terms = Vec::new();
    let mut words = Words::new(text);
    while let Some(word) = words.advance() {
        terms.push(make(word.span.of(text), word.folded));
    }
    terms
}

/// Word as it stands in a text, without the signs that folding forgives even to exact forms: kinds
/// of apostrophe, invisible characters, full stops of an acronym.
fn as_written(word: &str) -> String {
    word.chars()
        .filter(|c| {
            !matches!(c, '.' | '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
        })
        .map(|c| if is_apostrophe(c) { '\'' } else { c })
        .nfc()
        .collect()
}
