//! The gender that a given name tells.
//!
//! Until the name lists are part of the crate, no name tells anything.

/// Whether a person of this full name is female, if the given name tells.
pub(super) fn of_name(_name: &str) -> Option<bool> {
    None
}
