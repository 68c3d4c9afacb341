//! Similarity of two articles: the conditions on which they are copies of one another, and those on
//! which they are worth comparing.

use crate::corpus::duplicates::articles::fingerprints::ArticleFingerprint;
use crate::text::{MinHash, Overlap, SIGNATURE_LENGTH};

/// Share of the shorter text's words that must be copied.
const COPIED: f64 = 0.6;
/// Number of words from which on a text is no form, if [so much](COPIED_OF_MANY) of it is copied.
const MANY: u64 = 200;
/// Share of the shorter text's words that must be copied in a long one that is no form.
const COPIED_OF_MANY: f64 = 0.75;
/// Number of words that must be copied.
const MIN_WORDS: f64 = 20.0;
/// Share of the longer text's words that must be copied.
const COPIED_OF_LONGER: f64 = 0.25;
/// Share of the shorter text's words from which on all of it stands in the longer one, of which it
/// is the cut form, however short.
const WHOLE: f64 = 0.9;
/// Share of the longer text's words that must be copied by its cut form.
const COPIED_BY_WHOLE: f64 = 0.15;
/// Share of the figures that must be equal where there are several: a market report of an hour ago
/// has the words of this one and other figures.
const FIGURES: f64 = 0.7;
/// Number of figures from which on there are several.
const SEVERAL_FIGURES: usize = 4;
/// Share of the figures that must be equal in texts of two days: all but for slips, however few
/// there are, since a form is filled in anew every day or every week.
const FIGURES_OF_ANOTHER_DAY: f64 = 0.9;
/// Share of the shorter text's words that must be copied after [some days](LATER_DAYS).
const COPIED_LATER: f64 = 0.8;
/// Share of the longer text's words that must be copied after [some days](LATER_DAYS).
const COPIED_OF_LONGER_LATER: f64 = 0.7;
/// Days after which most of the words must be equal too.
const LATER_DAYS: u64 = 3;
/// Share of words that are figures from which on a text is a table, and another table with one
/// other figure.
const TABLE: f64 = 0.15;
/// Share of the words that two versions of one story must share: less than copies.
const COPIED_OF_STORY: f64 = 0.2;

/// Number of shared minima below which texts are not compared: they share a quarter of their runs
/// at the most.
const MIN_AGREEING: usize = 3;
/// Number of shared minima below which texts that lie days apart are not compared, since more must
/// be equal. Of 647 copies among 250,000 made articles one agreed in fewer, of the pairs that were
/// none three in four.
const MIN_AGREEING_LATER: usize = 5;
/// Number of shared minima from which on texts may be the same passages, in one of them printed
/// twice; so their lengths say nothing.
const PRINTED_TWICE: usize = 12;

/// Result of a comparison.
pub struct Similarity {
    /// True if one is a copy of the other.
    pub is_copy: bool,
    /// Share of the shorter text's words that the longer one has too.
    pub of_shorter: f64,
}

/// True if two articles may be copies, by their fingerprints.
pub fn may_be_copies(a: &ArticleFingerprint, b: &ArticleFingerprint) -> bool {
    let agreeing = shared_minima(a, b);
    if days_apart(a, b) <= LATER_DAYS {
        return agreeing >= MIN_AGREEING;
    }
    let (shorter, longer) = (a.words.min(b.words), a.words.max(b.words));
    let long_enough = shorter as f64 >= COPIED_OF_LONGER_LATER * longer as f64;
    agreeing >= MIN_AGREEING_LATER && (long_enough || agreeing >= PRINTED_TWICE)
}

/// Number of equal minima in two signatures; 0 where an article is too short to have one.
pub fn shared_minima(a: &ArticleFingerprint, b: &ArticleFingerprint) -> usize {
    let signature: Option<(&[u16; SIGNATURE_LENGTH], &[u16; SIGNATURE_LENGTH])> =
        a.signature.as_ref().zip(b.signature.as_ref());
    signature.map_or(0, |(a, b)| MinHash::agreeing(a, b))
}

/// Similarity of two articles that have `common` words.
pub fn similarity(a: &ArticleFingerprint, b: &ArticleFingerprint, common: &Overlap) -> Similarity {
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
        && of_shorter * shorter as f64 >= MIN_WORDS
        && figures;
    Similarity { is_copy, of_shorter }
}

/// True if texts under one headline, one of them signed as a later version, are versions of one
/// story.
pub fn is_version(common: &Overlap) -> bool {
    common.of_first.max(common.of_second) >= COPIED_OF_STORY
}

/// Days between two articles; 0 where a date is not known.
fn days_apart(a: &ArticleFingerprint, b: &ArticleFingerprint) -> u64 {
    a.day.zip(b.day).map_or(0, |(a, b)| a.abs_diff(b))
}
