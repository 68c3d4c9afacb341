//! A question → a compiled query: clauses, filters, and what each clause says of a segment.

pub mod compile;
pub mod filters;
pub mod highlight;
pub mod query_plan;
pub mod question;
pub mod segment_filter;
