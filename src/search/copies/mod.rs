//! Which articles of an archive are one: the same words in another file, wire copy with another lead or a cut
//! end, the versions of a story. And which may not be shown: withdrawn, withheld, under embargo.
//!
//! Worked out after a run from columns of the index, as the names of the archive are, and kept in a side file: nothing
//! of it is written into the articles. A question so is answered by looking ids up, and the groups are the
//! same whatever the order in which the articles came: every step goes through the articles in an order
//! that they themselves give (the day, the signs before the headline, the id).
//!
//! Three steps: equal digests are the same words; minima of runs of words bring near-copies together (`MinHash`
//! with bands); and the words themselves decide. Each member of a group is compared with the group's
//! first, so that no chain of small changes joins what has nothing in common.

mod alike;
mod build;
mod cards;
mod groups;
mod pairs;
mod said;
mod sayings;
mod sieve;
mod texts;
mod uttered;
mod variants;
mod verdicts;
mod versions;

use serde::{Deserialize, Serialize};

use crate::model::{ArticleId, Days};
use crate::search::copies::groups::{Grouped, Groups};
use crate::text::HeadlineKey;

pub use build::build;
pub use cards::read_cards;
pub use said::{SayingCard, SayingColumns};
pub use sayings::articles;
pub use sayings::{Saying, Sayings};
pub use sieve::Sieve;
pub use uttered::Uttered;
pub use variants::build as build_sayings;
pub use verdicts::Verdicts;

/// The side file of the groups and its format.
pub const FILE: (&str, u32) = ("copies.bin", 1);
/// The side file of the quotations that are one.
pub const SAYINGS: (&str, u32) = ("sayings.bin", 1);
/// The side file of the comparisons made, which later runs need not make again.
pub const VERDICTS: (&str, u32) = ("compared.bin", 1);

/// The groups of an archive's articles, and what may not be shown of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copies {
    /// Each from the first published on.
    groups: Groups<Member>,
    /// Ids of articles that were killed or withheld, or that are the notice of it, in order.
    withdrawn: Vec<u64>,
    /// Ids of articles under an embargo, in order, with the instant (seconds since 1970) of its end.
    embargoed: Vec<(u64, i64)>,
}

/// An article of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    id: u64,
    day: Option<i64>,
    group: u32,
    same: u32,
    sign: u64,
    by: Option<u32>,
}

impl Grouped for Member {
    fn key(&self) -> u64 {
        self.id
    }

    fn group(&self) -> u32 {
        self.group
    }
}

impl Member {
    /// The article's id.
    pub fn id(&self) -> ArticleId {
        ArticleId(self.id)
    }

    /// The first day of its published date.
    pub fn day(&self) -> Option<Days> {
        self.day.map(Days)
    }

    /// Members of a group with an equal number have equal words.
    pub fn same(&self) -> u32 {
        self.same
    }

    /// The signs before its headline.
    pub fn sign(&self) -> HeadlineKey {
        HeadlineKey::from_bits(self.sign)
    }
}

impl Copies {
    /// The groups in the form that a side file keeps.
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// The groups that [`to_bytes`](Self::to_bytes) wrote.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let copies: Self = postcard::from_bytes(bytes).ok()?;
        let count = copies.groups.members().len() as u32;
        let by = copies.groups.members().iter().all(|m| m.by.is_none_or(|by| by < count));
        (copies.groups.is_whole() && by).then_some(copies)
    }

    /// The number of groups of two and more.
    pub fn groups(&self) -> usize {
        self.groups.len()
    }

    /// How many articles are in a group.
    pub fn grouped(&self) -> usize {
        self.groups.members().len()
    }

    /// The members of a group, from the first published on.
    pub fn group(&self, group: u32) -> &[Member] {
        self.groups.group(group)
    }

    /// The group that an article is in, if it has copies.
    pub fn group_of(&self, id: ArticleId) -> Option<u32> {
        self.groups.find(id.0).map(|member| member.group)
    }

    /// All members of the article's group, itself among them; none when it has no copies.
    pub fn copies_of(&self, id: ArticleId) -> &[Member] {
        self.group_of(id).map_or(&[], |group| self.group(group))
    }

    /// The version that stands in the place of this article now.
    pub fn superseded_by(&self, id: ArticleId) -> Option<&Member> {
        self.groups.members().get(self.groups.find(id.0)?.by? as usize)
    }

    /// How many articles are withdrawn.
    pub fn withdrawn(&self) -> usize {
        self.withdrawn.len()
    }

    /// Whether the article was killed or withheld, or is the notice of it.
    pub fn is_withdrawn(&self, id: ArticleId) -> bool {
        self.withdrawn.binary_search(&id.0).is_ok()
    }

    /// When the article's embargo ends (seconds since 1970), if it has one.
    pub fn embargo(&self, id: ArticleId) -> Option<i64> {
        let at = self.embargoed.binary_search_by_key(&id.0, |(id, _)| *id).ok()?;
        self.embargoed.get(at).map(|(_, until)| *until)
    }

    /// Ids of the articles that are not shown: those withdrawn unless `withdrawn` are wanted, those whose embargo
    /// ends after `now` (seconds since 1970); all that have one when nobody says what time it is.
    pub fn hidden(&self, now: Option<i64>, withdrawn: bool) -> Vec<u64> {
        let killed: &[u64] = if withdrawn { &[] } else { &self.withdrawn };
        let held = self.embargoed.iter().filter(|(_, until)| now.is_none_or(|now| now < *until));
        let mut hidden: Vec<u64> = killed.iter().copied().chain(held.map(|(id, _)| *id)).collect();
        hidden.sort_unstable();
        hidden.dedup();
        hidden
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_none() {
        let member = Member { id: 1, day: None, group: 0, same: 0, sign: 0, by: None };
        let of = |members| Copies { groups: Groups::new(members), ..Copies::default() };
        let whole = of(vec![Member { id: 9, ..member }, member]);
        assert_eq!(Copies::from_bytes(&whole.to_bytes()), Some(whole.clone()));
        assert_eq!(whole.copies_of(ArticleId(9)).len(), 2);
        let damaged = of(vec![Member { by: Some(2), ..member }, member]);
        assert_eq!(Copies::from_bytes(&damaged.to_bytes()), None);
        assert_eq!(Copies::from_bytes(b"\xff\xff"), None);
    }

    #[test]
    fn what_is_hidden_depends_on_the_time_asked_for() {
        let copies = Copies {
            withdrawn: vec![5, 9],
            embargoed: vec![(3, 1000), (9, 1000)],
            ..Copies::default()
        };
        assert_eq!(copies.hidden(None, false), [3, 5, 9]);
        assert_eq!(copies.hidden(Some(999), true), [3, 9]);
        assert_eq!(copies.hidden(Some(1000), false), [5, 9]);
        assert_eq!(copies.embargo(ArticleId(3)), Some(1000));
        assert!(copies.is_withdrawn(ArticleId(9)) && !copies.is_withdrawn(ArticleId(3)));
    }
}
