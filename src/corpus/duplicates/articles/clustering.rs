//! From cards and candidate pairs to groups: the words decide.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::corpus::duplicates::articles::candidate_pairs as pairs;
use crate::corpus::duplicates::articles::candidate_pairs::Pair;
use crate::corpus::duplicates::articles::clusters::ArticleClusters;
use crate::corpus::duplicates::articles::clusters::ClusteredArticle;
use crate::corpus::duplicates::articles::fingerprints::ArticleFingerprint;
use crate::corpus::duplicates::articles::similarity::{Verdict, agreeing, is_version, verdict};
use crate::corpus::duplicates::articles::versions;
use crate::corpus::duplicates::comparison_cache::ComparisonCache;
use crate::corpus::duplicates::loader::Texts;
use crate::text::{Overlap, TokenHashes};

/// Who is a copy of a group's member but not quite of its first must have so much of the first.
const AKIN: f64 = 0.4;

/// With how many groups an article is compared before it is taken for new.
const COMPARED: usize = 6;
/// How many words are in memory at once, of four bytes each.
const WORDS_AT_ONCE: u64 = 24_000_000;

/// Works out the groups. `wording` gives the words of an article.
pub fn build<E: Send>(
    cards: &[ArticleFingerprint],
    verdicts: &mut ComparisonCache,
    wording: impl Fn(&ArticleFingerprint) -> Result<TokenHashes, E> + Sync,
) -> Result<ArticleClusters, E> {
    let first_of = equal_words(cards);
    let chosen: Vec<u32> =
        (0..cards.len() as u32).filter(|at| first_of[*at as usize] == *at).collect();
    let near = Candidates::new(pairs::near(cards, &chosen));
    let stories = Candidates::new(pairs::stories(cards, &chosen));
    let texts =
        Texts::new(|at: u32| cards[at as usize].address(), |at: u32| wording(&cards[at as usize]));
    let mut words = Words { cards, verdicts, texts };
    let leaders = lead(cards, &chosen, &near, &stories, &mut words)?;
    Ok(gather(cards, &first_of, &leaders))
}

/// For each card the first one with the same words.
fn equal_words(cards: &[ArticleFingerprint]) -> Vec<u32> {
    let mut first: FxHashMap<u64, u32> = FxHashMap::default();
    let cards = cards.iter().enumerate();
    cards.map(|(at, card)| *first.entry(card.digest).or_insert(at as u32)).collect()
}

/// For each article those before it that it may be a copy of.
struct Candidates(Vec<Pair>);

impl Candidates {
    fn new(mut pairs: Vec<Pair>) -> Self {
        pairs.sort_unstable_by_key(|(earlier, later)| (*later, *earlier));
        Self(pairs)
    }

    /// Those of an article, in order.
    fn of(&self, article: u32) -> impl Iterator<Item = u32> + Clone + '_ {
        let start = self.0.partition_point(|(_, later)| *later < article);
        let pairs = self.0[start..].iter();
        pairs.take_while(move |(_, later)| *later == article).map(|(earlier, _)| *earlier)
    }

    /// Those that are compared with an article, the likeliest first.
    fn likeliest(&self, cards: &[ArticleFingerprint], article: u32) -> impl Iterator<Item = u32> {
        let card = |at: u32| &cards[at as usize];
        let mut found: Vec<u32> = self.of(article).collect();
        found.sort_by_key(|other| (Reverse(agreeing(card(article), card(*other))), *other));
        found.into_iter().take(COMPARED)
    }
}

/// For each card the one that its group begins with; of cards that are not `chosen`, themselves. In order, each is compared
/// with the first members of the groups that it has a candidate in, the likeliest first.
fn lead<E, P, R>(
    cards: &[ArticleFingerprint],
    chosen: &[u32],
    near: &Candidates,
    stories: &Candidates,
    words: &mut Words<'_, P, R>,
) -> Result<Vec<u32>, E>
where
    E: Send,
    P: Fn(u32) -> tantivy::DocAddress,
    R: Fn(u32) -> Result<TokenHashes, E> + Sync,
{
    let mut leaders: Vec<u32> = (0..cards.len() as u32).collect();
    let mut prepared = 0;
    for (number, at) in chosen.iter().enumerate() {
        if number == prepared {
            prepared = words.prepare(chosen, number, near, stories, &leaders)?;
        }
        let mut leader = *at;
        let mut same_story: Vec<u32> =
            stories.of(*at).map(|other| leaders[other as usize]).collect();
        same_story.sort_unstable();
        same_story.dedup();
        for other in same_story {
            let one_item = cards[*at as usize]
                .item
                .is_some_and(|item| cards[other as usize].item == Some(item));
            if one_item || is_version(&words.compare(other, *at)?) {
                leader = other;
                break;
            }
        }
        if leader == *at {
            for other in near.likeliest(cards, *at) {
                let first = leaders[other as usize];
                let with_first = words.copy(first, *at)?;
                if with_first.is_copy
                    || first != other
                        && with_first.of_shorter >= AKIN
                        && words.copy(other, *at)?.is_copy
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

/// The words of articles, read when they are needed.
struct Words<'c, P, R> {
    cards: &'c [ArticleFingerprint],
    verdicts: &'c mut ComparisonCache,
    texts: Texts<P, R, TokenHashes>,
}

impl<P, R, E> Words<'_, P, R>
where
    E: Send,
    P: Fn(u32) -> tantivy::DocAddress,
    R: Fn(u32) -> Result<TokenHashes, E> + Sync,
{
    /// Has the words at hand that the next of the chosen are likely to be compared by, from the one at `from` on; tells
    /// up to which of them.
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
        while until < chosen.len() && words < WORDS_AT_ONCE {
            let at = chosen[until];
            for other in stories.of(at).chain(near.likeliest(self.cards, at)) {
                let pair = [leaders[other as usize], at];
                let [a, b] = pair.map(|at| &self.cards[at as usize]);
                if !self.verdicts.knows(a.digest, b.digest) {
                    let new = pair.into_iter().filter(|at| wanted.insert(*at));
                    words += new.map(|at| self.cards[at as usize].words).sum::<u64>();
                }
            }
            until += 1;
        }
        self.texts.prepare(wanted.into_iter().collect())?;
        Ok(until)
    }

    /// Whether two articles are copies, the earlier one first.
    fn copy(&mut self, earlier: u32, later: u32) -> Result<Verdict, E> {
        let common = self.compare(earlier, later)?;
        Ok(verdict(&self.cards[earlier as usize], &self.cards[later as usize], &common))
    }

    /// Compares two articles, or remembers how the comparison came out.
    fn compare(&mut self, a: u32, b: u32) -> Result<Overlap, E> {
        let (digest_a, digest_b) = (self.cards[a as usize].digest, self.cards[b as usize].digest);
        if let Some(common) = self.verdicts.compared(digest_a, digest_b) {
            return Ok(common);
        }
        let (a, b) = self.texts.both(a, b)?;
        Ok(self.verdicts.note(digest_a, digest_b, &a.compare(b)))
    }
}

/// Groups of two and more, with all articles of equal words, their versions, and what may not be shown.
fn gather(cards: &[ArticleFingerprint], first_of: &[u32], leaders: &[u32]) -> ArticleClusters {
    let mut places: Vec<u32> = (0..cards.len() as u32).collect();
    let leader_of = |at: u32| leaders[first_of[at as usize] as usize];
    places.sort_by_key(|at| leader_of(*at));
    let groups: Vec<&[u32]> = places
        .chunk_by(|a, b| leader_of(*a) == leader_of(*b))
        .filter(|group| group.len() > 1)
        .collect();
    let mut members: Vec<ClusteredArticle> = Vec::new();
    for (group, places) in groups.iter().enumerate() {
        let from = members.len() as u32;
        let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
        let superseded = versions::superseded(cards, places);
        for (at, by) in places.iter().zip(superseded) {
            let card = &cards[*at as usize];
            let next = numbers.len() as u32;
            members.push(ClusteredArticle {
                id: card.id,
                day: card.day,
                group: group as u32,
                same: *numbers.entry(first_of[*at as usize]).or_insert(next),
                sign: card.headline_key.to_bits(),
                by: by.map(|by| from + by as u32),
            });
        }
    }
    let embargoed = cards.iter().filter_map(|card| Some((card.id, card.embargo?))).collect();
    ArticleClusters::new(members, versions::withdrawn(cards, &groups), embargoed)
}
