//! One person of an article, as the mentions so far tell of it.

use crate::annotate::entities::address::{Address, is_other_line, is_same_office};
use crate::annotate::entities::name_parts::NameParts;
use crate::annotate::gazetteer::{Gender, first_name_gender};

/// Most offices that are remembered of a person.
const MAX_OFFICES: usize = 4;

/// Person of an article: a cluster of names.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct Person {
    /// Fullest parts of the name.
    pub parts: NameParts,
    /// Gender, once a title, a noun for a relative or the first name has told it.
    pub gender: Option<Gender>,
    /// Offices by which mentions address the person, folded.
    pub offices: Vec<String>,
    /// Last sentence that addresses the person by an office.
    pub addressed: Option<usize>,
    /// True if a mention calls the person somebody's relative.
    pub relative: bool,
    /// True if a mention says whose relative somebody else is.
    pub has_relative: bool,
    /// Number of mentions so far.
    pub mentions: u32,
    /// Number of mentions by more than one word in the whole article.
    pub named: u32,
    /// Sentence of the last mention.
    pub last: usize,
    /// Sentence of the last mention by more than one word.
    pub last_full: Option<usize>,
    /// True if a verb of saying stood beside a mention.
    pub spoke: bool,
    /// True for the bearer of a surname who is not named in full while relatives are.
    pub principal: bool,
    /// True if the surname without a title means this principal.
    pub dominant: bool,
}

impl Person {
    /// A person of whom no mention is recorded.
    pub fn new(parts: &NameParts) -> Self {
        Self { parts: parts.clone(), ..Self::default() }
    }

    /// True if a mention of one word, with this address, can mean the person.
    pub fn may_be(&self, parts: &NameParts, address: &Address) -> bool {
        let genders = (address.gender, self.gender);
        if !self.parts.suffixes_match(parts) || matches!(genders, (Some(a), Some(b)) if a != b) {
            return false;
        }
        let Some(office) = &address.office else { return true };
        if self.has_office(office) {
            return true;
        }
        // "The President's son Ben Ox" is not "President Ox".
        let other = if self.offices.is_empty() {
            self.relative || self.parts.suffix.is_some()
        } else {
            // Nobody gives one person two titles in one sentence.
            self.addressed == Some(address.sentence)
                || self.offices.iter().any(|known| is_other_line(known, office))
        };
        !other
    }

    /// True if mentions address the person by the office.
    pub fn has_office(&self, office: &str) -> bool {
        self.offices.iter().any(|known| is_same_office(known, office))
    }

    /// Records a mention.
    pub fn record(&mut self, parts: &NameParts, address: &Address) {
        self.mentions += 1;
        self.last = address.sentence;
        if parts.words.len() > 1 {
            self.last_full = Some(address.sentence);
        }
        self.spoke |= address.speaks;
        self.has_relative |= address.has_relative;
        // A name of one word is a surname and tells no gender.
        let given = || parts.words.first().filter(|_| parts.words.len() > 1);
        let told = || address.gender.or_else(|| first_name_gender(given()?));
        self.gender = self.gender.or_else(told);
        if let Some(office) = &address.office {
            self.addressed = Some(address.sentence);
            if !self.has_office(office) && self.offices.len() < MAX_OFFICES {
                self.offices.push(office.clone());
            }
        }
    }
}
