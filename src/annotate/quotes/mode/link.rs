//! Links of the chain from a verb of saying up to the main verb, and what each does to the mode.

use crate::model::Mode;

/// Effect of a governing word on what it governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// None: "went on to say".
    Same,
    /// Refusal: "refused to say".
    Refuse,
    /// Denial or failure: "denied saying", "failed to say".
    Deny,
    /// Wish or expectation: "wants to say".
    Want,
    /// Negated infinitive: "chose not to say".
    NotTo,
    /// Said even if it is negated: "never stopped saying".
    Persist,
}

impl Effect {
    /// Returns the mode of what stands under a governing word that itself has the mode `outer`.
    pub fn on(self, outer: Mode) -> Mode {
        use Mode::{Asked, Asserted, Denied, Hypothetical, Refused};
        match (self, outer) {
            (Self::Same, outer) => outer,
            (_, Asked) => Asked,
            (Self::Want, Denied | Refused) | (Self::Refuse | Self::NotTo, Asserted) => Refused,
            (Self::Want, _) | (_, Hypothetical) => Hypothetical,
            (Self::NotTo, outer) => outer,
            (Self::Deny, Asserted) => Denied,
            (Self::Refuse | Self::Deny | Self::Persist, Denied | Refused)
            | (Self::Persist, Asserted) => Asserted,
        }
    }
}

/// Step up the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Nothing more governs: the words are asserted.
    End,
    /// The mode is decided here.
    Decided(Mode),
    /// Another word governs, at this item.
    Under(Effect, usize),
}
