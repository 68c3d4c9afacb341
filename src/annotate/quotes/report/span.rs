//! A report and what it reports, as items of the narration.

use crate::annotate::quotes::phrase::Phrase;

/// Something reported, as items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The quotation at this item, and nothing else.
    Quote(usize),
    /// The items `start..end`.
    Words(usize, usize),
}

/// How the subject stands to the verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// "Smith said"
    Plain,
    /// "said Smith"
    Inverted,
    /// The verb takes its subject from a verb before ("…, adding").
    Inherited,
    /// "according to Smith"
    According,
}

/// One act of reporting.
#[derive(Clone, Debug)]
pub struct Report {
    /// The verb, or the first word of "according to".
    pub cue: (usize, usize),
    pub takes: u16,
    pub order: Order,
    pub subject: Option<Phrase>,
    /// Where the clause that does the reporting begins.
    pub from: usize,
    /// What stands before it.
    pub left: Vec<Said>,
    /// What stands after it.
    pub right: Option<Said>,
}
