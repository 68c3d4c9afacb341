//! Quotations that are one, printed more than once: fingerprints, candidates, clusters.

pub mod candidate_filter;
pub mod clustering;
pub mod clusters;
pub mod fingerprints;
pub mod normalised_quote;
