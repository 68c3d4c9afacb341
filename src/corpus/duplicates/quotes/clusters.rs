//! Groups of quotations that are one, as they are kept and asked.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::corpus::duplicates::clusters::{Clustered, Clusters};
use crate::model::{ArticleId, Days, QuoteId};

/// A quotation of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusteredQuote {
    pub key: u64,
    pub article: u64,
    pub day: Option<i64>,
    pub group: u32,
    pub wording: u32,
}

impl ClusteredQuote {
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

impl Clustered for ClusteredQuote {
    fn key(&self) -> u64 {
        self.key
    }

    fn group(&self) -> u32 {
        self.group
    }
}

/// Groups of quotations that are one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuoteClusters {
    pub groups: Clusters<ClusteredQuote>,
}

impl QuoteClusters {
    pub fn to_bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
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
    pub fn group(&self, group: u32) -> &[ClusteredQuote] {
        self.groups.group(group)
    }

    /// The group that a quotation is in, if it was printed more than once.
    pub fn group_of(&self, id: QuoteId) -> Option<u32> {
        self.groups.find(id.0).map(|member| member.group)
    }

    /// All members of the quotation's group, itself among them; none when it stands alone.
    pub fn others_of(&self, id: QuoteId) -> &[ClusteredQuote] {
        self.group_of(id).map_or(&[], |group| self.group(group))
    }
}

/// How many different articles the members stand in.
pub fn count_articles(members: &[ClusteredQuote]) -> usize {
    members.iter().map(|member| member.article).collect::<FxHashSet<u64>>().len()
}
