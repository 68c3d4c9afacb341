//! Options that several commands share, and the settings that they mean.

pub mod facets;
pub mod filters;
pub mod global;
pub mod names;
pub mod search;
