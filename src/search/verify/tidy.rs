//! Alignments as they are shown.
//!
//! The cheapest alignment leaves out a word asked at either end where the gap before it would cost
//! more; then what was left out between is not seen, a “not” among it. So words that stand in the
//! same sentence are taken in again, whatever the gap.

use crate::search::verify::align::{Alignment, EditStep};
use crate::search::verify::compared_word::ComparedWord;

/// Alignment as it is shown: words that stand in the same sentence before or behind those found
/// belong to them, however many were left out between; every word left out is a step; and what
/// stands in order was not moved.
pub fn tidied(alignment: &Alignment, asked: &[ComparedWord], found: &[ComparedWord]) -> Alignment {
    let mut steps = in_order_again(&alignment.steps);
    anchor_start(&mut steps, asked, found);
    anchor_end(&mut steps, asked, found);
    Alignment { steps: with_gaps(&steps), similarity: alignment.similarity }
}

/// Steps in which what was taken for moved and stands in order is the same word.
fn in_order_again(steps: &[EditStep]) -> Vec<EditStep> {
    let mut least_after: Vec<usize> = vec![usize::MAX; steps.len() + 1];
    for (at, step) in steps.iter().enumerate().rev() {
        least_after[at] = step.asked().unwrap_or(usize::MAX).min(least_after[at + 1]);
    }
    let mut most_before: Option<usize> = None;
    let mut out = Vec::with_capacity(steps.len());
    for (at, step) in steps.iter().enumerate() {
        out.push(match *step {
            EditStep::Moved { asked, found }
                if most_before.is_none_or(|most| most < asked) && asked < least_after[at + 1] =>
            {
                EditStep::Same { asked, found }
            }
            step => step,
        });
        most_before = most_before.max(step.asked());
    }
    out
}

/// Takes the words asked that no word before the first one found answers to for those that stand
/// earlier in its sentence.
fn anchor_start(steps: &mut [EditStep], asked: &[ComparedWord], found: &[ComparedWord]) {
    let added = steps.iter().take_while(|step| step.found().is_none()).count();
    let Some(mut free) = steps.get(added).and_then(|step| step.found()) else { return };
    let mut kept = 0;
    for at in (0..added).rev() {
        let Some(word) = steps[at].asked() else { continue };
        // A sentence begins with the word that says so.
        let mut open = (0..free).rev().take_while(|f| !found[f + 1].begins);
        let earlier = open.find(|f| found[*f].folded == asked[word].folded);
        if let Some(earlier) = earlier {
            steps[at] = EditStep::Same { asked: word, found: earlier };
            free = earlier;
            kept += 1;
        }
    }
    if kept * 2 < added {
        let undone = |step: &mut EditStep| {
            if let Some(asked) = step.asked() {
                *step = EditStep::Added { asked };
            }
        };
        steps[..added].iter_mut().for_each(undone);
    }
}

/// Takes the words asked that no word behind the last one found answers to for those that stand
/// later in its sentence.
fn anchor_end(steps: &mut Vec<EditStep>, asked: &[ComparedWord], found: &[ComparedWord]) {
    let added = steps.iter().rev().take_while(|step| step.found().is_none()).count();
    let first = steps.len() - added;
    let Some(last) = first.checked_sub(1).and_then(|at| steps[at].found()) else { return };
    let before = steps[first..].to_vec();
    let (mut free, mut kept) = (last + 1, 0);
    for step in &mut steps[first..] {
        let Some(word) = step.asked() else { continue };
        let mut open = (free..found.len()).take_while(|f| !found[*f].begins);
        let later = open.find(|f| found[*f].folded == asked[word].folded);
        if let Some(later) = later {
            *step = EditStep::Same { asked: word, found: later };
            free = later + 1;
            kept += 1;
        }
    }
    if kept * 2 < added {
        steps.truncate(first);
        steps.extend(before);
    }
}

/// Steps with one for each word found between the first and the last.
fn with_gaps(steps: &[EditStep]) -> Vec<EditStep> {
    let mut out = Vec::with_capacity(steps.len());
    let mut next: Option<usize> = None;
    for step in steps {
        if let Some(found) = step.found() {
            let from = next.unwrap_or(found);
            out.extend((from..found).map(|found| EditStep::Missing { found }));
            next = Some(from.max(found + 1));
        }
        out.push(*step);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::verify::align::align;
    use crate::search::verify::compared_word::compared_words;

    fn shown(asked: &str, found: &str) -> String {
        let (a, f) = (compared_words(asked, 0), compared_words(found, 0));
        let word = |step: &EditStep| match *step {
            EditStep::Same { found, .. } => f[found].folded.clone(),
            EditStep::Changed { asked, found } => {
                format!("[-{}-]{{+{}+}}", a[asked].folded, f[found].folded)
            }
            EditStep::Added { asked } => format!("[-{}-]", a[asked].folded),
            EditStep::Missing { found } => format!("{{+{}+}}", f[found].folded),
            EditStep::Moved { found, .. } => format!("<{}>", f[found].folded),
        };
        let steps = tidied(&align(&a, &f), &a, &f).steps;
        steps.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_long_gap_near_an_end_hides_nothing() {
        assert_eq!(
            shown(
                "they shall pave the market square this summer",
                "They shall never, so long as I live, pave the market square this summer",
            ),
            "they shall {+never+} {+so+} {+long+} {+as+} {+i+} {+live+} pave the market square \
             this summer"
        );
        assert_eq!(
            shown(
                "pave the market square and soon",
                "pave the market square whatever the cost may be to us, and not soon",
            ),
            "pave the market square {+whatever+} {+the+} {+cost+} {+may+} {+be+} {+to+} {+us+} \
             and {+not+} soon"
        );
        // What stands in the sentence before was said apart, which the alignment tells.
        assert_eq!(
            shown("we pave the market square", "Here we are. Pave the market square"),
            "we {+are+} pave the market square"
        );
    }
}
