//! Reasons for which two forms are one name, and two names are not.

use crate::annotate::is_short_form;
use crate::corpus::names::aliases::Aliases;
use crate::corpus::names::authority::NameAuthority;
use crate::corpus::names::bodies::BodyRule;
use crate::text::fold;

/// Suffixes of names, folded.
pub const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// Reason for which a form in articles stands for a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinReason {
    /// Equal words, but for case and marks.
    SameWords,
    /// The alias file says so.
    ByHand,
    /// A body by one of its rules.
    Body(BodyRule),
    /// The archive's dominant bearer of a surname in those years.
    Dominant,
    /// The middle names agree, or one form has none.
    MiddleName,
    /// A short form of the first name.
    ShortForm,
    /// A suffix that no other bearer contradicts.
    Suffix,
}

impl JoinReason {
    /// Reason for which `form` stands for `name` in an archive.
    pub fn new(
        authority: &NameAuthority,
        aliases: &Aliases,
        (form, name): (&str, &str),
        inferred: bool,
    ) -> Self {
        let key = fold(form);
        let (a, b) = (Parts::new(&key), fold(bare(name)));
        let b = Parts::new(&b);
        if key == fold(name) || key == fold(bare(name)) {
            Self::SameWords
        } else if aliases.canonical(&key).is_some() {
            Self::ByHand
        } else if let Some(rule) = body_rule(authority, form, name) {
            Self::Body(rule)
        } else if inferred {
            Self::Dominant
        } else if a.first != b.first {
            if is_short_form(a.first, b.first) { Self::ShortForm } else { Self::ByHand }
        } else if a.suffix == b.suffix {
            Self::MiddleName
        } else {
            Self::Suffix
        }
    }

    /// Name of the reason in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::SameWords => "same-words",
            Self::ByHand => "by-hand",
            Self::Body(BodyRule::Spelling) => "spelling",
            Self::Body(BodyRule::Order) => "word-order",
            Self::Body(BodyRule::Ending) => "company-ending",
            Self::Body(BodyRule::Nation) => "nation",
            Self::Body(BodyRule::Introduced(_)) => "introduced",
            Self::Body(BodyRule::Listed) => "listed",
            Self::Body(BodyRule::Capital) => "capital",
            Self::Dominant => "dominant",
            Self::MiddleName => "middle-name",
            Self::ShortForm => "short-form",
            Self::Suffix => "suffix",
        }
    }

    /// The reason in words.
    pub fn told(self) -> String {
        let told = match self {
            Self::SameWords => "the same words",
            Self::ByHand => "by hand",
            Self::Body(BodyRule::Spelling) => "the same words, but for small ones",
            Self::Body(BodyRule::Order) => "the same words in another order",
            Self::Body(BodyRule::Ending) => "the ending of a company",
            Self::Body(BodyRule::Nation) => "hardly another place has one so named",
            Self::Body(BodyRule::Introduced(articles)) => {
                return format!("introduced in brackets in {articles} of the articles read");
            }
            Self::Body(BodyRule::Listed) => "in the list of well-known bodies",
            Self::Body(BodyRule::Capital) => "the capital speaks for the country",
            Self::Dominant => "the dominant bearer in the archive of those years",
            Self::MiddleName => "middle names agree, or one has none",
            Self::ShortForm => "a short form of the first name",
            Self::Suffix => "a suffix that no other bearer contradicts",
        };
        told.to_owned()
    }
}

/// Rule by which a form stands for a body, if it does.
fn body_rule(authority: &NameAuthority, form: &str, name: &str) -> Option<BodyRule> {
    let (found, rule) = authority.bodies.find(form, true)?;
    (fold(found) == fold(name)).then_some(rule)
}

/// Reason for which two names are not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApartReason {
    /// The alias file says so.
    ByHand,
    /// Offices long apart, that have nothing in common.
    Years,
    /// Occupations that one person hardly has in the same years.
    Occupation,
    /// Suffixes that differ.
    Suffix,
    /// First names that differ.
    FirstName,
    /// Middle names that differ.
    MiddleName,
    /// Nothing that joins them surely.
    Unclear,
}

impl ApartReason {
    /// Reason for which two names of one surname are two people's; `None` for other names.
    pub fn new(
        authority: &NameAuthority,
        aliases: &Aliases,
        (one, other): (&str, &str),
    ) -> Option<Self> {
        let (a, b) = (fold(bare(one)), fold(bare(other)));
        if a == b {
            return Some(if aliases.splits.has(&a) {
                Self::ByHand
            } else if authority.bearers.contains_key(&a) {
                Self::Years
            } else {
                Self::Occupation
            });
        }
        let by_hand = |key: &str| aliases.canonical(key).is_some();
        let held = by_hand(&a) || by_hand(&b);
        let (a, b) = (Parts::new(&a), Parts::new(&b));
        if a.last.is_empty() || a.last != b.last || a.first.is_empty() || b.first.is_empty() {
            return None;
        }
        let like = a.first == b.first || is_short_form(a.first, b.first);
        let middles = a.middle.len() == b.middle.len()
            && a.middle.iter().zip(&b.middle).all(|(a, b)| a.chars().next() == b.chars().next());
        Some(if held {
            Self::ByHand
        } else if !like {
            Self::FirstName
        } else if a.suffix != b.suffix {
            Self::Suffix
        } else if !a.middle.is_empty() && !b.middle.is_empty() && !middles {
            Self::MiddleName
        } else {
            Self::Unclear
        })
    }

    /// Name of the reason in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::ByHand => "by-hand",
            Self::Years => "years",
            Self::Occupation => "occupation",
            Self::Suffix => "suffix",
            Self::FirstName => "first-name",
            Self::MiddleName => "middle-name",
            Self::Unclear => "unclear",
        }
    }

    /// The reason in words.
    pub fn told(self) -> &'static str {
        match self {
            Self::ByHand => "by hand",
            Self::Years => "other offices, many years apart",
            Self::Occupation => "occupations that one person hardly has in the same years",
            Self::Suffix => "another suffix",
            Self::FirstName => "another first name",
            Self::MiddleName => "another middle name",
            Self::Unclear => "nothing tells surely that they are one",
        }
    }
}

/// Name without the label in brackets that tells two bearers apart.
pub fn bare(name: &str) -> &str {
    name.split(" (").next().unwrap_or(name)
}

/// Parts of a folded name.
struct Parts<'n> {
    first: &'n str,
    middle: Vec<&'n str>,
    last: &'n str,
    suffix: &'n str,
}

impl<'n> Parts<'n> {
    fn new(key: &'n str) -> Self {
        let mut words: Vec<&str> = key.split(' ').filter(|word| !word.is_empty()).collect();
        let suffix = words.pop_if(|word| SUFFIXES.contains(word)).unwrap_or("");
        match words[..] {
            [] => Self { first: "", middle: Vec::new(), last: "", suffix },
            [last] => Self { first: "", middle: Vec::new(), last, suffix },
            [first, ref middle @ .., last] => Self { first, middle: middle.to_vec(), last, suffix },
        }
    }
}
