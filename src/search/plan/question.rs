//! Questions: a query, its filters, an order and a page, with every default filled in.

use rustc_hash::FxHashSet;

use crate::model::{DayRange, Days, EntityKind, Mode};
use crate::search::query::ast::Node;
use crate::search::scoring::top_docs::SearchAfter;

/// Question to an archive: words, filters, an order, a part of the answer.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a wish of its own
pub struct Question {
    /// Query; `None` means that the filters alone decide.
    pub query: Option<Node>,
    /// True to rank all documents that contain any of the words; else all words must occur.
    pub any: bool,
    /// Limits on the answer.
    pub filters: Filters,
    /// Order of the answer.
    pub sort: Sort,
    /// True to prefer documents published shortly before the day of reference.
    pub recency: bool,
    /// Day of reference, from which `date:last30d` counts back.
    pub today: Days,
    /// True to explain the score of each hit.
    pub explain: bool,
    /// Number of hits to return.
    pub limit: usize,
    /// Number of the best hits to leave out.
    pub offset: usize,
    /// True to collapse articles that are copies of one another, and quotations that are one, into
    /// the best of them.
    pub fold: bool,
    /// Ids of articles or quotations that were shown before; they and their copies are passed over.
    pub shown: Option<FxHashSet<u64>>,
    /// Position behind which the answer begins: the last hit of an answer to the same question.
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
    /// Words of a speaker's role: quotations by somebody in such a role, articles that quote one.
    pub role: Option<String>,
    /// Lowest confidence of the annotator in a quotation, 0 to 1.
    pub min_confidence: Option<f32>,
    /// Modes of a quotation, any of them: quotations of such a mode, articles that have one. Any
    /// mode when empty.
    pub modes: Vec<Mode>,
    /// Names that the article must contain.
    pub names: Vec<NameFilter>,
    /// Words of the publication's name, or of the path.
    pub publisher: Option<String>,
    /// Days within which the published date must lie.
    pub days: Option<DayRange>,
    /// True if a date known only by month or year may lie partly outside `days`.
    pub loose_dates: bool,
    /// True to show also articles that their publisher has withdrawn or withheld.
    pub withdrawn: bool,
    /// Instant of reference, in seconds since 1970: articles under embargo then are not shown.
    /// Without one no article is shown that ever was under an embargo.
    pub now: Option<i64>,
}

impl Filters {
    /// True if the filters limit nothing.
    pub fn is_empty(&self) -> bool {
        self.speaker.is_none()
            && self.role.is_none()
            && self.min_confidence.is_none()
            && self.modes.is_empty()
            && self.names.is_empty()
            && self.publisher.is_none()
            && self.days.is_none()
    }
}

/// Name that the article must contain.
#[derive(Clone, Debug)]
pub struct NameFilter {
    /// Words of the name, in any order.
    pub words: String,
    /// Kind of the name; any when `None`.
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
    /// Quotations by their speakers' roles, in alphabetical order, newest first in each, those
    /// without a role last.
    Role,
}
