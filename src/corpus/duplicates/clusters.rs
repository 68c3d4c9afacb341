//! Groups of two and more, found by the id of any member: three flat lists, so that they are read from a file as
//! they are and a lookup needs no map.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// What is grouped.
pub trait Clustered {
    /// What tells it from all others.
    fn key(&self) -> u64;
    /// The number of its group.
    fn group(&self) -> u32;
}

/// Groups of `M`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clusters<M> {
    /// Group after group.
    members: Vec<M>,
    /// Where each group starts, and an end.
    starts: Vec<u32>,
    /// The members in the order of their keys.
    by_key: Vec<u32>,
}

impl<M> Default for Clusters<M> {
    fn default() -> Self {
        Self { members: Vec::new(), starts: vec![0], by_key: Vec::new() }
    }
}

impl<M: Clustered> Clusters<M> {
    /// Groups of these members, which come group after group.
    pub fn new(members: Vec<M>) -> Self {
        let mut starts = vec![0];
        for group in members.chunk_by(|a, b| a.group() == b.group()) {
            starts.push(starts.last().copied().unwrap_or(0) + group.len() as u32);
        }
        let mut by_key: Vec<u32> = (0..members.len() as u32).collect();
        by_key.sort_unstable_by_key(|at| members[*at as usize].key());
        Self { members, starts, by_key }
    }

    /// Whether all that a lookup relies on holds; a damaged file is as good as none.
    pub fn is_whole(&self) -> bool {
        let count = self.members.len() as u32;
        let groups = self.starts.len().saturating_sub(1) as u32;
        self.by_key.len() as u32 == count
            && self.starts.is_sorted()
            && self.starts.last() == Some(&count)
            && self.by_key.iter().all(|at| *at < count)
            && self.members.iter().all(|member| member.group() < groups)
    }

    /// How many groups.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// All members, group after group.
    pub fn members(&self) -> &[M] {
        &self.members
    }

    /// The members of a group; none when there is no such group.
    pub fn group(&self, group: u32) -> &[M] {
        let range = || -> Option<Range<usize>> {
            let at = group as usize;
            Some(*self.starts.get(at)? as usize..*self.starts.get(at + 1)? as usize)
        };
        range().and_then(|range| self.members.get(range)).unwrap_or_default()
    }

    /// The member with this key.
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

        fn group(&self) -> u32 {
            self.1
        }
    }

    #[test]
    fn members_are_found_by_their_keys_and_damage_is_seen() {
        let groups = Clusters::new(vec![(9, 0), (1, 0), (5, 1), (4, 1), (7, 1)]);
        assert!(groups.is_whole());
        assert_eq!((groups.len(), groups.group(1).len(), groups.group(2).len()), (2, 3, 0));
        assert_eq!((groups.find(4), groups.find(6)), (Some(&(4, 1)), None));
        assert!(Clusters::<(u64, u32)>::default().is_whole());
        for damaged in [
            Clusters { starts: vec![0, 2, 6], ..groups.clone() },
            Clusters { starts: vec![], ..groups.clone() },
            Clusters { by_key: vec![0, 1, 2, 3, 9], ..groups.clone() },
            Clusters { members: vec![(1, 2); 5], ..groups.clone() },
        ] {
            assert!(!damaged.is_whole());
        }
    }
}
