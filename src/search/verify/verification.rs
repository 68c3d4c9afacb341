//! What the archive says of words that somebody is said to have said.

use thiserror::Error;

use crate::model::PublishedDate;
use crate::search::answers::hits::QuoteHit;
use crate::search::answers::speaker_stats::SpeakerCount;
use crate::search::verify::in_text::TextMatch;
use crate::search::verify::word_pairs::WordPair;
use crate::store;

/// The most words that can be checked at once.
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

/// What the archive has to say about the words.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The words as typed.
    pub asked: String,
    /// Who is said to have said them, as typed.
    pub speaker: Option<String>,
    /// The closest quotations, closest first, each with its copies; also when none is close.
    pub matches: Vec<QuoteMatch>,
    /// Articles that have the words outside any quotation, where they are closer than all quotations.
    pub in_text: Vec<TextMatch>,
}

/// A saying of the archive, all its copies taken together.
#[derive(Clone, Debug)]
pub struct QuoteMatch {
    /// The copy that comes closest, the earliest of those.
    pub hit: QuoteHit,
    /// From 0, nothing in common, to 1, word for word.
    pub similarity: f32,
    /// Whether it is close enough to be the saying that was meant.
    pub close: bool,
    /// The saying word by word.
    pub words: Vec<WordPair>,
    /// Whether all of it was asked for, and not only a part.
    pub whole: bool,
    /// Whether the speaker asked for is credited with it; also when none was asked for.
    pub by_speaker: bool,
    /// Who is credited with it in which copies.
    pub credit: Credit,
}

/// Who is credited with a saying, and when.
#[derive(Clone, Debug, Default)]
pub struct Credit {
    /// The named speakers with their numbers of copies, most first.
    pub speakers: Vec<SpeakerCount>,
    /// Copies without a named speaker.
    pub nobody: u64,
    /// How many quotations have it.
    pub quotes: u64,
    /// How many articles have it.
    pub articles: u64,
    /// When it first appeared, as far as is known.
    pub first: Option<PublishedDate>,
}

impl Verification {
    /// The closest saying, if it is close.
    pub fn close(&self) -> Option<&QuoteMatch> {
        self.matches.first().filter(|found| found.close)
    }

    /// Whether the words were found, exactly or closely, and with the speaker asked for if one was.
    pub fn is_found(&self) -> bool {
        match self.close() {
            Some(found) => found.by_speaker,
            None => self.speaker.is_none() && !self.in_text.is_empty(),
        }
    }
}
