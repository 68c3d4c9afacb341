//! Near-duplicate detection: articles of an archive that are one (the same words in another file,
//! wire copy with another lead or a cut end, the versions of a story), articles that may not be
//! shown (withdrawn, withheld, under embargo), and quotations that were printed more than once.
//!
//! Worked out after a run from columns of the index, as the names of the archive are, and kept in a
//! side file: nothing of it is written into the articles. A question so is answered by looking ids
//! up, and the clusters do not depend on the order in which the articles came: every step goes
//! through the articles in an order that they themselves give (the day, the signs before the
//! headline, the id).
//!
//! Three steps: equal digests are the same words; MinHash signatures of runs of words (Broder 1997)
//! bring near-copies together where they share a band; and the words themselves decide. Each member
//! of a cluster is compared with the cluster's first, so that no chain of small changes joins what
//! has nothing in common.

pub mod articles;
pub mod clusters;
pub mod comparison_cache;
pub mod loader;
pub mod quotes;
