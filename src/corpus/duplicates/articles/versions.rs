//! Versions of one story: which one stands now, and which must not be shown any more.
//!
//! Only a publisher replaces or kills a story of its own. Another paper's copy of it stays, as it
//! stays in that paper.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::corpus::duplicates::articles::fingerprints::ArticleFingerprint;
use crate::model::Status;

/// Days back to which a version replaces earlier ones.
const MAX_REPLACE_DAYS: i64 = 7;
/// Days back to which a notice kills the stories of its headline.
const MAX_KILL_DAYS: i64 = 30;

/// Index of the version that stands in the place of each article of a cluster (indices into
/// `fingerprints`, in their order): the latest one by the same publisher, where its signs, or the
/// archive's own id, say that it is one.
pub fn superseded(fingerprints: &[ArticleFingerprint], cluster: &[u32]) -> Vec<Option<usize>> {
    let fingerprint = |at: usize| &fingerprints[cluster[at] as usize];
    let replaces = |new: usize, old: usize| {
        let (new, old) = (fingerprint(new), fingerprint(old));
        let one_item = new.item.is_some() && new.item == old.item;
        new.digest != old.digest
            && new.publisher == old.publisher
            && new.order() > old.order()
            && !new.headline_key.kill
            && (one_item
                || (new.headline_key > old.headline_key
                    || !new.headline_key.is_none() && new.day > old.day))
            && new
                .day
                .zip(old.day)
                .is_none_or(|(new, old)| one_item || new - old <= MAX_REPLACE_DAYS)
    };
    // Only signed versions and those with an id can replace; a crowd of plain copies costs nothing.
    let newer: Vec<usize> = (0..cluster.len())
        .filter(|at| !fingerprint(*at).headline_key.is_none() || fingerprint(*at).item.is_some())
        .collect();
    (0..cluster.len())
        .map(|old| newer.iter().rev().copied().find(|new| replaces(*new, old)))
        .collect()
}

/// Ids of all articles that may not be shown: canceled and withheld ones, notices that kill and the
/// stories they kill, and the copies and earlier versions of these by the same publisher.
pub fn withdrawn(fingerprints: &[ArticleFingerprint], clusters: &[&[u32]]) -> Vec<u64> {
    let mut withdrawn: FxHashSet<u32> = FxHashSet::default();
    let notice = |fingerprint: &ArticleFingerprint| {
        fingerprint.headline_key.kill || fingerprint.status == Status::Canceled
    };
    let notices: Vec<u32> =
        (0..fingerprints.len() as u32).filter(|at| notice(&fingerprints[*at as usize])).collect();
    if !notices.is_empty() {
        let mut headlines: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        let mut items: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        let (mut wanted_headlines, mut wanted_items) = (FxHashSet::default(), FxHashSet::default());
        for at in &notices {
            wanted_headlines.insert(fingerprints[*at as usize].headline);
            wanted_items.extend(fingerprints[*at as usize].item);
        }
        for (at, fingerprint) in fingerprints.iter().enumerate() {
            if fingerprint.headline != 0 && wanted_headlines.contains(&fingerprint.headline) {
                headlines.entry(fingerprint.headline).or_default().push(at as u32);
            }
            if let Some(item) = fingerprint.item.filter(|item| wanted_items.contains(item)) {
                items.entry(item).or_default().push(at as u32);
            }
        }
        for at in &notices {
            let fingerprint = &fingerprints[*at as usize];
            withdrawn.insert(*at);
            let by_item = fingerprint.item.and_then(|item| items.get(&item)).into_iter().flatten();
            withdrawn.extend(
                by_item.filter(|other| not_after(&fingerprints[**other as usize], fingerprint)),
            );
            // A canceled article names no other; a notice's headline is that of what it kills.
            let named =
                headlines.get(&fingerprint.headline).filter(|_| fingerprint.headline_key.kill);
            withdrawn.extend(named.into_iter().flatten().filter(|other| {
                let other = &fingerprints[**other as usize];
                not_after(other, fingerprint) && same_publisher(other, fingerprint)
            }));
        }
    }
    for cluster in clusters {
        let killed: Vec<u32> =
            cluster.iter().copied().filter(|at| withdrawn.contains(at)).collect();
        for at in &killed {
            let fingerprint = &fingerprints[*at as usize];
            withdrawn.extend(cluster.iter().filter(|other| {
                let other = &fingerprints[**other as usize];
                other.publisher == fingerprint.publisher && not_after(other, fingerprint)
            }));
        }
    }
    let withheld = fingerprints
        .iter()
        .filter(|fingerprint| fingerprint.status == Status::Withheld)
        .map(|fingerprint| fingerprint.id);
    let mut ids: Vec<u64> =
        withdrawn.iter().map(|at| fingerprints[*at as usize].id).chain(withheld).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// True if `other` is no later version than `killed`. On one day signs tell; where nothing does,
/// `killed` is killed.
fn not_after(other: &ArticleFingerprint, killed: &ArticleFingerprint) -> bool {
    let Some((day, until)) = other.day.zip(killed.day) else { return true };
    if day == until {
        let plain = killed.headline_key.is_none() || killed.headline_key.kill;
        return plain || other.headline_key <= killed.headline_key;
    }
    day < until && until - day <= MAX_KILL_DAYS
}

fn same_publisher(a: &ArticleFingerprint, b: &ArticleFingerprint) -> bool {
    a.publisher == b.publisher || a.publisher == 0 || b.publisher == 0
}
