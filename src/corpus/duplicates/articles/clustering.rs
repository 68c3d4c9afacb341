//! Clusters from fingerprints and candidate pairs, by the leader algorithm (Hartigan 1975): each
//! article joins the first cluster whose first member it is a copy of. The words decide.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::duplicates::articles::candidate_pairs;
use crate::corpus::duplicates::articles::candidate_pairs::Pair;
use crate::corpus::duplicates::articles::clusters::{ArticleClusters, ClusteredArticle};
use crate::corpus::duplicates::articles::fingerprints::ArticleFingerprint;
use crate::corpus::duplicates::articles::similarity::{
    Similarity, is_version, shared_minima, similarity,
};
use crate::corpus::duplicates::articles::versions;
use crate::corpus::duplicates::comparison_cache::ComparisonCache;
use crate::corpus::duplicates::loader::TextLoader;
use crate::text::{Overlap, TokenHashes};

/// Share of the first member that a copy of a later member must have to join the cluster, if it is
/// not quite a copy of the first.
const MIN_SHARED_WITH_LEADER: f64 = 0.4;

/// Number of clusters that an article is compared with before it is taken for new.
const MAX_COMPARISONS: usize = 6;
/// Number of words in memory at once, of four bytes each.
const MAX_WORDS_AT_ONCE: u64 = 24_000_000;

/// Clusters of articles; `wording` reads the words of one.
///
/// # Errors
/// An article cannot be read.
pub fn build<E: Send>(
    fingerprints: &[ArticleFingerprint],
    cache: &mut ComparisonCache,
    wording: impl Fn(&ArticleFingerprint) -> Result<TokenHashes, E> + Sync,
) -> Result<ArticleClusters, E> {
    let first_of = equal_words(fingerprints);
    let chosen: Vec<u32> =
        (0..fingerprints.len() as u32).filter(|at| first_of[*at as usize] == *at).collect();
    let near = Candidates::new(candidate_pairs::lsh_pairs(fingerprints, &chosen));
    let stories = Candidates::new(candidate_pairs::story_pairs(fingerprints, &chosen));
    let texts = TextLoader::new(
        |at: u32| fingerprints[at as usize].address,
        |at: u32| wording(&fingerprints[at as usize]),
    );
    let mut words = Comparer { fingerprints, cache, texts };
    let leaders = assign_leaders(fingerprints, &chosen, &near, &stories, &mut words)?;
    Ok(collect_clusters(fingerprints, &first_of, &leaders))
}

/// Index of the first fingerprint with equal words, for each fingerprint.
fn equal_words(fingerprints: &[ArticleFingerprint]) -> Vec<u32> {
    let mut first: FxHashMap<u64, u32> = FxHashMap::default();
    let fingerprints = fingerprints.iter().enumerate();
    fingerprints
        .map(|(at, fingerprint)| *first.entry(fingerprint.digest).or_insert(at as u32))
        .collect()
}

/// Pairs that are worth comparing, by their later article.
struct Candidates(Vec<Pair>);

impl Candidates {
    fn new(mut pairs: Vec<Pair>) -> Self {
        pairs.sort_unstable_by_key(|(earlier, later)| (*later, *earlier));
        Self(pairs)
    }

    /// Earlier articles that `article` may be a copy of, in order.
    fn of_article(&self, article: u32) -> impl Iterator<Item = u32> + Clone + '_ {
        let start = self.0.partition_point(|(_, later)| *later < article);
        let pairs = self.0[start..].iter();
        pairs.take_while(move |(_, later)| *later == article).map(|(earlier, _)| *earlier)
    }

    /// Earlier articles that `article` is compared with, the likeliest first.
    fn likeliest(
        &self,
        fingerprints: &[ArticleFingerprint],
        article: u32,
    ) -> impl Iterator<Item = u32> {
        let fingerprint = |at: u32| &fingerprints[at as usize];
        let mut found: Vec<u32> = self.of_article(article).collect();
        found.sort_by_key(|other| {
            (Reverse(shared_minima(fingerprint(article), fingerprint(*other))), *other)
        });
        found.into_iter().take(MAX_COMPARISONS)
    }
}

/// First member of the cluster of each fingerprint; of those that are not `chosen`, themselves. In
/// order, each is compared with the first members of the clusters that it has a candidate in, the
/// likeliest first.
fn assign_leaders<E, P, R>(
    fingerprints: &[ArticleFingerprint],
    chosen: &[u32],
    near: &Candidates,
    stories: &Candidates,
    words: &mut Comparer<'_, P, R>,
) -> Result<Vec<u32>, E>
where
    E: Send,
    P: Fn(u32) -> tantivy::DocAddress,
    R: Fn(u32) -> Result<TokenHashes, E> + Sync,
{
    let mut leaders: Vec<u32> = (0..fingerprints.len() as u32).collect();
    let mut prepared = 0;
    for (number, at) in chosen.iter().enumerate() {
        if number == prepared {
            prepared = words.prepare(chosen, number, near, stories, &leaders)?;
        }
        let mut leader = *at;
        let mut same_story: Vec<u32> =
            stories.of_article(*at).map(|other| leaders[other as usize]).collect();
        same_story.sort_unstable();
        same_story.dedup();
        for other in same_story {
            let one_item = fingerprints[*at as usize]
                .item
                .is_some_and(|item| fingerprints[other as usize].item == Some(item));
            if one_item || is_version(&words.compare(other, *at)?) {
                leader = other;
                break;
            }
        }
        if leader == *at {
            for other in near.likeliest(fingerprints, *at) {
                let first = leaders[other as usize];
                let with_first = words.similarity(first, *at)?;
                if with_first.is_copy
                    || first != other
                        && with_first.of_shorter >= MIN_SHARED_WITH_LEADER
                        && words.similarity(other, *at)?.is_copy
                {
                    leader = first;
                    break;
                }
            }
        }
        leaders[*at as usize] = leader;
    }
    Ok(leaders)
}

/// Comparisons of the words of articles, which are read when they are needed.
struct Comparer<'c, P, R> {
    fingerprints: &'c [ArticleFingerprint],
    cache: &'c mut ComparisonCache,
    texts: TextLoader<P, R, TokenHashes>,
}

impl<P, R, E> Comparer<'_, P, R>
where
    E: Send,
    P: Fn(u32) -> tantivy::DocAddress,
    R: Fn(u32) -> Result<TokenHashes, E> + Sync,
{
    /// Loads the words by which the next of the chosen are likely to be compared, from the one at
    /// `from` on, and returns the index that they reach to.
    fn prepare(
        &mut self,
        chosen: &[u32],
        from: usize,
        near: &Candidates,
        stories: &Candidates,
        leaders: &[u32],
    ) -> Result<usize, E> {
        let mut wanted: FxHashSet<u32> = FxHashSet::default();
        let mut words = 0;
        let mut until = from;
        while until < chosen.len() && words < MAX_WORDS_AT_ONCE {
            let at = chosen[until];
            for other in stories.of_article(at).chain(near.likeliest(self.fingerprints, at)) {
                let pair = [leaders[other as usize], at];
                let [a, b] = pair.map(|at| &self.fingerprints[at as usize]);
                if !self.cache.contains_articles(a.digest, b.digest) {
                    let new = pair.into_iter().filter(|at| wanted.insert(*at));
                    words += new.map(|at| self.fingerprints[at as usize].words).sum::<u64>();
                }
            }
            until += 1;
        }
        self.texts.prepare(wanted.into_iter().collect())?;
        Ok(until)
    }

    /// Similarity of two articles, the earlier one first.
    fn similarity(&mut self, earlier: u32, later: u32) -> Result<Similarity, E> {
        let common = self.compare(earlier, later)?;
        Ok(similarity(
            &self.fingerprints[earlier as usize],
            &self.fingerprints[later as usize],
            &common,
        ))
    }

    /// Words that two articles have in common, from the cache if they were compared before.
    fn compare(&mut self, a: u32, b: u32) -> Result<Overlap, E> {
        let (digest_a, digest_b) =
            (self.fingerprints[a as usize].digest, self.fingerprints[b as usize].digest);
        if let Some(common) = self.cache.articles(digest_a, digest_b) {
            return Ok(common);
        }
        let (a, b) = self.texts.pair(a, b)?;
        Ok(self.cache.insert_articles(digest_a, digest_b, &a.compare(b)))
    }
}

/// Clusters of two and more, with all articles of equal words, their versions, and the articles
/// that may not be shown.
fn collect_clusters(
    fingerprints: &[ArticleFingerprint],
    first_of: &[u32],
    leaders: &[u32],
) -> ArticleClusters {
    let mut places: Vec<u32> = (0..fingerprints.len() as u32).collect();
    let leader_of = |at: u32| leaders[first_of[at as usize] as usize];
    places.sort_by_key(|at| leader_of(*at));
    let clusters: Vec<&[u32]> = places
        .chunk_by(|a, b| leader_of(*a) == leader_of(*b))
        .filter(|cluster| cluster.len() > 1)
        .collect();
    let mut members: Vec<ClusteredArticle> = Vec::new();
    for (cluster, places) in clusters.iter().enumerate() {
        let from = members.len() as u32;
        let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
        let superseded = versions::superseded(fingerprints, places);
        for (at, by) in places.iter().zip(superseded) {
            let fingerprint = &fingerprints[*at as usize];
            let next = numbers.len() as u32;
            members.push(ClusteredArticle {
                id: fingerprint.id,
                day: fingerprint.day,
                cluster: cluster as u32,
                wording: *numbers.entry(first_of[*at as usize]).or_insert(next),
                headline_key: fingerprint.headline_key.to_bits(),
                superseded_by: by.map(|by| from + by as u32),
            });
        }
    }
    let embargoed = fingerprints
        .iter()
        .filter_map(|fingerprint| Some((fingerprint.id, fingerprint.embargo?)))
        .collect();
    ArticleClusters::new(members, versions::withdrawn(fingerprints, &clusters), embargoed)
}
