//! What comparisons of words came to, by digests of the words compared: it holds for ever, so that a run
//! compares only what is new.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::Overlap;

type Pair = (u64, u64);

/// Comparisons made, of articles and of quotations.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComparisonCache {
    articles: FxHashMap<Pair, [u8; 4]>,
    sayings: FxHashMap<Pair, bool>,
    used: FxHashSet<Pair>,
    /// How many comparisons were made anew.
    pub made: usize,
}

impl ComparisonCache {
    /// All that were asked for since they were read, and no more: what is gone from the archive goes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut articles: Vec<_> =
            self.articles.iter().filter(|(pair, _)| self.used.contains(pair)).collect();
        let mut sayings: Vec<_> =
            self.sayings.iter().filter(|(pair, _)| self.used.contains(pair)).collect();
        articles.sort_unstable();
        sayings.sort_unstable();
        postcard::to_stdvec(&(articles, sayings)).unwrap_or_default()
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        type Stored = (Vec<(Pair, [u8; 4])>, Vec<(Pair, bool)>);
        let (articles, sayings): Stored = postcard::from_bytes(bytes).ok()?;
        let (articles, sayings) = (articles.into_iter().collect(), sayings.into_iter().collect());
        Some(Self { articles, sayings, ..Self::default() })
    }

    /// Whether two articles with these digests were compared.
    pub fn knows(&self, first: u64, second: u64) -> bool {
        self.articles.contains_key(&sorted(first, second))
    }

    /// Whether two wordings of quotations were compared.
    pub fn knows_said(&self, first: u64, second: u64) -> bool {
        self.sayings.contains_key(&sorted(first, second))
    }

    /// What two articles with these digests have in common, if they were compared.
    pub fn compared(&mut self, first: u64, second: u64) -> Option<Overlap> {
        let pair = sorted(first, second);
        self.used.insert(pair);
        self.articles.get(&pair).map(|packed| turn(unpack(*packed), first > second))
    }

    /// Keeps what two articles have in common, and gives it as it will be remembered: what is decided never depends
    /// on whether it was.
    pub fn note(&mut self, first: u64, second: u64, common: &Overlap) -> Overlap {
        self.made += 1;
        let turned = first > second;
        let packed = pack(&turn(*common, turned));
        self.articles.insert(sorted(first, second), packed);
        turn(unpack(packed), turned)
    }

    /// Whether two wordings of quotations were found to be variants, if they were compared.
    pub fn said(&mut self, first: u64, second: u64) -> Option<bool> {
        let pair = sorted(first, second);
        self.used.insert(pair);
        self.sayings.get(&pair).copied()
    }

    /// Keeps whether two wordings are variants.
    pub fn note_said(&mut self, first: u64, second: u64, variant: bool) {
        self.made += 1;
        self.sayings.insert(sorted(first, second), variant);
    }
}

fn sorted(first: u64, second: u64) -> Pair {
    (first.min(second), first.max(second))
}

/// The shares with first and second text exchanged.
fn turn(common: Overlap, turned: bool) -> Overlap {
    if turned {
        Overlap { of_first: common.of_second, of_second: common.of_first, ..common }
    } else {
        common
    }
}

/// In percent, rounded down.
fn pack(common: &Overlap) -> [u8; 4] {
    let percent = |share: f64| (share * 100.0 + 1e-9) as u8;
    [
        percent(common.of_first),
        percent(common.of_second),
        percent(common.figures),
        common.figures_compared.min(255) as u8,
    ]
}

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
        let mut verdicts = ComparisonCache::default();
        let noted = verdicts.note(7, 3, &common);
        assert_eq!(verdicts.compared(7, 3), Some(noted));
        assert_eq!((noted.of_first, noted.of_second), (0.67, 1.0));
        assert_eq!(verdicts.compared(3, 7).map(|c| c.of_second), Some(0.67));
        verdicts.note_said(1, 2, true);
        let mut read = ComparisonCache::from_bytes(&verdicts.to_bytes()).unwrap();
        assert_eq!(read.compared(7, 3), Some(noted));
        // Nobody asked for it in that run.
        assert_eq!(read.said(1, 2), None);
        assert_eq!(ComparisonCache::from_bytes(b"\xff"), None);
    }
}
