//! Clusters of two and more members, found by the id of any member: three flat lists, so that they
//! are read from a file as they are and a lookup needs no map.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Member of a cluster.
pub trait Clustered {
    /// Id of the member.
    fn key(&self) -> u64;
    /// Number of the member's cluster.
    fn cluster(&self) -> u32;
}

/// Clusters of `M`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clusters<M> {
    /// All members, cluster after cluster.
    members: Vec<M>,
    /// Index of each cluster's first member, and the number of members.
    starts: Vec<u32>,
    /// Indices of the members in the order of their keys.
    by_key: Vec<u32>,
}

impl<M> Default for Clusters<M> {
    fn default() -> Self {
        Self { members: Vec::new(), starts: vec![0], by_key: Vec::new() }
    }
}

impl<M: Clustered> Clusters<M> {
    /// Clusters of these members, which come cluster after cluster.
    pub fn new(members: Vec<M>) -> Self {
        let mut starts = vec![0];
        for cluster in members.chunk_by(|a, b| a.cluster() == b.cluster()) {
            starts.push(starts.last().copied().unwrap_or(0) + cluster.len() as u32);
        }
        let mut by_key: Vec<u32> = (0..members.len() as u32).collect();
        by_key.sort_unstable_by_key(|at| members[*at as usize].key());
        Self { members, starts, by_key }
    }

    /// True if a lookup cannot fail; a damaged file is as good as none.
    pub fn is_whole(&self) -> bool {
        let count = self.members.len() as u32;
        let clusters = self.starts.len().saturating_sub(1) as u32;
        self.by_key.len() as u32 == count
            && self.starts.is_sorted()
            && self.starts.last() == Some(&count)
            && self.by_key.iter().all(|at| *at < count)
            && self.members.iter().all(|member| member.cluster() < clusters)
    }

    /// Number of clusters.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// All members, cluster after cluster.
    pub fn members(&self) -> &[M] {
        &self.members
    }

    /// Members of a cluster; none if there is no such cluster.
    pub fn of_cluster(&self, cluster: u32) -> &[M] {
        let range = || -> Option<Range<usize>> {
            let at = cluster as usize;
            Some(*self.starts.get(at)? as usize..*self.starts.get(at + 1)? as usize)
        };
        range().and_then(|range| self.members.get(range)).unwrap_or_default()
    }

    /// Member with this key.
    pub fn find(&self, key: u64) -> Option<&M> {
        let found = self.by_key.binary_search_by_key(&key, |at| self.members[*at as usize].key());
        self.members.get(*self.by_key.get(found.ok()?)? as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Clustered for (u64, u32) {
        fn key(&self) -> u64 {
            self.0
        }

        fn cluster(&self) -> u32 {
            self.1
        }
    }

    #[test]
    fn members_are_found_by_their_keys_and_damage_is_seen() {
        let clusters = Clusters::new(vec![(9, 0), (1, 0), (5, 1), (4, 1), (7, 1)]);
        assert!(clusters.is_whole());
        assert_eq!(
            (clusters.len(), clusters.of_cluster(1).len(), clusters.of_cluster(2).len()),
            (2, 3, 0)
        );
        assert_eq!((clusters.find(4), clusters.find(6)), (Some(&(4, 1)), None));
        assert!(Clusters::<(u64, u32)>::default().is_whole());
        for damaged in [
            Clusters { starts: vec![0, 2, 6], ..clusters.clone() },
            Clusters { starts: vec![], ..clusters.clone() },
            Clusters { by_key: vec![0, 1, 2, 3, 9], ..clusters.clone() },
            Clusters { members: vec![(1, 2); 5], ..clusters.clone() },
        ] {
            assert!(!damaged.is_whole());
        }
    }
}
