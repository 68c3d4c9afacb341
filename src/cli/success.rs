//! The outcome of a command that did not fail, from which the exit code is made.

/// Outcome of a command that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Success {
    /// Something was found, or the work was done.
    Found,
    /// Nothing was found.
    NothingFound,
    /// The work ended before its time, as it was told to; with the exit code.
    Interrupted(u8),
}

impl Success {
    /// `Found` if `found`.
    pub fn found_if(found: bool) -> Self {
        if found { Self::Found } else { Self::NothingFound }
    }
}
