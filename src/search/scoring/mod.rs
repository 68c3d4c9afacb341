//! Postings → scores: BM25 over the live documents, interval expressions over token positions, the best so many.

pub mod bm25;
pub mod columns;
pub mod explanation;
pub mod intervals;
pub mod postings;
pub mod scorer;
pub mod statistics;
pub mod top_docs;
