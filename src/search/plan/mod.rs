//! A question → a compiled query: clauses, filters, and their scorers in a segment.

pub mod compile;
pub mod compile_context;
pub mod compile_text;
pub mod filters;
pub mod highlight;
pub mod join;
pub mod name_clauses;
pub mod query_plan;
pub mod question;
pub mod repeated;
pub mod segment_filter;
pub mod text_clause;
pub mod text_part;
