//! Answer of a verification: quotations and articles closest to words that somebody is said to have
//! said.

use thiserror::Error;

use crate::model::{Mode, PublishedDate};
use crate::search::answers::hits::QuoteHit;
use crate::search::answers::speaker_stats::SpeakerCount;
use crate::search::verify::in_text::TextMatch;
use crate::search::verify::word_pairs::WordPair;
use crate::store;

/// Number of words that can be checked at once.
pub const MAX_VERIFY_WORDS: usize = 500;

/// Reason why words were not checked.
#[derive(Debug, Error)]
pub enum VerifyError {
    /// No words were given.
    #[error("there is no word to check; give the words that somebody is said to have said")]
    NoWords,
    /// Too many words were given.
    #[error(
        "that is more than {MAX_VERIFY_WORDS} words; give the sentence or two that matter, and \
         not the whole speech"
    )]
    TooManyWords,
    /// The index cannot be read.
    #[error(transparent)]
    Index(#[from] store::Error),
}

/// Quotations and articles of the archive that are closest to the words.
#[derive(Clone, Debug)]
pub struct Verification {
    /// Words as typed.
    pub asked: String,
    /// Speaker who is said to have said them, as typed.
    pub speaker: Option<String>,
    /// Closest quotations that somebody is said to have said, closest first, each with its copies;
    /// also when none is close.
    pub matches: Vec<QuoteMatch>,
    /// Close quotations that are reported otherwise: as denied, refused, asked about or supposed.
    /// They prove nothing, and nobody is credited with them.
    pub unasserted: Vec<QuoteMatch>,
    /// Articles that have the words outside any quotation, where they are closer than all
    /// quotations.
    pub in_text: Vec<TextMatch>,
}

/// Saying of the archive, with all its copies.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is a finding of its own
pub struct QuoteMatch {
    /// Copy that comes closest, the earliest of those.
    pub hit: QuoteHit,
    /// Similarity from 0, nothing in common, to 1, word for word.
    pub similarity: f32,
    /// True if the saying is close enough to be the one that was meant.
    pub close: bool,
    /// Words of the saying beside those asked.
    pub words: Vec<WordPair>,
    /// Number of places where words asked as one sentence stand in two, or were said apart.
    pub joined: usize,
    /// True if the saying is the opposite of what was asked: a “not” more or less.
    pub turned: bool,
    /// True if all of the saying was asked for, and not only a part.
    pub whole: bool,
    /// True if the speaker asked for is credited with the saying, or none was asked for.
    pub by_speaker: bool,
    /// Speakers credited in the copies.
    pub credit: Credit,
}

/// Speakers credited with a saying, and numbers of its copies.
#[derive(Clone, Debug, Default)]
pub struct Credit {
    /// Named speakers with their numbers of copies, most first.
    pub speakers: Vec<SpeakerCount>,
    /// Number of copies without a named speaker.
    pub nobody: u64,
    /// Number of quotations that are copies.
    pub quotes: u64,
    /// Number of articles that have a copy.
    pub articles: u64,
    /// Date of the first copy, as far as is known.
    pub first: Option<PublishedDate>,
}

impl Verification {
    /// Modes in which the words are reported that are not asserted, each once.
    pub fn other_modes(&self) -> Vec<Mode> {
        let mut modes: Vec<Mode> =
            self.unasserted.iter().map(|found| found.hit.quote().mode).collect();
        modes.sort_unstable();
        modes.dedup();
        modes
    }

    /// Closest saying, if it is close.
    pub fn close(&self) -> Option<&QuoteMatch> {
        self.matches.first().filter(|found| found.close)
    }

    /// True if the words were found as said, exactly or closely, in their sense, and with the
    /// speaker asked for if one was.
    pub fn is_found(&self) -> bool {
        if let Some(found) = self.close() {
            found.by_speaker && !found.turned
        } else {
            let in_text = self.in_text.first().is_some_and(|text| !text.turned);
            self.speaker.is_none() && in_text && self.unasserted.is_empty()
        }
    }
}
