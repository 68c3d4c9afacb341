//! Clusters of quotations that are one: equal words in another article, and variants of their
//! wording by one speaker.
//!
//! Equal wordings are one quotation, also when papers credit different speakers, unless they are so
//! common or so far apart in time that two people will have said them. A variant (a word changed, a
//! part left out) counts when the archive takes both speakers for one and both were printed within
//! weeks; figures and negations have to be the same, since a cluster shows one wording and must not
//! hide another statement. Words too few to be anybody's own ("we will see") are one only in
//! articles that are copies of one another.
//!
//! Most quotations are like no other; a
//! [`CandidateFilter`](crate::corpus::duplicates::quotes::candidate_filter::CandidateFilter) lets
//! only those through that may not be.

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use crate::corpus::duplicates::clusters::Clusters;
use crate::corpus::duplicates::comparison_cache::ComparisonCache;
use crate::corpus::duplicates::loader::TextLoader;
use crate::corpus::duplicates::quotes::clusters::{ClusteredQuote, QuoteClusters};
use crate::corpus::duplicates::quotes::fingerprints::{MAX_VARIANT_DAYS, QuoteFingerprint};
use crate::corpus::duplicates::quotes::normalised_quote::{
    FEW_WORDS, NormalisedQuote, may_be_variants,
};
use crate::text::{MIN_QUOTE_WORDS, QUOTE_MINIMA};

/// Days within which different speakers may be credited with equal words, if these are few.
const DAYS_OF_FEW: i64 = 3;
/// Number of words from which on speakers may be credited with equal words at any time.
const MANY_WORDS: u64 = 20;
/// Days within which different speakers may be credited with equal words, if these are neither few
/// nor [many](MANY_WORDS).
const DAYS_OF_SOME: i64 = 31;
/// Number of neighbours of one key that a wording is compared with.
const NEIGHBOURS: usize = 8;
/// Number of pairs that are compared with their words at hand, of each some hundred bytes.
const MAX_PAIRS_AT_ONCE: usize = 1 << 17;

/// Clusters of these quotations; `read` reads the words of one.
///
/// # Errors
/// An article cannot be read.
pub fn build<E: Send>(
    mut fingerprints: Vec<QuoteFingerprint>,
    cache: &mut ComparisonCache,
    read: impl Fn(&QuoteFingerprint) -> Result<NormalisedQuote, E> + Sync,
) -> Result<QuoteClusters, E> {
    fingerprints.sort_unstable_by_key(QuoteFingerprint::order);
    let mut sets = UnionFind((0..fingerprints.len() as u32).collect());
    join_equal(&fingerprints, &mut sets);
    join_in_copies(&fingerprints, &mut sets);
    // Wordings that are one are compared once, by their first.
    let first: Vec<u32> = (0..fingerprints.len() as u32).map(|at| sets.find(at)).collect();
    drop(sets);
    let mut variants = VariantClustering {
        fingerprints: &fingerprints,
        speakers: WordingSpeakers::of(&fingerprints, &first),
        leaders: FxHashMap::default(),
        cache,
        texts: TextLoader::new(
            |at| fingerprints[at as usize].address,
            |at| read(&fingerprints[at as usize]),
        ),
    };
    for some in candidate_pairs(&fingerprints, &first).chunks(MAX_PAIRS_AT_ONCE) {
        variants.prepare(some)?;
        for (shorter, longer) in some {
            variants.compare(*shorter, *longer)?;
        }
    }
    let leaders = variants.leaders;
    Ok(collect_clusters(&fingerprints, |at| {
        *leaders.get(&first[at as usize]).unwrap_or(&first[at as usize])
    }))
}

/// Pairs of wordings, given by their first fingerprints, that share a band and may be variants: the
/// shorter one and the longer one, in order.
fn candidate_pairs(fingerprints: &[QuoteFingerprint], first: &[u32]) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    for lead in 0..QUOTE_MINIMA {
        keyed.clear();
        for (fingerprint, first) in fingerprints.iter().zip(first) {
            keyed
                .extend(fingerprint.band_keys(lead).into_iter().flatten().map(|key| (key, *first)));
        }
        keyed.sort_unstable();
        keyed.dedup();
        for bucket in keyed.chunk_by(|a, b| a.0 == b.0) {
            for (at, (_, shorter)) in bucket.iter().enumerate() {
                let words = fingerprints[*shorter as usize].words;
                let before = bucket[at.saturating_sub(NEIGHBOURS)..at].iter();
                let before = before.filter(|(_, longer)| {
                    may_be_variants(words, fingerprints[*longer as usize].words)
                });
                pairs.extend(before.map(|(_, longer)| (*shorter, *longer)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Leader clustering (Hartigan 1975) of wordings: each is compared with a cluster's first only, so
/// that no chain of small changes joins strangers.
struct VariantClustering<'c, P, R> {
    fingerprints: &'c [QuoteFingerprint],
    speakers: WordingSpeakers,
    /// First wording of the cluster, by each wording that is a variant.
    leaders: FxHashMap<u32, u32>,
    cache: &'c mut ComparisonCache,
    texts: TextLoader<P, R, NormalisedQuote>,
}

impl<P, R, E> VariantClustering<'_, P, R>
where
    E: Send,
    P: Fn(u32) -> DocAddress,
    R: Fn(u32) -> Result<NormalisedQuote, E> + Sync,
{
    /// First wording of the cluster that `longer` is in, if `shorter` has to be compared with it.
    fn leader(&self, shorter: u32, longer: u32) -> Option<u32> {
        let leader = *self.leaders.get(&longer).unwrap_or(&longer);
        let wanted = !self.leaders.contains_key(&shorter)
            && self.speakers.agree(self.fingerprints, shorter, leader);
        wanted.then_some(leader)
    }

    fn wordings(&self, a: u32, b: u32) -> (u64, u64) {
        (
            self.fingerprints[a as usize].wording_digest(),
            self.fingerprints[b as usize].wording_digest(),
        )
    }

    /// Loads the words by which these pairs are likely to be compared.
    fn prepare(&mut self, pairs: &[(u32, u32)]) -> Result<(), E> {
        let mut wanted = Vec::new();
        for (shorter, longer) in pairs {
            if let Some(leader) = self.leader(*shorter, *longer) {
                let (a, b) = self.wordings(*shorter, leader);
                if !self.cache.contains_quotes(a, b) {
                    wanted.extend([*shorter, leader]);
                }
            }
        }
        self.texts.prepare(wanted)
    }

    /// Compares a wording with the first of the cluster that a longer one is in.
    fn compare(&mut self, shorter: u32, longer: u32) -> Result<(), E> {
        let Some(leader) = self.leader(shorter, longer) else { return Ok(()) };
        let (a, b) = self.wordings(shorter, leader);
        let variant = if let Some(variant) = self.cache.quotes(a, b) {
            variant
        } else {
            let (short, long) = self.texts.pair(shorter, leader)?;
            let variant = short.is_variant(long);
            self.cache.insert_quotes(a, b, variant);
            variant
        };
        if variant {
            self.leaders.insert(shorter, leader);
        }
        Ok(())
    }
}

/// Joins equal wordings of enough words: those of one speaker, and those of others that were
/// printed near in time.
fn join_equal(fingerprints: &[QuoteFingerprint], sets: &mut UnionFind) {
    let long = fingerprints
        .iter()
        .enumerate()
        .filter(|(_, fingerprint)| fingerprint.words >= MIN_QUOTE_WORDS);
    let mut equal: Vec<(u64, i64, u32)> = long
        .map(|(at, fingerprint)| {
            (fingerprint.wording_digest(), fingerprint.day.unwrap_or(i64::MAX), at as u32)
        })
        .collect();
    equal.sort_unstable();
    for one in equal.chunk_by(|a, b| a.0 == b.0).filter(|one| one.len() > 1) {
        let mut by_speaker: FxHashMap<u64, u32> = FxHashMap::default();
        let mut before: Option<(i64, u32)> = None;
        for (_, day, at) in one {
            let fingerprint = &fingerprints[*at as usize];
            if fingerprint.speaker != 0 {
                sets.union(*by_speaker.entry(fingerprint.speaker).or_insert(*at), *at);
            }
            let window = match fingerprint.words {
                ..FEW_WORDS => DAYS_OF_FEW,
                FEW_WORDS..MANY_WORDS => DAYS_OF_SOME,
                _ => i64::MAX,
            };
            if let Some((other_day, other)) = before {
                let dated = *day != i64::MAX && other_day != i64::MAX;
                if window == i64::MAX || dated && day - other_day <= window {
                    sets.union(other, *at);
                }
            }
            before = Some((*day, *at));
        }
    }
}

/// Joins equal short wordings of one speaker in articles that are copies: the first in each with
/// the first in the others, the second with the second.
fn join_in_copies(fingerprints: &[QuoteFingerprint], sets: &mut UnionFind) {
    let mut short: Vec<(u32, u64, u64, u64, u32, u32)> = Vec::new();
    for (at, fingerprint) in fingerprints
        .iter()
        .enumerate()
        .filter(|(_, fingerprint)| fingerprint.words < MIN_QUOTE_WORDS)
    {
        if let Some(cluster) = fingerprint.article_cluster {
            let wording = fingerprint.wording_digest();
            short.push((
                cluster,
                wording,
                fingerprint.speaker,
                fingerprint.article,
                fingerprint.ordinal,
                at as u32,
            ));
        }
    }
    short.sort_unstable();
    for one in short.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
        let mut nth: Vec<u32> = Vec::new();
        for in_article in one.chunk_by(|a, b| a.3 == b.3) {
            for (count, (.., at)) in in_article.iter().enumerate() {
                match nth.get(count) {
                    Some(other) => sets.union(*other, *at),
                    None => nth.push(*at),
                }
            }
        }
    }
}

/// Fingerprints by wording, to compare the speakers and days of two.
struct WordingSpeakers {
    /// First fingerprint of the wording and each of its fingerprints, in order.
    by_wording: Vec<(u32, u32)>,
}

impl WordingSpeakers {
    fn of(fingerprints: &[QuoteFingerprint], first: &[u32]) -> Self {
        let named = |at: &u32| fingerprints[*at as usize].speaker != 0;
        let places = (0..fingerprints.len() as u32).filter(named);
        let mut by_wording: Vec<(u32, u32)> = places.map(|at| (first[at as usize], at)).collect();
        by_wording.sort_unstable();
        Self { by_wording }
    }

    /// True if somebody is credited with both wordings within weeks.
    fn agree(&self, fingerprints: &[QuoteFingerprint], a: u32, b: u32) -> bool {
        let long = |at: u32| fingerprints[at as usize].words >= MIN_QUOTE_WORDS;
        // Much quoted words meet in their first prints, which is enough and bounds the work.
        let few = |first: u32| {
            let start = self.by_wording.partition_point(|(other, _)| *other < first);
            let cluster =
                self.by_wording[start..].iter().take_while(move |(other, _)| *other == first);
            cluster.take(64).map(|(_, at)| &fingerprints[*at as usize])
        };
        let one = |a: &QuoteFingerprint, b: &QuoteFingerprint| {
            let near = a.day.zip(b.day).is_some_and(|(a, b)| (a - b).abs() <= MAX_VARIANT_DAYS);
            near && a.speaker == b.speaker
        };
        long(a) && long(b) && few(a).any(|a| few(b).any(|b| one(a, b)))
    }
}

/// Disjoint sets by union–find with path compression (Galler and Fischer 1964; Tarjan 1975). The
/// lowest member represents a set, so that the sets do not depend on the order of unions.
struct UnionFind(Vec<u32>);

impl UnionFind {
    /// Lowest member of the set that `at` is in.
    fn find(&mut self, at: u32) -> u32 {
        let mut root = at;
        while self.0[root as usize] != root {
            root = self.0[root as usize];
        }
        let mut next = at;
        while self.0[next as usize] != root {
            next = std::mem::replace(&mut self.0[next as usize], root);
        }
        root
    }

    /// Makes one set of the two that `a` and `b` are in.
    fn union(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

/// Clusters of two and more quotations, each in the order in which they were published.
fn collect_clusters(
    fingerprints: &[QuoteFingerprint],
    leader_of: impl Fn(u32) -> u32,
) -> QuoteClusters {
    let mut places: Vec<(u32, u32)> =
        (0..fingerprints.len() as u32).map(|at| (leader_of(at), at)).collect();
    places.sort_unstable();
    let clusters = places.chunk_by(|a, b| a.0 == b.0).filter(|cluster| cluster.len() > 1);
    let mut members = Vec::new();
    for (cluster, places) in clusters.enumerate() {
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        let from = members.len();
        for (_, at) in places {
            let fingerprint = &fingerprints[*at as usize];
            let next = numbers.len() as u32;
            members.push(ClusteredQuote {
                key: fingerprint.key,
                article: fingerprint.article,
                day: fingerprint.day,
                cluster: cluster as u32,
                wording: *numbers.entry(fingerprint.wording_digest()).or_insert(next),
            });
        }
        members[from..].sort_unstable_by_key(|m| (m.day.unwrap_or(i64::MAX), m.article, m.key));
    }
    QuoteClusters { clusters: Clusters::new(members) }
}
