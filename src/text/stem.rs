//! English stems, so that "talks" finds "talk".
//!
//! The Snowball English stemmer as frostem ships it (generated from upstream, in place of the
//! unkept rust-stemmers).

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

/// Stemmer for folded English words.
#[derive(Clone, Copy)]
pub struct EnglishStems {
    stemmer: Stemmer,
}

impl std::fmt::Debug for EnglishStems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("EnglishStems")
    }
}

impl Default for EnglishStems {
    fn default() -> Self {
        Self { stemmer: Stemmer::new(Algorithm::English) }
    }
}

impl EnglishStems {
    /// Stem of a word as [`Words`](crate::text::Words) folds it. Clitics, numbers and other
    /// scripts are their own stems.
    pub fn stem<'w>(&self, folded: &'w str) -> Cow<'w, str> {
        if folded.len() > 2 && folded.bytes().all(|b| b.is_ascii_lowercase()) {
            self.stemmer.stem(folded)
        } else {
            Cow::Borrowed(folded)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::EnglishStems;

    #[test]
    fn words_meet_in_their_stem() {
        let stems = EnglishStems::default();
        assert_eq!(stems.stem("talks"), stems.stem("talking"));
        assert_eq!(stems.stem("n't"), "n't");
        assert_eq!(stems.stem("1980s"), "1980s");
    }
}
