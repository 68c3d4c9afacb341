//! Clusters of quotations that are one, as they are stored and looked up.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::corpus::duplicates::clusters::{Clustered, Clusters};
use crate::model::{ArticleId, Days, QuoteId};
use crate::store::bytes_of;

/// A quotation of a cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusteredQuote {
    /// Quotation's id.
    pub key: u64,
    /// Id of its article.
    pub article: u64,
    /// First day of the article's published date.
    pub day: Option<i64>,
    /// Number of its cluster.
    pub cluster: u32,
    /// Number that members of a cluster with equal words share; the first is the fullest.
    pub wording: u32,
}

impl ClusteredQuote {
    /// The quotation's id.
    pub fn id(&self) -> QuoteId {
        QuoteId(self.key)
    }

    /// Id of its article.
    pub fn article(&self) -> ArticleId {
        ArticleId(self.article)
    }

    /// The first day of the article's published date.
    pub fn day(&self) -> Option<Days> {
        self.day.map(Days)
    }

    /// Number that members of a cluster with equal words share; the first is the fullest.
    pub fn wording(&self) -> u32 {
        self.wording
    }
}

impl Clustered for ClusteredQuote {
    fn key(&self) -> u64 {
        self.key
    }

    fn cluster(&self) -> u32 {
        self.cluster
    }
}

/// Clusters of quotations that are one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteClusters {
    /// Clusters of two and more.
    pub clusters: Clusters<ClusteredQuote>,
}

impl QuoteClusters {
    /// Content of a side file.
    pub fn to_bytes(&self) -> Vec<u8> {
        bytes_of(self)
    }

    /// Clusters that [`to_bytes`](Self::to_bytes) wrote; `None` if the bytes are damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let quotes: Self = postcard::from_bytes(bytes).ok()?;
        quotes.clusters.is_whole().then_some(quotes)
    }

    /// Number of clusters of two and more.
    pub fn cluster_count(&self) -> usize {
        self.clusters.len()
    }

    /// Number of quotations in all clusters.
    pub fn member_count(&self) -> usize {
        self.clusters.members().len()
    }

    /// Members of a cluster, from the first published on.
    pub fn members(&self, cluster: u32) -> &[ClusteredQuote] {
        self.clusters.of_cluster(cluster)
    }

    /// Number of the cluster that a quotation is in, if it was printed more than once.
    pub fn cluster_of(&self, id: QuoteId) -> Option<u32> {
        self.clusters.find(id.0).map(|member| member.cluster)
    }

    /// All members of the quotation's cluster, itself among them; none when it stands alone.
    pub fn reprints_of(&self, id: QuoteId) -> &[ClusteredQuote] {
        self.cluster_of(id).map_or(&[], |cluster| self.members(cluster))
    }
}

/// Number of different articles that the members stand in.
pub fn count_articles(members: &[ClusteredQuote]) -> usize {
    members.iter().map(|member| member.article).collect::<FxHashSet<u64>>().len()
}
