//! Statistics of the prints of quotations, each made once for all prints.

use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::model::Days;

/// Statistics of all prints of a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reprints {
    /// Number of articles that print the quotation, this one among them.
    pub articles: usize,
    /// Day on which the first of them was published.
    pub first: Option<Days>,
    /// Number of wordings.
    pub wordings: usize,
    /// Speakers credited, with their numbers of prints, most frequent first; `None` for nobody.
    pub credits: Vec<(Option<String>, usize)>,
}

/// Number of clusters whose statistics are kept; then it starts anew.
const MAX_KEPT: usize = 100_000;

/// Statistics of clusters of quotations as far as they were asked for. All prints of a quotation
/// have the same, and to look at all for each of them takes time with the square of their number.
#[derive(Debug, Default)]
pub struct ReprintCache {
    by_cluster: Mutex<FxHashMap<u32, Reprints>>,
}

impl ReprintCache {
    /// Statistics of a cluster, made by `make` the first time.
    ///
    /// # Errors
    /// `make` fails.
    pub fn get_or_try_insert<E>(
        &self,
        cluster: u32,
        make: impl FnOnce() -> Result<Reprints, E>,
    ) -> Result<Reprints, E> {
        let locked = || self.by_cluster.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = locked().get(&cluster) {
            return Ok(known.clone());
        }
        let statistics = make()?;
        let mut kept = locked();
        if kept.len() >= MAX_KEPT {
            kept.clear();
        }
        kept.insert(cluster, statistics.clone());
        Ok(statistics)
    }
}
