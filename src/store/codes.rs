//! Types whose values the index keeps as small numbers, with the number of each.
//!
//! Written by `document` and read back through [`columns`](crate::store::columns), so that both
//! sides take the numbers from here. They are part of the index format: a new value gets a new
//! number, and none is ever reused.

use crate::model::{DateOrigin, DatePrecision, EntityKind, Mode, ResolutionMethod, Status};
use crate::text::HeadlineKey;

/// A type with a number for each value, as a column or a term of the index keeps it.
pub trait Code: Copy {
    /// Number of this value.
    fn code(self) -> u64;

    /// Value with this number. Total, since a damaged column may hold any number: unknown ones
    /// become the value that claims least.
    fn from_code(code: u64) -> Self;
}

/// Type of a document of the index: the value of the field `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A crawled file: a row of the ledger.
    File = 0,
    /// An article.
    Article = 1,
    /// A quotation of an article.
    Quote = 2,
}

/// Type of a quotation's speaker: the value of the column `speaker_kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpeakerKind {
    /// No speaker is known.
    Nobody = 0,
    /// A person.
    Person = 1,
    /// An organisation.
    Organisation = 2,
    /// A place, standing for its government ("Tehran").
    Place = 3,
    /// A group ("Democrats").
    Group = 4,
    /// A speaker without a name ("a senior official").
    Unnamed = 5,
}

impl SpeakerKind {
    /// Type of a speaker with this entity behind the name, [`Unnamed`](Self::Unnamed) without one.
    pub fn from_entity(entity: Option<EntityKind>) -> Self {
        match entity {
            Some(EntityKind::Person) => Self::Person,
            Some(EntityKind::Organisation) => Self::Organisation,
            Some(EntityKind::Place) => Self::Place,
            Some(EntityKind::Group) => Self::Group,
            None => Self::Unnamed,
        }
    }

    /// Kind of the entity behind a name; `None` for nobody and for a speaker without a name.
    pub fn entity(self) -> Option<EntityKind> {
        match self {
            Self::Nobody | Self::Unnamed => None,
            Self::Person => Some(EntityKind::Person),
            Self::Organisation => Some(EntityKind::Organisation),
            Self::Place => Some(EntityKind::Place),
            Self::Group => Some(EntityKind::Group),
        }
    }

    /// True if a speaker is known and has a name.
    pub fn has_name(self) -> bool {
        !matches!(self, Self::Nobody | Self::Unnamed)
    }
}

impl Code for SpeakerKind {
    fn code(self) -> u64 {
        self as u64
    }

    fn from_code(code: u64) -> Self {
        match code {
            0 => Self::Nobody,
            1 => Self::Person,
            2 => Self::Organisation,
            3 => Self::Place,
            4 => Self::Group,
            _ => Self::Unnamed,
        }
    }
}

/// Outcome of reading a file: the value of the column `file_outcome`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Articles, all of its records.
    Read = 0,
    /// Articles, but some of its records failed.
    Damaged = 1,
    /// Nothing: it failed.
    Failed = 2,
    /// Not known yet: it was being read when the commit was made; the next run reads it again.
    Partial = 3,
    /// Not known any more: articles of it were lost to damage; the next run reads it again.
    Lost = 4,
    /// Not known: the system did not let it be read. The index has of it what it had before; the
    /// next run reads it again.
    Unreadable = 5,
}

impl Outcome {
    /// True if the next run reads the file again, whether it has changed or not.
    pub fn is_unfinished(self) -> bool {
        matches!(self, Self::Partial | Self::Lost | Self::Unreadable)
    }

    /// Outcome of an attempt to read it that the system did not allow: what was lost stays told.
    #[must_use]
    pub fn unreadable(self) -> Self {
        if self == Self::Lost { self } else { Self::Unreadable }
    }
}

impl Code for Outcome {
    fn code(self) -> u64 {
        self as u64
    }

    fn from_code(code: u64) -> Self {
        match code {
            0 => Self::Read,
            1 => Self::Damaged,
            2 => Self::Failed,
            4 => Self::Lost,
            5 => Self::Unreadable,
            _ => Self::Partial,
        }
    }
}

/// Evidence for an article's published date: the value of the column `origin`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dating {
    /// A field or prefix of the article itself.
    Field = 0,
    /// A dateline or a "Published …" line in the text.
    Dateline = 1,
    /// The path of its file.
    Path = 2,
    /// The URL of the article.
    Url = 3,
    /// None: the article has no date.
    Undated = 4,
    /// A printed date that cannot be used.
    Unusable = 5,
}

impl Dating {
    /// All values, in the order of their numbers.
    pub const ALL: [Self; 6] =
        [Self::Field, Self::Dateline, Self::Path, Self::Url, Self::Undated, Self::Unusable];

    /// Origin of the date; `None` where the article has none.
    pub fn origin(self) -> Option<DateOrigin> {
        match self {
            Self::Field => Some(DateOrigin::Field),
            Self::Dateline => Some(DateOrigin::Dateline),
            Self::Path => Some(DateOrigin::Path),
            Self::Url => Some(DateOrigin::Url),
            Self::Undated | Self::Unusable => None,
        }
    }
}

impl From<DateOrigin> for Dating {
    fn from(origin: DateOrigin) -> Self {
        match origin {
            DateOrigin::Field => Self::Field,
            DateOrigin::Dateline => Self::Dateline,
            DateOrigin::Path => Self::Path,
            DateOrigin::Url => Self::Url,
        }
    }
}

impl Code for Dating {
    fn code(self) -> u64 {
        self as u64
    }

    fn from_code(code: u64) -> Self {
        match code {
            0 => Self::Field,
            1 => Self::Dateline,
            2 => Self::Path,
            3 => Self::Url,
            4 => Self::Undated,
            _ => Self::Unusable,
        }
    }
}

impl Code for DatePrecision {
    fn code(self) -> u64 {
        match self {
            Self::Day => 0,
            Self::Month => 1,
            Self::Year => 2,
        }
    }

    fn from_code(code: u64) -> Self {
        match code {
            1 => Self::Month,
            2 => Self::Year,
            _ => Self::Day,
        }
    }
}

impl Code for ResolutionMethod {
    fn code(self) -> u64 {
        self as u64
    }

    fn from_code(code: u64) -> Self {
        match code {
            0 => Self::Named,
            1 => Self::Surname,
            2 => Self::Pronoun,
            3 => Self::Title,
            5 => Self::ByHand,
            _ => Self::CarriedOver,
        }
    }
}

/// Only what is not asserted has a value in its column, so that most quotations take no room, and
/// those of an index made before modes were known count as asserted.
impl Code for Mode {
    fn code(self) -> u64 {
        self as u64
    }

    fn from_code(code: u64) -> Self {
        match code {
            1 => Self::Asked,
            2 => Self::Denied,
            3 => Self::Refused,
            4 => Self::Hypothetical,
            _ => Self::Asserted,
        }
    }
}

/// Only what may not be shown has a value in its column, so that most articles take no room.
impl Code for Status {
    fn code(self) -> u64 {
        match self {
            Self::Usable => 0,
            Self::Withheld => 1,
            Self::Canceled => 2,
        }
    }

    fn from_code(code: u64) -> Self {
        match code {
            1 => Self::Withheld,
            2 => Self::Canceled,
            _ => Self::Usable,
        }
    }
}

impl Code for HeadlineKey {
    fn code(self) -> u64 {
        self.to_bits()
    }

    fn from_code(code: u64) -> Self {
        Self::from_bits(code)
    }
}

/// Value of the column `confidence` for a confidence from 0 to 1: thousandths.
pub fn confidence_code(confidence: f32) -> u64 {
    (confidence * 1000.0).round() as u64
}

#[cfg(test)]
mod tests {
    use std::fmt::Debug;

    use super::*;

    fn check<T: Code + PartialEq + Debug>(values: &[T]) {
        for value in values {
            assert_eq!(T::from_code(value.code()), *value);
        }
        T::from_code(u64::MAX);
    }

    #[test]
    fn every_value_comes_back_from_its_number() {
        use ResolutionMethod::{ByHand, CarriedOver, Named, Pronoun, Surname, Title};
        use SpeakerKind::{Group, Nobody, Organisation, Person, Place, Unnamed};
        check(&[Nobody, Person, Organisation, Place, Group, Unnamed]);
        check(&[Outcome::Read, Outcome::Damaged, Outcome::Failed]);
        check(&[Outcome::Partial, Outcome::Unreadable]);
        check(&Dating::ALL);
        check(&[DatePrecision::Day, DatePrecision::Month, DatePrecision::Year]);
        check(&[Named, Surname, Pronoun, Title, CarriedOver, ByHand]);
        check(&Mode::ALL);
        check(&[Status::Usable, Status::Withheld, Status::Canceled]);
        for (number, dating) in Dating::ALL.into_iter().enumerate() {
            assert_eq!(dating.code(), number as u64);
            assert!(dating.origin().is_none_or(|origin| Dating::from(origin) == dating));
        }
    }
}
