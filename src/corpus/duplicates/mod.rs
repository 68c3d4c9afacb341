//! Which articles of an archive are one: the same words in another file, wire copy with another lead or a cut
//! end, the versions of a story. And which may not be shown: withdrawn, withheld, under embargo.
//!
//! Worked out after a run from columns of the index, as the names of the archive are, and kept in a side file: nothing
//! of it is written into the articles. A question so is answered by looking ids up, and the groups are the
//! same whatever the order in which the articles came: every step goes through the articles in an order
//! that they themselves give (the day, the signs before the headline, the id).
//!
//! Three steps: equal digests are the same words; minima of runs of words bring near-copies together (`MinHash`
//! with bands); and the words themselves decide. Each member of a group is compared with the group's
//! first, so that no chain of small changes joins what has nothing in common.

pub mod articles;
pub mod clusters;
pub mod comparison_cache;
pub mod loader;
pub mod quotes;
