//! Ranked documents → answers: hits, facets, timelines, statistics, suggestions.

pub mod archive_stats;
pub mod corrected;
pub mod cursor;
pub mod doc_set;
pub mod evidence;
pub mod facets;
pub mod fetch;
pub mod hits;
pub mod name_counts;
pub mod prepared_search;
pub mod ranking;
pub mod reprints;
pub mod role_years;
pub mod scroll;
pub mod snippet;
pub mod speaker_evidence;
pub mod speaker_stats;
pub mod suggest;
pub mod timeline;
pub mod value_counts;
