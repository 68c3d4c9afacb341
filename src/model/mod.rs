//! The nouns: what an article, a mention, a quotation and a date are.
//!
//! Everything else in the crate speaks in these types. Nothing here reads a file, knows tantivy or
//! clap, or asks what time it is, so that each type can be built by hand in a test.

mod article;
mod date;
mod mention;
mod mode;
mod notes;
mod problem;
mod quote;
mod source;
mod span;

pub use article::{Article, Extent, Status};
pub use date::{DateOrigin, DatePrecision, DayRange, Days, PublishedDate};
pub use mention::{Entity, EntityId, EntityKind, Mention};
pub use mode::Mode;
pub use notes::Notes;
pub use problem::{Problem, Stage};
pub use quote::{Attribution, Quote, QuoteKind, ResolutionMethod};
pub use source::{ArticleId, FileId, QuoteId, Source};
pub use span::Span;
