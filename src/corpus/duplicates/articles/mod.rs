//! Articles that are copies of one another: fingerprints, candidate pairs, similarity, clusters.

pub mod candidate_pairs;
pub mod clustering;
pub mod clusters;
pub mod fingerprints;
pub mod similarity;
pub mod versions;
