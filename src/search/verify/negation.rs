//! Negation: does the archive say the opposite of what was asked?
//!
//! A word left out is a slip, but a “not” left out turns the sense round, and so does one that the
//! speaker said right before the words that were asked. Both are looked for and never hidden.

use crate::search::verify::align::EditStep;
use crate::search::verify::compared_word::ComparedWord;
use crate::search::verify::negations::{ends_clause, is_negation, is_turned};

/// Number of steps within which a negation stands for another (“won’t” for “will not”).
const NEAR: usize = 4;
/// Number of words before those asked among which a negation bears on them.
const MAX_BEFORE: usize = 10;

/// True if a step of an alignment adds, drops or moves a negation that no step near it makes good.
pub fn turns_sense(steps: &[EditStep], asked: &[ComparedWord], found: &[ComparedWord]) -> bool {
    let (mut of_asked, mut of_found) = (Vec::new(), Vec::new());
    for (at, step) in steps.iter().enumerate() {
        match *step {
            EditStep::Same { .. } => {}
            EditStep::Changed { asked: a, found: f } => {
                let (a, f) = (&asked[a].folded, &found[f].folded);
                if is_turned(a, f) {
                    return true;
                }
                of_asked.extend(is_negation(a).then_some(at));
                of_found.extend(is_negation(f).then_some(at));
            }
            EditStep::Added { asked: a } => {
                of_asked.extend(is_negation(&asked[a].folded).then_some(at));
            }
            EditStep::Missing { found: f } => {
                of_found.extend(is_negation(&found[f].folded).then_some(at));
            }
            EditStep::Moved { found: f, .. } => {
                // With its clause a negation may stand elsewhere, alone it may not.
                let moved = |step: Option<&EditStep>| matches!(step, Some(EditStep::Moved { .. }));
                let along = moved(steps.get(at + 1)) || at > 0 && moved(steps.get(at - 1));
                if is_negation(&found[f].folded) && !along {
                    return true;
                }
            }
        }
    }
    let near = |(a, f): (&usize, &usize)| a.abs_diff(*f) <= NEAR;
    of_asked.len() != of_found.len() || !of_asked.iter().zip(&of_found).all(near)
}

/// Index of the negation that stands in the same clause before the word found at `first`, and bears
/// on it; `None` if there is none.
pub fn negation_before(found: &[ComparedWord], first: usize) -> Option<usize> {
    let from = first.saturating_sub(MAX_BEFORE);
    for at in (from..first).rev() {
        // The clause begins behind the word that joins it to another.
        if ends_clause(&found[at].folded) || found[at + 1].begins {
            return None;
        }
        // “No, we shall” denies nothing that follows.
        if is_negation(&found[at].folded) && !(found[at].folded == "no" && found[at].comma) {
            return Some(at);
        }
    }
    None
}
