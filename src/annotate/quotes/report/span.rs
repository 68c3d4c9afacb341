//! Reports: the verb, its subject, and the items that are reported.

use crate::annotate::quotes::lexicon::Subcat;
use crate::annotate::quotes::narration::{ItemRange, Narration};
use crate::annotate::quotes::noun_phrase::NounPhrase;

/// Reported words, as items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportedSpan {
    /// The quotation at this item, and nothing else.
    Quote(usize),
    /// A run of items.
    Words(ItemRange),
}

impl ReportedSpan {
    /// Returns the run of items from `start` to before `end`.
    pub fn words(start: usize, end: usize) -> Self {
        Self::Words(ItemRange::new(start, end))
    }

    /// Returns the run of items, as a quotation if it is one and nothing else.
    pub fn quote_or_words(narration: &Narration<'_>, range: ItemRange) -> Self {
        if range.len() == 1 && narration.items[range.start].is_quote() {
            Self::Quote(range.start)
        } else {
            Self::Words(range)
        }
    }

    /// First item.
    pub fn start(self) -> usize {
        match self {
            Self::Quote(at) => at,
            Self::Words(range) => range.start,
        }
    }
}

/// Position of the subject relative to the verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportOrder {
    /// "Smith said"
    Plain,
    /// "said Smith"
    Inverted,
    /// Subject taken from a verb before ("…, adding").
    Inherited,
    /// "according to Smith"
    According,
}

/// One act of reporting.
#[derive(Clone, Debug)]
pub struct Report {
    /// The verb, or the words "according to".
    pub cue: ItemRange,
    /// Complements that the cue accepts.
    pub subcat: Subcat,
    /// Position of the subject.
    pub order: ReportOrder,
    /// Subject: the words for the speaker.
    pub subject: Option<NounPhrase>,
    /// First item of the reporting clause.
    pub from: usize,
    /// Reported words before the reporting clause.
    pub left: Vec<ReportedSpan>,
    /// Reported words after the verb.
    pub right: Option<ReportedSpan>,
}

impl Report {
    /// True if something is reported.
    pub fn reports_anything(&self) -> bool {
        !self.left.is_empty() || self.right.is_some()
    }
}
