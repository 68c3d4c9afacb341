//! Question → plan → hits: finding articles and quotations, and ranking them.
//!
//! tantivy keeps the postings; matching and ranking are ours. Its query parser drops what it does
//! not understand, its scorer counts every document of the index in every statistic, and its sums
//! depend on how documents fell into segments. Here a score is made of the live documents that have
//! the field, terms are added up in the order of the question, and ties go by id: the same archive
//! answers the same, byte for byte, however it was built.

mod answers;
mod engine;
mod plan;
mod query;
mod rank;
mod scoring;
mod snapshot;
mod terms;
mod verify;

pub use answers::archive_stats::ArchiveStats;
pub use answers::cursor::CursorError;
pub use answers::evidence::{Evidence, JoinedForm, OtherName};
pub use answers::facets::{Facet, FacetField};
pub use answers::fetch::{Articles, Document, Quotes};
pub use answers::hits::{ArticleHit, CopyStats, Hits, Marked, QuoteHit, Version};
pub use answers::name_counts::{NameCount, Variant};
pub use answers::reprints::{ArticleCopy, CopyDifference, Reprint};
pub use answers::role_years::RoleYears;
pub use answers::scroll::Scroll;
pub use answers::speaker_stats::{SpeakerCount, SpeakerStats};
pub use answers::suggest::{Suggestion, SuggestionField};
pub use answers::timeline::{Timeline, TimelinePeriod, Unit};
pub use answers::value_counts::FacetValue;
pub use engine::Engine;
pub use plan::question::{Filters, NameFilter, Question, Sort};
pub use query::ast::{FieldName, Node, Pattern, Scope};
pub use query::dates::{DateSpec, Period, Side};
pub use query::parsed::{Parsed, QueryError, Warning};
pub use query::parser::{parse_query, plain_query};
pub use scoring::explanation::Explanation;
pub use scoring::top_docs::SearchAfter;
pub use snapshot::reprint_cache::Reprints;
pub use verify::in_text::TextMatch;
pub use verify::verification::{Credit, MAX_VERIFY_WORDS, QuoteMatch, Verification, VerifyError};
pub use verify::word_pairs::{Difference, DifferenceCounts, WordPair};
