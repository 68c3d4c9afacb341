//! What is asked, with every default filled in.

use rustc_hash::FxHashSet;

use crate::model::{DayRange, Days, EntityKind};
use crate::search::query::ast::Node;
use crate::search::scoring::top_docs::SearchAfter;

/// A question to an archive: words, filters, an order, a part of the answer.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a wish of its own
pub struct Question {
    /// What is asked for; none means that the filters alone decide.
    pub query: Option<Node>,
    /// Rank whatever holds any of the words; else all must occur.
    pub any: bool,
    /// What the answer is limited to.
    pub filters: Filters,
    /// The order of the answer.
    pub sort: Sort,
    /// Among matches of the same worth prefer those published shortly before the day of reference.
    pub recency: bool,
    /// The day of reference, from which `date:last30d` counts back.
    pub today: Days,
    /// Say of each hit why it ranks where it does.
    pub explain: bool,
    /// How many hits to return.
    pub limit: usize,
    /// How many of the best to leave out.
    pub offset: usize,
    /// Of articles that are copies of one another, and of quotations that are one, only the best is a hit.
    pub fold: bool,
    /// Ids of articles or quotations that were shown before: they and their copies are passed over.
    pub shown: Option<FxHashSet<u64>>,
    /// Only what goes behind this hit, which an answer to the same question ended with.
    pub after: Option<SearchAfter>,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            query: None,
            any: false,
            filters: Filters::default(),
            sort: Sort::default(),
            recency: false,
            today: Days(0),
            explain: false,
            limit: 0,
            offset: 0,
            fold: false,
            shown: None,
            after: None,
        }
    }
}

/// Limits on the answer; all that are given must hold.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    /// Words of a speaker's name: quotations by such a speaker, articles that quote one.
    pub speaker: Option<String>,
    /// How sure the annotator must have been of a quotation, 0 to 1.
    pub min_confidence: Option<f32>,
    /// Names that the article must hold.
    pub names: Vec<NameFilter>,
    /// Words of the publication's name, or of the path.
    pub publisher: Option<String>,
    /// The published date must lie within.
    pub days: Option<DayRange>,
    /// A date known only by month or year may lie partly outside.
    pub loose_dates: bool,
    /// Show also what its publisher has withdrawn or withheld.
    pub withdrawn: bool,
    /// The instant of reference (seconds since 1970): what is under embargo at it is not shown. Without one
    /// nothing is that ever was under an embargo.
    pub now: Option<i64>,
}

impl Filters {
    /// Whether they let everything by.
    pub fn is_empty(&self) -> bool {
        self.speaker.is_none()
            && self.min_confidence.is_none()
            && self.names.is_empty()
            && self.publisher.is_none()
            && self.days.is_none()
    }
}

/// A name that the article must hold.
#[derive(Clone, Debug)]
pub struct NameFilter {
    /// Words of the name, in any order.
    pub words: String,
    /// The kind it must be; any when `None`.
    pub kind: Option<EntityKind>,
}

/// The order of an answer. Ties are broken by id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best match first; newest first when there are no words.
    #[default]
    Relevance,
    /// Latest published first, undated last.
    Newest,
    /// Earliest published first, undated last.
    Oldest,
}
