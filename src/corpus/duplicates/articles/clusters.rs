//! Clusters of articles that are copies of one another, and articles that may not be shown.

use serde::{Deserialize, Serialize};

use crate::corpus::duplicates::clusters::{Clustered, Clusters};
use crate::model::{ArticleId, Days};
use crate::store::bytes_of;
use crate::text::HeadlineKey;

/// Clusters of an archive's articles, and the articles that may not be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleClusters {
    /// Clusters, each from the first published article on.
    clusters: Clusters<ClusteredArticle>,
    /// Ids of articles that were killed or withheld, or that are the notice of it, in order.
    withdrawn: Vec<u64>,
    /// Ids of articles under an embargo, in order, with the instant (seconds since 1970) of its
    /// end.
    embargoed: Vec<(u64, i64)>,
}

/// An article of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusteredArticle {
    /// Article's id.
    pub id: u64,
    /// First day of its published date.
    pub day: Option<i64>,
    /// Number of its cluster.
    pub cluster: u32,
    /// Number that members of a cluster with equal words share.
    pub wording: u32,
    /// Number of its [`HeadlineKey`].
    pub headline_key: u64,
    /// Index among all members of the version that supersedes it.
    pub superseded_by: Option<u32>,
}

impl Clustered for ClusteredArticle {
    fn key(&self) -> u64 {
        self.id
    }

    fn cluster(&self) -> u32 {
        self.cluster
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

    /// Number that members of a cluster with equal words share.
    pub fn wording(&self) -> u32 {
        self.wording
    }

    /// Signs before its headline.
    pub fn headline_key(&self) -> HeadlineKey {
        HeadlineKey::from_bits(self.headline_key)
    }
}

impl ArticleClusters {
    /// Clusters of these members, which come cluster after cluster, with the ids of articles that
    /// are withdrawn, in order, and of those under an embargo with its end.
    pub fn new(
        members: Vec<ClusteredArticle>,
        withdrawn: Vec<u64>,
        mut embargoed: Vec<(u64, i64)>,
    ) -> Self {
        embargoed.sort_unstable();
        Self { clusters: Clusters::new(members), withdrawn, embargoed }
    }

    /// Content of a side file.
    pub fn to_bytes(&self) -> Vec<u8> {
        bytes_of(self)
    }

    /// Clusters that [`to_bytes`](Self::to_bytes) wrote; `None` if the bytes are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let copies: Self = postcard::from_bytes(bytes).ok()?;
        let count = copies.clusters.members().len() as u32;
        let by =
            copies.clusters.members().iter().all(|m| m.superseded_by.is_none_or(|by| by < count));
        (copies.clusters.is_whole() && by).then_some(copies)
    }

    /// Number of clusters of two and more.
    pub fn cluster_count(&self) -> usize {
        self.clusters.len()
    }

    /// Number of articles in all clusters.
    pub fn member_count(&self) -> usize {
        self.clusters.members().len()
    }

    /// Members of a cluster, from the first published on.
    pub fn members(&self, cluster: u32) -> &[ClusteredArticle] {
        self.clusters.of_cluster(cluster)
    }

    /// Number of the cluster that an article is in, if it has copies.
    pub fn cluster_of(&self, id: ArticleId) -> Option<u32> {
        self.clusters.find(id.0).map(|member| member.cluster)
    }

    /// All members of the article's cluster, itself among them; none when it has no copies.
    pub fn copies_of(&self, id: ArticleId) -> &[ClusteredArticle] {
        self.cluster_of(id).map_or(&[], |cluster| self.members(cluster))
    }

    /// Version that stands in the place of an article now.
    pub fn superseded_by(&self, id: ArticleId) -> Option<&ClusteredArticle> {
        self.clusters.members().get(self.clusters.find(id.0)?.superseded_by? as usize)
    }

    /// Number of articles that are withdrawn.
    pub fn withdrawn(&self) -> usize {
        self.withdrawn.len()
    }

    /// True if the article was killed or withheld, or is the notice of it.
    pub fn is_withdrawn(&self, id: ArticleId) -> bool {
        self.withdrawn.binary_search(&id.0).is_ok()
    }

    /// End of the article's embargo, in seconds since 1970, if it has one.
    pub fn embargo(&self, id: ArticleId) -> Option<i64> {
        let at = self.embargoed.binary_search_by_key(&id.0, |(id, _)| *id).ok()?;
        self.embargoed.get(at).map(|(_, until)| *until)
    }

    /// Ids of the articles that are not shown: those withdrawn unless `withdrawn` are wanted, those
    /// whose embargo ends after `now` (seconds since 1970), and all that have one if `now` is
    /// `None`.
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
        let member = ClusteredArticle {
            id: 1,
            day: None,
            cluster: 0,
            wording: 0,
            headline_key: 0,
            superseded_by: None,
        };
        let of = |members| ArticleClusters {
            clusters: Clusters::new(members),
            ..ArticleClusters::default()
        };
        let whole = of(vec![ClusteredArticle { id: 9, ..member }, member]);
        assert_eq!(ArticleClusters::from_bytes(&whole.to_bytes()), Some(whole.clone()));
        assert_eq!(whole.copies_of(ArticleId(9)).len(), 2);
        let damaged = of(vec![ClusteredArticle { superseded_by: Some(2), ..member }, member]);
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
