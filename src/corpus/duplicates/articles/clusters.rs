//! Groups of articles that are copies of one another, and articles that may not be shown.

use serde::{Deserialize, Serialize};

use crate::corpus::duplicates::clusters::{Clustered, Clusters};
use crate::model::{ArticleId, Days};
use crate::text::HeadlineKey;

/// The groups of an archive's articles, and what may not be shown of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleClusters {
    /// Each from the first published on.
    groups: Clusters<ClusteredArticle>,
    /// Ids of articles that were killed or withheld, or that are the notice of it, in order.
    withdrawn: Vec<u64>,
    /// Ids of articles under an embargo, in order, with the instant (seconds since 1970) of its end.
    embargoed: Vec<(u64, i64)>,
}

/// An article of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusteredArticle {
    /// Article's id.
    pub id: u64,
    /// First day of its published date.
    pub day: Option<i64>,
    /// Number of its cluster.
    pub group: u32,
    /// Number that members of a cluster with equal words share.
    pub same: u32,
    /// Number of its [`HeadlineKey`].
    pub sign: u64,
    /// Index among all members of the version that supersedes it.
    pub by: Option<u32>,
}

impl Clustered for ClusteredArticle {
    fn key(&self) -> u64 {
        self.id
    }

    fn group(&self) -> u32 {
        self.group
    }
}

impl ClusteredArticle {
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

impl ArticleClusters {
    /// Clusters of these members, which come cluster after cluster, with the ids of articles that are
    /// withdrawn, in order, and of those under an embargo with its end.
    pub fn new(
        members: Vec<ClusteredArticle>,
        withdrawn: Vec<u64>,
        mut embargoed: Vec<(u64, i64)>,
    ) -> Self {
        embargoed.sort_unstable();
        Self { groups: Clusters::new(members), withdrawn, embargoed }
    }

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
    pub fn group(&self, group: u32) -> &[ClusteredArticle] {
        self.groups.group(group)
    }

    /// The group that an article is in, if it has copies.
    pub fn group_of(&self, id: ArticleId) -> Option<u32> {
        self.groups.find(id.0).map(|member| member.group)
    }

    /// All members of the article's group, itself among them; none when it has no copies.
    pub fn copies_of(&self, id: ArticleId) -> &[ClusteredArticle] {
        self.group_of(id).map_or(&[], |group| self.group(group))
    }

    /// The version that stands in the place of this article now.
    pub fn superseded_by(&self, id: ArticleId) -> Option<&ClusteredArticle> {
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
        let member = ClusteredArticle { id: 1, day: None, group: 0, same: 0, sign: 0, by: None };
        let of = |members| ArticleClusters {
            groups: Clusters::new(members),
            ..ArticleClusters::default()
        };
        let whole = of(vec![ClusteredArticle { id: 9, ..member }, member]);
        assert_eq!(ArticleClusters::from_bytes(&whole.to_bytes()), Some(whole.clone()));
        assert_eq!(whole.copies_of(ArticleId(9)).len(), 2);
        let damaged = of(vec![ClusteredArticle { by: Some(2), ..member }, member]);
        assert_eq!(ArticleClusters::from_bytes(&damaged.to_bytes()), None);
        assert_eq!(ArticleClusters::from_bytes(b"\xff\xff"), None);
    }

    #[test]
    fn what_is_hidden_depends_on_the_time_asked_for() {
        let copies = ArticleClusters {
            withdrawn: vec![5, 9],
            embargoed: vec![(3, 1000), (9, 1000)],
            ..ArticleClusters::default()
        };
        assert_eq!(copies.hidden(None, false), [3, 5, 9]);
        assert_eq!(copies.hidden(Some(999), true), [3, 9]);
        assert_eq!(copies.hidden(Some(1000), false), [5, 9]);
        assert_eq!(copies.embargo(ArticleId(3)), Some(1000));
        assert!(copies.is_withdrawn(ArticleId(9)) && !copies.is_withdrawn(ArticleId(3)));
    }
}
