//! Question → plan → hits: finding articles and quotations, and ranking them.
//!
//! tantivy keeps the postings; matching and ranking are ours. Its query parser drops what it does not
//! understand, its scorer counts every document of the index in every statistic, and its sums depend on how
//! documents fell into segments. Here a score is made of the live documents that have the field, terms are added up
//! in the order of the question, and ties go by id: the same archive answers the same, byte for byte,
//! however it was built.

mod authority;
mod automata;
mod clauses;
mod closeness;
mod columns;
mod compile;
mod copies;
mod copying;
mod counts;
mod cursor;
mod decide;
mod engine;
mod facets;
mod filters;
mod folding;
mod hits;
mod keyed;
mod language;
mod leaf;
mod matcher;
mod matching;
mod meant;
mod names;
mod passage;
mod postings;
mod prints;
mod question;
mod rank;
mod reader;
mod scan;
mod shape;
mod speaking;
mod spellings;
mod statistics;
mod stream;
mod timeline;
mod top;
mod verify;
mod worth;

pub use authority::{
    Aliases, AliasesError, ArchiveNames, ByHand, Correction, Corrections, CorrectionsError,
    Resolved, Verdict,
};
pub use copies::{Copies, Member, Saying, Sayings};
pub use counts::Counts;
pub use cursor::CursorError;
pub use engine::Engine;
pub use facets::{Facet, FacetField, FacetValue};
pub use hits::{ArticleHit, CopiesOf, Explanation, Hits, Marked, Printed, QuoteHit, Version};
pub use language::{
    DateSpec, FieldName, Node, Parsed, Pattern, Period, QueryError, Scope, Side, Warning,
    parse_query, plain_query,
};
pub use meant::{Asked, Meant};
pub use names::{NameCount, Variant};
pub use prints::{ArticleCopy, CopyDifference, Print};
pub use question::{Filters, NameFilter, Question, Sort};
pub use speaking::{Speakers, Speaking};
pub use stream::Stream;
pub use timeline::{Timeline, TimelinePeriod, Unit};
pub use top::Standing;
pub use verify::{
    Credit, Difference, Differing, MOST_WORDS, Match, Refused, TextMatch, Verification, WordPair,
};
