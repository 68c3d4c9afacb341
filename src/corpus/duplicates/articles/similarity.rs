//! When two articles are copies of one another, and when they are worth comparing.

use crate::corpus::duplicates::articles::fingerprints::ArticleFingerprint;
use crate::text::{MinHash, Overlap, SIGNATURE_LENGTH};

/// The share of the shorter text's words that must be copied.
const COPIED: f64 = 0.6;
/// From so many words on a text is no form, if so much of it is copied.
const MANY: u64 = 200;
const COPIED_OF_MANY: f64 = 0.75;
/// At least so many words must be copied, and so large a share of the longer text.
const LEAST_WORDS: f64 = 20.0;
const COPIED_OF_LONGER: f64 = 0.25;
/// What stands in the longer text as a whole is its cut form, however short.
const WHOLE: f64 = 0.9;
const COPIED_BY_WHOLE: f64 = 0.15;
/// The share of the figures that must be the same where there are several: a market report of an hour ago has
/// the words of this one and other figures.
const FIGURES: f64 = 0.7;
const SEVERAL_FIGURES: usize = 4;
/// Of another day all figures must be the same but for slips, however few there are, and after some days most of
/// the words too: the form is filled in anew every day or every week.
const FIGURES_OF_ANOTHER_DAY: f64 = 0.9;
const COPIED_LATER: f64 = 0.8;
const COPIED_OF_LONGER_LATER: f64 = 0.7;
const LATER_DAYS: u64 = 3;
/// Where one word in so many is a figure of its own, the text is a table, and another table with one other figure.
const TABLE: f64 = 0.15;
/// Of two versions of one story less needs to be the same.
const COPIED_OF_STORY: f64 = 0.2;

/// Texts whose minima agree in fewer are not compared: they share a quarter of their runs at the most.
const LEAST_AGREEING: usize = 3;
/// The same for texts that lie days apart, of which more must be the same. Of 647 copies among 250,000 made articles one
/// agreed in fewer, of the pairs that were none three in four.
const LEAST_AGREEING_LATER: usize = 5;
/// Texts that agree in so many may be the same passages, in one of them printed twice; so their lengths say nothing.
const PRINTED_TWICE: usize = 12;

/// What a comparison says.
pub struct Verdict {
    pub is_copy: bool,
    pub of_shorter: f64,
}

/// Whether two articles may be copies, by what the columns say of them.
pub fn may_be_copies(a: &ArticleFingerprint, b: &ArticleFingerprint) -> bool {
    let agreeing = agreeing(a, b);
    if days_apart(a, b) <= LATER_DAYS {
        return agreeing >= LEAST_AGREEING;
    }
    let (shorter, longer) = (a.words.min(b.words), a.words.max(b.words));
    let long_enough = shorter as f64 >= COPIED_OF_LONGER_LATER * longer as f64;
    agreeing >= LEAST_AGREEING_LATER && (long_enough || agreeing >= PRINTED_TWICE)
}

/// In how many of the minima two articles agree; in none where one is too short to have any.
pub fn agreeing(a: &ArticleFingerprint, b: &ArticleFingerprint) -> usize {
    let minima: Option<(&[u16; SIGNATURE_LENGTH], &[u16; SIGNATURE_LENGTH])> =
        a.minima.as_ref().zip(b.minima.as_ref());
    minima.map_or(0, |(a, b)| MinHash::agreeing(a, b))
}

/// Whether two articles with so much in common are copies of one another.
pub fn verdict(a: &ArticleFingerprint, b: &ArticleFingerprint, common: &Overlap) -> Verdict {
    let days = days_apart(a, b);
    let (shorter, of_shorter, of_longer) = if a.words <= b.words {
        (a.words, common.of_first, common.of_second)
    } else {
        (b.words, common.of_second, common.of_first)
    };
    let later = days > LATER_DAYS;
    let table = common.figures_compared as f64 >= TABLE * shorter as f64;
    let figures = if later || table {
        common.figures >= 1.0
    } else if days > 0 {
        common.figures >= FIGURES_OF_ANOTHER_DAY
    } else {
        // Shares move while a long story is updated; a form is short.
        let long_story = shorter >= MANY && of_shorter >= COPIED_OF_MANY;
        long_story || common.figures_compared < SEVERAL_FIGURES || common.figures >= FIGURES
    };
    let (copied, copied_of_longer) = match later {
        true => (COPIED_LATER, COPIED_OF_LONGER_LATER),
        false if of_shorter >= WHOLE => (COPIED, COPIED_BY_WHOLE),
        false => (COPIED, COPIED_OF_LONGER),
    };
    let is_copy = of_shorter >= copied
        && of_longer >= copied_of_longer
        && of_shorter * shorter as f64 >= LEAST_WORDS
        && figures;
    Verdict { is_copy, of_shorter }
}

/// Whether texts under one headline, one of them signed as a later version, are versions of one story.
pub fn is_version(common: &Overlap) -> bool {
    common.of_first.max(common.of_second) >= COPIED_OF_STORY
}

/// How many days lie between two articles; none where a date is not known.
fn days_apart(a: &ArticleFingerprint, b: &ArticleFingerprint) -> u64 {
    a.day.zip(b.day).map_or(0, |(a, b)| a.abs_diff(b))
}
