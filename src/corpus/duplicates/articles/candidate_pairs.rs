//! Candidate pairs by locality-sensitive hashing: articles that share a band of their MinHash
//! signatures (Broder 1997; banding as in Leskovec, Rajaraman and Ullman, Mining of Massive
//! Datasets, 3.4), and articles that call themselves one story.
//!
//! Time stays linear, since in a crowd (a form sent out daily with other figures) an article is
//! paired only with its nearest neighbours in the order of the fingerprints, and copies seldom lie
//! years apart.

use std::collections::BTreeMap;

use crate::corpus::duplicates::articles::fingerprints::ArticleFingerprint;
use crate::corpus::duplicates::articles::similarity::may_be_copies;
use crate::text::SIGNATURE_LENGTH;

/// Distances between the two minima that make a band: texts that agree in six of the 16 minima
/// always agree in a band, of those that agree in four 92 %; of texts that share a tenth of their
/// runs a quarter does.
const BANDS: [usize; 2] = [1, 2];
/// Number of earlier articles of one band that each is paired with, at most.
const NEIGHBOURS: usize = 8;
/// Days within which an update follows.
pub const MAX_STORY_DAYS: i64 = 3;

/// Two articles by their index in the order of the fingerprints, the earlier one first.
pub type Pair = (u32, u32);

/// Pairs of `chosen` fingerprints (indices into `fingerprints`, in order) that may be near-copies,
/// in order.
pub fn lsh_pairs(fingerprints: &[ArticleFingerprint], chosen: &[u32]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut keyed: Vec<(u32, u32)> = Vec::with_capacity(chosen.len());
    for (far, at) in BANDS.iter().flat_map(|far| (0..SIGNATURE_LENGTH).map(move |at| (*far, at))) {
        keyed.clear();
        keyed.extend(chosen.iter().filter_map(|place| {
            let signature = fingerprints[*place as usize].signature.as_ref()?;
            let key = u32::from(signature[at]) << 16
                | u32::from(signature[(at + far) % SIGNATURE_LENGTH]);
            Some((key, *place))
        }));
        keyed.sort_unstable();
        for bucket in keyed.chunk_by(|a, b| a.0 == b.0).filter(|bucket| bucket.len() > 1) {
            for (place, (_, later)) in bucket.iter().enumerate() {
                for (_, earlier) in &bucket[place.saturating_sub(NEIGHBOURS)..place] {
                    if may_be_copies(
                        &fingerprints[*earlier as usize],
                        &fingerprints[*later as usize],
                    ) {
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

/// Pairs of fingerprints with one headline and one publisher's name within days, where one has a
/// sign before its headline; and of those that are one item by the archive's own id.
pub fn story_pairs(fingerprints: &[ArticleFingerprint], chosen: &[u32]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut headlines: BTreeMap<(u64, u64), Vec<u32>> = BTreeMap::new();
    let mut items: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for at in chosen {
        let fingerprint = &fingerprints[*at as usize];
        if fingerprint.headline != 0 {
            headlines.entry((fingerprint.headline, fingerprint.publisher)).or_default().push(*at);
        }
        if let Some(item) = fingerprint.item {
            items.entry(item).or_default().push(*at);
        }
    }
    let signed = |at: u32| !fingerprints[at as usize].headline_key.is_none();
    for one in headlines.values().filter(|one| one.iter().any(|at| signed(*at))) {
        neighbours(one, |a, b| {
            if (signed(a) || signed(b)) && within_days(fingerprints, a, b, MAX_STORY_DAYS) {
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

/// Calls `each` with every index and its nearest predecessors.
fn neighbours(places: &[u32], mut each: impl FnMut(u32, u32)) {
    for (at, later) in places.iter().enumerate() {
        for earlier in &places[at.saturating_sub(NEIGHBOURS)..at] {
            each(*earlier, *later);
        }
    }
}

/// True if two articles were published within `days` days; those without a date may have been.
pub fn within_days(fingerprints: &[ArticleFingerprint], a: u32, b: u32, days: i64) -> bool {
    match (fingerprints[a as usize].day, fingerprints[b as usize].day) {
        (Some(a), Some(b)) => (a - b).abs() <= days,
        _ => true,
    }
}
