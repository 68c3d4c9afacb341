//! Which quotations are one: the same words in another article, and variants of their wording by one speaker.
//!
//! Equal wordings are one quotation, also when papers credit different speakers, unless they are so common or so
//! far apart in time that two people will have said them. A variant (a word changed, a part left out) counts when the
//! archive takes both speakers for one and both were printed within weeks; figures and negations have to be the same,
//! since a group shows one wording and must not hide another statement. Words too few to be anybody's own ("we will
//! see") are one only in articles that are copies of one another.
//!
//! Most quotations are like no other; a [`CandidateFilter`](super::Sieve) lets only those through that may not be.

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use crate::corpus::duplicates::clusters::Clusters;
use crate::corpus::duplicates::comparison_cache::ComparisonCache;
use crate::corpus::duplicates::loader::Texts;
use crate::corpus::duplicates::quotes::clusters::{ClusteredQuote, QuoteClusters};
use crate::corpus::duplicates::quotes::fingerprints::{QuoteFingerprint, VARIANT_DAYS};
use crate::corpus::duplicates::quotes::normalised_quote::{
    FEW_WORDS, NormalisedQuote, may_be_variants,
};
use crate::text::{MIN_QUOTE_WORDS, QUOTE_MINIMA};

// Different speakers may be credited with equal words within so many days, by the number of words.
const DAYS_OF_FEW: i64 = 3;
const MANY_WORDS: u64 = 20;
const DAYS_OF_SOME: i64 = 31;
/// With how many neighbours of one key a wording is compared.
const NEIGHBOURS: usize = 8;
/// So many pairs are compared with their words at hand; of each some hundred bytes.
const PAIRS_AT_ONCE: usize = 1 << 17;

/// Works out the groups of these quotations. `uttered` gives the words of one.
pub fn build<E: Send>(
    mut cards: Vec<QuoteFingerprint>,
    verdicts: &mut ComparisonCache,
    uttered: impl Fn(&QuoteFingerprint) -> Result<NormalisedQuote, E> + Sync,
) -> Result<QuoteClusters, E> {
    cards.sort_unstable_by_key(QuoteFingerprint::order);
    let mut joined = Joined((0..cards.len() as u32).collect());
    join_equal(&cards, &mut joined);
    join_in_copies(&cards, &mut joined);
    // Wordings that are one are compared once, by their first.
    let first: Vec<u32> = (0..cards.len() as u32).map(|at| joined.first(at)).collect();
    drop(joined);
    let mut variants = Variants {
        cards: &cards,
        speakers: Speakers::of(&cards, &first),
        leaders: FxHashMap::default(),
        verdicts,
        texts: Texts::new(|at| cards[at as usize].address, |at| uttered(&cards[at as usize])),
    };
    for some in near(&cards, &first).chunks(PAIRS_AT_ONCE) {
        variants.prepare(some)?;
        for (shorter, longer) in some {
            variants.compare(*shorter, *longer)?;
        }
    }
    let leaders = variants.leaders;
    Ok(gather(&cards, |at| *leaders.get(&first[at as usize]).unwrap_or(&first[at as usize])))
}

/// Pairs of wordings, given by their first cards, that may be variants: the shorter one and the longer one, in order.
fn near(cards: &[QuoteFingerprint], first: &[u32]) -> Vec<(u32, u32)> {
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    for lead in 0..QUOTE_MINIMA {
        keyed.clear();
        for (card, first) in cards.iter().zip(first) {
            keyed.extend(card.leads_in_time(lead).into_iter().flatten().map(|key| (key, *first)));
        }
        keyed.sort_unstable();
        keyed.dedup();
        for bucket in keyed.chunk_by(|a, b| a.0 == b.0) {
            for (at, (_, shorter)) in bucket.iter().enumerate() {
                let words = cards[*shorter as usize].words;
                let before = bucket[at.saturating_sub(NEIGHBOURS)..at].iter();
                let before = before
                    .filter(|(_, longer)| may_be_variants(words, cards[*longer as usize].words));
                pairs.extend(before.map(|(_, longer)| (*shorter, *longer)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Finds variants among wordings, each compared with a group's first only, so that no chain of small changes joins
/// strangers.
struct Variants<'c, P, R> {
    cards: &'c [QuoteFingerprint],
    speakers: Speakers,
    /// Of each wording that is a variant the one that its group begins with.
    leaders: FxHashMap<u32, u32>,
    verdicts: &'c mut ComparisonCache,
    texts: Texts<P, R, NormalisedQuote>,
}

impl<P, R, E> Variants<'_, P, R>
where
    E: Send,
    P: Fn(u32) -> DocAddress,
    R: Fn(u32) -> Result<NormalisedQuote, E> + Sync,
{
    /// The first of the group that `longer` is in, if `shorter` has to be compared with it.
    fn leader(&self, shorter: u32, longer: u32) -> Option<u32> {
        let leader = *self.leaders.get(&longer).unwrap_or(&longer);
        let wanted = !self.leaders.contains_key(&shorter)
            && self.speakers.agree(self.cards, shorter, leader);
        wanted.then_some(leader)
    }

    fn wordings(&self, a: u32, b: u32) -> (u64, u64) {
        (self.cards[a as usize].wording(), self.cards[b as usize].wording())
    }

    /// Has the words at hand that these pairs are likely to be compared by.
    fn prepare(&mut self, pairs: &[(u32, u32)]) -> Result<(), E> {
        let mut wanted = Vec::new();
        for (shorter, longer) in pairs {
            if let Some(leader) = self.leader(*shorter, *longer) {
                let (a, b) = self.wordings(*shorter, leader);
                if !self.verdicts.knows_said(a, b) {
                    wanted.extend([*shorter, leader]);
                }
            }
        }
        self.texts.prepare(wanted)
    }

    /// Compares a wording with the first of the group that a longer one is in.
    fn compare(&mut self, shorter: u32, longer: u32) -> Result<(), E> {
        let Some(leader) = self.leader(shorter, longer) else { return Ok(()) };
        let (a, b) = self.wordings(shorter, leader);
        let variant = if let Some(variant) = self.verdicts.said(a, b) {
            variant
        } else {
            let (short, long) = self.texts.both(shorter, leader)?;
            let variant = short.is_variant(long);
            self.verdicts.note_said(a, b, variant);
            variant
        };
        if variant {
            self.leaders.insert(shorter, leader);
        }
        Ok(())
    }
}

/// Joins equal wordings of enough words: those of one speaker, and those of others that were printed near in time.
fn join_equal(cards: &[QuoteFingerprint], joined: &mut Joined) {
    let long = cards.iter().enumerate().filter(|(_, card)| card.words >= MIN_QUOTE_WORDS);
    let mut equal: Vec<(u64, i64, u32)> =
        long.map(|(at, card)| (card.wording(), card.day.unwrap_or(i64::MAX), at as u32)).collect();
    equal.sort_unstable();
    for one in equal.chunk_by(|a, b| a.0 == b.0).filter(|one| one.len() > 1) {
        let mut by_speaker: FxHashMap<u64, u32> = FxHashMap::default();
        let mut before: Option<(i64, u32)> = None;
        for (_, day, at) in one {
            let card = &cards[*at as usize];
            if card.speaker != 0 {
                joined.join(*by_speaker.entry(card.speaker).or_insert(*at), *at);
            }
            let window = match card.words {
                ..FEW_WORDS => DAYS_OF_FEW,
                FEW_WORDS..MANY_WORDS => DAYS_OF_SOME,
                _ => i64::MAX,
            };
            if let Some((other_day, other)) = before {
                let dated = *day != i64::MAX && other_day != i64::MAX;
                if window == i64::MAX || dated && day - other_day <= window {
                    joined.join(other, *at);
                }
            }
            before = Some((*day, *at));
        }
    }
}

/// Joins equal short wordings of one speaker in articles that are copies: the first in each with the first in the
/// others, the second with the second.
fn join_in_copies(cards: &[QuoteFingerprint], joined: &mut Joined) {
    let mut short: Vec<(u32, u64, u64, u64, u32, u32)> = Vec::new();
    for (at, card) in cards.iter().enumerate().filter(|(_, card)| card.words < MIN_QUOTE_WORDS) {
        if let Some(group) = card.copies {
            let wording = card.wording();
            short.push((group, wording, card.speaker, card.article, card.ordinal, at as u32));
        }
    }
    short.sort_unstable();
    for one in short.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
        let mut nth: Vec<u32> = Vec::new();
        for in_article in one.chunk_by(|a, b| a.3 == b.3) {
            for (count, (.., at)) in in_article.iter().enumerate() {
                match nth.get(count) {
                    Some(other) => joined.join(*other, *at),
                    None => nth.push(*at),
                }
            }
        }
    }
}

/// The cards of each group of equal wordings, with their speakers and days.
struct Speakers {
    /// The first of the group and the card, in order.
    of_first: Vec<(u32, u32)>,
}

impl Speakers {
    fn of(cards: &[QuoteFingerprint], first: &[u32]) -> Self {
        let named = |at: &u32| cards[*at as usize].speaker != 0;
        let places = (0..cards.len() as u32).filter(named);
        let mut of_first: Vec<(u32, u32)> = places.map(|at| (first[at as usize], at)).collect();
        of_first.sort_unstable();
        Self { of_first }
    }

    /// Whether somebody is credited with both within weeks.
    fn agree(&self, cards: &[QuoteFingerprint], a: u32, b: u32) -> bool {
        let long = |at: u32| cards[at as usize].words >= MIN_QUOTE_WORDS;
        // Much quoted words meet in their first prints, which is enough and bounds the work.
        let few = |first: u32| {
            let start = self.of_first.partition_point(|(other, _)| *other < first);
            let group = self.of_first[start..].iter().take_while(move |(other, _)| *other == first);
            group.take(64).map(|(_, at)| &cards[*at as usize])
        };
        let one = |a: &QuoteFingerprint, b: &QuoteFingerprint| {
            let near = a.day.zip(b.day).is_some_and(|(a, b)| (a - b).abs() <= VARIANT_DAYS);
            near && a.speaker == b.speaker
        };
        long(a) && long(b) && few(a).any(|a| few(b).any(|b| one(a, b)))
    }
}

/// Sets that are joined; each is known by its lowest member.
struct Joined(Vec<u32>);

impl Joined {
    fn first(&mut self, at: u32) -> u32 {
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

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

/// Groups of two and more articles' quotations, by when they were published.
fn gather(cards: &[QuoteFingerprint], leader_of: impl Fn(u32) -> u32) -> QuoteClusters {
    let mut places: Vec<(u32, u32)> =
        (0..cards.len() as u32).map(|at| (leader_of(at), at)).collect();
    places.sort_unstable();
    let groups = places.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1);
    let mut members = Vec::new();
    for (group, places) in groups.enumerate() {
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        let from = members.len();
        for (_, at) in places {
            let card = &cards[*at as usize];
            let next = numbers.len() as u32;
            members.push(ClusteredQuote {
                key: card.key,
                article: card.article,
                day: card.day,
                group: group as u32,
                wording: *numbers.entry(card.wording()).or_insert(next),
            });
        }
        members[from..].sort_unstable_by_key(|m| (m.day.unwrap_or(i64::MAX), m.article, m.key));
    }
    QuoteClusters { groups: Clusters::new(members) }
}
