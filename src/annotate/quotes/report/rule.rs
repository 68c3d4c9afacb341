//! Rules in a row: each sees a case, and the first that has something to say about it decides.

/// Outcome of one rule.
#[derive(Clone, Debug)]
pub enum RuleOutcome<T> {
    /// The rule does not apply: the next one is tried.
    Pass,
    /// The case is nothing that the rules look for.
    Reject,
    /// The rule found what it looks for.
    Accept(T),
}

impl<T> RuleOutcome<T> {
    /// Accepts what was found, or else rejects the case.
    pub fn decide(found: Option<T>) -> Self {
        found.map_or(Self::Reject, Self::Accept)
    }

    /// Accepts what was found, or else leaves the case to the next rule.
    pub fn accept_if(found: Option<T>) -> Self {
        found.map_or(Self::Pass, Self::Accept)
    }

    /// Rejects the case if `condition` is true.
    pub fn reject_if(condition: bool) -> Self {
        if condition { Self::Reject } else { Self::Pass }
    }
}

/// Returns what the first rule accepts that does not pass.
pub fn first_match<C, T>(rules: &[fn(&C) -> RuleOutcome<T>], case: &C) -> Option<T> {
    rules.iter().find_map(|rule| match rule(case) {
        RuleOutcome::Pass => None,
        RuleOutcome::Reject => Some(None),
        RuleOutcome::Accept(found) => Some(Some(found)),
    })?
}
