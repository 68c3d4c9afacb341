//! Which quotations are one: the same words in another article, and variants of their wording by one speaker.
//!
//! Equal wordings are one quotation, also when papers credit different speakers, unless they are so common or so
//! far apart in time that two people will have said them. A variant (a word changed, a part left out) counts when the
//! archive takes both speakers for one and both were printed within weeks; figures and negations have to be the same,
//! since a group shows one wording and must not hide another statement. Words too few to be anybody's own ("we will
//! see") are one only in articles that are copies of one another.
//!
//! Most quotations are like no other. So a first pass over the columns only marks which keys come twice, and
//! a second keeps only what bears such a key.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::model::{ArticleId, Days, QuoteId};
use crate::search::copies::groups::{Grouped, Groups};
use crate::search::copies::verdicts::Verdicts;
use crate::search::stop_words::is_stop_word;
use crate::text::{LEAST_SAYING, Wording, digest, saying_minima};

/// Different speakers may be credited with equal words within so many days, by the number of words.
const FEW_WORDS: u64 = 10;
const DAYS_OF_FEW: i64 = 3;
const MANY_WORDS: u64 = 20;
const DAYS_OF_SOME: i64 = 31;
/// Variants lie no more days apart.
const VARIANT_DAYS: i64 = 30;
/// The share of the shorter wording's words, and of the longer one's, that must stand in both in one order.
const OF_SHORTER: f64 = 0.8;
const OF_LONGER: f64 = 0.3;
/// With how many neighbours of one key a wording is compared.
const NEIGHBOURS: usize = 8;

/// A quotation as the columns have it.
#[derive(Clone, Copy, Debug)]
pub(in crate::search) struct SayingCard {
    pub(in crate::search) key: u64,
    pub(in crate::search) article: u64,
    pub(in crate::search) ordinal: u32,
    pub(in crate::search) day: Option<i64>,
    pub(in crate::search) words: u64,
    pub(in crate::search) sketch: u64,
    /// A digest of the speaker's one name in the archive; 0 for nobody and those without a name.
    pub(in crate::search) speaker: u64,
    /// The group of copies that the article is in.
    pub(in crate::search) copies: Option<u32>,
}

impl SayingCard {
    fn wording(&self) -> u64 {
        self.sketch ^ self.words.rotate_left(52)
    }

    /// Longest first, then the earliest: a group begins with its fullest wording.
    fn order(&self) -> (std::cmp::Reverse<u64>, i64, u64) {
        (std::cmp::Reverse(self.words), self.day.unwrap_or(i64::MAX), self.key)
    }

    /// Its speaker with each of its minima: what a variant of it shares one of. None where nobody is named, for
    /// too few words, and without a date.
    fn leads(&self) -> impl Iterator<Item = u64> + '_ {
        let wanted = self.speaker != 0 && self.words >= LEAST_SAYING && self.day.is_some();
        let minima = saying_minima(self.sketch).into_iter().enumerate();
        minima.filter(move |_| wanted).map(|(at, least)| {
            let parts = [self.speaker, at as u64, u64::from(least)];
            parts.iter().fold(1, |hash, part| spread(hash ^ part))
        })
    }

    /// The same for each of the two stretches of weeks that its day is counted to, which overlap so that days near to
    /// each other share one.
    fn leads_in_time(&self) -> impl Iterator<Item = u64> + '_ {
        let period = self.day.unwrap_or_default().div_euclid(VARIANT_DAYS);
        self.leads().flat_map(move |lead| [period, period + 1].map(|p| spread(lead ^ p as u64)))
    }

    /// All keys under which it may meet another.
    fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        let short = self.words < LEAST_SAYING;
        let same = match self.copies {
            Some(group) if short => Some(spread(self.wording() ^ u64::from(group) << 20)),
            None if short => None,
            _ => Some(spread(self.wording())),
        };
        same.into_iter().chain(self.leads())
    }
}

/// Spreads a hash over all its bits (the finaliser of `SplitMix64`).
fn spread(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// Which keys came more than once, but for chance: sixteen bytes a quotation, whatever the keys. Of those that came
/// once one in four is let by at the most.
pub(in crate::search) struct Twice {
    once: Vec<u64>,
    twice: Vec<u64>,
}

impl Twice {
    /// For about so many quotations.
    pub(in crate::search) fn new(quotations: usize) -> Self {
        let words = quotations.max(1024);
        Self { once: vec![0; words], twice: vec![0; words] }
    }

    /// Notes the keys of a quotation.
    pub(in crate::search) fn note(&mut self, card: &SayingCard) {
        for key in card.keys() {
            let (word, bit) = self.place(key);
            self.twice[word] |= self.once[word] & bit;
            self.once[word] |= bit;
        }
    }

    /// Whether the quotation bears a key that came twice.
    pub(in crate::search) fn holds(&self, card: &SayingCard) -> bool {
        card.keys().any(|key| {
            let (word, bit) = self.place(key);
            self.twice[word] & bit != 0
        })
    }

    fn place(&self, key: u64) -> (usize, u64) {
        let word = (u128::from(key) * self.once.len() as u128) >> 64;
        (word as usize, 1 << (key & 63))
    }
}

/// A quotation of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saying {
    key: u64,
    article: u64,
    day: Option<i64>,
    group: u32,
    wording: u32,
}

impl Saying {
    /// The quotation's id.
    pub fn id(&self) -> QuoteId {
        QuoteId(self.key)
    }

    /// Its article's id.
    pub fn article(&self) -> ArticleId {
        ArticleId(self.article)
    }

    /// The first day of the article's published date.
    pub fn day(&self) -> Option<Days> {
        self.day.map(Days)
    }

    /// Members of a group with an equal number have equal words; the first is the fullest.
    pub fn wording(&self) -> u32 {
        self.wording
    }
}

impl Grouped for Saying {
    fn key(&self) -> u64 {
        self.key
    }

    fn group(&self) -> u32 {
        self.group
    }
}

/// Groups of quotations that are one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sayings {
    groups: Groups<Saying>,
}

impl Sayings {
    pub(in crate::search) fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    pub(in crate::search) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let sayings: Self = postcard::from_bytes(bytes).ok()?;
        sayings.groups.is_whole().then_some(sayings)
    }

    /// The number of groups of two and more.
    pub fn groups(&self) -> usize {
        self.groups.len()
    }

    /// How many quotations are in a group.
    pub fn grouped(&self) -> usize {
        self.groups.members().len()
    }

    /// The members of a group, from the first published on.
    pub fn group(&self, group: u32) -> &[Saying] {
        self.groups.group(group)
    }

    /// The group that a quotation is in, if it was printed more than once.
    pub fn group_of(&self, id: QuoteId) -> Option<u32> {
        self.groups.find(id.0).map(|member| member.group)
    }

    /// All members of the quotation's group, itself among them; none when it stands alone.
    pub fn others_of(&self, id: QuoteId) -> &[Saying] {
        self.group_of(id).map_or(&[], |group| self.group(group))
    }
}

/// The words of a quotation with what must not differ between variants.
#[derive(Clone, Debug, Default)]
pub(in crate::search) struct Uttered {
    wording: Wording,
    /// Its words that hold a digit, in order of their letters.
    figures: Vec<String>,
    negations: usize,
    /// Digests of its words that are not of the commonest.
    content: FxHashSet<u64>,
}

impl Uttered {
    pub(in crate::search) fn of(text: &str) -> Self {
        let folded = crate::text::fold(text);
        let words = || folded.split(' ');
        let mut figures: Vec<String> = words()
            .filter(|word| word.bytes().any(|b| b.is_ascii_digit()))
            .map(str::to_owned)
            .collect();
        figures.sort();
        figures.dedup();
        let negation = |word: &&str| {
            matches!(*word, "not" | "n't" | "never" | "no" | "cannot" | "nobody" | "none")
        };
        let content = words().filter(|word| !is_stop_word(word)).map(digest).collect();
        let negations = words().filter(negation).count();
        Self { wording: Wording::of(text), figures, negations, content }
    }

    /// Whether two wordings are variants of one quotation.
    fn is_variant(&self, other: &Self) -> bool {
        let (short, long) =
            if self.wording.len() <= other.wording.len() { (self, other) } else { (other, self) };
        if short.negations > long.negations
            || !short.figures.iter().all(|f| long.figures.contains(f))
        {
            return false;
        }
        // A cut wording may have left the negation out with its clause; one of equal length has dropped it.
        let cut = short.wording.len() * 4 <= long.wording.len() * 3;
        if !cut && (short.negations != long.negations || short.figures != long.figures) {
            return false;
        }
        // Of few words one makes another statement: "back to Indiana", "back to the hills".
        if short.wording.len() < FEW_WORDS as usize && !short.content.is_subset(&long.content) {
            return false;
        }
        let (of_shorter, of_longer) = short.wording.in_order(&long.wording);
        of_shorter >= OF_SHORTER && of_longer >= OF_LONGER
    }
}

/// Works out the groups of these quotations. `uttered` gives the words of one.
pub(in crate::search) fn build<E>(
    mut cards: Vec<SayingCard>,
    verdicts: &mut Verdicts,
    mut uttered: impl FnMut(&SayingCard) -> Result<Uttered, E>,
) -> Result<Sayings, E> {
    cards.sort_unstable_by_key(SayingCard::order);
    let mut joined = Joined((0..cards.len() as u32).collect());
    join_equal(&cards, &mut joined);
    join_in_copies(&cards, &mut joined);
    // Wordings that are one are compared once, by their first.
    let first: Vec<u32> = (0..cards.len() as u32).map(|at| joined.first(at)).collect();
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    for (card, first) in cards.iter().zip(&first) {
        keyed.extend(card.leads_in_time().map(|key| (key, *first)));
    }
    keyed.sort_unstable();
    keyed.dedup();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for bucket in keyed.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, shorter)) in bucket.iter().enumerate() {
            let before = &bucket[at.saturating_sub(NEIGHBOURS)..at];
            pairs.extend(before.iter().map(|(_, longer)| (*shorter, *longer)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let speakers = Speakers::of(&cards, &first);
    let mut known: FxHashMap<u32, Uttered> = FxHashMap::default();
    let mut leaders: FxHashMap<u32, u32> = FxHashMap::default();
    for (shorter, longer) in pairs {
        // Compared with the group's first only, so that no chain of small changes joins strangers.
        let leader = *leaders.get(&longer).unwrap_or(&longer);
        if leaders.contains_key(&shorter) || !speakers.agree(&cards, shorter, leader) {
            continue;
        }
        let wordings = (cards[shorter as usize].wording(), cards[leader as usize].wording());
        let variant = if let Some(variant) = verdicts.said(wordings.0, wordings.1) {
            variant
        } else {
            for at in [shorter, leader] {
                if let Entry::Vacant(entry) = known.entry(at) {
                    entry.insert(uttered(&cards[at as usize])?);
                }
            }
            let variant = known[&shorter].is_variant(&known[&leader]);
            verdicts.note_said(wordings.0, wordings.1, variant);
            variant
        };
        if variant {
            leaders.insert(shorter, leader);
        }
    }
    let leader_of = |at: usize| *leaders.get(&first[at]).unwrap_or(&first[at]);
    Ok(gather(&cards, leader_of))
}

/// Joins equal wordings of enough words: those of one speaker, and those of others that were printed near in time.
fn join_equal(cards: &[SayingCard], joined: &mut Joined) {
    let long = cards.iter().enumerate().filter(|(_, card)| card.words >= LEAST_SAYING);
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
fn join_in_copies(cards: &[SayingCard], joined: &mut Joined) {
    let mut short: Vec<(u32, u64, u64, u64, u32, u32)> = Vec::new();
    for (at, card) in cards.iter().enumerate().filter(|(_, card)| card.words < LEAST_SAYING) {
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

/// The speakers and days of each group of equal wordings.
struct Speakers {
    by_first: FxHashMap<u32, Vec<(u64, Option<i64>)>>,
}

impl Speakers {
    fn of(cards: &[SayingCard], first: &[u32]) -> Self {
        let mut by_first: FxHashMap<u32, Vec<(u64, Option<i64>)>> = FxHashMap::default();
        for (card, first) in cards.iter().zip(first) {
            by_first.entry(*first).or_default().push((card.speaker, card.day));
        }
        Self { by_first }
    }

    /// Whether somebody is credited with both within weeks.
    fn agree(&self, cards: &[SayingCard], a: u32, b: u32) -> bool {
        let of = |at: u32| self.by_first.get(&at).map_or(&[][..], Vec::as_slice);
        let long = |at: u32| cards[at as usize].words >= LEAST_SAYING;
        // Much quoted words meet in their first prints, which is enough and bounds the work.
        let few = |at: u32| of(at).iter().take(64);
        long(a)
            && long(b)
            && few(a).any(|(speaker, day)| {
                *speaker != 0
                    && few(b).any(|(other, other_day)| {
                        let near =
                            day.zip(*other_day).is_some_and(|(a, b)| (a - b).abs() <= VARIANT_DAYS);
                        speaker == other && near
                    })
            })
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
fn gather(cards: &[SayingCard], leader_of: impl Fn(usize) -> u32) -> Sayings {
    let mut by_leader: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for at in 0..cards.len() {
        by_leader.entry(leader_of(at)).or_default().push(at as u32);
    }
    let mut groups: Vec<Vec<u32>> = by_leader.into_values().filter(|g| g.len() > 1).collect();
    groups.sort_unstable();
    let mut members = Vec::new();
    for (group, places) in groups.iter().enumerate() {
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        let from = members.len();
        for at in places {
            let card = &cards[*at as usize];
            let next = numbers.len() as u32;
            members.push(Saying {
                key: card.key,
                article: card.article,
                day: card.day,
                group: group as u32,
                wording: *numbers.entry(card.wording()).or_insert(next),
            });
        }
        members[from..].sort_unstable_by_key(|m| (m.day.unwrap_or(i64::MAX), m.article, m.key));
    }
    Sayings { groups: Groups::new(members) }
}

/// How many different articles the members stand in.
pub(in crate::search) fn articles(members: &[Saying]) -> usize {
    members.iter().map(|member| member.article).collect::<FxHashSet<u64>>().len()
}
