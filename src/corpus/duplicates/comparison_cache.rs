//! Results of comparisons by digests of the words compared: they hold for ever, so that a run
//! compares only what is new.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::store::bytes_of;
use crate::text::Overlap;

/// Digests of two wordings, the lower one first.
type DigestPair = (u64, u64);

/// Comparisons made, of articles and of quotations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComparisonCache {
    articles: FxHashMap<DigestPair, [u8; 4]>,
    quotes: FxHashMap<DigestPair, bool>,
    used: FxHashSet<DigestPair>,
    /// Number of comparisons made anew.
    pub made: usize,
}

impl ComparisonCache {
    /// Content of a side file: all comparisons that were asked for since they were read, and no
    /// more: those of texts that left the archive go.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut articles: Vec<_> =
            self.articles.iter().filter(|(pair, _)| self.used.contains(pair)).collect();
        let mut quotes: Vec<_> =
            self.quotes.iter().filter(|(pair, _)| self.used.contains(pair)).collect();
        articles.sort_unstable();
        quotes.sort_unstable();
        bytes_of(&(articles, quotes))
    }

    /// Comparisons that [`to_bytes`](Self::to_bytes) wrote; `None` if the bytes are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        type Stored = (Vec<(DigestPair, [u8; 4])>, Vec<(DigestPair, bool)>);
        let (articles, quotes): Stored = postcard::from_bytes(bytes).ok()?;
        let (articles, quotes) = (articles.into_iter().collect(), quotes.into_iter().collect());
        Some(Self { articles, quotes, ..Self::default() })
    }

    /// True if two articles with these digests were compared.
    pub fn contains_articles(&self, first: u64, second: u64) -> bool {
        self.articles.contains_key(&sorted(first, second))
    }

    /// True if two wordings of quotations were compared.
    pub fn contains_quotes(&self, first: u64, second: u64) -> bool {
        self.quotes.contains_key(&sorted(first, second))
    }

    /// Words that two articles with these digests have in common, if they were compared.
    pub fn articles(&mut self, first: u64, second: u64) -> Option<Overlap> {
        let pair = sorted(first, second);
        self.used.insert(pair);
        self.articles.get(&pair).map(|packed| turn(unpack(*packed), first > second))
    }

    /// Stores the words that two articles have in common, and returns them as they will be read: no
    /// decision depends on whether a comparison was stored.
    pub fn insert_articles(&mut self, first: u64, second: u64, common: &Overlap) -> Overlap {
        self.made += 1;
        let turned = first > second;
        let packed = pack(&turn(*common, turned));
        self.articles.insert(sorted(first, second), packed);
        turn(unpack(packed), turned)
    }

    /// True if two wordings of quotations were found to be variants; `None` if they were not
    /// compared.
    pub fn quotes(&mut self, first: u64, second: u64) -> Option<bool> {
        let pair = sorted(first, second);
        self.used.insert(pair);
        self.quotes.get(&pair).copied()
    }

    /// Stores that two wordings of quotations are variants, or are none.
    pub fn insert_quotes(&mut self, first: u64, second: u64, variant: bool) {
        self.made += 1;
        self.quotes.insert(sorted(first, second), variant);
    }
}

fn sorted(first: u64, second: u64) -> DigestPair {
    (first.min(second), first.max(second))
}

/// Overlap with first and second text exchanged if `turned`.
fn turn(common: Overlap, turned: bool) -> Overlap {
    if turned {
        Overlap { of_first: common.of_second, of_second: common.of_first, ..common }
    } else {
        common
    }
}

/// Shares of an overlap in percent, rounded down.
fn pack(common: &Overlap) -> [u8; 4] {
    let percent = |share: f64| (share * 100.0 + 1e-9) as u8;
    [
        percent(common.of_first),
        percent(common.of_second),
        percent(common.figures),
        common.figures_compared.min(255) as u8,
    ]
}

/// Overlap that [`pack`] packed.
fn unpack([first, second, figures, compared]: [u8; 4]) -> Overlap {
    Overlap {
        of_first: f64::from(first) / 100.0,
        of_second: f64::from(second) / 100.0,
        figures: f64::from(figures) / 100.0,
        figures_compared: usize::from(compared),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_what_was_decided() {
        let common = Overlap { of_first: 0.679, of_second: 1.0, figures: 0.5, figures_compared: 9 };
        let mut cache = ComparisonCache::default();
        let noted = cache.insert_articles(7, 3, &common);
        assert_eq!(cache.articles(7, 3), Some(noted));
        assert_eq!((noted.of_first, noted.of_second), (0.67, 1.0));
        assert_eq!(cache.articles(3, 7).map(|c| c.of_second), Some(0.67));
        cache.insert_quotes(1, 2, true);
        let mut read = ComparisonCache::from_bytes(&cache.to_bytes()).unwrap();
        assert_eq!(read.articles(7, 3), Some(noted));
        // Nobody asked for it in that run.
        assert_eq!(read.quotes(1, 2), None);
        assert_eq!(ComparisonCache::from_bytes(b"\xff"), None);
    }
}
