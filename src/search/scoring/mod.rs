//! Postings → scores: BM25 over the live documents, interval expressions over token positions, and
//! the best documents.

pub mod approximation;
pub mod bm25;
pub mod columns;
pub mod explanation;
pub mod field_scorer;
pub mod intervals;
pub mod postings;
pub mod postings_union;
pub mod quote_columns;
pub mod quote_postings;
pub mod scorer;
pub mod statistics;
pub mod text_scorer;
pub mod token_graph;
pub mod top_docs;
