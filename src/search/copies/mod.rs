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

mod build;
mod cards;
mod pairs;
mod versions;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::model::{ArticleId, Days};
use crate::text::Sign;

pub(super) use build::{Verdicts, build};
pub(super) use cards::read_cards;

/// The side file of the groups and its format.
pub(super) const FILE: (&str, u32) = ("copies.bin", 1);
/// The side file of the comparisons made, which later runs need not make again.
pub(super) const VERDICTS: (&str, u32) = ("compared.bin", 1);

/// The groups of an archive's articles, and what may not be shown of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copies {
    /// Members of all groups, group after group, each from the first published on.
    members: Vec<Member>,
    /// Where each group starts, and an end.
    starts: Vec<u32>,
    /// The members in the order of their ids.
    by_id: Vec<u32>,
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
    pub fn sign(&self) -> Sign {
        Sign::from_number(self.sign)
    }
}

impl Copies {
    /// The groups in the form that a side file keeps.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// The groups that [`to_bytes`](Self::to_bytes) wrote.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let copies: Self = postcard::from_bytes(bytes).ok()?;
        // What a lookup relies on; a damaged file is as good as none.
        let count = copies.members.len() as u32;
        let groups = copies.starts.len().saturating_sub(1) as u32;
        let whole = copies.by_id.len() as u32 == count
            && copies.starts.is_sorted()
            && copies.starts.last().is_none_or(|end| *end == count)
            && copies.by_id.iter().all(|at| *at < count)
            && copies.members.iter().all(|m| m.group < groups && m.by.is_none_or(|by| by < count));
        whole.then_some(copies)
    }

    /// The number of groups of two and more.
    pub fn groups(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// How many articles are in a group.
    pub fn grouped(&self) -> usize {
        self.members.len()
    }

    /// The members of a group, from the first published on.
    pub fn group(&self, group: u32) -> &[Member] {
        let range = || -> Option<Range<usize>> {
            let at = group as usize;
            Some(*self.starts.get(at)? as usize..*self.starts.get(at + 1)? as usize)
        };
        range().and_then(|range| self.members.get(range)).unwrap_or_default()
    }

    /// The group that an article is in, if it has copies.
    pub fn group_of(&self, id: ArticleId) -> Option<u32> {
        self.member(id).map(|member| member.group)
    }

    /// All members of the article's group, itself among them; none when it has no copies.
    pub fn copies_of(&self, id: ArticleId) -> &[Member] {
        self.group_of(id).map_or(&[], |group| self.group(group))
    }

    /// The version that stands in the place of this article now.
    pub fn superseded_by(&self, id: ArticleId) -> Option<&Member> {
        self.members.get(self.member(id)?.by? as usize)
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

    fn member(&self, id: ArticleId) -> Option<&Member> {
        let found = self.by_id.binary_search_by_key(&id.0, |at| self.members[*at as usize].id);
        self.members.get(*self.by_id.get(found.ok()?)? as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_none() {
        let member = Member { id: 1, day: None, group: 0, same: 0, sign: 0, by: None };
        let whole = Copies {
            members: vec![Member { id: 9, ..member }, member],
            starts: vec![0, 2],
            by_id: vec![1, 0],
            ..Copies::default()
        };
        assert_eq!(Copies::from_bytes(&whole.to_bytes()), Some(whole.clone()));
        assert_eq!(whole.copies_of(ArticleId(9)).len(), 2);
        for damaged in [
            Copies { starts: vec![0, 3], ..whole.clone() },
            Copies { by_id: vec![1, 2], ..whole.clone() },
            Copies { by_id: vec![1], ..whole.clone() },
            Copies { members: vec![Member { group: 1, ..member }; 2], ..whole.clone() },
        ] {
            assert_eq!(Copies::from_bytes(&damaged.to_bytes()), None);
        }
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
