//! Groups of quotations that are one, as they are kept and asked.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use crate::model::{ArticleId, Days, QuoteId};
use crate::search::copies::groups::{Grouped, Groups};

/// A quotation of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saying {
    pub(super) key: u64,
    pub(super) article: u64,
    pub(super) day: Option<i64>,
    pub(super) group: u32,
    pub(super) wording: u32,
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
    pub(super) groups: Groups<Saying>,
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

/// How many different articles the members stand in.
pub fn articles(members: &[Saying]) -> usize {
    members.iter().map(|member| member.article).collect::<FxHashSet<u64>>().len()
}
