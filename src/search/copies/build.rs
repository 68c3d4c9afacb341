//! From cards and candidate pairs to groups: the words decide.

use rustc_hash::FxHashMap;

use crate::search::copies::cards::Card;
use crate::search::copies::groups::Groups;
use crate::search::copies::pairs::{self, Pair};
use crate::search::copies::verdicts::Verdicts;
use crate::search::copies::{Copies, Member, versions};
use crate::text::{Common, Sketch, Wording};

/// The share of the shorter text's words that must be copied.
const COPIED: f64 = 0.6;
/// From so many words on a text is no form, if so much of it is copied.
const MANY: u64 = 200;
const COPIED_OF_MANY: f64 = 0.75;
/// At least so many words must be copied, and so large a share of the longer text.
const LEAST_WORDS: f64 = 20.0;
const COPIED_OF_LONGER: f64 = 0.25;
/// What stands in the longer text as a whole is its cut form, however short.
const WHOLE: f64 = 0.9;
const COPIED_BY_WHOLE: f64 = 0.15;
/// The share of the figures that must be the same where there are several: a market report of an hour ago has
/// the words of this one and other figures.
const FIGURES: f64 = 0.7;
const SEVERAL_FIGURES: usize = 4;
/// Of another day all figures must be the same but for slips, however few there are, and after some days most of
/// the words too: the form is filled in anew every day or every week.
const FIGURES_OF_ANOTHER_DAY: f64 = 0.9;
const COPIED_LATER: f64 = 0.8;
const COPIED_OF_LONGER_LATER: f64 = 0.7;
const LATER_DAYS: u64 = 3;
/// Where one word in so many is a figure of its own, the text is a table, and another table with one other figure.
const TABLE: f64 = 0.15;
/// Of two versions of one story less needs to be the same.
const COPIED_OF_STORY: f64 = 0.2;
/// Who is a copy of a group's member but not quite of its first must have so much of the first.
const AKIN: f64 = 0.4;

/// With how many groups an article is compared before it is taken for new.
const COMPARED: usize = 6;
/// How many wordings are kept in memory for the next comparison.
const WORDINGS: usize = 512;

/// Works out the groups. `wording` gives the words of an article.
pub(in crate::search) fn build<E>(
    cards: &[Card],
    verdicts: &mut Verdicts,
    wording: impl FnMut(&Card) -> Result<Wording, E>,
) -> Result<Copies, E> {
    let first_of = equal_words(cards);
    let chosen: Vec<u32> =
        (0..cards.len() as u32).filter(|at| first_of[*at as usize] == *at).collect();
    let near = pairs::near(cards, &chosen);
    let stories = pairs::stories(cards, &chosen);
    let mut words =
        Words { cards, verdicts, wording, kept: FxHashMap::default(), ages: Vec::new() };
    let leaders = lead(cards, &chosen, &near, &stories, &mut words)?;
    Ok(gather(cards, &first_of, &leaders))
}

/// For each card the first one with the same words.
fn equal_words(cards: &[Card]) -> Vec<u32> {
    let mut first: FxHashMap<u64, u32> = FxHashMap::default();
    let cards = cards.iter().enumerate();
    cards.map(|(at, card)| *first.entry(card.digest).or_insert(at as u32)).collect()
}

/// For each chosen card the one that its group begins with. In order, each is compared with the first members of the
/// groups that it has a candidate in, the likeliest first.
fn lead<E, W: FnMut(&Card) -> Result<Wording, E>>(
    cards: &[Card],
    chosen: &[u32],
    near: &[Pair],
    stories: &[Pair],
    words: &mut Words<'_, W>,
) -> Result<FxHashMap<u32, u32>, E> {
    let mut leaders: FxHashMap<u32, u32> = FxHashMap::default();
    let near = by_later(near);
    let stories = by_later(stories);
    for at in chosen {
        let mut leader = *at;
        let of = |pairs: &FxHashMap<u32, Vec<u32>>| -> Vec<u32> {
            let earlier = pairs.get(at).map_or(&[][..], Vec::as_slice);
            let mut found: Vec<u32> = earlier.iter().map(|other| leaders[other]).collect();
            found.sort_unstable();
            found.dedup();
            found
        };
        let same_story = of(&stories);
        for other in &same_story {
            let one_item = cards[*at as usize]
                .item
                .is_some_and(|item| cards[*other as usize].item == Some(item));
            if one_item || is_version(&words.compare(*other, *at)?) {
                leader = *other;
                break;
            }
        }
        if leader == *at {
            let mut candidates = near.get(at).cloned().unwrap_or_default();
            let agreeing = |other: u32| {
                let minima = |at: u32| cards[at as usize].minima.as_ref();
                minima(*at).zip(minima(other)).map_or(0, |(a, b)| Sketch::agreeing(a, b))
            };
            candidates.sort_by_key(|other| (std::cmp::Reverse(agreeing(*other)), *other));
            for other in candidates.into_iter().take(COMPARED) {
                let first = leaders[&other];
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
        leaders.insert(*at, leader);
    }
    Ok(leaders)
}

/// The earlier cards of all pairs, by the later one.
fn by_later(pairs: &[Pair]) -> FxHashMap<u32, Vec<u32>> {
    let mut by_later: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (earlier, later) in pairs {
        by_later.entry(*later).or_default().push(*earlier);
    }
    by_later
}

/// What a comparison says.
struct Verdict {
    is_copy: bool,
    of_shorter: f64,
}

/// Whether texts of so many words, so many days apart, with so much in common are copies of one another.
fn verdict(words_of_first: u64, words_of_second: u64, days: u64, common: &Common) -> Verdict {
    let (shorter, of_shorter, of_longer) = if words_of_first <= words_of_second {
        (words_of_first, common.of_first, common.of_second)
    } else {
        (words_of_second, common.of_second, common.of_first)
    };
    let later = days > LATER_DAYS;
    let table = common.figures_compared as f64 >= TABLE * shorter as f64;
    let figures = if later || table {
        common.figures >= 1.0
    } else if days > 0 {
        common.figures >= FIGURES_OF_ANOTHER_DAY
    } else {
        // Shares move while a long story is updated; a form is short.
        let long_story = shorter >= MANY && of_shorter >= COPIED_OF_MANY;
        long_story || common.figures_compared < SEVERAL_FIGURES || common.figures >= FIGURES
    };
    let (copied, copied_of_longer) = match later {
        true => (COPIED_LATER, COPIED_OF_LONGER_LATER),
        false if of_shorter >= WHOLE => (COPIED, COPIED_BY_WHOLE),
        false => (COPIED, COPIED_OF_LONGER),
    };
    let is_copy = of_shorter >= copied
        && of_longer >= copied_of_longer
        && of_shorter * shorter as f64 >= LEAST_WORDS
        && figures;
    Verdict { is_copy, of_shorter }
}

/// Whether texts under one headline, one of them signed as a later version, are versions of one story.
fn is_version(common: &Common) -> bool {
    common.of_first.max(common.of_second) >= COPIED_OF_STORY
}

/// The words of articles, read when they are needed.
struct Words<'c, W> {
    cards: &'c [Card],
    verdicts: &'c mut Verdicts,
    wording: W,
    kept: FxHashMap<u32, Wording>,
    ages: Vec<u32>,
}

impl<W> Words<'_, W> {
    /// Whether two articles are copies, the earlier one first.
    fn copy<E>(&mut self, earlier: u32, later: u32) -> Result<Verdict, E>
    where
        W: FnMut(&Card) -> Result<Wording, E>,
    {
        let common = self.compare(earlier, later)?;
        let (a, b) = (&self.cards[earlier as usize], &self.cards[later as usize]);
        let days = a.day.zip(b.day).map_or(0, |(a, b)| a.abs_diff(b));
        Ok(verdict(a.words, b.words, days, &common))
    }

    /// Compares two articles, or remembers how the comparison came out.
    fn compare<E>(&mut self, a: u32, b: u32) -> Result<Common, E>
    where
        W: FnMut(&Card) -> Result<Wording, E>,
    {
        let (digest_a, digest_b) = (self.cards[a as usize].digest, self.cards[b as usize].digest);
        if let Some(common) = self.verdicts.compared(digest_a, digest_b) {
            return Ok(common);
        }
        self.fetch(a)?;
        self.fetch(b)?;
        let common = match (self.kept.get(&a), self.kept.get(&b)) {
            (Some(a), Some(b)) => a.compare(b),
            _ => Common::default(),
        };
        Ok(self.verdicts.note(digest_a, digest_b, &common))
    }

    fn fetch<E>(&mut self, at: u32) -> Result<(), E>
    where
        W: FnMut(&Card) -> Result<Wording, E>,
    {
        if self.kept.contains_key(&at) {
            return Ok(());
        }
        if self.ages.len() >= WORDINGS {
            // The older half goes; which it is changes nothing but the time.
            for old in self.ages.drain(..WORDINGS / 2) {
                self.kept.remove(&old);
            }
        }
        self.kept.insert(at, (self.wording)(&self.cards[at as usize])?);
        self.ages.push(at);
        Ok(())
    }
}

/// Groups of two and more, with all articles of equal words, their versions, and what may not be shown.
fn gather(cards: &[Card], first_of: &[u32], leaders: &FxHashMap<u32, u32>) -> Copies {
    let mut by_leader: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
    for (at, first) in first_of.iter().enumerate() {
        by_leader.entry(leaders[first]).or_default().push(at as u32);
    }
    let mut groups: Vec<Vec<u32>> = by_leader.into_values().filter(|g| g.len() > 1).collect();
    groups.sort_unstable();
    let mut members: Vec<Member> = Vec::new();
    for (group, places) in groups.iter().enumerate() {
        let from = members.len() as u32;
        let mut numbers: FxHashMap<u32, u32> = FxHashMap::default();
        let superseded = versions::superseded(cards, places);
        for (at, by) in places.iter().zip(superseded) {
            let card = &cards[*at as usize];
            let next = numbers.len() as u32;
            members.push(Member {
                id: card.id,
                day: card.day,
                group: group as u32,
                same: *numbers.entry(first_of[*at as usize]).or_insert(next),
                sign: card.sign.number(),
                by: by.map(|by| from + by as u32),
            });
        }
    }
    let mut copies = Copies { groups: Groups::new(members), ..Copies::default() };
    copies.withdrawn = versions::withdrawn(cards, &groups);
    copies.embargoed = cards.iter().filter_map(|card| Some((card.id, card.embargo?))).collect();
    copies.embargoed.sort_unstable();
    copies
}
