//! An article's body → notes: names, the people behind them, quotations, speakers.
//!
//! Pure: the same bytes in give the same notes out, on any machine and in any order. It cannot
//! fail: what it does not understand it leaves out. Each annotator reads the prose and the notes so
//! far and adds its own, so their order in [`ANNOTATORS`] is the order in which they depend on each
//! other.

mod annotator;
mod entities;
mod gazetteer;
mod hash;
mod language;
mod model_file;
mod names;
pub mod quotes;
#[doc(hidden)]
pub mod training;

use crate::model::Notes;
use crate::text::Prose;

pub use annotator::Annotator;
pub use entities::name_parts::{is_short_form, is_title};
pub use gazetteer::{Gender, likely_gender, title_gender};
pub use names::EntityRecogniser;

/// Version of all annotators together. Raise it with any change to what they find: an index
/// made by another version reads its files again.
pub const VERSION: u32 = 4;

/// All annotators, in the order in which they run.
pub const ANNOTATORS: &[&dyn Annotator] =
    &[&language::LanguageDetector, &names::EntityRecogniser, &quotes::Quotes];

/// Annotates an article's body with all annotators.
pub fn annotate(body: &str) -> Notes {
    annotate_in_steps(body, &mut |_| {})
}

/// Annotates an article's body with all annotators; `done` is called with the name of each step
/// when it is done, for those who take the time.
pub fn annotate_in_steps(body: &str, done: &mut dyn FnMut(&'static str)) -> Notes {
    let prose = Prose::new(body);
    done("sentences");
    let mut notes = Notes::default();
    for annotator in ANNOTATORS {
        annotator.annotate(&prose, &mut notes);
        done(annotator.name());
    }
    notes
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;
    use std::time::Instant;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_text_is_annotated_with_spans_that_lie_within(
            text in concat!(
                "\\PC{0,200}|[A-Z][a-z]{1,6}",
                "( (of|“|”|'s|’ s|-|Mr.|al-|\n\n|[A-Z][a-z]{0,5}|[A-Z]{2,5}|[0-9]{1,4}))*{0,60}"
            )
        ) {
            let notes = annotate(&text);
            let mut end = 0;
            for mention in &notes.mentions {
                prop_assert!(mention.span.start >= end && !mention.span.of(&text).is_empty());
                prop_assert!((mention.entity.0 as usize) < notes.entities.len());
                end = mention.span.end;
            }
        }
    }

    #[test]
    fn a_long_list_of_names_takes_no_square_time() {
        let mut text = String::new();
        let letters =
            |n: usize| ["ba", "do", "ki", "lu", "me", "ra", "so", "ti", "vo", "ze"][n % 10];
        for n in 0..60_000 {
            let _ = write!(
                text,
                "Minister A{}{}{} Harker of O{}{} and ",
                letters(n),
                letters(n / 10),
                letters(n / 100),
                letters(n / 7),
                letters(n / 70)
            );
        }
        let start = Instant::now();
        let notes = annotate(&text);
        assert!(notes.mentions.len() > 50_000);
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }
}
