//! Which articles are worth comparing: those whose minima agree in a band, and those that call themselves one story.
//!
//! Time stays linear, since in a crowd (a form sent out daily with other figures) an article is paired only with
//! its nearest neighbours in the order of the cards, and copies seldom lie years apart.

use std::collections::BTreeMap;

use crate::corpus::duplicates::articles::fingerprints::ArticleFingerprint;
use crate::corpus::duplicates::articles::similarity::may_be_copies;
use crate::text::SIGNATURE_LENGTH;

/// Two minima make a band, those that stand so far apart: texts that agree in six of the 16 minima always agree in
/// one, of those that agree in four 92 %; of texts that share a tenth of their runs a quarter does.
const BANDS: [usize; 2] = [1, 2];
/// How many earlier articles of one band each is paired with.
const NEIGHBOURS: usize = 8;
/// An update follows within so many days.
pub const STORY_DAYS: i64 = 3;

/// Two articles by their place in the order of the cards, the earlier one first.
pub type Pair = (u32, u32);

/// Pairs of `chosen` cards (places in `cards`, in order) that may be near-copies, in order.
pub fn near(cards: &[ArticleFingerprint], chosen: &[u32]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut keyed: Vec<(u32, u32)> = Vec::with_capacity(chosen.len());
    for (far, at) in BANDS.iter().flat_map(|far| (0..SIGNATURE_LENGTH).map(move |at| (*far, at))) {
        keyed.clear();
        keyed.extend(chosen.iter().filter_map(|place| {
            let minima = cards[*place as usize].minima.as_ref()?;
            let key =
                u32::from(minima[at]) << 16 | u32::from(minima[(at + far) % SIGNATURE_LENGTH]);
            Some((key, *place))
        }));
        keyed.sort_unstable();
        for bucket in keyed.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1) {
            for (place, (_, later)) in bucket.iter().enumerate() {
                for (_, earlier) in &bucket[place.saturating_sub(NEIGHBOURS)..place] {
                    if may_be_copies(&cards[*earlier as usize], &cards[*later as usize]) {
                        pairs.push((*earlier, *later));
                    }
                }
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Pairs of cards that bear one headline and one publisher's name within days, where one has a sign before it; and
/// of those that are one item by the archive's own id.
pub fn stories(cards: &[ArticleFingerprint], chosen: &[u32]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut headlines: BTreeMap<(u64, u64), Vec<u32>> = BTreeMap::new();
    let mut items: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for at in chosen {
        let card = &cards[*at as usize];
        if card.headline != 0 {
            headlines.entry((card.headline, card.publisher)).or_default().push(*at);
        }
        if let Some(item) = card.item {
            items.entry(item).or_default().push(*at);
        }
    }
    let signed = |at: u32| !cards[at as usize].headline_key.is_none();
    for one in headlines.values().filter(|one| one.iter().any(|at| signed(*at))) {
        neighbours(one, |a, b| {
            if (signed(a) || signed(b)) && within(cards, a, b, STORY_DAYS) {
                pairs.push((a, b));
            }
        });
    }
    for one in items.values() {
        neighbours(one, |a, b| pairs.push((a, b)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

fn neighbours(places: &[u32], mut each: impl FnMut(u32, u32)) {
    for (at, later) in places.iter().enumerate() {
        for earlier in &places[at.saturating_sub(NEIGHBOURS)..at] {
            each(*earlier, *later);
        }
    }
}

/// Whether two articles were published within so many days; those without a date may have been.
pub fn within(cards: &[ArticleFingerprint], a: u32, b: u32, days: i64) -> bool {
    match (cards[a as usize].day, cards[b as usize].day) {
        (Some(a), Some(b)) => (a - b).abs() <= days,
        _ => true,
    }
}
