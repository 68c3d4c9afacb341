//! Versions of one story: which one stands now, and which must not be shown any more.
//!
//! Only a publisher replaces or kills a story of its own. Another paper's copy of it stays, as it
//! stays in that paper.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::corpus::duplicates::articles::fingerprints::ArticleFingerprint;
use crate::model::Status;

/// A version replaces those of so many days before.
const REPLACES_DAYS: i64 = 7;
/// A notice kills stories of its headline of so many days before.
const KILLS_DAYS: i64 = 30;

/// For each card of a group (places in `cards`, in their order) which of them stands in its place: the
/// latest version by the same publisher, where that says by its signs, or by the archive's own id, that it is one.
pub fn superseded(cards: &[ArticleFingerprint], group: &[u32]) -> Vec<Option<usize>> {
    let card = |at: usize| &cards[group[at] as usize];
    let replaces = |new: usize, old: usize| {
        let (new, old) = (card(new), card(old));
        let one_item = new.item.is_some() && new.item == old.item;
        new.digest != old.digest
            && new.publisher == old.publisher
            && new.order() > old.order()
            && !new.headline_key.kill
            && (one_item
                || (new.headline_key > old.headline_key
                    || !new.headline_key.is_none() && new.day > old.day))
            && new.day.zip(old.day).is_none_or(|(new, old)| one_item || new - old <= REPLACES_DAYS)
    };
    // Only signed versions and those with an id can replace; a crowd of plain copies costs nothing.
    let newer: Vec<usize> = (0..group.len())
        .filter(|at| !card(*at).headline_key.is_none() || card(*at).item.is_some())
        .collect();
    (0..group.len())
        .map(|old| newer.iter().rev().copied().find(|new| replaces(*new, old)))
        .collect()
}

/// Ids of all that may not be shown: canceled and withheld articles, notices that kill and what they kill, and
/// the copies and earlier versions of it by the same publisher.
pub fn withdrawn(cards: &[ArticleFingerprint], groups: &[&[u32]]) -> Vec<u64> {
    let mut gone: FxHashSet<u32> = FxHashSet::default();
    let notice =
        |card: &ArticleFingerprint| card.headline_key.kill || card.status == Status::Canceled;
    let notices: Vec<u32> =
        (0..cards.len() as u32).filter(|at| notice(&cards[*at as usize])).collect();
    if !notices.is_empty() {
        let mut headlines: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        let mut items: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
        let (mut wanted_headlines, mut wanted_items) = (FxHashSet::default(), FxHashSet::default());
        for at in &notices {
            wanted_headlines.insert(cards[*at as usize].headline);
            wanted_items.extend(cards[*at as usize].item);
        }
        for (at, card) in cards.iter().enumerate() {
            if card.headline != 0 && wanted_headlines.contains(&card.headline) {
                headlines.entry(card.headline).or_default().push(at as u32);
            }
            if let Some(item) = card.item.filter(|item| wanted_items.contains(item)) {
                items.entry(item).or_default().push(at as u32);
            }
        }
        for at in &notices {
            let card = &cards[*at as usize];
            gone.insert(*at);
            let by_item = card.item.and_then(|item| items.get(&item)).into_iter().flatten();
            gone.extend(by_item.filter(|other| not_after(&cards[**other as usize], card)));
            // A canceled article names no other; a notice's headline is that of what it kills.
            let named = headlines.get(&card.headline).filter(|_| card.headline_key.kill);
            gone.extend(named.into_iter().flatten().filter(|other| {
                let other = &cards[**other as usize];
                not_after(other, card) && one_publisher(other, card)
            }));
        }
    }
    for group in groups {
        let killed: Vec<u32> = group.iter().copied().filter(|at| gone.contains(at)).collect();
        for at in &killed {
            let card = &cards[*at as usize];
            gone.extend(group.iter().filter(|other| {
                let other = &cards[**other as usize];
                other.publisher == card.publisher && not_after(other, card)
            }));
        }
    }
    let withheld = cards.iter().filter(|card| card.status == Status::Withheld).map(|card| card.id);
    let mut ids: Vec<u64> = gone.iter().map(|at| cards[*at as usize].id).chain(withheld).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Whether `other` is no later version than what was killed. On one day signs tell; where nothing
/// does, what was killed is killed.
fn not_after(other: &ArticleFingerprint, killed: &ArticleFingerprint) -> bool {
    let Some((day, until)) = other.day.zip(killed.day) else { return true };
    if day == until {
        let plain = killed.headline_key.is_none() || killed.headline_key.kill;
        return plain || other.headline_key <= killed.headline_key;
    }
    day < until && until - day <= KILLS_DAYS
}

fn one_publisher(a: &ArticleFingerprint, b: &ArticleFingerprint) -> bool {
    a.publisher == b.publisher || a.publisher == 0 || b.publisher == 0
}
